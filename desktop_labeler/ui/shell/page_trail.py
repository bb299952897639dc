"""Where the person came from: the pages in the order in which they were shown, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass

_KEPT = 50


@dataclass
class _Stop:
    """A page that was shown; `place` is where on it the person was when leaving."""

    name: str
    place: object = None


class PageTrail:
    """The way of the person through the pages.

    Args:
        place: tells where on the page in view the person is.
    """

    def __init__(self, place: Callable[[], object]) -> None:
        self._place = place
        self._stops: list[_Stop] = []

    def visit(self, name: str, *, anew: bool = False) -> None:
        """A page is about to be shown; `anew`: with other images, though it may be the one in view."""
        if self._stops and (self._stops[-1].name != name or anew):
            self._stops[-1].place = self._place()
        if not self._stops or self._stops[-1].name != name or anew:
            self._stops = [*self._stops, _Stop(name)][-_KEPT:]

    def back(self) -> tuple[str, object] | None:
        """Return the page before this one and where on it the person was; None where this is the first."""
        if len(self._stops) < 2:
            return None
        self._stops.pop()
        return self._stops[-1].name, self._stops[-1].place

    def clear(self) -> None:
        """Forget the way: these pages are gone."""
        self._stops.clear()
