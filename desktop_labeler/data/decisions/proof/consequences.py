"""What a decision brought about beyond its own labels: answers that stand beside another label, and certificates."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.changes import ANSWERS, person_now
from desktop_labeler.data.decisions.label_rules import Rule, label_rule
from desktop_labeler.data.decisions.page_names import BLIND_PAGES
from desktop_labeler.data.decisions.proof.certificates import Proof, count_changed, count_exchanged, read_proofs
from desktop_labeler.data.project.answer_rows import Answers, said_of
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.messages import Message, unfilled

BECAUSE: Mapping[Rule, str] = {
    "latest": "",
    "first": unfilled("because the first answer counts in this project"),
    "majority": unfilled("because the answer of most people counts in this project"),
    "adjudicated": unfilled("because the first answer counts in this project until somebody settles what differs"),
}
_NO_CLASS: Mapping[State, str] = {
    State.UNSURE: unfilled("unsure"),
    State.EXCLUDED: unfilled("none of the classes"),
    State.UNLABELLED: unfilled("no label"),
    State.LABELLED: unfilled("a class that was deleted"),
    State.CONFIRMED: unfilled("a class that was deleted"),
}
_ONE_KEPT: Mapping[tuple[bool, bool], str] = {  # by whether it was taken back, and whether the label's author is named
    (False, False): unfilled("The answer “{answer}” is kept; the label is “{label}”, {because}."),
    (False, True): unfilled("The answer “{answer}” is kept; the label is “{label}” by {name}, {because}."),
    (True, False): unfilled("The answer is taken back; the label is “{label}”, {because}."),
    (True, True): unfilled("The answer is taken back; the label is “{label}” by {name}, {because}."),
}


@dataclass(frozen=True, eq=False)
class Consequences:
    """What follows from one decision, as the project is now.

    Attributes:
        kept: (n,) ids of the images whose answer is stored, while their label is another one by the project's rule.
        voided: numbers of the certificates that it made void.
        restored: numbers of those that hold again.
        touched: numbers of those that were void before, and lost a further label.
        texts: all of that in sentences; none where nothing follows.
    """

    kept: IntArray
    voided: tuple[int, ...] = ()
    restored: tuple[int, ...] = ()
    touched: tuple[int, ...] = ()
    texts: tuple[Message, ...] = ()

    @property
    def text(self) -> Message:
        """All sentences in one message."""
        return joined(self.texts)


def joined(texts: tuple[Message, ...]) -> Message:
    """Return sentences as one message."""
    if len(texts) < 2:
        return texts[0] if texts else Message("")
    return Message("{first} {rest}", first=texts[0], rest=joined(texts[1:]))


def consequences(project: Project, decision: int, proofs: Mapping[int, Proof] | None = None) -> Consequences:
    """Return what follows from a decision that was just stored.

    A decision about one image takes well under a millisecond, beside the certificates that the project has.

    Args:
        project: any open project.
        decision: its number; that of an undo or redo too.
        proofs: of all certificates before it, by number, where they were read already.

    Raises:
        ProjectError: the file cannot be read.
    """
    ((kind, page, reverts),) = project.rows("SELECT kind, page, reverts FROM decision WHERE id = ?", (decision,))
    rule = label_rule(project)
    kept = _kept(project, decision) if kind in ANSWERS and rule != "latest" else np.empty(0, np.int64)
    fates: dict[str, list[int]] = {"voided": [], "restored": [], "touched": []}
    for number, proof in (read_proofs(project) if proofs is None else proofs).items():
        fate = _fate(project, decision, number, proof, reverts == number) if number < decision else ""
        if fate:
            fates[fate].append(number)
    texts = ([_kept_text(project, kept, rule, blind=page in BLIND_PAGES)] if len(kept) else []) + _certificate_texts(
        fates
    )
    voided, restored, touched = (tuple(numbers) for numbers in fates.values())
    return Consequences(kept, voided, restored, touched, tuple(texts))


def answer_beside(project: Project, image: int, who: str) -> tuple[State, int | None] | None:
    """Return state and class of what a person says of an image if its label is another one; else None.

    Args:
        project: any open project.
        image: its id.
        who: the name that the decisions of the person carry.
    """
    known = person_now(project, who)
    now = said_of(project, image).standing()
    mine = now.of(np.array([now.names[person] == known for person in now.people.tolist()], np.bool_))
    (row,) = project.images([image])
    if not len(mine.images):
        return None
    state, label = State(int(mine.states[-1])), int(mine.classes[-1])
    there = row.class_id if row.class_id is not None else -1
    if label == there and (label > 0 or state == row.state):
        return None
    return state, label if label > 0 else None


def _fate(project: Project, decision: int, number: int, proof: Proof, steps: bool) -> str:
    """Return what became of a certificate by a later decision: "voided", "restored", "touched" or nothing.

    Args:
        project: any open project.
        decision: the later one.
        number: of the certificate.
        proof: of the certificate.
        steps: whether that decision undoes or redoes the accept itself.
    """
    lost, won = (0, 0) if steps else count_exchanged(project, decision, number, proof)
    if not (lost or won or steps):
        return ""
    undone = project.number("SELECT undone FROM decision WHERE id = ?", (number,))
    now = sum(count_changed(project, number, proof))
    if undone:
        return "voided" if steps else ""
    if not now:
        return "restored"
    if now == lost - won:
        return "voided"
    return "touched" if lost else ""


def _certificate_texts(fates: Mapping[str, list[int]]) -> list[Message]:
    templates = {
        "voided": unfilled("{n:Certificate|Certificates} {numbers} {n:is|are} void now."),
        "restored": unfilled("{n:Certificate|Certificates} {numbers} {n:holds|hold} again."),
        "touched": unfilled("{n:Certificate|Certificates} {numbers}, void before, {n:has|have} lost a further label."),
    }
    return [
        Message.filling(templates[fate], {"n": len(numbers), "numbers": [str(number) for number in numbers]})
        for fate, numbers in fates.items()
        if numbers
    ]


def _kept(project: Project, decision: int) -> IntArray:
    """Return the ids of the images whose label is not what this decision says of them."""
    (images,) = project.integers(
        "SELECT group_concat(answer.image_id) FROM change CROSS JOIN answer ON answer.image_id = change.image_id "
        "AND answer.decision_id = change.decision_id CROSS JOIN image ON image.id = answer.image_id "
        "WHERE change.decision_id = ? AND (answer.class_id IS NOT image.class_id "
        "OR (image.class_id IS NULL AND answer.state != image.state))",
        (decision,),
    )
    return images


def _kept_text(project: Project, images: IntArray, rule: Rule, *, blind: bool) -> Message:
    """Return what became of the answers; where people decide blind, nothing of the labels."""
    because = Message.filling(BECAUSE[rule], {})
    if len(images) > 1 or blind:
        return Message(
            "{n:One answer is|# answers are} kept beside {n:another label|other labels}, {because}.",
            n=len(images),
            because=because,
        )
    image = int(images[0])
    said = said_of(project, image)
    (row,) = project.images([image])
    settled = said.of(said.settles).standing()
    if len(settled.images):
        because = Message("because {name} settled it", name=settled.names[int(settled.people[-1])])
    label = _claim(project, row.class_id, row.state)
    author = _author(said, row.class_id, row.state)
    named = bool(author) and rule != "majority" and not len(settled.images)
    state, number = State(int(said.states[-1])), int(said.classes[-1])
    answer = _claim(project, number if number > 0 else None, state)
    template = _ONE_KEPT[state == State.UNLABELLED, named]
    return Message.filling(template, {"answer": answer, "label": label, "name": author, "because": because})


def _claim(project: Project, class_id: int | None, state: State) -> Message:
    named = project.read(str, "SELECT name FROM class WHERE id = ?", (class_id,)) if class_id is not None else []
    return Message("{name}", name=named[0]) if named else Message.filling(_NO_CLASS[state], {})


def _author(said: Answers, class_id: int | None, state: State) -> str:
    """Return the name of the person who first said what is the label; empty if it is nobody's answer."""
    now = said.standing()
    same = now.classes == class_id if class_id is not None else (now.classes <= 0) & (now.states == int(state))
    people = now.people[same]
    first = next((person for person in said.people.tolist() if person in people), None)
    return said.names[first] if first is not None else ""
