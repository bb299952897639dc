"""Who gave each label, and by which decision: the answer in force, whatever was decided about the image since."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.changes import ANSWERS, known_names
from desktop_labeler.data.decisions.label_rules import Rule, best, first_spoken, label_rule
from desktop_labeler.data.project.answer_rows import NO_CLAIM, NONE_OF_THEM, Answers, read_answers, said_of
from desktop_labeler.data.project.project_file import Project, Source, State

AND = "; "  # between the names of people who gave a label together
_GIVING = ", ".join(
    f"'{kind}'" for kind in sorted((*ANSWERS, "import"))
)  # kinds of decisions that say what an image is
_IN_DOUBT = f"(image.state != 0 OR image.class_id IS NOT NULL) AND (decision.kind NOT IN ({_GIVING})"
_SEVERAL = " OR image.id IN (SELECT image_id FROM answer GROUP BY image_id HAVING min(person_id) != max(person_id))"
_LABELS = (
    "SELECT group_concat(id), group_concat(state), group_concat(class_id), group_concat(source), "
    "group_concat(decided), group_concat(import) FROM "
    "(SELECT image.id, image.state, coalesce(image.class_id, -1) AS class_id, image.source, "
    "image.decided, decision.kind = 'import' AS import FROM image CROSS JOIN decision ON decision.id = image.decided "
    "WHERE {which} ORDER BY image.id)"
)
_GAVE = (  # the last decision that stands and gave a label; a class that was merged since has another id
    "SELECT group_concat(id), group_concat(gave) FROM (SELECT image.id, max(change.decision_id) AS gave FROM image "
    "CROSS JOIN decision ON decision.id = image.decided CROSS JOIN change ON change.image_id = image.id "
    "CROSS JOIN decision AS gave ON gave.id = change.decision_id "
    f"WHERE {{which}} AND gave.undone = 0 AND gave.reverts IS NULL AND gave.kind IN ({_GIVING}) "
    "AND (gave.kind = 'import' OR before_state != after_state OR before_class_id IS NOT after_class_id "
    "OR before_source != after_source) GROUP BY image.id ORDER BY image.id)"
)


@dataclass(frozen=True)
class Given:
    """A label as it was given.

    Attributes:
        who: the name of the person; under the rule of most people the names of all who say it, the earliest first.
        time: when it came into the project, ISO 8601 in UTC: that of the earliest of several people.
        round: the number of the round that was shown; None for none.
        before: the id of the class that the image had before; None for none.
    """

    who: str
    time: str
    round: int | None
    before: int | None


@dataclass(frozen=True, eq=False)
class _Labels:
    """The labels of some images now: (n,) ids, rising, states, classes (−1 for none), sources and last decisions.

    `imported` says which of them the last decision imported.
    """

    images: IntArray
    states: IntArray
    classes: IntArray
    sources: IntArray
    decided: IntArray
    imported: IntArray

    def says(self, now: Answers, *, sources: bool) -> BoolArray:
        """Return which answers say what the label of their image is, (m,); also by which way, if asked."""
        at = np.searchsorted(self.images, now.images)
        codes = np.where(self.states == int(State.EXCLUDED), NONE_OF_THEM, self.classes)[at]
        same: BoolArray = (
            (now.codes == codes) & ((codes != NO_CLAIM) | (now.states == self.states[at])) & (self.imported[at] == 0)
        )
        if sources:
            same &= (now.sources == int(Source.IMPORTED)) == (self.sources[at] == int(Source.IMPORTED))
        return same


class LabelGivers:
    """The givers of the labels of a project, or of one of its images, at one moment.

    That is the last decision about an image, unless that says something else (a group, a note, a merge of classes) or
    another answer is in force.
    """

    def __init__(self, project: Project, image: int | None = None) -> None:
        """Find the givers that are not the last decision about their image.

        Args:
            project: any open project.
            image: the id of the only image that is asked about; fast in a project of any size.

        Raises:
            ProjectError: the file cannot be read.
        """
        self._project, self._names = project, known_names(project.db)
        # by the image: the last decision about it at that moment, the one that gave its label, and the person
        self._found: dict[int, tuple[int, int, str]] = {}
        self._times: dict[int, tuple[str, int | None]] = {}  # time and round of decisions that were asked for
        rule = label_rule(project)
        which = f"{_IN_DOUBT}{_SEVERAL if rule != 'latest' else ''})" if image is None else f"image.id = {int(image)}"
        labels = _Labels(*project.integers(_LABELS.format(which=which)))
        if not len(labels.images):
            return
        answers = read_answers(project) if image is None else said_of(project, image)
        answers = answers.of(np.isin(answers.images, labels.images))
        self._add_changes(labels, *project.integers(_GAVE.format(which=which)))
        self._add_answers(labels, answers, rule)

    def other(self, image: int, decided: object) -> Given | None:
        """Return how the label of an image was given; None if the last decision about it gave it.

        Args:
            image: its id.
            decided: the number of the last decision about it.
        """
        then, number, who = self._found.get(image, (None, 0, ""))
        return self._given(image, number, who) if then is not None and then == decided else None

    def name(self, who: str) -> str:
        """Return the present name of a person by the name that a decision carries."""
        return self._names.get(who, who)

    def _given(self, image: int, number: int, who: str) -> Given:
        if number not in self._times:
            ((self._times[number]),) = self._project.rows("SELECT time, round FROM decision WHERE id = ?", (number,))
        before = self._project.rows(
            "SELECT before_class_id FROM change WHERE decision_id = ? AND image_id = ?", (number, image)
        )
        return Given(who, *self._times[number], before[0][0] if before else None)

    def _add_changes(self, labels: _Labels, images: IntArray, gave: IntArray) -> None:
        """Add the decisions that changed the labels; those that nothing changed since are left out."""
        decided = labels.decided[np.searchsorted(labels.images, images)]
        other = gave != decided
        who = dict(self._project.rows("SELECT id, who FROM decision"))
        for image, then, number in zip(*(one[other].tolist() for one in (images, decided, gave)), strict=True):
            self._found[image] = then, number, self.name(str(who[number]))

    def _add_answers(self, labels: _Labels, answers: Answers, rule: Rule) -> None:
        """Add the answers that say what the label is, in place of the decisions."""
        now = _standing(answers, rule)
        same = now.of(labels.says(now, sources=rule != "majority"))
        settled = same.images[same.settles]
        if rule == "latest":  # what was settled stays where a package that is merged later says the same
            merges = np.array(self._project.read(int, "SELECT id FROM decision WHERE kind = 'merge'"), np.int64)
            same = same.of(~(np.isin(same.images, settled) & np.isin(same.decisions, merges)))
            score = same.decisions
        else:
            same = same.of(same.settles | ~np.isin(same.images, settled))
            score = np.where(same.settles, same.decisions, -first_spoken(answers, same))
        decided = labels.decided[np.searchsorted(labels.images, same.images)].tolist()
        for place in best(same.images, score).tolist():
            who = same.names[int(same.people[place])]
            self._found[int(same.images[place])] = decided[place], int(same.decisions[place]), who
        if rule == "majority":
            self._name_all(same.of((same.codes != NO_CLAIM) & ~same.settles), answers)

    def _name_all(self, same: Answers, answers: Answers) -> None:
        """Name everybody who says what the label is, the earliest first."""
        people: dict[int, list[str]] = {}
        order = np.lexsort((first_spoken(answers, same), same.images))
        for image, person in zip(same.images[order].tolist(), same.people[order].tolist(), strict=True):
            people.setdefault(image, []).append(same.names[person])
        for image, names in people.items():
            then, number, _ = self._found[image]
            self._found[image] = then, number, AND.join(names)


def _standing(answers: Answers, rule: Rule) -> Answers:
    """Return what each person says of each image; unless the latest counts, what they settled apart."""
    if rule == "latest":
        return answers.standing()
    said, settled = answers.of(~answers.settles).standing(), answers.of(answers.settles).standing()
    return said.with_(settled)


def giver_of(project: Project, image: int) -> tuple[str, str] | None:
    """Return who gave the label of one image, and when, as in Given; None if nobody decided about it.

    Fast in a project of any size.
    """
    rows = project.rows(
        "SELECT decided, who, time FROM image JOIN decision ON decision.id = image.decided WHERE image.id = ?", (image,)
    )
    for decided, who, time in rows:
        givers = LabelGivers(project, image)
        other = givers.other(image, decided)
        return (other.who, other.time) if other is not None else (givers.name(who), time)
    return None
