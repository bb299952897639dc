"""Samples of every design measure the labels: simple, in strata, by doubt, with planned looks."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.array_types import AnyArray
from desktop_labeler.audit_intervals import exact_interval
from desktop_labeler.audit_looks import planned_interval
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.history import By, accept, assign, decide
from desktop_labeler.data.decisions.people import set_rule
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.proof.audits import Audit, DesignName
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits import audit_design
from desktop_labeler.jobs.audits.draw_audit import begin_audit, fewer_than_asked, findings, measured_then
from tests.making import ME, label_images, make_project

COUNT = 600
WRONG = set(range(1, 61))  # of the labels, all of them cats that the model doubts
DESIGNS: tuple[DesignName, ...] = ("simple", "strata", "doubt")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """600 labelled images, 100 of them accepted suggestions, with the doubts of a round."""
    project = make_project(tmp_path / "p.labeler", [f"{number:03}.png" for number in range(COUNT)])
    label_images(project, ["cat" if number % 5 < 4 or number < 60 else "dog" for number in range(COUNT)])
    decide(project, range(501, 601), accept(2), kind="accept", what="Accept", by=ME)
    doubt = np.full(COUNT, 0.05, np.float32)
    doubt[:90] = 0.9
    arrays: dict[str, AnyArray] = {"round/ids": np.arange(1, COUNT + 1), "round/doubt": doubt}
    save_arrays(project, arrays, {})
    yield project
    project.close()


def _answer(project: Project, audit: Audit, count: int | None = None) -> None:
    for image, claim in list(zip(audit.images, audit.claims, strict=True))[:count]:
        truth = 3 - claim if image in WRONG else claim
        by = By("Ann", "Audit")
        decide(project, [image], assign(truth), kind="assign", what="Blind", by=by, again=True)


@pytest.mark.parametrize("design", DESIGNS)
def test_every_design_finds_the_truth_within_its_interval(project: Project, design: DesignName) -> None:
    audit = begin_audit(project, "labels", 120, 0.95, seed=5, design=design)
    assert audits.current_audit(project) == audit  # as stored
    assert len(set(audit.images)) == len(audit.images) <= 120
    _answer(project, audit)
    found = findings(project, audit)
    assert found.done
    assert found.whole.low <= 0.9 <= found.whole.high
    assert found.whole.value == pytest.approx(0.9, abs=0.07)
    _, low, high = found.wrong_left
    assert low <= len(WRONG) - len(found.wrong) <= high
    begin_audit(project, "labels", 10, 0.95, seed=6)
    (past,) = audits.past_audits(project)
    kept = measured_then(past)
    assert (kept.value, kept.low, kept.high) == (found.whole.value, found.whole.low, found.whole.high)


def test_doubtful_labels_are_drawn_more_often_and_show_more_errors(project: Project) -> None:
    audit = begin_audit(project, "labels", 120, 0.95, seed=5, design="doubt")
    assert sum(image <= 90 for image in audit.images) > 40  # 18 of a simple sample
    _answer(project, audit)
    found = findings(project, audit)
    classes, sizes = dict(found.by_class), audit.design.class_sizes
    assert (classes[1].low, classes[1].high) != (classes[2].low, classes[2].high)
    assert classes[1].low <= 1 - len(WRONG) / sizes["1"] <= classes[1].high < 1
    assert classes[1].value == pytest.approx(1 - len(WRONG) / sizes["1"], abs=0.1)  # not the fraction of those drawn
    assert classes[1].hits / classes[1].count < 0.7
    assert (classes[2].value, classes[2].high) == (1.0, 1.0)
    assert dict(found.by_pile)["accepted"].value == 1.0
    assert audit_design.weights_of_images(audit).sum() == pytest.approx(120, abs=30)


def test_an_older_sample_by_doubt_tells_nothing_of_its_parts(project: Project) -> None:
    audit = begin_audit(project, "labels", 60, 0.95, seed=5, design="doubt")
    _answer(project, audit)
    old = replace(audit, design=replace(audit.design, class_chances={}, pile_chances={}))
    assert not findings(project, old).by_class
    assert not findings(project, old).by_pile


@pytest.mark.parametrize("design", DESIGNS)
def test_the_intervals_of_a_class_and_a_pile_hold_whatever_the_design(project: Project, design: DesignName) -> None:
    held = []
    for seed in range(30):
        audit = begin_audit(project, "labels", 80, 0.95, seed=seed, design=design)
        truth = np.array([image not in WRONG for image in audit.images])
        claims = np.array(audit.claims)
        everything = np.ones(len(truth), np.bool_)
        for part, right in (("1", 1 - len(WRONG) / audit.design.class_sizes["1"]), ("2", 1.0)):
            inside = claims == int(part)
            chance = audit.design.class_chances.get(part)
            found = audit_design.of_part(
                audit, audit_design.Part(inside, audit.design.class_sizes[part], chance), everything, truth
            )
            assert found is not None
            held.append(found.low <= right <= found.high)
        inside = np.array(audit.design.piles) == "confirmed"
        design_of = audit.design
        whole = audit_design.Part(
            inside,
            design_of.pile_sizes["confirmed"],
            design_of.pile_chances.get("confirmed"),
            design_of.pile_strata.get("confirmed", []),
        )
        found = audit_design.of_part(audit, whole, everything, truth)
        assert found is not None
        held.append(found.low <= 1 - len(WRONG) / design_of.pile_sizes["confirmed"] <= found.high)
    assert np.mean(held) >= 0.94


def test_a_sample_of_fewer_images_says_so(project: Project) -> None:
    doubt = begin_audit(project, "labels", 120, 0.95, seed=5, design="doubt")
    assert len(doubt.images) < 120
    told = fewer_than_asked(doubt, len(doubt.design.draws))
    assert str(told).startswith(f"120 draws gave {len(doubt.images)} different images")
    assert fewer_than_asked(begin_audit(project, "labels", 120, 0.95), 120) is None
    every = begin_audit(project, "labels", COUNT + 1, 0.95)
    assert str(fewer_than_asked(every, COUNT + 1)).startswith(f"There are only {COUNT} images")


def test_doubt_needs_a_round(tmp_path: Path) -> None:
    with make_project(tmp_path / "q.labeler", ["a.png"]) as project:
        label_images(project, ["cat"])
        with pytest.raises(LabelerError, match="Run a round"):
            begin_audit(project, "labels", 1, 0.9, design="doubt")


def test_strata_hold_every_class_in_proportion(project: Project) -> None:
    audit = begin_audit(project, "labels", 120, 0.95, seed=5, design="strata")
    cats = sum(claim == 1 for claim in audit.claims)
    sizes = {int(kind): many for kind, many in audit.design.class_sizes.items()}
    assert cats == pytest.approx(120 * sizes[1] / COUNT, abs=1)
    assert sum(audit.design.strata_sizes) == COUNT


def test_origins_and_classes_have_intervals_of_their_own(project: Project) -> None:
    audit = begin_audit(project, "labels", 200, 0.95, seed=5)
    _answer(project, audit)
    found = findings(project, audit)
    piles = dict(found.by_pile)
    assert set(piles) == {"confirmed", "accepted"}
    assert (piles["accepted"].value, audit.design.pile_sizes["accepted"]) == (1.0, 100)
    accepted = piles["accepted"]
    assert (accepted.low, accepted.high) == exact_interval(accepted.hits, accepted.count, 100)
    assert sum(part.count for _, part in found.by_class) == 200


def test_planned_looks_share_the_error_and_others_are_wider(project: Project) -> None:
    audit = begin_audit(project, "labels", 100, 0.95, seed=5, looks=5)
    widths = []
    for count in (20, 25, 100):
        _answer(project, audit, count)
        whole = findings(project, audit).whole
        assert whole.count == count
        sizes = (20, 40, 60, 80, 100)
        if count in sizes:
            assert (whole.low, whole.high) == planned_interval(whole.hits, sizes.index(count), sizes, COUNT)
        widths.append(whole.high - whole.low)
    assert widths[1] > widths[0] > widths[2]
    with pytest.raises(ValueError, match="6 looks"):
        begin_audit(project, "labels", 100, 0.95, looks=6)


@pytest.mark.parametrize(("answers", "timing"), [(30, "planned"), (40, "anytime"), (120, "planned")])
def test_parts_hold_when_the_whole_does(project: Project, answers: int, timing: str) -> None:
    audit = begin_audit(project, "labels", 120, 0.95, seed=5, looks=4)
    _answer(project, audit, answers)
    found = findings(project, audit)
    assert found.timing == timing
    parts = [(measured, audit.design.class_sizes[str(number)]) for number, measured in found.by_class]
    parts += [(measured, audit.design.pile_sizes[pile]) for pile, measured in found.by_pile]
    once = [exact_interval(measured.hits, measured.count, size) for measured, size in parts]
    assert all(part.low <= low <= high <= part.high for (part, _), (low, high) in zip(parts, once, strict=True))
    assert any(part.low < low for (part, _), (low, _) in zip(parts, once, strict=True))  # wider than that of one look


@pytest.mark.parametrize("design", DESIGNS)
def test_a_part_that_is_everything_has_the_interval_of_the_whole(project: Project, design: DesignName) -> None:
    audit = begin_audit(project, "labels", 120, 0.95, seed=5, design=design, looks=3)
    for answers in (10, 40, 77, len(audit.images)):
        truth = np.array([image not in WRONG for image in audit.images])
        answered = np.arange(len(truth)) < answers
        everything = audit_design.Part(
            np.ones(len(truth), np.bool_), audit.population, 1.0, list(audit.design.strata_sizes)
        )
        whole = audit_design.measured(audit, truth & answered, answered, answered)
        part = audit_design.of_part(audit, everything, answered, truth, answers)
        assert part is not None
        assert (part.low, part.high) == pytest.approx((whole.low, whole.high))


def test_wrong_labels_that_the_rule_keeps_are_still_left(project: Project) -> None:
    set_rule(project, "first", By("Ann"))
    audit = begin_audit(project, "labels", 120, 0.95, seed=5)
    for image, claim in zip(audit.images, audit.claims, strict=True):
        edit = assign(3 - claim if image in WRONG else claim)
        decide(project, [image], edit, kind="assign", what="Blind", by=By("Bob", "Audit"), again=True)
    found = findings(project, audit)
    assert len(found.wrong)
    assert not len(found.corrected)  # Ann's labels stay
    assert found.wrong_left == found.wrong_ones
    set_rule(project, "latest", By("Ann"))
    found = findings(project, audit)
    assert found.corrected.tolist() == found.wrong.tolist()
    assert found.wrong_left[2] == found.wrong_ones[2] - len(found.wrong)
