"""Boxes drawn, moved, resized and deleted: each act is one decision, and undo takes it back exactly."""

from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.computed.embeddings import append_vectors, embedded_images
from desktop_labeler.data.decisions.box_edits import delete_box, draw_box, place_box
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import accept, assign, decide, last_decision, read_history, redo, undo
from desktop_labeler.data.decisions.proof.certificates import Proof, read_certificates
from desktop_labeler.data.decisions.proof.consequences import consequences
from desktop_labeler.data.images.parts.image_parts import Box
from desktop_labeler.data.images.parts.part_rows import boxes_in, follow_files
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from tests.making import ME, make_project

_SIZE = (40, 30)


def _project(folder: Path) -> Project:
    return make_project(folder / "p.labeler", ["a.png", "b.png"])


def _rows(project: Project) -> list[tuple[object, ...]]:
    """Return all that is stored about the images, byte by byte."""
    return project.rows("SELECT * FROM image ORDER BY id")


def _there(project: Project, file: int = 1) -> dict[int, str]:
    return {image: str(part) for image, part in boxes_in(project, file).items()}


_SPANS = st.tuples(st.integers(1, 40), st.integers(0, 39)).filter(lambda span: sum(span) <= 40)
_LOWS = st.tuples(st.integers(1, 30), st.integers(0, 29)).filter(lambda span: sum(span) <= 30)
_BOXES = st.builds(lambda across, down: Box(across[1], down[1], across[0], down[0]), _SPANS, _LOWS)
_ACTS = st.one_of(
    st.tuples(st.just("draw"), st.integers(1, 2), _BOXES),
    st.tuples(st.just("place"), st.integers(0, 9), _BOXES),
    st.tuples(st.just("delete"), st.integers(0, 9), st.none()),
    st.tuples(st.just("undo"), st.just(0), st.none()),
    st.tuples(st.just("redo"), st.just(0), st.none()),
)


@dataclass
class _Model:
    """What should be there: the boxes now, and those before each act that stands or was undone."""

    now: dict[int, tuple[int, Box]] = field(default_factory=dict)
    before: list[dict[int, tuple[int, Box]]] = field(default_factory=list)
    after: list[dict[int, tuple[int, Box]]] = field(default_factory=list)

    def act(self, new: dict[int, tuple[int, Box]]) -> None:
        self.before.append(self.now)
        self.after.clear()
        self.now = new

    def step(self, taken: list[dict[int, tuple[int, Box]]], given: list[dict[int, tuple[int, Box]]]) -> None:
        if taken:
            given.append(self.now)
            self.now = taken.pop()


def _do(project: Project, model: _Model, act: tuple[str, int, Box | None]) -> None:
    name, number, box = act
    images = sorted(model.now)
    if name == "draw" and box is not None:
        if (number, box) in model.now.values():
            with pytest.raises(ProjectError, match="exactly this place"):
                draw_box(project, number, box, _SIZE, ME)
        else:
            image = draw_box(project, number, box, _SIZE, ME)
            model.act(model.now | {image: (number, box)})
    elif name in ("undo", "redo"):
        stack = model.before if name == "undo" else model.after
        assert ((undo if name == "undo" else redo)(project, ME) is not None) == bool(stack)
        model.step(stack, model.after if name == "undo" else model.before)
    elif images:
        image = images[number % len(images)]
        file = model.now[image][0]
        if name == "delete":
            assert delete_box(project, image, ME)
            model.act({one: place for one, place in model.now.items() if one != image})
        elif box is not None and (file, box) in [place for one, place in model.now.items() if one != image]:
            with pytest.raises(ProjectError, match="exactly this place"):
                place_box(project, image, box, _SIZE, ME)
        elif box is not None and place_box(project, image, box, _SIZE, ME):
            model.act(model.now | {image: (file, box)})


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.lists(_ACTS, max_size=20))
def test_any_sequence_ends_as_if_it_were_replayed(acts: list[tuple[str, int, Box | None]]) -> None:
    with TemporaryDirectory() as folder, _project(Path(folder)) as project:
        files, model = _rows(project), _Model()
        for act in acts:
            _do(project, model, act)
            found = {image: (file, part.box) for file in (1, 2) for image, part in boxes_in(project, file).items()}
            assert found == model.now
            assert set(find_images(project).tolist()) == {1, 2} | set(model.now)
            assert list(follow_files(project)) in ([1], [], [project.number("SELECT count(*) - 2 FROM image")])
            assert {image: (file, part.box) for file in (1, 2) for image, part in boxes_in(project, file).items()} == (
                model.now
            )
        last = [row for row in _rows(project) if row[0] in model.now]
        steps = 0
        while undo(project, ME):
            steps += 1
        assert _rows(project)[:2] == files
        assert _there(project) == _there(project, 2) == {}
        for _ in range(steps):
            redo(project, ME)
        assert [row for row in _rows(project) if row[0] in model.now] == last


