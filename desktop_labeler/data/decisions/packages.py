"""Packages: projects that were handed to somebody else, and the answers that come back with them."""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions import changes
from desktop_labeler.data.decisions.person_names import person_name
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.packed_images import PACKAGE, package_setting
from desktop_labeler.data.project.project_file import ImageRow, LabelClass, Project, Source, State


@dataclass(frozen=True)
class PackageInfo:
    """What a package says of itself.

    Attributes:
        id: 32 hexadecimal digits, different for each package.
        name: whom it was made for; empty if it was not said.
        blind: whether it came without labels.
        hidden: whether its images have names that tell nothing, see neutral_names; blind ones of earlier versions have
            the paths of the project.
        classes: names of the classes that it was made with, by their ids.
        after: the number and time of the last decision of the project that it was made from; None before the first.
    """

    id: str
    name: str
    blind: bool
    classes: dict[int, str]
    after: tuple[int, str] | None
    hidden: bool = False


@dataclass(frozen=True, eq=False)
class PackedImage:
    """An image for a package.

    Attributes:
        row: as it is in the project.
        path: in the package.
        group: in the package; None for none.
        mtime_ns: date of its file in the package, in nanoseconds since 1970.
        origin: SHA-256 of the project's file.
        data: the bytes of the file in the package.
        sha256: of these bytes.
        width: in pixels, of the image in the package.
        height: the same.
    """

    row: ImageRow
    path: str
    group: str | None
    mtime_ns: int
    origin: bytes
    data: bytes
    sha256: bytes
    width: int
    height: int


def packed_path(row: ImageRow) -> str:
    """Return the path of an image in a package; that of a part ends as that of the picture that is made of it."""
    return f"{row.path}.jpg" if row.part else row.path


def read_package(project: Project) -> PackageInfo | None:
    """Return what a package says of itself; None for a project that is no package."""
    stored = project.setting(PACKAGE)
    if not isinstance(stored, dict) or not isinstance(stored.get("id"), str):
        return None
    classes = stored.get("classes")
    known = classes.items() if isinstance(classes, dict) else ()
    after = stored.get("after")
    return PackageInfo(
        id=str(stored["id"]),
        name=person_name(str(stored.get("for") or "")),
        blind=bool(stored.get("blind")),
        classes={int(number): str(name) for number, name in known if str(number).isdecimal()},
        after=(after[0], str(after[1])) if isinstance(after, list) and list(map(type, after)) == [int, str] else None,
        hidden=stored.get("names") == "hidden",
    )


def last_moment(project: Project) -> tuple[int, str] | None:
    """Return the number and time of the last decision, which no two projects share; None before the first."""
    found = project.rows("SELECT id, time FROM decision ORDER BY id DESC LIMIT 1")
    return (int(found[0][0]), str(found[0][1])) if found else None


def is_from(project: Project, info: PackageInfo) -> bool:
    """Whether a package was made from this project, or from a copy of it; one made before any decision may be.

    The history only grows, so the decision that was the last one then is still there, unless a backup from before it
    was restored.
    """
    return info.after is None or bool(
        project.rows(
            "SELECT 1 FROM decision WHERE id = ? AND time = ?", (max(0, min(info.after[0], 1 << 62)), info.after[1])
        )
    )


def is_blind(project: Project) -> bool:
    """Whether answers in this project are independent: a package without labels, in which no round suggested any."""
    stored = project.setting(PACKAGE)
    return isinstance(stored, dict) and bool(stored.get("blind")) and not project.setting("round")


def begin_package(
    package: Project, info: PackageInfo, classes: Sequence[LabelClass], folder: str, near: str | None
) -> None:
    """Write what a new package needs before its images: what it is, its classes with their ids, and its folder.

    Args:
        package: an empty project, open for writing.
        info: what it is.
        classes: of the project it is made from.
        folder: where its images are: `packed_images.INSIDE`, or a path.
        near: that path relative to the package; None for images inside.
    """
    setting = package_setting(
        info.id, info.name, blind=info.blind, classes=info.classes, after=info.after, hidden=info.hidden
    )
    with package.transaction() as db:
        db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (PACKAGE, setting))
        db.execute("INSERT INTO folder (path, near, prefix) VALUES (?, ?, '')", (folder, near))
        db.executemany(
            "INSERT INTO class (id, name, color, shape, key, position, deleted) VALUES (?, ?, ?, ?, ?, ?, 0)",
            [(one.id, one.name, one.color, one.shape, one.key, one.position) for one in classes],
        )


def add_to_package(package: Project, images: Sequence[PackedImage], *, blind: bool, inside: bool) -> None:
    """Write images with their ids, and unless it is blind with their labels, in one transaction."""
    with package.transaction() as db:
        for image in images:
            _insert(db, image, blind=blind)
            data = image.data if inside else None
            db.execute("INSERT INTO packed VALUES (?, ?, ?)", (image.row.id, image.origin, data))


def _insert(db: sqlite3.Connection, image: PackedImage, *, blind: bool) -> None:
    row = image.row
    label = (State.UNLABELLED, None, Source.NONE) if blind else (row.state, row.class_id, row.source)
    db.execute(
        "INSERT INTO image (id, folder_id, path, size, mtime_ns, width, height, sha256, state, class_id, source, "
        "rejected, second, group_name) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, ?)",
        (
            row.id,
            image.path,
            len(image.data),
            image.mtime_ns,
            image.width,
            image.height,
            image.sha256,
            *label,
            image.group,
        ),
    )


