"""A project from a folder in one step: images, classes and groups from folder names or a table."""

from pathlib import Path

import pytest

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide, read_history, undo
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.data.project.unfinished_jobs import NEW, read_unfinished
from desktop_labeler.errors import FormatError, LabelerError, ProjectError
from desktop_labeler.jobs.projects.new_project import (
    continue_new_project,
    discard_unfinished,
    labels_from_folders,
    new_project,
)
from desktop_labeler.jobs.scanning.scan import scan
from desktop_labeler.progress import finish
from tests.jobs.files import draw, images_of, snapshot
from tests.making import in_words

ME = By("me")


def tree(root: Path, *names: str) -> Path:
    for number, name in enumerate(names):
        draw(root / name, number)
    return root


def labels(project: Path) -> dict[str, str | None]:
    with Project(project, "read") as opened:
        names: dict[int | None, str] = {label.id: label.name for label in opened.classes()}
    return {path: names.get(image.class_id) for path, image in images_of(project).items()}


def test_folders_become_classes_as_one_decision(tmp_path: Path) -> None:
    folder = tree(tmp_path / "i", "cat/1.png", "cat/2.png", "dog/1.png", "_unlabeled/3.png", "4.png", "dog/deep/5.png")
    (folder / "broken.png").touch()
    before = snapshot(folder)
    result = finish(new_project(tmp_path / "p.labeler", folder))
    assert (result.images, result.labelled, result.classes) == (6, 4, ["cat", "dog"])
    assert in_words(result.skipped) == [("broken.png", "empty file")]
    assert labels(tmp_path / "p.labeler") == {
        "4.png": None, "_unlabeled/3.png": None, "cat/1.png": "cat", "cat/2.png": "cat",
        "dog/1.png": "dog", "dog/deep/5.png": "dog",
    }  # fmt: skip
    images = images_of(tmp_path / "p.labeler")
    assert (images["cat/1.png"].state, images["cat/1.png"].source) == (State.LABELLED, Source.IMPORTED)
    assert (images["4.png"].state, images["4.png"].source, images["4.png"].decided) == (0, 0, None)
    assert all(image.sha256 is not None and image.width for image in images.values())
    with Project(tmp_path / "p.labeler") as opened:
        (decision,) = read_history(opened)
        assert (decision.kind, decision.images) == ("import", 4)
        undo(opened, ME)
        assert opened.classes() == []
    assert set(labels(tmp_path / "p.labeler").values()) == {None}
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("train/a/1.png", "val/a/2.png", "test/b/3.png"), {"a", "b"}),
        (("images/a/1.png", "images/b/2.png"), {"a", "b"}),
        (("data/train/a/1.png", "data/val/b/2.png"), {"a", "b"}),
        (("a/1.png", "a/2.png"), {"a"}),
        (("a/left/1.png", "b/left/2.png"), {"a", "b"}),
        (("train/1.png", "test/2.png"), {"train", "test"}),
        (("  two   words /1.png", "b/2.png"), {"two words", "b"}),
        (("1.png", "2.png"), set()),
    ],
)
def test_the_level_of_the_classes_is_found(tmp_path: Path, names: tuple[str, ...], expected: set[str]) -> None:
    folder = tree(tmp_path / "i", *names)
    assert set(finish(new_project(tmp_path / "p.labeler", folder)).classes) == expected


def test_groups_come_from_a_level_with_or_without_classes(tmp_path: Path) -> None:
    folder = tree(tmp_path / "i", "a/site 1/1.png", "a/site 2/2.png", "b/site 1/3.png", "b/4.png")
    finish(new_project(tmp_path / "p.labeler", folder, group_level=2))
    finish(new_project(tmp_path / "q.labeler", folder, "none", group_level=2))
    for name in ("p.labeler", "q.labeler"):
        assert {path: image.group for path, image in images_of(tmp_path / name).items()} == {
            "a/site 1/1.png": "site 1", "a/site 2/2.png": "site 2", "b/site 1/3.png": "site 1", "b/4.png": None
        }  # fmt: skip
    assert set(labels(tmp_path / "p.labeler").values()) == {"a", "b"}
    assert set(labels(tmp_path / "q.labeler").values()) == {None}


def test_two_folders_and_given_classes_come_first(tmp_path: Path) -> None:
    one, two = tree(tmp_path / "one", "a/1.png"), tree(tmp_path / "two", "b/2.png", "a/3.png")
    result = finish(new_project(tmp_path / "p.labeler", [one, two], classes=["z", "b"]))
    assert result.classes == ["z", "b", "a"]
    assert labels(tmp_path / "p.labeler") == {"a/1.png": "a", "two/b/2.png": "b", "two/a/3.png": "a"}


