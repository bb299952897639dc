"""Labels that people took back, read from the history."""

from pathlib import Path

import numpy as np

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.corrections import read_corrections
from desktop_labeler.data.decisions.history import Edit, accept, assign, clear, decide, keep, redo, undo, unsure
from desktop_labeler.data.project.project_file import Project, Source, State
from tests.making import ME, make_project


def _give(project: Project, images: list[int], edit: Edit) -> None:
    decide(project, images, edit, kind="assign", what="Label", by=ME)


def _read(project: Project) -> dict[int, int]:
    images, classes = read_corrections(project)
    assert images.dtype == classes.dtype == np.int64
    return dict(zip(images.tolist(), classes.tolist(), strict=True))


def test_only_labels_that_a_person_changed_count(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(8)]) as project:
        cat, dog = add_classes(project, ["cat", "dog"], ME).values()
        assert _read(project) == {}
        _give(project, [1, 2, 3, 4], Edit(state=State.LABELLED, class_id=cat, source=Source.IMPORTED))
        _give(project, [5], accept(cat))
        _give(project, [6], assign(cat))
        _give(project, [1, 5, 6, 7], assign(dog))  # 6 was a person's own, 7 had none
        _give(project, [2], keep())
        _give(project, [3], unsure())
        _give(project, [4], clear())
        assert _read(project) == {1: cat, 5: cat}


def test_undone_corrections_do_not_count_until_they_are_done_again(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["0.png", "1.png"]) as project:
        cat, dog, owl = add_classes(project, ["cat", "dog", "owl"], ME).values()
        _give(project, [1, 2], Edit(state=State.LABELLED, class_id=cat, source=Source.IMPORTED))
        _give(project, [1], assign(dog))
        undo(project, ME)
        assert _read(project) == {}
        redo(project, ME)
        assert _read(project) == {1: cat}
        _give(project, [1], assign(owl))  # a second thought changes nothing of what the import said
        assert _read(project) == {1: cat}
