"""What a page knows about the images of its grid beyond their rows: suggestions, doubts, notes."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_labeler.array_types import IntArray

Suggestion = tuple[int, float]  # class id, confidence


def _no_suggestion(image: int) -> Suggestion | None:
    return None


def _no_note(image: int) -> str:
    return ""


def _no_class(image: int) -> int | None:
    return None


def _no_doubt(image: int) -> bool:
    return False


@dataclass
class Hints:
    """What a page knows about images beyond their rows; each function gets an image id and must be fast.

    Attributes:
        suggestion_of: the class that the model proposes and its confidence; Enter, X and M act on it.
        expected_of: the class that W takes; by default the suggestion.
        note_of: a few characters on the right of the caption (".97", "doubt 92").
        in_doubt: whether the tile has the exclamation badge.
        instead_of: the class expected instead of the label, shown in the caption; None for none.
        expects: whether the caption has a line for that class.
        meaning: a sentence for the tooltip that explains the note of an image.
        agreeing_of: how many images of a stack have the suggestion of the first of them; None finds it one by one.
        round: the number of the round that they come from, None for no round.
    """

    suggestion_of: Callable[[int], Suggestion | None] = _no_suggestion
    expected_of: Callable[[int], Suggestion | None] | None = None
    note_of: Callable[[int], str] = _no_note
    in_doubt: Callable[[int], bool] = _no_doubt
    instead_of: Callable[[int], int | None] = _no_class
    expects: bool = False
    meaning: Callable[[int], str] = _no_note
    agreeing_of: Callable[[IntArray], int] | None = None
    round: int | None = None

    def expected(self, image: int) -> Suggestion | None:
        """Return the class that W takes."""
        return (self.expected_of or self.suggestion_of)(image)
