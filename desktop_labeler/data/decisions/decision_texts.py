"""Texts of decisions: kind and arguments are stored, and the text is made when it is shown."""

import json
from collections.abc import Mapping, Sequence

from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message, unfilled

TEXTS: dict[str, str] = {
    "label": unfilled("Label {n:# image|# images} {name}"),
    "unlabel": unfilled("Remove the label from {n:# image|# images}"),
    "unsure": unfilled("Mark {n:# image|# images} as unsure"),
    "exclude": unfilled("Exclude {n:# image|# images}"),
    "accept": unfilled("Accept the {n:suggestion of # image|suggestions of # images}"),
    "accept_as": unfilled("Accept {n} as {name}"),
    "accept_some": unfilled("Accept {n} as {name}; {rejected:# is|# are} not"),
    "accept_down": unfilled("Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen"),
    "accept_down_whole": unfilled(
        "Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen; none unseen"
    ),
    "accept_down_audited": unfilled(
        "Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen; audit of {sample} unseen "
        "ones: {wrong} wrong, at least {share:.0%} right (95 % sure)"
    ),
    "accept_down_checked": unfilled(
        "Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen; audit of {sample} unseen "
        "ones: {wrong} wrong, at least {share:.0%} right ({sure:.1%} sure)"
    ),
    "accept_certified": unfilled(
        "Accept {n:the suggestion of # image|the suggestions of # images}; random sample of {sample}: {wrong} wrong, "
        "at least {share:.1%} right ({sure:.1%} sure)"
    ),
    "reject_as": unfilled("Reject {n} as {name}"),
    "reject": unfilled("Reject the class of {n:# image|# images}"),
    "keep": unfilled("Keep the {n:label of # image|labels of # images}"),
    "take": unfilled("Take the expected class of {n:# image|# images}"),
    "second": unfilled("Request a second opinion on {n:# image|# images}"),
    "no_second": unfilled("Need no second opinion on {n:# image|# images}"),
    "import": unfilled("Labels of {n:# image|# images} from {file}"),
    "import_keeping": unfilled(
        "Labels of {n:# image|# images} from {file}; {some:# label that a person decided stays|# labels that people "
        "decided stay}"
    ),
    "import_taking": unfilled(
        "Labels of {n:# image|# images} from {file}, {some:# of them|# of them} over what people had decided"
    ),
    "import_marking": unfilled(
        "Labels of {n:# image|# images} from {file}; {some:# label that a person decided stays and asks|# labels that "
        "people decided stay and ask} for a second opinion"
    ),
    "import_answering": unfilled(
        "Labels of {n:# image|# images} from {file}; {some:# label that a person decided differs|# labels that people "
        "decided differ}, of which {stay:# stays|# stay} by the rule of the project"
    ),
    "import_texts": unfilled("Groups and notes of {n:# image|# images} from {file}"),
    "folder_classes": unfilled("Take {n:# class|# classes} from folder names"),
    "folder_groups": unfilled("Take groups from folder names"),
    "group_patient": unfilled("Group {n:# image|# images} by patient"),
    "group_study": unfilled("Group {n:# image|# images} by study"),
    "group_column": unfilled("Group {n:# image|# images} by {column}"),
    "group_bursts": unfilled("Group {n:# image|# images} taken within {seconds} s of one another"),
    "set_group": unfilled("Put {n:# image|# images} into the group {group}"),
    "no_group": unfilled("Take {n:# image|# images} out of {n:its group|their groups}"),
    "set_texts": unfilled("Change group and note of {n:# image|# images}"),
    "set_note": unfilled("Change the note of {n:# image|# images}"),
    "add_class": unfilled("Add class {name}"),
    "add_classes": unfilled("Add {n} classes"),
    "rename_class": unfilled("Rename {old} to {new}"),
    "restyle_class": unfilled("Change the appearance of {name}"),
    "key_class": unfilled("Change the key of {name}"),
    "digit_keys": unfilled("Give each digit key to the class of that name"),
    "order_classes": unfilled("Change the order of the classes"),
    "merge_classes": unfilled("Merge {name} into {into}"),
    "delete_class": unfilled("Delete {name}"),
    "rule_latest": unfilled("Let the latest answer be the label"),
    "rule_first": unfilled("Let the first answer be the label"),
    "rule_majority": unfilled("Let the answer of most people be the label"),
    "rule_adjudicated": unfilled("Let the first answer be the label until a dispute is settled"),
    "import_boxes": unfilled("Add {n:# box|# boxes} from {file}"),
    "draw_box": unfilled("Draw a box in {file}"),
    "move_box": unfilled("Move a box in {file}"),
    "resize_box": unfilled("Resize a box in {file}"),
    "delete_box": unfilled("Delete a box in {file}"),
    "merge": unfilled("Answers about {n:# image|# images} from the package {file}"),
}
"""The kinds of decisions. Names are stored in project files and never change; their texts may."""

