"""What a methods report counts: where labels come from, who worked how long, and images that stand for a class."""

from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.changes import NAMES
from desktop_labeler.data.decisions.pace import BY_HAND, FROM_FILE, TEXT_NAME, read_actions, worked
from desktop_labeler.data.images.parts.image_parts import split_path
from desktop_labeler.data.project.answer_rows import disputed, read_answers
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.json_text import parse_json


@dataclass(frozen=True)
class ClassFigures:
    """The labels of a class.

    Attributes:
        id: of the class.
        name: of the class.
        confirmed: labels that a person decided or confirmed.
        accepted: suggestions that were accepted, several at once, and not looked at closely.
        imported: labels that came from a file or a folder's name.
        examples: ids of a few of its images, confirmed ones first.
    """

    id: int
    name: str
    confirmed: int
    accepted: int
    imported: int
    examples: tuple[int, ...]

    @property
    def labels(self) -> int:
        """All of them."""
        return self.confirmed + self.accepted + self.imported


@dataclass(frozen=True)
class PersonFigures:
    """The work of a person.

    An answer says of one image what it is. A decision is one step in the history, which may give many answers.

    Attributes:
        name: of the person.
        images: of which they said something that stands.
        answers: those in force, the last one about each image; what was withdrawn or corrected is none.
        accepted: those of them that took a suggestion over here, not read from a file.
        files: those that were read from a table or another file.
        packages: those that came in packages.
        decisions: that gave answers in force; merges of packages are nobody's.
        seconds: at work here, without pauses; None where all answers came in packages or from files.
    """

    name: str
    images: int
    answers: int
    accepted: int
    files: int
    packages: int
    decisions: int
    seconds: float | None

    @property
    def by_hand(self) -> int:
        """Answers that were given here, and took no suggestion over."""
        return self.answers - self.accepted - self.files - self.packages


def class_figures(project: Project, examples: int) -> list[ClassFigures]:
    """Return the figures of every class in screen order: a million images in about 0.5 s.

    Args:
        project: any open project.
        examples: how many images each class shows.
    """
    counts: dict[int, dict[str, int]] = {}
    rows = project.rows(
        "SELECT class_id, state, source, count(*) FROM image WHERE class_id IS NOT NULL "
        "GROUP BY class_id, state, source"
    )
    for class_id, state, source, count in rows:
        pile = "confirmed" if state == State.CONFIRMED else "accepted" if source == Source.ACCEPTED else "imported"
        mine = counts.setdefault(class_id, {"confirmed": 0, "accepted": 0, "imported": 0})
        mine[pile] += count
    nothing = {"confirmed": 0, "accepted": 0, "imported": 0}
    return [
        ClassFigures(
            label.id, label.name, **counts.get(label.id, nothing), examples=_examples(project, label.id, examples)
        )
        for label in project.classes()
    ]


def person_figures(project: Project) -> list[PersonFigures]:
    """Return the figures of everybody who said what an image is, the busiest first: a million answers in about 3 s.

    A merge of a package is no decision of the person who merged it: its answers are those of the people who gave them.
    """
    answers = read_answers(project).standing()
    merged = np.isin(answers.decisions, project.read(int, "SELECT id FROM decision WHERE kind = 'merge'"))
    read = np.isin(answers.decisions, project.read(int, f"SELECT id FROM decision WHERE {FROM_FILE}")) & ~merged
    own = np.unique(np.stack([answers.people[~merged], answers.decisions[~merged]]), axis=1)[0]
    most = max(answers.names, default=0) + 1

    def of_each(chosen: IntArray) -> IntArray:
        return np.bincount(chosen, minlength=most)

    all_, accepted = of_each(answers.people), of_each(answers.people[answers.accepted & ~read & ~merged])
    files, packages = of_each(answers.people[read]), of_each(answers.people[merged])
    images, decisions = all_, of_each(own)
    seconds = _seconds(project)
    found = [
        PersonFigures(
            name=name,
            images=int(images[at]),
            answers=int(all_[at]),
            accepted=int(accepted[at]),
            files=int(files[at]),
            packages=int(packages[at]),
            decisions=int(decisions[at]),
            seconds=seconds.get(name, 0.0) if all_[at] > files[at] + packages[at] else None,
        )
        for at, name in answers.names.items()
        if all_[at]
    ]
    return sorted(found, key=lambda person: (-person.images, person.name))


