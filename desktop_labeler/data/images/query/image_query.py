"""Finds images by the filter and sort order of the grid, as SQL that returns ids."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.images.files.image_files import DELETED
from desktop_labeler.data.images.parts.page_order import pages_in_order
from desktop_labeler.data.images.query.built_in_columns import images_fitting
from desktop_labeler.data.metadata.conditions import Condition, folded, found_by_text, ranks
from desktop_labeler.data.project.answer_rows import disputed, people_names, read_answers
from desktop_labeler.data.project.project_file import Project, State

SortKey = Literal["path", "class", "state", "date", "size", "decided", "id", "column"]

# Each sort key as SQL over all images, with the index that covers it. "path" is missing, since an index gives its
# order directly.
_KEYS: dict[str, tuple[str, str | None]] = {
    "class": ("coalesce(class_id, -1)", "image_by_state"),
    "state": ("state", "image_by_state"),
    "date": ("mtime_ns / 1000000", "image_by_date"),  # milliseconds: fewer digits to read
    "size": ("size", "image_by_size"),
    "decided": ("coalesce(decided, 0)", None),
    "id": ("id", "image_by_state"),
}
# A file that only holds parts is no image, and neither is a box that somebody deleted.
_GONE = f"problem IS NOT NULL AND problem IS NOT '{DELETED}' AND part IS NOT ''"


@dataclass(frozen=True)
class Filter:
    """A filter of images: all conditions that are set must hold; empty ones are ignored.

    Attributes:
        states: the image has any of these states.
        classes: the image has any of these class ids; −1 stands for no class.
        folder: the path starts with this folder ("plankton/site 3"); empty for all.
        text: the path, the note or some metadata contains this text, ignoring case.
        group: the image has exactly this group.
        since: the file was modified at or after this time, in seconds since 1970, UTC.
        until: the file was modified before this time, in the same unit.
        second: only images for which a second opinion is wanted.
        missing: images whose file is missing or unusable, instead of the others; never boxes that were deleted.
        answered_by: only images of which this person has said what they are; empty for all.
        not_by: only images of which this person has not said it; empty for all.
        disputed: only images of which people say different things, and nobody has settled it.
        columns: what columns must say, see `Condition` and `built_in_columns`; those of the model fit nothing here.
    """

    states: tuple[State, ...] = ()
    classes: tuple[int, ...] = ()
    folder: str = ""
    text: str = ""
    group: str | None = None
    since: float | None = None
    until: float | None = None
    second: bool = False
    missing: bool = False
    answered_by: str = ""
    not_by: str = ""
    disputed: bool = False
    columns: tuple[Condition, ...] = ()

    @property
    def needs_answers(self) -> bool:
        """Whether it asks who said what."""
        return bool(self.answered_by or self.not_by) or self.disputed


@dataclass(frozen=True)
class Sort:
    """A sort order; images with equal keys are sorted by path. With the key "column", `column` is its name."""

    key: SortKey = "path"
    descending: bool = False
    column: str = ""


def find_images(project: Project, wanted: Filter | None = None, sort: Sort | None = None) -> IntArray:
    """Return the ids of the matching images in order; a million sorted by path take about 0.2 s.

    Raises:
        ProjectError: the file cannot be read.
    """
    wanted, sort = wanted or Filter(), sort or Sort()
    found = _ids(project, f"{_GONE if wanted.missing else 'problem IS NULL'} ORDER BY path")
    if not len(found):
        return found
    found = pages_in_order(project, found)
    project.db.create_function("folded", 1, folded, deterministic=True)
    if wanted.text and len(said := found_by_text(project, wanted.text)):
        found = found[_marked(found, said) | _marked(found, _ids(project, *_condition(Filter(text=wanted.text))))]
        wanted = replace(wanted, text="")
    where, parameters = _condition(wanted)
    if where:
        found = found[_marked(found, _ids(project, where, parameters))]
    if wanted.needs_answers:
        found = found[_by_answers(project, wanted, found)]
    if wanted.columns:
        found = found[images_fitting(project, wanted.columns, found)]
    return _sorted(project, found, sort, missing=wanted.missing) if len(found) else found


def _sorted(project: Project, found: IntArray, sort: Sort, *, missing: bool) -> IntArray:
    """Return images that are sorted by path in another order."""
    if sort.key == "column":
        keys = ranks(project, sort.column, int(found.max()), descending=sort.descending)
        return found[_by_key(keys[found], sort.descending)]
    if sort.key != "path":
        return found[_by_key(_keys(project, sort.key, missing)[found], sort.descending)]
    return found[::-1] if sort.descending else found


def _marked(images: IntArray, some: IntArray) -> BoolArray:
    """Return which images are among some ids, without sorting these."""
    marks = np.zeros(int(images.max(initial=0)) + 1, bool)
    marks[some[some < len(marks)]] = True
    return marks[images]


def disputed_images(project: Project) -> IntArray:
    """Return the ids of the usable images on which people disagree; at once in a project of one person."""
    several = len(people_names(project)) > 1
    return find_images(project, Filter(disputed=True)) if several else np.empty(0, np.int64)


def count_disputed(project: Project) -> int:
    """Return on how many usable images people disagree."""
    return len(disputed_images(project))


def some_images(project: Project, n: int) -> IntArray:
    """Return the ids of at most n usable images from all over the project; takes no longer in a large project.

    Raises:
        ProjectError: the file cannot be read.
    """
    last = project.number("SELECT max(id) FROM image")
    found: list[int] = []
    for place in np.linspace(1, last or 1, n).astype(int).tolist():
        # The nearest usable image at or after that id, or else before it.
        for beyond, order in ((">=", "ASC"), ("<", "DESC")):
            rows = project.read(
                int,
                f"SELECT id FROM image WHERE problem IS NULL AND id {beyond} ? ORDER BY id {order} LIMIT 1",
                (place,),
            )
            if rows:
                found.append(rows[0])
                break
    return np.unique(np.array(found, np.int64))


def _by_answers(project: Project, wanted: Filter, images: IntArray) -> BoolArray:
    """Return which of the images fit what the filter asks of people's answers."""
    answers = read_answers(project)
    now = answers.standing()
    fits = np.ones(len(images), bool)
    for name, expected in ((wanted.answered_by, True), (wanted.not_by, False)):
        if name:
            people = [number for number, known in answers.names.items() if known == name]
            fits &= np.isin(images, now.images[np.isin(now.people, people)]) == expected
    if wanted.disputed:
        fits &= np.isin(images, disputed(answers))
    return fits


