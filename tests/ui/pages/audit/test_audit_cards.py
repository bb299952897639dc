"""The form of a new audit offers what there is, and says what it gives; no half of the page is empty."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_labeler.__main__ import main
from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide, keep
from desktop_labeler.data.decisions.page_names import AUDIT, stored
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.audits import DESIGNS, DesignName
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.audits.certify import begin_certificate, end_certificate, promise_outlook
from desktop_labeler.jobs.audits.draw_audit import AuditOutlook, audit_outlook, begin_audit
from desktop_labeler.rounding import outward_percent, rounded_down
from desktop_labeler.statistics import SAMPLE_SIZES, finite_population_interval
from desktop_labeler.ui.pages.audit import audit_texts
from desktop_labeler.ui.pages.audit.audit_cards import AuditResults, NewAudit
from tests.making import ME, make_project
from tests.ui.stored_rounds import import_labels


def offered(form: NewAudit) -> list[int]:
    return [int(form.count.itemData(place)) for place in range(form.count.count())]


@settings(deadline=None)
@given(labels=st.integers(0, 700), suggestions=st.integers(0, 700))
def test_only_samples_that_there_are_images_for_are_offered(labels: int, suggestions: int) -> None:
    form = NewAudit()
    form.show_outlook(AuditOutlook(labels, suggestions, None, [], 0))
    there = {"labels": labels, "suggestions": suggestions}
    for place in range(form.kind.count()):
        form.kind.setCurrentIndex(place)
        most = there[str(form.kind.currentData())]
        sizes = offered(form)
        assert sizes
        assert form.count.currentIndex() >= 0
        if most:
            assert max(sizes) <= most
            assert sizes == sorted(set(sizes))
            assert (most in sizes) == (most <= SAMPLE_SIZES[-1])
    form.deleteLater()


def test_the_choice_stays_while_it_can_and_all_of_few_leaves_no_doubt(qtbot: QtBot) -> None:
    form = NewAudit()
    qtbot.addWidget(form)
    form.show_outlook(AuditOutlook(1000, 100, None, [], 0))
    assert form.count.currentData() == 149
    form.count.setCurrentIndex(0)
    form.kind.setCurrentIndex(form.kind.findData("suggestions"))
    assert offered(form) == [59, 100]
    assert form.count.currentData() == 59
    form.show_outlook(AuditOutlook(7, 0, None, [], 0))
    assert offered(form) == [7]
    assert form.count.currentText() == "All 7 images: exact"
    assert finite_population_interval(6, 7, 7) == (6 / 7, 6 / 7)  # as the text promises
    form.show_outlook(AuditOutlook(1, 0, None, [], 0))
    assert form.count.currentText() == "The only image: exact"


@pytest.mark.parametrize("there", [61, 252, 700, 50_000])
def test_a_sample_is_offered_with_what_its_result_will_say(qtbot: QtBot, there: int) -> None:
    form = NewAudit()
    qtbot.addWidget(form)
    form.show_outlook(AuditOutlook(there, 0, None, [], 0))
    for place, size in enumerate(offered(form)):
        least, _ = outward_percent(*finite_population_interval(size, size, there), 1)
        text = form.count.itemText(place)
        assert text == (
            f"All {there} images: exact" if size == there else f"{size} images, no error: ≥ {least:.1f}\u00a0%"
        )
    form.design.setCurrentIndex(form.design.findData("doubt"))
    for place, size in enumerate(offered(form)):
        assert form.count.itemText(place) == f"{size:,} images"  # of which the draw decides what they show


def test_beside_the_form_is_the_result_or_what_it_will_be(qtbot: QtBot, tmp_path: Path) -> None:
    results = AuditResults()
    qtbot.addWidget(results)
    results.resize(1200, 800)
    results.show()
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(30)]) as project:
        moth = add_classes(project, ["Moth"], ME)["Moth"]
        import_labels(project, dict.fromkeys(range(1, 31), moth))
        results.show_outlook(audit_outlook(project), {})
        assert results.about.isVisible()
        audits.end(project, begin_audit(project, "labels", 20, 0.9))  # nothing was checked
        results.show_outlook(audit_outlook(project), {})
        assert results.about.isVisible()
        assert not results.classes.isVisible()
        audit = begin_audit(project, "labels", 20, 0.9)
        decide(project, [audit.images[0]], keep(), kind="keep", what="", by=By("Ann", stored(AUDIT)), again=True)
        audits.end(project, audit)
        results.show_outlook(audit_outlook(project), {})
        assert results.classes.isVisible()
        assert not results.about.isVisible()


def _suggested(project: Project, count: int) -> None:
    """Suggest cat, dog, cat, dog … of which the round is less and less sure, while it doubts the last ones most."""
    add_classes(project, ["cat", "dog"], ME)
    arrays: dict[str, AnyArray] = {
        "round/ids": np.arange(1, count + 1),
        "round/suggested": np.arange(count) % 2 + 1,
        "round/confidence": np.linspace(1, 0.5, count).astype(np.float32),
        "round/doubt": np.linspace(0, 0.95, count).astype(np.float32),
    }
    save_arrays(project, arrays, {})
    project.save_setting("round", 1)


def _answer(project: Project, audit: audits.Audit, wrong_from: int) -> None:
    """Say that every suggestion is right, but for those of images with this number or a higher one."""
    for image, claim in zip(audit.images, audit.claims, strict=True):
        label = 3 - claim if image >= wrong_from else claim
        decide(project, [image], assign(label), kind="assign", what="", by=By("Ann", stored(AUDIT)), again=True)


@pytest.mark.parametrize("design", DESIGNS)
def test_what_is_shown_of_an_audit_is_the_estimate_of_its_design(tmp_path: Path, design: DesignName) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:03}.png" for number in range(200)]) as project:
        _suggested(project, 200)
        audit = begin_audit(project, "suggestions", 80, 0.9, seed=5, design=design)
        _answer(project, audit, 140)
        outlook = audit_outlook(project)
        assert outlook.findings is not None
        whole = outlook.findings.whole
        assert whole.value is not None
        assert (abs(whole.value - whole.hits / whole.count) > 0.02) == (design == "doubt")
        name, share, below = audit_texts.numbers(outlook)[0]
        interval = audit_texts.interval_text(whole)
        assert (name, share) == ("Accuracy of all 200 suggestions", f"{100 * whole.value:.1f}\u00a0%")
        assert f"95 % interval {interval} ·" in below
        assert audit_texts.numbers(outlook)[1][0] == "Estimated wrong suggestions"
        begin_audit(project, "labels", 10, 0.9)
        columns, (row,) = audit_texts.past_columns(), audit_texts.past_rows(audit_outlook(project).past)
        assert len(columns) == len(set(columns)) == len(row)
        assert row[1:] == ["200 suggestions", f"{whole.count}", f"{whole.count - whole.hits}", share, interval]


def test_the_accuracy_of_some_suggestions_is_not_called_that_of_all(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:03}.png" for number in range(200)]) as project:
        _suggested(project, 200)
        audit, _ = begin_certificate(project, 0.9, classes=[1], seed=1)
        _answer(project, audit, 200)
        outlook = audit_outlook(project)
        name, _, below = audit_texts.numbers(outlook, {one.id: one for one in project.classes()})[0]
        assert name == "Accuracy of these 100 suggestions"
        assert below.endswith("Drawn from the suggestions of: class cat")


@pytest.mark.parametrize("wrong", [0, 1])
def test_of_a_promise_the_top_says_what_its_card_says_and_never_to_stop(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: int
) -> None:
    results, path = AuditResults(), tmp_path / "p.labeler"
    qtbot.addWidget(results)

    def shown() -> tuple[str, str, str]:
        outlook = audit_outlook(project)
        results.show_outlook(outlook, {})
        results.show_promise(promise_outlook(project), {})
        return results.numbers[2].text

    with make_project(path, [f"{number:03}.png" for number in range(400)]) as project:
        _suggested(project, 400)
        audit, trial = begin_certificate(project, 0.9, seed=1, confidence=0.999)
        _answer(project, audit, 1000)
        if wrong:  # the interval of the whole still reaches the target
            image, claim = audit.images[0], audit.claims[0]
            again = By("Ann", stored(AUDIT))
            decide(project, [image], assign(3 - claim), kind="assign", what="", by=again, again=True)
        found = audit_outlook(project).findings
        assert found is not None
        assert found.reached
        name, word, below = shown()
        outcome = promise_outlook(project).outcome
        assert outcome is not None
        bound = f"{100 * rounded_down(outcome.bound):.1f}\u00a0%"
        assert (name, word) == ("Promise: at least 90\u00a0% right", "not kept" if wrong else "kept")
        assert f"at least {bound} right" in below
        assert f"at least {bound}" in results.promise.what.text()
        assert ("Nothing will be accepted." in below) == bool(wrong)
        end_certificate(project, ME)
        _, word, ended = shown()
        assert word == ("–" if wrong else "kept")
        assert ("No certificate rests on this sample" in ended) == bool(wrong)
        assert "stop here" not in below + ended
    assert trial.target == outcome.trial.target
    main(["audit", str(path), "status"])
    said = capsys.readouterr().out
    assert "The target of" not in said
    assert "certify says" in said
