"""The page Train shows what a training would do before any network is loaded."""

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.embeddings import use_backbone
from desktop_labeler.jobs.embedding.find_flips import set_flips
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.pages.train import training_jobs
from desktop_labeler.ui.pages.train.train_page import TrainPage
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.making import make_project
from tests.ui.contexts import make_context


def test_the_real_defaults_are_there_before_any_network_is_loaded(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = threading.Event()
    monkeypatch.setattr(training_jobs, "read_outlook", lambda _: loaded.wait())  # as while torch is being loaded
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(70)]) as made:
        use_backbone(made, "key", "mine")
        set_flips(made, "any")
    settings, project = Settings(device="cpu", auto_round=False), OpenProject(tmp_path / "p.labeler")
    context = make_context(qtbot, project, ThumbnailLoader(project, settings), settings)
    page = TrainPage(context)
    qtbot.addWidget(page)
    page.show()
    page.activated()
    try:
        qtbot.waitUntil(lambda: page.defaults.settled)
        assert page.outlook is None
        assert page.plan_card.heading.text() == "Learn from 70 images"
        assert page.plan_card.start.currentText() == "mine"
        assert page.plan_card.plan().start_from == ""  # which means the same
        assert page.plan_card.upside_down.isChecked()
    finally:
        page.query.answered.disconnect()
        loaded.set()
        context.rounds.close()
        context.thumbnails.close()
        context.thumbnails.deleteLater()
        project.close()
        project.deleteLater()
