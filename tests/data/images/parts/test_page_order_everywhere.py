"""Pages and frames come in the order of their numbers wherever images are listed, also in a project of boxes alone."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decoding.moments import Moment, Page
from desktop_labeler.data.formats.manifest import present_digests, read_manifest
from desktop_labeler.data.formats.outgoing import outgoing_images
from desktop_labeler.data.images.parts.image_parts import Box, Part
from desktop_labeler.data.images.parts.page_order import has_pages
from desktop_labeler.data.images.parts.part_rows import NewPart, add_parts
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project, create_project
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.progress import finish
from tests.making import add_images

_FILES = ["a.tif", "a.tif#.png", "b.mp4", "c.png"]
_PAGES: Sequence[Page | None] = [None, 1, 2, 9, 10, 100]
_TIMES: Sequence[Page | None] = [None, Moment(900), Moment(2_500), Moment(9_000), Moment(12_000), Moment(100_000)]


def _add(project: Project, folder: Path, parts: list[tuple[int, int, bool]]) -> None:
    files = add_images(project, _FILES, folder)
    chosen = [
        (files[file], Part((_TIMES if file == 2 else _PAGES)[page], Box(3, 4, 5, 6) if boxed else None))
        for file, page, boxed in parts
    ]
    add_parts(project, [NewPart(file, part) for file, part in chosen if part.page is not None or part.box is not None])


def _number(path: str) -> tuple[str, float]:
    """Return the file and the number of the page or the time that a path names; −1 without one."""
    name, mark, part = path.rpartition("#") if "=" in path else (path, "", "")
    first = part.partition("&")[0]
    return (name, float(first.partition("=")[2])) if mark and first.startswith(("page", "t=")) else (name, -1.0)


@settings(max_examples=8, deadline=None)
@given(parts=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5), st.booleans()), max_size=20, unique=True))
def test_lists_and_exports_are_in_the_order_of_pages(
    tmp_path_factory: pytest.TempPathFactory, parts: list[tuple[int, int, bool]]
) -> None:
    place = tmp_path_factory.mktemp("project")
    with create_project(place / "p.labeler") as project:
        assert not has_pages(project)
        _add(project, place, parts)
        assert has_pages(project) == any(_PAGES[page] is not None for _, page, _ in parts)
        rows = {row.id: row.path for row in project.images(find_images(project).tolist())}
        listed = [rows[image] for image in find_images(project).tolist()]
        assert listed == [image.path for image in outgoing_images(project)]
        for name in _FILES:
            numbers = [number for file, number in map(_number, listed) if file == name and number >= 0]
            assert numbers == sorted(numbers)
        with_boxes = [path for path in listed if "xywh" in path and _number(path)[1] < 0]
        assert with_boxes == sorted(with_boxes)


def test_an_export_has_the_digests_that_a_report_states(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.labeler") as project:
        (tmp_path / "images").mkdir()
        _add(project, tmp_path / "images", [(0, page, boxed) for page in range(6) for boxed in (True, False)])
    finish(export(tmp_path / "p.labeler", tmp_path / "out.csv", format="csv"))
    with Project(tmp_path / "p.labeler", "read") as project:
        assert len(read_manifest(tmp_path / "out.csv.manifest.json").entries) == len(find_images(project))
        labels, images = present_digests(project)
    text = (tmp_path / "out.csv.manifest.json").read_text(encoding="utf-8")
    assert labels in text
    assert images in text


def test_a_project_of_an_earlier_version_is_looked_through(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.labeler") as project:
        _add(project, tmp_path, [(0, 4, True), (0, 2, True)])
        with project.transaction() as db:
            db.execute("DELETE FROM setting WHERE name = 'paged'")
        assert has_pages(project)
        paths = [row.path for row in project.images(find_images(project).tolist())]
    assert [path for path in paths if "page" in path] == ["a.tif#page=2&xywh=3,4,5,6", "a.tif#page=10&xywh=3,4,5,6"]