_KIND, _PROOF, _BOXES, _ADDED = "decision", "certificate", "boxes", "added"
_SETTLES = "settles"
_SETTLING = unfilled("Settle what people disagree on: {what}")


class DecisionText:
    """One entry of the history before it is shown.

    Args:
        name: a key of TEXTS.
        arguments: what its template has filled in.
    """

    def __init__(self, name: str, /, **arguments: str | int | float) -> None:
        self.message = Message.filling(TEXTS[name], arguments)
        self._name, self._arguments = name, arguments
        self._more: dict[str, object] = {}

    def counting(self, images: int) -> "DecisionText":
        """Return the entry for another number of images."""
        return self._with(self._more, n=images)

    def proving(self, proof: Mapping[str, object]) -> "DecisionText":
        """Return the entry with the proof of a certificate, which the text does not show; see certificates."""
        return self._with(self._more | {_PROOF: proof})

    def moving(self, boxes: Sequence[tuple[int, str, str]]) -> "DecisionText":
        """Return the entry with what happens to boxes: the id of each, its part before and after; see box_edits."""
        return self._with(self._more | {_BOXES: [list(box) for box in boxes]})

    def settling(self) -> "DecisionText":
        """Return the entry of a decision that settles what people disagree on, which its text says."""
        return self._with(self._more | {_SETTLES: True})

    def adding(self, parts: Sequence[int], hidden: Sequence[int]) -> "DecisionText":
        """Return the entry with the ids of parts that came with it, and of files that are no images any more by it."""
        return self._with(self._more | {_ADDED: [_runs(parts), _runs(hidden)]})

    def _with(self, more: dict[str, object], **arguments: str | int | float) -> "DecisionText":
        found = DecisionText(self._name, **{**self._arguments, **arguments})
        found._more = more
        return found

    def stored(self) -> str:
        """Return it as the project file holds it."""
        return json.dumps({_KIND: self._name, **self._arguments, **self._more}, ensure_ascii=False)


def read_text(stored: str) -> Message:
    """Return the text of a decision; stored texts of older versions are returned unchanged."""
    if stored.startswith("{"):
        try:
            found = parse_json(stored)
        except ValueError:
            found = {}
        known = TEXTS.get(str(found.pop(_KIND, ""))) if isinstance(found, dict) else None
        if known is not None:
            found.pop(_PROOF, None)
            found.pop(_BOXES, None)
            found.pop(_ADDED, None)
            settles, what = found.pop(_SETTLES, False), Message.filling(known, found)
            if settles:
                return Message.filling(_SETTLING, {**found, "what": what})
            return what
    return Message("{text}", text=stored)


def moved_boxes(stored: str) -> list[tuple[int, str, str]]:
    """Return what a stored decision does to boxes: the id of each, its part before and after; nothing for others."""
    if f'"{_BOXES}"' not in stored:
        return []
    try:
        found = parse_json(stored)
    except ValueError:
        return []
    rows = found.get(_BOXES) if isinstance(found, dict) else None
    return [(int(image), str(before), str(after)) for image, before, after in rows] if isinstance(rows, list) else []


Runs = list[tuple[int, int]]


def _runs(ids: Sequence[int]) -> Runs:
    """Return ids as runs from the first to the last of ids that follow one another."""
    found: Runs = []
    for number in sorted(ids):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def added_parts(stored: str) -> tuple[Runs, Runs]:
    """Return the parts that came with a stored decision, and the files that it hid, as runs of ids; none for others."""
    if f'"{_ADDED}"' not in stored:
        return [], []
    try:
        parts, hidden = parse_json(stored)[_ADDED]
    except (ValueError, KeyError, TypeError):
        return [], []
    return [(int(first), int(last)) for first, last in parts], [(int(first), int(last)) for first, last in hidden]
