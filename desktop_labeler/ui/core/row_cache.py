"""Caches of what painting needs repeatedly: the rows of recently shown images, and answers that are not the label."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.label_rules import Rule, label_rule
from desktop_labeler.data.decisions.proof.consequences import answer_beside
from desktop_labeler.data.project.project_file import ImageRow, Project, State

_MOST = 20_000


class RowCache:
    """Rows by image; the oldest are dropped first."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._rows: OrderedDict[int, ImageRow] = OrderedDict()

    def get(self, images: Sequence[int]) -> dict[int, ImageRow]:
        """Return the rows of these images by id; those not cached are read at once: 0.02 ms each."""
        missing = [image for image in images if image not in self._rows]
        if missing:
            for row in self._project.images(missing):
                self._rows[row.id] = row
        found = {image: self._rows[image] for image in images if image in self._rows}
        while len(self._rows) > _MOST:
            self._rows.popitem(last=False)
        return found

    def one(self, image: int) -> ImageRow | None:
        """Return the row of one image, None if there is none of this id."""
        found = self._rows.get(image)
        return found if found is not None else self.get([image]).get(image)

    def forget(self, images: Iterable[int]) -> None:
        """Drop the rows of images that changed."""
        for image in images:
            self._rows.pop(image, None)

    def clear(self) -> None:
        """Drop all rows."""
        self._rows.clear()


class AnswersBeside:
    """What a person answered of images whose label is another one; under the rule that the latest counts, nothing."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._rule: Rule | None = None
        self._who = ""
        self._answers: dict[int, tuple[State, int | None] | None] = {}

    def get(self, image: int, who: str) -> tuple[State, int | None] | None:
        """Return state and class of the answer of a person; None where it is the label, or there is none."""
        if self._rule is None:
            self._rule = label_rule(self._project)
        if self._rule == "latest":
            return None
        if who != self._who or len(self._answers) > _MOST:
            self._answers.clear()
            self._who = who
        if image not in self._answers:
            self._answers[image] = answer_beside(self._project, image, who)
        return self._answers[image]

    def forget(self, images: IntArray | None) -> None:
        """Forget those of images that changed; None for all. The rule may be another one by now."""
        self._rule = None
        if images is None:
            self._answers.clear()
            return
        for image in images.tolist():
            self._answers.pop(image, None)
