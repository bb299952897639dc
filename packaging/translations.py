"""Collects the texts of the program and compiles their translations; `dev.py translate` runs this.

The sources are parsed as Python, so that nothing is missed or guessed: `tr("…")` in a class, `translate("…", "…")`,
`QT_TRANSLATE_NOOP`, and `_tr = translator("…")` for a module. The texts of the layers below the window (errors, phases
of jobs, reasons) are messages: literal templates with named arguments.
"""

import ast
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
SOURCE = FOLDER / "desktop_labeler_de.ts"
KEYS = FOLDER / "keys_en.ts"  # the English names of a few keys, which Qt writes in another way than we do
CONTEXT_MESSAGE = "Message"
_MARKS = ("translate", "QT_TRANSLATE_NOOP")
_OWN = ("tr", "_tr")
_FIELD = re.compile(r"\{(\w+)(?::[^{}]*)?\}")  # a field of a message, see desktop_labeler/messages.py
_WORDLESS = re.compile(r"\{\w+(?::[^{}|]*)?\}")  # a field that contains no words of the template

Key = tuple[str, str]  # context, text


@dataclass(frozen=True)
class Found:
    """The texts in the sources, and the places where something else stands instead of a literal text."""

    texts: dict[Key, str]
    problems: list[str]


def collect() -> Found:
    """Return every text that a person may see: context and text, with the first module that contains it."""
    texts: dict[Key, str] = {}
    problems: list[str] = []
    for path in sorted((ROOT / "desktop_labeler" / "ui").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        reader = _Reader(name, ast.parse(path.read_text(encoding="utf-8")))
        reader.read()
        problems += reader.problems
        for key in reader.keys:
            texts.setdefault(key, name)
    templates, not_literal = message_templates()
    for text in templates:
        texts.setdefault((CONTEXT_MESSAGE, text), "a message")
    return Found(texts, problems + not_literal)


class _Reader:
    """Collects the texts of one module of the window."""

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
        elif not isinstance(text, (ast.Name, ast.Attribute)):  # those are marked where the text is written
            self._complain(text, "no literal text")

    def _complain(self, node: ast.expr, why: str) -> None:
        self.problems.append(f"{self._name}:{node.lineno}: {why}: {ast.unparse(node)}")


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _context(value: ast.expr) -> str:
    """Return the context of `translator("…")`, or "" for anything else."""
    if isinstance(value, ast.Call) and _called(value) == "translator" and isinstance(value.args[0], ast.Constant):
        return str(value.args[0].value)
    return ""


def message_templates() -> tuple[list[str], list[str]]:
    """Return the templates of messages, and the places where a literal template is missing.

    A template is the first argument of `Message`, `unfilled`, `Progress` and the errors in errors.py. For `Message` and
    the errors, the other arguments fill in the template. `Message.filling` uses a template from elsewhere, so it is not
    collected. The command line is in English only: its templates are checked but not collected.
    """
    package = ROOT / "desktop_labeler"
    errors = ast.parse((package / "errors.py").read_text(encoding="utf-8"))
    reader = _TemplateReader({node.name for node in errors.body if isinstance(node, ast.ClassDef)})
    makers = [ROOT / "packaging" / f"make_{name}.py" for name in ("starter", "photo_backbone")]  # text in the files
    for path in [*makers, *sorted(package.rglob("*.py"))]:
        reader.read(path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8")))
    return sorted(reader.templates), reader.problems


class _TemplateReader:
    """Collects the templates of modules, and reports what cannot be translated."""

    def __init__(self, errors: set[str]) -> None:
        self.templates: set[str] = set()
        self.problems: list[str] = []
        self._filled = errors | {"Message"}

    def read(self, name: Path, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                self._call(name, node, _called(node), node.args[0])

    def _call(self, name: Path, node: ast.Call, called: str, template: ast.expr) -> None:
        if called == "filling" and not isinstance(template, (ast.Name, ast.Attribute, ast.Subscript)):
            self._complain(name, node, "no template from elsewhere")
        if called not in self._filled | {"Progress", "unfilled"}:
            return
        if not isinstance(template, ast.Constant) or not isinstance(template.value, str):
            self._complain(name, node, "no literal template")
        elif called in self._filled and not _is_filled(template.value, node):
            self._complain(name, node, "what is filled in is not what the template names")
        elif "cli" not in name.parts and any(letter.isalpha() for letter in _WORDLESS.sub("", template.value)):
            self.templates.add(template.value)

    def _complain(self, name: Path, node: ast.Call, why: str) -> None:
        self.problems.append(f"{name.as_posix()}:{node.lineno}: {why}: {ast.unparse(node)}")


def _is_filled(template: str, call: ast.Call) -> bool:
    """Whether a call gives exactly the arguments that its template names, none by position."""
    given = {keyword.arg for keyword in call.keywords}
    return len(call.args) == 1 and (None in given or given == {field[1] for field in _FIELD.finditer(template)})


def read_source(file: Path = SOURCE) -> dict[Key, str]:
    """Return the translations in a .ts file; an unfinished translation is ""."""
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
    """Write the .ts file: contexts by name, texts in the order of the sources; what precedes <TS> is kept."""
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
    """Return the path of the compiled translations, which the program loads."""
    return file.with_suffix(".qm")


def main() -> int:
    """Update the translations from the sources; return 1 if a text is not translated."""
    found = collect()
    for line in found.problems:
        print(line, file=sys.stderr)
    complete = [_brought_up_to_date(file, found.texts) for file in sources()]  # all of them, even after a failure
    return 0 if all([*complete, _compile(KEYS)]) and not found.problems else 1


def sources() -> list[Path]:
    """Return the .ts files, one for each language except English."""
    return sorted(FOLDER.glob("desktop_labeler_*.ts"))


def _brought_up_to_date(file: Path, texts: dict[Key, str]) -> bool:
    """Write and compile the translations of one language, print which are missing, and return whether none is."""
    translations = read_source(file)
    write_source(texts, translations, file)
    done = _compile(file)
    missing = [key for key in texts if not translations.get(key)]
    for context, text in missing:
        print(f"{file.name}: not translated: {context}: {text}", file=sys.stderr)
    print(f"{file.name}: {len(texts) - len(missing)} of {len(texts)} texts are translated")
    return done and not missing


def _compile(file: Path) -> bool:
    """Compile the translations of one language, and return whether that worked."""
    tool = Path(sys.executable).with_name("pyside6-lrelease")
    return not subprocess.call([tool, "-silent", file, "-qm", compiled(file)])


if __name__ == "__main__":
    raise SystemExit(main())
