"""The protocols of two papers, with their numbers beside ours; see papers.py.

PAPERS_IMAGES of CIFAR-10 (10,000), PAPERS_SEEDS (3), PAPERS_MINUTES (110): after these nothing new is begun. What was
measured is kept outside the repository (BENCH_CACHE), so that the next call goes on from there.
"""

import os
from collections.abc import Iterator

import numpy as np

from tests.bench.papers import PAPER, Images, pieces
from tests.bench.rows import Row

OPT_IN = True  # about an hour, most of it embedding the images once


def run() -> Iterator[Row]:
    images = Images(int(os.environ.get("PAPERS_IMAGES") or 10_000))
    seeds, minutes = int(os.environ.get("PAPERS_SEEDS") or 3), float(os.environ.get("PAPERS_MINUTES") or 110)
    left = 0
    for protocol, results in pieces(images, seeds, minutes):
        left += seeds - len(results)
        for name in results[0] if results else ():
            values = np.array([figures[name] for figures in results])
            paper = PAPER.get(f"{protocol.name}: {name}")
            unit = "minutes" if name == "minutes" else "s" if name.endswith("seconds") else "share"
            title = f"{protocol.name}: {name} ± {values.std():.3f}"
            yield Row(title, float(values.mean()), unit, len(values), f"paper {paper:.3f}" if paper else "")
    yield Row("pieces left; the next call goes on", left, "pieces", len(images.truth))
