"""The README keeps its word: its script runs, its commands, pictures and links exist."""

import csv
import re
import shutil
from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.cli.parsing.parser import COMMANDS
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.paths import resource

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_script_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert found is not None
    with (resource("sample") / "truth.csv").open(encoding="utf-8") as file:
        truth = [row for row in csv.DictReader(file) if row["truth"] in ("Anabaena", "Aulacoseira", "Cyclotella")][:120]
    truth = truth[::2]
    for row in truth:
        place = tmp_path / "birds" / Path(row["rel_path"]).name
        place.parent.mkdir(exist_ok=True)
        shutil.copy(resource("sample", "images", row["rel_path"]), place)
    with (tmp_path / "fifty.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("rel_path", "label"))
        labelled = [row for row in truth if row not in truth[::6]]
        kinds = sorted({row["truth"] for row in truth})
        for turn, row in enumerate(labelled):  # every twelfth label is wrong
            given = kinds[(kinds.index(row["truth"]) + (turn % 12 == 0)) % len(kinds)]
            table.writerow((Path(row["rel_path"]).name, given))
    monkeypatch.chdir(tmp_path)
    exec(compile(found.group(1), "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert sum("is probably" in line for line in printed) == 10
    doubted = [line.split(" is labelled ") for line in printed if "looks like" in line]
    assert len({path for path, _ in doubted} & {Path(row["rel_path"]).name for row in labelled[::12]}) >= 3
    assert all(len(set(said.split(" and looks like "))) == 2 for _, said in doubted)


def test_every_command_of_the_readme_exists() -> None:
    named = re.findall(r"^    desktop-labeler (\w+) ", README, re.MULTILINE)
    assert len(named) >= 6
    assert set(named) <= set(COMMANDS)


# How the README calls each format of exports.
_FORMATS = {
    "csv": "CSV",
    "imagefolder": "class folders",
    "split": "train/val/test",
    "huggingface": "Hugging Face",
    "fiftyone": "FiftyOne",
    "labelstudio": "Label Studio",
    "labelme": "labelme",
    "ecotaxa": "EcoTaxa",
    "darwincore": "Darwin Core",
    "camtrapdp": "Camtrap DP",
    "xmp": "XMP side-cars",
}


def test_the_readme_names_every_format() -> None:
    listed = re.search(r"- \*\*Import and export\*\*: (.+?)\n- ", README, re.DOTALL)
    assert listed is not None
    assert set(_FORMATS) == set(FORMATS)
    assert [name for name in _FORMATS.values() if name not in " ".join(listed[1].split())] == []


def test_the_two_commands_stand_in_the_first_screen() -> None:
    first = "\n".join(README.splitlines()[:15])
    assert "python3 packaging/dev.py run" in first
    assert "python3 packaging/dev.py test" in first


def test_the_pictures_are_there() -> None:
    for name in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / name).stat().st_size > 10_000


def test_what_it_links_to_is_there() -> None:
    linked = [place for place in re.findall(r"\]\(([^)]+)\)", README) if "://" not in place]
    assert linked
    assert [place for place in linked if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "usage: desktop-labeler" in capsys.readouterr().out