def _seconds(project: Project) -> dict[str, float]:
    """Return how long each person was at work, by the name that the person has now."""
    actions = read_actions(project)
    if not len(actions.times):
        return {}
    names = project.read(
        str,
        f"SELECT DISTINCT who FROM decision WHERE {BY_HAND} AND images > 0 "
        "AND julianday(time) IS NOT NULL ORDER BY who",
    )
    found: dict[str, float] = {}
    stored = project.setting(NAMES, {})
    now = stored if isinstance(stored, dict) else {}
    for name, seconds in zip(names, np.bincount(actions.people - 1, worked(actions), len(names)), strict=True):
        known = str(now.get(name, name))
        found[known] = found.get(known, 0.0) + float(seconds)
    return found


def answered_between(project: Project) -> tuple[str, str]:
    """Return when the first and the last answer came into the project, ISO 8601, UTC; empty before the first."""
    ((first, last),) = project.rows(
        "SELECT min(time), max(time) FROM decision WHERE undone = 0 AND id IN (SELECT decision_id FROM answer)"
    )
    return first or "", last or ""


def imported_from(project: Project) -> tuple[bool, bool]:
    """Return whether labels were imported from the names of folders, and from tables or other files."""
    texts = project.read(str, f"SELECT DISTINCT {TEXT_NAME} FROM decision WHERE kind = 'import' AND undone = 0")
    return "folder_classes" in texts, any(text.startswith("import") for text in texts)


def groups(project: Project) -> int:
    """Return how many groups the images have, such as patients or places."""
    return project.number("SELECT count(DISTINCT group_name) FROM image")


def groupings(project: Project) -> list[tuple[str, dict[str, object]]]:
    """Return the decisions that put images into groups and stand: the kind of text and its arguments, in order."""
    found = []
    for (what,) in project.rows(
        f"SELECT what FROM decision WHERE undone = 0 AND reverts IS NULL AND {TEXT_NAME} IN "
        "('folder_groups', 'group_patient', 'group_study', 'group_column', 'group_bursts', 'set_group', 'no_group') "
        "ORDER BY id"
    ):
        arguments = dict(parse_json(str(what)))
        found.append((str(arguments.pop("decision")), arguments))
    return found


def packages_merged(project: Project) -> int:
    """Return how many merges of packages stand."""
    return project.number("SELECT count(*) FROM merged JOIN decision ON id = decision_id WHERE undone = 0")


def decisions_undone(project: Project) -> int:
    """Return how many decisions were taken back."""
    return project.number("SELECT count(*) FROM decision WHERE undone = 1")


def boxes(project: Project) -> int:
    """Return how many images are boxes in larger ones."""
    return project.number("SELECT count(*) FROM image WHERE part LIKE '%xywh%'")


def image_kinds(project: Project) -> tuple[dict[str, int], tuple[int, int, int, int] | None]:
    """Return how many usable images are in files of each format, by the ending, and their sizes: a million in 2 s.

    Returns:
        "JPG" and others with their numbers, the most frequent first; the least and the largest width, then the least
        and the largest height, in pixels, None where none is known.
    """
    kinds: Counter[str] = Counter()
    for path in project.read(str, "SELECT path FROM image WHERE problem IS NULL AND part IS NOT ''"):
        kinds[PurePosixPath(split_path(path)[0]).suffix[1:].upper()] += 1
    kinds["JPG"] += kinds.pop("JPEG", 0)
    kinds["TIF"] += kinds.pop("TIFF", 0)
    ((*sizes, count),) = project.rows(
        "SELECT min(width), max(width), min(height), max(height), count(width) FROM image "
        "WHERE problem IS NULL AND part IS NOT '' AND height IS NOT NULL"
    )
    narrow, wide, low, high = sizes if count else (0, 0, 0, 0)
    found = {kind: number for kind, number in kinds.most_common() if kind and number}
    return found, (narrow, wide, low, high) if count else None


def disagreements(project: Project) -> tuple[int, int]:
    """Return on how many images people say different things, and how many of these were settled."""
    answers = read_answers(project, shared=True)
    every, left = disputed(answers.of(~answers.settles)), disputed(answers)
    return len(every), len(np.setdiff1d(every, left))


def skipped_reasons(project: Project) -> dict[str, int]:
    """Return how many files could not be used, by the reason as it is stored."""
    rows = project.rows(
        "SELECT reason, count(*) FROM (SELECT reason FROM skipped UNION ALL SELECT problem FROM image "
        "WHERE problem IS NOT NULL AND part IS NOT '') GROUP BY reason ORDER BY count(*) DESC"
    )
    return {str(reason): int(count) for reason, count in rows}


def _examples(project: Project, class_id: int, count: int) -> tuple[int, ...]:
    found = project.read(
        int,
        "SELECT id FROM image WHERE class_id = ? AND problem IS NULL ORDER BY state = ? DESC, sha256, id LIMIT ?",
        (class_id, int(State.CONFIRMED), count),
    )
    return tuple(found)
