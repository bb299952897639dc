"""Whatever lies where an import expects a file: a sentence, nothing is changed, and nothing waits for ever."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.data.formats import FORMATS
from tests.making import make_project


def _huge(place: Path) -> None:
    """Make a file of a terabyte that takes no room."""
    with place.open("wb") as file:
        file.write(b"[")
        file.truncate(10**12)


def _deep(place: Path) -> None:
    place.write_text("[" * 200_000, encoding="utf-8")


def _endless(place: Path) -> None:
    place.symlink_to("/dev/zero")


ODD: dict[str, Callable[[Path], object]] = {
    "pipe": lambda place: os.mkfifo(place),
    "endless device": _endless,
    "empty device": lambda place: place.symlink_to("/dev/null"),
    "folder": Path.mkdir,
    "link to nowhere": lambda place: place.symlink_to("nowhere"),
    "link to itself": lambda place: place.symlink_to(place.name),
    "huge": _huge,
    "nested": _deep,
    "empty": Path.touch,
    "number": lambda place: place.write_text("9" * 5_000, encoding="utf-8"),
    "zeros": lambda place: place.write_bytes(bytes(9_000)),
    "not a number": lambda place: place.write_text('{"labels": NaN}', encoding="utf-8"),
}
# What each format reads: the path below the place that is given to the import, "" for the place itself.
READ = [
    ("csv", ""),
    ("csv", "l.csv"),
    ("labelstudio", "tasks.json"),
    ("fiftyone", "labels.json"),
    ("fiftyone", "data"),
    ("fiftyone", ""),
    ("labelme", "a.json"),
    ("labelme", ""),
    ("huggingface", "metadata.csv"),
    ("huggingface", "metadata.jsonl"),
    ("huggingface", "dataset_info.json"),
    ("huggingface", "README.md"),
    ("huggingface", ""),
    ("imagefolder", "cat"),
    ("imagefolder", "cat/z.png"),
    ("imagefolder", ""),
    ("split", "train"),
    ("split", "train/cat/z.png"),
    ("split", ""),
]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes and devices among the files here")
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(("form", "inside"), READ)
def test_05_whatever_is_there_is_said_and_nothing_hangs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, inside: str, odd: str
) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"], files=True):
        pass
    given = tmp_path / "given"
    place = given / inside if inside else given
    place.parent.mkdir(parents=True, exist_ok=True)
    ODD[odd](place)
    whole = not FORMATS[form].folder and inside
    code = main(["import", str(tmp_path / "p.labeler"), str(place if whole else given), "--format", form])
    told = capsys.readouterr()
    assert code in (0, 1), told.err
    assert "Traceback" not in told.err
    assert "unexpected" not in told.err.lower()
    if code:
        assert told.err.strip().splitlines()[-1].endswith((".", ")"))
    assert main(["info", str(tmp_path / "p.labeler")]) == 0
    assert "2 unlabelled" in capsys.readouterr().out
