#!/usr/bin/env python3
"""Write the code map into .github/CONTRIBUTING.md: one line per module, with the first line of its docstring.

A test fails if the map does not match the code; this script updates the map. It needs only the standard library.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop_labeler"
PAGE = ROOT / ".github" / "CONTRIBUTING.md"
BEGIN, END = "<!-- map: written by packaging/code_map.py -->", "<!-- end of the map -->"


def written(page: str) -> str:
    """Return the page with the current map between its markers."""
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    return f"{before}{BEGIN}\n\n{code_map()}\n\n{END}{after}"


def code_map() -> str:
    """Return the map: the rooms from the bottom layer to the top, each with its modules."""
    return "\n\n".join(_room(folder) for folder in _rooms())


def modules() -> list[Path]:
    """Return every module that contains code; the `__init__.py` of a package counts as part of its room."""
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")


def _rooms() -> Iterator[Path]:
    """Yield the package and its layers, each before its rooms."""
    yield PACKAGE
    for layer in ("data", "ml", "jobs", "cli", "ui"):
        yield PACKAGE / layer
        yield from sorted(path.parent for path in (PACKAGE / layer).glob("*/**/__init__.py"))


def _room(folder: Path) -> str:
    name = folder.relative_to(ROOT).as_posix()
    lines = [f"**`{name}/`** {_summary(folder / '__init__.py')}"]
    here = [path for path in modules() if path.parent == folder]
    if here:
        lines += ["", *(f"- `{path.stem}`: {_summary(path)}" for path in here)]
    return "\n".join(lines)


def _summary(module: Path) -> str:
    """Return the first line of a module's docstring."""
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return " ".join(docstring.split("\n\n")[0].split())


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
