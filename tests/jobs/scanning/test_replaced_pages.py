"""Stacks that are replaced and put back between any other steps: every box shows the picture it was drawn on."""

import tempfile
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.box_edits import delete_box, draw_box, place_box
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import assign, decide, undo
from desktop_labeler.data.images.files.image_files import DELETED, REPLACED
from desktop_labeler.data.images.parts.image_parts import Box, part_of
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.jobs.exchange.import_boxes import import_boxes
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.progress import finish
from tests.making import ME

SIZE = (30, 20)  # width and height of a page

pages = st.lists(st.integers(0, 4), min_size=2, max_size=3, unique=True)
steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("draw", "import")), st.integers(1, 3)),
        st.tuples(st.sampled_from(("move", "delete")), st.integers(0, 5)),
        st.tuples(st.just("undo"), st.none()),
        st.tuples(st.just("replace"), pages),
    ),
    min_size=3,
    max_size=7,
)


class _Stack:
    """A project with one stack, and of each box the page that it is on and the number of the picture there."""

    def __init__(self, place: Path, shown: list[int]) -> None:
        self.file, self.project = place / "stacks" / "s.tif", place / "p.labeler"
        self.file.parent.mkdir()
        self.shown: list[int] = []
        self.boxes: dict[int, tuple[int, int]] = {}
        self.deleted: set[int] = set()
        self._undoable: list[int | None] = []  # the box that the last decisions deleted; None where they moved one
        self._made = 0
        self._write(shown)
        finish(new_project(self.project, self.file.parent, "none", pages="all"))
        finish(identify(self.project))
        with Project(self.project) as project:
            (self.label,) = add_classes(project, ["a"], ME).values()

    def _write(self, shown: list[int]) -> None:
        self.shown = shown
        with tifffile.TiffWriter(self.file) as writer:
            for number in shown:
                page = np.full(SIZE[::-1], 10 * number + 5, np.uint8) + np.eye(20, 30, dtype=np.uint8)
                writer.write(page, photometric="minisblack", metadata=None)

    def replace(self, shown: list[int]) -> None:
        self._write(shown)
        finish(rescan(self.project))
        finish(identify(self.project))

    def add(self, how: str, page: int) -> None:
        if page > len(self.shown):
            return
        self._made += 1
        box = Box(self._made, 1, 4, 5)
        with Project(self.project) as project:
            row = {row.path: row for row in project.images(find_images(project).tolist())}[f"s.tif#page={page}"]
            if how == "draw":
                image = draw_box(project, row.id, box, SIZE, ME)
                decide(project, [image], assign(self.label), kind="assign", what="Label", by=ME)
        if how == "import":
            table = self.project.with_suffix(".csv")
            table.write_text(f"path,x,y,w,h,label,page\ns.tif,{self._made},1,4,5,a,{page}\n", "utf-8")
            finish(import_boxes(self.project, table, by=ME))
            with Project(self.project, "read") as project:
                (image,) = (row.id for row in self._rows(project) if row.id not in self.boxes)
        self.boxes[image] = (page, self.shown[page - 1])
        self._undoable = []

    def edit(self, how: str, number: int) -> None:
        there = [image for image in self.boxes if self._is_there(image)]
        if not there:
            return
        image = there[number % len(there)]
        with Project(self.project) as project:
            if how == "delete":
                delete_box(project, image, ME)
                self.deleted.add(image)
            else:
                self._made += 1
                place_box(project, image, Box(self._made, 9, 5, 4), SIZE, ME)
        self._undoable.append(image if how == "delete" else None)

    def undo(self) -> None:
        if self._undoable:
            with Project(self.project) as project:
                undo(project, ME)
            self.deleted.discard(self._undoable.pop() or 0)

    def _is_there(self, image: int) -> bool:
        page, picture = self.boxes[image]
        return image not in self.deleted and self.shown[page - 1 : page] == [picture]

    def _rows(self, project: Project) -> list[ImageRow]:
        numbers = [int(number) for (number,) in project.rows("SELECT id FROM image WHERE part LIKE '%xywh=%'")]
        return project.images(numbers)

    def check(self) -> None:
        with Project(self.project, "read") as project:
            rows = {row.id: row for row in self._rows(project)}
            assert rows.keys() == self.boxes.keys()
            for image, (page, _) in self.boxes.items():
                row = rows[image]
                part = part_of(row)
                assert part is not None
                assert part.page == page
                there = None if self._is_there(image) else DELETED if image in self.deleted else REPLACED
                assert (row.problem, row.class_id) == (there, self.label)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(first=pages, steps=steps)
def test_a_box_is_in_its_file_exactly_while_its_page_shows_the_picture_it_was_drawn_on(
    first: list[int], steps: list[tuple[str, int | list[int] | None]]
) -> None:
    with tempfile.TemporaryDirectory() as place:
        stack = _Stack(Path(place), first)
        for how, what in steps:
            if how == "undo":
                stack.undo()
            elif isinstance(what, list):
                stack.replace(what)
            elif how in ("draw", "import") and what is not None:
                stack.add(how, what)
            elif what is not None:
                stack.edit(how, what)
            stack.check()
        stack.replace(first)
        stack.check()


@pytest.mark.parametrize("how", ["draw", "import"])
def test_a_box_that_came_after_the_last_rescan_is_back_with_its_file(tmp_path: Path, how: str) -> None:
    stack = _Stack(tmp_path, [1, 2])
    stack.add(how, 2)
    for shown in ([1, 3], [4], [1, 2]):
        stack.replace(shown)
        stack.check()


@pytest.mark.parametrize("how", ["delete", "move"])
def test_a_box_that_an_undo_brings_to_another_picture_is_no_longer_in_its_file(tmp_path: Path, how: str) -> None:
    stack = _Stack(tmp_path, [1, 2])
    stack.add("draw", 1)
    stack.edit(how, 0)
    stack.replace([3, 2])
    stack.undo()
    stack.check()
    stack.replace([3, 2, 4])
    stack.check()
    stack.replace([1])
    stack.check()


def test_a_box_is_back_with_the_very_same_file_although_its_page_was_never_noted(tmp_path: Path) -> None:
    stack = _Stack(tmp_path, [1, 2])
    stack.add("draw", 1)
    with Project(stack.project) as project, project.transaction() as db:
        db.execute("DELETE FROM array WHERE name LIKE 'pages/%'")  # as of an earlier version of the program
    stack.replace([3])
    stack.check()
    stack.replace([1, 2])
    stack.check()
