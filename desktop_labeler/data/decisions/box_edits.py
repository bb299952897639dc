"""Boxes that a person draws, moves, resizes and deletes: each time one decision, which can be undone.

A box that is moved or resized stays the same image: its label, its answers and its history stay with it, and what was
computed from its pixels is computed again. The decision holds where the box was and where it is now.
"""

from dataclasses import replace

from desktop_labeler.data.decisions.changes import touch_images
from desktop_labeler.data.decisions.decision_texts import DecisionText, moved_boxes
from desktop_labeler.data.decisions.history import By, new_decision
from desktop_labeler.data.images.boxes.box_places import BoxChange, put_boxes
from desktop_labeler.data.images.files.image_files import DELETED
from desktop_labeler.data.images.parts.image_parts import Box, Part, part_of
from desktop_labeler.data.images.parts.part_rows import NewPart, insert_parts
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ProjectError

KIND = "box"  # of these decisions in the history


def draw_box(project: Project, beside: int, box: Box, size: tuple[int, int], by: By) -> int:
    """Draw a box, which becomes an image without a label.

    Args:
        project: open for writing.
        beside: the image of the file, or of a part of it, whose page the box is on.
        box: inside that page.
        size: width and height of the upright page in pixels.
        by: who draws it.

    Returns:
        The id of the new image.

    Raises:
        ProjectError: a box is in exactly that place already, or the file cannot be written; nothing was changed.
        ValueError: the box is not inside the page.
    """
    _check(box, size)
    shown = _row(project, beside)
    known = part_of(shown)
    part = Part(known.page if known is not None else None, box)
    with project.transaction() as db:
        (image,) = insert_parts(db, [NewPart(shown.holder or shown.id, part, (box.width, box.height))])
        if image is None:
            raise ProjectError("There is a box in exactly this place already. Nothing was changed.")
        _record(project, "draw_box", shown, BoxChange(image, "", str(part)), by)
    return image


def place_box(project: Project, image: int, box: Box, size: tuple[int, int], by: By) -> bool:
    """Move or resize a box; return whether it is elsewhere than before. Arguments and errors as `draw_box`."""
    _check(box, size)
    row = _row(project, image)
    part = part_of(row)
    if part is None or part.box is None:
        raise ValueError(f"image {image} is no box")
    if part.box == box:
        return False
    moved = (part.box.width, part.box.height) == (box.width, box.height)
    with project.transaction():
        change = BoxChange(image, str(part), str(replace(part, box=box)))
        put_boxes(project, [change])
        _record(project, "move_box" if moved else "resize_box", row, change, by)
    return True


def delete_box(project: Project, image: int, by: By) -> bool:
    """Delete a box: it is no image any more, and what was decided about it stays in the history.

    Returns:
        Whether it was there.

    Raises:
        ProjectError: the file cannot be written; nothing was changed.
        ValueError: the image is no box.
    """
    row = _row(project, image)
    part = part_of(row)
    if part is None or part.box is None:
        raise ValueError(f"image {image} is no box")
    if row.problem == DELETED:
        return False
    with project.transaction():
        change = BoxChange(image, str(part), "")
        put_boxes(project, [change])
        _record(project, "delete_box", row, change, by)
    return True


def note_added(project: Project, what: DecisionText, boxes: int, by: By) -> int:
    """Write that boxes came without a label, so that it can be undone; return the number of the decision."""
    with project.transaction() as db:
        number = new_decision(db, "import", what.stored(), by)
        db.execute("UPDATE decision SET images = ? WHERE id = ?", (boxes, number))
    return number


def first_parts(project: Project) -> dict[int, str]:
    """Return the part that each box was before it was first moved or resized, by the id of its image."""
    found: dict[int, str] = {}
    for (what,) in project.rows("SELECT what FROM decision WHERE kind = ? AND reverts IS NULL ORDER BY id", (KIND,)):
        for image, before, after in moved_boxes(str(what)):
            if before and after:
                found.setdefault(image, before)
    return found


def left_places(project: Project) -> set[str]:
    """Return the paths of places that a box was moved away from, resized at, or deleted in, by decisions that stand."""
    found: set[str] = set()
    rows = project.rows("SELECT what FROM decision WHERE kind = ? AND reverts IS NULL AND undone = 0", (KIND,))
    left = [(image, before) for (what,) in rows for image, before, _ in moved_boxes(str(what)) if before]
    images = {row.id: row for row in project.images({image for image, _ in left})}
    for image, before in left:
        row = images[image]
        if row.problem == DELETED or before != row.part:
            found.add(f"{row.file_path}#{before}")
    return found


def _check(box: Box, size: tuple[int, int]) -> None:
    inside = box.x >= 0 and box.y >= 0 and box.x + box.width <= size[0] and box.y + box.height <= size[1]
    if not inside or box.width < 1 or box.height < 1:
        raise ValueError(f"{box} is not inside an image of {size[0]} × {size[1]} pixels")


def _row(project: Project, image: int) -> ImageRow:
    found = project.images([image])
    if not found:
        raise ValueError(f"the project has no image {image}")
    return found[0]


def _record(project: Project, text: str, row: ImageRow, change: BoxChange, by: By) -> None:
    """Write the decision, inside the transaction that changes the box."""
    what = DecisionText(text, file=row.file_path).moving([(change.image, change.before, change.after)])
    number = new_decision(project.db, KIND, what.stored(), by)
    touch_images(project.db, number, [change.image])
