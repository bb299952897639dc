"""The large view: one image over the whole window, or two side by side, with all keys that decide."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_labeler.data.project.project_file import ImageRow
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.core.keys import class_key, key_map
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.shell.large_view.box_stay import BoxStay
from desktop_labeler.ui.shell.large_view.box_tool import BoxTool
from desktop_labeler.ui.shell.large_view.image_texts import ImageTexts
from desktop_labeler.ui.shell.large_view.key_strip import KeyStrip
from desktop_labeler.ui.shell.large_view.large_title import LargeTitle
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from desktop_labeler.ui.widgets.images.image_tools import ImageTools
from desktop_labeler.ui.widgets.images.image_view import ImageView
from desktop_labeler.ui.widgets.images.shown_part import shown_part
from desktop_labeler.ui.widgets.key_button import ElidedLabel, KeyButton

_MOVES = frozenset(("left", "right", "up", "down", "first", "last", "page_up", "page_down"))
_DEEDS = frozenset(("accept", "reject", "keep", "take", "unsure", "exclude", "unlabel", "second", "choose"))
_STEPS = frozenset(("undo", "redo"))
_MARGIN = 14  # pixels beside the image
_STEP = 1.25  # factor of one zoom step
_COMPARED = 110  # pixels: of the words before the name of a class


class LargeView(QWidget):
    """Shows the focused image of a grid; a key acts on that image alone, whatever is selected there.

    Signals:
        closed: the person went back to the grid.
        key_without_class: a key that no class has was pressed; carries its name.
    """

    closed = Signal()
    key_without_class = Signal(str)

    def __init__(
        self, grid: GridView, project: OpenProject, thumbs: ThumbnailLoader, window: QWidget, settings: Settings
    ) -> None:
        super().__init__(window)
        self._settings = settings
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._grid, self._project, self._thumbs = grid, project, thumbs
        self._image: int | None = None
        self._held: int | None = None  # id of the image to compare with
        self._told_of: int | None = None  # what the keys decided when the last notice came
        self.view, self.other, self._left = ImageView(), ImageView(), QWidget()
        self.view.display = self.other.display = project.display
        hint = self.tr("Arrows: the images around it · class keys decide · wheel zooms, dragging moves · Esc: back")
        boxes = self.tr("Drag: a new box · arrows move the chosen one, Del deletes it, class keys label it · Esc: done")
        compare = self.tr("The left image stays · arrows change the right one, which class keys decide · Esc: back")
        self._hints = (hint, boxes, compare)
        self._hint = ElidedLabel(hint, "small")
        self.caption, self.notice = ElidedLabel(), ElidedLabel(role="care")
        self._other_caption = ElidedLabel(role="quiet")
        self._compare = KeyButton(self.tr("Compare"), "compare")
        self._compare.setCheckable(True)
        self._compare.setProperty("role", "toggle")
        self._compare.clicked.connect(self._toggle_compare)
        self.boxes = BoxTool(self.view, grid, project, self)
        self.boxes.told.connect(self.tell)
        self.boxes.changed.connect(self._boxes_chosen)
        self._title = LargeTitle(grid, project, self.boxes)
        self._stay = BoxStay(grid, project, self.boxes, self._show)
        self._boxes_button = KeyButton(self.tr("Boxes"), "boxes")
        self._boxes_button.setCheckable(True)
        tip = self.tr(
            "Draw a box in an empty place, drag its inside to move it or a handle to resize it; Delete deletes it"
        )
        self._boxes_button.setToolTip(tip)
        self._boxes_button.setProperty("role", "toggle")
        self._boxes_button.clicked.connect(self._toggle_boxes)
        self._arrows = [self._arrow("left", self.tr("Previous image")), self._arrow("right", self.tr("Next image"))]
        self._texts = ImageTexts(grid, project, self.caption)
        self.keys = KeyStrip(project)
        self.keys.assign.connect(self.assign)
        self.keys.answered.connect(self._do)
        self._keys_button = QPushButton(self.tr("Keys"))
        self._keys_button.setCheckable(True)
        self._keys_button.setChecked(settings.large_keys)
        self._keys_button.setProperty("role", "toggle")
        self._keys_button.setToolTip(self.tr("Show or hide the keys below the image"))
        self._keys_button.toggled.connect(self._toggle_keys)
        self._back = QPushButton(self.tr("Back (Esc)"))
        self._back.clicked.connect(self.leave)
        self._tools = ImageTools(self.view, self.other)
        self._lay_out()
        for widget in self.findChildren(QWidget):
            widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # every key goes to the image
        self.view.moved.connect(self._follow_view)
        self.other.moved.connect(self._follow_other)
        grid.focused.connect(self._show)
        grid.notice.connect(self.tell)
        grid.commands.moved.connect(self._describe)
        project.images_changed.connect(self._images_changed)
        project.classes_changed.connect(self._describe)
        window.installEventFilter(self)
        theme().changed.connect(self._tint)
        self._tint()
        self.setGeometry(window.rect())
        self._show(grid.focus_image)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        for widget in (*self._arrows, self._title.place):
            head.addWidget(widget)
        head.addWidget(self._title.name, 1)
        self._tools.setMaximumWidth(330)
        for widget in (self._tools, self._keys_button, self._boxes_button, self._compare, self._back):
            head.addWidget(widget)
        sides = QHBoxLayout()
        sides.setSpacing(8)
        for side, view, caption in (
            (self._left, self.other, self._other_caption),
            (QWidget(), self.view, self.caption),
        ):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(view, 1)
            column.addWidget(caption)
            sides.addWidget(side, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._title.below, 1)
        foot.addWidget(self.notice, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 10, _MARGIN, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(sides, 1)
        layout.addWidget(self.keys)
        layout.addLayout(foot)
        self.keys.setVisible(self._settings.large_keys)
        self._show_other()

    def _arrow(self, action: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(f"{text} ({key_map().shown(action)})")
        button.setAccessibleName(text)
        button.setProperty("action", action)
        button.clicked.connect(self._arrow_clicked)
        return button

    @property
    def image(self) -> int | None:
        """The id of the image that keys act on."""
        return self._image

    def compare_with(self, image: int) -> None:
        """Show an image beside the one that keys act on."""
        self._held = image
        self._show_other()

    def assign(self, class_id: int) -> None:
        """Assign a class to the image."""
        known = self._project.class_of(class_id)
        target = self._decides()
        if known is not None and target is not None:
            self._grid.commands.assign_to(np.array([target], np.int64), known)

    @property
    def _target(self) -> int | None:
        """The image that keys decide: that of the chosen box while the tool is on, else the one that is shown."""
        return self.boxes.target(self._image)

    def _decides(self) -> int | None:
        """Return the image that a key may decide now; say why not where there is none."""
        if self._target is None and self.boxes.active:
            self.tell(self.tr("Choose a box first."))
        return self._target if self._target is not None and self._seen() and self.boxes.in_view() else None

    def leave(self) -> None:
        """Close the view and return to the same tile."""
        self.boxes.turn(False)
        self.window().removeEventFilter(self)
        self._grid.focused.disconnect(self._show)
        self._grid.notice.disconnect(self.tell)
        self.view.wait()
        self.other.wait()
        self.hide()
        if self._grid.isVisible():
            self._grid.setFocus()
        self.closed.emit()
        self.deleteLater()

    def tell(self, notice: str) -> None:
        """Show a short message."""
        self._told_of = self._target
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))

    # --- showing ----------------------------------------------------------------------------------------------------
    def _show(self, image: object) -> None:
        if not isinstance(image, int):
            self.leave()
            return
        if self._stay.image is not None:
            return
        self._image = image
        self.tell("")
        row = self._project.row(image)
        self._put(self.view, row)
        self.boxes.show(row)
        self._describe()

    def _put(self, view: ImageView, row: ImageRow | None) -> None:
        try:
            file = self._project.file_of(row) if row is not None else None
        except LabelerError:
            file = None
        small = self._thumbs.any_size(row.id) if row is not None and not row.part else None
        view.packed = row is not None and self._project.may_be_packed(row)
        state = (row.size, row.mtime_ns, row.problem, view.packed) if row is not None else None
        drawing = self.boxes.active and view is self.view
        shown = shown_part(self._project.project, row, drawing=drawing)
        view.show_file(file, small if small is not None else QPixmap(), state=state, shown=shown)

    def _images_changed(self, images: object) -> None:
        if images is None:  # files may have changed, as after a scan
            for view in (self.view, self.other):
                view.try_again()
            self._show_other()
        self._put_again()
        self._describe()

    def _put_again(self) -> None:
        """Show the image as it is now: its file may have changed, or its boxes."""
        row = self._project.row(self._image) if self._image is not None else None
        self._put(self.view, row)
        self.boxes.show(row)

    def _toggle_boxes(self, *_: object) -> None:
        """Turn the tool for boxes on or off."""
        self.boxes.turn(not self.boxes.active)
        self._put_again()

    def _boxes_chosen(self) -> None:
        self._boxes_button.setChecked(self.boxes.active)
        self._show_hint()
        if self._target != self._told_of:
            self.tell("")
        self._describe()

    def _show_hint(self) -> None:
        """Say what the keys do now."""
        self._hint.setText(self._hints[1 if self.boxes.active else 0 if self._held is None else 2])

    def _toggle_keys(self, shown: bool) -> None:
        self._settings.large_keys = shown
        self.keys.setVisible(shown)

    def _describe(self, *_: object) -> None:
        room = self.width() - 2 * _MARGIN
        room = (room - _MARGIN) // 2 if self._held is not None else room
        self._title.show(self._image, self.width(), self._hint)
        self.keys.show_keys(self._texts.answers(self._target))
        self.keys.setEnabled(self._target is not None)
        none = self.tr("No box is chosen") if self.boxes.active else ""
        self.caption.setText(self._texts.of(self._target, room) if self._target is not None else none)
        if self._held is not None:
            what = self._texts.of(self._held, room - _COMPARED)
            self._other_caption.setText(self.tr("Compared with: {what}").format(what=what))

    def _show_other(self) -> None:
        there = self._held is not None
        self._left.setVisible(there)
        self._compare.setChecked(there)
        self._put(self.other, self._project.row(self._held) if self._held is not None else None)
        self.other.match_view(self.view)
        self._show_hint()
        self._describe()

    def _toggle_compare(self, *_: object) -> None:
        """Keep the image on the left for comparison while the arrows move on, or release it."""
        self._held = (self._target or self._image) if self._held is None else None
        self._show_other()

    def _follow_view(self) -> None:
        self.other.match_view(self.view)

    def _follow_other(self) -> None:
        self.view.match_view(self.other)

    def _tint(self) -> None:
        for arrow in self._arrows:
            arrow.setIcon(theme().icon(str(arrow.property("action"))))

    # --- input ------------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent():
            self.setGeometry(self.window().rect())
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._describe()  # how long names may be depends on the width

    def event(self, event: QEvent) -> bool:
        """Give the keys of images priority over shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            meant = key_map().action(event)
            known = _MOVES | _DEEDS | _STEPS | {"compare", "boxes", "larger", "smaller"}
            if class_key(event) or event.key() == Qt.Key.Key_Escape or (meant is not None and meant[0] in known):
                event.accept()
                return True
        return super().event(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Keep the keyboard focus: Tab would move it to hidden widgets behind the image."""
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        meant = key_map().action(event)
        if not event.isAutoRepeat():
            self.tell("")  # it was about an earlier key
        if self.boxes.press(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.isAutoRepeat() and (class_key(event) or meant is None or meant[0] in _DEEDS):
            return  # a held key decides once: the next image comes in its place
        elif class_key(event):
            self._class_key(class_key(event))
        elif meant is None:
            event.ignore()
        else:
            self._do(meant[0])

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self.boxes.release(event)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.boxes.settle()
        super().focusOutEvent(event)

    def _class_key(self, pressed: str) -> None:
        known = next((one for one in self._project.classes if one.key == pressed), None)
        if known is None and self._decides() is not None:
            self.key_without_class.emit(pressed)
        elif known is not None:
            self.assign(known.id)

    def _do(self, action: str) -> None:
        if action in ("open", "clear"):
            self.leave()
        elif action == "boxes":
            self._toggle_boxes()
        elif action == "compare":
            self._toggle_compare()
        elif action in ("larger", "smaller"):
            self.view.set_zoom(self.view.zoom * (_STEP if action == "larger" else 1 / _STEP))
            self._follow_view()
        elif action in _STEPS:
            self._stay.step(action)
        elif action in _MOVES:
            self._grid.commands.run(action)
        elif action in _DEEDS and (target := self._decides()) is not None:
            self._grid.commands.run_on(np.array([target], np.int64), action)

    def _seen(self) -> bool:
        """Whether the image is visible to the person; until then, keys decide nothing.

        A file that could not be read is a problem of the image, whatever its thumbnail showed: the grid refuses it.
        """
        if self.view.unreadable and self._image is not None and not self._thumbs.problem(self._image):
            self._thumbs.check(self, [self._image])
            self.tell(self.tr("The image cannot be read, so nothing was decided, and nothing is lost."))
            return False
        if self.view.file is not None and self.view.painted == self.view.file:
            return True
        self.view.repaint()
        self.tell(self.tr("The image was not there yet; press the key again."))
        return False

    def _arrow_clicked(self) -> None:
        arrow = self.sender()
        if isinstance(arrow, QToolButton):
            self._do(str(arrow.property("action")))
