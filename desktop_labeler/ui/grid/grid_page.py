"""What the pages with a grid share: heading, sentence, view controls, grid, empty state."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSlider,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.decisions.page_names import PageName, stored
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.core.thumbnails import ThumbnailLoader
from desktop_labeler.ui.grid.grid_model import CAPTIONS
from desktop_labeler.ui.grid.grid_view import LARGEST, SMALLEST, GridView
from desktop_labeler.ui.widgets.key_button import ElidedLabel, KeyButton
from desktop_labeler.ui.widgets.page import Page

_COLUMN = 440  # pixels for the words on an empty page
_ICON = 36  # pixels of the sign on an empty page
_LEAVE = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down)
_HEAD = 30  # pixels: as high as a button, so that a heading stands where it stands on every page
_NOTICE = 5000  # ms that a notice stays


class GridPage(Page):
    """A page with a grid; `name` stands in the history of what is decided on it."""

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
        self.grid.set_look(settings.tile, settings.crop, settings.captions)
        self.view = ViewControls(self.grid, settings)
        self.empty = EmptyState()
        self._forget = QTimer(self, singleShot=True, interval=_NOTICE)
        self._forget.timeout.connect(self._show_sentence)
        self._says = ""
        self._lay_out()
        self.grid.focused.connect(self.focused)
        self.grid.class_wanted.connect(self.class_wanted)
        self.grid.selection_changed.connect(self.update_summary)
        self.grid.notice.connect(self.tell)
        self.grid.page_action.connect(self.do)

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
        head.setContentsMargins(10, 0, 14, 0)  # the tiles' own margin keeps them in line with the heading
        head.setSpacing(6)
        head.addLayout(top)
        head.addLayout(second)
        head.addLayout(self.bar)
        self.body = QStackedWidget()
        self.body.addWidget(self.grid)
        self.body.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(10, 14, 2, 0)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addWidget(self.body, 1)

    # --- for the window ---------------------------------------------------------------------------------------------
    @property
    def blind(self) -> bool:
        return self.grid.content.blind

    def activated(self) -> None:
        """The page is shown now: what the person set elsewhere is taken over, the keys go to the grid."""
        self.grid.set_look(self._settings.tile, self._settings.crop, self._settings.captions)
        self.view.show_look()
        self.grid.setFocus()
        self.focused.emit(self.grid.focus_image)

    def assign(self, class_id: int) -> None:
        self.grid.assign(class_id)

    def answer(self, action: str) -> None:
        self.grid.commands.run(action)
        self.grid.setFocus()

    def take_over(self) -> None:
        self.do("take_over")

    def do(self, action: str) -> None:
        """Do an action that concerns the whole page; what the page does not know goes to the window."""
        if action == "similar":
            self.similar_wanted.emit(self.grid.focus_image)
        else:
            self.action_wanted.emit(action)

    # --- for pages --------------------------------------------------------------------------------------------------
    def say(self, sentence: str) -> None:
        """Set the sentence under the heading."""
        self._says = sentence
        if not self._forget.isActive():
            self._show_sentence()

    def tell(self, notice: str) -> None:
        """Show a notice in place of the sentence for a while."""
        self.sentence.setText(notice)
        self.sentence.setProperty("role", "care")
        self._polish()
        self._forget.start()

    def show_empty(
        self, icon: str, heading: str, sentence: str, button: str = "", does: Callable[[], None] | None = None
    ) -> None:
        """Show words instead of the grid, and nothing that would act on it."""
        self.empty.show_words(icon, heading, sentence, button, does)
        self._switch(self.empty)

    def show_grid(self) -> None:
        """Show the grid."""
        self._switch(self.grid)

    def _switch(self, shown: QWidget) -> None:
        self.body.setCurrentWidget(shown)
        for widget in (self.sentence, self.view):
            widget.setVisible(shown is self.grid)
        for place in range(self.buttons.count()):
            item = self.buttons.itemAt(place)
            button = item.widget() if item is not None else None
            if isinstance(button, KeyButton) and button.primary:
                button.setVisible(shown is self.grid)

    def update_summary(self) -> None:
        """Bring the text beside the heading up to date; pages write it."""

    def _show_sentence(self) -> None:
        self.sentence.setText(self._says)
        self.sentence.setProperty("role", "quiet")
        self._polish()

    def _polish(self) -> None:
        self.sentence.style().unpolish(self.sentence)
        self.sentence.style().polish(self.sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys work on the grid wherever the focus is on the page; a field keeps its own, Enter and Esc leave it."""
        if self.body.currentWidget() is not self.grid:
            event.ignore()
        elif not isinstance(self.focusWidget(), QLineEdit):
            self.grid.keyPressEvent(event)
        elif event.key() in _LEAVE:
            self.grid.setFocus()
        else:
            event.ignore()


