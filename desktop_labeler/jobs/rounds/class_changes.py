"""What classes that something was trained on are by now: renamed, merged into others, or deleted."""

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message


def classes_now(
    project: Project, class_ids: IntArray, names: tuple[str, ...]
) -> tuple[IntArray, tuple[str, ...], list[Message]]:
    """Return what classes are by now, by the history of the project.

    Args:
        project: open.
        class_ids: (C,) ids of the classes as they were.
        names: C names as they were.

    Returns:
        (C,) ids: for a class that was merged that of the class it went into, −1 for a deleted one; C names, the old one
        of a deleted class; messages for the person.
    """
    live = {label.id: label.name for label in project.classes()}
    ids, now, notes = np.asarray(renumbered(project, class_ids), np.int64), list(names), []
    for place, (old, new) in enumerate(zip(class_ids.tolist(), ids.tolist(), strict=True)):
        if new not in live:
            ids[place] = -1
            notes.append(Message("The class {name} was deleted meanwhile and is left out.", name=names[place]))
            continue
        now[place] = live[new]
        if new != old:
            notes.append(
                Message(
                    "The class {name} was merged into {into} meanwhile: what was learnt of it counts as that.",
                    name=names[place],
                    into=live[new],
                )
            )
        elif live[new] != names[place]:
            notes.append(
                Message("The class {name} was renamed meanwhile: it is {now} now.", name=names[place], now=live[new])
            )
    return ids, tuple(now), notes
