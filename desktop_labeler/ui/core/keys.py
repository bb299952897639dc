"""The keys: actions, their default and changed keys, and the action of a pressed key."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.decisions.class_keys import KEYS as CLASS_KEYS
from desktop_labeler.data.project.project_file import LabelClass


@dataclass(frozen=True)
class Action:
    """An action of a key on a grid; `keys` are default portable names, `section` groups the list of keys."""

    name: str
    text: str
    keys: tuple[str, ...]
    section: str

    def shown(self) -> str:
        """Return its description in the language of the window."""
        return QCoreApplication.translate("Keys", self.text)


def _section(name: str, *rows: tuple[str, str, str]) -> list[Action]:
    return [Action(action, text, tuple(keys.split(" ")) if keys else (), name) for action, text, keys in rows]


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Mark a text for lupdate, as Qt's function does, whose return type is `object`."""
    return text


ACTIONS: tuple[Action, ...] = (
    *_section(
        QT_TRANSLATE_NOOP("Keys", "Move"),
        ("left", QT_TRANSLATE_NOOP("Keys", "Image to the left"), "Left"),
        ("right", QT_TRANSLATE_NOOP("Keys", "Image to the right"), "Right"),
        ("up", QT_TRANSLATE_NOOP("Keys", "Image above"), "Up"),
        ("down", QT_TRANSLATE_NOOP("Keys", "Image below"), "Down"),
        ("first", QT_TRANSLATE_NOOP("Keys", "First image"), "Home"),
        ("last", QT_TRANSLATE_NOOP("Keys", "Last image"), "End"),
        ("page_up", QT_TRANSLATE_NOOP("Keys", "One screen up"), "PgUp"),
        ("page_down", QT_TRANSLATE_NOOP("Keys", "One screen down"), "PgDown"),
    ),
    *_section(
        QT_TRANSLATE_NOOP("Keys", "Select"),
        ("toggle", QT_TRANSLATE_NOOP("Keys", "Select or unselect this image (Suggestions: mark it as wrong)"), "Space"),
        ("select_all", QT_TRANSLATE_NOOP("Keys", "Select all that match"), "Ctrl+A"),
        ("clear", QT_TRANSLATE_NOOP("Keys", "Clear the selection, leave a group"), "Esc"),
        ("row", QT_TRANSLATE_NOOP("Keys", "Select the row"), "R"),
        ("group", QT_TRANSLATE_NOOP("Keys", "Select the group"), "G"),
    ),
    *_section(
        QT_TRANSLATE_NOOP("Keys", "Decide"),
        ("choose", QT_TRANSLATE_NOOP("Keys", "Choose a class by its name"), "/ F2"),
        ("accept", QT_TRANSLATE_NOOP("Keys", "Accept the suggestion"), "Return"),
        (
            "accept_page",
            QT_TRANSLATE_NOOP("Keys", "Accept all that is selected (Suggestions: all that is not marked)"),
            "Ctrl+Return",
        ),
        ("accept_row", QT_TRANSLATE_NOOP("Keys", "Accept the row, go to the next"), "Shift+Return"),
        ("reject", QT_TRANSLATE_NOOP("Keys", "Not this class (Suggestions: mark it as wrong)"), "X"),
        ("keep", QT_TRANSLATE_NOOP("Keys", "Keep the given label"), "Q"),
        ("take", QT_TRANSLATE_NOOP("Keys", "Take the expected class"), "W"),
        ("unsure", QT_TRANSLATE_NOOP("Keys", "Unsure"), "U"),
        ("exclude", QT_TRANSLATE_NOOP("Keys", "Exclude: none of the classes"), "E"),
        ("second", QT_TRANSLATE_NOOP("Keys", "Needs a second opinion"), "N"),
        ("most_common", QT_TRANSLATE_NOOP("Keys", "Set all to their most common suggestion"), "M"),
        ("keep_all", QT_TRANSLATE_NOOP("Keys", "Keep the labels of the whole group"), "Shift+Q"),
        ("take_all", QT_TRANSLATE_NOOP("Keys", "Take the expected class for the whole group"), "Shift+W"),
        ("unlabel", QT_TRANSLATE_NOOP("Keys", "Remove the label"), "Del"),
        ("undo", QT_TRANSLATE_NOOP("Keys", "Undo"), "Ctrl+Z"),
        ("redo", QT_TRANSLATE_NOOP("Keys", "Redo"), "Ctrl+Shift+Z Ctrl+Y"),
    ),
    *_section(
        QT_TRANSLATE_NOOP("Keys", "Page"),
        ("open", QT_TRANSLATE_NOOP("Keys", "Show this image large"), "O"),
        ("compare", QT_TRANSLATE_NOOP("Keys", "Large: compare with this image"), "C"),
        ("boxes", QT_TRANSLATE_NOOP("Keys", "Large: draw and change boxes"), "D"),
        ("show_file", QT_TRANSLATE_NOOP("Keys", "Show in the file manager"), ""),
        ("stack", QT_TRANSLATE_NOOP("Keys", "Show groups as stacks"), "T"),
        ("similar", QT_TRANSLATE_NOOP("Keys", "Sort by similarity to this image"), "S"),
        ("gallop", QT_TRANSLATE_NOOP("Keys", "Accept down to here"), "B"),
        ("page_right", QT_TRANSLATE_NOOP("Keys", "This page is right"), "F"),
        ("page_wrong", QT_TRANSLATE_NOOP("Keys", "This page is not all right"), "J"),
        ("take_over", QT_TRANSLATE_NOOP("Keys", "Show new results now"), "F5"),
        ("larger", QT_TRANSLATE_NOOP("Keys", "Larger images"), "Ctrl++ Ctrl+="),
        ("smaller", QT_TRANSLATE_NOOP("Keys", "Smaller images"), "Ctrl+-"),
        ("help", QT_TRANSLATE_NOOP("Keys", "Show and change the keys"), "?"),
    ),
    *_section(
        QT_TRANSLATE_NOOP("Keys", "Map"),
        ("lasso", QT_TRANSLATE_NOOP("Keys", "Draw a line around images"), "L"),
        ("in_view", QT_TRANSLATE_NOOP("Keys", "Show the images of this part of the map"), "V"),
    ),
)
KEY_NAMES = (  # that Qt leaves in English or writes as no keyboard does; Qt asks for them in this context
    QT_TRANSLATE_NOOP("QShortcut", "Return"),
    QT_TRANSLATE_NOOP("QShortcut", "Enter"),
    QT_TRANSLATE_NOOP("QShortcut", "PgUp"),
    QT_TRANSLATE_NOOP("QShortcut", "PgDown"),
)
BY_NAME: dict[str, Action] = {action.name: action for action in ACTIONS}
MOVES = frozenset(("left", "right", "up", "down", "first", "last", "page_up", "page_down"))


