"""Classifying a folder: a row for every file, whatever happens meanwhile."""

import csv
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decisions.classes import merge_classes
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError, LabelerError
from desktop_labeler.jobs.classifiers import classify_folder as module
from desktop_labeler.jobs.classifiers.classify_folder import ClassifyResult, classify_folder
from desktop_labeler.jobs.classifiers.open_classifier import open_classifier
from desktop_labeler.jobs.embedding import run_network
from desktop_labeler.jobs.images.read_images import read_images
from desktop_labeler.ml.export.image_classifier import ImageClassifier, Predicted, predict
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.progress import Job, Progress, finish
from tests.jobs.classifiers.classifying import CLASSES, classifier_project, draw_colour, new_folder, state_of
from tests.jobs.files import snapshot
from tests.making import ME

COUNT = 20
Whole = tuple[Path, Path, Path, bytes]  # data folder, project, folder of images, its table


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return classifier_project(tmp_path / "p")


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PART", 3)
    monkeypatch.setattr(run_network, "_FIRST", 2)
    monkeypatch.setattr(run_network, "_next_size", lambda *_: 2)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the images that are classified, in each call."""
    counts: list[int] = []

    def counted(classifier: ImageClassifier, images: UInt8Array) -> Predicted:
        counts.append(len(images))
        return predict(classifier, images)

    monkeypatch.setattr(module, "predict", counted)
    return counts


def run(project: Path, folder: Path, out: Path, top: int = 5) -> ClassifyResult:
    return finish(classify_folder(project, folder, out, top=top, device="cpu", bom=False))


def stop_at(job: Job[ClassifyResult], done: int) -> None:
    """Cancel a job once so many images are classified."""
    while (progress := next(job)).phase != "classifying" or progress.done < done:
        pass
    job.close()


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_image_gets_what_the_classifier_says(project: Path, tmp_path: Path) -> None:
    folder, out = new_folder(tmp_path / "new", COUNT), tmp_path / "out.csv"
    draw_colour(folder / "large.png", "red", 9, (1500, 400))
    before = snapshot(folder), state_of(project)
    seen: list[Progress] = []
    result = finish(classify_folder(project, folder, out, device="cpu", bom=False), seen.append)
    assert (snapshot(folder), state_of(project)) == before
    rows = rows_of(out)
    assert [row["rel_path"] for row in rows] == sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*.png")
    )
    assert result.images == len(rows) == COUNT + 1
    assert {(step.done, step.total) for step in seen if step.phase == "classifying" and step.done} >= {(21, 21)}
    opened = finish(open_classifier(project, cpu_device()))
    assert set(opened.classes) == set(CLASSES)
    for row in rows:
        pixels = decode(folder / row["rel_path"], longest=256)
        (probabilities,), _ = opened.classifier.scores(opened.classifier.prepare(pixels)[None])
        order = np.argsort(-probabilities, kind="stable")
        assert [row["class"], row["second"], row["third"]] == [opened.classes[place] for place in order]
        said = [float(row[name]) for name in ("probability", "second_probability", "third_probability")]
        np.testing.assert_allclose(said, probabilities[order], atol=2e-3)
        assert row["fourth"] == row["fourth_probability"] == row["problem"] == ""
        assert row["class"] in row["rel_path"] or row["rel_path"] == "large.png"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "out.csv", "p"]


def test_unreadable_files_are_rows_with_the_reason(project: Path, tmp_path: Path) -> None:
    folder, out = new_folder(tmp_path / "new", 4), tmp_path / "out.csv"
    (folder / "text.png").write_text("no image")
    whole = draw_colour(folder / "cut.jpg", "red", 1, (400, 300)).read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 3])
    result = run(project, folder, out, top=1)
    assert result.images == 4
    assert {path for path, _ in result.skipped} == {"text.png", "cut.jpg"}
    bad = {row["rel_path"]: row for row in rows_of(out) if row["problem"]}
    assert {path: row["problem"] for path, row in bad.items()} == {path: str(why) for path, why in result.skipped}
    assert {row["class"] for row in bad.values()} == {""}
    assert list(rows_of(out)[0]) == ["rel_path", "class", "probability", "unlike_all", "problem"]


def test_pages_and_videos_that_are_not_classified_are_said_once(project: Path, tmp_path: Path) -> None:
    folder = new_folder(tmp_path / "new", 3)
    pages = [Image.fromarray(np.full((20, 30, 3), value, np.uint8)) for value in (0, 120, 250)]
    for name in ("stack.tif", "film.gif", "film.webp"):
        pages[0].save(folder / name, save_all=True, append_images=pages[1:])
    pages[0].save(folder / "one.tif")
    (folder / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42" + bytes(400))
    (folder / "notes.txt").write_text("text", encoding="utf-8")
    result = run(project, folder, tmp_path / "out.csv")
    told = "Of 3 files with several pages or frames, only the first was classified: film.gif, film.webp, stack.tif."
    assert told in [str(note) for note in result.notes]
    assert [(path, str(reason)) for path, reason in result.skipped] == [
        ("film.mp4", "a video, which is not classified")
    ]
    assert result.unread == {"txt": 1}


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """A project, a folder, and the table of an attempt that nobody interrupts."""
    with pytest.MonkeyPatch.context() as patch:
        data = tmp_path_factory.mktemp("data")
        patch.setenv("DESKTOP_LABELER_DATA", str(data))
        place = tmp_path_factory.mktemp("killed")
        project, folder = classifier_project(place / "p"), new_folder(place / "new", COUNT)
        run(project, folder, place / "whole.csv")
        yield data, project, folder, (place / "whole.csv").read_bytes()


@given(step=st.integers(0, 30))
@settings(max_examples=12)
def test_a_kill_at_any_step_costs_nothing_that_was_written(killed: Whole, step: int) -> None:
    data, project, folder, expected = killed
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_PART", 3)
        patch.setattr(run_network, "_FIRST", 2)
        patch.setattr(run_network, "_next_size", lambda *_: 2)
        counts: list[int] = []

        def counted(classifier: ImageClassifier, images: UInt8Array) -> Predicted:
            counts.append(len(images))
            return predict(classifier, images)

        patch.setattr(module, "predict", counted)
        patch.setenv("DESKTOP_LABELER_DATA", str(data))
        work, kept = Path(place) / "work", Path(place) / "kept"
        work.mkdir()
        job = classify_folder(project, folder, work / "out.csv", device="cpu", bom=False)
        for _ in range(step):
            if next(job, None) is None:
                break
        shutil.copytree(work, kept, ignore=shutil.ignore_patterns("*lock*", ".*"))  # the disk, as a kill leaves it
        first = sum(counts)
        job.close()
        if (kept / "out.csv").exists():
            assert (kept / "out.csv").read_bytes() == expected
            return
        counts.clear()
        result = run(project, folder, kept / "out.csv")
        assert (kept / "out.csv").read_bytes() == expected
        assert sum(counts) == COUNT - result.earlier
        assert first - result.earlier < 3  # at most what was not yet written is done again
        assert [path.name for path in kept.iterdir()] == ["out.csv"]


@pytest.mark.usefixtures("small_steps")
def test_a_folder_that_vanishes_half_way_is_said_and_goes_on_when_it_is_back(
    project: Path, tmp_path: Path, computed: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out, away = new_folder(tmp_path / "new", COUNT), tmp_path / "out.csv", tmp_path / "away"
    few = lambda *given, **options: read_images(*given, **(options | {"ahead": 2, "together": 1}))  # noqa: E731
    monkeypatch.setattr(run_network, "read_images", few)
    steps = classify_folder(project, folder, out, device="cpu")

    def take_away(progress: Progress) -> None:
        if progress.phase == "classifying" and progress.done >= 4 and folder.exists():
            folder.rename(away)

    with pytest.raises(LabelerError, match="is not there any more"):
        finish(steps, take_away)
    assert not out.exists()
    with pytest.raises(LabelerError, match="There is no folder"):
        run(project, folder, out)
    away.rename(folder)
    before = sum(computed)
    result = run(project, folder, out)
    assert (result.images, result.skipped) == (COUNT, ())
    assert result.earlier == before > 0
    assert sum(computed) == COUNT


@pytest.mark.usefixtures("small_steps")
def test_a_disk_that_leaves_an_empty_folder_behind_is_said_too(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out, away = new_folder(tmp_path / "new", COUNT), tmp_path / "out.csv", tmp_path / "away"
    few = lambda *given, **options: read_images(*given, **(options | {"ahead": 2, "together": 1}))  # noqa: E731
    monkeypatch.setattr(run_network, "read_images", few)

    def take_away(progress: Progress) -> None:
        if progress.phase == "classifying" and progress.done >= 4 and not away.exists():
            folder.rename(away)
            folder.mkdir()

    with pytest.raises(LabelerError, match="is not there any more, or empty"):
        finish(classify_folder(project, folder, out, device="cpu"), take_away)
    assert not out.exists()
    folder.rmdir()
    away.rename(folder)
    assert run(project, folder, out).images == COUNT


def test_a_table_that_somebody_else_put_there_costs_nothing(project: Path, tmp_path: Path) -> None:
    folder, out = new_folder(tmp_path / "new", 6), tmp_path / "out.csv"

    def put(progress: Progress) -> None:
        if progress.phase == "writing" and not out.exists():
            out.write_text("mine", encoding="utf-8")

    with pytest.raises(LabelerError):
        finish(classify_folder(project, folder, out, device="cpu"), put)
    with pytest.raises(LabelerError, match="exists already"):
        run(project, folder, out)
    assert out.read_text(encoding="utf-8") == "mine"
    out.unlink()
    result = run(project, folder, out)
    assert (result.images, result.earlier) == (6, 6)


@pytest.mark.usefixtures("small_steps")
def test_a_changed_image_is_classified_again_and_a_new_one_too(project: Path, tmp_path: Path) -> None:
    folder, out = new_folder(tmp_path / "new", COUNT), tmp_path / "out.csv"
    steps = classify_folder(project, folder, out, device="cpu")
    stop_at(steps, 8)
    draw_colour(folder / "0" / "00-red.png", "blue", 77, (50, 50))
    draw_colour(folder / "0" / "01-new.png", "green", 78)
    (folder / "1" / "01-green.png").unlink()
    result = run(project, folder, out)
    rows = {row["rel_path"]: row["class"] for row in rows_of(out)}
    assert rows["0/00-red.png"] == "blue"
    assert rows["0/01-new.png"] == "green"
    assert "1/01-green.png" not in rows
    assert (result.images, len(rows)) == (COUNT, COUNT)
    assert 0 < result.earlier < 8 + 2


@pytest.mark.usefixtures("small_steps")
def test_another_classifier_begins_again_and_says_so(project: Path, tmp_path: Path) -> None:
    folder, out = new_folder(tmp_path / "new", COUNT), tmp_path / "out.csv"
    steps = classify_folder(project, folder, out, device="cpu")
    stop_at(steps, 8)
    with Project(project) as opened:
        red, blue = (next(one for one in opened.classes() if one.name == name) for name in ("red", "blue"))
        merge_classes(opened, red, blue, ME)
    result = run(project, folder, out)
    assert result.earlier == 0
    assert any("has changed" in str(note) for note in result.notes)
    assert {row["class"] for row in rows_of(out)} == {"green", "blue"}


def test_places_that_cannot_be_used(project: Path, tmp_path: Path) -> None:
    folder, out = new_folder(tmp_path / "new", 4), tmp_path / "out.csv"
    out.write_text("mine")
    with pytest.raises(FormatError, match="exists already"):
        run(project, folder, out)
    assert out.read_text() == "mine"
    with Project(project, "read") as opened:
        (images,) = (one.path for one in opened.folders())
    for inside in (folder / "out.csv", folder / "0" / "out.csv", images / "out.csv"):
        with pytest.raises(FormatError, match="nothing is ever written"):
            run(project, folder, inside)
    with pytest.raises(FormatError, match="no folder"):
        run(project, folder, tmp_path / "not" / "out.csv")
    other = tmp_path / "other.csv"
    (tmp_path / "other.csv.unfinished").write_text("mine too")
    with pytest.raises(FormatError, match=r"other.csv.unfinished exists already"):
        run(project, folder, other)
    assert (tmp_path / "other.csv.unfinished").read_text() == "mine too"
    third = tmp_path / "third.csv"
    job = classify_folder(project, new_folder(tmp_path / "more", 4), third, device="cpu")
    stop_at(job, 0)
    with pytest.raises(FormatError, match=r"unfinished result for the folder .*more"):
        run(project, folder, third)
    assert run(project, tmp_path / "more", third).images == 4


def test_what_cannot_be_classified_is_a_sentence(project: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for model, folder, sentence in (
        (project, empty, "no image"),
        (project, tmp_path / "not", "no folder"),
        (tmp_path / "not.labeler", empty, "no project"),
    ):
        with pytest.raises(LabelerError, match=sentence):
            run(model, folder, tmp_path / "out.csv")
        assert not list(tmp_path.glob("out.csv*"))
    with Project(project) as opened:
        red, green, blue = (next(one for one in opened.classes() if one.name == name) for name in CLASSES)
        merge_classes(opened, red, blue, ME)
        merge_classes(opened, green, blue, ME)
    with pytest.raises(LabelerError, match="labels of 1 class, and a classifier needs at least two"):
        run(project, new_folder(tmp_path / "new", 4), tmp_path / "out.csv")
