"""What the tiles show about a round, and what its numbers mean."""

from PySide6.QtCore import QObject

from desktop_labeler.data.project.project_file import State
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import decimal_point, translator, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.grid.grid_hints import Hints
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.rounds.rounds import Rounds


class RoundHints(QObject):
    """Keeps the hints on the tiles of a grid up to date with the round in use.

    Args:
        expects: whether tiles of labels in doubt show the expected class on a line of its own.
    """

    def __init__(self, grid: GridView, rounds: Rounds, *, expects: bool = False) -> None:
        super().__init__(grid)
        self._grid, self._rounds, self._expects = grid, rounds, expects
        rounds.taken_over.connect(self._taken_over)
        self._taken_over()

    def _taken_over(self) -> None:
        if self._rounds.view is not None:
            self._grid.content.hints = round_hints(self._rounds.view, self._grid.project, expects=self._expects)
            self._grid.update_tiles()  # the extra line comes with the next images: nothing moves under the cursor


_tr = translator("RoundHints")


def round_hints(view: RoundView, project: OpenProject, *, expects: bool = False) -> Hints:
    """Return the hints of a round for Browse and Label: suggestions with their rank, labels in doubt.

    Only unlabelled images and labels in doubt have a rank; a class that was rejected is not suggested any more.
    """
    rough = view.knows_little

    def suggestion(image: int) -> tuple[int, float] | None:
        found, row = view.suggestion_of(image), project.row(image)
        if found is None or row is None or row.state != State.UNLABELLED or found[0] in row.rejected:
            return None
        return _there(project, found)

    def doubted(image: int) -> tuple[int, float] | None:
        return doubted_label(view, project, image) if expects and view.in_doubt(image) else None

    def note(image: int) -> str:
        found = suggestion(image) or doubted(image)
        return rank_text(found[1]) if found is not None else ""

    def instead_of(image: int) -> int | None:
        found = doubted(image)
        return found[0] if found is not None else None

    def meaning(image: int) -> str:
        found, other = suggestion(image), doubted(image)
        if found is not None:
            return confidence_meaning(found[1], view.agreed_over(image), rough=rough)
        return doubt_meaning(other[1]) if other else ""

    return Hints(
        suggestion_of=suggestion,
        expected_of=lambda image: _there(project, view.expected_of(image)),
        note_of=note,
        in_doubt=view.in_doubt,
        instead_of=instead_of,
        expects=expects and bool(view.doubted.any()),
        meaning=meaning,
        round=view.number,
    )


def _there(project: OpenProject, found: tuple[int, float] | None) -> tuple[int, float] | None:
    """Return what a round says of a class; None for one that was deleted since."""
    return found if found is not None and project.class_of(found[0]) is not None else None


def doubted_label(view: RoundView, project: OpenProject, image: int) -> tuple[int, float] | None:
    """Return the expected class and the doubt of a label, unless a person has changed or confirmed it since."""
    place, row, found = view.row(image), project.row(image), _there(project, view.expected_of(image))
    if place is None or row is None or found is None or row.state != State.LABELLED:
        return None
    return found if found[0] != row.class_id == int(view.arrays["given"][place]) else None


def rank_text(confidence: float) -> str:
    """Return a confidence or a doubt as a rank (".97"): no audit has shown it to be a probability."""
    return f"{decimal_point()}{min(max(int(100 * confidence), 0), 99):02}"


def confidence_meaning(confidence: float, over: int = 0, *, rough: bool = False) -> str:
    """Return a sentence about the number beside a suggestion, and over how many images it agrees.

    Args:
        confidence: the number, in [0, 1].
        over: of how many images of its group it is the suggestion; 0 if it stands alone.
        rough: whether the round learned from very few labels.
    """
    text = _tr("Confidence {rank}: the higher, the surer. It ranks the suggestions; it is not a probability.")
    return " ".join(filter(None, [text.format(rank=rank_text(confidence)), agreement_meaning(over), roughness(rough)]))


def roughness(rough: bool) -> str:
    """Return a sentence about confidences that rest on very few labels; empty for others."""
    return _tr("With so few labels the confidence is only rough, and often too low.") if rough else ""


def agreement_meaning(over: int) -> str:
    """Return a sentence about a suggestion that agrees over so many images; empty for one that stands alone."""
    return worded(Message("Agreed over {n:# image|# images} of its group.", n=over)) if over else ""


def doubt_meaning(doubt: float) -> str:
    """Return a sentence about the number beside a label in doubt."""
    text = _tr(
        "Doubt {rank}: the higher, the more likely the label is wrong. It ranks the labels; it is not a probability."
    )
    return text.format(rank=rank_text(doubt))
