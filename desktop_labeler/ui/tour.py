"""A tour of the sample without a display, which saves a picture of every page.

Run as `python -m desktop_labeler.ui.tour FOLDER [PROJECT]`.
"""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QSize
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.project.project_file import SUFFIX
from desktop_labeler.jobs.projects.make_sample import make_sample
from desktop_labeler.progress import finish
from desktop_labeler.ui.app import make_application
from desktop_labeler.ui.core.errors import sentence
from desktop_labeler.ui.core.language import LANGUAGES
from desktop_labeler.ui.core.settings import load_settings
from desktop_labeler.ui.core.theme import Scheme, theme
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow

SIZES = {"large": QSize(1440, 900), "small": QSize(1024, 700), "handbook": QSize(1120, 700)}
_SCHEMES: tuple[Scheme, ...] = ("light", "dark")
_PATIENCE = 300  # seconds that one step may take


def tour(
    folder: Path,
    project: Path | None = None,
    *,
    sizes: Sequence[str] = ("large",),
    schemes: Sequence[Scheme] = _SCHEMES,
    language: str = "",
) -> list[Path]:
    """Open the sample, or a project, and save a picture of every page.

    Args:
        folder: the folder for the pictures; made if missing.
        project: a project file; None for the sample.
        sizes: names of SIZES.
        schemes: light, dark.
        language: a code of LANGUAGES; empty for that of the settings.

    Returns:
        The paths of the pictures.
    """
    folder.mkdir(parents=True, exist_ok=True)
    settings = load_settings()
    settings.language = language or settings.language
    app = make_application(settings)
    window = MainWindow(settings)
    window.resize(SIZES[sizes[0]])
    window.show()
    try:
        pictures = [_picture(window, folder / "home-empty.png", "light", sizes[0])]
        project = project or _sample(folder / "sample")
        _say(f"Opening {project}")
        window.open_project(project)
        _wait(app, lambda: window.project is not None and not window.jobs.busy)
        _run_round(app, window)
        for size in sizes:
            for scheme in schemes:
                pictures += list(_pages(window, folder, scheme, size))
    finally:
        window.close()
    _say(f"{len(pictures)} pictures are in {folder}")
    return pictures


def _sample(folder: Path) -> Path:
    """Make a new sample project."""
    file = folder / f"sample{SUFFIX}"
    if not file.is_file():
        _say("Making the sample project")
        finish(make_sample(folder))
    return file


def _run_round(app: QApplication, window: MainWindow) -> None:
    """Analyse the images and run a round, as the button on an empty page does."""
    rounds = window.pages.rounds if window.pages is not None else None
    if rounds is None:
        return
    _wait(app, lambda: rounds.loaded)
    if rounds.view is None:
        _say("Analysing images")
        rounds.start()
    _wait(
        app, lambda: not rounds.running and not window.jobs.busy and (rounds.view is None or rounds.lists is not None)
    )
    if rounds.view is not None and rounds.lists is not None:
        suggested, doubted = rounds.lists.undecided, rounds.lists.suspects.in_doubt
        _say(f"Round {rounds.view.number}: {suggested} suggestions, {doubted} suspects")


def _pages(window: MainWindow, folder: Path, scheme: Scheme, size: str) -> Iterator[Path]:
    for name in window.page_names():
        window.show_page(name)
        yield _picture(window, folder / f"{name}-{scheme}-{size}.png", scheme, size)


def _picture(window: MainWindow, file: Path, scheme: Scheme, size: str) -> Path:
    theme().use(scheme)
    window.resize(SIZES[size])
    app = QApplication.instance()
    _settle(app if isinstance(app, QApplication) else None, window)
    window.grab().save(str(file))
    _say(f"  {file.name}")
    return file


def _settle(app: QApplication | None, window: MainWindow) -> None:
    """Wait until all queries and thumbnails have arrived."""
    if app is None:
        return
    for _ in range(3):
        app.processEvents()
    _wait(app, lambda: window.shown.settled)
    for _ in range(3):
        app.processEvents()  # painting asks for the thumbnails of images that have just become known
    if isinstance(window.shown, GridPage):
        grid = window.shown.grid
        _wait(app, lambda: not (grid.viewport().isVisible() and grid.sight.waiting))
    _wait(app, lambda: window.thumbnails is None or not window.thumbnails.busy)
    for _ in range(3):
        app.processEvents()


def _wait(app: QApplication, condition: Callable[[], bool]) -> None:
    deadline = QDeadlineTimer(_PATIENCE * 1000)
    while not condition():
        if deadline.hasExpired():
            raise TimeoutError(f"nothing happened for {_PATIENCE} s")
        app.processEvents()
        app.thread().msleep(5)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tour from the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tour", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("project", type=Path, nargs="?")
    parser.add_argument("--all", action="store_true", help="a small window as well")
    parser.add_argument("--language", choices=LANGUAGES, default="", help="of the window; else that of the settings")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        tour(
            chosen.folder,
            chosen.project,
            sizes=("large", "small") if chosen.all else ("large",),
            language=chosen.language,
        )
    except Exception as error:  # noqa: BLE001 - told in a sentence, as the window would
        sys.stderr.write(sentence(error) + "\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
