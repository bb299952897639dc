"""The trail of pages that the person has visited, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass

_KEPT = 50


@dataclass
class _Stop:
    """A page that was shown, and the state (`place`) in which the person left it."""

    name: str
    place: object = None


class PageTrail:
    """The pages that the person has visited, in order.

    Args:
        place: returns the state of the page in view, to restore it later.
    """

    def __init__(self, place: Callable[[], object]) -> None:
        self._place = place
        self._stops: list[_Stop] = []

    def visit(self, name: str, *, anew: bool = False) -> None:
        """Note that a page is about to be shown; `anew`: with other images, though it may be the current page."""
        if self._stops and (self._stops[-1].name != name or anew):
            self._stops[-1].place = self._place()
        if not self._stops or self._stops[-1].name != name or anew:
            self._stops = [*self._stops, _Stop(name)][-_KEPT:]

    def back(self) -> tuple[str, object] | None:
        """Return the previous page and its state; None if this is the first."""
        if len(self._stops) < 2:
            return None
        self._stops.pop()
        return self._stops[-1].name, self._stops[-1].place

    def clear(self) -> None:
        """Forget the trail, because these pages no longer exist."""
        self._stops.clear()
