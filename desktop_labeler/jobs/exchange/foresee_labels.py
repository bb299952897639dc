"""Foresees which labels an import of a person's answers leads to, where the latest answer is not the label."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.changes import NO_CLASS, person_now
from desktop_labeler.data.decisions.history import Edit
from desktop_labeler.data.decisions.label_rules import Rule, in_force, label_rule
from desktop_labeler.data.project.answer_rows import Answers, disputed, read_answers
from desktop_labeler.data.project.project_file import Project, Source, State


@dataclass(frozen=True, eq=False)
class Foreseen:
    """What an import of answers leads to.

    Attributes:
        rule: which answer is the label in this project.
        edit: what the import sets in the end, by that rule.
        stays: (n,) whether an image is asked about and has another label in the end.
    """

    rule: Rule
    edit: Edit
    stays: BoolArray


def foresee_labels(project: Project, images: IntArray, edit: Edit, who: str, *, settles: bool) -> Foreseen | None:
    """Return what a person's answers lead to by the rule of the project; None where the latest answer is the label.

    All answers of the project are read for it: a million take about two seconds.

    Args:
        project: any open project.
        images: (n,) ids, rising.
        edit: what the person says of each; a class that the project does not have yet has a number above all others.
        who: the name of the person.
        settles: whether the answers settle disputes.

    Raises:
        ProjectError: the file cannot be read.
    """
    rule = label_rule(project)
    if rule == "latest":
        return None
    rows = project.images(images.tolist())
    given, named = _each(edit.state), _each(edit.class_id)
    states = _filled(given, [row.state for row in rows])
    classes = _filled(named, [NO_CLASS if row.class_id is None else row.class_id for row in rows])
    sources = _filled(_each(edit.source), [row.source for row in rows])
    said = np.array([state is not None or name is not None for state, name in zip(given, named, strict=True)], bool)
    answers = read_answers(project)
    answers = answers.of(np.isin(answers.images, images))
    answers = _added(project, answers, (images[said], states[said], classes[said], sources[said]), who, settles=settles)
    found = in_force(answers, rule)
    place = np.searchsorted(images, found.images)
    after_states, after_classes = states.copy(), classes.copy()
    after_states[place], after_classes[place], sources[place] = found.states, found.classes, found.sources
    open_ = np.isin(images, disputed(answers)) & (rule == "adjudicated")
    return Foreseen(
        rule,
        replace(
            edit,
            state=[State(one) for one in after_states.tolist()],
            class_id=after_classes.tolist(),
            source=[Source(one) for one in sources.tolist()],
            second=[
                True if one or wish else None for one, wish in zip(open_.tolist(), _each(edit.second), strict=True)
            ],
        ),
        said & ((after_classes != classes) | ((classes == NO_CLASS) & (after_states != states))),
    )


def _each(values: object) -> list[int | None]:
    """Return a column of an edit that has a value for each image."""
    return list(cast(Iterable[int | None], values))


def _filled(values: list[int | None], present: list[int]) -> IntArray:
    """Return what is given, and what is there where nothing is given."""
    return np.array([old if new is None else new for new, old in zip(values, present, strict=True)], np.int64)


def _added(
    project: Project, answers: Answers, said: tuple[IntArray, IntArray, IntArray, IntArray], who: str, *, settles: bool
) -> Answers:
    """Return answers with further ones of a person at their end, in the order of `Answers`."""
    images, states, classes, sources = said
    name, count = person_now(project, who), len(images)
    person = {known: number for number, known in answers.names.items()}.get(name, max(answers.names, default=0) + 1)
    newest = np.full(count, answers.decisions.max(initial=0) + 1, np.int64)
    columns = {
        "images": images,
        "people": np.full(count, person, np.int64),
        "decisions": newest,
        "states": states,
        "classes": classes,
        "sources": sources,
        "blind": np.zeros(count, bool),
        "settles": np.full(count, settles),
    }
    joined = {name: np.concatenate([getattr(answers, name), column]) for name, column in columns.items()}
    order = np.argsort(joined["images"], kind="stable")
    return Answers(**{name: column[order] for name, column in joined.items()}, names={**answers.names, person: name})
