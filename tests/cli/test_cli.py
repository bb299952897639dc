"""The command line as its contract says it."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from desktop_labeler import __version__, cli
from desktop_labeler.__main__ import load_before_qt, main
from desktop_labeler.cli.output import ProgressLine, duration, plural, run_job, shown
from desktop_labeler.cli.parsing.parser import COMMANDS, command_parser
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress
from tests.making import labels_of

Run = Callable[..., dict[str, object]]


def test_from_folder_to_export_and_back(folder: Path, project: Path, run: Run) -> None:
    made = run("new", project, folder, "--labels", "folders", "--by", "Ann")
    assert (made["images"], made["labelled"], made["classes"]) == (3, 3, ["cat", "dog"])
    assert [entry["path"] for entry in made["skipped"]] == ["cat/broken.png"]  # type: ignore[attr-defined]
    info = run("info", project)
    assert info["states"] == {"unlabelled": 0, "labelled": 3, "confirmed": 0, "unsure": 0, "excluded": 0}
    assert [(entry["name"], entry["labelled"]) for entry in info["classes"]] == [  # type: ignore[attr-defined]
        ("cat", 2),
        ("dog", 1),
    ]
    assert (info["round"], info["backbone"], info["schema"]) == (None, None, 5)

    mine = project.with_name("mine.csv")
    mine.write_text("rel_path,label\ncat/1.png,dog\nother.png,dog\ndog/1.png,owl\n")
    dry = run("label", project, "--from", mine, "--by", "Ben", "--dry-run")
    assert (dry["applied"], dry["unmatched"], dry["unknown_classes"]) == (2, ["other.png"], ["owl"])
    assert run("info", project)["decisions"] == info["decisions"]
    done = run("label", project, "--from", mine, "--by", "Ben")
    assert (done["applied"], done["changed"], done["unmatched"]) == (2, 2, ["other.png"])

    decisions = run("history", project, "--image", "cat/1.png")["decisions"]
    assert isinstance(decisions, list)
    assert [(one["who"], one["images"]) for one in decisions] == [("Ben", 2), ("Ann", 3)]
    assert decisions[0].keys() >= {"n", "when", "who", "what", "images"}

    assert run("export", project, project.with_name("out"), "--format", "imagefolder")["written"] == 3
    undone = run("undo", project, "--steps", 1)["decisions"]
    assert isinstance(undone, list)
    assert [one["images"] for one in undone] == [2]
    with Project(project, "read") as opened:
        assert labels_of(opened)["cat/1.png"] == ("cat", "labelled")
    run("import", project, project.with_name("out"), "--format", "imagefolder")
    with Project(project, "read") as opened:
        assert labels_of(opened)["cat/1.png"] == ("dog", "labelled")
        assert labels_of(opened)["dog/1.png"] == ("owl", "labelled")
    run("undo", project)
    redone = run("redo", project)["decisions"]
    assert isinstance(redone, list)
    assert len(redone) == 1


def test_a_new_project_from_a_table_with_classes_and_groups(folder: Path, project: Path, run: Run) -> None:
    table = project.with_name("t.csv")
    table.write_text("file;species;site\ncat/1.png;lynx;north\nnone.png;lynx;north\n")
    columns = ("--column", "label=species", "--column", "group=site")
    made = run("new", project, folder, "--labels", table, *columns, "--classes", "owl, fox")
    assert (made["labelled"], made["classes"], made["unmatched"]) == (1, ["owl", "fox", "lynx"], ["none.png"])
    with Project(project, "read") as opened:
        assert opened.rows("SELECT group_name FROM image WHERE path = 'cat/1.png'") == [("north",)]


def test_new_without_labels(folder: Path, project: Path, run: Run) -> None:
    made = run("new", project, folder, "--labels", "none", "--group-level", 1)
    assert (made["labelled"], made["classes"]) == (0, [])
    with Project(project, "read") as opened:
        groups = {str(path): group for path, group in opened.rows("SELECT path, group_name FROM image")}
    assert (groups["cat/1.png"], groups["dog/1.png"]) == ("cat", "dog")


def test_rescan_finds_new_and_missing_files_and_a_moved_folder(folder: Path, project: Path, run: Run) -> None:
    run("new", project, folder)
    (folder / "dog" / "1.png").unlink()
    Image.new("L", (9, 9)).save(folder / "new.png")
    found = run("rescan", project)
    assert (found["new"], found["missing"], found["changed"]) == (1, 1, 0)
    info = run("info", project)
    assert (info["images"], info["missing"]) == (3, 1)
    moved = folder.rename(folder.with_name("moved"))
    assert run("rescan", project, "--folder", moved)["missing"] == 1
    assert run("info", project)["folders"] == [str(moved)]


def test_backups_are_made_listed_and_restored(folder: Path, project: Path, run: Run) -> None:
    run("new", project, folder)
    made = run("backup", project)["backups"]
    assert isinstance(made, list)
    (backup,) = made
    assert backup["reason"] == "asked"
    assert (project.parent / backup["file"]).is_file()
    mine = project.with_name("mine.csv")
    mine.write_text("rel_path,label\ncat/1.png,dog\n")
    run("label", project, "--from", mine, "--by", "Ben")
    assert len(run("restore", project)["backups"]) == 2  # type: ignore[arg-type]
    run("restore", project, Path(backup["file"]).name)
    with Project(project, "read") as opened:
        assert labels_of(opened)["cat/1.png"] == ("cat", "labelled")


def test_the_sample_is_written(tmp_path: Path, run: Run) -> None:
    made = run("sample", tmp_path / "sample")
    assert Path(str(made["truth"])).is_file()
    assert len(list(Path(str(made["folder"])).rglob("*.jpg"))) == made["images"]


def test_the_same_without_json_is_for_people(folder: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["new", str(project), str(folder)]) == 0
    assert "3 images, 3 labelled" in capsys.readouterr().out
    for words in (["info"], ["history"], ["backup"], ["restore"], ["undo"], ["redo"], ["redo"], ["rescan"]):
        assert cli.run([words[0], str(project)]) == 0
        assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["fly", "x"],
        ["info"],
        ["label", "p.labeler", "--from", "x.csv"],
        ["export", "p.labeler", "out"],
        ["export", "p.labeler", "out", "--format", "zip"],
        ["export", "p.labeler", "out", "--format", "split", "--shares", "1,1,1"],
        ["export", "p.labeler", "out", "--format", "split", "--shares", "nan,1,0"],
        ["export", "p.labeler", "out", "--format", "split", "--seed", "-1"],
        ["audit", "p.labeler", "start", "--seed", "-5"],
        ["undo", "p.labeler", "--steps", "minus one"],
        ["label", "p.labeler", "--from", "x.csv", "--by", "A", "--column", "colour=x"],
        ["new", "p.labeler", "photos", "--group-level", "0"],
        ["info", "p.labeler", "--js"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_how(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(words) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "usage: desktop-labeler" in told.err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([command, "--help"]) == 0
    assert f"example:\n  desktop-labeler {command} " in capsys.readouterr().out


def test_the_version_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"desktop-labeler {__version__}\n"


def test_a_known_problem_is_one_sentence_and_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["info", str(tmp_path / "none.labeler"), "--json"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("There is no file")
    assert "Traceback" not in told.err


def test_an_unknown_problem_is_one_sentence_that_names_the_log(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr("desktop_labeler.cli.project_commands.info", broken)
    assert cli.run(["info", "p.labeler"], tmp_path / "the.log") == 1
    told = capsys.readouterr().err
    assert "the.log" in told
    assert "Traceback" not in told
    assert caplog.records[-1].exc_info is not None


def test_ctrl_c_ends_the_job_and_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ended = []

    def job() -> Job[None]:
        try:
            yield Progress("working")
            raise KeyboardInterrupt
        finally:
            ended.append("here")

    monkeypatch.setattr("desktop_labeler.cli.project_commands.info", lambda _: run_job(job()))
    assert cli.run(["info", "p.labeler"]) == 1
    assert ended == ["here"]
    assert "Stopped" in capsys.readouterr().err


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[list[object]]:
    """What the window would be opened with."""
    import logging

    opened: list[object] = []

    def open_window(words: list[str], _: Path | None) -> int:
        opened.append(list(words))
        return 0

    monkeypatch.setattr("desktop_labeler.__main__._window", open_window)
    monkeypatch.setenv("DESKTOP_LABELER_DATA", str(tmp_path))
    handlers, raising = list(logging.getLogger().handlers), logging.raiseExceptions
    yield opened
    logging.raiseExceptions = raising
    for handler in set(logging.getLogger().handlers) - set(handlers):
        logging.getLogger().removeHandler(handler)
        handler.close()


def test_no_command_or_a_project_opens_the_window(window: list[object], tmp_path: Path) -> None:
    (tmp_path / "info").mkdir()
    assert main([]) == 0
    assert main(["birds.labeler"]) == 0
    assert main(["--sample", "--data-dir", str(tmp_path / "elsewhere")]) == 0
    assert main([str(tmp_path)]) == 0
    assert window == [[], ["birds.labeler"], ["--sample"], [str(tmp_path)]]
    assert main(["info"]) == 2
    assert main(["nothing-like-that"]) == 2
    assert len(window) == 4


def test_on_windows_the_library_of_torch_is_loaded_before_qt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Found:
        origin = str(tmp_path / "torch" / "__init__.py")

    library = tmp_path / "torch" / "lib" / "c10.dll"
    library.parent.mkdir(parents=True)
    library.write_bytes(b"")
    loaded: list[str] = []
    monkeypatch.setattr("desktop_labeler.__main__.find_spec", lambda _: Found)
    load_before_qt("linux", loaded.append)
    assert loaded == []
    load_before_qt("win32", loaded.append)
    assert loaded == [str(library)]


def test_window_loads_the_library_first() -> None:
    source = Path(sys.modules["desktop_labeler.__main__"].__file__ or "").read_text(encoding="utf-8")
    body = source[source.index("def _window") :]
    assert body.index("load_before_qt()") < body.index("desktop_labeler.ui.app")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_one_line_that_is_updated() -> None:
    stream, times = _Terminal(), iter([0.0, 0.01, 5.0, 10.0])
    line = ProgressLine(stream, lambda: next(times))
    line(Progress("reading", 0, 1000))
    line(Progress("reading", 1, 1000))  # too soon to be shown
    line(Progress("reading", 500, 1000))
    line(Progress("reading", 1000, 1000))
    line.end()
    shown_lines = stream.getvalue().split("\r")[1:]
    assert [text.rstrip() for text in shown_lines] == [
        "reading: 0 of 1,000",
        "reading: 500 of 1,000, 100/s, 5 s left",
        "reading: 1,000 of 1,000, 100/s",
    ]
    assert stream.getvalue().endswith("\n")
    assert len({len(text.rstrip("\n")) for text in shown_lines[1:]}) == 1  # the shorter line covers the longer one


def test_elsewhere_a_phase_is_a_few_lines_and_a_note_is_said_at_once() -> None:
    stream = io.StringIO()
    times = iter([0.0, 2.0, 4.0, 6.0, 7.0])
    line = ProgressLine(stream, lambda: next(times))
    for done in (0, 10, 20):
        line(Progress("reading", done, 20))
    line(Progress("writing", note=Message("out of memory: batch halved to 32")))
    line.end()
    assert stream.getvalue().splitlines() == [
        "reading: 0 of 20",
        "reading: 20 of 20, 5.0/s",
        "out of memory: batch halved to 32",
        "writing",
    ]


def test_words_for_numbers() -> None:
    assert [duration(seconds) for seconds in (0, 40, 99, 150, 7300)] == ["0 s", "40 s", "99 s", "2 min", "2 h 2 min"]
    assert [plural(1, "image"), plural(2062, "image"), plural(2, "class")] == ["1 image", "2,062 images", "2 classes"]
    assert [shown("a b.png"), shown("a\x1b[31m\n")] == ["a b.png", '"a\\u001b[31m\\n"']


def test_the_table_of_commands_and_the_parser_agree() -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit):
            command_parser().parse_args([command, "--help"])
