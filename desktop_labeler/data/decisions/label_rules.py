"""Which label is in force where several people have answered: the latest, the first, that of most, or a settled one."""

import json
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.changes import set_after
from desktop_labeler.data.project.answer_rows import NO_CLAIM, Answers, disputed, read_answers
from desktop_labeler.data.project.project_file import Project, State

Rule = Literal["latest", "first", "majority", "adjudicated"]
RULES: tuple[Rule, ...] = get_args(Rule)
SETTING = "label_rules"  # pairs of a decision and the rule that it set; the last one that stands counts


@dataclass(frozen=True, eq=False)
class InForce:
    """The label that each image has by a rule: (n,) ids, states, class ids (−1 for none) and sources."""

    images: IntArray
    states: IntArray
    classes: IntArray
    sources: IntArray


def label_rule(project: Project) -> Rule:
    """Return the rule of a project; the latest answer counts until somebody chooses another rule."""
    stored = project.setting(SETTING)
    for decision, name in reversed(stored if isinstance(stored, list) else []):
        undone = project.rows("SELECT undone FROM decision WHERE id = ?", (decision,))
        if undone == [(0,)] and name in RULES:
            return RULES[RULES.index(name)]
    return "latest"


def remember_rule(project: Project, decision: int, rule: Rule) -> None:
    """Store the rule that a decision sets, in its transaction."""
    stored = project.setting(SETTING)
    rules = [*(stored if isinstance(stored, list) else []), [decision, rule]]
    project.db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (SETTING, json.dumps(rules)))


def in_force(answers: Answers, rule: Rule, merge: int | None = None) -> InForce:
    """Return the labels that the answers lead to.

    Args:
        answers: all of them, those that were changed by their persons too.
        rule: "latest": whatever was said last; "first": what the person says who answered first; "majority": what most
            say, in a tie what was said first; "adjudicated": as "first" until somebody settles it. What was settled
            stays under each rule but "latest".
        merge: the decision that merges answers from elsewhere, if there is one: what was settled before it stays under
            "latest" too, since they were given without knowing of that.
    """
    settling = answers.of(answers.settles).standing()
    now = answers.standing() if rule == "latest" else answers.of(~answers.settles).standing()
    if rule == "latest":
        chosen = now.of(best(now.images, now.decisions))
    elif rule == "majority":
        chosen = now.of(best(now.images, _votes(now), -first_spoken(answers, now)))
    else:
        chosen = now.of(best(now.images, -first_spoken(answers, now)))
    last = settling.of(best(settling.images, settling.decisions))
    if rule == "latest":
        before = (
            answers.of(answers.decisions != merge).standing()
            if merge is not None
            else now.of(np.zeros(len(now.images), bool))
        )
        newest = before.of(best(before.images, before.decisions))
        last = newest.of(newest.settles)
    open_ = ~np.isin(chosen.images, last.images)
    parts = [(one.images, one.states, one.classes, one.sources) for one in (chosen.of(open_), last)]
    return InForce(*(np.concatenate(pair) for pair in zip(*parts, strict=True)))


def best(images: IntArray, *scores: IntArray) -> IntArray:
    """Return the place of the best row of each image: by the first score, then by the next; of equal ones the last."""
    order = np.lexsort((np.arange(len(images)), *reversed(scores), images))
    return order[np.append(np.diff(images[order]) != 0, True)] if len(order) else order


def first_spoken(answers: Answers, now: Answers) -> IntArray:
    """Return the place, in the order of all answers, at which each standing answer's person first spoke."""
    size = max(answers.names, default=0) + 1
    keys, first = np.unique(answers.images * size + answers.people, return_index=True)
    began: IntArray = first[np.searchsorted(keys, now.images * size + now.people)]
    return began


def _votes(now: Answers) -> IntArray:
    """Return how many say the same of the image as each standing answer; those that claim nothing have no vote."""
    codes = now.codes - min(now.codes.min(initial=0), 0)
    _, place, counts = np.unique(
        now.images * (codes.max(initial=0) + 1) + codes, return_inverse=True, return_counts=True
    )
    votes: IntArray = np.where(now.codes == NO_CLAIM, 0, counts[place])
    return votes


def apply_rule(project: Project, number: int, *, merges: bool = False) -> None:
    """Let the rule choose the labels after a decision whose changes and answers were just written, in its transaction.

    Args:
        project: in the transaction of the decision.
        number: of the decision.
        merges: whether the answers were given elsewhere; else nothing is left to do under "latest", since what the
            person says is what the decision changes.
    """
    rule = label_rule(project)
    if rule == "latest" and not merges:
        return
    answers = read_answers(project, asked=True)
    found = in_force(answers, rule, number if merges else None)
    set_after(project.db, number, found.images, found.states, found.classes, found.sources)
    if rule == "adjudicated":
        open_ = disputed(answers).tolist()
        project.db.executemany(
            "UPDATE change SET after_second = 1 WHERE decision_id = ? AND image_id = ?",
            [(number, image) for image in open_],
        )


def several(answers: Answers) -> BoolArray:
    """Return which answers are about images of which at least two people have said something, (n,)."""
    now = answers.standing()
    images, counts = np.unique(now.images[now.states != int(State.UNLABELLED)], return_counts=True)
    return np.isin(answers.images, images[counts > 1])
