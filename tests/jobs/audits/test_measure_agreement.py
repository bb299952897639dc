"""Who could see whose answer, and who was asked again: against the definitions, for any order of answers."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.decisions.proof.report_figures import person_figures
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.audits.measure_agreement import measure_agreement
from tests.making import make_project

Run = Callable[..., Any]
_SAID = st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 2), st.booleans(), st.integers(0, 1)), max_size=12)


@settings(deadline=None, max_examples=25)
@given(said=_SAID)
def test_blind_counts_for_each_pair_what_is_told_without_it(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, int, bool, int]]
) -> None:
    """Two answers are independent if each was given blind, or before the other person had said anything."""
    with make_project(tmp_path_factory.mktemp("agree") / "p.labeler", ["1.png", "2.png"]) as project:
        classes = list(add_classes(project, ["cat", "dog"], By("Zed")).values())
        for who, image, blind, label in said:
            by = By(who, "Audit" if blind else "Browse")
            decide(project, [image], assign(classes[label]), kind="assign", what="Label", by=by, again=True)
        all_, blind_ones = measure_agreement(project), measure_agreement(project, blind=True)

    def free(one: str, other: str, image: int) -> bool:
        mine = [(time, blind) for time, (who, at, blind, _) in enumerate(said) if (who, at) == (one, image)]
        others = [time for time, (who, at, _, _) in enumerate(said) if (who, at) == (other, image)]
        return bool(mine and others) and (mine[-1][1] or mine[-1][0] < others[0])

    for one, other in combinations("ABC", 2):
        expected = sum(free(one, other, image) and free(other, one, image) for image in (1, 2))
        told = [pair.blind for pair in all_.pairs if {pair.first, pair.second} == {one, other}]
        counted = [pair.kappa.images for pair in blind_ones.pairs if {pair.first, pair.second} == {one, other}]
        assert (sum(told), sum(counted)) == (expected, expected)
    for who in "ABC":  # asked again is whoever said something blind after having said something elsewhere
        first = [[blind for by, at, blind, _ in said if (by, at) == (who, image)] for image in (1, 2)]
        asked = sum(True in mine and not mine[0] for mine in first)
        assert sum(pair.kappa.images for pair in all_.again if pair.first == who) == asked
    shared = {image for _, image, _, _ in said}
    independent = {
        image
        for image in shared
        for one, other in combinations("ABC", 2)
        if free(one, other, image) and free(other, one, image)
    }
    assert blind_ones.alpha.images <= len(independent)


def _table(path: Path, names: list[str], label: str) -> Path:
    path.write_text("rel_path,label\n" + "".join(f"{name},{label}\n" for name in names))
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Make a project of forty images with two classes."""
    with make_project(tmp_path / "p.labeler", [f"{number:02}.png" for number in range(40)], files=True) as project:
        add_classes(project, ["cat", "dog"], By("Ann"))
        labels = {one.name: one.id for one in project.classes()}
        ids = find_images(project).tolist()
        edit = assign([labels["cat" if image % 2 else "dog"] for image in ids])
        decide(project, ids, edit, kind="assign", what="Label", by=By("Ann"))
    return tmp_path / "p.labeler"


def _drawn(project: Path, run: Run, seed: int) -> list[str]:
    run("audit", project, "start", "-n", "20", "--seed", seed)
    with Project(project, "read") as opened:
        stored = opened.setting("audit")
        assert isinstance(stored, dict)
        return [row.path for row in opened.images(stored["images"])]


def test_a_table_that_grows_gives_each_answer_of_an_audit_once(shop: Path, tmp_path: Path, run: Run) -> None:
    """What was answered in the same audit is no second answer, nor is what corrects it; another audit asks again."""
    drawn = _drawn(shop, run, 1)
    label = ("label", shop, "--audit", "--by", "Zoe", "--from")
    run(*label, _table(tmp_path / "some.csv", drawn[:8], "cat"))
    notes = run(*label, _table(tmp_path / "all.csv", drawn, "cat"))["notes"]
    assert any("8 answers were given in this audit before" in note for note in notes)
    assert run(*label, tmp_path / "all.csv")["decision"] is None
    run(*label, _table(tmp_path / "corrected.csv", drawn[:3], "dog"))
    assert run("agreement", shop)["again"] == []
    with Project(shop, "read") as project:
        assert {one.name: one.answers for one in person_figures(project)}["Zoe"] == 20
    other = run("label", shop, "--audit", "--by", "Yan", "--from", tmp_path / "all.csv")
    assert other["applied"] == 20
    assert other["decision"] is not None  # the same words of somebody else are answers
    run("audit", shop, "close")
    second = _drawn(shop, run, 2)
    run(*label, _table(tmp_path / "again.csv", second, "cat"))
    (again,) = run("agreement", shop)["again"]
    both = set(drawn) & set(second)
    assert both
    assert (again["a"], again["n"], again["same"]) == ("Zoe", len(both), len(both - set(drawn[:3])))


def test_a_package_that_is_merged_again_with_corrections_asks_nobody_again(
    shop: Path, tmp_path: Path, run: Run
) -> None:
    """Copies of one package are one occasion; a second package to the same person is another one."""
    for name, changes in (("one", 2), ("two", 1)):
        package = tmp_path / f"{name}.labeler"
        run("package", shop, package, "--for", "Eve", "--blind", "-n", 10, "--images", "beside", "--seed", 3)
        for turn in range(changes):
            with Project(package) as opened:
                ids, label = find_images(opened).tolist(), opened.classes()[turn].id
                by = By("Eve", "Browse")
                decide(opened, ids, assign(label), kind="assign", what="Label", by=by)
                assert not measure_agreement(opened).again
            run("merge", shop, package)
        again = run("agreement", shop)["again"]
        assert [(one["a"], one["same"]) for one in again] == ([] if name == "one" else [("Eve", 0)])


def test_who_answered_first_saw_nothing_of_the_other(shop: Path, tmp_path: Path, run: Run) -> None:
    """Ann labels, a blind package goes to Eve: with --blind it is the same comparison, and nothing is advised."""
    package = tmp_path / "eve.labeler"
    run("package", shop, package, "--for", "Eve", "--blind", "--answered-by", "Ann", "-n", 12)
    with Project(package) as opened:
        label = opened.classes()[0].id
        decide(opened, find_images(opened).tolist(), assign(label), kind="assign", what="Label", by=By("Eve"))
    run("merge", shop, package)
    plain, blind = run("agreement", shop), run("agreement", shop, "--blind")
    assert plain["pairs"][0]["blind"] == 12
    assert (blind["pairs"], blind["alpha"], blind["seen_left_out"]) == (plain["pairs"], plain["alpha"], 0)


@pytest.mark.parametrize("images", [1, 2])
def test_one_class_each_tells_nothing_though_the_classes_differ(tmp_path: Path, images: int) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(images)]) as project:
        for who, label in zip("AB", add_classes(project, ["cat", "dog"], By("Zed")).values(), strict=True):
            decide(project, range(1, images + 1), assign(label), kind="assign", what="Label", by=By(who))
        (pair,) = measure_agreement(project).pairs
    assert pair.constant == "A"
    assert all(one.kappa.low is None for one in pair.classes)
