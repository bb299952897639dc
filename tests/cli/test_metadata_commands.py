"""How many images the command list shows."""

from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from tests.making import make_project


@pytest.mark.parametrize(("words", "lines"), [((), 50), (("-n", "70"), 70), (("-n", "3"), 3), (("-n", "99"), 80)])
def test_list_shows_as_many_as_were_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], lines: int
) -> None:
    path = tmp_path / "p.labeler"
    make_project(path, [f"{number:02}.png" for number in range(80)]).close()
    assert main(["list", str(path), *words]) == 0
    said = capsys.readouterr().out
    assert said.count(".png") == lines
    assert ("-n 80 or --json lists them all" in said) == (not words)
