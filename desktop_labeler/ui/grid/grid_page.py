"""The base of pages with a grid: a heading, a sentence, and the grid or a text in its place."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QMargins, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.decisions.page_names import PageName, stored
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.core.keys import BY_NAME, class_key, key_map
from desktop_labeler.ui.core.language import error_text
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.show_in_folder import show_in_file_manager
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.grid.view_controls import ViewControls
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from desktop_labeler.ui.widgets.empty_state import EmptyState
from desktop_labeler.ui.widgets.key_button import ElidedLabel, KeyButton
from desktop_labeler.ui.widgets.page import Page

_LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
_HEAD = 30  # pixels: as high as a button, so that headings are at the same place on every page
_NOTICE = 5000  # ms that a notice is shown
_ELSEWHERE = {  # keys that work on one page only: its title, and the action that must come first there
    "keep_all": ("Suspects", ""),
    "take_all": ("Suspects", ""),
    "gallop": ("Suggestions", ""),
    "page_right": ("Suggestions", "gallop"),
    "page_wrong": ("Suggestions", "gallop"),
    "lasso": ("Map", ""),
    "in_view": ("Map", ""),
    "compare": ("", "open"),
    "boxes": ("", "open"),
    "stack": ("Browse", ""),
}
_WITHOUT_IMAGES = ("take_over", "stack")  # keys that work where a text stands in place of the grid
_OF_STACKS = ("open_group", "close_group")  # without stacks these mean nothing


class GridPage(Page):
    """A page with a grid; `name` is stored with the decisions made on it."""

    has_panel = has_grid = True

    def __init__(
        self, project: OpenProject, thumbs: ThumbnailLoader, settings: Settings, name: PageName, parent: QWidget | None
    ) -> None:
        super().__init__(parent)
        self.project, self._thumbs, self._settings = project, thumbs, settings
        self.grid = GridView(project, thumbs, stored(name), self)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.summary = ElidedLabel(role="quiet")
        self.sentence = QLabel(wordWrap=True)
        self.sentence.setProperty("role", "quiet")
        self.grid.set_appearance(settings.tile, settings.crop, settings.captions)
        self.view = ViewControls(self.grid, settings)
        self.empty = EmptyState()
        self._forget = QTimer(self, singleShot=True, interval=_NOTICE)
        self._forget.timeout.connect(self._show_sentence)
        self._says = ""
        self._lay_out()
        self.grid.focused.connect(self.focused)
        self.grid.class_wanted.connect(self.class_wanted)
        self.grid.opened.connect(self._open_tile)
        self.grid.selection_changed.connect(self.update_summary)
        self.grid.notice.connect(self.tell)
        self.grid.page_action.connect(self.do)
        self.grid.group_wanted.connect(self.select_group)

    def _lay_out(self) -> None:
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addStrut(_HEAD)
        top.addWidget(self.heading)
        top.addWidget(self.summary, 1)
        top.addLayout(self.buttons)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self.sentence, 1)
        second.addWidget(self.view)
        self.bar = QVBoxLayout()
        head = QVBoxLayout()
        head.setContentsMargins(10, 0, 14, 0)  # aligned with the tiles, which have their own margin
        head.setSpacing(6)
        head.addLayout(top)
        head.addLayout(second)
        head.addLayout(self.bar)
        self.body = self.stack_parts(head, self.grid, self.empty, margins=QMargins(10, 14, 2, 0), spacing=8)

    # --- for the window ---------------------------------------------------------------------------------------------
    @property
    def blind(self) -> bool:
        return self.grid.content.blind

    def activated(self) -> None:
        """Apply settings changed elsewhere and focus the grid when the page is shown."""
        self.grid.set_appearance(self._settings.tile, self._settings.crop, self._settings.captions)
        self.view.show_appearance()
        (self.body.currentWidget() or self.grid).setFocus()
        self.focused.emit(self.grid.focus_image)

    def assign(self, class_id: int, *, chosen: bool = False) -> None:
        self.grid.assign(class_id, chosen=chosen)

    def answer(self, action: str) -> None:
        self.grid.commands.run(action)
        self.grid.setFocus()

    def take_over(self) -> None:
        self.do("take_over")

    def do(self, action: str) -> None:
        """Do an action that concerns the whole page; pass unknown ones on to the window."""
        if action == "similar" and self.blind:
            self.tell(self.tr("Labels are hidden here; similar images would tell them."))
        elif action == "similar":
            self.similar_wanted.emit(self.grid.focus_image)
        elif action == "open":
            self._open(self.grid.focus_image)
        elif action == "show_file":
            self._show_file()
        elif action in _ELSEWHERE:
            self._tell_where(action)
        elif action not in _OF_STACKS:
            self.action_wanted.emit(action)

    def select_group(self, image: int) -> None:
        """Select the group of an image; on a page without groups, say so."""
        self.tell(self.tr("The images on this page have no groups."))

    def tell_newest(self) -> None:
        """Say that there was nothing newer to take over."""
        self.tell(self.tr("These are the newest results."))

    def _tell_where(self, action: str) -> None:
        """Say where a key works that does nothing here."""
        page, key = _ELSEWHERE[action]
        text = self.tr("“{what}” works on the page {page}.")
        if key:
            text = self.tr("“{what}” works on the page {page}, after {key} there.")
        if not page:
            text = self.tr("“{what}” works in the large view, which {key} opens.")
        where, pressed = QCoreApplication.translate("Pages", page), key_map().shown(key) if key else ""
        self.tell(text.format(what=BY_NAME[action].shown(), page=where, key=pressed))

    def _open_tile(self, image: int) -> None:
        """Show an image large after a double click; a stack is opened instead."""
        if self.grid.content.stacked(self.grid.content.position_of(image)) > 1 and self.grid.focus_on(image):
            self.do("open_group")
        else:
            self._open(image)

    def _open(self, image: int | None) -> None:
        if image is not None:
            self.open_wanted.emit(self.grid, image)

    def _show_file(self) -> None:
        """Show the focused image's file in the file manager, unless its folder could reveal what is hidden."""
        row = self.project.row(self.grid.focus_image) if self.grid.focus_image is not None else None
        if self.blind:
            self.tell(self.tr("Labels are hidden here; a folder often tells them."))
        elif row is not None:
            try:
                show_in_file_manager(self.project.file_of(row))
            except LabelerError as error:
                self.tell(error_text(error))

    # --- for pages --------------------------------------------------------------------------------------------------
    def say(self, sentence: str) -> None:
        """Set the sentence under the heading."""
        self._says = sentence
        if not self._forget.isActive():
            self._show_sentence()

    def tell(self, notice: str) -> None:
        """Show a notice in place of the sentence for a while."""
        self.sentence.setText(notice)
        self.sentence.setVisible(True)  # also where a text stands in place of the grid
        self.sentence.setProperty("role", "care")
        self._polish()
        self._forget.start()

    def show_empty(
        self, icon: str, heading: str, sentence: str, button: str = "", does: Callable[[], None] | None = None
    ) -> None:
        """Show a text instead of the grid, and hide the controls of the grid."""
        self.empty.show_text(icon, heading, sentence, button, does)
        self._switch(self.empty)

    def show_grid(self) -> None:
        """Show the grid."""
        self._switch(self.grid)

    def _switch(self, shown: QWidget) -> None:
        """Switch to a part of the page, which gets the keyboard focus (not its button) if the page had it."""
        here = self.isVisible() and self.body.isAncestorOf(QApplication.focusWidget() or self)
        moves = here and shown is not self.body.currentWidget()
        self.body.setCurrentWidget(shown)
        if moves:
            shown.setFocus()
        for widget in (self.sentence, self.view):
            widget.setVisible(shown is self.grid)
        for place in range(self.buttons.count()):
            item = self.buttons.itemAt(place)
            button = item.widget() if item is not None else None
            if isinstance(button, KeyButton) and button.primary:
                button.setVisible(shown is self.grid)

    def update_summary(self) -> None:
        """Update the text beside the heading; implemented by each page."""

    def _show_sentence(self) -> None:
        self.sentence.setText(self._says)
        self.sentence.setVisible(self.body.currentWidget() is self.grid)
        self.sentence.setProperty("role", "quiet")
        self._polish()

    def _polish(self) -> None:
        self.sentence.style().unpolish(self.sentence)
        self.sentence.style().polish(self.sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let keys act on the grid from anywhere on the page; fields keep theirs, Enter and Esc leave a field."""
        meant = key_map().action(event)
        if self.body.currentWidget() is not self.grid and meant is not None and meant[0] in _WITHOUT_IMAGES:
            self.do(meant[0])
        elif self.body.currentWidget() is not self.grid:
            event.ignore()
        elif not isinstance(self.focusWidget(), QLineEdit):
            self.grid.keyPressEvent(event)
            if not event.isAccepted() and class_key(event) and self.grid.focus_image is not None:
                event.accept()
                self.key_without_class.emit(class_key(event))
        elif event.key() in _LEAVE:
            self.grid.setFocus()
        else:
            event.ignore()
