"""The pages and frames of a file come in the order of their numbers, and everything else stays where it is."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decoding.moments import Moment
from desktop_labeler.data.images.files.image_files import FileNow, add_images
from desktop_labeler.data.images.parts.image_parts import Box, Part, read_part
from desktop_labeler.data.images.parts.part_rows import NewPart, add_parts
from desktop_labeler.data.images.query.image_query import Sort, find_images
from desktop_labeler.data.project.project_file import Project, create_project

_frames = st.integers(0, 30_000).map(lambda time: Part(Moment(time)))
_boxes = st.tuples(st.integers(0, 3_000), st.integers(0, 9)).map(lambda some: Part(Moment(some[0]), Box(*some, 5, 5)))
_parts = st.lists(st.one_of(_frames, _boxes), unique_by=str, max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=_parts, second=_parts)
def test_frames_come_in_the_order_of_their_times(first: list[Part], second: list[Part], tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    path.unlink(missing_ok=True)
    create_project(path, {"frames": 1.0}).close()
    with Project(path) as project:
        folder = project.add_folder(tmp_path)
        names = ["a.mp4", "a.mp4#1.png", "b.mp4", "c.png"]
        add_images(project, [FileNow(folder.id, name, 1, 1) for name in names])
        ids = dict(project.rows("SELECT path, id FROM image"))
        add_parts(project, [NewPart(ids["a.mp4"], part) for part in first])
        add_parts(project, [NewPart(ids["b.mp4"], part) for part in second])
        rows = project.images(find_images(project).tolist())
        again = find_images(project, sort=Sort(descending=True)).tolist()
    assert again == [row.id for row in rows][::-1]
    for name, parts in (("a.mp4", first), ("b.mp4", second)):
        found = [read_part(row.part) for row in rows if row.part and row.file_path == name]
        assert sorted(map(str, found)) == sorted(map(str, parts))
        times = [part.page.milliseconds for part in found if isinstance(part.page, Moment)]
        assert times == sorted(times)
    assert [row.path for row in rows if not row.part] == names


@pytest.mark.parametrize("setting", [{"pages": "all"}, {"pages": 7}])
def test_pages_come_in_the_order_of_their_numbers(tmp_path: Path, setting: dict[str, object]) -> None:
    create_project(tmp_path / "p.labeler", setting).close()
    with Project(tmp_path / "p.labeler") as project:
        folder = project.add_folder(tmp_path)
        add_images(project, [FileNow(folder.id, "s.tif", 1, 1)])
        add_parts(project, [NewPart(1, Part(page)) for page in (10, 2, 1, 100)])
        rows = project.images(find_images(project).tolist())
    assert [row.part for row in rows if row.part] == ["page=1", "page=2", "page=10", "page=100"]
