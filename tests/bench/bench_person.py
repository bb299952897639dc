"""A simulated person labels the sample and the sign digits from nothing, then finds wrong labels in both."""

import csv
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desktop_labeler.data.images.files.sample_files import write_sample
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from tests.bench.folders import image_folder
from tests.bench.person import NOTHING, Person
from tests.bench.rows import Row

_WRONG = 0.05  # the fraction of labels that are planted wrong
_ALLOWED = 0.5  # a page of suggestions with a larger fraction of wrong ones is left for a later round
_KEYS = {"sample": "≤ 0.25", "sign digits": "≤ 0.17"}  # asked for each image
_LEAST = 8  # if a pass through Suggestions decides fewer images, a page of Label follows


def run() -> Iterator[Row]:
    """Measure both data sets."""
    with tempfile.TemporaryDirectory() as name:
        os.environ["DESKTOP_LABELER_DATA"] = str(Path(name, "data"))
        sample = write_sample(Path(name, "sample"))
        truth = _truth_of_sample(sample.truth)
        yield from _loop("sample", Path(name), sample.folder, truth)
        yield from _verify("sample", Path(name), sample.folder, truth, None)
        digits = image_folder("sign_digits")
        truth = {path.relative_to(digits).as_posix(): path.parent.name for path in sorted(digits.rglob("*.*"))}
        yield from _loop("sign digits", Path(name), digits, truth)
        yield from _verify("sign digits", Path(name), digits, truth, plant(truth, Path(name, "planted.csv")))


def _loop(name: str, place: Path, folder: Path, truth: Mapping[str, str]) -> Iterator[Row]:
    """Start with no labels, and end with every image decided."""
    project = place / f"{name} empty.labeler"
    classes = sorted({label for label in truth.values() if label != NOTHING})
    finish(new_project(project, folder, "none", classes=classes))
    person = Person(project, truth)
    try:
        person.first_round()
        total = person.undecided()
        person.label_page()
        while person.undecided():
            person.show("suggestions")
            person.new_results()
            brought = person.accept_pages(_ALLOWED)
            if person.undecided() and brought < _LEAST:
                person.label_page()
        yield Row(f"{name}, from nothing: keys per image", person.keys / total, "keys", total, _KEYS.get(name, ""))
        yield Row(f"{name}, from nothing: looks per image", person.tiles_checked / total, "looks", total)
        yield Row(f"{name}, from nothing: accuracy at the end", person.accuracy(), "share", total, "≥ 0.99")
        yield Row(f"{name}, from nothing: waiting for rounds", person.waited, "s", person.rounds_seen)
        yield from _waiting(name, person)
    finally:
        person.close()


def _waiting(name: str, person: Person) -> Iterator[Row]:
    """How long the window took for a key, and for a turn of its event loop while a round ran."""
    keys, turns = 1000 * np.array(person.stalls), 1000 * np.array(person.loop_times)
    ran = 1000 * np.array(person.processor)
    yield Row(f"{name}, from nothing: key to repaint, median", float(np.median(keys)), "ms", len(keys))
    yield Row(f"{name}, from nothing: key to repaint, p99", float(np.quantile(keys, 0.99)), "ms", len(keys), "≤ 50")
    yield Row(f"{name}, from nothing: key on the processor, p99", float(np.quantile(ran, 0.99)), "ms", len(ran), "≤ 50")
    yield Row(
        f"{name}, from nothing: stall while computing, p99", float(np.quantile(turns, 0.99)), "ms", len(turns), "≤ 50"
    )
    yield Row(f"{name}, from nothing: stall while computing, worst", float(turns.max()), "ms", len(turns), "≤ 150")


def _verify(name: str, place: Path, folder: Path, truth: Mapping[str, str], labels: Path | None) -> Iterator[Row]:
    """Start with labels of which some are wrong, and measure how soon those are found."""
    project = place / f"{name} given.labeler"
    finish(new_project(project, folder, labels if labels is not None else "folders"))
    person = Person(project, truth)
    try:
        total = sum(person.project.project.counts().values())
        images = [int(str(image)) for (image,) in person.project.project.rows("SELECT id FROM image")]
        errors = {image for image in images if person.given(image) != person.truth(image)}
        looked: list[bool] = []
        person.first_round()
        person.show("suspects")
        while len(looked) < total // 2 and sum(looked) < len(errors):
            person.new_results()
            if not person.check_suspects(lambda image, wrong: looked.append(wrong)):
                break
        budget = round(0.15 * total)
        share = sum(looked[:budget]) / len(errors)
        asked = "≥ 0.9"
        yield Row(f"{name}, wrong labels: found in the first 15 % of looks", share, "share", len(errors), asked)
        nine = next((at + 1 for at in range(len(looked)) if sum(looked[: at + 1]) >= 0.9 * len(errors)), -1)
        yield Row(f"{name}, wrong labels: looks for 90 % of them", nine / total if nine > 0 else np.nan, "share", total)
        yield Row(f"{name}, wrong labels: accuracy at the end", person.accuracy(), "share", total)
    finally:
        person.close()


def _truth_of_sample(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["rel_path"]: row["truth"] for row in csv.DictReader(stream)}


def plant(truth: Mapping[str, str], file: Path) -> Path:
    """Write the labels as a CSV file with some wrong ones, the same ones in every run; return the file."""
    rng = np.random.default_rng(7)
    classes = sorted(set(truth.values()))
    paths = sorted(truth)
    wrong = set(rng.choice(len(paths), round(_WRONG * len(paths)), replace=False).tolist())
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["path", "label"])
        for number, path in enumerate(paths):
            others = [label for label in classes if label != truth[path]]
            writer.writerow([path, str(rng.choice(others)) if number in wrong else truth[path]])
    return file