class ViewControls(QWidget):
    """Tile size, fit or fill, captions; the settings keep them for every grid."""

    def __init__(self, grid: GridView, settings: Settings) -> None:
        super().__init__()
        self._grid, self._settings = grid, settings
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(SMALLEST, LARGEST)
        self._slider.setFixedWidth(96)
        self._slider.setPageStep(32)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._slider.setAccessibleName(self.tr("Size of the images"))
        self._slider.setToolTip(self.tr("Size of the images (Ctrl + wheel)"))
        self._crop = self._button(self.tr("Fill the tile, or show the whole image"))
        self._crop.setCheckable(True)
        self._captions = self._button(self.tr("What stands under an image"))
        self._menu = QMenu(self)
        self._captions.setMenu(self._menu)
        self._captions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fill_menu()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._slider, self._crop, self._captions):
            layout.addWidget(widget)
        self._slider.valueChanged.connect(self._changed)
        self._crop.toggled.connect(self._changed)
        grid.look_changed.connect(self.show_look)
        theme().changed.connect(self._tint)
        self._tint()
        self.show_look()

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _fill_menu(self) -> None:
        names = {
            "class": self.tr("Class"),
            "confidence": self.tr("Confidence or rank"),
            "name": self.tr("File name"),
            "folder": self.tr("Folder"),
            "date": self.tr("Date"),
            "size": self.tr("Size in pixels"),
            "group": self.tr("Group"),
        }
        for name in CAPTIONS:
            entry = self._menu.addAction(names[name])
            entry.setCheckable(True)
            entry.setData(name)
            entry.triggered.connect(partial(self._changed))

    def show_look(self) -> None:
        """Show what the grid has, and keep it in the settings."""
        grid = self._grid
        self._settings.tile, self._settings.crop, self._settings.captions = grid.tile, grid.crop, list(grid.captions)
        for widget in (self._slider, self._crop):
            widget.blockSignals(True)
        self._slider.setValue(grid.tile)
        self._crop.setChecked(grid.crop)
        for widget in (self._slider, self._crop):
            widget.blockSignals(False)
        for entry in self._menu.actions():
            entry.setChecked(entry.data() in grid.captions)
        self._tint()

    def _changed(self, *_: object) -> None:
        captions = [entry.data() for entry in self._menu.actions() if entry.isChecked()]
        self._grid.set_look(self._slider.value(), self._crop.isChecked(), captions)

    def _tint(self) -> None:
        self._crop.setIcon(theme().icon("crop" if self._grid.crop else "fit"))
        self._captions.setIcon(theme().icon("eye"))


class EmptyState(QWidget):
    """What would be here, and the one next step."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = QLabel()
        self._icon_name = "browse"
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self._sentence = QLabel(wordWrap=True)
        self._sentence.setProperty("role", "quiet")
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._clicked)
        self._does: Callable[[], None] | None = None
        column = QWidget()
        column.setFixedWidth(_COLUMN)  # the sentence needs a width of its own to know its height
        inside = QVBoxLayout(column)
        inside.setSpacing(10)
        for label in (self._icon, self._heading, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        inside.addSpacing(6)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        theme().changed.connect(self._tint)

    def show_words(self, icon: str, heading: str, sentence: str, button: str, does: Callable[[], None] | None) -> None:
        """Say something; the button is there when it has a text."""
        self._icon_name, self._does = icon, does
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        # a column that is centred does not ask how high its text becomes
        self._sentence.setMinimumHeight(self._sentence.heightForWidth(_COLUMN - 24))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._tint()

    @property
    def words(self) -> str:
        """The heading that is shown."""
        return self._heading.text()

    def _tint(self) -> None:
        pixmap = theme().icon(self._icon_name).pixmap(QSize(20, 20), 3.0)
        pixmap.setDevicePixelRatio(pixmap.width() / _ICON)
        self._icon.setPixmap(pixmap)

    def _clicked(self) -> None:
        if self._does is not None:
            self._does()
