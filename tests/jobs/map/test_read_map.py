"""The map in the project file: quick at first, laid out once, kept, and grown by new images."""

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.data.computed.arrays import array_names
from desktop_labeler.data.computed.embeddings import append_vectors, drop_vectors, use_backbone, vector_sample
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.map import lay_out_map as laying
from desktop_labeler.jobs.map import read_map as map_job
from desktop_labeler.jobs.map.lay_out_map import lay_out_project
from desktop_labeler.jobs.map.read_map import ProjectMap, read_map
from desktop_labeler.ml.map import tsne
from desktop_labeler.ml.map.pca import main_directions
from desktop_labeler.progress import Job, Progress, finish
from tests.making import add_images, make_project

COUNT = 60


def vectors(count: int = COUNT, seed: int = 0) -> np.ndarray[tuple[int, int], np.dtype[np.float16]]:
    rng = np.random.default_rng(seed)
    found = np.eye(3, 16)[np.arange(count) % 3] + rng.normal(scale=0.1, size=(count, 16))
    unit: np.ndarray[tuple[int, int], np.dtype[np.float16]]
    unit = (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)
    return unit


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a project of three clear groups."""
    file = tmp_path / "p.labeler"
    with make_project(file, [f"{number:03}.png" for number in range(COUNT)]) as project:
        append_vectors(project, "test", np.arange(1, COUNT + 1), vectors())
        use_backbone(project, "test", "test")
    return file


def read(path: Path, known: ProjectMap | None = None) -> ProjectMap:
    with Project(path, "read") as project:
        found = read_map(project, known)
    assert found is not None
    return found


def test_before_the_first_embedding_there_is_no_map(tmp_path: Path) -> None:
    file = tmp_path / "p.labeler"
    with make_project(file, ["a.png"]) as project:
        assert read_map(project) is None
    with pytest.raises(LabelerError, match="have not been analysed yet"):
        finish(lay_out_project(file))


def test_the_quick_map_shows_the_main_directions(path: Path) -> None:
    found = read(path)
    assert (found.way, found.key, found.fresh) == ("directions", "test", 0)
    assert found.ids.tolist() == list(range(1, COUNT + 1))
    np.testing.assert_allclose(found.places, main_directions(vectors()), atol=1e-5)


def test_the_quick_map_of_many_parts_is_nearly_that_of_all_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_job, "SAMPLE", 500)
    file, count = tmp_path / "p.labeler", 3000
    rng = np.random.default_rng(0)
    rows = (rng.standard_normal((count, 12)) * [6, 3, *[1] * 10]).astype(np.float16)
    with make_project(file, [f"{number:04}.png" for number in range(count)]) as project:
        for start in range(0, count, 70):
            ids = np.arange(start + 1, min(start + 70, count) + 1)
            append_vectors(project, "test", ids, rows[ids - 1])
        append_vectors(project, "test", np.array([5, 17]), rows[[4, 16]])
        use_backbone(project, "test", "test")
        assert 400 <= len(vector_sample(project, "test", 500)) <= 1000
    found, whole = read(file), main_directions(rows)
    assert sorted(found.ids.tolist()) == list(range(1, count + 1))
    for axis in (0, 1):
        assert np.corrcoef(found.places[:, axis], whole[found.ids - 1, axis])[0, 1] > 0.99


def test_the_layout_is_kept_and_read_without_the_vectors(path: Path) -> None:
    done = finish(lay_out_project(path))
    assert done.images == COUNT
    with Project(path) as project, project.transaction() as db:
        db.execute("DELETE FROM array WHERE name = 'embedding/test/vectors'")
    found = read(path)
    assert found.way == "neighbours"
    square = ((found.places[:, None] - found.places[None]) ** 2).sum(axis=-1)
    np.fill_diagonal(square, np.inf)
    assert (square.argmin(axis=1) % 3 == np.arange(COUNT) % 3).mean() > 0.95


def test_what_was_read_is_given_back_while_it_holds(path: Path) -> None:
    quick = read(path)
    assert read(path, quick) is quick
    finish(lay_out_project(path))
    laid = read(path, quick)
    assert laid.way == "neighbours"
    assert read(path, laid) is laid
    with Project(path) as project:
        append_vectors(project, "other", np.arange(1, COUNT + 1), vectors(seed=4))
        use_backbone(project, "other", "other")
    assert (read(path, laid).key, read(path, laid).way) == ("other", "directions")


def test_images_that_came_later_lie_beside_their_like(path: Path) -> None:
    finish(lay_out_project(path))
    before = read(path)
    with Project(path) as project:
        ids = add_images(project, ["new 0.png", "new 1.png"], path.parent / "images")
        append_vectors(project, "test", np.array(ids), vectors(3)[1:])
    found = read(path, before)
    assert found.fresh == 2
    np.testing.assert_array_equal(found.places[:COUNT], before.places)
    for place, group in zip(found.places[COUNT:], (1, 2), strict=True):
        nearest = int(((before.places - place) ** 2).sum(axis=1).argmin())
        assert nearest % 3 == group


def test_an_image_whose_file_changed_keeps_its_place_until_the_next_layout(path: Path) -> None:
    finish(lay_out_project(path))
    before = read(path)
    with Project(path) as project:
        append_vectors(project, "test", np.array([5]), vectors(1))
    found = read(path)
    place = int(np.flatnonzero(found.ids == 5)[0])
    assert len(found.ids) == COUNT
    np.testing.assert_array_equal(found.places[place], before.places[4])


def test_cancelled_at_every_report_the_earlier_layout_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finish(lay_out_project(path))  # from now on nothing has to be imported: the number of reports is certain
    before = read(path)

    def another(rows: np.ndarray[tuple[int, int], np.dtype[np.float16]], **_: object) -> Job[np.ndarray]:
        yield Progress("laying out", 1, 2)
        return np.zeros((len(rows), 2), np.float32)

    monkeypatch.setattr(laying, "lay_out", another)
    monkeypatch.setattr(laying, "on_thread", lambda work, progress: iter([progress]))
    reports = 0
    while True:
        job = lay_out_project(path)
        if len(list(islice(job, reports + 1))) <= reports:
            break
        job.close()
        np.testing.assert_array_equal(read(path).places, before.places)
        reports += 1
    assert reports == 4
    assert (read(path).places == 0).all()
    with Project(path, "read") as project:
        assert array_names(project, "map/") == ["map/test/ids", "map/test/places"]


def test_a_layout_that_was_cancelled_goes_on_where_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tsne, "_KEEP", 0.0)
    steps: list[int] = []

    def watch(progress: Progress) -> None:
        if progress.phase == "laying out":
            steps.append(progress.done)

    job = lay_out_project(path)
    for progress in job:
        watch(progress)
        if progress.done > 300:
            break
    job.close()
    with Project(path) as project:
        assert array_names(project, "map-begun/") == ["map-begun/test/ids", "map-begun/test/places"]
        new = add_images(project, ["new.png"], path.parent / "images")
        append_vectors(project, "test", np.array(new), vectors(61)[60:])  # new ones are placed beside the others
    stopped, steps[:] = steps[-1], []
    assert finish(lay_out_project(path), watch).images == COUNT + 1
    assert 0 < steps[0] <= stopped
    assert steps[0] >= 250
    found = read(path)
    assert found.way == "neighbours"
    near = np.linalg.norm(found.places[:COUNT, None] - found.places[None, :COUNT], axis=2)
    group = np.arange(COUNT) % 3
    same = group[:, None] == group[None]
    assert near[same].max() < near[~same].min()  # as clear as one that was never stopped
    with Project(path, "read") as project:
        assert array_names(project, "map-begun/") == []


def test_where_an_image_has_gone_the_layout_begins_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tsne, "_KEEP", 0.0)
    job = lay_out_project(path)
    next(progress for progress in job if progress.done > 300)
    job.close()
    with Project(path) as project:
        drop_vectors(project, "test")
        append_vectors(project, "test", np.arange(1, COUNT), vectors()[: COUNT - 1])
        use_backbone(project, "test", "test")
    reports: list[Progress] = []
    finish(lay_out_project(path), reports.append)
    assert min(report.done for report in reports if report.phase == "laying out") == 0
