"""Rounds on a million images, as the window runs them; it takes minutes, so it runs only if it is named.

One process makes the project, builds the graph and runs whole rounds: suggestions, suspects, the next queue,
near-duplicates and outliers, all of it stored.
"""

import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import Float16Array, IntArray
from desktop_labeler.data.computed.arrays import array_stamp, load_array
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import Edit, decide
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.jobs.rounds import read_results
from desktop_labeler.jobs.rounds.build_graph import current_space
from desktop_labeler.jobs.rounds.run_round import RoundMemory, run_round
from desktop_labeler.progress import finish
from tests.bench.bench_round import ME, label_rows, make_project
from tests.bench.rows import Row
from tests.bench.vectors import cifar_vectors, timed

OPT_IN = True
CONFIRMED, IMPORTED = 500, 500  # labels
WRONG = 0.1  # the fraction of imported labels that are wrong


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        yield from measure(Path(folder) / "million.labeler", *_million())


def measure(path: Path, vectors: Float16Array, truth: IntArray) -> Iterator[Row]:
    """Measure the graph, the first round on it, and the next one, in this process."""
    order = np.random.default_rng(0).permutation(len(truth))
    with make_project(path, vectors) as project:
        ids = add_classes(project, [f"class {number}" for number in range(10)], ME)
        label_rows(project, order[:CONFIRMED], truth, ids)
        rows = order[CONFIRMED : CONFIRMED + IMPORTED]
        given = truth[rows]
        given[: round(WRONG * IMPORTED)] = (given[: round(WRONG * IMPORTED)] + 1) % 10
        numbers = [ids[f"class {number}"] for number in given]
        edit = Edit(state=State.LABELLED, class_id=numbers, source=Source.IMPORTED)
        decide(project, rows + 1, edit, kind="import", what="Import", by=ME)
        del vectors
        _, wall, cpu = timed(lambda: finish(current_space(project)))
        stamp = array_stamp(project, "graph/bench/ids") or {}
        yield Row("graph, 1,000,000 × 128, wall", wall / 60, "min", 1, "≤ 20 on 2 free cores")
        yield Row("graph, 1,000,000 × 128, processor / 2", cpu / 120, "min", 1, "≤ 20")
        recall = stamp.get("recall")
        stated = float(recall) if isinstance(recall, float) else 1.0
        yield Row(f"its recall@50 ({stamp.get('method')})", stated, "share", 1000, "≥ 0.95")
        yield Row("peak memory so far", _peak(), "GB", 1, "≤ 6")
        memory = RoundMemory()
        yield from _round(path, memory, "round, 1,000,000 images, 1,000 labels, graph stored", "≤ 30")
        yield from _found(project, truth, rows[: round(WRONG * IMPORTED)])
        label_rows(project, order[-50:], truth, ids)
        yield from _round(path, memory, "next round after 50 decisions", "")
        yield Row("peak memory", _peak(), "GB", 1, "≤ 6")


def _round(path: Path, memory: RoundMemory, name: str, asked: str) -> Iterator[Row]:
    result, wall, cpu = timed(lambda: finish(run_round(path, memory)))
    yield Row(f"{name}, wall", wall, "s", 1, asked and f"{asked} on 2 free cores")
    yield Row(f"{name}, processor / 2", cpu / 2, "s", 1, asked)
    for step, seconds in result.seconds.items():
        yield Row(f"  of it: {step}", seconds, "s")


def _found(project: Project, truth: IntArray, wrong: IntArray) -> Iterator[Row]:
    """Check that every result was computed."""
    suggested = np.asarray(load_array(project, "round/suggested"), np.int64)
    class_of = np.full(int(suggested.max()) + 2, -1)  # the last is for images without a suggestion
    for label in project.classes():
        class_of[label.id] = int(label.name.split()[-1])
    yield Row("  suggestions that are right", float((class_of[suggested] == truth).mean()), "share", len(truth))
    worst = {suspect.id for suspect in read_results.suspects(project, count=2 * len(wrong))}
    share = len(worst & set((wrong + 1).tolist())) / len(wrong)
    yield Row(f"  wrong labels among the {2 * len(wrong)} worst of {IMPORTED}", share, "share", len(wrong))
    yield Row("  asked next", len(read_results.queue(project, 100) or []), "images")
    yield Row("  groups of near-duplicates", len(read_results.duplicates(project)), "groups")
    yield Row("  outliers", len(read_results.outliers(project)), "images")


def _million() -> tuple[Float16Array, IntArray]:
    """Return twenty noisy copies of each CIFAR-10 vector, with a cosine of about 0.9 to the original."""
    base, truth = cifar_vectors()
    rng = np.random.default_rng(0)
    parts = []
    for _ in range(20):
        noise = rng.standard_normal(base.shape, dtype=np.float32) * np.float32(0.5 / np.sqrt(base.shape[1]))
        noisy = base.astype(np.float32) + noise
        parts.append((noisy / np.linalg.norm(noisy, axis=1, keepdims=True)).astype(np.float16))
    return np.concatenate(parts), np.tile(truth, 20)


def _peak() -> float:
    """Return the peak memory of this process in GB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e9 if sys.platform == "darwin" else 1e6)
