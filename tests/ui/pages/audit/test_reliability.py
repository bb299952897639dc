"""The reliability diagram says in words what it shows, and the page Audit offers the methods report."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.proof.certificates import Certificate, Proof
from desktop_labeler.data.decisions.proof.drawn_from import DrawnFrom
from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.jobs.audits.calibration import calibrated
from desktop_labeler.jobs.audits.draw_audit import AuditOutlook
from desktop_labeler.ui.pages.audit.audit_cards import AuditResults
from desktop_labeler.ui.pages.audit.audit_texts import certificate_state
from desktop_labeler.ui.pages.audit.reliability import ReliabilityDiagram, band_text

FOUND = calibrated([0.92] * 212 + [0.55] * 10, [True] * 201 + [False] * 11 + [True] * 5 + [False] * 5)


def test_the_diagram_is_told_to_a_screen_reader_too(qtbot: QtBot) -> None:
    diagram = ReliabilityDiagram()
    qtbot.addWidget(diagram)
    diagram.show_calibration(FOUND)
    diagram.resize(300, 230)
    assert not diagram.grab().isNull()
    assert "Of 212 audited suggestions shown at 90–95\u00a0%, 201 were right." in diagram.accessibleDescription()
    assert band_text(FOUND.bands[0]) == "Of 10 audited suggestions shown at 50–60\u00a0%, 5 were right."


@pytest.mark.parametrize("in_language", ["de"], indirect=True)
def test_it_is_said_in_german(in_language: None) -> None:
    assert band_text(FOUND.bands[1]) == "Von 212 geprüften Vorschlägen mit 90–95\u00a0% Sicherheit waren 201 richtig."


def test_the_cards_show_certificates_and_calibration_only_where_there_are_some(qtbot: QtBot) -> None:
    cards = AuditResults()
    qtbot.addWidget(cards)
    assert cards.calibration.isHidden()
    assert cards.certificates.isHidden()
    proof = Proof([1, 2], [], 7, 100, 0.95, 0.95)
    some = [
        Certificate(3, "2026-01-02T03:04:05Z", "Ann", 1, 98, proof, False, 0, (1,)),
        Certificate(5, "2026-01-03T03:04:05Z", "Ann", 1, 98, proof, False, 2, (1,)),
        Certificate(8, "2026-01-04T03:04:05Z", "Ann", 1, 98, proof, True, 0, (1,)),
    ]
    cards.show_outlook(AuditOutlook(9, 9, None, [], 0, some, FOUND), {})
    assert not cards.calibration.isHidden()
    table = cards.certificates.table
    assert table is not None
    assert [table.item(row, 0).text() for row in range(3)] == ["8", "5", "3"]  # type: ignore[union-attr]
    assert [certificate_state(one) for one in some] == ["in force", "2 labels changed", "undone"]
    (sampled, tip) = table.item(1, 3), table.item(1, 0)
    assert (sampled.text(), "seed 7" in tip.toolTip()) == ("0 of 2", True)  # type: ignore[union-attr]
    assert "Drawn from" not in tip.toolTip()  # type: ignore[union-attr] # an older one does not tell
    chosen = replace(some[0], proof=replace(proof, drawn_from=DrawnFrom([1], 0.9)))
    owl = {1: LabelClass(1, "owl", "#808080", "circle", "1", 0)}
    cards.show_outlook(AuditOutlook(9, 9, None, [], 0, [*some, chosen], FOUND), owl)
    assert table.item(0, 5).text() == "owl · rank ≥ 0.9"  # type: ignore[union-attr]
    assert table.item(0, 0).toolTip().endswith("\nDrawn from the suggestions of: class owl, rank 0.9 or higher")  # type: ignore[union-attr]
    assert table.item(1, 5).text() == "owl"  # type: ignore[union-attr]
    cards.show_outlook(AuditOutlook(9, 9, None, [], 0, some, FOUND), {})
    table.selectRow(1)
    with qtbot.waitSignal(cards.certificate_wanted) as wanted:
        cards.covered.click()
    assert wanted.args == [5]


def test_the_methods_report_is_written_from_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    from desktop_labeler.ui.background.job_queue import JobQueue
    from desktop_labeler.ui.shell.actions.report_actions import ReportActions
    from tests.making import label_images, make_project

    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"], files=True) as project:
        label_images(project, ["owl", "kite"])
    window, jobs = AuditResults(), JobQueue()
    qtbot.addWidget(window)
    actions = ReportActions(window, jobs)
    actions.write(tmp_path / "p.labeler", tmp_path / "out.html")
    qtbot.waitUntil(lambda: (tmp_path / "out.html").is_file() and not jobs.busy)
    assert "owl" in (tmp_path / "out.html").read_text(encoding="utf-8")
