"""What people said of suggestions: every image looked at one by one says the same; undo takes it back."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.computed.round_history import NAME, RoundLine, SuggestionOutcomes, as_part, past_rounds
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, Edit, accept, assign, decide, exclude, undo, unsure
from desktop_labeler.data.decisions.suggestion_outcomes import (
    KEPT,
    earlier_outcomes,
    keep_suggestions,
    suggestion_outcomes_of,
)
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project, Source, State
from tests.making import ME, make_project

COUNT = 12
LINE = RoundLine(
    3, "2026-03-01T10:00:00Z", 7, "key", "head", 12, 3, 5, 4, 3, 0.3, 0.95, 0, 7, 1, 0.5, SuggestionOutcomes(2, 4, 1)
)

# What may happen to an image: nothing, one of the answers, or an import.
_ACTS = ("nothing", "accept", "alone", "assign", "reject", "unsure", "exclude", "import", "second", "reject, assign")


def act(project: Project, image: int, what: str, class_id: int, suggested: int, seen: int | None = 5) -> None:
    edits = {
        "accept": [accept(suggested)],
        "alone": [Edit(state=State.CONFIRMED, class_id=suggested, source=Source.ACCEPTED)],
        "assign": [assign(class_id)],
        "reject": [Edit(reject=suggested)],
        "unsure": [unsure()],
        "exclude": [exclude()],
        "import": [Edit(state=State.LABELLED, class_id=class_id, source=Source.IMPORTED)],
        "second": [Edit(second=True)],
        "reject, assign": [Edit(reject=suggested), assign(class_id)],
    }
    for edit in edits.get(what, []):
        decide(project, [image], edit, kind="assign", what="Act", by=By("Ann", round=seen))


def expected(plan: list[tuple[str, int]], suggested: list[int], given_: list[int]) -> SuggestionOutcomes:
    """Return what there is to find, image by image."""
    found = SuggestionOutcomes(5)
    for (what, class_id), was, label in zip(plan, suggested, given_, strict=True):
        if was < 0 or label >= 0 or what in ("nothing", "import", "second"):
            continue
        if what == "unsure":
            found = replace(found, unsure=found.unsure + 1)
        elif what in ("accept", "alone") or (what in ("assign", "reject, assign") and class_id == was):
            found = replace(found, kept=found.kept + 1, together=found.together + (what == "accept"))
        else:
            found = replace(found, changed=found.changed + 1)
    return found


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_every_answer_is_found(data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        with make_project(place / "p.labeler", [f"{number}.png" for number in range(COUNT)]) as project:
            classes = list(add_classes(project, ["ant", "bee", "cat"], ME).values())
            one = st.sampled_from(classes)
            labelled = data.draw(st.lists(st.booleans(), min_size=COUNT, max_size=COUNT))
            suggested = data.draw(st.lists(st.one_of(one, st.just(-1)), min_size=COUNT, max_size=COUNT))
            plan = data.draw(st.lists(st.tuples(st.sampled_from(_ACTS), one), min_size=COUNT, max_size=COUNT))
            images = np.sort(find_images(project)).tolist()
            early = [image for image, has in zip(images, labelled, strict=True) if has]
            if early:
                decide(project, early, assign(classes[0]), kind="assign", what="Label", by=ME)
            given_ = [classes[0] if has else -1 for has in labelled]
            store(project, images, suggested, given_)
            for image, (what, class_id), was in zip(images, plan, suggested, strict=True):
                if was >= 0:
                    act(project, image, what, class_id, was)
            assert suggestion_outcomes_of(project) == expected(plan, suggested, given_)
            while project.rows("SELECT 1 FROM decision WHERE undone = 0 AND reverts IS NULL AND what = 'Act'"):
                undo(project, ME)
            assert suggestion_outcomes_of(project) == SuggestionOutcomes(5)


def store(project: Project, images: list[int], suggested: list[int], given_: list[int], number: int = 5) -> None:
    last = project.rows("SELECT max(id) FROM decision")[0][0]
    order = np.random.default_rng(0).permutation(len(images))  # a round need not go by id
    arrays: dict[str, AnyArray] = {
        "round/ids": np.array(images, np.int64)[order],
        "round/suggested": np.array(suggested, np.int32)[order],
        "round/given": np.array(given_, np.int32)[order],
    }
    keep_suggestions(project, last)
    save_arrays(project, arrays, {"round": number, "decisions": last})


def test_an_answer_while_another_round_was_shown_is_none_to_this_one(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png"]) as project:
        (ant,) = add_classes(project, ["ant"], ME).values()
        images = np.sort(find_images(project)).tolist()
        store(project, images, [ant] * 3, [-1] * 3)
        for image, what, seen in zip(images, ("accept", "reject", "assign"), (4, 4, None), strict=True):
            act(project, image, what, ant, ant, seen)
        assert suggestion_outcomes_of(project) == SuggestionOutcomes(5, kept=1)  # the last names no round
        act(project, images[0], "unsure", ant, ant)
        act(project, images[1], "assign", ant, ant)
        assert suggestion_outcomes_of(project) == SuggestionOutcomes(5, kept=2, unsure=1)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_answers_count_for_the_round_that_was_shown_however_many_were_stored_meanwhile(data: st.DataObject) -> None:
    with (
        TemporaryDirectory() as folder,
        make_project(Path(folder) / "p.labeler", [f"{number}.png" for number in range(COUNT)]) as project,
    ):
        classes = list(add_classes(project, ["ant", "bee", "cat"], ME).values())
        one = st.sampled_from(classes)
        images = np.sort(find_images(project)).tolist()
        suggested = data.draw(st.lists(one, min_size=COUNT, max_size=COUNT))
        plan = data.draw(st.lists(st.tuples(st.sampled_from(_ACTS), one), min_size=COUNT, max_size=COUNT))
        ends = data.draw(st.lists(st.integers(0, COUNT), max_size=KEPT))  # newer rounds: before which image
        store(project, images, suggested, [-1] * COUNT)
        for place, (image, (what, class_id), was) in enumerate(zip(images, plan, suggested, strict=True)):
            for _ in range(ends.count(place)):
                other = [classes[0]] * COUNT  # what they suggest was not on the screen
                store(project, images, other, [-1] * COUNT, 6 + len(earlier_outcomes(project)))
            act(project, image, what, class_id, was)
        newest = suggestion_outcomes_of(project)
        found = {one.round: one for one in (*earlier_outcomes(project), newest) if one is not None}
        assert found.pop(5) == expected(plan, suggested, [-1] * COUNT)
        assert all(one == SuggestionOutcomes(number) for number, one in found.items())


def test_no_more_than_the_last_rounds_are_kept(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        (ant,) = add_classes(project, ["ant"], ME).values()
        for number in range(1, KEPT + 4):
            store(project, [1], [ant], [-1], number)
        assert [one.round for one in earlier_outcomes(project)] == list(range(3, KEPT + 3))


def test_before_the_first_round_nothing_was_suggested(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        assert suggestion_outcomes_of(project) is None


def test_lines_of_rounds_are_kept_in_order_and_survive_new_arrays(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        assert past_rounds(project) == []
        lines = [replace(LINE, round=number, labels=10 * number) for number in (1, 2, 3)]
        for line in lines:
            save_arrays(project, {"round/ids": np.arange(3)}, {"round": line.round}, grown={NAME: as_part(line)})
        assert past_rounds(project) == lines


def test_a_line_of_a_newer_version_is_read(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        array, stamp = as_part(LINE)
        save_arrays(project, {}, grown={NAME: (array, {**stamp, "of_the_future": [1, 2]})})
        assert past_rounds(project) == [LINE]
        late = replace(LINE, late=(SuggestionOutcomes(1, 2, 3), SuggestionOutcomes(2, 4, 2)))
        save_arrays(project, {}, grown={NAME: as_part(late)})
        assert past_rounds(project) == [LINE, late]
        assert LINE.accuracy == 3 / 4
        assert replace(LINE, checked=0, right=0).accuracy is None
