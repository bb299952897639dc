"""A whole round as the window runs it, on a project file with 50,000 images whose graph is stored."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import Float16Array, FloatingArray, IntArray
from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, Edit, assign, decide
from desktop_labeler.data.project.project_file import Project, Source, State, create_project
from desktop_labeler.jobs.rounds.run_round import RoundMemory, run_round
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.bench.vectors import cifar_vectors, timed

ME = By("bench")


def run() -> Iterator[Row]:
    """Measure rounds with few labels, after 50 more decisions, and with every image labelled."""
    vectors, truth = cifar_vectors()
    with tempfile.TemporaryDirectory() as folder:
        for classes, asked, asked_next in ((10, "≤ 2", "≤ 0.5"), (100, "≤ 6", "")):
            labels = divided(vectors, truth, classes // 10)
            path = Path(folder) / f"{classes}.labeler"
            memory = RoundMemory()
            with make_project(path, vectors) as project:
                ids = add_classes(project, [f"class {number}" for number in range(classes)], ME)
                order = np.random.default_rng(0).permutation(len(vectors))
                label_rows(project, order[:1000], labels, ids)
                finish(run_round(path))  # builds the graph, which the figures do not include
                yield from _round(path, RoundMemory(), f"round, 1,000 labels, {classes} classes", asked)
                finish(run_round(path, memory))
                label_rows(project, order[1000:1050], labels, ids)
                yield from _round(path, memory, f"next round after 50 decisions, {classes} classes", asked_next)
                if classes == 10:
                    _import(project, labels, ids)
                    yield from _round(path, RoundMemory(), "round, all 50,000 labelled: verification", "≤ 12")


def _round(path: Path, memory: RoundMemory, name: str, asked: str) -> Iterator[Row]:
    result, wall, processor = timed(lambda: finish(run_round(path, memory)))
    yield Row(name, wall, "s", 1, asked)
    yield Row(f"{name}, processor / 2", processor / 2, "s")
    for step, seconds in result.seconds.items():
        yield Row(f"  of it: {step}", seconds, "s")


def divided(vectors: FloatingArray, truth: IntArray, parts: int) -> IntArray:
    """Split every class into `parts` classes along one random direction."""
    place = vectors.astype(np.float32) @ np.linalg.svd(vectors[:5000].astype(np.float32), full_matrices=False)[2][0]
    labels = truth * parts
    for number in np.unique(truth):
        rows = np.flatnonzero(truth == number)
        labels[rows[np.argsort(place[rows])]] += np.arange(len(rows)) * parts // len(rows)
    return labels


def make_project(path: Path, vectors: Float16Array) -> Project:
    project = create_project(path)
    folder = project.add_folder(path.parent)
    count = len(vectors)
    with project.transaction() as db:
        db.executemany(
            "INSERT INTO image (folder_id, path, size, mtime_ns, state, source, rejected, second) "
            "VALUES (?, ?, 1, 1, 0, 0, '', 0)",
            ((folder.id, f"{number:06}.jpg") for number in range(count)),
        )
    append_vectors(project, "bench", np.arange(1, count + 1), vectors)
    use_backbone(project, "bench", "bench")
    return project


def label_rows(project: Project, rows: IntArray, labels: IntArray, ids: dict[str, int]) -> None:
    edit = assign([ids[f"class {number}"] for number in labels[rows]])
    decide(project, rows + 1, edit, kind="assign", what="Label", by=ME)


def _import(project: Project, labels: IntArray, ids: dict[str, int]) -> None:
    numbers = [ids[f"class {number}"] for number in labels]
    edit = Edit(state=State.LABELLED, class_id=numbers, source=Source.IMPORTED)
    decide(project, np.arange(1, len(labels) + 1), edit, kind="import", what="Import", by=ME)
