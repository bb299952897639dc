"""Groups from columns and bursts, against the definition, and undone as one."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.history import undo
from desktop_labeler.data.decoding.exif import TIME
from desktop_labeler.data.metadata.columns import WantedColumn, add_columns, save_values
from desktop_labeler.data.metadata.values import Value
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.metadata.group_images import group_bursts, group_by_column
from desktop_labeler.progress import finish
from tests.making import ME, make_project

COUNT = 12
_START = datetime(2024, 5, 1, 22, 10)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(COUNT)]).close()
    return tmp_path / "p.labeler"


def _give(path: Path, times: dict[int, str], sites: dict[int, str]) -> None:
    with Project(path) as project:
        with project.transaction() as db:
            db.execute("DELETE FROM metadata")
            db.execute("UPDATE image SET group_name = NULL")
        wanted = [WantedColumn(TIME, "date", "exif"), WantedColumn("site", "text", "pattern")]
        columns = add_columns(project, wanted)
        rows: list[tuple[int, int, Value]] = [(columns[TIME].id, image, value) for image, value in times.items()]
        save_values(project, [*rows, *((columns["site"].id, image, value) for image, value in sites.items())])


def _groups(path: Path) -> dict[int, str]:
    with Project(path, "read") as project:
        return dict(project.rows("SELECT id, group_name FROM image WHERE group_name IS NOT NULL"))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.dictionaries(st.integers(1, COUNT), st.integers(0, 40), max_size=COUNT),
    st.dictionaries(st.integers(1, COUNT), st.sampled_from("AB"), max_size=COUNT),
    st.integers(1, 8),
)
def test_a_burst_is_a_chain_of_images_of_one_site(
    path: Path, offsets: dict[int, int], sites: dict[int, str], seconds: int
) -> None:
    times = {image: (_START + timedelta(seconds=offset)).isoformat() for image, offset in offsets.items()}
    _give(path, times, sites)
    result = finish(group_bursts(path, seconds, by=ME, site="site"))
    together: dict[int, set[int]] = {}
    for site in ("A", "B", None):
        chain: list[int] = []
        for image in sorted((one for one in times if sites.get(one) == site), key=lambda one: offsets[one]):
            if chain and offsets[image] - offsets[chain[-1]] > seconds:
                chain = []
            chain.append(image)
            together.update({one: set(chain) for one in chain})
    expected = {image: others for image, others in together.items() if len(others) > 1}
    found = _groups(path)
    assert {image: {one for one in found if found[one] == found[image]} for image in found} == expected
    assert (result.images, result.groups) == (len(found), len(set(found.values())))
    assert result.alone == len(times) - len(found)


def test_bursts_are_named_by_site_and_first_time_and_undone_as_one(path: Path) -> None:
    times = {1: "2024-05-01T22:10:00", 2: "2024-05-01T22:10:03", 3: "2024-05-01T22:10:03Z", 4: "2024-05-01"}
    _give(path, times, {1: "north  ridge", 2: "north  ridge", 3: "north  ridge"})
    assert finish(group_bursts(path, 5, by=ME, site="site", dry_run=True)).decision is None
    assert _groups(path) == {}
    finish(group_bursts(path, 5, by=ME, site="site"))
    assert _groups(path) == dict.fromkeys((1, 2), "north ridge 2024-05-01 22:10:00")
    with Project(path) as project:
        undone = undo(project, ME)
    assert undone is not None
    assert str(undone.what) == "Group 2 images taken within 5 s of one another"
    assert _groups(path) == {}


def test_the_values_of_a_column_become_the_groups(path: Path) -> None:
    _give(path, {}, {1: "A", 2: "B", 3: "A"})
    result = finish(group_by_column(path, "site", by=ME))
    assert (result.groups, result.images) == (2, 3)
    assert _groups(path) == {1: "A", 2: "B", 3: "A"}
    assert finish(group_by_column(path, "site", by=ME)).decision is None


def test_columns_that_are_none_are_told(path: Path) -> None:
    _give(path, {}, {1: "A"})
    with pytest.raises(LabelerError, match="There is no column absent"):
        finish(group_by_column(path, "absent", by=ME))
    with pytest.raises(LabelerError, match="site holds no times"):
        finish(group_bursts(path, 5, by=ME, time="site"))
