"""Proof on large projects: agreement of 1,000,000 images, a package of 10,000 decisions, a report of 50,000 images."""

import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import AnyArray, IntArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.audits.draw_audit import begin_audit
from desktop_labeler.jobs.packages.make_package import Selection, make_package
from desktop_labeler.jobs.packages.merge_package import merge_package
from desktop_labeler.jobs.reports.write_methods_report import write_methods_report
from desktop_labeler.progress import finish
from desktop_labeler.rater_agreement import MISSING, cohen_kappa, fleiss_kappa, krippendorff_alpha, pair_table
from tests.bench.rows import Row
from tests.bench.vectors import timed
from tests.making import label_images, make_project

OPT_IN = True  # some minutes
_MANY = 1_000_000
_CLASSES = 20
_ANSWERS = 10_000
_IMAGES = 50_000


def run() -> Iterator[Row]:
    """Yield what each takes."""
    yield from _coefficients()
    with tempfile.TemporaryDirectory() as place:
        yield from _merge(Path(place))
    with tempfile.TemporaryDirectory() as place:
        yield from _report(Path(place))


def _coefficients() -> Iterator[Row]:
    asks: dict[str, Callable[[IntArray, int], object]] = {
        "Krippendorff's alpha": krippendorff_alpha,
        "Fleiss' kappa": fleiss_kappa,
        "Cohen's kappa": lambda codes, classes: cohen_kappa(pair_table(codes[:, 0], codes[:, 1], classes)),
    }
    for people, classes, share in ((2, 20, 1.0), (3, 20, 0.5), (5, 20, 1.0), (2, 1000, 1.0), (6, 200, 0.7)):
        codes = _answers(people, classes, share)
        for name, ask in asks.items():
            slowest = max(timed(partial(ask, codes, classes))[2] for _ in range(3))
            said = f"{people} people, {classes:,} classes, {share:.0%} answered"
            yield Row(f"{name}, {said}, slowest of 3, by processor time", 1000 * slowest, "ms", _MANY, "<= 100")


def _answers(people: int, classes: int, share: float) -> IntArray:
    """Return what people say who agree four times out of five, (N, R)."""
    rng = np.random.default_rng(0)
    truth = rng.integers(0, classes, _MANY)
    codes = np.where(rng.random((_MANY, people)) < 0.8, truth[:, None], rng.integers(0, classes, (_MANY, people)))
    return np.where(rng.random((_MANY, people)) < share, codes, MISSING)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _merge(place: Path) -> Iterator[Row]:
    path, package = place / "p.labeler", place / "for bob.labeler"
    with make_project(path, [f"{number:05}.png" for number in range(_ANSWERS)], files=True) as project:
        label_images(project, ["cat" if number % 3 else "dog" for number in range(_ANSWERS)])
    finish(make_package(path, package, Selection(), name="Bob", blind=True))
    with Project(package) as opened:
        classes = [label.id for label in opened.classes()]
        for image in range(1, _ANSWERS + 1):
            label = classes[image % 7 == 0]
            decide(opened, [image], assign(label), kind="assign", what="Label", by=By("Bob"))
    for name, dry in (("look at", True), ("merge", False)):
        took = _seconds(partial(_merged, path, package, dry))
        yield Row(f"{name} a package with {_ANSWERS:,} decisions", took, "s", _ANSWERS, "<= 2")


def _report(place: Path) -> Iterator[Row]:
    path = place / "p.labeler"
    with make_project(path, [f"{number:05}.png" for number in range(_IMAGES)], files=True) as project:
        names = [f"class {number % _CLASSES:02}" if number < _IMAGES // 2 else None for number in range(_IMAGES)]
        label_images(project, names)
        rng = np.random.default_rng(0)
        for who in ("Bob", "Cleo"):
            some = np.sort(rng.choice(_IMAGES // 2, 5_000, replace=False)) + 1
            decide(project, some, assign(1), kind="assign", what="Again", by=By(who), again=True)
        arrays: dict[str, AnyArray] = {
            "round/ids": np.arange(_IMAGES // 2 + 1, _IMAGES + 1),
            "round/suggested": np.ones(_IMAGES // 2, np.int32),
            "round/confidence": np.linspace(0.99, 0.5, _IMAGES // 2).astype(np.float32),
        }
        save_arrays(project, arrays, {})
        for kind in ("suggestions", "labels"):
            audit = begin_audit(project, kind, 299, 0.98, seed=1)
            for image, claim in zip(audit.images, audit.claims, strict=True):
                decide(project, [image], assign(claim), kind="assign", what="Blind", by=By("Ann", "Audit"), again=True)
    for ending in ("html", "pdf"):
        took = _seconds(partial(_written, path, place / f"out.{ending}"))
        yield Row(f"report of {_IMAGES:,} images as {ending}", took, "s", _IMAGES, "<= 10")


def _merged(path: Path, package: Path, dry: bool) -> object:
    return finish(merge_package(path, package, by=By("Ann"), dry_run=dry))


def _written(path: Path, out: Path) -> object:
    return finish(write_methods_report(path, out))
