"""The interface between the pages and the window."""

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtWidgets import QLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_labeler.ui.core.round_view import RoundView

_NO_MARGINS = QMargins()


class Page(QWidget):
    """The base of every page; hooks that a page does not override do nothing.

    Attributes:
        has_panel: whether the right panel is shown beside it, because images can have the focus here.
        has_grid: whether its images are shown as a grid.
        has_answers: whether it has the buttons that answer a suggestion or a doubt.
        shown: the round that it shows, if that can differ from the round in use.

    Signals:
        focused: the id of the focused image, or None.
        class_wanted: the person wants to choose a class by name; carries the initial text.
        key_without_class: a key that no class has was pressed; carries its name ("3", "Shift+3").
        action_wanted: the name of an action of the window ("add_folder", "rescan", "help", …) or of a page.
        images_wanted: ids to show in Browse (None for all), a title for them, and a Filter or None.
        open_wanted: the page's grid, and the id of an image in it to show large.
        similar_wanted: the id of an image whose most similar images the person wants to see.
        round_shown: `shown` has changed.
        counted: the count to show beside the page in the rail.
        panel_wanted: whether the right panel is useful at the moment.
    """

    focused = Signal(object)
    class_wanted = Signal(str)
    key_without_class = Signal(str)
    action_wanted = Signal(str)
    images_wanted = Signal(object, str, object)
    open_wanted = Signal(object, object)
    similar_wanted = Signal(object)
    round_shown = Signal()
    counted = Signal(str)
    panel_wanted = Signal(bool)

    has_panel = has_grid = has_answers = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.shown: RoundView | None = None

    @property
    def blind(self) -> bool:
        """Whether labels and suggestions must be hidden, as in an audit."""
        return False

    @property
    def settled(self) -> bool:
        """Whether everything the page shows has been loaded."""
        return True

    def activated(self) -> None:
        """React to the page being shown."""

    def stack_parts(
        self, head: QLayout, *parts: QWidget, margins: QMargins = _NO_MARGINS, spacing: int = 0
    ) -> QStackedWidget:
        """Lay out the page: a head, and below it one of these parts at a time; return the stack of the parts."""
        body = QStackedWidget()
        for part in parts:
            body.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margins)
        outer.setSpacing(spacing)
        outer.addLayout(head)
        outer.addWidget(body, 1)
        return body

    def assign(self, class_id: int, *, chosen: bool = False) -> None:
        """Assign a class to the selected or focused images; `chosen` says that it was picked by name."""

    def answer(self, action: str) -> None:
        """Do the action of a button beside the image, given by its name in keys.ACTIONS."""

    def tell(self, notice: str) -> None:
        """Show a short message for a while."""

    def place(self) -> object:
        """Return the state to restore when the person comes back; None if there is nothing to restore."""
        return None

    def return_to(self, place: object) -> None:
        """Restore what `place` returned; the page is about to be shown."""

    def take_over(self) -> None:
        """Switch to the newest results."""
