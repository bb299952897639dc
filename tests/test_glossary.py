"""The glossary is kept: no old name comes back as a module or as a public name."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "desktop_labeler"
GLOSSARY = (ROOT / ".github" / "glossary.md").read_text(encoding="utf-8")


def _old_names(heading: str) -> list[str]:
    """Return the patterns in the first column of the table under a heading."""
    section = GLOSSARY.split(f"### {heading}\n", 1)[1].split("\n#", 1)[0]
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
    return [pattern for row in rows for pattern in re.findall(r"`([^`]+)`", row)]


def _in_snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _public_names(source: str) -> Iterator[str]:
    """Yield the public classes and functions of a module, and the public fields and methods of its classes."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        for inside in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inside, ast.FunctionDef):
                yield inside.name
            elif isinstance(inside, ast.AnnAssign) and isinstance(inside.target, ast.Name):
                yield inside.target.id


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
NAMES = sorted(
    {
        (name, path.relative_to(ROOT).as_posix())
        for path in MODULES
        for name in _public_names(path.read_text(encoding="utf-8"))
        if not name.startswith("_")
    }
)


@pytest.mark.parametrize("old", _old_names("Modules"))
def test_no_module_has_an_old_name(old: str) -> None:
    assert [path.relative_to(ROOT).as_posix() for path in MODULES if fnmatchcase(path.stem, old)] == []


@pytest.mark.parametrize("old", _old_names("Public names"))
def test_nothing_public_has_an_old_name(old: str) -> None:
    assert [f"{where}: {name}" for name, where in NAMES if fnmatchcase(_in_snake_case(name), old)] == []


def test_every_term_is_explained_once() -> None:
    terms = re.findall(r"^\| ([^|`]+?) \| [^|]+ \| [^|]* \|$", GLOSSARY, re.MULTILINE)
    terms = [term for term in terms if term != "term"]
    assert len(terms) > 50
    assert len(terms) == len(set(terms))


@pytest.mark.parametrize(
    "word", ["benutz", "Gebrauch", "Grafikprozessor", "wurde nichts ge", "umgezogen", "verdächtig"]
)
def test_the_german_window_keeps_to_one_word_for_a_thing(word: str) -> None:
    """The table "In German": these come back easily."""
    source = ROOT / "resources" / "translations" / "desktop_labeler_de.ts"
    german = [text.text or "" for text in ElementTree.parse(source).iter("translation")]
    german += [page.read_text(encoding="utf-8") for page in (ROOT / "resources" / "handbook" / "de").glob("*.md")]
    assert [text[:80] for text in german if word in text] == []