def test_a_box_has_its_label_and_history_wherever_it_is(tmp_path: Path) -> None:
    with _project(tmp_path) as project:
        cell = add_classes(project, ["cell"], ME)["cell"]
        image = draw_box(project, 1, Box(1, 2, 10, 5), _SIZE, ME)
        decide(project, [image], assign(cell), kind="assign", what=DecisionText("label", n=1, name="cell"), by=ME)
        assert place_box(project, image, Box(3, 2, 10, 5), _SIZE, ME)
        assert place_box(project, image, Box(3, 2, 12, 5), _SIZE, ME)
        assert not place_box(project, image, Box(3, 2, 12, 5), _SIZE, ME)
        (row,) = project.images([image])
        assert (row.path, row.class_id, (row.width, row.height)) == ("a.png#xywh=3,2,12,5", cell, (12, 5))
        before = _rows(project)
        assert delete_box(project, image, ME)
        assert not delete_box(project, image, ME)
        assert image not in find_images(project, Filter(missing=True))  # no file is missing
        assert find_images(project).tolist() == [1, 2]
        assert [str(one.what) for one in read_history(project, image=image)] == [
            "Delete a box in a.png",
            "Resize a box in a.png",
            "Move a box in a.png",
            "Label 1 image cell",
            "Draw a box in a.png",
        ]
        undo(project, ME)
        assert _rows(project) == before


@pytest.mark.parametrize("box", [Box(-1, 0, 5, 5), Box(0, 0, 41, 5), Box(0, 26, 5, 5), Box(0, 0, 0, 5)])
def test_no_box_leaves_the_image(box: Box, tmp_path: Path) -> None:
    with _project(tmp_path) as project:
        image = draw_box(project, 1, Box(0, 0, 40, 30), _SIZE, ME)
        before = _rows(project)
        with pytest.raises(ValueError, match="not inside"):
            draw_box(project, 1, box, _SIZE, ME)
        with pytest.raises(ValueError, match="not inside"):
            place_box(project, image, box, _SIZE, ME)
        assert _rows(project) == before


def test_what_was_computed_holds_only_for_the_place_of_the_box(tmp_path: Path) -> None:
    with _project(tmp_path) as project:
        image = draw_box(project, 1, Box(1, 2, 10, 5), _SIZE, ME)
        other = draw_box(project, 1, Box(20, 2, 10, 5), _SIZE, ME)
        append_vectors(project, "k", np.array([image, other]), np.ones((2, 3), np.float16))
        assert embedded_images(project, "k").tolist() == [image, other]
        place_box(project, image, Box(2, 2, 10, 5), _SIZE, ME)
        assert embedded_images(project, "k").tolist() == [other]
        append_vectors(project, "k", np.array([image]), np.ones((1, 3), np.float16))
        assert sorted(embedded_images(project, "k").tolist()) == [image, other]
        undo(project, ME)
        assert embedded_images(project, "k").tolist() == [other]


@pytest.mark.parametrize("act", ["move", "delete"])
def test_a_certificate_is_void_while_a_box_that_it_covers_is_elsewhere(act: str, tmp_path: Path) -> None:
    with _project(tmp_path) as project:
        cell = add_classes(project, ["cell"], ME)["cell"]
        image = draw_box(project, 1, Box(1, 2, 10, 5), _SIZE, ME)
        what = DecisionText("accept", n=1).proving(Proof([image], [], 1, 1, 0.9, 0.95).stored())
        decide(project, [image], accept(cell), kind="accept", what=what, by=ME)
        assert not read_certificates(project)[0].void
        if act == "move":
            place_box(project, image, Box(2, 2, 10, 5), _SIZE, ME)
        else:
            delete_box(project, image, ME)
        assert read_certificates(project)[0].changed == 1
        certificate = read_certificates(project)[0].id
        assert consequences(project, last_decision(project)).voided == (certificate,)
        undo(project, ME)
        assert consequences(project, last_decision(project)).restored == (certificate,)
        assert not read_certificates(project)[0].void
