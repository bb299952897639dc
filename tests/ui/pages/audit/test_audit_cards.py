"""The form of a new audit offers what there is, and says what it gives."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop_labeler.jobs.audits.draw_audit import AuditOutlook
from desktop_labeler.statistics import SAMPLE_SIZES, finite_population_interval
from desktop_labeler.ui.pages.audit.audit_cards import NewAudit


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
