"""Accept down to here on the page: what is accepted, what is left out, what the history says."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from desktop_labeler.audit_intervals import rest_lower_bound
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.decisions.proof.certificates import certificate_of, read_certificates
from desktop_labeler.data.project.project_file import State
from desktop_labeler.jobs.audits.certify import next_trial
from desktop_labeler.ui.core.class_names import class_names
from desktop_labeler.ui.rounds.batch_bar import BatchBar
from desktop_labeler.ui.rounds.batch_search import start
from tests.ui.pages.suggestions.acts import COUNT, Stager, decisions, mark, page_of, press, shown, states
from tests.ui.stored_rounds import Stage

_KEY, _CONTROL, _SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


# --- accept down to here ----------------------------------------------------------------------------------------------
def pictures_there(on: Stage, qtbot: QtBot) -> None:
    """Wait until every tile in view shows its picture: before that, a page cannot be called right."""
    grid = on.page.grid
    qtbot.waitUntil(lambda: all(map(grid.content.pictured, grid.content.images.tolist())))
    grid.viewport().repaint()


def answer_until_asked(on: Stage, right: Callable[[set[int]], bool], qtbot: QtBot) -> int:
    """Press F or J until the search is over; returns how many pages were looked at."""
    searching = page_of(on).batch
    looks = 0
    while searching.state is not None and not searching.state.finished:
        pictures_there(on, qtbot)
        press(on, _KEY.Key_F if right(set(shown(on))) else _KEY.Key_J)
        looks += 1
    qtbot.waitUntil(lambda: not searching.reading)
    return looks


def test_accept_down_to_here_takes_everything_before_the_boundary(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    page, before = page_of(on), decisions(on)
    flies = [image for image in range(11, COUNT + 1) if image % 3]
    good = set(flies[:150])
    press(on, _KEY.Key_B)
    assert page.batch.active
    assert not page.batch_bar.isHidden()
    size = len(shown(on))
    assert set(shown(on)) == set(flies[:size])
    assert shown(on) != flies[:size]  # shuffled
    looks = answer_until_asked(on, lambda images: images <= good, qtbot)
    assert looks < len(flies) / size
    assert decisions(on) == before
    assert page.batch.active  # pages were jumped over: the audit is offered first
    page.batch.press(59)
    assert page.batch.auditing
    audited: set[int] = set()
    while page.batch.auditing:
        pictures_there(on, qtbot)
        audited |= set(shown(on))
        press(on, _KEY.Key_F)
    qtbot.waitUntil(lambda: not page.batch.active)
    taken = {image for image in flies if states(on, [image]) == [State.LABELLED]}
    assert taken == set(flies[: len(good) // size * size])
    assert audited <= taken
    assert decisions(on) == before + 1
    assert page.sentence.text() == f"Accepted {len(taken)} images as Fly. Undo: Ctrl+Z"
    newest = read_history(on.page.project.project, limit=1)[0]
    assert f"Accept {len(taken)} as Fly down to page {len(good) // size}" in str(newest.what)
    assert f"audit of {len(audited)} unseen ones: 0 wrong" in str(newest.what)
    (certificate,) = read_certificates(on.page.project.project)
    assert (certificate.id, certificate.images, certificate.void) == (newest.id, len(taken), False)
    assert set(certificate.proof.sample) == audited
    assert certificate_of(on.page.project.project, max(taken)) == replace(certificate, classes=())
    press(on, _KEY.Key_Z, _CONTROL)
    assert set(states(on, flies)) == {State.UNLABELLED}
    assert read_certificates(on.page.project.project)[0].undone


def test_without_the_audit_only_what_was_seen_is_accepted(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    page = page_of(on)
    seen: set[int] = set()
    press(on, _KEY.Key_B)

    def all_right(images: set[int]) -> bool:
        seen.update(images)
        return True

    answer_until_asked(on, all_right, qtbot)
    page.batch.press("seen")
    qtbot.waitUntil(lambda: not page.batch.active)
    flies = [image for image in range(11, COUNT + 1) if image % 3]
    assert {image for image in flies if states(on, [image]) == [State.LABELLED]} == seen < set(flies)


def test_a_long_class_name_at_the_end_of_the_bar_keeps_what_tells_it_apart(qtbot: QtBot) -> None:
    names = [f"Diatoms and blue-greens of the lower Danube near Melk, Navicula, morphotype {n}" for n in (1, 2)]
    class_names().know(names)
    bar = BatchBar()
    qtbot.addWidget(bar)
    bar.resize(700, 100)
    bar.show()
    for number, name in enumerate(names, start=1):
        bar.show_state(start(8), "Seite 1 von 8 · 0 angenommen, 8 offen, 0 abgelehnt", name)
        shown = bar.text.shown()
        assert shown.startswith("Seite 1 von 8 · 0 angenommen, 8 offen, 0 abgelehnt · Di")
        assert shown.endswith(f" {number}")
        assert bar.text.fontMetrics().horizontalAdvance(shown) <= bar.text.width()
    class_names().know(())


def test_a_marked_tile_means_page_by_page_and_is_left_out(qtbot: QtBot, stage: Stager) -> None:
    on = stage(120)
    page = page_of(on)
    press(on, _KEY.Key_B)
    wrong = shown(on)[3]
    mark(on, wrong)
    state = page.batch.state
    assert state is not None
    assert state.single
    assert page.batch_bar.switch.isChecked()
    looks = answer_until_asked(on, lambda images: True, qtbot)
    assert state.pages == looks
    qtbot.waitUntil(lambda: not page.batch.active)
    flies = [image for image in range(11, 121) if image % 3]
    assert [image for image in flies if states(on, [image]) == [State.UNLABELLED]] == [wrong]


def test_stopping_accepts_nothing(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    before = decisions(on)
    press(on, _KEY.Key_B)
    pictures_there(on, qtbot)
    press(on, _KEY.Key_F)
    page_of(on).batch_bar.stop.click()
    assert not page_of(on).batch.active
    assert page_of(on).batch_bar.isHidden()
    assert decisions(on) == before
    assert not on.page.grid.selection.count


def test_a_wrong_one_in_the_audit_is_told_with_its_bound_and_left_out(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    page = page_of(on)
    press(on, _KEY.Key_B)
    answer_until_asked(on, lambda images: True, qtbot)
    page.batch.press(59)
    wrong = shown(on)[0]
    mark(on, wrong)
    while page.batch.auditing:
        pictures_there(on, qtbot)
        press(on, _KEY.Key_F)
    assert (
        "1 of 59 random images was wrong: at least 89\u00a0% of the others are right (97.5\u00a0% sure)"
        in page.batch_bar.text.text()
    )
    page.batch.press("all")
    qtbot.waitUntil(lambda: not page.batch.active)
    flies = [image for image in range(11, COUNT + 1) if image % 3]
    assert [image for image in flies if states(on, [image]) == [State.UNLABELLED]] == [wrong]
    assert "1 wrong" in str(read_history(on.page.project.project, limit=1)[0].what)
    (certificate,) = read_certificates(on.page.project.project)
    assert certificate.proof.wrong == [wrong]
    assert certificate.proof.confidence == 0.975  # the first of the project
    assert certificate_of(on.page.project.project, wrong) is None


def test_a_refused_first_page_accepts_nothing_and_says_so(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    press(on, _KEY.Key_B)
    press(on, _KEY.Key_J)
    qtbot.waitUntil(lambda: not page_of(on).batch.active)
    assert "nothing was accepted" in on.page.sentence.text()
    assert np.isin(states(on, list(range(11, 50))), [State.UNLABELLED]).all()
    assert on.page.grid.cell_rect(0).topLeft() == QPoint(0, 0)


# --- files that are gone ----------------------------------------------------------------------------------------------
def lose(on: Stage, image: int, qtbot: QtBot) -> None:
    """Delete the file of an image that is in view, and wait until its tile says so."""
    project, grid = on.page.project, on.page.grid
    row = project.row(image)
    assert row is not None
    project.file_of(row).unlink()
    qtbot.waitUntil(lambda: image in grid.pictures.visible)
    grid.pictures.check()
    qtbot.waitUntil(lambda: grid.content.problem(row) != "")


def test_a_search_leaves_out_what_cannot_be_shown(qtbot: QtBot, stage: Stager) -> None:
    on = stage(60)
    press(on, _KEY.Key_B)
    press(on, _KEY.Key_B)  # page by page
    gone = shown(on)[1]
    lose(on, gone, qtbot)
    answer_until_asked(on, lambda images: True, qtbot)
    qtbot.waitUntil(lambda: not page_of(on).batch.active)
    flies = [image for image in range(11, 61) if image % 3]
    assert [image for image in flies if states(on, [image]) == [State.UNLABELLED]] == [gone]


def test_a_page_leaves_out_what_cannot_be_shown_and_goes_on(qtbot: QtBot, stage: Stager) -> None:
    on = stage(60)
    page, images = page_of(on), shown(on)
    lose(on, images[1], qtbot)
    mark(on, images[0])
    page.accept_page()
    assert "left out" in page.sentence.text()
    assert states(on, images[:3]) == [State.UNLABELLED, State.UNLABELLED, State.LABELLED]
    assert set(states(on, images[2:])) == {State.LABELLED}
    before = decisions(on)
    page.accept_page()
    assert decisions(on) == before
    qtbot.waitUntil(lambda: images[1] not in shown(on)[:1] and shown(on) != images)


def test_a_page_is_not_right_while_its_pictures_are_being_read(qtbot: QtBot, stage: Stager) -> None:
    on = stage(60)
    press(on, _KEY.Key_B)
    qtbot.waitUntil(lambda: not on.page.grid.sight.waiting)
    pictures, state = on.page.grid.content._thumbs, page_of(on).batch.state
    with pytest.MonkeyPatch.context() as slow:  # a disk that takes its time
        slow.setattr(pictures, "any_size", lambda image: None)
        on.page.grid.show_images(on.page.grid.content.images)
        on.page.grid.viewport().repaint()
        press(on, _KEY.Key_F)
        assert page_of(on).batch.state == state
        assert "still being read" in on.page.sentence.text()
    pictures_there(on, qtbot)
    on.page.grid.viewport().repaint()
    press(on, _KEY.Key_F)
    assert page_of(on).batch.state != state


def test_accepts_of_a_project_keep_their_promise_together(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    page, project = page_of(on), on.page.project.project
    assert next_trial(project) == (1, 0.975)
    press(on, _KEY.Key_B)
    answer_until_asked(on, lambda images: True, qtbot)
    assert next_trial(project) == (1, 0.975)  # nothing was drawn yet
    page.batch.press(30)
    assert page.batch.auditing
    page.batch.press("stop")
    assert next_trial(project)[0] == 2  # one that was given up counts
    press(on, _KEY.Key_B)
    answer_until_asked(on, lambda images: True, qtbot)
    page.batch.press(59)
    while page.batch.auditing:
        pictures_there(on, qtbot)
        press(on, _KEY.Key_F)
    qtbot.waitUntil(lambda: not page.batch.active)
    (certificate,) = read_certificates(project)
    proof = certificate.proof
    assert proof.confidence == pytest.approx(1 - 0.05 / 6)
    assert proof.bound == rest_lower_bound(0, 59, proof.population, proof.confidence)
    assert "99.1 % sure" in str(read_history(project, limit=1)[0].what)
    assert next_trial(project)[0] == 3  # also for `certify` on the command line
