"""Occasions of blind answers: one audit or one package, in which a person is asked of an image once."""

from bisect import bisect_right

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.changes import person_now
from desktop_labeler.data.decisions.proof.audits import PAGE, current_audit, past_audits
from desktop_labeler.data.project.answer_rows import Answers, read_answers
from desktop_labeler.data.project.project_file import Project

_SEEN = -1


def occasions(project: Project, answers: Answers) -> IntArray:
    """Return a number for the occasion of each answer, (n,); −1 for answers that were not given blind.

    Whatever a person says of an image in one audit, or in all copies of one package, is one answer: what comes later
    corrects it. Only on another occasion was the person asked again.
    """
    decisions = np.unique(answers.decisions[answers.blind]).tolist()
    began = [audit.began for audit in past_audits(project)]
    now = current_audit(project)
    known: dict[tuple[str, str | int], int] = {}
    found = np.full(max(decisions, default=0) + 1, _SEEN, np.int64)
    asked = set(decisions)
    for decision, time, page, package in project.rows(
        "SELECT id, time, page, package FROM decision LEFT JOIN merged ON decision_id = id"
    ):
        if decision not in asked:
            continue
        if package is not None:
            key: tuple[str, str | int] = ("package", package)
        elif page != PAGE:
            key = ("here", 0)  # this is a blind package itself
        else:
            key = ("audit", -1 if now is not None and decision > now.after else bisect_right(began, time))
        found[decision] = known.setdefault(key, len(known))
    return np.where(answers.blind, found[np.minimum(answers.decisions, len(found) - 1)], _SEEN)


def said_in_audit(
    project: Project, images: IntArray, states: IntArray, classes: IntArray, who: str, after: int
) -> BoolArray:
    """Return of which images a person said just that in the audit under way, and nothing else since, (n,).

    Args:
        project: any open project.
        images: (n,) ids.
        states: (n,) what is said.
        classes: (n,) ids, −1 for none.
        who: the name of the person.
        after: the last decision before the audit.

    Raises:
        ProjectError: the file cannot be read.
    """
    answers = read_answers(project)
    name = person_now(project, who)
    mine = [person for person, known in answers.names.items() if known == name]
    last = answers.of(np.isin(answers.people, mine)).standing()
    last = last.of((last.decisions > after) & last.blind)
    there = np.minimum(np.searchsorted(last.images, images), max(0, len(last.images) - 1))
    if not len(last.images):
        return np.zeros(len(images), bool)
    same: BoolArray = (last.images[there] == images) & (last.states[there] == states) & (last.classes[there] == classes)
    return same
