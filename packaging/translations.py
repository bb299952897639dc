"""The texts of the program and their translations: `dev.py translate` collects them and compiles what is translated.

The sources are read as Python, so that nothing is missed and nothing is guessed: `tr("…")` in a class, `translate("…",
"…")`, `QT_TRANSLATE_NOOP`, and `_tr = translator("…")` for a module. What the layers below the window say (errors,
phases of jobs) is English there; the window translates it by the templates collected here.
"""

import ast
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
SOURCE = FOLDER / "desktop_labeler_de.ts"
TOLD = FOLDER / "told.json"
CONTEXT_TOLD = "Told"
_LAYERS = ("errors.py", "__main__.py", "data", "ml", "jobs", "ui")
_MARKS = ("translate", "QT_TRANSLATE_NOOP")
_OWN = ("tr", "_tr")
_ERRORS = (
    "Message",
    "LabelerError",
    "ProjectError",
    "ProjectInUseError",
    "ImageError",
    "FormatError",
    "WeightsError",
    "DeviceError",
)
_SAYING = (
    "_sentence",
    "why_not",
    "file_reason",
    "_damage",
    "_other_kind",
    "_text_kind",
    "_move_data_if_needed",
)  # functions that return words
_LISTING = ("_notes", "_table_notes")  # functions that return lists of sentences
_NOTES = ("_note", "phase", "what", "then")  # variables that hold them
_KEYWORDS = {"Progress": ("note",), "replace": ("note",), "decide": ("what",), "BackboneInfo": ("source",)}
# English for whoever looks after the program: what the self-test found goes into a report.
_UNSEEN = ("self_test.py", "run_self_test.py", "system_check.py", "window_check.py", "tour.py")

Key = tuple[str, str]  # context, text


@dataclass(frozen=True)
class Found:
    """The texts of the sources, and what stands where a text should stand."""

    texts: dict[Key, str]
    problems: list[str]


