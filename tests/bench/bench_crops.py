"""Suggestions on crops: the blood cells of BCCD as boxes that the program itself imports, cuts and embeds.

Most cells are red ones, so the mean accuracy of the three classes is stated beside the accuracy. Labels are
drawn at random, or asked for by the program one after the other. It takes about ten minutes.
"""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from desktop_labeler.array_types import Float32Array, IntArray, VectorArray
from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.ml.classify.suggestions import suggest
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.ml.select.next_query import choose_next
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.bench.vectors import DATA

OPT_IN = True
BUDGETS = (20, 50, 100)
SEEDS = 3


def run() -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        with tarfile.open(DATA / "bccd.tar") as archive:
            archive.extractall(folder, filter="data")
        project = Path(folder) / "p.labeler"
        cells = Path(folder) / "BCCD"
        finish(new_project(project, cells / "JPEGImages", "none", boxes=cells / "Annotations"))
        finish(embed_project(project))
        yield from measured("blood cells", project)


def measured(name: str, project_path: Path) -> Iterator[Row]:
    """Measure with the embedding and the labels of a project, all of which are right."""
    vectors, truth = _known(project_path)
    graph = finish(build_graph(vectors))
    for way in ("random", "asked for"):
        found = np.array([_learn(vectors, truth, graph, seed, is_random=way == "random") for seed in range(SEEDS)])
        for place, budget in enumerate(BUDGETS):
            for what, value in zip(
                ("right", "mean of the classes"), found[:, place].mean(axis=0).tolist(), strict=True
            ):
                yield Row(f"{name}, {budget} labels {way}: {what}", value, "share", SEEDS)


def _known(project_path: Path) -> tuple[VectorArray, IntArray]:
    with Project(project_path, "read") as project:
        used = backbone_in_use(project)
        stored = load_vectors(project, used[0]) if used is not None else None
        assert stored is not None
        labels = dict(project.rows("SELECT id, class_id FROM image WHERE class_id IS NOT NULL AND part IS NOT NULL"))
    ids, vectors = stored
    there = np.array([image in labels for image in ids.tolist()])
    classes = np.array([labels[image] for image in ids[there].tolist()])
    return vectors[there], np.unique(classes, return_inverse=True)[1].astype(np.int64)


def _learn(
    vectors: VectorArray, truth: IntArray, graph: Graph, seed: int, *, is_random: bool
) -> list[tuple[float, float]]:
    """Return the share of right suggestions, and its mean over the classes, for each budget."""
    labels = np.full(len(truth), -1)
    drawn = np.random.default_rng(seed).permutation(len(truth))
    said: Float32Array | None = None
    found = []
    for budget in BUDGETS:
        missing = budget - int((labels >= 0).sum())
        if is_random:
            asked = drawn[:budget]
        else:
            asked = choose_next(vectors, graph, labelled=labels, n=missing, probabilities=said, seed=seed)
        labels[asked] = truth[asked]
        result = suggest(vectors, graph, labels, classes=int(truth.max()) + 1)
        said = result.probabilities
        right, pool = result.suggested == truth, labels < 0
        each = [right[pool & (truth == one)].mean() for one in np.unique(truth[pool])]
        found.append((float(right[pool].mean()), float(np.mean(each))))
    return found
