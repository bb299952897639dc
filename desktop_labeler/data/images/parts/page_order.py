"""The order of pages and frames in their file: the second one before the tenth, which the text of a path hides."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.images.parts.part_rows import PAGED, has_parts
from desktop_labeler.data.project.project_file import Project

Row = TypeVar("Row")
_PAGE = "CAST(substr(part, 6) AS INTEGER)"
_TIME = "CAST(round(CAST(substr(part, 3) AS REAL) * 1000) AS INTEGER)"
_PAGES = (
    f"SELECT group_concat(id), group_concat(holder), group_concat(iif(part LIKE 't=%', {_TIME}, {_PAGE})) FROM image "
    "WHERE holder IS NOT NULL AND (part LIKE 'page=%' OR part LIKE 't=%')"
)
_ANY = "SELECT 1 FROM image WHERE holder IS NOT NULL AND (part LIKE 'page=%' OR part LIKE 't=%') LIMIT 1"
_without = WeakKeyDictionary[Project, bool]()  # open projects that had no pages when they were looked through


def pages_in_order(project: Project, images: IntArray) -> IntArray:
    """Return images that are sorted by path with the pages and frames of each file in the order of their numbers.

    Boxes on one page stay as they are to one another. It takes nothing in a project without pages.

    Args:
        project: any open project.
        images: (N,) ids by path.

    Returns:
        (N,) the same ids; other images keep their places.
    """
    if not has_pages(project):
        return images
    ids, files, pages = project.integers(_PAGES)
    if not len(ids):
        return images
    size = int(max(ids.max(), images.max())) + 1
    file_of, page_of = np.zeros(size, np.int64), np.zeros(size, np.int64)
    file_of[ids], page_of[ids] = files, pages
    places = np.flatnonzero(file_of[images])
    some = images[places]
    by_place = np.lexsort((places, file_of[some]))
    by_page = np.lexsort((places, page_of[some], file_of[some]))
    ordered = images.copy()
    ordered[places[by_place]] = some[by_page]
    return ordered


def has_pages(project: Project) -> bool:
    """Whether pages or frames, or boxes on them, are images; a project with many boxes is looked through once."""
    if project.setting("frames") is not None or project.setting("pages") not in (None, "first"):
        return True
    if not has_parts(project):
        return False
    if project.setting(PAGED):
        return True
    if project not in _without:
        if project.rows(_ANY):  # of an earlier version, which did not note it
            return True
        _without[project] = True
    return False


def rows_by_page(rows: Iterable[Row], of: Callable[[Row], tuple[int | None, str | None]]) -> Iterator[Row]:
    """Yield rows of images that are sorted by path with the pages and frames of each file in their order.

    Args:
        rows: sorted by path; those of one file are held in memory.
        of: returns the holder and the part of a row.
    """

    def file_of(row: Row) -> int | None:
        holder, part = of(row)
        return holder if part is not None and part.startswith(("page=", "t=")) else None

    def number_of(row: Row) -> int:
        """Return the number of a page, or the milliseconds of a frame."""
        name, _, value = (of(row)[1] or "").partition("&")[0].partition("=")
        return int(value) if name == "page" else round(float(value) * 1000)

    for file, some in groupby(rows, key=file_of):
        if file is None:
            yield from some
        else:
            yield from sorted(some, key=number_of)
