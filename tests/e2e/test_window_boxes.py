"""Boxes in the window, through the real main(): added in a dialog, shown in their image, labelled one by one."""

import csv
import random
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.images.boxes.box_shapes import Grip
from desktop_labeler.data.images.parts.image_parts import Box
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.dialogs.exchange.boxes_dialog import BoxesDialog
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.shell.large_view.large_view import LargeView
from desktop_labeler.ui.widgets.classes.class_picker import ClassPicker
from desktop_labeler.ui.widgets.images.box_canvas import BoxCanvas
from desktop_labeler.ui.widgets.images.image_view import ImageView
from tests.e2e.driving import run_main
from tests.e2e.test_window_large import opened_large
from tests.e2e.trusting import CONTROL, PLAIN, SHIFT, Steps, calm, click, decided_since, newest, shown, there, type_key
from tests.making import ME, labels_of

_BOXES = {"a.jpg": [(10, 20, 60, 40, "cell"), (200, 100, 80, 90, "dust")], "b.jpg": [(5, 5, 50, 50, "cell")]}


def _made(folder: Path, *, turned: bool = False) -> tuple[Path, Path]:
    """Make a project of three photographs, and a table with boxes of two of them."""
    photos = folder / "photos"
    photos.mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        pixels = np.full((240, 320, 3), 90, np.uint8)
        for x, y, width, height, _ in _BOXES.get(name, ()):
            pixels[y : y + height, x : x + width] = 200
        Image.fromarray(pixels).save(photos / name, exif=exif)
    table = folder / "boxes.csv"
    with table.open("w", newline="", encoding="utf-8") as stream:
        rows = [(name, *box) for name, boxes in _BOXES.items() for box in boxes]
        csv.writer(stream).writerows([("path", "x", "y", "w", "h", "label"), *rows])
    assert main(["new", str(folder / "p.labeler"), str(photos), "--labels", "none"]) == 0
    return folder / "p.labeler", table


def _dialog(window: MainWindow) -> BoxesDialog:
    (found,) = [dialog for dialog in window.findChildren(BoxesDialog) if dialog.isVisible()]
    return found


def test_boxes_are_added_shown_in_their_image_and_labelled(tmp_path: Path, qapp: QApplication) -> None:
    file, table = _made(tmp_path)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.entries["boxes"].trigger()
        dialog = _dialog(window)
        dialog.without.setChecked(False)
        dialog.use_file(table)
        yield dialog.import_button.isEnabled
        one = "1 file without a box is no image any more"
        assert dialog.outcome.text() == f"3 boxes become images; {one}; 2 new classes."
        assert not dialog.turned.isVisible()
        dialog.import_button.click()
        window.show_page("browse")
        yield lambda: there(window, "browse") and min(shown(window, "browse")) > 3  # the files are no images any more
        assert window.project is not None
        window.activateWindow()
        yield window.isActiveWindow
        image = shown(window, "browse")[0]
        click(window, "browse", image)
        row = window.project.row(image)
        assert row is not None
        assert row.path == "a.jpg#xywh=10,20,60,40"
        type_key(window, Qt.Key.Key_O)
        view = opened_large(window)
        yield lambda: view.view.painted == view.view.file
        assert view.view.shown.boxes == (Box(10, 20, 60, 40), Box(200, 100, 80, 90))
        dust = next(label for label in window.project.classes if label.name == "dust")
        QTest.keyClick(view, Qt.Key(ord(dust.key or "")))
        yield lambda: window.project is not None and not window.project.busy
        QTest.keyClick(view, Qt.Key.Key_Escape)

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        found = {path: said for path, said in labels_of(project).items() if said[0]}
    assert found == {
        "a.jpg#xywh=10,20,60,40": ("dust", "confirmed"),
        "a.jpg#xywh=200,100,80,90": ("dust", "labelled"),
        "b.jpg#xywh=5,5,50,50": ("cell", "labelled"),
    }


def test_which_way_boxes_are_meant_is_asked_with_a_picture(tmp_path: Path, qapp: QApplication) -> None:
    file, table = _made(tmp_path, turned=True)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.entries["boxes"].trigger()
        dialog = _dialog(window)
        dialog.use_file(table)
        yield dialog.import_button.isEnabled
        assert dialog.turned.isVisible()
        yield lambda: dialog.view.painted == dialog.view.file
        before = dialog.view.shown.boxes
        dialog.turned.setCurrentIndex(1)
        yield lambda: dialog.import_button.isEnabled() and dialog.view.shown.boxes != before
        assert dialog.view.shown.boxes[0] == Box(240 - 60, 10, 40, 60)
        dialog.import_button.click()
        window.show_page("browse")
        yield lambda: there(window, "browse") and len(shown(window, "browse")) == 4

    assert run_main([str(file)], person) == 0


