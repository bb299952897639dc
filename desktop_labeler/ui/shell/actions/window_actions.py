"""The actions of the window: the entries of its menu, with their keys."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop_labeler.ui.core.keys import QT_TRANSLATE_NOOP, key_map, shown_key
from desktop_labeler.ui.widgets.basics import allow


@dataclass(frozen=True)
class _Entry:
    """A menu entry.

    `keys` are portable Qt names; `project` says whether it needs an open project, `writes` whether one that can be
    written.
    """

    name: str
    text: str
    keys: str | QKeySequence.StandardKey = ""
    project: bool = True
    writes: bool = False


@dataclass(frozen=True)
class _Group:
    """Entries of one theme, in a menu of their own: all in one would be higher than a small screen."""

    text: str
    entries: tuple[_Entry, ...]


_STANDARD = QKeySequence.StandardKey
_MENU: tuple[_Entry | _Group | None, ...] = (  # None: a separator
    _Entry("new", QT_TRANSLATE_NOOP("WindowActions", "New project from a folder…"), "Ctrl+N", False),
    _Entry("open", QT_TRANSLATE_NOOP("WindowActions", "Open project…"), "Ctrl+O", False),
    None,
    _Entry("undo", QT_TRANSLATE_NOOP("WindowActions", "Undo"), _STANDARD.Undo),
    _Entry("redo", QT_TRANSLATE_NOOP("WindowActions", "Redo"), "Ctrl+Shift+Z"),
    _Entry("back", QT_TRANSLATE_NOOP("WindowActions", "Previous page"), "Alt+Left", False),
    None,
    _Entry("round", QT_TRANSLATE_NOOP("WindowActions", "Run a round now"), "Ctrl+R", writes=True),
    _Entry("import", QT_TRANSLATE_NOOP("WindowActions", "Import labels…"), "Ctrl+I", writes=True),
    _Entry("export", QT_TRANSLATE_NOOP("WindowActions", "Export…"), "Ctrl+E"),
    None,
    _Group(
        QT_TRANSLATE_NOOP("WindowActions", "Images"),
        (
            _Entry("rescan", QT_TRANSLATE_NOOP("WindowActions", "Rescan the folders"), "Ctrl+Shift+R", writes=True),
            _Entry("add_folder", QT_TRANSLATE_NOOP("WindowActions", "Add a folder…"), writes=True),
            _Entry("boxes", QT_TRANSLATE_NOOP("WindowActions", "Label boxes instead of whole images…"), writes=True),
            _Entry("metadata", QT_TRANSLATE_NOOP("WindowActions", "Metadata and groups…"), writes=True),
        ),
    ),
    _Group(
        QT_TRANSLATE_NOOP("WindowActions", "Classifier"),
        (
            _Entry("classify", QT_TRANSLATE_NOOP("WindowActions", "Classify a folder…"), project=False),
            _Entry("export_model", QT_TRANSLATE_NOOP("WindowActions", "Export the classifier…")),
            _Entry("predictions", QT_TRANSLATE_NOOP("WindowActions", "Suggestions of another model…"), writes=True),
        ),
    ),
    _Group(
        QT_TRANSLATE_NOOP("WindowActions", "People"),
        (
            _Entry("people", QT_TRANSLATE_NOOP("WindowActions", "People…")),
            _Entry("package", QT_TRANSLATE_NOOP("WindowActions", "Hand images out…")),
            _Entry("merge", QT_TRANSLATE_NOOP("WindowActions", "Merge a package…"), writes=True),
        ),
    ),
    _Group(
        QT_TRANSLATE_NOOP("WindowActions", "Report and backups"),
        (
            _Entry("report", QT_TRANSLATE_NOOP("WindowActions", "Methods report…")),
            _Entry("verify", QT_TRANSLATE_NOOP("WindowActions", "Check against a manifest…")),
            _Entry("backups", QT_TRANSLATE_NOOP("WindowActions", "Backups…")),
        ),
    ),
    _Group(
        QT_TRANSLATE_NOOP("WindowActions", "Help"),
        (
            _Entry("handbook", QT_TRANSLATE_NOOP("WindowActions", "Handbook"), "F1", False),
            _Entry("keys", QT_TRANSLATE_NOOP("WindowActions", "Keys"), "?", False),
            _Entry("steps", QT_TRANSLATE_NOOP("WindowActions", "First steps")),
            _Entry("help", QT_TRANSLATE_NOOP("WindowActions", "Self-test and diagnostic report…"), project=False),
        ),
    ),
    None,
    _Entry("panel", QT_TRANSLATE_NOOP("WindowActions", "Fold or show the panel"), "F9", False),
    _Entry("close", QT_TRANSLATE_NOOP("WindowActions", "Close project"), "Ctrl+W"),
    _Entry("quit", QT_TRANSLATE_NOOP("WindowActions", "Quit"), _STANDARD.Quit, False),
)


def _entries() -> Iterator[_Entry]:
    """Yield all entries, those of the groups too."""
    for one in _MENU:
        yield from one.entries if isinstance(one, _Group) else () if one is None else (one,)


class WindowActions:
    """The actions of one window, by name.

    Args:
        window: the window that has the actions.
        does: the function of each action, by name.
    """

    def __init__(self, window: QWidget, does: Mapping[str, Callable[[], object]]) -> None:
        self._actions: dict[str, QAction] = {}
        for entry in _entries():
            action = QAction(_shown(entry), window)
            if entry.keys:
                action.setShortcut(QKeySequence(entry.keys))
            action.triggered.connect(does[entry.name])
            window.addAction(action)
            self._actions[entry.name] = action
        key_map().fixed = {key: text for text, key in _window_keys()}

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def row(self, name: str) -> tuple[str, str]:
        """Return the title of an action, and its key as this system writes it."""
        action = self._actions[name]
        return action.text(), shown_key(action.shortcut())

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def fill(self, menu: QMenu) -> None:
        """Add the entries to a menu, and a menu for each group."""
        for one in _MENU:
            if one is None:
                menu.addSeparator()
            elif isinstance(one, _Group):
                below = menu.addMenu(QCoreApplication.translate("WindowActions", one.text))
                below.setToolTipsVisible(True)  # a disabled entry says why
                below.addActions([self._actions[entry.name] for entry in one.entries])
            else:
                menu.addAction(self._actions[one.name])

    def enable(self, *, project: bool, writable: bool = True) -> None:
        """Enable or disable the actions that need an open project, or one that can be written."""
        locked = QCoreApplication.translate(
            "WindowActions", "This project can only be read here. Copy it to a place where you may write."
        )
        for entry in _entries():
            if entry.project:
                why_not = "" if project else QCoreApplication.translate("WindowActions", "Open a project first.")
                allow(self._actions[entry.name], why_not or (locked if entry.writes and not writable else ""))


def _window_keys() -> list[tuple[str, str]]:
    """Return the titles of the entries that have a key, with the portable name of the key."""
    portable = QKeySequence.SequenceFormat.PortableText
    return [(_shown(entry), QKeySequence(entry.keys).toString(portable)) for entry in _entries() if entry.keys]


def _shown(entry: _Entry) -> str:
    return QCoreApplication.translate("WindowActions", entry.text)
