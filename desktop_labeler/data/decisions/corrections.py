"""Corrections: the class an image had before a person gave it another one."""

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.project.project_file import Project, Source, State


def read_corrections(project: Project) -> tuple[IntArray, IntArray]:
    """Return images whose label, imported or accepted unseen, a person has changed, and the class they had before.

    Decisions that were undone do not count; of an image that was changed more than once, the first does.

    Returns:
        (n,) image ids, rising, and (n,) ids of the class each had.
    """
    images, classes = project.integers(
        "SELECT group_concat(image_id), group_concat(class_id) FROM ("
        "SELECT change.image_id, change.before_class_id AS class_id, min(change.decision_id) FROM change "
        "JOIN decision ON decision.id = change.decision_id WHERE decision.undone = 0 AND decision.reverts IS NULL "
        "AND change.before_state = ? AND change.after_state = ? AND change.after_source = ? "
        "AND change.before_class_id IS NOT NULL AND change.after_class_id IS NOT NULL "
        "AND change.after_class_id != change.before_class_id GROUP BY change.image_id ORDER BY change.image_id)",
        (int(State.LABELLED), int(State.CONFIRMED), int(Source.HUMAN)),
    )
    return images, classes
