"""Fills pages with the most that they ever show, and brings them into states that last, to see whether all fits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from desktop_labeler.jobs.classifiers.classifier_outlook import ClassifierOutlook
from desktop_labeler.jobs.embedding.better_default import BetterDefault, Trial
from desktop_labeler.jobs.training.switch_backbone import BackboneRow, TrainingOutlook
from desktop_labeler.jobs.training.training_plan import LivePoint, LiveTraining, TrainingPlan, Unfinished
from desktop_labeler.messages import Message
from desktop_labeler.statistics import MeasuredFraction
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.audit.audit_page import AuditPage
from desktop_labeler.ui.pages.home.recent import Recent
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from desktop_labeler.ui.widgets.page import Page
from tests.e2e.trusting import page
from tests.ui.pages.train.comparisons import comparison
from tests.ui.pages.train.test_classifier_card import JUDGED

P = TypeVar("P", bound=Page)


def fill(window: MainWindow, projects: Sequence[str]) -> None:
    """Show cards of these projects on Home with all there is to say, and on Train a comparison and a classifier."""
    assert window.pages is not None
    recent = [f"/data/{name}.labeler" for name in projects]
    window.settings.recent += recent
    for path in recent:
        window.home._recent[path] = Recent(Path(path), datetime.now(UTC), 12_400, 4_100, unanalysed=11_312, older=True)
    window.home._loader.close()  # these are read from no file
    long = replace(comparison("no difference", 100), changes=((-0.081, 0.252), (-0.162, 0.01)))
    names = ("Danube-lower-Melk-2024-resnet18-imported", "Danube-lower-Melk-2024-p-0102-trained-here")
    before, after = (replace(one, backbone=name) for one, name in zip((long.before, long.after), names, strict=True))
    judged = ClassifierOutlook(200, 40, 12_400, True, JUDGED, True, True, 1_250, None)
    page = window.pages.train
    page.query.answered.disconnect()
    page.classifier.query.answered.disconnect()
    rows = [
        BackboneRow(name, kind, Message("{file} ({layout})", file=f"{name}.pth", layout="torchvision"), 1280, not at,
                    True, MeasuredFraction(830, 1000, 0.8, 0.85), 45_200_000)
        for at, (name, kind) in enumerate(zip(names, ("trained", "imported"), strict=True))
    ]  # fmt: skip
    compared = replace(long, before=before, after=after)
    trial = BetterDefault("photo", Trial(500, 300, 310, -0.02, 0.06))
    left = Unfinished(TrainingPlan(), "p-0102", 0.5, 30.0)
    page._found(TrainingOutlook(tuple(rows), 12_400, 200, compared, left, better=trial))
    page.classifier._found(judged)


def states(window: MainWindow, wait: Callable[[Callable[[], bool]], None]) -> Iterator[str]:
    """Bring the window into one state after another, and yield what it is in; leave it as it was."""
    assert window.pages is not None
    yield from _training(window, wait)
    audit = _shown(window, "audit", AuditPage, wait)
    audit.begin("labels", 20, 0.95)
    wait(lambda: audit.settled and len(audit.grid.content.images) > 0)
    yield "an audit"
    audit.end()
    wait(lambda: audit.settled and not audit.blind)
    yield "after an audit"
    suggestions = _shown(window, "suggestions", SuggestionsPage, wait)
    suggestions.start_batch()
    wait(lambda: suggestions.settled)
    yield "accept down to here"
    suggestions.batch.press("stop")
    window.show_page("browse")
    browse = page(window, "browse")
    wait(lambda: browse.settled and len(browse.grid.content.images) > 0)
    window.pages._open_large(browse.grid, int(browse.grid.content.images[0]))
    yield "a large image"
    assert window.pages.large is not None
    window.pages.large.leave()


def _training(window: MainWindow, wait: Callable[[Callable[[], bool]], None]) -> Iterator[str]:
    assert window.pages is not None
    window.show_page("train")
    train, card = window.pages.train, window.pages.train.live_card
    live = LiveTraining(
        start="Danube-lower-Melk-2024-resnet18", images=12_400, device="NVIDIA GeForce RTX 4090 Laptop, bfloat16",
        progress=0.3, views_per_second=612.0, notes=(Message("too few images"),) * 2, learning=True,
        points=tuple(LivePoint(at, 1 - at / 100, 0.5, 0.5 + at / 100) for at in range(10)),
    )  # fmt: skip
    train.comparison.show_comparison(None, "")  # before the first one, the two cards are beside each other
    train._fit()
    train._learning.setCurrentWidget(card)
    card.details.setChecked(True)
    card.show_live(live, "", ("#111111", "#222222", "#333333"), paused=False)

    def seen() -> bool:
        train.view.ensureWidgetVisible(card.origin)
        return not card.origin.visibleRegion().isEmpty()

    wait(seen)
    yield "a training"
    train._show()


def _shown(window: MainWindow, name: str, kind: type[P], wait: Callable[[Callable[[], bool]], None]) -> P:
    window.show_page(name)
    found = window.page(name)
    assert isinstance(found, kind)
    wait(lambda: found.settled)
    return found
