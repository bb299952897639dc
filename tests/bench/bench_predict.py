"""Classifying a folder beside embedding it: the same images, one process, images for each second of processor time.

With the frozen backbone and with a trained classifier, each as the project's and as an exported folder, and what a
kept classifier says of new images of its own project. BENCH_IMAGES photographs of sign digits (1,000), one thread.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.classify_folder import classify_folder
from desktop_labeler.jobs.classifiers.export_model import export_model
from desktop_labeler.jobs.classifiers.finetune import finetune_project
from desktop_labeler.jobs.classifiers.finetune_plan import last_judgement, save_judgement
from desktop_labeler.jobs.classifiers.keep_classifier import classify_new
from desktop_labeler.jobs.classifiers.project_classifier import project_classifier
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.ml.export.image_classifier import ImageClassifier
from desktop_labeler.ml.export.module_classifier import ModuleClassifier
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.progress import finish
from tests.bench.learning_folders import FOLDERS
from tests.bench.rows import Row

OPT_IN = True  # three minutes of one core
_KNOWN = 150  # labelled images of the project
_ENGINES = 128  # images from memory, for the comparison of engines
_PART, _TURNS = 8, 3


def run() -> Iterator[Row]:
    count = int(os.environ.get("BENCH_IMAGES", "1000"))
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        os.environ["DESKTOP_LABELER_DATA"] = str(top / "data")
        pictures = list(islice(_mixed(), _KNOWN + count))
        _write(top / "images", pictures[:_KNOWN], by_class=True)
        _write(top / "new", pictures[_KNOWN:], by_class=False)
        project = top / "p.labeler"
        finish(new_project(project, top / "images", "folders", check=False))
        finish(embed_project(project, device="cpu"))
        rates = dict(_rates(top, project, "frozen", count))
        finish(finetune_project(project, minutes=0.5, device="cpu", keep="yes"))
        with Project(project) as opened:  # one that is worse would not be taken along; the rate is the same
            judged = last_judgement(opened)
            assert judged is not None
            save_judgement(opened, replace(judged[0], after=judged[0].before), kept=True)
        rates |= dict(_rates(top, project, "trained", count))
        engines = list(_engines(project))
        shutil.move(top / "new", top / "images" / "added")
        finish(rescan(project))
        rates["embed"] = count / _seconds(partial(_embed, project))
        rates["classify new images"] = count / _seconds(partial(_classify_new, project))
    yield Row("embed", rates["embed"], "images/s", count)
    for name, rate in rates.items():
        yield Row(f"{name}, of the rate of embed", rate / rates["embed"], "ratio", count, "≥ 0.90")
    yield from engines


def _rates(top: Path, project: Path, kind: str, count: int) -> Iterator[tuple[str, float]]:
    exported = top / kind
    finish(export_model(project, exported))
    _classify(project, top / "images", top / f"{kind}.csv")  # what is loaded the first time does not count
    for what, model in (("project", project), ("exported folder", exported)):
        out = top / f"{kind} {what}.csv"
        seconds = _seconds(partial(_classify, model, top / "new", out))
        yield f"predict, {kind}, {what}", count / seconds


def _classify(model: Path, folder: Path, out: Path) -> None:
    finish(classify_folder(model, folder, out, device="cpu"))


def _embed(project: Path) -> None:
    finish(embed_project(project, device="cpu"))


def _classify_new(project: Path) -> None:
    finish(classify_new(project, device="cpu"))


def _engines(project: Path) -> Iterator[Row]:
    """Compare ONNX Runtime with PyTorch on prepared images, one thread each, in turns."""
    with Project(project, "read") as opened:
        found = finish(project_classifier(opened, cpu_device()))
    ours = found.open()
    torchs = ModuleClassifier(found.network(), found.preprocessing, found.unlike_below, "", cpu_device())
    size = found.preprocessing.size
    images = np.random.default_rng(0).integers(0, 256, (_ENGINES, size, size, 3), np.uint8)
    turns = [[_seconds(partial(_in_parts, each, images)) for each in (ours, torchs)] for _ in range(_TURNS)]
    best = np.min(turns, axis=0)
    rate = float(best[1] / best[0])
    yield Row("trained: ONNX Runtime over PyTorch in float32, one core", rate, "ratio", _TURNS, "≥ 1")


def _in_parts(engine: ImageClassifier, images: UInt8Array) -> None:
    for at in range(0, len(images), _PART):
        engine.scores(images[at : at + _PART])


def _mixed() -> Iterator[tuple[str, bytes]]:
    pictures = list(FOLDERS["sign digits"]())
    for place in np.random.default_rng(0).permutation(len(pictures)).tolist():
        yield pictures[place]


def _write(folder: Path, pictures: list[tuple[str, bytes]], *, by_class: bool) -> None:
    for number, (kind, content) in enumerate(pictures):
        file = folder / (kind if by_class else ".") / f"{number:05}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