def _ids(project: Project, condition: str, parameters: Sequence[object] = ()) -> IntArray:
    (ids,) = project.integers(f"SELECT group_concat(id) FROM (SELECT id FROM image WHERE {condition})", parameters)
    return ids


def _keys(project: Project, key: SortKey, missing: bool) -> IntArray:
    """Return sort keys indexed by image id, either for the missing images or for all others."""
    expression, index = _KEYS[key]
    # Naming the index keeps SQLite from reading a million rows in the order of an index that does not cover them.
    how = f"INDEXED BY {index}" if index is not None and not missing else "NOT INDEXED"
    ids, keys = project.integers(
        f"SELECT group_concat(id), group_concat({expression}) FROM image {how} "
        f"WHERE {_GONE if missing else 'problem IS NULL'}"
    )
    if key == "class":  # in screen order; images without a class come last
        place = {label.id: label.position for label in project.classes()}
        ranks = np.full(max(place, default=0) + 2, np.iinfo(np.int64).max)
        ranks[list(place)] = list(place.values())
        keys = ranks[keys]
    by_id = np.zeros(int(ids.max()) + 1, np.int64)
    by_id[ids] = keys
    return by_id


def _by_key(keys: IntArray, descending: bool) -> IntArray:
    """Return a stable order of the keys: equal keys stay sorted by path, also in descending order."""
    if descending:
        return (len(keys) - 1 - np.argsort(keys[::-1], kind="stable"))[::-1]
    return np.argsort(keys, kind="stable")


def _condition(wanted: Filter) -> tuple[str, list[object]]:
    """Return a filter as SQL and its parameters."""
    lower = "lower" if wanted.text.isascii() else "folded"  # SQLite's lower() handles only A to Z but is faster
    parts: list[tuple[str, Sequence[object]]] = [
        (f"state IN ({_marks(wanted.states)})", [int(state) for state in wanted.states]),
        (f"coalesce(class_id, -1) IN ({_marks(wanted.classes)})", wanted.classes),
        ("substr(path, 1, ?) = ?", _folder(wanted.folder)),
        (f"(instr({lower}(path), ?) OR instr({lower}(coalesce(note, '')), ?))", [folded(wanted.text)] * 2),
        ("group_name = ?", [wanted.group]),
        ("mtime_ns >= ?", [_nanoseconds(wanted.since)]),
        ("mtime_ns < ?", [_nanoseconds(wanted.until)]),
        ("second = 1", ()),
    ]
    given = (
        bool(wanted.states),
        bool(wanted.classes),
        bool(wanted.folder),
        bool(wanted.text),
        wanted.group is not None,
        wanted.since is not None,
        wanted.until is not None,
        wanted.second,
    )
    chosen = [part for part, is_given in zip(parts, given, strict=True) if is_given]
    return " AND ".join(sql for sql, _ in chosen), [value for _, values in chosen for value in values]


def subfolders(project: Project) -> list[tuple[str, int]]:
    """Return every folder with images and its number of images, sorted; "" is the project's own folder."""
    rows = project.rows(
        "SELECT rtrim(path, replace(path, '/', '')) AS folder, count(*) FROM image WHERE problem IS NULL "
        "GROUP BY folder ORDER BY folder"
    )
    return [(folder.rstrip("/"), count) for folder, count in rows]


def groups(project: Project) -> list[tuple[str, int]]:
    """Return every group with its number of images, sorted."""
    return project.rows(
        "SELECT group_name, count(*) FROM image NOT INDEXED WHERE problem IS NULL AND group_name IS NOT NULL "
        "GROUP BY group_name ORDER BY group_name"
    )


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _folder(folder: str) -> list[object]:
    start = folder.rstrip("/") + "/"
    return [len(start), start]


def _nanoseconds(seconds: float | None) -> int:
    return int((seconds or 0) * 1e9)
