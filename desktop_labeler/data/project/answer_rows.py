"""What each person said of each image: the answers in a project file, as arrays."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.json_text import parse_json

NO_CLAIM: Final = -1
"""The code of an answer that names no class: unsure, withdrawn, or of a class that was deleted."""
NONE_OF_THEM: Final = -2
"""The code of the answer that an image is none of the classes."""
ADJUDICATE: Final = "adjudicate"
"""The kind of a decision that settles what people disagree on."""

_FLAGS = "state + source * 8 + blind * 32 + (decision.kind = 'adjudicate') * 64"


@dataclass(frozen=True, eq=False)
class Answers:
    """Answers, those about one image together, the earlier ones first.

    Attributes:
        images: (n,) image ids.
        people: (n,) ids of persons, the keys of `names`.
        decisions: (n,) the decision by which each answer came into the project.
        states: (n,) State numbers; UNLABELLED takes the person's earlier answer back.
        classes: (n,) class ids, −1 for none; a class that was merged into another one is that one.
        sources: (n,) Source numbers; ACCEPTED is a suggestion that the person took over.
        blind: (n,) given without seeing a label or a suggestion.
        settles: (n,) given to settle what others disagree on.
        names: of the persons.
    """

    images: IntArray
    people: IntArray
    decisions: IntArray
    states: IntArray
    classes: IntArray
    sources: IntArray
    blind: BoolArray
    settles: BoolArray
    names: dict[int, str]

    def of(self, chosen: BoolArray | IntArray) -> "Answers":
        """Return some of them, by a mask (n,) or by places in their order."""
        arrays = (field.name for field in fields(self) if field.name != "names")
        return replace(self, **{name: getattr(self, name)[chosen] for name in arrays})

    def with_(self, others: "Answers") -> "Answers":
        """Return these answers, and after them others of the same people."""
        names = [field.name for field in fields(self) if field.name != "names"]
        arrays: dict[str, Any] = {name: np.append(getattr(self, name), getattr(others, name)) for name in names}
        return replace(self, **arrays)

    @property
    def codes(self) -> IntArray:
        """What each claims, (n,): a class id, NONE_OF_THEM or NO_CLAIM."""
        return np.where(self.states == int(State.EXCLUDED), NONE_OF_THEM, self.classes)

    @property
    def accepted(self) -> BoolArray:
        """Whether each is a suggestion taken over, (n,)."""
        taken: BoolArray = self.sources == int(Source.ACCEPTED)
        return taken

    def standing(self) -> "Answers":
        """Return the last answer of each person about each image, without those that were taken back."""
        return self.of(self.last())

    def last(self) -> IntArray:
        """Return the places of those that stand, rising."""
        keys = self.images * (max(self.names, default=0) + 1) + self.people
        order = np.argsort(keys, kind="stable")
        last = order[np.append(np.diff(keys[order]) != 0, True)] if len(order) else order
        places: IntArray = np.sort(last[self.states[last] != int(State.UNLABELLED)])
        return places


def read_answers(project: Project, *, asked: bool = False, shared: bool = False) -> Answers:
    """Read all answers that stand: a million in about two seconds, so not on the main thread.

    Args:
        project: any open project.
        asked: only those about the images in the temporary table `asked` of a decision that is being written.
        shared: only those about images of which several people or one person several times said something.

    Raises:
        ProjectError: the file cannot be read.
    """
    where = "decision.undone = 0"
    if asked:
        where += " AND answer.image_id IN (SELECT image_id FROM asked)"
    if shared:
        where += " AND answer.image_id IN (SELECT image_id FROM answer GROUP BY image_id HAVING count(*) > 1)"
    # CROSS JOIN keeps the answers in the order of their table: by image, then by decision.
    images, people_, decisions, classes, flags = project.integers(
        "SELECT group_concat(image_id), group_concat(person_id), group_concat(decision_id), group_concat(class_id), "
        "group_concat(flags) FROM (SELECT answer.image_id, person_id, decision_id, coalesce(class_id, -1) AS class_id, "
        f"{_FLAGS} AS flags FROM answer CROSS JOIN decision ON decision.id = answer.decision_id "
        f"WHERE {where} ORDER BY answer.image_id, answer.decision_id, number, person_id)"
    )
    return _answers(project, images, people_, decisions, classes, flags)


def said_of(project: Project, image: int) -> Answers:
    """Return every answer about one image, the earlier ones first; fast in a project of any size."""
    rows = project.rows(
        f"SELECT person_id, decision_id, coalesce(class_id, -1), {_FLAGS} FROM answer CROSS JOIN decision "
        "ON decision.id = answer.decision_id WHERE answer.image_id = ? AND decision.undone = 0 "
        "ORDER BY answer.decision_id, number",
        (image,),
    )
    people, decisions, classes, flags = np.asarray(rows, np.int64).reshape(-1, 4).T
    return _answers(project, np.full(len(rows), image, np.int64), people, decisions, classes, flags)


def _answers(
    project: Project, images: IntArray, people: IntArray, decisions: IntArray, classes: IntArray, flags: IntArray
) -> Answers:
    """Return answers from their columns, with classes as they are stored and flags as _FLAGS packs them."""
    return Answers(
        images=images,
        people=people,
        decisions=decisions,
        states=flags & 7,
        classes=renumbered(project, classes),
        sources=flags >> 3 & 3,
        blind=(flags >> 5 & 1).astype(bool),
        settles=(flags >> 6 & 1).astype(bool),
        names=dict(project.rows("SELECT id, name FROM person")),
    )


def people_names(project: Project) -> list[str]:
    """Return the names of all of whom an answer stands, sorted; a merge that was undone leaves nobody behind."""
    stands = (
        "EXISTS (SELECT 1 FROM answer JOIN decision ON decision.id = answer.decision_id "
        "WHERE person_id = person.id AND undone = 0)"
    )
    return sorted(project.read(str, f"SELECT name FROM person WHERE {stands}"))


def disputed(answers: Answers) -> IntArray:
    """Return the images of which people claim different things and nobody has settled it, rising."""
    settled = np.unique(answers.images[answers.settles])
    now = answers.standing()
    now = now.of((now.codes != NO_CLAIM) & ~np.isin(now.images, settled))
    if not len(now.images):
        return now.images
    images, start = np.unique(now.images, return_index=True)  # the standing ones are ordered by image
    disputes: IntArray = images[np.minimum.reduceat(now.codes, start) != np.maximum.reduceat(now.codes, start)]
    return disputes


def renumbered(project: Project, classes: IntArray) -> IntArray:
    """Return the class ids with merged classes as those that they were merged into, and deleted ones as −1."""
    if not project.number("SELECT count(*) FROM class WHERE deleted = 1"):
        return classes
    targets = _merged_classes(project)
    live = {label.id for label in project.classes()}
    largest = project.number("SELECT max(id) FROM class")
    becomes = np.full(largest + 2, NO_CLAIM, np.int64)  # the last place is that of no class
    for number in range(1, largest + 1):
        target, seen = number, {number}
        while target not in live and targets.get(target, target) not in seen:
            target = targets[target]
            seen.add(target)
        becomes[number] = target if target in live else NO_CLAIM
    known = np.where((classes > 0) & (classes <= largest), classes, largest + 1)
    return becomes[known]


def _merged_classes(project: Project) -> dict[int, int]:
    """Return into which class each merged class went, by the history."""
    found: dict[int, int] = {}
    for decision, gone in project.rows(
        "SELECT decision.id, class_change.class_id FROM decision JOIN class_change ON decision_id = decision.id "
        "WHERE kind = 'class' AND undone = 0 AND reverts IS NULL AND json_extract(after, '$.deleted') "
        "AND NOT json_extract(before, '$.deleted') ORDER BY decision.id"
    ):
        into = [
            number
            for number, before, after in project.rows(
                "SELECT class_id, before, after FROM class_change WHERE decision_id = ? AND class_id != ?",
                (decision, gone),
            )
            if parse_json(before) == parse_json(after)
        ]
        into += project.read(  # what says it in projects where a merge did not name its target
            int,
            "SELECT after_class_id FROM change WHERE decision_id = ? AND before_class_id = ? "
            "AND after_class_id IS NOT NULL LIMIT 1",
            (decision, gone),
        )
        if into:
            found[int(gone)] = into[0]
    return found