class KeyMap(QObject):
    """Which keys currently mean which action; `changed` is emitted when the person changes one.

    Attributes:
        type_ahead: whether Shift and a letter search for a class by its first letter.
        fixed: actions of the window by key; neither a grid action nor a class can have these keys.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: dict[str, tuple[str, ...]] = {}
        self._by_key: dict[str, str] = {}
        self.type_ahead = False
        self.fixed: dict[str, str] = {}
        self.load({})

    def load(self, changes: Mapping[str, str], *, type_ahead: bool = False) -> None:
        """Use the defaults with these changes: keys by action name, separated by spaces.

        Unknown actions and keys, as in settings of a newer version, are ignored.
        """
        self.type_ahead = type_ahead
        self._keys = {action.name: action.keys for action in ACTIONS}
        for name, keys in changes.items():
            if name in self._keys:
                self._keys[name] = tuple(filter(None, (normal(key) for key in keys.split(" "))))
        self._index()

    def changes(self) -> dict[str, str]:
        """Return the changes to the defaults, for the settings."""
        return {name: " ".join(keys) for name, keys in self._keys.items() if keys != BY_NAME[name].keys}

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the portable names of the keys of an action."""
        return self._keys[name]

    def shown(self, name: str) -> str:
        """Return the first key of an action as this system writes it (⇧⌘Z); empty if it has none."""
        keys = self._keys[name]
        return shown_key(keys[0]) if keys else ""

    def conflict(self, name: str, key: str) -> Action | None:
        """Return the other action that has this key; None if it is free."""
        holder = self._by_key.get(normal(key))
        return BY_NAME[holder] if holder is not None and holder != name else None

    def set_keys(self, name: str, keys: tuple[str, ...]) -> None:
        """Set the keys of an action.

        Raises:
            ValueError: if one is not a key or belongs to a class or another action; see `conflict`.
        """
        cleaned = tuple(normal(key) for key in keys)
        for key, given in zip(cleaned, keys, strict=True):
            other = self.conflict(name, key)
            if not key or key in CLASS_KEYS or other is not None:
                raise ValueError(f"{given!r} cannot be a key of {name}: {other.name if other else 'no free key'}")
        self._keys[name] = cleaned
        self._index()

    def action(self, event: QKeyEvent) -> tuple[str, bool] | None:
        """Return the action that a key press means, and whether Shift extends the selection with it."""
        for key in key_names(event):
            if key in self._by_key:
                return self._by_key[key], False
            plain = self._by_key.get(key.replace("Shift+", ""))
            if plain in MOVES and "Shift+" in key:
                return plain, True
        return None

    def class_of(self, event: QKeyEvent, classes: Iterable[LabelClass]) -> LabelClass | None:
        """Return the class whose key was pressed; actions that have the key take precedence."""
        digit = class_key(event)
        names = [digit] if digit else [] if self.action(event) is not None else key_names(event)[:1]
        return next((label for label in classes if label.key in names), None)

    def why_not(self, key: str, of: LabelClass, classes: Iterable[LabelClass]) -> str:
        """Return what already has a key that a class should get; empty if the key is free."""
        name = normal(key)
        return self.action_of(key) or next(
            (label.name for label in classes if label.key == name and label.id != of.id), ""
        )

    def action_of(self, key: str) -> str:
        """Return the description of the action that has a key; empty if a class can have it, or for no key."""
        name = normal(key)
        if not name:  # entries of the window without a key have this one
            return ""
        moved = self._by_key.get(name.replace("Shift+", ""))
        action = self._by_key.get(name) or (moved if moved in MOVES else None)
        return BY_NAME[action].shown() if action is not None else self.fixed.get(name, "")

    def letter(self, event: QKeyEvent) -> str:
        """Return the letter to search classes by if Shift and a letter mean nothing else; empty otherwise."""
        shift = event.modifiers() & ~_IGNORED == Qt.KeyboardModifier.ShiftModifier
        typed = event.text()
        return typed if self.type_ahead and shift and typed.isalpha() and self.action(event) is None else ""

    def _index(self) -> None:
        self._by_key = {key: name for name, keys in self._keys.items() for key in keys}
        self.changed.emit()


