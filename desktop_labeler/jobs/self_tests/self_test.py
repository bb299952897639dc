"""The self-test: runs the whole loop on the sample in its own folder and checks each step against known results."""

import csv
import hashlib
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, assign, clear, decide, undo
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import SUFFIX, Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.map.lay_out_map import lay_out_project
from desktop_labeler.jobs.projects.make_sample import make_sample
from desktop_labeler.jobs.rounds import read_results
from desktop_labeler.jobs.rounds.run_round import run_round
from desktop_labeler.jobs.self_tests.run_self_test import Check
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import backbone_registry, system_check
from desktop_labeler.paths import resource
from desktop_labeler.progress import Job, Progress, finish

WINDOW = "window"
_BY = By("self-test")
# Average precision and accuracy. Chance is 0.06 and 0.13; weak embeddings reach 0.2 to 0.4 and 0.66.
_LEAST_SUSPECTS, _LEAST_SUGGESTIONS = 0.12, 0.4


@dataclass
class SelfTest:
    """The results of a self-test.

    Attributes:
        checks: the checks, in the order in which they ran.
        versions: the versions of the libraries, by name.
        devices: the devices that PyTorch can use on this computer, by name.
        seconds: the total duration.
    """

    checks: list[Check] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def passed(self) -> bool:
        """Whether every check passed."""
        return all(check.ok for check in self.checks)


def self_test(folder: Path, window: Callable[[Path], str] | None = None) -> Job[SelfTest]:
    """Make the sample project, embed it, run rounds, label, export, and check the results.

    A check that fails does not stop the others, unless they need its result.

    Args:
        folder: an empty folder, in which everything is written.
        window: a function that opens the window on a project, labels an image, and returns what it found; None skips
            this check.

    Returns:
        Every check with its outcome; a failed check is reported, not raised.
    """
    test, began = SelfTest(), time.perf_counter()
    project = folder / "sample project" / f"sample{SUFFIX}"
    steps: list[tuple[str, Callable[[], str]]] = [
        ("files of the program", check_files),
        ("backbones in the box", _check_backbones),
        ("libraries", lambda: _check_libraries(test)),
        ("devices", lambda: _check_devices(test)),
        ("training", system_check.check_training),
        ("sample project", lambda: _check_sample(project)),
        ("embed", lambda: _check_embed(project)),
        ("round", lambda: _check_suspects(project)),
        ("suggestions", lambda: _check_suggestions(project)),
        ("map", lambda: _check_map(project)),
        ("label and undo", lambda: _check_labels(project)),
        ("export", lambda: _check_export(project, folder)),
    ]
    if window is not None:
        opened = window
        steps.append((WINDOW, lambda: opened(project)))
    for number, (name, does) in enumerate(steps):
        yield Progress("self-test", number, len(steps), note=Message("self-test: {step}", step=name))
        test.checks.append(_run(name, does))
    test.seconds = round(time.perf_counter() - began, 2)
    yield Progress("self-test", len(steps), len(steps))
    return test


def _run(name: str, does: Callable[[], str]) -> Check:
    began = time.perf_counter()
    try:
        detail, ok = does(), True
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is what the test is there to say
        known = isinstance(error, LabelerError)
        detail, ok = str(error) if known else f"{type(error).__name__}: {error}", False
    return Check(name, ok, round(time.perf_counter() - began, 2), detail)


def check_files(root: Path | None = None) -> str:
    """Compare the files of the program with the checksums that were recorded when it was packaged.

    Args:
        root: the folder of the files; None for the folder of this installation.

    Raises:
        LabelerError: files are missing or damaged.
    """
    root = root or resource()
    if not (root / "sample" / "truth.csv").is_file():
        raise LabelerError("The program's own files are missing in {folder}. Install it again.", folder=root)
    listed = root / "files.json"
    if not listed.is_file():
        return "not packaged: nothing to compare with"
    expected: dict[str, str] = json.loads(listed.read_text(encoding="utf-8"))
    wrong = [name for name, digest in expected.items() if _digest(root / name) != digest]
    if wrong:
        raise LabelerError(
            "{n} of the program's own {all} files {n:is|are} damaged or missing, among them {file}. Projects are "
            "safe; install the program again.",
            n=len(wrong),
            all=len(expected),
            file=wrong[0],
        )
    return f"{len(expected)} files as packaged"


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _check_backbones() -> str:
    opened = backbone_registry.check_carried()
    return "; ".join(f"{one.info.name}: {one.architecture}, {one.info.dim} numbers per image" for one in opened)


def _check_libraries(test: SelfTest) -> str:
    test.versions |= system_check.versions()
    return system_check.check_operators()


def _check_devices(test: SelfTest) -> str:
    test.devices |= system_check.devices()
    for kind in test.devices:
        system_check.check_device(kind)
    return "; ".join(test.devices.values())


