"""Jobs that run in the background of a window while random input works in front of it."""

import csv
import random
from functools import partial
from pathlib import Path

from desktop_labeler.data.computed.agreeing_groups import want_agreement
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.decisions.label_rules import RULES
from desktop_labeler.data.decisions.people import set_rule
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.jobs.exchange.import_predictions import import_predictions
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.main_window import MainWindow

_STATES = ("", "", "", "confirmed", "unsure", "excluded")


class Background:
    """Starts random jobs: imports of random tables and predictions, other rules, scans, rounds, and jobs that fail.

    Args:
        tables: a folder for the tables.
    """

    def __init__(self, tables: Path) -> None:
        self._tables = tables
        tables.mkdir()
        self._count = 0

    def __call__(self, window: MainWindow, hands: random.Random) -> str:
        """Start a job and return its name."""
        names = ["import", "import", "import", "predict", "agree", "rule", "rescan", "round", "fail", "notice"]
        name = hands.choice(names)
        if name == "import":
            self._import(window, hands)
        elif name == "predict":
            self._predict(window, hands)
        elif name in ("agree", "rule"):
            self._set(window, hands, name)
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

    def _predict(self, window: MainWindow, hands: random.Random) -> None:
        """Import what a model says of most images; it is used from the next round on."""
        project = window.project
        assert project is not None
        paths = [str(row[0]) for row in project.project.rows("SELECT path FROM image ORDER BY id")]
        names = [label.name for label in project.classes] or ["first"]
        self._count += 1
        table = self._tables / f"{self._count}.csv"
        rows = [f"{path},{hands.choice(names)},{hands.random():.2f}" for path in paths if hands.random() < 0.9]
        table.write_text("\n".join(["path,class,probability", *rows]) + "\n", encoding="utf-8")
        job = partial(import_predictions, project.path, table, by=By("somebody"), model=f"model {self._count % 2}")
        window.jobs.start("Importing suggestions", job, lambda _: project.reload())

    def _set(self, window: MainWindow, hands: random.Random, what: str) -> None:
        """Let suggestions agree over groups or not, or let another rule choose the labels."""
        project = window.project
        assert project is not None
        on, rule = hands.random() < 0.5, hands.choice(RULES)

        def job() -> Job[None]:
            yield Progress("storing")
            with Project(project.path) as other:
                if what == "agree":
                    want_agreement(other, on)
                else:
                    set_rule(other, rule, By("somebody"))

        window.jobs.start("Setting", job, lambda _: project.reload())


def _failing() -> Job[None]:
    yield Progress("matching")
    raise ProjectError.of(Message("The disk is full. Nothing was changed. Make room and try again."))


def _nothing(result: object) -> None:
    """Ignore the result."""
