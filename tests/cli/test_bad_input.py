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
