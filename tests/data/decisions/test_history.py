"""Decisions: every sequence of them, undone and redone, leads to states that were there before, exactly."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from desktop_labeler.data.decisions import history
from desktop_labeler.data.decisions.classes import add_classes, change_classes, delete_class, merge_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import (
    Decision,
    Edit,
    accept,
    assign,
    clear,
    decide,
    keep,
    read_history,
    redo,
    undo,
)
from desktop_labeler.data.project.project_file import LabelClass, Project, Source, State, create_project
from desktop_labeler.errors import LabelerError
from tests.making import ME, add_images, label_images, labels_of, make_project

COUNT = 8
_VERDICT = "state, class_id, source, rejected, second, group_name, note, decided"
State_ = tuple[list[tuple[object, ...]], list[LabelClass]]


def snapshot(project: Project) -> State_:
    """Return everything that a decision can change; classes that never lived are no difference."""
    images = project.rows(f"SELECT id, {_VERDICT} FROM image ORDER BY id")
    return images, project.classes()


def replay(project: Project) -> list[tuple[object, ...]]:
    """Return the verdicts that the history alone leads to."""
    columns = _VERDICT.split(", ")
    verdicts: dict[int, tuple[object, ...]] = {}
    halves = ", ".join(f"{half}_{column}" for half in ("before", "after") for column in columns)
    for row in project.rows(f"SELECT image_id, {halves} FROM change ORDER BY decision_id, image_id"):
        image, before, after = int(str(row[0])), row[1 : 1 + len(columns)], row[1 + len(columns) :]
        assert verdicts.get(image, before) == before  # each decision starts where the last one ended
        verdicts[image] = after
    start = (int(State.UNLABELLED), None, int(Source.NONE), "", 0, None, None, None)
    ids = [int(str(number)) for (number,) in project.rows("SELECT id FROM image ORDER BY id")]
    return [(number, *verdicts.get(number, start)) for number in ids]


images = st.sets(st.integers(1, COUNT), min_size=1).map(sorted)


class Deciding(RuleBasedStateMachine):
    """A person who does anything, beside a plain stack of snapshots as the truth."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.project = create_project(Path(self.folder.name) / "p.labeler")
        self.project.db.execute("PRAGMA synchronous = OFF")  # what is tested is the content, not the disk
        self.before: list[State_] = []  # what each undo leads to
        self.after: list[State_] = []  # what each redo leads to

    def teardown(self) -> None:
        self.project.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        add_images(self.project, [f"{number}.png" for number in range(COUNT)], Path(self.folder.name))
        self._do(lambda: add_classes(self.project, ["cat", "dog"], ME) and None)

    def _do(self, action: object) -> None:
        """Run an action that is one decision, or none at all."""
        assert callable(action)
        now, count = snapshot(self.project), len(read_history(self.project, limit=None))
        action()
        if len(read_history(self.project, limit=None)) > count:
            self.before.append(now)
            self.after.clear()
        else:
            assert snapshot(self.project) == now

    def _class(self, choice: int) -> LabelClass | None:
        live = self.project.classes()
        return live[choice % len(live)] if live else None

    @rule(chosen=images, choice=st.integers(0, 9), what=st.sampled_from(["assign", "accept", "reject", "many"]))
    def give(self, chosen: Sequence[int], choice: int, what: str) -> None:
        label = self._class(choice)
        if label is None:
            return
        edits = {
            "assign": assign(label.id),
            "accept": accept(np.full(len(chosen), label.id)),
            "reject": Edit(reject=label.id),
            "many": assign([self._class(choice + place).id for place in range(len(chosen))]),  # type: ignore[union-attr]
        }
        self._do(lambda: decide(self.project, chosen, edits[what], kind=what, what=what, by=ME))

    @rule(chosen=images, edit=st.sampled_from([clear(), keep(), history.unsure(), history.exclude()]))
    def judge(self, chosen: Sequence[int], edit: Edit) -> None:
        self._do(lambda: decide(self.project, chosen, edit, kind="judge", what="Judge", by=ME))

    @rule(chosen=images, text=st.sampled_from(["a", "b\n'"]), second=st.booleans())
    def note(self, chosen: Sequence[int], text: str, second: bool) -> None:
        edit = Edit(note=text, group=[None if number % 2 else text for number in chosen], second=second)
        self._do(lambda: decide(self.project, chosen, edit, kind="note", what="Note", by=ME))

    @rule(names=st.lists(st.sampled_from(["cat", "dog", "owl", " fox "]), max_size=3))
    def add(self, names: Sequence[str]) -> None:
        self._do(lambda: add_classes(self.project, names, ME))

    @rule(choice=st.integers(0, 9), name=st.sampled_from(["cat", "ape", ""]))
    def rename(self, choice: int, name: str) -> None:
        label = self._class(choice)
        if label is None:
            return

        def action() -> None:
            try:
                change_classes(self.project, {label.id: replace(label, name=name)}, DecisionText("order_classes"), ME)
            except LabelerError:
                assert not name or any(other.name == name and other.id != label.id for other in self.project.classes())

        self._do(action)

    @rule(gone=st.integers(0, 9), into=st.integers(0, 9))
    def merge(self, gone: int, into: int) -> None:
        first, second = self._class(gone), self._class(into)
        if first is not None and second is not None and first.id != second.id:
            self._do(lambda: merge_classes(self.project, first, second, ME))

    @rule(choice=st.integers(0, 9))
    def delete(self, choice: int) -> None:
        label = self._class(choice)
        if label is not None:
            self._do(lambda: delete_class(self.project, label, ME))

    @rule()
    def take_back(self) -> None:
        now = snapshot(self.project)
        done = undo(self.project, ME)
        assert (done is not None) == bool(self.before)
        if done is not None:
            self.after.append(now)
            assert snapshot(self.project) == self.before.pop()

    @rule()
    def do_again(self) -> None:
        now = snapshot(self.project)
        done = redo(self.project, ME)
        assert (done is not None) == bool(self.after)
        if done is not None:
            self.before.append(now)
            assert snapshot(self.project) == self.after.pop()

    @precondition(lambda self: bool(self.before))
    @rule()
    def restart(self) -> None:
        path = self.project.path
        now = snapshot(self.project)
        self.project.close()
        self.project = Project(path)
        self.project.db.execute("PRAGMA synchronous = OFF")
        assert snapshot(self.project) == now

    @invariant()
    def history_replays_to_the_present(self) -> None:
        assert replay(self.project) == snapshot(self.project)[0]

    @invariant()
    def no_image_has_a_deleted_class(self) -> None:
        live = {label.id for label in self.project.classes()}
        used = {row[0] for row in self.project.rows("SELECT DISTINCT class_id FROM image WHERE class_id IS NOT NULL")}
        assert used <= live

    @invariant()
    def a_state_fits_its_label(self) -> None:
        for state, class_id in self.project.counts():
            if state in (State.UNLABELLED, State.UNSURE, State.EXCLUDED):
                assert class_id is None

    @invariant()
    def the_menu_tells_what_undo_and_redo_do(self) -> None:
        undoable, redoable = history.next_steps(self.project)
        assert (undoable is not None, redoable is not None) == (bool(self.before), bool(self.after))


