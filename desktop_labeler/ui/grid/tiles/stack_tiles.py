"""What the tile of a stack shows: how many images it stands for, and what they have in common."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop_labeler.data.project.project_file import ImageRow, LabelClass, State
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.language import grouped, images, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.tiles.stacks import Stack
from desktop_labeler.ui.grid.tiles.tile_content import TileContent


def stack_content(
    front: TileContent, stack: Stack, label: LabelClass | None, *, shared: bool, decided: bool
) -> TileContent:
    """Return what the tile of a stack shows; a class, state or suggestion only where it is that of every image.

    Args:
        front: what the tile of the image in front would show alone.
        stack: what is known of all images.
        label: the class that all of them have; None for none, or where captions name no class.
        shared: whether all of them have the suggestion of the image in front.
        decided: whether each of them was decided on this page.
    """
    alike = stack.state is not None and (stack.class_id is not None or not stack.labelled)
    suggested = front.suggested and shared and stack.state == State.UNLABELLED
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
    )


def stack_words(front: ImageRow, stack: Stack, project: OpenProject) -> str:
    """Return what a screen reader and the tooltip say of a stack: how many images, of which group, which class."""
    parts = [images(stack.size)]
    if front.group:
        parts.append(QCoreApplication.translate("StackTiles", "group {name}").format(name=visible(front.group)))
    label = project.class_of(stack.class_id)
    if label is not None:
        parts.append(label.name)
    elif stack.labelled or stack.state != State.UNLABELLED:
        parts.append(mixed_text(stack))
    return ", ".join(parts)


def mixed_text(stack: Stack) -> str:
    """Return what is said of images whose labels or states differ."""
    if stack.classes > 1:
        return worded(Message("{n:# class|# classes}", n=stack.classes))
    if 0 < stack.labelled < stack.size:
        text = QCoreApplication.translate("StackTiles", "{k} of {n} labelled")
        return text.format(k=grouped(stack.labelled), n=grouped(stack.size))
    return QCoreApplication.translate("StackTiles", "different answers")