def test_labels_from_a_table(tmp_path: Path) -> None:
    folder = tree(tmp_path / "i", "x/1.png", "x/2.png")
    (tmp_path / "labels.csv").write_text("rel_path,label\nx/1.png,cat\nx/9.png,dog\n", encoding="utf-8")
    result = finish(new_project(tmp_path / "p.labeler", folder, tmp_path / "labels.csv"))
    assert labels(tmp_path / "p.labeler") == {"x/1.png": "cat", "x/2.png": None}
    assert result.imported is not None
    assert list(result.imported.unmatched) == ["x/9.png"]
    assert result.labelled == 1


def test_an_error_leaves_no_half_project_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tree(tmp_path / "i", "a/1.png", "b/2.png", "c/3.png")
    path = tmp_path / "p.labeler"
    with pytest.raises(FormatError):
        finish(new_project(path, folder, tmp_path / "nothing.csv"))
    with pytest.raises(ProjectError, match="There is no folder"):
        finish(new_project(path, tmp_path / "nothing"))
    monkeypatch.setattr("desktop_labeler.data.decisions.classes.LIMIT", 2)
    with pytest.raises(LabelerError, match="at most 2 classes"):
        finish(new_project(path, folder))
    assert sorted(place.name for place in tmp_path.iterdir()) == ["i"]
    monkeypatch.undo()
    finish(new_project(path, folder))
    with pytest.raises(ProjectError, match="exists already"):
        finish(new_project(path, folder))
    assert len(images_of(path)) == 3
    with pytest.raises(ValueError, match="group level"):
        finish(new_project(tmp_path / "q.labeler", folder, group_level=0))


def test_a_cancelled_new_project_can_be_gone_on_with(tmp_path: Path) -> None:
    folder = tree(tmp_path / "i", "a/1.png", "b/2.png")
    job = new_project(tmp_path / "p.labeler", folder)
    next(job)
    job.close()
    assert finish(scan(tmp_path / "p.labeler")).total == 2


def test_folder_names_never_overwrite_what_a_person_decided(tmp_path: Path) -> None:
    folder = tree(tmp_path / "i", "a/1.png", "b/2.png")
    path = tmp_path / "p.labeler"
    finish(new_project(path, folder, "none", classes=["mine"]))
    with Project(path) as project:
        mine = project.classes()[0]
        image = images_of(path)["a/1.png"]
        decide(project, [image.id], assign(mine.id), kind="assign", what="x", by=ME)
        labels_from_folders(project, 1)
        assert labels_from_folders(project, 1) is None
    assert labels(path) == {"a/1.png": "mine", "b/2.png": "b"}


def _stopped(project: Path, folder: Path, after: str, **wanted: object) -> None:
    """Begin a new project and cancel it in a phase."""
    job = new_project(project, folder, **wanted)  # type: ignore[arg-type]
    for progress in job:
        if progress.phase.startswith(after):
            break
    job.close()


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("after", ["finding images", "reading folder names", "reading images"])
def test_a_new_project_that_was_cancelled_goes_on_to_the_same_end(tmp_path: Path, after: str, again: bool) -> None:
    folder = tree(tmp_path / "i", *(f"{name}/{number}.png" for name in ("cat", "dog") for number in range(6)))
    whole = finish(new_project(tmp_path / "whole.labeler", folder, classes=["cow"]))
    half = tmp_path / "half.labeler"
    _stopped(half, folder, after, classes=["cow"])
    with Project(half, "read") as project:
        left = read_unfinished(project)
    assert left is not None
    assert left.job == NEW
    with pytest.raises(ProjectError, match="begun with other folders or labels"):
        finish(new_project(half, folder, "none", classes=["cow"]))
    result = finish(new_project(half, folder, classes=["cow"]) if again else continue_new_project(half))
    assert (result.images, result.labelled, result.classes) == (whole.images, whole.labelled, whole.classes)
    assert labels(half) == labels(tmp_path / "whole.labeler")
    with Project(half) as project:
        assert read_unfinished(project) is None
        assert len(read_history(project)) == 2  # the class, and the labels, each once
    with pytest.raises(ProjectError, match="complete"):
        finish(continue_new_project(half))
    with pytest.raises(ProjectError, match="complete"):
        discard_unfinished(half)
    assert half.exists()


def test_what_people_decided_in_a_half_made_project_is_not_discarded(tmp_path: Path) -> None:
    folder = tree(tmp_path / "i", "cat/1.png", "dog/2.png")
    _stopped(tmp_path / "p.labeler", folder, "reading folder names")
    _stopped(tmp_path / "q.labeler", folder, "reading folder names")
    with Project(tmp_path / "p.labeler") as project:
        add_classes(project, ["mine"], ME)
    with pytest.raises(ProjectError, match="contains decisions"):
        discard_unfinished(tmp_path / "p.labeler")
    assert (tmp_path / "p.labeler").exists()
    discard_unfinished(tmp_path / "q.labeler")
    assert not list(tmp_path.glob("*q.labeler*"))
    assert len(list(folder.rglob("*.png"))) == 2
