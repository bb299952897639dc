"""What a round says on the tiles of Browse and Label."""

from PySide6.QtCore import QObject

from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.language import decimal
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.grid.grid_model import Hints
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.rounds.rounds import Rounds


class RoundHints(QObject):
    """Keeps what the tiles of a grid say in line with the round in use."""

    def __init__(self, grid: GridView, rounds: Rounds) -> None:
        super().__init__(grid)
        self._grid, self._rounds = grid, rounds
        rounds.taken_over.connect(self._taken_over)
        self._taken_over()

    def _taken_over(self) -> None:
        if self._rounds.view is not None:
            self._grid.content.hints = round_hints(self._rounds.view, self._grid.project)
            self._grid.update_tiles()


def round_hints(view: RoundView, project: OpenProject) -> Hints:
    """Return what a round says on the tiles of Browse and Label: suggestions with their rank, labels in doubt.

    Only images without a label carry a rank, and a class that was rejected is no suggestion any more.
    """

    def suggestion(image: int) -> tuple[int, float] | None:
        found, row = view.suggestion_of(image), project.row(image)
        if found is None or row is None or row.state != State.UNLABELLED or found[0] in row.rejected:
            return None
        return found

    def note(image: int) -> str:
        found = suggestion(image)
        return rank_text(found[1]) if found is not None else ""

    return Hints(suggestion_of=suggestion, expected_of=view.expected_of, note_of=note, in_doubt=view.in_doubt)


def rank_text(confidence: float) -> str:
    """Return a confidence as a rank (".97"): it is no probability before an audit says so."""
    return decimal(min(max(int(100 * confidence), 0), 99) / 100, 2).removeprefix("0")
