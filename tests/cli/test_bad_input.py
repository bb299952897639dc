"""Input that cannot be used gets a sentence that is true, whichever command it is given to."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_labeler import cli
from desktop_labeler.data.project.backups import folder_of

Said = Callable[..., str]


@pytest.fixture
def said(folder: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Run a command that has to fail, and return what it says."""
    assert cli.run(["new", str(project), str(folder)]) == 0
    capsys.readouterr()

    def said(*words: object, code: int = 1) -> str:
        assert cli.run([*map(str, words)]) == code
        told = capsys.readouterr()
        assert "unexpected" not in told.err
        return told.err + told.out

    return said


def _places(where: Path) -> list[tuple[Path, str]]:
    """Return paths that are no project file, each with what has to be said of it."""
    (where / "a folder.labeler").mkdir()
    places = [(where / "a folder.labeler", "is a folder"), (where / "nothing.labeler", "There is no file")]
    if sys.platform != "win32":
        os.mkfifo(where / "pipe.labeler")
        (where / "link.labeler").symlink_to("gone.labeler")
        places += [
            (where / "pipe.labeler", "is no file but a device, a pipe or a socket"),
            (Path("/dev/null"), "is no file but a device, a pipe or a socket"),
            (where / "link.labeler", "is a link to a file that is not there: gone.labeler"),
        ]
    for name, content in (("empty.labeler", b""), ("text.labeler", b"hello"), ("cut.labeler", b"SQLite format 3\0")):
        (where / name).write_bytes(content)
        places.append((where / name, "is not a project of this program"))
    return places


@pytest.mark.parametrize("command", ["info", "people", "undo", "merge"])
def test_what_is_no_project_is_named_as_what_it_is(tmp_path: Path, project: Path, said: Said, command: str) -> None:
    for place, what in _places(tmp_path):
        told = said(command, *([project] if command == "merge" else []), place)
        assert what in told
        assert "backup" not in told, "there is none"