def _point(view: BoxCanvas, x: float, y: float) -> QPoint:
    """Return the point of the view at a point of the file."""
    parent = view.parent()
    assert isinstance(parent, ImageView)
    return parent.box_rect(Box(round(x), round(y), 1, 1)).topLeft().toPoint()


def drag(canvas: BoxCanvas, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    """Drag with the left button as a person does, over a point between."""
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, modifiers, start)
    QTest.mouseMove(canvas, (start + end) / 2)
    QTest.mouseMove(canvas, end)
    QTest.mouseRelease(canvas, left, modifiers, end)


def _near(found: Box, wanted: Box, by: int = 2) -> bool:
    """Whether a box is another one up to the coarseness of the screen."""
    sides = ((one.x, one.y, one.x + one.width, one.y + one.height) for one in (found, wanted))
    return all(abs(a - b) <= by for a, b in zip(*sides, strict=True))


def test_a_box_is_drawn_moved_resized_labelled_and_deleted(tmp_path: Path, qapp: QApplication) -> None:
    file, _ = _made(tmp_path)
    with Project(file) as made:
        add_classes(made, ["cell", "dust"], ME)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.resize(1280, 800)
        window.show_page("browse")
        yield lambda: there(window, "browse")
        project = window.project
        assert project is not None
        click(window, "browse", 1)
        type_key(window, Qt.Key.Key_O)
        large = opened_large(window)
        type_key(window, Qt.Key.Key_D)
        canvas = large.boxes.canvas
        yield lambda: large.view.full_size == (320, 240)
        assert canvas.isVisible()
        drag(canvas, _point(canvas, 10, 20), _point(canvas, 70, 60))
        (image,) = canvas.boxes
        assert _near(canvas.boxes[image], Box(10, 20, 60, 40))
        assert large.boxes.chosen == image
        yield lambda: shown(window, "browse") == [1, image, 2, 3]  # it is in the grid behind
        type_key(window, Qt.Key.Key_1)
        yield lambda: not project.busy
        row = project.row(image)
        assert row is not None
        assert (row.class_id, large.image, large.boxes.chosen) == (project.classes[0].id, 1, image)
        before = canvas.boxes[image]
        type_key(window, Qt.Key.Key_Right)
        type_key(window, Qt.Key.Key_Down, SHIFT)
        assert canvas.boxes[image] == Box(before.x + 1, before.y + 10, before.width, before.height)
        corner = canvas.handles()[Grip(right=True, bottom=True)].toPoint()
        drag(canvas, corner, corner + QPoint(5000, 5000))  # no box leaves the image
        moved = canvas.boxes[image]
        assert (moved.x + moved.width, moved.y + moved.height) == (320, 240)
        drag(canvas, _point(canvas, 200, 150), _point(canvas, -4000, -4000))
        assert (canvas.boxes[image].x, canvas.boxes[image].y) == (0, 0)
        assert (canvas.boxes[image].width, canvas.boxes[image].height) == (moved.width, moved.height)
        for _ in range(4):
            type_key(window, Qt.Key.Key_Z, CONTROL)
        assert canvas.boxes == {image: before}
        type_key(window, Qt.Key.Key_Delete)
        assert not canvas.boxes
        yield lambda: shown(window, "browse") == [1, 2, 3]
        type_key(window, Qt.Key.Key_Z, CONTROL)
        assert canvas.boxes == {image: before}
        QTest.mouseMove(canvas, _point(canvas, 300, 200))
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, PLAIN, _point(canvas, 300, 200))
        QTest.mouseMove(canvas, _point(canvas, 200, 100))
        type_key(window, Qt.Key.Key_Escape)  # the drag
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, PLAIN, _point(canvas, 200, 100))
        assert canvas.boxes == {image: before}
        type_key(window, Qt.Key.Key_Escape)  # the tool
        assert not large.boxes.active
        type_key(window, Qt.Key.Key_Escape)  # the view
        yield lambda: shown(window, "browse") == [1, image, 2, 3]

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        said = {str(one.what) for one in read_history(project)}
        (path,) = [path for path in labels_of(project) if "#" in path]
        assert labels_of(project)[path] == ("cell", "confirmed")
    assert {"Draw a box in a.jpg", "Move a box in a.jpg", "Resize a box in a.jpg", "Delete a box in a.jpg"} <= said


