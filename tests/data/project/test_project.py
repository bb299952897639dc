"""The project file: made, opened by one, moved with its folder, settings and rows."""

import shutil
import threading
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.images.files.image_files import skipped_files
from desktop_labeler.data.project import lock
from desktop_labeler.data.project.project_file import Project, State, create_project
from desktop_labeler.errors import ProjectError
from tests.making import ME, add_images, in_words, label_images, labels_of, make_project


def test_a_new_project_is_empty_and_leaves_only_itself(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.labeler") as project:
        assert (project.classes(), project.folders(), project.counts(), skipped_files(project)) == ([], [], {}, [])
    assert [entry.name for entry in tmp_path.iterdir()] == ["p.labeler"]


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    path.write_text("precious")
    with pytest.raises(ProjectError, match="exists already"):
        create_project(path)
    assert path.read_text() == "precious"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no folder"):
        create_project(tmp_path / "none" / "p.labeler")
    with pytest.raises(ProjectError, match="no file"):
        Project(tmp_path / "none.labeler")


def test_names_of_projects_may_hold_anything(tmp_path: Path) -> None:
    for name in ("100% #1?&=a.labeler", "ü 😀.labeler", "no suffix", "a.b.labeler"):
        with make_project(tmp_path / name, ["a.png"]) as project:
            label_images(project, ["cat"])
        with Project(tmp_path / name, "read") as project:
            assert labels_of(project) == {"a.png": ("cat", "confirmed")}
        shutil.rmtree(tmp_path / "images", ignore_errors=True)


def test_a_project_moves_with_its_folder(tmp_path: Path) -> None:
    place = tmp_path / "here"
    place.mkdir()
    with make_project(place / "p.labeler", ["a.png"], files=True):
        pass
    moved = tmp_path / "there"
    shutil.copytree(place, moved)
    shutil.rmtree(place)
    with Project(moved / "p.labeler", "read") as project:
        (image,) = project.images([1])
        assert project.file_of(image) == moved / "images" / "a.png"
        assert project.file_of(image).is_file()


def test_folders_have_prefixes_that_keep_paths_apart(tmp_path: Path) -> None:
    places = [tmp_path / part / "photos" for part in "abc"]
    with create_project(tmp_path / "p.labeler") as project:
        for place in places:
            place.mkdir(parents=True)
            add_images(project, ["1.png"], place)
        assert [folder.prefix for folder in project.folders()] == ["", "photos/", "photos (2)/"]
        images = project.images([3, 1, 2])
        assert [image.path for image in images] == ["photos (2)/1.png", "1.png", "photos/1.png"]
        assert [project.file_of(image) for image in images] == [
            places[2] / "1.png",
            places[0] / "1.png",
            places[1] / "1.png",
        ]


def test_images_come_in_the_order_asked_and_unknown_ones_not_at_all(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(1200)]) as project:
        asked = [*range(1200, 0, -1), 5000]
        assert [image.id for image in project.images(asked)] == asked[:-1]


def test_settings_are_any_json(tmp_path: Path) -> None:
    with create_project(tmp_path / "p.labeler") as project:
        assert project.setting("sort", "path") == "path"
        project.save_setting("sort", ["class", True, None, {"ü": 1.5}])
    with Project(tmp_path / "p.labeler", "read") as project:
        assert project.setting("sort") == ["class", True, None, {"ü": 1.5}]


def test_counts_leave_missing_images_out(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png"]) as project:
        label_images(project, ["cat", "cat", None])
        with project.transaction() as db:
            db.execute("UPDATE image SET problem = 'missing' WHERE id = 1")
            db.execute("INSERT INTO skipped VALUES ('x.png', 'empty')")
            db.execute("UPDATE image SET problem = 'truncated' WHERE id = 3")
        assert project.counts() == {(State.CONFIRMED, 1): 1}
        assert in_words(skipped_files(project)) == [("c.png", "truncated"), ("x.png", "empty")]


def test_a_failed_transaction_changes_nothing(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        with pytest.raises(ProjectError), project.transaction() as db:
            db.executescript("INSERT INTO setting VALUES ('x', '1'); INSERT INTO nothing VALUES (1)")
        assert project.db.in_transaction is False


def test_looking_changes_no_byte(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png"]):
        pass
    content = path.read_bytes()
    with Project(path, "read") as project:
        with pytest.raises(ProjectError, match="only be read"):
            project.save_setting("x", 1)
        assert project.read_only
    assert path.read_bytes() == content
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["images", "p.labeler"]


def test_window_and_jobs_of_one_program_share_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png"]) as window:
        label_images(window, ["cat"])
        errors: list[BaseException] = []

        def job() -> None:
            try:
                with Project(path, durable=False) as project:
                    project.save_setting("job", 1)
            except BaseException as error:  # noqa: BLE001 - handed to the test
                errors.append(error)

        thread = threading.Thread(target=job)
        thread.start()
        thread.join()
        assert errors == []
        assert window.setting("job") == 1
        decide(window, [1], assign(1), kind="assign", what="Again", by=ME)
        assert lock.lock_path(path).exists()
    assert not lock.lock_path(path).exists()


def test_a_link_to_a_project_is_the_same_project(tmp_path: Path) -> None:
    path = tmp_path / "p.labeler"
    (tmp_path / "link.labeler").symlink_to(path)
    with make_project(path, ["a.png"]), Project(tmp_path / "link.labeler") as project:
        assert len(project.images([1])) == 1
    assert not list(tmp_path.glob(".*.lock"))
