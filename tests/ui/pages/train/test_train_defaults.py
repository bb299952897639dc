"""The page Train shows what a training would do before any network is loaded, and what other jobs changed since."""

import threading
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.embeddings import use_backbone
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.find_flips import set_flips
from desktop_labeler.jobs.training.training_plan import TrainingPlan
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.pages.train import training_jobs
from tests.jobs.training.trainings import make
from tests.making import make_project
from tests.ui.pages.train.opening import close_page, open_page

_LONG = 60_000


def test_the_real_defaults_are_there_before_any_network_is_loaded(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = threading.Event()
    monkeypatch.setattr(training_jobs, "read_outlook", lambda _: loaded.wait())  # as while torch is being loaded
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(70)]) as made:
        use_backbone(made, "key", "mine")
        set_flips(made, "any")
        made.save_setting(
            "training_plan", asdict(TrainingPlan(minutes=None, epochs=3.0, method="byol"))
        )  # the last one
    page, context = open_page(tmp_path / "p.labeler", qtbot)
    try:
        qtbot.waitUntil(lambda: page.defaults.settled)
        assert page.outlook is None
        assert page.plan_card.heading.text() == "Learn from 70 images"
        assert page.plan_card.start.currentText() == "mine"
        assert page.plan_card.plan().start_from == ""  # which means the same
        assert page.plan_card.upside_down.isChecked()
        assert page.plan_card.plan() == replace(TrainingPlan(minutes=None, epochs=3.0, method="byol"), upside_down=True)
    finally:
        page.query.answered.disconnect()
        loaded.set()
        close_page(context)


@pytest.mark.parametrize("stays", [True, False])
def test_what_other_jobs_changed_is_shown_at_once_or_when_the_page_is_shown(
    stays: bool, tmp_path: Path, qtbot: QtBot
) -> None:
    path = make(tmp_path)
    with Project(path) as opened:
        opened.save_setting("backbone", None)  # as if the images had not been analysed
    page, context = open_page(path, qtbot)

    def analyse() -> Job[None]:
        yield Progress("embedding")
        with Project(path, durable=False) as opened:
            use_backbone(opened, "key", "photo")

    try:
        qtbot.waitUntil(lambda: page.settled and page.classifier.query.settled, timeout=_LONG)
        assert page.outlook is not None
        assert not any(row.in_use for row in page.outlook.rows)
        assert not page.classifier.start_button.isEnabled()
        page.setVisible(stays)
        context.jobs.start("Analysing images", analyse, lambda _: None)
        qtbot.waitUntil(lambda: not context.jobs.busy, timeout=_LONG)
        if not stays:
            page.show()
            page.activated()
        qtbot.waitUntil(lambda: page.settled and page.classifier.query.settled, timeout=_LONG)
        assert [row.name for row in page.outlook.rows if row.in_use] == ["photo"]
        assert page.plan_card.start.currentData() == "photo"
        assert page.classifier.start_button.isEnabled()
    finally:
        close_page(context)