def test_boxes_on_a_turned_photograph_are_in_pixels_of_the_upright_one(tmp_path: Path, qapp: QApplication) -> None:
    file, _ = _made(tmp_path, turned=True)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("browse")
        yield lambda: there(window, "browse")
        click(window, "browse", 1)
        type_key(window, Qt.Key.Key_O)
        large = opened_large(window)
        large._boxes_button.click()
        yield lambda: large.view.full_size == (240, 320)  # stored as 320 × 240
        canvas = large.boxes.canvas
        drag(canvas, _point(canvas, 100, 200), _point(canvas, 5000, 5000))
        (image,) = canvas.boxes
        assert _near(canvas.boxes[image], Box(100, 200, 140, 120))
        box = canvas.boxes[image]
        assert (box.x + box.width, box.y + box.height) == (240, 320)
        type_key(window, Qt.Key.Key_Z, CONTROL)
        assert not canvas.boxes
        type_key(window, Qt.Key.Key_Y, CONTROL)
        assert canvas.boxes == {image: box}

    assert run_main([str(file)], person) == 0


_PLACES = {"first": (20, 30), "second": (240, 150), "beside": (150, 60)}  # points of a.jpg, in its pixels
_DECIDE = ("1", "2", "U", "E", "X", "Q", "W", "N", "Return", "Delete", "F2", "7")
_ACTS = (
    *_PLACES,
    *("first", "second", "draw") * 4,
    "far away",
    "button",
    "Space",
    "B",
    "Ctrl+Return",
    *_DECIDE,
    *_DECIDE[:6] * 3,
)


def test_what_is_decided_with_the_tool_for_boxes_is_the_box_that_is_chosen(tmp_path: Path, qapp: QApplication) -> None:
    """A decision lands where the person looks or nowhere, whatever is clicked, drawn and pressed in any order."""
    file, table = _made(tmp_path)
    assert main(["boxes", str(file), str(table)]) == 0

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.resize(1280, 800)
        window.show_page("browse")
        yield lambda: there(window, "browse")
        click(window, "browse", shown(window, "browse")[0])
        type_key(window, Qt.Key.Key_O)
        large = opened_large(window)
        type_key(window, Qt.Key.Key_D)
        yield lambda: large.view.full_size == (320, 240) and large.view.painted == large.view.file
        decided = refused = 0
        rng = random.Random(4)
        for act in rng.choices(_ACTS, k=250):
            chosen, before = large.boxes.chosen, newest(window)
            seen = chosen is not None and _in_view(large, chosen)
            _act(window, large, act, rng)
            found = set(decided_since(window, before))
            if act in _PLACES or act == "draw":
                assert act == "draw" or not found
                large.view.show_whole()
            elif act == "far away":
                assert not found
            else:
                assert found <= ({chosen} if seen else set()), (act, chosen, found)
                decided += bool(found)
                if act in _DECIDE and chosen is None:
                    refused += 1
                    assert large.notice.text() == "Choose a box first."
            _names_the_chosen_box(window, large)
        assert decided > 15
        assert refused > 10

    assert run_main([str(file)], person) == 0


def _in_view(large: LargeView, image: int) -> bool:
    return large.view.box_rect(large.boxes.canvas.boxes[image]).intersects(large.view.rect().toRectF())


def _act(window: MainWindow, large: LargeView, act: str, rng: random.Random) -> None:
    canvas, left = large.boxes.canvas, Qt.MouseButton.LeftButton
    if act in _PLACES:
        large.view.show_whole()
        QTest.mouseClick(canvas, left, PLAIN, _point(canvas, *_PLACES[act]))
    elif act == "draw":
        large.view.show_whole()
        start, end = (
            (rng.randrange(90, 180), rng.randrange(190, 200)),
            (rng.randrange(200, 230), rng.randrange(210, 240)),
        )
        drag(canvas, _point(canvas, *start), _point(canvas, *end), SHIFT)
    elif act == "far away":  # another corner of the image fills the view
        large.view.set_zoom(20)
        large.view._middle = QPointF(150, -110)
    elif act == "button":
        next(one for one in large.keys.findChildren(QPushButton) if one.isVisible()).click()
    else:
        QTest.keySequence(large, QKeySequence(act))
    for dialog in [*window.findChildren(QDialog), *window.findChildren(ClassPicker)]:
        dialog.close()
    large.view.repaint()


def _names_the_chosen_box(window: MainWindow, large: LargeView) -> None:
    """The title, the class and the words below the image are those of the chosen box, or of the file without one."""
    assert window.project is not None
    row = window.project.row(large.boxes.chosen) if large.boxes.chosen is not None else None
    assert large._title.name.text() == (row.path if row is not None else "a.jpg")
    label = window.project.class_of(row.class_id) if row is not None else None
    assert large.keys.isEnabled() == (row is not None)
    if row is None:
        assert large.caption.text() == "No box is chosen"
    elif label is not None:
        assert large.caption.text().startswith(label.name)
