"""The newest decision that says what an image is; one that only gives it a group or a note says nothing of that."""

from functools import lru_cache

from desktop_labeler.data.images.query.image_groups import ONLY_TEXTS
from desktop_labeler.data.project.project_file import Project

_KEPT = 65_536  # images whose answer is kept


class LastVerdict:
    """Looks behind decisions about groups and notes.

    Args:
        project: open for reading.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._only_texts = lru_cache(maxsize=_KEPT)(self._ask_kind)
        self.of = lru_cache(maxsize=_KEPT)(self._of)

    def _of(self, image: int, decided: int) -> int:
        """Return the newest decision that says what an image is, 0 for none, given the newest one about it."""
        while decided and self._only_texts(decided):
            sql = "SELECT before_decided FROM change WHERE decision_id = ? AND image_id = ?"
            rows = self._project.rows(sql, (decided, image))
            decided = int(rows[0][0] or 0) if rows else 0
        return decided

    def _ask_kind(self, decision: int) -> bool:
        rows = self._project.rows("SELECT kind FROM decision WHERE id = ?", (decision,))
        return bool(rows) and rows[0][0] in ONLY_TEXTS
