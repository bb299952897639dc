"""The page Train: what it offers, a training through the bar, and what came of it."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.embeddings import use_backbone
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.training.pretrain import pretrain_project
from desktop_labeler.jobs.training.switch_backbone import BackboneRow
from desktop_labeler.jobs.training.training_plan import (
    LivePoint,
    LiveTraining,
    TrainingPlan,
    Unfinished,
    unfinished_training,
)
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import backbone_registry
from desktop_labeler.ml.backbones.backbone import BackboneInfo
from desktop_labeler.ml.backbones.networks import build
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.pages.train import training_texts as texts
from desktop_labeler.ui.pages.train.live_chart import LiveChart, scaled
from desktop_labeler.ui.pages.train.train_page import TrainPage
from desktop_labeler.ui.pages.train.training_cards import LiveCard, PlanCard
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.jobs.training.trainings import PLAN, SMALL, in_use, make
from tests.ui.contexts import make_context
from tests.ui.pages.train.comparisons import comparison

_LONG = 60_000


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make(tmp_path)


@pytest.fixture
def open_page(qtbot: QtBot) -> Iterator[Callable[[Path], TrainPage]]:
    """Return a function that shows the page of a project; its parts end with the test."""
    made: list[tuple[TrainPage, ProjectContext]] = []

    def show(path: Path) -> TrainPage:
        settings, opened = Settings(device="cpu", auto_round=False), OpenProject(path)
        thumbnails = ThumbnailLoader(opened, settings)
        context = make_context(qtbot, opened, thumbnails, settings)
        page = TrainPage(context)
        qtbot.addWidget(page)
        made.append((page, context))
        page.resize(1200, 800)
        page.show()
        page.activated()
        qtbot.waitUntil(lambda: page.outlook is not None, timeout=_LONG)
        return page

    yield show
    for page, context in made:
        context.jobs.stop()
        context.rounds.close()
        page._poll.stop()
        context.thumbnails.close()
        context.thumbnails.deleteLater()
        context.project.close()
        context.project.deleteLater()


def _wait(qtbot: QtBot, page: TrainPage) -> None:
    """Until the training is over and the page has read what came of it."""
    qtbot.waitUntil(lambda: page.live is None and page.query.settled and not page._jobs.busy, timeout=_LONG)


# --- the page -------------------------------------------------------------------------------------------------------
def test_a_training_through_the_bar(project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot) -> None:
    page = open_page(project)
    assert page.plan_card.heading.text() == "Learn from 60 images"
    page.start(replace(PLAN, epochs=60))
    assert not page.start_button.isEnabled()
    assert page.live_card.isVisible()
    qtbot.waitUntil(lambda: page.live_card.chart is not None and page.live_card.chart.series is not None, timeout=_LONG)
    assert page.live_card.origin.text().startswith("Quick · from random weights · cpu")
    page.live_card.pause.click()
    assert page.live_card.pause.text() == "Resume"
    page.live_card.stop.click()  # ends the pause as well
    _wait(qtbot, page)
    assert page.plan_card.isVisible()
    assert page.start_button.isEnabled()
    found = page.comparison.found
    assert found is not None
    assert found.before.backbone == "old"
    assert unfinished_training(project) is None
    assert page.outlook is not None
    trained = next(row for row in page.outlook.rows if row.kind == "trained")
    assert trained.agreement == found.after.agreement
    assert trained.in_use is (found.verdict == "better")


def test_the_better_embedding_in_the_box_is_offered_tried_and_said(
    project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    with Project(project) as opened:
        use_backbone(opened, "0ld", "starter")
    page = open_page(project)
    assert page.better.isVisible()
    assert page.better.text.text().startswith("A better embedding is in the box: photo")
    page.better.try_button.click()
    _wait(qtbot, page)
    qtbot.waitUntil(lambda: "was tried on" in page.better.text.text(), timeout=_LONG)
    assert not page.better.try_button.isVisible()
    assert in_use(project) == "starter"
    page.better.use_button.click()
    _wait(qtbot, page)
    qtbot.waitUntil(lambda: not page.better.isVisible(), timeout=_LONG)
    assert in_use(project) == "photo"


def test_what_was_cancelled_is_offered_and_goes_on(
    project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    page = open_page(project)
    plan = replace(PLAN, epochs=3000)
    page.start(plan)
    qtbot.waitUntil(lambda: page.live is not None and page.live.progress > 0, timeout=_LONG)
    page.live_card.cancel.click()
    _wait(qtbot, page)
    qtbot.waitUntil(lambda: page.offer.isVisible(), timeout=_LONG)
    assert "Training was interrupted at" in page.offer.text.text()
    page.offer.go_on.click()
    assert page.live is not None
    assert page.live.plan == plan
    live = page.live
    qtbot.waitUntil(lambda: any("resumes" in note for note in map(str, live.notes)), timeout=_LONG)
    assert not page.offer.isVisible()
    page._jobs.cancel()
    _wait(qtbot, page)
    qtbot.waitUntil(lambda: page.offer.isVisible(), timeout=_LONG)
    page.offer.discard.click()
    (box,) = page.offer.findChildren(QMessageBox)
    assert "cannot be resumed" in box.text()
    assert page.offer.isVisible()
    next(one for one in box.buttons() if one.text() == "Discard it").click()
    qtbot.waitUntil(lambda: not page.offer.isVisible(), timeout=_LONG)
    assert unfinished_training(project) is None


def test_a_training_of_an_earlier_run_goes_on_from_the_bar(
    project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    plan = replace(PLAN, epochs=2000)
    job = pretrain_project(project, plan, device="cpu")
    for progress in job:
        if progress.phase == "learning" and progress.done:
            break
    job.close()
    page = open_page(project)
    page.outlook = None  # the page was never shown
    page.go_on()
    qtbot.waitUntil(lambda: page.live is not None, timeout=_LONG)
    assert page.live is not None
    assert page.live.plan == plan
    page._jobs.cancel()
    _wait(qtbot, page)


def test_an_error_is_told_and_the_page_is_free_again(
    project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    page = open_page(project)
    told: list[object] = []
    page._jobs.failed.connect(told.append)
    page.start(replace(PLAN, start_from="nobody"))
    qtbot.waitUntil(lambda: bool(told), timeout=_LONG)
    assert "no backbone or weight file named “nobody”" in str(told[0])
    _wait(qtbot, page)
    assert page.start_button.isEnabled()


def test_another_backbone_is_used_with_one_click(
    project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    network, dim, preprocessing = build(SMALL)
    info = BackboneInfo("mine", "imported", dim, 16, Message("a test"))
    backbone_registry.save_backbone(
        backbone_registry.backbones_dir() / "mine.safetensors", network, info, SMALL, preprocessing
    )
    page = open_page(project)
    assert page.outlook is not None
    gone = page.outlook.rows[0]
    assert (gone.name, gone.in_use, texts.kind_name(gone)) == ("old", True, "file missing or damaged")
    page.backbones.uses["mine"].click()
    assert not page.start_button.isEnabled()
    qtbot.waitUntil(lambda: in_use(project) == "mine", timeout=_LONG)
    qtbot.waitUntil(lambda: page.outlook is not None and page.outlook.rows[0].name == "mine", timeout=_LONG)
    assert "mine" not in page.backbones.uses


def test_a_weight_file_is_imported(
    project: Path, tmp_path: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    from safetensors.torch import save_file

    network, _, _ = build("resnet10-half")
    save_file(network.state_dict(), tmp_path / "my weights.safetensors")
    page = open_page(project)
    page.import_file(tmp_path / "my weights.safetensors")
    qtbot.waitUntil(lambda: "my-weights" in page.backbones.uses, timeout=_LONG)
    starts = [page.plan_card.start.itemData(place) for place in range(page.plan_card.start.count())]
    assert "my-weights" in starts
    assert starts[-1] == "none"
    told: list[object] = []
    page._jobs.failed.connect(told.append)
    (tmp_path / "bad.pth").write_bytes(b"nothing")
    page.import_file(tmp_path / "bad.pth")
    qtbot.waitUntil(lambda: bool(told), timeout=_LONG)


def test_cards_are_as_high_as_what_they_hold(
    project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    page = open_page(project)
    qtbot.waitUntil(lambda: page.settled and page.backbones.table.isVisible(), timeout=_LONG)
    page.resize(1700, 1400)
    qtbot.waitUntil(lambda: page.view.height() > 1200)
    qtbot.waitUntil(lambda: page.backbones.height() == page.backbones.sizeHint().height())
    page.query.forget()
    assert not page.settled


def test_cards_stay_whole_when_a_training_begins_on_a_narrow_page(
    project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    page = open_page(project)
    qtbot.waitUntil(lambda: page.settled and page.backbones.table.isVisible(), timeout=_LONG)
    page.resize(820, 500)
    page.grab()
    points = tuple(LivePoint(float(at), 5 - at / 4, 0.9, 0.6 + at / 60) for at in range(13))
    live = LiveTraining(TrainingPlan(), "p", "starter", 720, "cpu", 0.6, 720.0, 612.4, points, (), True)
    page.live_card.show_live(live, "", ("#111", "#222", "#333"), paused=False)
    page._learning.setCurrentWidget(page.live_card)
    page.comparison.show_comparison(comparison("no difference"), "starter")
    cards = (page.live_card, page.comparison)
    qtbot.waitUntil(lambda: all(card.height() >= card.heightForWidth(card.width()) > 150 for card in cards))


def test_two_cards_are_beside_each_other_only_where_both_are_whole(
    project: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot
) -> None:
    """Beside a table of figures with long names the plan was squeezed: its boxes were cut, its note lay over others."""
    page = open_page(project)
    assert page.outlook is not None
    page.plan_card.mirror.setText("a box with as long a text as there is in some languages, or even longer")
    page._found(replace(page.outlook, comparison=comparison("no difference")))
    wanted = page.plan_card.least_width() + page.comparison.least_width()
    cards = (page.plan_card, page.comparison)
    for beside in (80, 300, 20):
        page.resize(wanted + beside, 900)
        qtbot.waitUntil(lambda: all(card.width() >= card.minimumSizeHint().width() for card in cards))
    page.resize(wanted + 300, 900)
    qtbot.waitUntil(lambda: page.comparison.y() == page._learning.y())
    page.resize(wanted + 20, 900)
    qtbot.waitUntil(lambda: page.comparison.y() > page._learning.y())


def test_too_few_images_say_what_to_do(tmp_path: Path, open_page: Callable[[Path], TrainPage], qtbot: QtBot) -> None:
    page = open_page(make(tmp_path, 2))
    assert page.empty.heading == "Too few images to train on"
    assert not page.start_button.isEnabled()
    with qtbot.waitSignal(page.action_wanted) as asked:
        page.empty.button.click()
    assert asked.args == ["add_folder"]


def test_it_invites_to_a_training_only_where_there_is_a_graphics_card(
    project: Path, open_page: Callable[[Path], TrainPage]
) -> None:
    page = open_page(project)
    assert page.outlook is not None
    for card, device, role in ((False, "auto", ""), (True, "auto", "primary"), (True, "cpu", "")):
        page._settings.device = device
        page._found(replace(page.outlook, graphics_card=card))
        assert page.start_button.property("role") == role
        assert bool(page.start_button.toolTip()) is not bool(role)
        assert page.start_button.isEnabled()  # whoever wants to may
    assert "has not beaten the starter" in page.sentence.text()
    rows = tuple(replace(row, kind="included") if row.in_use else row for row in page.outlook.rows)
    page._found(replace(page.outlook, graphics_card=False, rows=rows))
    assert "the last layers of “photo”" in page.sentence.text()
    assert not page.start_button.toolTip()
    rows = tuple(replace(row, kind="trained") for row in rows)
    page._found(replace(page.outlook, graphics_card=False, rows=rows))
    assert page.sentence.text() == texts.inviting()
    page.outlook = None
    page._invite()
    assert not page.sentence.text()  # nothing is said before it is known to be true


# --- its cards ------------------------------------------------------------------------------------------------------
def test_the_plan_is_what_is_chosen(qtbot: QtBot) -> None:
    card = PlanCard()
    qtbot.addWidget(card)
    card.show_outlook(1234, [])
    assert card.plan() == TrainingPlan(start_from="none")
    card.method.setCurrentIndex(2)
    card.unit._take(1)
    card.mirror.setChecked(False)
    card.upside_down.setChecked(True)
    card.colour.setChecked(False)
    assert card.plan() == TrainingPlan("byol", None, 200.0, "none", mirror=False, upside_down=True, colour=False)


def test_a_training_starts_from_what_the_project_uses_unless_the_person_chooses(qtbot: QtBot) -> None:
    card = PlanCard()
    qtbot.addWidget(card)
    assert card.plan().start_from == ""  # what the project uses, before it is known

    def row(name: str, kind: str, *, in_use: bool, trainable: bool = True) -> BackboneRow:
        return BackboneRow(name, kind, Message(""), 8, in_use, trainable, None)

    rows = [row("starter", "starter", in_use=False), row("photo", "included", in_use=True)]
    card.show_outlook(50, rows)
    assert card.plan().start_from == "photo"
    assert card.start_note.isHidden()
    weak = row("built-in", "built-in, weak", in_use=True, trainable=False)
    card.show_outlook(50, [*(replace(known, in_use=False) for known in rows), weak])
    assert card.plan().start_from == "starter"
    assert "“built-in”" in card.start_note.text()
    assert not card.start_note.isHidden()
    card.show_outlook(50, rows)
    card.start.setCurrentIndex(0)
    card.start.activated.emit(0)
    card.show_outlook(50, rows)
    assert card.plan().start_from == "starter"  # the person's choice stays
    assert card.start_note.isHidden()


def test_a_running_training_in_words(qtbot: QtBot) -> None:
    plan = TrainingPlan(start_from="starter")
    points = (LivePoint(0.0, math.nan, math.nan, 0.6), LivePoint(2.0, 5.0, 0.9, None), LivePoint(12.0, 4.0, 0.94, 0.8))
    live = LiveTraining(plan, "p-0102", "starter", 40_218, "cpu, bfloat16", 0.6, 720.0, 612.4, points, (), True)
    assert texts.course(live) == "Learning: 12 of 20 minutes, then a comparison · you can keep labelling meanwhile"
    assert texts.origin(live) == "Quick · starter · cpu, bfloat16 · 612 views/s"
    assert texts.spread(live) == "Spread 0.94: outputs are diverse"
    assert texts.spread(replace(live, points=(LivePoint(1.0, 3.0, 0.05, None),))).endswith("outputs are collapsing")
    assert texts.spread(LiveTraining()) == ""
    epochs = replace(live, plan=replace(plan, minutes=None, epochs=5.0), seconds=1.0)
    assert texts.course(epochs) == "Learning: 3.0 of 5 passes, then a comparison · you can keep labelling meanwhile"
    assert texts.unfinished(Unfinished(plan, "n", 0.604, 700.0)) == (
        "Training was interrupted at 60\u00a0% of 20 minutes. It can be resumed from there."
    )
    assert "at <\u00a01\u00a0% of" in texts.unfinished(Unfinished(plan, "n", 0.002, 3.0))
    assert texts.unfinished(Unfinished(plan, "n", 0.0, 0.0)) == (
        "Training (20 minutes) was interrupted before anything was learned; it can be started again."
    )
    card = LiveCard()
    qtbot.addWidget(card)
    card.show_live(replace(live, notes=(Message("Memory ran out."),)), "", ("#111", "#222", "#333"), paused=False)
    assert card.heading.text() == "Learning from 40,218 images"
    assert card.notes.text() == "Memory ran out."
    assert card.stop.isEnabled()
    card.show_live(replace(live, learning=False), "Embedding", ("#111", "#222", "#333"), paused=True)
    assert card.sentence == "Embedding"
    assert not card.stop.isEnabled()


def test_the_curve_shows_what_should_rise_and_the_loss_where_it_is_wanted(qtbot: QtBot) -> None:
    chart = LiveChart()
    qtbot.addWidget(chart)
    points = [LivePoint(0.0, math.nan, math.nan, 0.6)]
    points += [LivePoint(float(at), 5 - at / 2, 0.9, 0.7 if at == 3 else None) for at in range(1, 6)]
    chart.show_points(points, 20.0, epochs=False, details=False)
    assert chart.series is not None
    assert (chart.series.x.tolist(), chart.series.y.tolist()) == ([0.0, 3.0], [0.6, 0.7])
    assert chart.series.notes[1] == "3.0 min\nNearest-neighbour agreement 70.0\u00a0%"
    plain = len(chart.view.getPlotItem().listDataItems())
    chart.show_points(points, 20.0, epochs=False, details=True)
    assert len(chart.view.getPlotItem().listDataItems()) == plain + 2
    assert chart._loss[:, 1].tolist() == [1.0, 0.75, 0.5, 0.25, 0.0]
    assert chart.series.notes[1] == ("3.0 min\nLoss 3.500\nOutput spread 0.90\nNearest-neighbour agreement 70.0\u00a0%")
    chart.show_points([replace(point, agreement=None) for point in points], 20.0, epochs=False, details=True)
    assert chart.series.y.tolist() == [1.0, 0.75, 0.5, 0.25, 0.0]
    chart.show_points([], 20.0, epochs=True, details=False)
    assert scaled(np.array([2.0, 2.0])).tolist() == [1.0, 1.0]
