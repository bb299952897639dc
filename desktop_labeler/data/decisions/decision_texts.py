"""What a decision was, in words: its kind and arguments are stored, the words are made when they are shown."""

import json

from desktop_labeler.messages import Message

TEXTS: dict[str, Message] = {
    "label": Message("Label {n:# image|# images} {name}"),
    "unlabel": Message("Take the label from {n:# image|# images}"),
    "unsure": Message("Mark {n:# image|# images} as unsure"),
    "exclude": Message("Exclude {n:# image|# images}"),
    "accept": Message("Accept the {n:suggestion of # image|suggestions of # images}"),
    "accept_as": Message("Accept {n} as {name}"),
    "accept_some": Message("Accept {n} as {name}; {rejected:# is|# are} not"),
    "accept_down": Message("Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen"),
    "accept_down_whole": Message(
        "Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen; none unseen"
    ),
    "accept_down_audited": Message(
        "Accept {n} as {name} down to page {page} of {pages}; {seen:# page|# pages} seen; audit of {sample} unseen "
        "ones: {wrong} wrong, at least {share:.0%} right (95 % sure)"
    ),
    "reject_as": Message("Refuse {n} as {name}"),
    "reject": Message("Say that {n:# image is|# images are} not what {n:it|they} seemed"),
    "keep": Message("Keep the {n:label of # image|labels of # images}"),
    "take": Message("Take the expected class of {n:# image|# images}"),
    "second": Message("Want a second opinion on {n:# image|# images}"),
    "no_second": Message("Need no second opinion on {n:# image|# images}"),
    "import": Message("Labels of {n:# image|# images} from {file}"),
    "folder_classes": Message("Take {n:# class|# classes} from folder names"),
    "folder_groups": Message("Take groups from folder names"),
    "add_class": Message("Add class {name}"),
    "add_classes": Message("Add {n} classes"),
    "rename_class": Message("Rename {old} to {new}"),
    "restyle_class": Message("Change the look of {name}"),
    "key_class": Message("Change the key of {name}"),
    "order_classes": Message("Change the order of the classes"),
    "merge_classes": Message("Merge {name} into {into}"),
    "delete_class": Message("Delete {name}"),
}
"""The kinds of decisions. A name is in project files and stays; its words may be bettered at any time."""

_KIND = "decision"


class DecisionText:
    """One entry of the history before it is shown.

    Args:
        name: a key of TEXTS.
        arguments: what its template has filled in.
    """

    def __init__(self, name: str, /, **arguments: str | int | float) -> None:
        self.message = Message(TEXTS[name].template, **arguments)
        self._name, self._arguments = name, arguments

    def stored(self) -> str:
        """Return it as the project file holds it."""
        return json.dumps({_KIND: self._name, **self._arguments}, ensure_ascii=False)


def read_text(stored: str) -> Message:
    """Return what the history says of a decision; words that were stored as such are said as they are."""
    if stored.startswith("{"):
        try:
            found = json.loads(stored)
        except ValueError:
            found = {}
        known = TEXTS.get(str(found.pop(_KIND, ""))) if isinstance(found, dict) else None
        if known is not None:
            return Message(known.template, **found)
    return Message("{text}", text=stored)
