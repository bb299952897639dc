"""Names of the pages: the history stores on which page something was decided."""

from typing import Final, Literal

PageName = Literal[
    "home", "browse", "label", "suggestions", "suspects", "audit", "map", "train", "progress", "settings"
]
HOME: Final = "home"
BROWSE: Final = "browse"
LABEL: Final = "label"
SUGGESTIONS: Final = "suggestions"
SUSPECTS: Final = "suspects"
AUDIT: Final = "audit"
MAP: Final = "map"
TRAIN: Final = "train"
PROGRESS: Final = "progress"
SETTINGS: Final = "settings"


def stored(page: PageName) -> str:
    """Return how a decision made on a page names it in the project ("Browse")."""
    return page.capitalize()


BLIND_PAGES = frozenset((stored(AUDIT),))
"""Pages on which people decide without seeing a label or a suggestion."""
