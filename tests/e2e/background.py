"""Jobs that run in the background of a window while random input works in front of it."""

import csv
import random
from functools import partial
from pathlib import Path

from desktop_labeler.data.decisions.history import By
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.main_window import MainWindow

_STATES = ("", "", "", "confirmed", "unsure", "excluded")


class Background:
    """Starts random jobs: imports of random tables, scans, rounds, and jobs that fail.

    Args:
        tables: a folder for the tables.
    """

    def __init__(self, tables: Path) -> None:
        self._tables = tables
        tables.mkdir()
        self._count = 0

    def __call__(self, window: MainWindow, hands: random.Random) -> str:
        """Start a job and return its name."""
        name = hands.choice(["import", "import", "import", "rescan", "round", "fail", "notice"])
        if name == "import":
            self._import(window, hands)
        elif name == "rescan":
            window.files.rescan()
        elif name == "round":
            window.start_round()
        elif name == "fail":
            window.jobs.start("Failing", _failing, _nothing)
        else:
            window.jobs.announce(Notice("Something ended.", "Show", partial(window.bar.say, "shown")))
        return name

    def _import(self, window: MainWindow, hands: random.Random) -> None:
        project = window.project
        assert project is not None
        paths = [str(row[0]) for row in project.project.rows("SELECT path FROM image ORDER BY id")]
        names = [label.name for label in project.classes] or ["first"]
        self._count += 1
        table = self._tables / f"{self._count}.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["rel_path", "label", "state"])
            for path in hands.sample(paths, min(len(paths), hands.randrange(1, 30))):
                state = hands.choice(_STATES)
                writer.writerow([path, "" if state in ("unsure", "excluded") else hands.choice(names), state])
        job = partial(import_labels, project.path, table, format="csv", by=By("somebody"))
        window.jobs.start("Importing labels", job, lambda _: project.reload())


def _failing() -> Job[None]:
    yield Progress("matching")
    raise ProjectError.of(Message("The disk is full. Nothing was changed. Make room and try again."))


def _nothing(result: object) -> None:
    """Ignore the result."""
