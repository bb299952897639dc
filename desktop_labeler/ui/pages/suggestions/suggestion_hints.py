"""What the tiles of the page Suggestions show about a round: each image's suggestion, whatever was decided since."""

from functools import lru_cache

from desktop_labeler.array_types import IntArray
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.grid.grid_hints import Hints
from desktop_labeler.ui.rounds.round_hints import confidence_meaning, rank_text


def suggestion_hints(view: RoundView) -> Hints:
    """Return the hints of a round for the page Suggestions."""
    rough = view.knows_little

    @lru_cache(maxsize=4096)  # a round does not change, and a page is painted again and again
    def note(image: int) -> str:
        found = view.suggestion_of(image)
        return rank_text(found[1]) if found is not None else ""

    def meaning(image: int) -> str:
        found = view.suggestion_of(image)
        return confidence_meaning(found[1], view.agreed_over(image), rough=rough) if found is not None else ""

    def agreeing(images: IntArray) -> int:
        rows = view.rows(images)
        classes = view.arrays["suggested"][rows[rows >= 0]]
        return int((classes == classes[:1]).sum())

    return Hints(
        suggestion_of=view.suggestion_of,
        note_of=note,
        meaning=meaning,
        agreeing_of=agreeing,
        round=view.number,
    )
