"""Random keys and mouse events on the real window, the same ones for the same seed."""

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.core.keys import ACTIONS
from desktop_labeler.ui.dialogs.backups_dialog import BackupsDialog
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.shell.actions.help_actions import HelpDialog
from desktop_labeler.ui.shell.large_view.large_view import LargeView
from tests.e2e.driving import the_window
from tests.e2e.eyes import Eyes

_PAUSE = 3  # milliseconds between two events, in which the window works
_KEYS = [key for action in ACTIONS for key in action.keys]
_CLASSES = [f"{shift}{digit}" for shift in ("", "Shift+") for digit in "1234567890"]
_OTHERS = [
    "Tab",
    "Shift+Tab",
    "Space",
    "Return",
    "Escape",
    "a",
    "z",
    "Ctrl+I",
    "Ctrl+E",
    "Ctrl+R",
    "Ctrl+Shift+R",
    "F1",
]
_SHIFTED = [f"Shift+{key}" for key in ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown")]
_NOT_TO_TRY = (BackupsDialog, HelpDialog)  # restoring a backup removes decisions; the self-test takes a minute
_WARNING = "Qt: "
# of the offscreen platform; of QTest, for a key that a dialog without a focused field has no use for
_KNOWN = ("This plugin does not support", "Keyboard event not accepted by receiving widget")

Limit = tuple[int | None, float | None]
"""Events and seconds after which it stops."""


class Monkey(QObject):
    """Sends random events to the window.

    Attributes:
        count: the number of events so far.
        done: whether there will be no more events.
        kinds: the number of events of each kind.
        eyes: what was on the screen meanwhile.
        slowest: the seconds of the slowest event, and which event it was.
    """

    def __init__(self, seed: int, jobs: Callable[[MainWindow, random.Random], str], *, limit: Limit) -> None:
        super().__init__()
        events, seconds = limit
        self._random, self._jobs = random.Random(seed), jobs
        self.eyes = Eyes(the_window)
        self._events, self._end = events, time.monotonic() + seconds if seconds is not None else None
        self.count, self.done = 0, False
        self.kinds: Counter[str] = Counter()
        self.slowest = (0.0, "")
        self.log: list[str] = []
        self._decisions: list[tuple[int, str, Callable[[], str]]] = [
            (50, "key", self._press),
            (24, "click", self._click),
            (8, "point", self._point),
            (5, "drag", self._drag),
            (5, "wheel", self._wheel),
            (8, "page", self._turn_to),
            (4, "button", self._button),
            (2, "size", self._resize),
            (2, "job", self._job),
            (3, "step", self._step),
            (1, "boxes", self._boxes),
            (2, "notice", self._notice),
        ]

    def start(self) -> None:
        """Begin."""
        QTimer.singleShot(0, self, self._next)

    @property
    def _window(self) -> MainWindow:
        """Return the window that is open now, since another language opens a new one."""
        window = the_window()
        assert window is not None
        return window

    def _next(self) -> None:
        if the_window() is None:
            QTimer.singleShot(_PAUSE, self, self._next)
            return
        over = self._events is not None and self.count >= self._events
        if over or (self._end is not None and time.monotonic() > self._end):
            self.done = not self._leave()
            if not self.done:
                QTimer.singleShot(_PAUSE, self, self._next)
            return
        QTimer.singleShot(_PAUSE, self, self._next)  # first, because a dialog may wait inside for the next event
        self.count += 1
        self.eyes.before()
        begin = time.perf_counter()
        what = self._act()
        self.log.append(what)
        self.eyes.after(what)
        self.slowest = max(self.slowest, (time.perf_counter() - begin, what))

    def _leave(self) -> bool:
        """Close what is above the window; return whether there was anything."""
        above = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if above is not None:
            above.close()
        return above is not None

    def _act(self) -> str:
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if isinstance(popup, QMenu):
            return self._in_menu(popup)
        if popup is not None:
            return self._in(popup, "popup")
        if isinstance(modal, _NOT_TO_TRY):
            modal.reject()
            return f"away with {type(modal).__name__}"
        if modal is not None:
            return self._in(modal, "dialog")
        large = self._large()
        often = large is not None and large.boxes.active  # few events come while boxes can be drawn
        weights = [weight * 12 if often and kind == "drag" else weight for weight, kind, _ in self._decisions]
        _, kind, deed = self._random.choices(self._decisions, weights)[0]
        self.kinds[kind] += 1
        return f"{kind} {deed()}"

    # --- above the window -------------------------------------------------------------------------------------------
    def _in_menu(self, menu: QMenu) -> str:
        self.kinds["menu"] += 1
        entries = [
            entry
            for entry in menu.actions()
            if entry.isEnabled() and not entry.isSeparator() and entry is not self._window.entries["quit"]
        ]
        if not entries or self._random.random() < 0.3:
            menu.close()
            return "menu closed"
        entry = self._random.choice(entries)
        if entry.menu() is not None:
            menu.setActiveAction(entry)
            return f"menu opens {entry.text()}"
        while isinstance(popup := QApplication.activePopupWidget(), QMenu):
            popup.close()
        entry.trigger()
        return f"menu {entry.text()}"

    def _in(self, above: QWidget, kind: str) -> str:
        self.kinds[kind] += 1
        if self._random.random() < 0.4:
            above.reject() if isinstance(above, QDialog) else above.close()
            return f"{kind} closed"
        if self._random.random() < 0.5:
            key = self._random.choice(["Tab", "Space", "Return", "Down", "a", "3", "Backspace", "Escape"])
            self._type(QApplication.focusWidget() or above, key)
            return f"{kind} {type(above).__name__} {key}"
        point = QPoint(self._random.randrange(max(above.width(), 1)), self._random.randrange(max(above.height(), 1)))
        return f"{kind} {type(above).__name__} {self._click_on(above, point, Qt.MouseButton.LeftButton)}"

    # --- in the window ----------------------------------------------------------------------------------------------
    def _press(self) -> str:
        key = self._random.choice(self._random.choice([_KEYS, _KEYS, self._class_keys(), _SHIFTED, _OTHERS]))
        focus = QApplication.focusWidget()
        page = self._window.stack.currentWidget()
        large = self._large()
        if large is not None:
            key = "Escape" if self._random.random() < 0.2 else key  # or most of the time would go into dialogs
            focus = focus or large
        elif isinstance(page, GridPage) and (focus is None or self._random.random() < 0.7):
            page.grid.setFocus()
            focus = page.grid
        self._type(focus or self._window, key)
        return key

    def _large(self) -> LargeView | None:
        return self._window.pages.large if self._window.pages is not None else None

    def _class_keys(self) -> list[str]:
        """Return keys of classes, sometimes one that no class has."""
        project = self._window.project
        there = [label.key for label in project.classes if label.key] if project is not None else []
        return there if there and self._random.random() < 0.9 else _CLASSES

    def _type(self, widget: QWidget, key: str) -> None:
        QTest.keySequence(widget, QKeySequence(key))

    def _click(self) -> str:
        point = self._anywhere()
        right = self._random.random() < 0.1
        return self._click_on(self._window, point, Qt.MouseButton.RightButton if right else Qt.MouseButton.LeftButton)

    def _click_on(self, above: QWidget, point: QPoint, button: Qt.MouseButton) -> str:
        target = above.childAt(point) or above
        modifiers = [Qt.KeyboardModifier.NoModifier] * 4
        modifiers += [Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier]
        modifier, place = self._random.choice(modifiers), target.mapFrom(above, point)
        name = f"{type(target).__name__} at {place.x()},{place.y()} {button.name} {modifier.name}"
        if button == Qt.MouseButton.LeftButton and self._random.random() < 0.08:
            QTest.mouseDClick(target, button, modifier, place)
            return f"twice on {name}"
        QTest.mouseClick(target, button, modifier, place)
        return f"on {name}"

    def _drag(self) -> str:
        page, large = self._window.stack.currentWidget(), self._large()
        target = page.grid.viewport() if isinstance(page, GridPage) else self._window
        if large is not None:
            target = large.boxes.canvas if large.boxes.active else large.view
        points = [self._inside(target) for _ in range(3)]
        QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[0])
        for point in points[1:]:
            QTest.mouseMove(target, point)
        QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, points[-1])
        return f"from {points[0].toTuple()} to {points[-1].toTuple()}"

    def _point(self) -> str:
        """Move the mouse over a tile; the next event may be a key, before the mouse has rested there."""
        page = self._window.stack.currentWidget()
        target = page.grid.viewport() if isinstance(page, GridPage) else self._window
        point = self._inside(target)
        QTest.mouseMove(target, point)
        return f"at {point.toTuple()}"

    def _wheel(self) -> str:
        point = self._anywhere()
        target = self._window.childAt(point) or self._window
        turn = self._random.choice([-360, -120, -40, 40, 120, 360])
        modifier = self._random.choice([Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
        local = QPointF(target.mapFrom(self._window, point))
        event = QWheelEvent(
            local, QPointF(self._window.mapToGlobal(point)), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton,
            modifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, event)
        return f"{turn} on {type(target).__name__}"

    def _turn_to(self) -> str:
        name = self._random.choice(self._window.page_names())
        self._window.rail.chosen.emit(name)
        return name

    def _button(self) -> str:
        """Press a button of the bar or of an empty page, because random clicks hardly ever hit those."""
        page = self._window.stack.currentWidget()
        if isinstance(page, GridPage) and page.body.currentWidget() is page.empty and page.empty.button.isVisible():
            page.empty.button.click()
            return "of the empty page"
        self._window.bar.take_over.emit()
        return "take over"

    def _job(self) -> str:
        """Start something in the background, which ends at any time."""
        if self._window.project is None or self._window.jobs.busy:
            return "none"
        return self._jobs(self._window, self._random)

    def _step(self) -> str:
        """Undo, redo or go back in the history, as the menu does."""
        name = self._random.choice(["undo", "undo", "redo", "back"])
        self._window.entries[name].trigger()
        return name

    def _notice(self) -> str:
        """Press a button of the notice in the bar."""
        notices = self._window.bar.notices
        if not notices.isVisible():
            return "none"
        button = self._random.choice([notices.button, notices.button, notices.away])
        button.click()
        return f"{notices.text.text()}: {button.text() or 'closed'}"

    def _boxes(self) -> str:
        """Turn on the tool for boxes, which is two keys away."""
        page, large = self._window.stack.currentWidget(), self._large()
        if large is None and isinstance(page, GridPage):
            QTest.keyClick(page.grid, Qt.Key.Key_O)
            large = self._large()
        if large is not None and not large.boxes.active:
            QTest.keyClick(large, Qt.Key.Key_D)
        return f"on {type(page).__name__}" if large is not None and large.boxes.active else "none"

    def _resize(self) -> str:
        size = QSize(self._random.randrange(1024, 1700), self._random.randrange(640, 1100))
        self._window.resize(size)
        return f"{size.width()} × {size.height()}"

    def _anywhere(self) -> QPoint:
        return self._inside(self._window)

    def _inside(self, widget: QWidget) -> QPoint:
        return QPoint(self._random.randrange(max(widget.width(), 1)), self._random.randrange(max(widget.height(), 1)))


class Ears(logging.Handler):
    """Collects what must not happen: errors that are not messages to the person, and warnings of Qt."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        text = record.getMessage()
        if error is not None and not isinstance(error, LabelerError):
            self.heard.append(f"{text}: {self.formatter_of(record)}")
        elif text.startswith(_WARNING) and not any(known in text for known in _KNOWN):
            self.heard.append(text)

    def formatter_of(self, record: logging.LogRecord) -> str:
        """Return the record with its traceback."""
        return logging.Formatter().format(record)


def nothing_chosen(*_: object, **__: object) -> str:
    """Return no folder, as a dialog of the desktop does that was closed."""
    return ""


def no_file_chosen(*_: object, **__: object) -> tuple[str, str]:
    """Return no file, as a dialog of the desktop does that was closed."""
    return "", ""


def where_it_went(monkey: Monkey, folder: Path) -> Path:
    """Log every event for the case of a failure; return the file."""
    file = folder / "monkey.log"
    file.write_text("\n".join(f"{number:6} {what}" for number, what in enumerate(monkey.log)), encoding="utf-8")
    return file
