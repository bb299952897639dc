"""What the tile of a stack shows: how many images it stands for, and what they have in common."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop_labeler.data.project.project_file import ImageRow, LabelClass, State
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.language import grouped, images, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_hints import Suggestion
from desktop_labeler.ui.grid.suggested import suggested
from desktop_labeler.ui.grid.tiles.stacks import Stack, Stacks
from desktop_labeler.ui.grid.tiles.tile_content import TileContent

_CLASSES = 3  # suggested classes that are named
_LOOKED_AT = 1_000  # images whose suggestions are counted


def stack_content(
    front: TileContent, stack: Stack, label: LabelClass | None, *, agreeing: int, decided: bool
) -> TileContent:
    """Return what the tile of a stack shows; a class or state only where it is that of every image.

    Args:
        front: what the tile of the image in front would show alone.
        stack: what is known of all images.
        label: the class that all of them have; None for none, or where captions name no class.
        agreeing: how many of them have the suggestion of the image in front; 0 where that is not known.
        decided: whether each of them was decided on this page.
    """
    alike = stack.state is not None and (stack.class_id is not None or not stack.labelled)
    suggested = front.suggested and agreeing > 0 and stack.state == State.UNLABELLED
    return replace(
        front,
        state=stack.state if stack.state is not None and alike else State.UNLABELLED,
        label=front.label if suggested else label,
        suggested=suggested,
        note=front.note if suggested else "",
        second=False,
        rejected=front.rejected and stack.state == State.UNLABELLED,
        doubt=False,
        instead=None,
        answer=False,
        decided=decided,
        plain=front.plain if alike else mixed_text(stack),
        size=stack.size,
        agreeing=agreeing if suggested and agreeing < stack.size else 0,
    )


def stack_words(
    front: ImageRow, stacks: Stacks, project: OpenProject, suggestion_of: Callable[[int], Suggestion | None]
) -> str:
    """Return what a screen reader and the tooltip say of a stack: how many images, of which group, which class.

    Args:
        front: the row of the image in front.
        stacks: the stacks, one of which it is in.
        project: where the classes are.
        suggestion_of: what is suggested for an image.
    """
    place = stacks.positions_of(np.array([front.id], np.int64))
    stack = stacks.stack(int(place[0]))
    proposed = list(suggested(stacks.of(place).tolist()[:_LOOKED_AT], suggestion_of).values())
    parts = [images(stack.size)]
    if front.group:
        parts.append(QCoreApplication.translate("StackTiles", "group {name}").format(name=visible(front.group)))
    label = project.class_of(stack.class_id)
    if label is not None:
        parts.append(label.name)
    elif stack.labelled or stack.state != State.UNLABELLED:
        parts.append(mixed_text(stack))
    elif proposed:
        parts.append(_proposed_text(proposed, stack.size, project))
    return ", ".join(parts)


def _proposed_text(proposed: Sequence[int], size: int, project: OpenProject) -> str:
    """Return which classes are suggested, those of most images first, and for how many where they differ."""
    named = [(project.class_of(number), count) for number, count in Counter(proposed).most_common(_CLASSES)]
    some = [f"{label.name} × {grouped(count)}" if count < size else label.name for label, count in named if label]
    text = QCoreApplication.translate("StackTiles", "suggested {name}").format(name=", ".join(some))
    return f"{text}, …" if len(set(proposed)) > _CLASSES else text


def agreed_text(agreeing: int, size: int) -> str:
    """Return for how many images of a stack a class is suggested, in a few characters."""
    text = QCoreApplication.translate("StackTiles", "{k} of {n}")
    return text.format(k=grouped(agreeing), n=grouped(size))


def mixed_text(stack: Stack) -> str:
    """Return what is said of images whose labels or states differ."""
    if stack.classes > 1:
        return worded(Message("{n:# class|# classes}", n=stack.classes))
    if 0 < stack.labelled < stack.size:
        text = QCoreApplication.translate("StackTiles", "{k} of {n} labelled")
        return text.format(k=grouped(stack.labelled), n=grouped(stack.size))
    return QCoreApplication.translate("StackTiles", "different answers")
