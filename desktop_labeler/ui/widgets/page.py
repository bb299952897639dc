"""The interface of every page to the window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_labeler.ui.core.round_view import RoundView


class Page(QWidget):
    """A page of the window; hooks that a page does not need do nothing.

    Attributes:
        has_panel: whether the right panel stands beside it: images can be focused here.
        has_grid: whether its images are shown as a grid.
        has_answers: whether the buttons that answer a suggestion or a doubt belong to it.
        shown: the round that it speaks of, where that may be another than the one in use.

    Signals:
        focused: the id of the focused image, or None.
        class_wanted: the person wants to choose a class by name; brings the text to start with.
        key_without_class: a key that no class has was pressed; brings its name ("3", "Shift+3").
        action_wanted: something that the window does ("add_folder", "rescan", "help", …), or the name of a page.
        images_wanted: ids to show in Browse (None: any), what they are called, and a Filter or None.
        open_wanted: the page's grid, and the id of an image in it to show large.
        similar_wanted: an image; the person wants what is most similar to it.
        round_shown: `shown` is another round now.
        counted: what stands beside the page in the rail.
        panel_wanted: whether the right panel is of use just now.
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
        """Whether labels and suggestions must stay hidden, as in an audit."""
        return False

    @property
    def settled(self) -> bool:
        """Whether everything the page shows has been loaded."""
        return True

    def activated(self) -> None:
        """The page is shown now."""

    def assign(self, class_id: int, *, chosen: bool = False) -> None:
        """Give what is selected or focused a class; `chosen`: what it was asked for by its name."""

    def answer(self, action: str) -> None:
        """Do the action of a button beside the image, by its name in keys.ACTIONS."""

    def tell(self, notice: str) -> None:
        """Show a short sentence for a while."""

    def place(self) -> object:
        """Return the state to restore on coming back; None if leaving changes nothing."""
        return None

    def return_to(self, place: object) -> None:
        """Restore what `place` returned; the page is about to be shown."""

    def take_over(self) -> None:
        """Show the newest results now."""
