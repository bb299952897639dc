"""Keys of classes: the digit that a class is named after, else the next free one; a class keeps its key."""

from collections.abc import Sequence
from dataclasses import replace

from desktop_labeler.data.project.project_file import LabelClass

_DIGITS = "1234567890"
KEYS = (*_DIGITS, *(f"Shift+{digit}" for digit in _DIGITS))
Change = tuple[LabelClass, LabelClass]


def keys_for(
    names: Sequence[str], live: Sequence[LabelClass], *, first: str = ""
) -> tuple[list[str | None], list[Change]]:
    """Return a key for each new class, None if none is free, and the classes that lose their key.

    A class whose name is a digit has the key of that digit, also where another class has it so far: nobody who sees a
    class called 5 presses another key for it.

    Args:
        names: of the new classes, each once and none of them a class already.
        live: the existing classes.
        first: a key that the first new class should have; empty for the next free one.
    """
    named = {name for name in names if name in _DIGITS and len(name) == 1}
    free = [key for key in KEYS if key not in named and key not in {label.key for label in live}]
    free.sort(key=lambda key: key != first)
    giving = [label for label in live if label.key in named]
    changes = [(label, replace(label, key=free.pop(0) if free else None)) for label in giving]
    return [name if name in named else free.pop(0) if free else None for name in names], changes


def named_after_digit(changed: LabelClass, live: Sequence[LabelClass]) -> list[LabelClass]:
    """Return a renamed class with the key of the digit that it is called now, and the class that gives that key up."""
    if changed.name not in _DIGITS or len(changed.name) != 1 or changed.key == changed.name:
        return [changed]
    holder = next((label for label in live if label.key == changed.name and label.id != changed.id), None)
    gives = [] if holder is None else [replace(holder, key=changed.key)]
    return [replace(changed, key=changed.name), *gives]


def digits_by_name(live: Sequence[LabelClass]) -> list[LabelClass]:
    """Return the classes that change when each digit goes to the class of that name; empty where all fits.

    Who gives a digit up gets the next free key.
    """
    named = {label.name: label for label in live if label.name in _DIGITS and len(label.name) == 1}
    if all(label.key == name for name, label in named.items()):
        return []
    held = {label.key for label in live if label.id not in {one.id for one in named.values()}}
    free = [key for key in KEYS if key not in named and key not in held]
    changed = [replace(label, key=name) for name, label in named.items() if label.key != name]
    giving = [label for label in live if label.key in named and label.name != label.key and label.name not in named]
    return changed + [replace(label, key=free.pop(0) if free else None) for label in giving]
