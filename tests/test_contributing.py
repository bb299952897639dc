"""The contributor's page keeps its word: its map is the code, the files and commands that it names exist."""

import re
import tomllib
from pathlib import Path

import code_map
import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / ".github").rglob("*.md"))
PAGE = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")


def _mapped() -> set[str]:
    """Return the modules of the map, as paths from the root."""
    found: set[str] = set()
    room = ""
    for line in PAGE.split(code_map.BEGIN)[1].split(code_map.END)[0].splitlines():
        if heading := re.match(r"\*\*`(.+)/`\*\*", line):
            room = heading.group(1)
        elif entry := re.match(r"- `(\w+)`: \S", line):
            found.add(f"{room}/{entry.group(1)}.py")
    return found


def test_every_module_is_in_the_map_and_every_entry_is_a_module() -> None:
    there = {path.relative_to(ROOT).as_posix() for path in code_map.modules()}
    assert there - _mapped() == set(), "run `python3 packaging/dev.py map`"
    assert _mapped() - there == set(), "run `python3 packaging/dev.py map`"


def test_the_map_says_what_the_modules_say() -> None:
    assert code_map.written(PAGE) == PAGE, "run `python3 packaging/dev.py map`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:desktop_labeler|packaging|tests|resources|\.github)/[\w./-]+)`", text)
    rooms = re.findall(r"`((?:cli|data|jobs|ml|ui)/[\w/]+)`", text)  # of the package, as the layers are named
    assert [place for place in rooms if not list((ROOT / "desktop_labeler").glob(f"{place}*"))] == []
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    missing = [place for place in named if not re.search("NAME|CODE|vN", place) and not (ROOT / place).exists()]
    missing += [place for place in linked if not (page.parent / place).exists()]
    assert missing == []


def _drawn_layers() -> dict[str, list[str]]:
    """Return the layers as the page draws them, highest first, by the folder that they divide."""
    figure = PAGE.split("## The layers")[1].split("```")[1]
    lines = re.sub(r"\n +(?=[→|])", " ", figure).strip().splitlines()
    found = {}
    for line in filter(None, lines):
        room, drawn = re.fullmatch(r"(?:in ([\w/]+): +)?(.+)", line).groups()  # type: ignore[union-attr]
        found[room or ""] = [layer.strip() for layer in drawn.split("→")]
    return found


def test_the_layers_that_are_drawn_are_those_that_are_checked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    checked = {}
    for contract in settings["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers":
            room = contract.get("containers", ["desktop_labeler"])[0].partition(".")[2].replace(".", "/")
            checked[room] = [layer.replace("desktop_labeler.", "") for layer in contract["layers"]]
    assert _drawn_layers() == checked


def test_commands_that_are_named_exist() -> None:
    commands = set(re.findall(r"dev\.py (\w+)", PAGE))
    source = (ROOT / "packaging" / "dev.py").read_text(encoding="utf-8")
    assert commands >= {"run", "test", "lint", "bench", "translate", "map", "package"}
    assert all(f'"{command}": (' in source for command in commands)
