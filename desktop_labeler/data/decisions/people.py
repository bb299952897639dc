"""The people of a project: what each has said, where they disagree, and the rule that chooses the label."""

import json
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions import changes, label_rules
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, new_decision
from desktop_labeler.data.decisions.label_rules import Rule
from desktop_labeler.data.decisions.person_names import person_name
from desktop_labeler.data.project.answer_rows import NO_CLAIM, NONE_OF_THEM, disputed, people_names, read_answers
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError


@dataclass(frozen=True)
class Person:
    """A person and how many images they have said something of.

    Attributes:
        name: as the history has it, or as it was changed since.
        images: of these, all.
        named: given a class by looking at them.
        accepted: given a class by taking over a suggestion.
        unsure: could not be told.
        excluded: none of the classes.
    """

    name: str
    images: int
    named: int
    accepted: int
    unsure: int
    excluded: int


def read_people(project: Project) -> list[Person]:
    """Return the people who have said something, in the order in which they came to the project."""
    now = read_answers(project).standing()
    found = []
    for number, name in sorted(now.names.items()):
        mine = now.of(now.people == number)
        accepted = mine.accepted & (mine.codes != NO_CLAIM)
        found.append(
            Person(
                name=name,
                images=len(mine.images),
                named=int(((mine.codes > 0) & ~accepted).sum()),
                accepted=int(accepted.sum()),
                unsure=int((mine.states == int(State.UNSURE)).sum()),
                excluded=int((mine.codes == NONE_OF_THEM).sum()),
            )
        )
    return [person for person in found if person.images]


def known_people(project: Project) -> list[str]:
    """Return the names of all of whom an answer stands, sorted."""
    return people_names(project)


def name_alike(project: Project, name: str) -> str | None:
    """Return the person whose name differs from a new one only in capitals, accents, spaces or signs; None if nobody's.

    A name that somebody has, or had before it was changed, is no new one.
    """
    there = [str(one) for (one,) in project.rows("SELECT name FROM person UNION SELECT who FROM decision")]
    before = changes.known_names(project.db)
    if name in there or name in before:
        return None
    return next((before.get(one, one) for one in sorted(there) if _folded(one) == _folded(name)), None)


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(sign for sign in plain if sign.isalnum()) or name


def undone_people(project: Project) -> set[str]:
    """Return the names of those whose answers are all undone at present."""
    return set(project.read(str, "SELECT name FROM person")) - set(known_people(project))


def check_people(project: Project, names: Iterable[str]) -> None:
    """Check that all of these people have said something.

    Raises:
        LabelerError: one of them has not; the name may be mistyped.
    """
    asked, called = tuple(names), changes.known_names(project.db)
    known, undone = (known_people(project), undone_people(project)) if asked else ([], set[str]())
    for name in asked:
        if name not in known and name not in undone and name in called:
            raise LabelerError(
                "{name} is called {now} here by now. Nothing was changed. Give that name instead.",
                name=name,
                now=called[name],
            )
        check_known([name], known, undone)


def check_known(names: Iterable[str], known: Sequence[str], undone: Collection[str] = ()) -> None:
    """Check that all of these people are known; those whose answers are undone are, but not listed.

    Raises as `check_people`.
    """
    for name in names:
        if name in undone:
            continue
        if not known:
            raise LabelerError(
                "Nobody has said anything here yet, nor has {name}. Nothing was changed.", name=name or "–"
            )
        if name not in known:
            raise LabelerError(
                "Nobody called {name} has said anything here. Nothing was changed. The people are: {people}.",
                name=name or "–",
                people=known,
            )


def rename_person(project: Project, name: str, new: str) -> None:
    """Give a person another name; the history keeps the one that it was written with.

    Raises:
        LabelerError: there is no such person, the new name is empty, or another person has it; nothing was changed.
    """
    new = person_name(new)
    known, called = known_people(project), changes.known_names(project.db)
    if name not in known and called.get(name) in known:
        raise LabelerError(
            "{name} is called {now} here by now. Nothing was changed. Rename {now} instead.",
            name=name,
            now=called[name],
        )
    check_known([name], known)
    if not new:
        raise LabelerError("The new name of {name} is empty. Nothing was changed. Give one with a letter.", name=name)
    if new == name:
        raise LabelerError("{name} is called that already. Nothing was changed.", name=name)
    if new in known:
        raise LabelerError(
            "{new} is somebody else in this project, and two people cannot become one. Nothing was changed. Choose a "
            "name that nobody has.",
            new=new,
        )
    if new in undone_people(project):
        raise LabelerError(
            "{new} is the name of somebody whose answers were undone, and who has it again if that is redone. Nothing "
            "was changed. Choose another name.",
            new=new,
        )
    with project.transaction() as db:
        db.execute("UPDATE person SET name = ? WHERE name = ?", (new, name))
        before = {old: new if known == name else known for old, known in changes.known_names(db).items()}
        names = {old: known for old, known in {**before, name: new}.items() if old != known}
        db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (changes.NAMES, json.dumps(names)))


def set_rule(project: Project, rule: Rule, by: By) -> int | None:
    """Let another rule choose the label where several people have answered, as one decision that can be undone.

    Labels of a later import stay.

    Returns:
        The number of the decision; None if that is the rule already.

    Raises:
        ProjectError: the project cannot be written; nothing was changed.
    """
    with project.transaction() as db:
        if label_rules.label_rule(project) == rule:
            return None
        number = new_decision(db, "rule", DecisionText(f"rule_{rule}").stored(), by)
        answers = read_answers(project, shared=True)
        answers = answers.of(label_rules.several(answers))
        answers = answers.of(~np.isin(answers.images, _imported(project)))
        found = label_rules.in_force(answers, rule)
        open_ = np.isin(found.images, disputed(answers)) & (rule == "adjudicated")
        second = [True if one else None for one in open_.tolist()]
        changes.fill(db, found.images, (found.states, found.classes, found.sources, None, second, None, None))
        changes.change_images(db, number, again=False, person=None)
        changes.apply_changes(db, number)
        label_rules.remember_rule(project, number, rule)
    return number


def _imported(project: Project) -> IntArray:
    (images,) = project.integers(
        "SELECT group_concat(image.id) FROM image JOIN decision ON decision.id = image.decided WHERE kind = 'import'"
    )
    return images