def _check_sample(project: Path) -> str:
    made = finish(make_sample(project.parent, unlabelled=0))
    expected = len(_truth(project))
    if made.images != expected or made.skipped:
        raise LabelerError(
            "The sample has {expected} images, {found} were found; {skipped} skipped.",
            expected=expected,
            found=made.images,
            skipped=len(made.skipped),
        )
    return f"{made.images} images, {len(made.classes)} classes"


def _check_embed(project: Path) -> str:
    done = finish(embed_project(project))
    if done.images != len(_truth(project)) or done.skipped:
        raise LabelerError(
            "Only {n} of the sample's images were embedded, {skipped} skipped.",
            n=done.images,
            skipped=len(done.skipped),
        )
    return f"{done.images} images, {done.backbone}, {done.seconds:.1f} s on {done.device}"


def _check_suspects(project: Path) -> str:
    done = finish(run_round(project))
    truth = _truth(project)
    with Project(project, "read") as opened:
        found = read_results.suspects(opened)
    wrong = {path for path, name in truth.items() if name != path.split("/")[0]}
    right = sum(suspect.path in wrong for suspect in found[: len(wrong)]) / max(len(wrong), 1)
    if right < _LEAST_SUSPECTS:
        raise LabelerError(
            "Only {share:.0%} of the first {n} suspects are the sample's wrong labels.", share=right, n=len(wrong)
        )
    return f"round {done.round}: {right:.0%} of the first {len(wrong)} suspects are wrong labels"


def _check_suggestions(project: Path) -> str:
    truth = _truth(project)
    with Project(project) as opened:
        half = find_images(opened)[1::2]
        decide(opened, half, clear(), kind="unlabel", what=DecisionText("unlabel", n=len(half)), by=_BY)
    finish(run_round(project))
    with Project(project, "read") as opened:
        found = read_results.suggestions(opened)
    right = sum(truth[image.path] == image.suggestion for image in found) / max(len(half), 1)
    if right < _LEAST_SUGGESTIONS:
        raise LabelerError(
            "Only {share:.0%} of {n} images without a label got the right suggestion.", share=right, n=len(half)
        )
    return f"{right:.0%} of {len(half)} suggestions are right"


def _check_map(project: Path) -> str:
    done = finish(lay_out_project(project))
    if done.images != len(_truth(project)):
        raise LabelerError("Only {n} of the sample's images got a place on the map.", n=done.images)
    return f"{done.images} images have a place"


def _check_labels(project: Path) -> str:
    with Project(project) as opened:
        images = find_images(opened)[:50]
        before = [image.class_id for image in opened.images(images.tolist())]
        chosen = opened.classes()[1].id
        decide(
            opened, images, assign(chosen), kind="assign", what=DecisionText("label", n=len(images), name="?"), by=_BY
        )
    with Project(project) as opened:  # through a new connection, which reads what is on disk
        stored = [image.class_id for image in opened.images(images.tolist())]
        undo(opened, _BY)
        after = [image.class_id for image in opened.images(images.tolist())]
    if stored != [chosen] * len(images) or after != before:
        raise LabelerError("Labels were not stored, or undo did not give the earlier ones back.")
    return "50 labels stored and taken back"


def _check_export(project: Path, folder: Path) -> str:
    out = folder / "labels.csv"
    done = finish(export(project, out, format="csv"))
    with Project(project, "read") as opened:
        names = {label.id: label.name for label in opened.classes()}
        expected = {
            image.path: names.get(image.class_id, "") if image.class_id is not None else ""
            for image in opened.images(find_images(opened).tolist())
        }
    with out.open(encoding="utf-8-sig", newline="") as stream:
        written = {row["rel_path"]: row["label"] for row in csv.DictReader(stream)}
    if written != expected:
        raise LabelerError(
            "The exported table differs from the project: {rows} rows for {n}.", rows=done.written, n=len(expected)
        )
    return f"{done.written} rows, all as in the project"


def _truth(project: Path) -> dict[str, str]:
    with (project.parent / "files" / "truth.csv").open(encoding="utf-8", newline="") as stream:
        return {row["rel_path"]: row["truth"] for row in csv.DictReader(stream)}


@contextmanager
def own_data(folder: Path) -> Iterator[None]:
    """Keep the settings, thumbnails and backbones of the self-test apart from the person's own."""
    earlier = os.environ.get("DESKTOP_LABELER_DATA")
    os.environ["DESKTOP_LABELER_DATA"] = str(folder)
    try:
        yield
    finally:
        if earlier is None:
            del os.environ["DESKTOP_LABELER_DATA"]
        else:
            os.environ["DESKTOP_LABELER_DATA"] = earlier
