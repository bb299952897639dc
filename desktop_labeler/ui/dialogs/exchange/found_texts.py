"""What the dialogs of imports say about a dry run: a sentence with the counts, and the details line by line."""

from collections.abc import Sequence

from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.language import translator, worded

LISTED = 200  # lines of a kind
_tr = translator("FoundTexts")


def counted(parts: Sequence[Message]) -> str:
    """Return a sentence of the first of these parts, and of the others whose number `n` is not zero."""
    return "; ".join(worded(part) for place, part in enumerate(parts) if not place or part.arguments["n"]) + "."


def named(names: Sequence[str]) -> str:
    """Return names in a line, the first of very many."""
    return ", ".join(map(visible, names[:LISTED]))


def details(
    notes: Sequence[Message], new_classes: Sequence[str], others: Sequence[str], unmatched: Sequence[str]
) -> list[str]:
    """Return the lines about a file.

    Args:
        notes: sentences about it.
        new_classes: names of classes that the project does not have yet.
        others: lines that only this import has.
        unmatched: paths of no image of the project.
    """
    lines = [worded(note) for note in notes]
    lines += [_tr("New classes: {names}").format(names=named(new_classes))] if new_classes else []
    lines += others
    return lines + [_tr("No image: {path}").format(path=visible(path)) for path in unmatched[:LISTED]]
