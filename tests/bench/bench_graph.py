"""The neighbour graph: time and recall, exact and approximate."""

from collections.abc import Iterator

from desktop_labeler.ml.graph.neighbors import append_to_graph, build_graph, overlap
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.bench.vectors import cifar_vectors, random_units, timed


def run() -> Iterator[Row]:
    vectors, _ = cifar_vectors()
    exact, wall, cpu = timed(lambda: finish(build_graph(vectors)))
    yield Row("exact, 50,000 × 128, wall", wall, "s", 1)
    yield Row("exact, 50,000 × 128, processor", cpu, "s", 1)
    cells, wall, cpu = timed(lambda: finish(build_graph(vectors, exact_limit=10_000)))
    yield Row("approximate, 50,000 × 128, wall", wall, "s", 1)
    yield Row("approximate, 50,000 × 128, processor", cpu, "s", 1)
    yield Row("approximate, recall@50 as stated (1,000 images)", cells.recall or 0.0, "share", 1000, "≥ 0.95")
    real = overlap(exact.neighbors[:5000].astype("int64"), cells.neighbors[:5000].astype("int64"))
    yield Row("approximate, recall@50 against exact", real, "share", 5000, "≥ 0.95")
    most = finish(build_graph(vectors[:49_500]))
    _, wall, cpu = timed(lambda: finish(append_to_graph(most, vectors, 49_500)))
    yield Row("500 images appended to 49,500, wall", wall, "s", 1)
    yield Row("500 images appended to 49,500, processor", cpu, "s", 1)
    wide = random_units(50_000, 512)
    _, wall, cpu = timed(lambda: finish(build_graph(wide)))
    yield Row("exact, 50,000 × 512, wall", wall, "s", 1, "≤ 30 on 2 free cores")
    yield Row("exact, 50,000 × 512, processor / 2", cpu / 2, "s", 1, "≤ 30")
