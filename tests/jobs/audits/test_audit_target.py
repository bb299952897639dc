"""What an audit says of its target is what its own interval shows, whatever its design and whenever somebody looks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.audits import Audit, DesignName
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.audits.audit_target import Answers, outlook
from desktop_labeler.jobs.audits.draw_audit import Findings, audit_outlook, begin_audit, findings
from desktop_labeler.ui.pages.audit import audit_texts
from tests.making import label_images, make_project

COUNT = 252
DESIGNS: list[tuple[DesignName, int]] = [("simple", 1), ("simple", 4), ("strata", 1), ("strata", 3), ("doubt", 1)]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """252 labels of three classes, with the doubts of a round."""
    project = make_project(tmp_path / "p.labeler", [f"{number:03}.png" for number in range(COUNT)])
    label_images(project, [("cat", "cat", "cat", "dog", "owl")[number % 5] for number in range(COUNT)])
    arrays: dict[str, AnyArray] = {
        "round/ids": np.arange(1, COUNT + 1),
        "round/doubt": np.linspace(0, 0.9, COUNT).astype(np.float32),
    }
    save_arrays(project, arrays, {})
    yield project
    project.close()


def _answers(audit: Audit, count: int, wrong: int) -> Answers:
    answered = np.arange(len(audit.images)) < count
    right = answered & (np.arange(len(audit.images)) >= wrong)
    return Answers(audit, np.ones(len(answered), np.bool_), answered, answered, right, frozenset())


@pytest.mark.parametrize(("design", "looks"), DESIGNS)
@pytest.mark.parametrize("target", [0.5, 0.9, 0.95])
def test_what_is_promised_is_reached_and_no_look_before_it_is(
    project: Project, design: DesignName, looks: int, target: float
) -> None:
    audit = begin_audit(project, "labels", 90, target, seed=3, design=design, looks=looks)
    size, promised = len(audit.images), 0
    for wrong in (0, 1, 6):
        for count in (0, 20, 45, size):
            answers = _answers(audit, count, min(wrong, count))
            whole = answers.measured()[0]
            more, best = outlook(answers, whole)
            assert best == answers.with_right(size - count).measured()[0].low
            if more is None:
                assert max(best, whole.low if count else 0) < target
                continue
            lows = [answers.with_right(many).measured()[0].low for many in range(more + 1)]
            assert lows[-1] >= target or (more == 0 and whole.low >= target)
            assert all(low < target for low in lows[count == 0 : -1])
            promised += more > 0
    assert promised or target > 0.5


@pytest.mark.parametrize(("design", "looks"), DESIGNS)
def test_every_interval_holds_what_was_seen(project: Project, design: DesignName, looks: int) -> None:
    audit = begin_audit(project, "labels", 90, 0.95, seed=3, design=design, looks=looks)
    for place, image in enumerate(audit.images[:40]):
        truth = audit.claims[place] % 3 + 1 if place in (0, 7) else audit.claims[place]
        decide(project, [image], assign(truth), kind="assign", what="Blind", by=By("Ann", "Audit"), again=True)
    found = findings(project, audits.current_audit(project) or audit)
    parts = [(found.whole, COUNT)]
    parts += [(part, audit.design.class_sizes[str(number)]) for number, part in found.by_class]
    parts += [(part, audit.design.pile_sizes[pile]) for pile, part in found.by_pile]
    assert len(parts) >= 4
    for part, size in parts:
        assert part.hits / size - 1e-12 <= part.low <= (part.value or 0) <= part.high
        assert part.high <= 1 - (part.count - part.hits) / size + 1e-12
    assert found.wrong_ones[1] >= 2  # of which two were found
    assert found.wrong_ones[2] <= COUNT - found.whole.hits
    assert found.wrong_left[1:] == (found.wrong_ones[1] - 2, found.wrong_ones[2] - 2)


@pytest.mark.parametrize(("design", "looks"), DESIGNS)
@pytest.mark.parametrize("answers", [30, 70, 80])
def test_an_audit_that_was_closed_says_reached_only_if_its_bound_is(
    project: Project, design: DesignName, looks: int, answers: int
) -> None:
    audit = begin_audit(project, "labels", 80, 0.95, seed=3, design=design, looks=looks)
    answers = min(answers, len(audit.images))
    for image, claim in zip(audit.images[:answers], audit.claims[:answers], strict=True):
        decide(project, [image], assign(claim), kind="assign", what="Blind", by=By("Ann", "Audit"), again=True)
    audits.end(project, audit)
    found = audit_outlook(project).findings
    assert found is not None
    _says_what_it_shows(found)
    reached = replace(found, audit=replace(found.audit, target=0.5), more=0)
    assert audit_texts.target_number(reached)[1] == "reached"


def _says_what_it_shows(found: Findings) -> None:
    reached = found.whole.low >= found.audit.target
    assert found.reached == reached
    _, word, below = audit_texts.target_number(found)
    assert (word == "reached") == reached
    assert ("You can stop here" in below) == reached
    assert found.more in (0, None)  # nothing more is asked