def test_backups_are_spoken_of_where_there_are_some(tmp_path: Path, project: Path, said: Said) -> None:
    whole = project.read_bytes()
    copy = tmp_path / "sent.labeler"
    for content, what in ((bytes(100) + whole[100:], "is not a project"), (whole[: len(whole) // 2], "is damaged")):
        copy.write_bytes(content)
        told = said("info", copy)
        assert what in told
        assert "get it again" in told
    folder_of(copy).mkdir()
    (folder_of(copy) / "20260101T000000000000Z daily 1.labeler").write_bytes(whole)
    for content in (bytes(100) + whole[100:], whole[: len(whole) // 2]):
        copy.write_bytes(content)
        assert f"beside it, in the folder {folder_of(copy).name}" in said("info", copy)


@pytest.mark.parametrize(
    ("command", "name", "example"),
    [("report", name, "report.html") for name in ("r.txt", "r", "r.html.txt", ".html", ".pdf")]
    + [("package", name, "for-bob.labeler") for name in ("p.txt", "p", ".labeler")],
)
def test_a_name_with_another_ending_is_answered_by_an_example(
    tmp_path: Path, project: Path, said: Said, command: str, name: str, example: str
) -> None:
    assert f"Choose such a name, as in {example}." in said(command, project, tmp_path / name)
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name", ["p.txt", "p", "p.labeler.txt", ".labeler"])
def test_a_new_project_has_the_ending_that_the_window_opens(
    tmp_path: Path, folder: Path, said: Said, name: str
) -> None:
    assert "Choose such a name, as in " in said("new", tmp_path / name, folder)
    assert not (tmp_path / name).exists()


ERRORS = (
    "Permission denied",
    "No such file",
    "No space left",
    "Not a directory",
    "Is a directory",
    "I/O error",
    "Errno",
)
TABLES = (
    ("label", "PROJECT", "--from", "FILE", "--by", "Ann"),
    ("import", "PROJECT", "FILE", "--format", "csv"),
    ("import", "PROJECT", "FILE", "--as", "suggestions", "--model", "M"),
    ("metadata", "PROJECT", "table", "FILE"),
    ("boxes", "PROJECT", "FILE"),
)


def _filled(words: tuple[str, ...], project: Path, file: Path) -> list[object]:
    return [{"PROJECT": project, "FILE": file}.get(word, word) for word in words]


@pytest.mark.parametrize("words", TABLES)
def test_a_file_that_is_not_there_is_missed_by_name(
    tmp_path: Path, project: Path, said: Said, words: tuple[str, ...]
) -> None:
    for file in (tmp_path / "t.csv", tmp_path / "nowhere" / "t.csv", project / "t.csv"):
        told = said(*_filled(words, project, file))
        assert "Nothing was changed" in told
        assert str(file) in told
        assert not any(error in told for error in ERRORS)


def test_a_file_where_a_folder_is_wanted_is_called_one(tmp_path: Path, project: Path, said: Said) -> None:
    (tmp_path / "file").write_bytes(b"")
    for words in (
        ("new", tmp_path / "q.labeler", tmp_path / "file"),
        ("rescan", project, "--folder", tmp_path / "file"),
    ):
        assert f"{tmp_path / 'file'} is a file, not a folder. Nothing was changed." in said(*words)
    assert not (tmp_path / "q.labeler").exists()
    assert "There is no folder" in said("new", tmp_path / "q.labeler", tmp_path / "nowhere")
    assert "There is no folder" in said("export", project, tmp_path / "file" / "x", "--format", "csv")


def test_a_folder_without_images_is_said_and_can_be_filled(
    tmp_path: Path, folder: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    told = said("new", tmp_path / "q.labeler", tmp_path / "empty", code=0)
    assert "No image was found there." in told
    (folder / "cat" / "1.png").rename(tmp_path / "empty" / "1.png")
    assert "1 new" in said("rescan", tmp_path / "q.labeler", code=0)


def test_backups_of_nothing_are_not_none_yet(tmp_path: Path, project: Path, said: Said) -> None:
    assert "There is no file" in said("restore", tmp_path / "nothing.labeler")
    assert "No backups yet." in said("restore", project, code=0)


def test_what_must_not_be_read_is_said_to_lack_permission(
    tmp_path: Path, project: Path, folder: Path, said: Said
) -> None:
    table, copy = tmp_path / "t.csv", tmp_path / "copy.labeler"
    table.write_text("path,label\ncat/1.png,cat\n", encoding="utf-8")
    copy.write_bytes(project.read_bytes())
    for place in (table, copy, folder):
        place.chmod(0)
    if os.access(table, os.R_OK):
        pytest.skip("whoever may read everything is refused nothing")
    try:
        for words in (*(_filled(words, project, table) for words in TABLES), ("info", copy), ("merge", project, copy)):
            told = said(*words)
            assert "cannot be read: there is no permission. Nothing was changed." in told
        for reads in (("new", tmp_path / "q.labeler", folder), ("rescan", project), ("metadata", project, "cameras")):
            assert f"The folder {folder} cannot be read: there is no permission. Nothing was changed." in said(*reads)
        told = said("export", project, tmp_path / "out", "--format", "imagefolder", code=0)
        assert "cat/1.png: it cannot be read (there is no permission)" in told
    finally:
        for place in (table, copy, folder):
            place.chmod(0o700)


@pytest.mark.parametrize(
    "words",
    [
        ("audit", "PROJECT", "next", "-n", "0"),
        ("next", "PROJECT", "-n", "0"),
        ("suggest", "PROJECT", "-n", "-1"),
        ("undo", "PROJECT", "--steps", "0"),
        ("redo", "PROJECT", "--steps", "x"),
        ("package", "PROJECT", "o.labeler", "--seed", "-5"),
        ("package", "PROJECT", "o.labeler", "-n", "0"),
    ],
)
def test_a_number_that_means_nothing_is_refused(project: Path, said: Said, words: tuple[str, ...]) -> None:
    assert "is no whole number from" in said(*(str(project) if word == "PROJECT" else word for word in words), code=2)


def test_a_size_is_never_shown_as_nothing(
    tmp_path: Path, project: Path, said: Said, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said("package", project, tmp_path / "o.labeler", "-n", 300, code=0)
    assert " bytes)" in text
    assert "There are no more such images; 300 were asked for." in text
    assert cli.run(["package", str(project), str(tmp_path / "one.labeler"), "-n", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] > 0


def test_without_models_from_elsewhere_none_is_offered(project: Path, said: Said) -> None:
    assert said("models", project, code=0).startswith("No model from elsewhere")
    assert "nor of any other model from elsewhere" in said("models", project, "remove", "M")


def test_files_of_a_manifest_that_are_none_are_listed(tmp_path: Path, project: Path, said: Said) -> None:
    out = tmp_path / "out"
    said("export", project, out, "--format", "imagefolder", code=0)
    manifest = out.with_name("out.manifest.json")
    content = json.loads(manifest.read_text())
    names = ["/dev/zero", "../../dev/zero", ".", "..", "\0", "a\0b", "a" * 5000, "a folder", "gone.csv", ""]
    (tmp_path / "a folder").mkdir()
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        names.append("pipe")
    del content["files_sha256"]  # as in a manifest of an older version
    manifest.write_text(json.dumps({**content, "files": dict.fromkeys(names, "0" * 64)}))
    told = said("verify", project, manifest)
    assert "2 images" in told or "3 images" in told
    assert f"Files of the export missing ({len(names)})" in told
