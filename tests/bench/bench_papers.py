"""The protocols of two papers, with their numbers beside ours; see papers.py.

PAPERS_IMAGES of CIFAR-10 (10,000), PAPERS_SEEDS (3), PAPERS_MINUTES (110): after these nothing new is begun. A
classifier is trained on PAPERS_NOISY images (50,000) with wrong labels, each of its tails with PAPERS_SHOWN (60,000).
PAPERS_PARTS chooses: frozen, trained. What was measured is kept outside the repository (BENCH_CACHE), so that the next
call goes on from there.
"""

import os
import time
from collections.abc import Iterator

import numpy as np

from tests.bench.papers import PAPER, PROTOCOLS, TRAINED, Figures, Images, pieces
from tests.bench.papers_classifier import Noisy
from tests.bench.rows import Row

OPT_IN = True  # about two hours, a quarter of them embedding the images once


def run() -> Iterator[Row]:
    images = Images(_number("PAPERS_IMAGES", 10_000))
    noisy = Noisy(_number("PAPERS_NOISY", 50_000), _number("PAPERS_SHOWN", 60_000))
    seeds, until = _number("PAPERS_SEEDS", 3), time.monotonic() + 60 * _number("PAPERS_MINUTES", 110)
    parts = {"frozen": lambda: pieces(PROTOCOLS, images, seeds, until)}
    parts["trained"] = lambda: pieces(TRAINED, noisy, seeds, until)
    left = 0
    for part in os.environ.get("PAPERS_PARTS", ",".join(parts)).split(","):
        for name, results in parts[part]():
            left += seeds - len(results)
            yield from _rows(name, results)
    yield Row("pieces left; the next call goes on", left, "pieces")


def _number(name: str, usual: int) -> int:
    return int(os.environ.get(name) or usual)


def _rows(protocol: str, results: list[Figures]) -> Iterator[Row]:
    for name in results[0] if results else ():
        values = np.array([figures[name] for figures in results])
        paper = PAPER.get(f"{protocol}: {name}")
        unit = "minutes" if "minutes" in name else "s" if name.endswith("seconds") else "share"
        title = f"{protocol}: {name} ± {values.std():.3f}"
        yield Row(title, float(values.mean()), unit, len(values), f"paper {paper:.3f}" if paper else "")
