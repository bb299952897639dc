"""The form of a new audit offers what there is, and says what it gives; no half of the page is empty."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions import audits
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, decide, keep
from desktop_labeler.data.decisions.page_names import AUDIT, stored
from desktop_labeler.jobs.audits.draw_audit import AuditOutlook, audit_outlook, begin_audit
from desktop_labeler.rounding import outward_percent
from desktop_labeler.statistics import SAMPLE_SIZES, finite_population_interval
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