def collect() -> Found:
    """Return every text that a person may see: context and text, with the module where it stands first."""
    texts: dict[Key, str] = {}
    problems: list[str] = []
    for path in sorted((ROOT / "desktop_labeler" / "ui").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        reader = _Reader(name, ast.parse(path.read_text(encoding="utf-8")))
        reader.read()
        problems += reader.problems
        for key in reader.keys:
            texts.setdefault(key, name)
    for text in told():
        texts.setdefault((CONTEXT_TOLD, text), "below the window")
    return Found(texts, problems)


class _Reader:
    """Reads one module of the window."""

    def __init__(self, name: str, tree: ast.Module) -> None:
        self.keys: list[Key] = []
        self.problems: list[str] = []
        self._name, self._tree = name, tree
        self._contexts = {
            target.id: context
            for entry in tree.body
            if isinstance(entry, ast.Assign) and (context := _context(entry.value))
            for target in entry.targets
            if isinstance(target, ast.Name)
        }

    def read(self) -> None:
        self._visit(self._tree, "")

    def _visit(self, node: ast.AST, owner: str) -> None:
        for below in ast.iter_child_nodes(node):
            if isinstance(below, ast.Call):
                self._call(below, owner)
            self._visit(below, below.name if isinstance(below, ast.ClassDef) else owner)

    def _call(self, call: ast.Call, owner: str) -> None:
        name = _called(call)
        if name in _MARKS and len(call.args) >= 2 and isinstance(call.args[0], ast.Constant):
            self._keep(str(call.args[0].value), call.args[1])
        elif name in _OWN and call.args:
            plain = isinstance(call.func, ast.Name)
            context = self._contexts.get(name, "") if plain else owner
            if context:
                self._keep(context, call.args[0])
            else:
                self._complain(call, "tr() outside a class has no context: use QCoreApplication.translate")

    def _keep(self, context: str, text: ast.expr) -> None:
        if isinstance(text, ast.IfExp):
            self._keep(context, text.body)
            self._keep(context, text.orelse)
        elif isinstance(text, ast.Constant) and isinstance(text.value, str):
            self.keys.append((context, text.value))
        elif not isinstance(text, (ast.Name, ast.Attribute)):  # those were marked where they are written
            self._complain(text, "no literal text")

    def _complain(self, node: ast.expr, why: str) -> None:
        self.problems.append(f"{self._name}:{node.lineno}: {why}: {ast.unparse(node)}")


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _context(value: ast.expr) -> str:
    """Return the context of `translator("…")`, empty for anything else."""
    if isinstance(value, ast.Call) and _called(value) == "translator" and isinstance(value.args[0], ast.Constant):
        return str(value.args[0].value)
    return ""


def told() -> list[str]:
    """Return errors, phases and the like, as templates: {0}, {1} … stand for what varies."""
    found: dict[str, None] = {}
    starter = ROOT / "packaging" / "make_starter.py"  # what the starter says of itself in its file
    for place in [starter, *(ROOT / "desktop_labeler" / layer for layer in _LAYERS)]:
        for path in [place] if place.is_file() else sorted(place.rglob("*.py")):
            if path.name not in _UNSEEN:
                found.update(dict.fromkeys(_templates(ast.parse(path.read_text(encoding="utf-8")))))
    return sorted(found)


def _templates(tree: ast.Module) -> Iterator[str]:
    constants: dict[str, object] = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for place in _places(tree):
        for text in _texts(place):
            template = _template(text, constants)
            if any(char.isalpha() for char in re.sub(r"\{\w+\}", "", template)):  # not only what is filled in
                yield template


def _places(tree: ast.Module) -> Iterator[ast.expr]:
    """The expressions that become words for the person."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _arguments(node)
        elif isinstance(node, ast.Assign) and any(_target(target) in _NOTES for target in node.targets):
            yield node.value
        elif isinstance(node, ast.FunctionDef) and node.name in _SAYING:
            yield from (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None)
        elif isinstance(node, ast.FunctionDef) and node.name in _LISTING:
            yield from (one for one in ast.walk(node) if isinstance(one, ast.JoinedStr))


def _arguments(call: ast.Call) -> Iterator[ast.expr]:
    name = _called(call)
    if name in (*_ERRORS, "Progress", "_note", "By") and call.args:
        yield call.args[0]
    if name == "Format" and len(call.args) > 1:
        yield call.args[1]
    if name == "BackboneInfo" and call.args:
        yield call.args[-1]
    yield from (keyword.value for keyword in call.keywords if keyword.arg in _KEYWORDS.get(name, ()))


def _target(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _texts(place: ast.expr) -> Iterator[ast.expr]:
    if isinstance(place, ast.IfExp):
        yield from _texts(place.body)
        yield from _texts(place.orelse)
    elif isinstance(place, (ast.Constant, ast.JoinedStr, ast.Name)):
        yield place
    for part in place.values if isinstance(place, ast.JoinedStr) else ():
        if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.IfExp):  # words that are filled in
            yield from _texts(part.value)


def _template(text: ast.expr, constants: dict[str, object]) -> str:
    if isinstance(text, ast.Constant):
        return text.value if isinstance(text.value, str) else ""
    if isinstance(text, ast.Name):
        return str(constants.get(text.id, ""))
    parts: list[str] = []
    count = 0
    for part in text.values if isinstance(text, ast.JoinedStr) else ():
        value = part.value if isinstance(part, ast.FormattedValue) else part
        plain = isinstance(value, ast.Name) and not (isinstance(part, ast.FormattedValue) and part.format_spec)
        known = constants.get(value.id) if plain and isinstance(value, ast.Name) else None
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(known, (str, int)):
            parts.append(str(known))
        else:
            parts.append(f"{{{count}}}")
            count += 1
    return "".join(parts)


def read_source(file: Path = SOURCE) -> dict[Key, str]:
    """Return the translations of a .ts file; an unfinished one is empty."""
    found: dict[Key, str] = {}
    if not file.is_file():
        return found
    for context in ET.parse(file).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            node = message.find("translation")
            done = node is not None and node.get("type") is None
            found[name, message.findtext("source") or ""] = (node.text or "") if node is not None and done else ""
    return found


def write_source(texts: dict[Key, str], translations: dict[Key, str], file: Path = SOURCE) -> None:
    """Write the .ts file: contexts by name, texts in the order of the sources; what stands before <TS> stays."""
    old = file.read_text(encoding="utf-8") if file.is_file() else ""
    head = old.partition("<TS")[0] or '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    lines = [head + f'<TS version="2.1" language="{file.stem.rpartition("_")[2]}" sourcelanguage="en_US">']
    for context in sorted({key[0] for key in texts}):
        lines += ["<context>", f"    <name>{escape(context)}</name>"]
        for key in (key for key in texts if key[0] == context):
            text = translations.get(key, "")
            node = f"<translation>{escape(text)}</translation>" if text else '<translation type="unfinished"/>'
            source = f"<source>{escape(key[1])}</source>"
            lines += ["    <message>", f"        {source}", f"        {node}", "    </message>"]
        lines.append("</context>")
    file.write_text("\n".join([*lines, "</TS>", ""]), encoding="utf-8", newline="\n")


def compiled(file: Path = SOURCE) -> Path:
    """Return the place of the compiled translations, which the program loads."""
    return file.with_suffix(".qm")


def main() -> int:
    """Bring the translations up to date with the sources; returns 1 when a text is not translated."""
    found = collect()
    TOLD.write_text(json.dumps(told(), indent=0, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    for line in found.problems:
        print(line, file=sys.stderr)
    complete = [_brought_up_to_date(file, found.texts) for file in sources()]  # all of them, also after one that is not
    return 0 if all(complete) and not found.problems else 1


def sources() -> list[Path]:
    """Return the .ts files, one for each language but English."""
    return sorted(FOLDER.glob("desktop_labeler_*.ts"))


def _brought_up_to_date(file: Path, texts: dict[Key, str]) -> bool:
    """Write and compile the translations of one language; say which are missing, and whether none is."""
    translations = read_source(file)
    write_source(texts, translations, file)
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    failed = subprocess.call([tool, "-silent", file, "-qm", compiled(file)])
    missing = [key for key in texts if not translations.get(key)]
    for context, text in missing:
        print(f"{file.name}: not translated: {context}: {text}", file=sys.stderr)
    print(f"{file.name}: {len(texts) - len(missing)} of {len(texts)} texts are translated")
    return not failed and not missing


if __name__ == "__main__":
    raise SystemExit(main())
