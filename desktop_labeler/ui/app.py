"""Starting the window: the QApplication, its font, theme and language, and error handling."""

import logging
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QFileOpenEvent, QFont, QFontDatabase, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from desktop_labeler import __version__
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import Message
from desktop_labeler.paths import resource
from desktop_labeler.ui.background.garbage import Collector
from desktop_labeler.ui.background.stop_signals import StopSignals
from desktop_labeler.ui.background.workers import make_workers
from desktop_labeler.ui.core.errors import catch_everything, report
from desktop_labeler.ui.core.focus_keeper import FocusKeeper
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import choose_language
from desktop_labeler.ui.core.settings import Settings, load_settings, save_settings
from desktop_labeler.ui.core.theme import Scheme, theme
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.page_registry import load_pages
from desktop_labeler.ui.shell.leaving import leave

_log = logging.getLogger(__name__)
_FONTS = ("Segoe UI Variable", "Segoe UI", "SF Pro Text", ".AppleSystemUIFont", "Inter", "Noto Sans", "Cantarell")
_TURN = 0.0005  # s between thread switches; with Python's 0.005 a page opens half as fast
_NO_CHOICE = ("Sans", "Sans Serif", "DejaVu Sans")  # what fontconfig falls back to where no desktop chose a font


def run(project: Path | None = None, *, sample: bool = False, notice: Message | None = None) -> int:
    """Open the window and stay until it is closed.

    Args:
        project: a project file to open at once.
        sample: open the sample project, made on first use.
        notice: a text to show at the start.

    Returns:
        The exit code of the program.
    """
    settings = load_settings()
    app = make_application(settings)
    collector, keeper = Collector(app), FocusKeeper(app)
    try:
        notices = [said for said in (notice, _about_settings(settings)) if said is not None]
        code, again = _stay(app, settings, project, sample=sample, notices=notices)
        while again is not None:  # again in another language
            choose_language(app, settings.language)
            code, again = _stay(app, settings, again.project)
        return code
    finally:
        save_settings(settings)
        keeper.stop()
        collector.stop()


def _about_settings(settings: Settings) -> Message | None:
    """Return a text about settings that could not be used."""
    if not settings.replaced:
        return None
    if settings.replaced == ["*"]:
        return Message(
            "The settings file could not be read. It was kept as settings.broken.json, and the defaults are used."
        )
    return Message(
        "Some settings could not be used and are back to their defaults ({names}). Your projects are not affected.",
        names=settings.replaced,
    )


@dataclass(frozen=True)
class _Again:
    """A request for another window, on this project if one was open."""

    project: Path | None


def _stay(
    app: QApplication,
    settings: Settings,
    project: Path | None,
    *,
    sample: bool = False,
    notices: Sequence[Message] = (),
) -> tuple[int, _Again | None]:
    """Open a window and stay until it is closed; return the exit code, and a request for another window."""
    window, signals = MainWindow(settings), StopSignals()
    signals.wanted.connect(window.end)
    take_back = catch_everything(window)
    wanted: list[_Again] = []

    def begin_again() -> None:
        wanted.append(_Again(window.project.path if window.project is not None else None))
        window.end()

    window.settings_page.again_wanted.connect(partial(leave, window, window.jobs, begin_again))
    if sys.platform == "darwin":
        app.installEventFilter(Opener(window))
    window.show()
    if project is not None:
        window.open_project(project)
    elif sample:
        window.files.open_sample()
    for notice in notices:
        report(LabelerError.of(notice), window)
    QTimer.singleShot(0, _painted)
    try:
        return app.exec(), wanted[0] if wanted else None
    finally:
        take_back()
        signals.stop()
        window.deleteLater()  # where the application lives on, so that no theme dresses what nobody sees


class Opener(QObject):
    """Opens files that were double-clicked, which macOS reports by an event instead of an argument."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._window.open_project(Path(event.file()))
            return True
        return False


def _painted() -> None:
    """React to the first turn of the event loop, which comes after the first paint."""
    _log.info("The window is painted (%s)", QGuiApplication.platformName())
    _load_next(load_pages())


def _load_next(pages: Iterator[str]) -> None:
    """Import the pages one by one, each when nothing else is to be done."""
    if next(pages, None) is not None:
        QTimer.singleShot(0, partial(_load_next, pages))


def make_application(settings: Settings) -> QApplication:
    """Return the application, made if there is none, styled according to the settings."""
    sys.setswitchinterval(_TURN)
    app = cast("QApplication | None", QApplication.instance()) or QApplication(sys.argv[:1])
    make_workers()
    app.setApplicationName("Desktop Labeler")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("desktop-labeler")
    app.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    _use_font(app)
    choose_language(app, settings.language)
    key_map().load(settings.keys, type_ahead=settings.type_ahead)
    theme().use(cast("Scheme", settings.scheme if settings.scheme in ("light", "dark") else "system"))
    return app


def _use_font(app: QApplication) -> None:
    """Prefer the design's fonts if the desktop has chosen none; the size remains the system's."""
    installed = set(QFontDatabase.families())
    chosen = next((name for name in _FONTS if name in installed), None)
    font = QFont(app.font())
    undecided = font.family() in _NO_CHOICE or font.family() not in installed
    if chosen is not None and sys.platform.startswith("linux") and undecided:
        font.setFamily(chosen)
    if font.pointSizeF() < 9.75:
        font.setPointSizeF(9.75)  # 13 px at 96 dpi
    app.setFont(font)
