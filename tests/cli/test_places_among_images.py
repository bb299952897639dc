"""Every command that writes where it is told: never into a folder of images, and a new project there says so."""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_labeler import cli
from desktop_labeler.cli.parsing.parser import command_parser
from desktop_labeler.data.formats import FORMATS
from tests.jobs.files import snapshot

# The words of each command that takes a new place, O; P is a project, I its folder of images.
WRITING: dict[str, tuple[str, ...]] = {
    "diagnostics": ("diagnostics", "O"),
    "diagnostics of a project": ("diagnostics", "O", "--project", "P"),
    "sample": ("sample", "O"),
    **{f"export {name}": ("export", "P", "O", "--format", name) for name in FORMATS},
    "predict": ("predict", "P", "I", "O"),
    "export-model": ("export-model", "P", "O"),
    "package": ("package", "P", "O", "-n", "1"),
    "report": ("report", "P", "O"),
}
ENDINGS = {"diagnostics": ".zip", "predict": ".csv", "package": ".labeler", "report": ".html"}


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in dict.fromkeys(action.choices.values()):
                yield from _parsers(inner)


def test_every_command_with_a_place_to_write_to_is_tried() -> None:
    takes_place = {
        parser.prog.split()[1]
        for parser in _parsers(command_parser())
        if any(str(action.metavar).startswith("OUT") for action in parser._actions)
    }
    assert takes_place == {words[0] for words in WRITING.values()}


@pytest.fixture
def made(folder: Path, project: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert cli.run(["new", str(project), str(folder)]) == 0
    capsys.readouterr()
    return project


@pytest.mark.parametrize("command", WRITING)
def test_nothing_is_written_into_a_folder_of_images(
    command: str, made: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(folder)
    out = folder / "cat" / f"out{ENDINGS.get(WRITING[command][0], '')}"
    places = {"P": made, "I": folder, "O": out}
    assert cli.run([str(places.get(word, word)) for word in WRITING[command]]) == 1
    assert "where nothing is ever written. Choose another place." in capsys.readouterr().err
    assert snapshot(folder) == before


@pytest.mark.parametrize("command", ["diagnostics", "sample"])
def test_a_folder_with_a_few_pictures_among_other_files_is_no_folder_of_images(command: str, tmp_path: Path) -> None:
    for name in ("letter.txt", "table.csv", "plan.odt", "holiday.png", ".hidden.png"):
        (tmp_path / name).touch()
    assert cli.run([command, str(tmp_path / "out.zip")]) == 0


def test_a_project_among_its_images_is_made_with_a_word(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run: Callable[..., dict[str, list[str]]] = lambda *words: (  # noqa: E731
        json.loads(capsys.readouterr().out) if cli.run([*map(str, words), "--json"]) == 0 else {}
    )
    said = "p.labeler is among the images, and its backups will be, too."
    for place in (folder, folder / "dog"):
        notes = run("new", place / "p.labeler", folder)["notes"]
        assert [note.startswith(said) for note in notes] == [True]
    assert run("new", tmp_path / "p.labeler", folder)["notes"] == []
