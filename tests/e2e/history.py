"""The history of a project, replayed without the program, from the rows of the table `change` alone."""

import json

from desktop_labeler.data.images.files.image_files import DELETED
from desktop_labeler.data.project.project_file import Project

_COLUMNS = ("state", "class_id", "source", "rejected", "second", "group_name", "note", "decided")
Verdict = tuple[object, ...]


def verdicts(project: Project) -> dict[int, Verdict]:
    """Return the present verdicts of the images, by id."""
    rows = project.rows(f"SELECT id, {', '.join(_COLUMNS)} FROM image ORDER BY id")
    return {int(str(row[0])): tuple(row[1:]) for row in rows}


def classes(project: Project) -> dict[int, dict[str, object]]:
    """Return the present classes, deleted ones included, by id."""
    names = ("id", "name", "color", "shape", "key", "position", "deleted")
    rows = project.rows(f"SELECT {', '.join(names)} FROM class ORDER BY id")
    return {int(str(row[0])): dict(zip(names, row, strict=True)) for row in rows}


def boxes(project: Project) -> dict[int, tuple[str, bool]]:
    """Return the part that each box is, and whether it was deleted, by the id of its image."""
    rows = project.rows("SELECT id, part, problem FROM image WHERE part LIKE '%xywh=%' ORDER BY id")
    return {int(str(image)): (str(part), problem == DELETED) for image, part, problem in rows}


def replayed(project: Project) -> dict[int, Verdict]:
    """Return the verdicts of the images after replaying every change of the history from the first state.

    Raises:
        AssertionError: a change does not start from the state in which the previous one ended.
    """
    before = ", ".join(f"before_{column}" for column in _COLUMNS)
    after = ", ".join(f"after_{column}" for column in _COLUMNS)
    state: dict[int, Verdict | None] = dict.fromkeys(verdicts(project))
    for row in project.rows(
        f"SELECT decision_id, image_id, {before}, {after} FROM change ORDER BY decision_id, image_id"
    ):
        decision, image = int(str(row[0])), int(str(row[1]))
        was, becomes = tuple(row[2 : 2 + len(_COLUMNS)]), tuple(row[2 + len(_COLUMNS) :])
        if state[image] is not None:
            assert state[image] == was, f"decision {decision} starts from {was}, image {image} was {state[image]}"
        state[image] = becomes
    now = verdicts(project)
    return {image: now[image] if said is None else said for image, said in state.items()}


def replayed_classes(project: Project) -> dict[int, dict[str, object]]:
    """Return the classes after replaying the history, by id."""
    state: dict[int, dict[str, object]] = {}
    rows = project.rows("SELECT decision_id, class_id, before, after FROM class_change ORDER BY decision_id, class_id")
    for decision, number, before, after in rows:
        was, becomes = json.loads(str(before)), json.loads(str(after))
        known = state.get(int(str(number)))
        assert known is None or known == was, f"decision {decision}: class {number} was {known}, not {was}"
        state[int(str(number))] = becomes
    return state
