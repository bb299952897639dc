"""The order of pages and frames in their file: the second one before the tenth, which the text of a path hides."""

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.project.project_file import Project

_PAGE = "CAST(substr(part, 6) AS INTEGER)"
_TIME = "CAST(round(CAST(substr(part, 3) AS REAL) * 1000) AS INTEGER)"
_PAGES = (
    f"SELECT group_concat(id), group_concat(holder), group_concat(iif(part LIKE 't=%', {_TIME}, {_PAGE})) FROM image "
    "WHERE holder IS NOT NULL AND (part LIKE 'page=%' OR part LIKE 't=%')"
)


def pages_in_order(project: Project, images: IntArray) -> IntArray:
    """Return images that are sorted by path with the pages and frames of each file in the order of their numbers.

    Boxes on one page stay as they are to one another. It takes nothing in a project that divides no files.

    Args:
        project: any open project.
        images: (N,) ids by path.

    Returns:
        (N,) the same ids; other images keep their places.
    """
    if project.setting("frames") is None and project.setting("pages") in (None, "first"):
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
