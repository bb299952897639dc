"""An audit: a sample that stays as it was drawn, answers that were given blind, and what they say of all the labels."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_labeler.array_types import AnyArray
from desktop_labeler.audit_looks import anytime_interval
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.classes import add_classes, change_classes, delete_class, merge_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, Edit, accept, assign, decide, exclude, undo, unsure
from desktop_labeler.data.decisions.label_rules import Rule
from desktop_labeler.data.decisions.people import set_rule
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.project.project_file import LabelClass, Project, State
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.audits.certify import begin_certificate, end_certificate
from desktop_labeler.jobs.audits.draw_audit import audit_outlook, begin_audit, findings
from tests.making import ME, label_images, make_project

BLIND = By("Ann", "Audit")
COUNT = 40


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    made = make_project(tmp_path / "p.labeler", [f"{number:02}.png" for number in range(COUNT + 10)])
    label_images(made, ["cat" if number % 4 else "dog" for number in range(COUNT)] + [None] * 10)
    yield made
    made.close()


def _answer(project: Project, images: list[int], class_id: int, by: By = BLIND) -> None:
    decide(project, images, assign(class_id), kind="assign", what="Label", by=by, again=True)


def _truth(project: Project) -> dict[int, int]:
    return {row.id: row.class_id or 0 for row in project.images(range(1, COUNT + 1))}


def test_right_and_wrong_answers_are_counted_with_their_interval(project: Project) -> None:
    audit = begin_audit(project, "labels", 20, 0.95, seed=3)
    assert (audit.population, len(set(audit.images)), audit.kind) == (COUNT, 20, "labels")
    truth = _truth(project)
    for image in audit.images[:15]:
        _answer(project, [image], truth[image])
    _answer(project, [audit.images[15]], 3 - truth[audit.images[15]])
    decide(project, [audit.images[16]], exclude(), kind="exclude", what="Exclude", by=BLIND)
    decide(project, [audit.images[17]], unsure(), kind="unsure", what="Unsure", by=BLIND)
    found = findings(project, audit)
    assert (found.whole.count, found.whole.hits, found.unsure) == (17, 15, 1)
    assert (found.whole.low, found.whole.high) == anytime_interval(15, 17, COUNT)  # not complete yet
    assert found.open.tolist() == audit.images[18:]
    assert found.wrong.tolist() == audit.images[15:17]
    assert sum(measured.count for _, measured in found.by_class) == 17
    assert found.wrong_ones[1] <= found.wrong_ones[0] == round(COUNT * 2 / 17) <= found.wrong_ones[2]
    assert not found.done


def test_what_is_decided_elsewhere_was_not_blind_and_does_not_count(project: Project) -> None:
    audit = begin_audit(project, "labels", 20, 0.95, seed=3)
    truth = _truth(project)
    _answer(project, audit.images[:5], 3 - truth[audit.images[0]], By("Ann", "Suspects"))
    assert findings(project, audit).whole.count == 0
    _answer(project, [audit.images[0]], truth[audit.images[0]])
    found = findings(project, audit)
    assert (found.whole.count, found.whole.hits) == (1, 1)  # against the claim from before
    undo(project, ME)
    assert findings(project, audit).whole.count == 0


def test_answers_of_an_earlier_audit_do_not_count_for_the_next(project: Project) -> None:
    first = begin_audit(project, "labels", COUNT, 0.95, seed=1)
    truth = _truth(project)
    for image in first.images:
        _answer(project, [image], truth[image])
    assert findings(project, first).done
    second = begin_audit(project, "labels", COUNT, 0.95, seed=2)
    assert second.images != first.images
    assert findings(project, second).whole.count == 0
    (past,) = audits.past_audits(project)
    assert (past.looked, past.right, past.population) == (COUNT, COUNT, COUNT)


def test_the_sample_survives_a_restart_and_later_labels(project: Project) -> None:
    audit = begin_audit(project, "labels", 20, 0.98)
    truth = _truth(project)
    with Project(project.path) as again:  # another connection, as after a restart
        _answer(again, list(truth), 1, By("Ann", "Browse"))  # another label for all: the claims stay
        stored = audits.current_audit(again)
        assert stored == audit
        assert stored.claims == [truth[image] for image in audit.images]


def test_an_audit_that_is_ended_early_counts_what_was_looked_at(project: Project) -> None:
    audit = begin_audit(project, "labels", 20, 0.5)
    _answer(project, [audit.images[0]], audit.claims[0])
    assert findings(project, audit).more is not None
    found = findings(project, audits.end(project, audit))
    assert found.done
    assert (found.whole.count, found.more, found.reached) == (1, None, False)  # nothing more is asked of it


def test_suggestions_are_checked_by_rank_and_refused_ones_are_left_out(project: Project) -> None:
    ids = np.arange(1, COUNT + 11)
    ranks = np.linspace(0.999, 0.4, COUNT + 10).astype(np.float32)
    suggested = np.full(COUNT + 10, 1, np.int32)
    save_arrays(project, {"round/ids": ids, "round/suggested": suggested, "round/confidence": ranks})
    add_classes(project, ["cow"], ME)
    decide(project, [COUNT + 1], accept(1), kind="accept", what="Accept", by=ME)
    decide(project, [COUNT + 2], Edit(reject=1), kind="reject", what="Not", by=ME)
    audit = begin_audit(project, "suggestions", 59, 0.95)
    assert sorted(audit.images) == list(range(COUNT + 3, COUNT + 11))
    for number, image in enumerate(audit.images):
        _answer(project, [image], 1 if number else 2)
    found = findings(project, audit)
    assert (found.whole.count, found.whole.hits, found.done) == (8, 7, True)
    assert sum(measured.count for *_, measured in found.by_rank) == 8
    assert all(low <= rank <= 1 for low, *_ in found.by_rank[:1] for rank in [max(audit.ranks)])


def test_nothing_to_check_is_said(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        outlook = audit_outlook(project)
        assert (outlook.labels, outlook.suggestions, outlook.findings, outlook.clean) == (0, 0, None, 0)
        for kind in ("labels", "suggestions"):
            with pytest.raises(LabelerError, match=r"nothing to check|no suggestions yet"):
                begin_audit(project, kind, 59, 0.95)


def test_only_what_was_drawn_from_suggestions_and_answered_is_a_fair_sample(project: Project) -> None:
    assert audits.drawn_by_chance(project).tolist() == []
    of_labels = begin_audit(project, "labels", 10, 0.95, seed=3)
    _answer(project, of_labels.images[:5], 1)
    assert audits.drawn_by_chance(project).tolist() == []
    ids = np.arange(COUNT + 1, COUNT + 11)
    stored = {"round/ids": ids, "round/suggested": np.ones(10, np.int64), "round/confidence": np.linspace(0.5, 1, 10)}
    save_arrays(project, stored, {})
    first = begin_audit(project, "suggestions", 4, 0.95, seed=1)
    _answer(project, first.images[:3], 1)
    assert audits.drawn_by_chance(project).tolist() == sorted(first.images[:3])
    undo(project, ME)
    assert audits.drawn_by_chance(project).tolist() == []
    _answer(project, first.images[:3], 2)
    begin_audit(project, "suggestions", 4, 0.95, seed=2)
    assert audits.drawn_by_chance(project).tolist() == sorted(first.images[:3])
    assert read_labels(project, np.arange(1, COUNT + 11)).fair.sum() == 3
    _answer(project, first.images[:1], 1, By("Ann", "Browse"))
    assert audits.drawn_by_chance(project).tolist() == sorted(first.images[:3])  # it was drawn by chance all the same


def _classes(project: Project) -> dict[str, LabelClass]:
    return {one.name: one for one in project.classes()}


def test_renaming_a_class_during_an_audit_changes_nothing_of_it(project: Project) -> None:
    audit = begin_audit(project, "labels", 20, 0.95, seed=3)
    _answer(project, audit.images[:10], 1)
    before = findings(project, audit)
    cat = _classes(project)["cat"]
    change_classes(
        project, {cat.id: replace(cat, name="feline")}, DecisionText("rename_class", old="cat", new="feline"), ME
    )
    after = findings(project, audits.current_audit(project) or audit)
    assert (after.whole, after.by_class) == (before.whole, before.by_class)
    assert after.open.tolist() == before.open.tolist()


@pytest.mark.parametrize("gone", ["cat", "dog"])
def test_merging_classes_during_an_audit_keeps_its_answers_and_merges_its_claims(project: Project, gone: str) -> None:
    audit = begin_audit(project, "labels", 20, 0.95, seed=3)
    truth = _truth(project)
    for image in audit.images[:10]:
        _answer(project, [image], 3 - truth[image])  # all of them wrong
    before, named = findings(project, audit), _classes(project)
    assert (before.whole.count, before.whole.hits) == (10, 0)
    merge_classes(project, named.pop(gone), next(iter(named.values())), ME)
    merged = audits.current_audit(project)
    assert merged is not None
    found = findings(project, merged)
    assert found.open.tolist() == audit.images[10:]
    assert (found.whole.count, found.whole.hits) == (10, 10)  # cats and dogs are the same by now
    ((one, part),) = found.by_class
    assert (one, part.count) == (next(iter(named.values())).id, 10)
    assert merged.design.class_sizes == {str(one): COUNT}
    audits.end(project, merged)
    undo(project, ME)
    parted = audits.current_audit(project)
    assert parted is not None
    assert parted.ended
    assert (parted.claims, parted.design) == (audit.claims, audit.design)
    assert (findings(project, parted).whole.count, findings(project, parted).whole.hits) == (10, 0)


def test_what_is_decided_later_does_not_change_what_an_audit_found(project: Project) -> None:
    audit = begin_audit(project, "labels", 20, 0.95, seed=3)
    _answer(project, audit.images[:10], 1)
    named = _classes(project)
    merge_classes(project, named["cat"], named["dog"], ME)
    _answer(project, audit.images[:4], named["dog"].id, By("Ann", "Browse"))
    assert findings(project, audit).open.tolist() == audit.images[10:]


@pytest.mark.parametrize("rule", ["latest", "first", "majority", "adjudicated"])
def test_what_was_said_counts_whatever_label_the_rule_makes_of_it(project: Project, rule: Rule) -> None:
    set_rule(project, rule, ME)
    audit = begin_audit(project, "labels", 10, 0.95, seed=3)
    truth = _truth(project)
    for image in audit.images:
        _answer(project, [image], 3 - truth[image], By("Bob", "Audit"))  # Ann had said the other one
    whole = findings(project, audit).whole
    assert whole is not None
    assert (whole.hits, whole.count) == (0, 10)
    settle = By("Head", "Browse")
    decide(
        project, audit.images, assign([truth[image] for image in audit.images]), kind="adjudicate", what="", by=settle
    )
    again = findings(project, audit).whole
    assert again is not None
    assert (again.hits, again.count) == (0, 10)


@pytest.mark.parametrize("design", audits.DESIGNS)
def test_of_the_claims_that_are_left_every_design_measures_as_if_they_were_all(
    project: Project, design: audits.DesignName
) -> None:
    ids, doubt = np.arange(1, COUNT + 11), np.linspace(0.1, 0.9, COUNT + 10).astype(np.float32)
    save_arrays(project, {"round/ids": ids, "round/doubt": doubt}, {})
    audit = begin_audit(project, "labels", 30, 0.95, seed=3, design=design)
    cat, dog = _classes(project)["cat"], _classes(project)["dog"]
    for image, claim in zip(audit.images, audit.claims, strict=True):
        _answer(project, [image], claim)
    delete_class(project, dog, ME)
    found = findings(project, audits.current_audit(project) or audit)
    ((number, of_cat),) = found.by_class
    assert number == cat.id
    assert found.audit.population == audit.design.class_sizes[str(cat.id)]
    assert (found.whole.hits, found.whole.count) == (of_cat.hits, of_cat.count)
    assert found.whole.low == pytest.approx(of_cat.low, abs=0.02)
    undo(project, ME)
    again = findings(project, audits.current_audit(project) or audit)
    assert (again.whole.count, again.unclaimed) == (len(audit.images), 0)


def test_claims_of_a_deleted_class_do_not_count_and_its_answers_are_asked_again(project: Project) -> None:
    audit = begin_audit(project, "labels", 20, 0.95, seed=3)
    _answer(project, audit.images[:10], 1)
    gone = next(one for one in project.classes() if one.id == 1)
    left = [image for image, claim in zip(audit.images, audit.claims, strict=True) if claim != 1]
    assert 0 < len(left) < 20
    delete_class(project, gone, ME)
    found = findings(project, audits.current_audit(project) or audit)
    assert found.open.tolist() == left  # no label of the deleted class is left to be right
    assert found.unclaimed == 20 - len(left)
    assert found.audit.population == audit.design.class_sizes["2"]
    _answer(project, left, 2)
    found = findings(project, audits.current_audit(project) or audit)
    assert found.done
    assert (found.whole.hits, found.whole.count) == (len(left), len(left))


@pytest.mark.parametrize("design", ["simple", "strata", "doubt"])
@pytest.mark.parametrize("kind", ["labels", "suggestions"])
def test_a_pile_or_band_does_not_count_claims_of_a_deleted_class(
    tmp_path: Path, design: audits.DesignName, kind: audits.Kind
) -> None:
    """Every claim is checked, and of those left none is wrong, so nothing is left to be wrong in any part."""
    with make_project(tmp_path / "p.labeler", [f"{number:03}.png" for number in range(90)]) as project:
        ids = add_classes(project, ["cat", "dog", "owl"], ME)
        of = np.array([ids[("cat", "dog", "owl")[number % 3]] for number in range(90)])
        arrays: dict[str, AnyArray] = {
            "round/ids": np.arange(1, 91),
            "round/doubt": np.linspace(0, 1, 90).astype(np.float32),
            "round/suggested": of.astype(np.int32),
            "round/confidence": np.linspace(0.3, 1, 90).astype(np.float32),
        }
        save_arrays(project, arrays, {})
        project.save_setting("round", 1)
        if kind == "labels":
            decide(project, range(1, 91), assign(of), kind="assign", what="Label", by=ME)
        audit = begin_audit(project, kind, 300 if design == "doubt" else 90, 0.95, seed=1, design=design)
        for image, claim in zip(audit.images, audit.claims, strict=True):
            if claim != ids["dog"]:
                _answer(project, [image], claim)
        dog = next(one for one in project.classes() if one.name == "dog")
        delete_class(project, dog, ME)
        found = findings(project, audits.current_audit(project) or audit)
        assert found.audit.population == 60
        parts = [measured for _, measured in found.by_pile] + [measured for *_, measured in found.by_rank]
        assert parts
        if design != "doubt":
            assert [(one.low, one.high) for one in parts] == [(1.0, 1.0)] * len(parts)  # all of it was checked
            assert sum(one.count for one in parts) == 60
        sizes = found.audit.design.pile_sizes
        assert sum(sizes.values()) == (60 if kind == "labels" else 0)
        undo(project, ME)
        again = findings(project, audits.current_audit(project) or audit)
        assert again.audit.population == 90


def test_a_deleted_class_that_the_sample_does_not_have_is_no_part_of_the_population(project: Project) -> None:
    owl = add_classes(project, ["owl"], ME)["owl"]
    decide(project, [COUNT + 1], assign(owl), kind="assign", what="Label", by=ME)
    audit = next(
        drawn for seed in range(50) if owl not in (drawn := begin_audit(project, "labels", 8, 0.95, seed=seed)).claims
    )
    delete_class(project, next(one for one in project.classes() if one.id == owl), ME)
    assert findings(project, audits.current_audit(project) or audit).audit.population == audit.population - 1


def test_a_certified_accept_goes_on_after_its_class_was_merged(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number:03}.png" for number in range(100)]) as project:
        ids = add_classes(project, ["cat", "dog"], ME)
        suggested = np.full(100, ids["cat"], np.int32)
        ranks = np.linspace(0.9, 0.99, 100).astype(np.float32)
        save_arrays(project, {"round/ids": np.arange(1, 101), "round/suggested": suggested, "round/confidence": ranks})
        audit, _ = begin_certificate(project, 0.8, seed=1)
        _answer(project, audit.images, ids["cat"])
        named = _classes(project)
        merge_classes(project, named["cat"], named["dog"], ME)
        done = end_certificate(project, ME)
        assert (done.wrong, done.accepted) == (0, 100 - len(audit.images))
        assert project.counts() == {
            (State.CONFIRMED, ids["dog"]): len(audit.images),
            (State.LABELLED, ids["dog"]): done.accepted,
        }