def origins(package: Project) -> dict[int, bytes]:
    """Return the SHA-256 of the project's file of each image in a package, where it is known."""
    found = package.rows("SELECT image_id, origin FROM packed WHERE origin IS NOT NULL")
    return {int(image): bytes(origin) for image, origin in found}


def image_ids(project: Project) -> IntArray:
    """Return the ids of all images, those whose file is missing or broken too."""
    return project.integers("SELECT group_concat(id) FROM image")[0]


def images_by_content(project: Project, wanted: set[bytes]) -> dict[bytes, int]:
    """Return the only image with each of these contents (SHA-256); contents that several images have are left out."""
    found: dict[bytes, int] = {}
    for number, content, count in project.rows(
        "SELECT min(id), sha256, count(*) FROM image WHERE sha256 IS NOT NULL GROUP BY sha256"
    ):
        if count == 1 and bytes(content) in wanted:
            found[bytes(content)] = int(number)
    return found


def note_merge(db: sqlite3.Connection, number: int, info: PackageInfo, last: int) -> None:
    """Remember which package a decision has merged, up to which of its own decisions."""
    db.execute("INSERT INTO merged VALUES (?, ?, ?)", (number, info.id, last))


def labels_changed(project: Project, number: int) -> int:
    """Return how many images have another state or class after a decision than before it."""
    return project.number(
        "SELECT count(*) FROM change WHERE decision_id = ? AND (before_state != after_state "
        "OR before_class_id IS NOT after_class_id)",
        (number,),
    )


def merged_before(project: Project, package: str) -> dict[tuple[int, str], tuple[int, int]]:
    """Return the state and class (−1 for none) that earlier merges of a package brought, by image and person."""
    rows = project.rows(
        "SELECT answer.image_id, person.name, answer.state, coalesce(answer.class_id, -1) FROM merged "
        "JOIN decision ON decision.id = merged.decision_id JOIN answer ON answer.decision_id = decision.id "
        "JOIN person ON person.id = answer.person_id WHERE merged.package = ? AND decision.undone = 0 "
        "ORDER BY answer.decision_id, answer.number",
        (package,),
    )
    return {(int(image), str(name)): (int(state), int(label)) for image, name, state, label in rows}


def spoken(project: Project) -> frozenset[tuple[int, str]]:
    """Return of which images each person has said anything in this project, also what was undone or taken back."""
    rows = project.rows("SELECT DISTINCT image_id, name FROM answer JOIN person ON person.id = person_id")
    return frozenset((int(image), str(name)) for image, name in rows)


def restore_labels(project: Project, number: int, package: str) -> None:
    """Give images of a merge the labels back that they had before the package spoke of them, as far as it spoke last.

    Where an answer still stands, the rule of the project chooses the label afterwards; this is what is left where the
    merge only takes answers back. A label that was decided after the last merge of the package stays.

    Args:
        project: in the transaction of the merge, whose changes were just written.
        number: of its decision.
        package: the id of the package.
    """
    mine = set(project.read(int, "SELECT decision_id FROM merged WHERE package = ?", (package,)))
    if not mine:
        return
    earlier = project.rows(
        "SELECT old.image_id, old.decision_id, old.before_state, coalesce(old.before_class_id, -1), old.before_source "
        "FROM change AS new JOIN change AS old ON old.image_id = new.image_id "
        "JOIN decision ON decision.id = old.decision_id WHERE new.decision_id = ?1 AND old.decision_id < ?1 "
        "AND undone = 0 AND reverts IS NULL ORDER BY old.image_id, old.decision_id DESC",
        (number,),
    )
    decided_since: set[int] = set()
    found: dict[int, tuple[int, int, int]] = {}
    for image, decision, *label in earlier:  # from the newest change of each image back to the first of somebody else
        if decision not in mine:
            decided_since.add(image)
        elif image not in decided_since:
            found[image] = (int(label[0]), int(label[1]), int(label[2]))
    images = np.fromiter(found, np.int64, len(found))
    states, classes, sources = np.array(list(found.values()), np.int64).reshape(-1, 3).T.copy()
    now = renumbered(project, classes)
    gone = (classes >= 0) & (now < 0)  # the class was deleted meanwhile
    states[gone], sources[gone] = int(State.UNLABELLED), int(Source.NONE)
    changes.set_after(project.db, number, images, states, now, sources)


def last_merged(project: Project, package: str, people: Collection[str]) -> int:
    """Return up to which of its decisions a package was merged with answers of any of these people; 0 for never."""
    rows = project.rows(
        "SELECT DISTINCT merged.last, person.name FROM merged JOIN decision ON decision.id = merged.decision_id "
        "JOIN answer ON answer.decision_id = decision.id JOIN person ON person.id = answer.person_id "
        "WHERE merged.package = ? AND decision.undone = 0",
        (package,),
    )
    return max((int(last) for last, name in rows if name in people), default=0)


def write_answers(
    db: sqlite3.Connection,
    number: int,
    images: IntArray,
    answers: Sequence[tuple[int, str, int, int, int | None, int, bool]],
) -> None:
    """Write the answers of other people as those of a decision, and the images as touched by it.

    Args:
        db: in the transaction of the decision.
        number: of the decision.
        images: ids of the images, each once.
        answers: image, person, place in their order, state, class, source, and whether blind, of each.
    """
    changes.fill(db, images, (None,) * 7)
    changes.change_images(db, number, again=True, person=None)
    people = {name: changes.person_id(db, name) for name in dict.fromkeys(name for _, name, *_ in answers)}
    db.executemany(
        "INSERT INTO answer (image_id, decision_id, person_id, number, state, class_id, source, blind) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(image, number, people[name], *rest) for image, name, *rest in answers],
    )