def shown_key(key: QKeySequence | str | None) -> str:
    """Return a key as this system and the language of the window write it ("Strg+Eingabe"); empty for none."""
    return QKeySequence(key or "").toString(QKeySequence.SequenceFormat.NativeText)


def normal(key: str) -> str:
    """Return a key's portable name ("ctrl+a" → "Ctrl+A"); empty if there is no such key."""
    name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    return name.replace("Enter", "Return")


# The digits above the letters by position, because Shift+1 types "!" or "+" depending on the keyboard.
_LINUX = dict(zip(range(10, 20), "1234567890", strict=True))  # X11 and Wayland key codes
_WINDOWS = dict(zip(range(2, 12), "1234567890", strict=True))
_MAC = dict(zip((0x12, 0x13, 0x14, 0x15, 0x17, 0x16, 0x1A, 0x1C, 0x19, 0x1D), "1234567890", strict=True))
_IGNORED = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier


def digit_of(event: QKeyEvent) -> str:
    """Return the digit whose key was pressed, regardless of Shift and layout; empty for other keys."""
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return chr(event.key())
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey(), "")
    return (_WINDOWS if sys.platform == "win32" else _LINUX).get(event.nativeScanCode(), "")


def class_key(event: QKeyEvent) -> str:
    """Return the class key that was pressed ("3", "Shift+3"); empty for any other key."""
    shift = Qt.KeyboardModifier.ShiftModifier
    digit = digit_of(event)
    if not digit or event.modifiers() & ~(shift | _IGNORED):
        return ""
    return f"Shift+{digit}" if event.modifiers() & shift else digit


def key_names(event: QKeyEvent) -> list[str]:
    """Return the portable names of a key press, the exact one first; "Shift+?" also means "?"."""
    modifiers = event.modifiers() & ~_IGNORED
    key = Qt.Key(event.key())
    names = [_name(modifiers, key)]
    typed = 32 < int(key) < 128 and not chr(int(key)).isalnum()
    if typed and modifiers & Qt.KeyboardModifier.ShiftModifier:
        names.append(_name(modifiers & ~Qt.KeyboardModifier.ShiftModifier, key))
    return names


def _name(modifiers: Qt.KeyboardModifier, key: Qt.Key) -> str:
    name = QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
    return name.replace("Enter", "Return")


def key_map() -> KeyMap:
    """Return the key map of the running application; made on first use."""
    app = QApplication.instance()
    if app is None:
        raise RuntimeError("there is no QApplication yet")
    found = app.findChild(KeyMap)
    return found if isinstance(found, KeyMap) else KeyMap(parent=app)
