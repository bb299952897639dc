"""What a decision says of answers that stand beside another label, and of certificates that it makes void."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.classes import add_classes, delete_class, merge_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import (
    By,
    Edit,
    accept,
    assign,
    clear,
    decide,
    keep,
    last_decision,
    redo,
    undo,
    unsure,
)
from desktop_labeler.data.decisions.label_rules import Rule
from desktop_labeler.data.decisions.people import set_rule
from desktop_labeler.data.decisions.proof.certificates import Proof, certificate_of, read_certificates
from desktop_labeler.data.decisions.proof.consequences import Consequences, consequences
from desktop_labeler.data.project.project_file import Project
from tests.making import make_project

ANN, BOB = By("Ann"), By("Bob")


def _decide(project: Project, images: list[int], edit: Edit, by: By, kind: str = "assign") -> Consequences:
    number = decide(project, images, edit, kind=kind, what="Decide", by=by)
    assert number is not None
    return consequences(project, number)


def _certify(project: Project, images: list[int], label: int, sample: list[int], wrong: list[int]) -> int:
    """Accept images on the word of a sample whose right images are labelled already."""
    proof = Proof(sample, wrong, 1, len(images) + len(sample), 0.9, 0.95)
    what = DecisionText("accept_as", n=len(images), name="seven").proving(proof.stored())
    number = decide(project, images, accept(label), kind="accept", what=what, by=ANN)
    assert number is not None
    return number


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("latest", ""),
        (
            "first",
            "The answer “one” is kept; the label is “seven” by Ann, because the first answer counts in this project.",
        ),
        (
            "majority",
            "The answer “one” is kept; the label is “seven”, because the answer of most people counts in this project.",
        ),
        (
            "adjudicated",
            "The answer “one” is kept; the label is “seven” by Ann, because the first answer counts in this project "
            "until somebody settles what differs.",
        ),
    ],
)
def test_an_answer_that_the_rule_keeps_beside_the_label_is_told(tmp_path: Path, rule: Rule, text: str) -> None:
    with make_project(tmp_path / "a.labeler", ["a.png", "b.png"]) as project:
        seven, one = add_classes(project, ["seven", "one"], ANN).values()
        assert not _decide(project, [1, 2], assign(seven), ANN).texts
        set_rule(project, rule, ANN)

        found = _decide(project, [1], assign(one), BOB)

        assert str(found.text) == text
        assert found.kept.tolist() == ([] if rule == "latest" else [1])
        assert not _decide(project, [2], keep(), BOB, "keep").texts  # whoever agrees needs no word


def test_other_kinds_of_answers_are_told_too(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.labeler", ["a.png", "b.png", "c.png"]) as project:
        seven, one = add_classes(project, ["seven", "one"], ANN).values()
        _decide(project, [1, 2, 3], assign(seven), ANN)
        set_rule(project, "first", ANN)

        assert "“unsure” is kept; the label is “seven” by Ann" in str(_decide(project, [1], unsure(), BOB).text)
        many = _decide(project, [2, 3], accept(one), BOB, "accept")
        assert str(many.text).startswith("2 answers are kept beside other labels, because the first")
        back = _decide(project, [1], clear(), BOB, "unlabel")
        assert str(back.text).startswith("The answer is taken back; the label is “seven” by Ann")
        settled = _decide(project, [2], assign(one), By("Cleo"), "adjudicate")
        assert not settled.texts
        after = _decide(project, [2], assign(seven), BOB)
        assert str(after.text) == "The answer “seven” is kept; the label is “one”, because Cleo settled it."


def test_a_change_of_a_covered_or_of_a_sampled_label_is_told_and_undo_restores(tmp_path: Path) -> None:
    with make_project(tmp_path / "a.labeler", [f"{number}.png" for number in range(6)]) as project:
        seven, one = add_classes(project, ["seven", "one"], ANN).values()
        _decide(project, [1], assign(seven), ANN)
        _decide(project, [2], assign(one), ANN)
        number = _certify(project, [3, 4, 5, 6], seven, sample=[1, 2], wrong=[2])

        assert not _decide(project, [2], assign(seven), BOB).texts  # it counted as wrong, and that was right
        assert not _decide(project, [4], keep(), BOB, "keep").texts
        for image in (1, 3):
            found = _decide(project, [image], assign(one), BOB)
            assert found.voided == (number,)
            assert str(found.text) == f"Certificate {number} is void now."
            (certificate,) = read_certificates(project)
            assert certificate.void
            assert (certificate.changed, certificate.doubted) == ((0, 1) if image == 1 else (1, 0))
            further = _decide(project, [5], assign(one), BOB)
            assert str(further.text) == f"Certificate {number}, void before, has lost a further label."
            undo(project, BOB)
            step = undo(project, BOB)
            assert step is not None
            assert str(consequences(project, step.id).text) == f"Certificate {number} holds again."
            assert not read_certificates(project)[0].void
        found_of = certificate_of(project, 3)
        assert found_of is not None
        assert not found_of.void


_STEPS = st.lists(
    st.tuples(st.sampled_from(["assign", "accept", "undo", "redo", "merge", "delete", "rule"]), st.integers(0, 99)),
    max_size=12,
)


@settings(max_examples=12, deadline=None)
@given(_STEPS)
def test_what_is_told_of_certificates_is_how_they_differ_from_before(steps: list[tuple[str, int]]) -> None:
    with (
        TemporaryDirectory() as folder,
        make_project(Path(folder) / "a.labeler", [f"{number}.png" for number in range(6)]) as project,
    ):
        labels = list(add_classes(project, ["seven", "one", "two"], ANN).values())
        _decide(project, [1, 2], assign(labels[0]), ANN)
        _certify(project, [3, 4], labels[0], sample=[1, 2], wrong=[])
        _certify(project, [5, 6], labels[1], sample=[2, 3], wrong=[3])
        for what, number in steps:
            before, void = last_decision(project), {one.id for one in read_certificates(project) if one.void}
            _do(project, what, number, labels)
            now = last_decision(project)
            if now == before:
                continue
            found = consequences(project, now)
            after = {one.id for one in read_certificates(project) if one.void}
            assert set(found.voided) == after - void
            assert set(found.restored) == void - after
            assert set(found.touched) <= after & void


def _do(project: Project, what: str, number: int, labels: list[int]) -> None:
    by, image, label = (ANN, BOB)[number % 2], 1 + number % 6, labels[number // 6 % 3]
    live = {one.id: one for one in project.classes()}
    if what in ("undo", "redo"):
        (undo if what == "undo" else redo)(project, by)
    elif what == "rule":
        set_rule(project, ("latest", "first", "majority")[number % 3], by)
    elif what == "delete" and label in live:
        delete_class(project, live[label], by)
    elif what == "merge" and {label, labels[0]} <= live.keys() and label != labels[0]:
        merge_classes(project, live[label], live[labels[0]], by)
    elif what in ("assign", "accept") and label in live:
        edit = assign(label) if what == "assign" else accept(label)
        decide(project, [image], edit, kind=what, what="Decide", by=by)
