"""A project with a stored round for the tests of trust; the tests choose what is suggested and doubted."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.rounds.rounds import Rounds
from tests.making import ME, make_project
from tests.ui.stored_rounds import Findings, import_labels, store_round

COUNT, LABELLED = 150, 60
CONTROL, SHIFT, PLAIN = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)
Steps = Iterator[Callable[[], bool]]
GRIDS = ("browse", "label", "suggestions", "suspects")


def make_trusted(folder: Path, *, with_round: bool = True, classes: Sequence[str] = ("Fly", "Bee", "Moth")) -> Path:
    """Make a project: 60 images with imported labels, every third in doubt; 90 without labels, all suggested."""
    file = folder / "trust.labeler"
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)], files=True) as project:
        add_classes(project, classes, ME)
        ids = [label.id for label in project.classes()]
        import_labels(project, {image: ids[image % 3] for image in range(1, LABELLED + 1)})
        if with_round:
            add_round(project)
    return file


def add_round(project: Project, number: int = 1) -> None:
    """Store a round, with other findings than the previous one."""
    classes = [label.id for label in project.classes()]
    suggested = {image: (classes[(image + number) % 2], 1 - image / 1000) for image in range(LABELLED + 1, COUNT + 1)}
    expected = {image: (classes[(image + 1) % 3], 0.99 - image / 1000) for image in range(1, LABELLED + 1, 3)}
    queue = list(range(COUNT, LABELLED, -1))
    store_round(project, Findings(suggested, expected, queue=queue, errors=len(expected)), number)


def calm(window: MainWindow) -> Steps:
    """Wait until the project is open, and stop rounds from starting by themselves."""
    window.settings.auto_round = False
    yield lambda: window.pages is not None and rounds_of(window).loaded and not window.jobs.busy
    yield lambda: rounds_of(window).settled
    window.activateWindow()
    yield window.isActiveWindow


def round_ends(window: MainWindow, number: int) -> None:
    """Tell the window that another round was computed, as at the end of its job."""
    assert window.project is not None
    add_round(window.project.project, number)
    rounds_of(window).reload()


def rounds_of(window: MainWindow) -> Rounds:
    assert window.pages is not None
    return window.pages.rounds


def page(window: MainWindow, name: str) -> GridPage:
    found = window.page(name)
    assert isinstance(found, GridPage)
    return found


def shown(window: MainWindow, name: str) -> list[int]:
    return [int(image) for image in page(window, name).grid.content.images]


def there(window: MainWindow, name: str) -> bool:
    """Whether a page shows images and nothing is loading."""
    found = page(window, name)
    return found.grid.isVisible() and bool(shown(window, name)) and rounds_of(window).settled


def type_key(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    """Press a key in the widget that has the keyboard focus, as the desktop does."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def click(window: MainWindow, name: str, image: int, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
    """Click on the tile of an image."""
    grid = page(window, name).grid
    place = grid.cell_rect(grid.content.position_of(image)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def decided_since(window: MainWindow, number: int) -> dict[int, str]:
    """Return the images decided after a decision, with the page; undo and redo do not count."""
    assert window.project is not None
    project = window.project.project
    return {
        int(str(image)): str(where)
        for image, where in project.rows(
            "SELECT change.image_id, decision.page FROM change JOIN decision ON decision.id = change.decision_id "
            "WHERE decision.id > ? AND decision.reverts IS NULL",
            (number,),
        )
    }


def newest(window: MainWindow) -> int:
    """Return the id of the newest decision."""
    assert window.project is not None
    return read_history(window.project.project, limit=1)[0].id


def painted(window: MainWindow) -> frozenset[int]:
    """Return the images that are on the screen."""
    current = window.stack.currentWidget()
    if not isinstance(current, GridPage) or not current.grid.isVisible():
        return frozenset()
    grid = current.grid
    rows = grid.tiles.seen(grid.viewport().rect())
    return frozenset(rows[1])