TestDeciding = Deciding.TestCase
TestDeciding.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of five images, open for writing; it is closed when the test has gone."""
    return make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(5)])


def test_a_decision_that_changes_nothing_leaves_no_trace(project: Project) -> None:
    with project:
        label_images(project, ["cat"] * 5)
        before = read_history(project)
        number = decide(project, [1, 2], assign(1), kind="assign", what="Again", by=ME)
        assert number is None
        assert read_history(project) == before


def test_a_rejected_class_takes_its_label_away_and_an_assigned_one_is_rejected_no_more(project: Project) -> None:
    with project:
        label_images(project, ["cat", "dog", None, None, None])
        decide(project, [1, 2, 3], Edit(reject=1), kind="reject", what="Not cat", by=ME)
        first, second, third = project.images([1, 2, 3])
        assert (first.state, first.class_id, first.rejected) == (State.UNLABELLED, None, (1,))
        assert (second.state, second.class_id, second.rejected) == (State.CONFIRMED, 2, (1,))
        assert (third.state, third.rejected) == (State.UNLABELLED, (1,))
        decide(project, [3], Edit(reject=2), kind="reject", what="Not dog", by=ME)
        assert project.images([3])[0].rejected == (1, 2)
        decide(project, [1, 3], assign(1), kind="assign", what="Cat", by=ME)
        assert [image.rejected for image in project.images([1, 3])] == [(), (2,)]


def test_eleven_rejected_classes_keep_apart(project: Project) -> None:
    with project:
        add_classes(project, [f"class {number}" for number in range(12)], ME)
        for number in range(1, 12):
            decide(project, [1], Edit(reject=number), kind="reject", what="Not", by=ME)
        decide(project, [1], assign(1), kind="assign", what="Yes", by=ME)
        assert project.images([1])[0].rejected == tuple(range(2, 12))


def test_one_value_per_image(project: Project) -> None:
    with project:
        add_classes(project, ["cat", "dog"], ME)
        decide(project, [3, 1], assign([1, 2]), kind="assign", what="Two", by=ME)
        assert [image.class_id for image in project.images([1, 2, 3])] == [2, None, 1]
        with pytest.raises(ValueError, match="3 values for 2 images"):
            decide(project, [1, 2], assign([1, 2, 1]), kind="assign", what="Wrong", by=ME)
        assert [image.class_id for image in project.images([1, 2, 3])] == [2, None, 1]


def test_unknown_images_are_ignored(project: Project) -> None:
    with project:
        add_classes(project, ["cat"], ME)
        decide(project, [5, 99], assign(1), kind="assign", what="Cat", by=ME)
        assert history.images_of(project, 2).tolist() == [5]


def test_the_history_of_an_image_says_who_when_and_what(project: Project) -> None:
    with project:
        label_images(project, ["cat", "dog", None, None, None])
        undo(project, ME)
        found = read_history(project, image=1)
        assert [(one.kind, one.who, one.images, one.undone, one.reverts) for one in found] == [
            ("undo", "Ann", 2, False, 2),
            ("assign", "Ann", 2, True, None),
        ]
        assert all(one.when.endswith("Z") and "T" in one.when for one in found)
        assert read_history(project, image=4) == []


@pytest.mark.slow
def test_undo_and_redo_work_after_a_restart_also_for_fifty_thousand_images(tmp_path: Path) -> None:
    count = 50_000
    with make_project(tmp_path / "p.labeler", [f"{number:05}.png" for number in range(count)]) as project:
        add_classes(project, ["cat"], ME)
        before = labels_of(project)
        decide(project, np.arange(1, count + 1), assign(1), kind="assign", what="All", by=ME)
        after = labels_of(project)
        assert set(after.values()) == {("cat", "confirmed")}
    with Project(tmp_path / "p.labeler") as project:
        assert _images(undo(project, ME)) == count
        assert labels_of(project) == before
    with Project(tmp_path / "p.labeler") as project:
        assert _images(redo(project, ME)) == count
        assert labels_of(project) == after
        assert redo(project, ME) is None


def _images(decision: Decision | None) -> int:
    assert decision is not None
    return decision.images


def test_a_second_look_that_changes_nothing_can_be_noted_and_undone(project: Project) -> None:
    cat = add_classes(project, ["cat"], ME)["cat"]
    first = decide(project, [1, 2], assign(cat), kind="assign", what="Label", by=ME)
    before = project.images([1, 2])
    assert decide(project, [1], assign(cat), kind="assign", what="Label", by=ME) is None
    second = decide(project, [1], assign(cat), kind="assign", what="Label", by=ME, again=True)
    assert [row.decided for row in project.images([1, 2])] == [second, first]
    undo(project, ME)
    assert project.images([1, 2]) == before
    project.close()


def test_a_part_of_an_edit_sets_the_same_for_its_images() -> None:
    chosen = np.array([True, False, True])
    edit = Edit(state=[State.CONFIRMED, None, State.UNSURE], class_id=np.array([4, 5, 6]), second=True, note="seen")
    part = edit.of(chosen)
    assert (part.state, part.class_id) == ([State.CONFIRMED, State.UNSURE], [4, 6])
    assert (part.second, part.note, part.source) == (True, "seen", None)
