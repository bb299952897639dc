"""A simulated person labels a folder through the command line; prints how well the program does.

`python -m tests.bench.simulate sign_digits` or `… cifar10 --images 10000` makes a project and embeds it, then repeats
`next`, `label` and `round` up to 20, 50, 100 and 200 labels, with the accuracy of the suggestions on all other images.
Then the other labels are imported, some of them wrong, and `suspects` and `export` are tried.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from tests.bench.vectors import DATA

Truth: TypeAlias = dict[str, str]

BUDGETS = (20, 50, 100, 200)
ARCHIVES = {"sign_digits": DATA / "sign_digits.tar", "cifar10": DATA / "cifar10.tar.xz"}
WRONG = 0.05


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the whole loop and print it; return 1 if a command does not do what it promises, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", choices=sorted(ARCHIVES))
    parser.add_argument("--images", type=int, help="how many of the images, drawn by chance; all if not given")
    parser.add_argument("--rule", default="default", choices=["default", "random", "margin", "kmeans"])
    parser.add_argument("--backbone", help="a name or a weight file; the program's own choice if not given")
    parser.add_argument("--budgets", type=int, nargs="+", default=list(BUDGETS))
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truth = unpack(ARCHIVES[options.data], folder / "images", options.images, options.seed)
        program = Program(folder / "project.labeler")
        start(program, folder / "images", truth, options.backbone)
        known = ask(program, folder, truth, options.budgets, options.rule)
        check(program, folder, truth, known, options.seed)
        return export(program, folder, truth)


class Program:
    """The command line on one project."""

    def __init__(self, project: Path) -> None:
        self.project = project

    def __call__(self, command: str, *arguments: str | Path) -> dict[str, Any]:
        """Run a command with --json and return its object; a failing command ends this script with its message."""
        line = [sys.executable, "-m", "desktop_labeler", command, str(self.project), *map(str, arguments), "--json"]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.strip()[-2000:]}")
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer


def unpack(archive: Path, folder: Path, number: int | None, seed: int) -> Truth:
    """Write the images into one folder, under names that tell nothing, and return the class of each."""
    folder.mkdir()
    with tarfile.open(archive) as opened:
        pictures = [m for m in opened.getmembers() if m.isfile() and re.search(r"\.jpe?g$", m.name, re.IGNORECASE)]
        pictures = [m for m in pictures if "/test/" not in f"/{m.name}"]
        pictures.sort(key=lambda member: member.name)
        order = np.random.default_rng(seed).permutation(len(pictures))[:number]
        places = {pictures[place].name: f"{new:06d}.jpg" for new, place in enumerate(order.tolist())}
        truth = {}
        for member in opened if archive.suffix == ".xz" else pictures:  # in the order of a compressed file
            content = opened.extractfile(member) if member.name in places else None
            if content is not None:
                (folder / places[member.name]).write_bytes(content.read())
                truth[places[member.name]] = Path(member.name).parent.name
    return truth


def start(program: Program, images: Path, truth: Truth, backbone: str | None) -> None:
    """Make the project and embed its images."""
    classes = sorted(set(truth.values()))
    made = program("new", images, "--labels", "none", "--classes", ",".join(classes))
    print(f"new: {made['images']} images, {made['labelled']} labelled, {len(made['classes'])} classes")
    done = program("embed", *(["--backbone", backbone] if backbone else []))
    print(f"embed: {done['backbone']}, {done['dim']} numbers per image, {done['seconds']:.1f} s on {done['device']}")


def ask(program: Program, folder: Path, truth: Truth, budgets: Sequence[int], rule: str) -> Truth:
    """Label what the program asks for, up to each budget, and print the accuracy on the other images."""
    known: Truth = {}
    for budget in budgets:
        asked = [image["path"] for image in program("next", "-n", str(budget - len(known)), "--rule", rule)["images"]]
        answers = {path: truth[path] for path in asked}
        known |= answers
        told = label(program, folder, answers, "confirmed")
        before = time.perf_counter()
        done = program("round")
        seconds = time.perf_counter() - before
        undecided = program("suggest", "-n", str(len(truth)))["images"]
        others = [image for image in undecided if image["path"] not in known]
        right = sum(image["suggestion"] == truth[image["path"]] for image in others)
        rest = len(truth) - len(known)
        print(
            f"{len(known)} labels ({told['applied']} new): {100 * right / max(rest, 1):.1f} % of the other {rest} "
            f"suggested right; round {done['round']} took {seconds:.1f} s"
        )
    return known


def label(program: Program, folder: Path, answers: Mapping[str, str], state: str) -> dict[str, Any]:
    """Give labels to the program in a CSV file."""
    file = folder / "answers.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["rel_path", "label", "state"])
        writer.writerows((path, name, state) for path, name in answers.items())
    told = program("label", "--from", file, "--by", "simulated")
    if told["unmatched"] or told["unknown_classes"]:
        raise SystemExit(f"label did not know {told['unmatched'][:3]} or {told['unknown_classes']}")
    return told


def check(program: Program, folder: Path, truth: Truth, known: Truth, seed: int) -> None:
    """Label the other images, some wrongly, and print how early `suspects` lists the wrong ones."""
    classes = sorted(set(truth.values()))
    rest = sorted(set(truth) - set(known))
    rng = np.random.default_rng(seed)
    wrong = {rest[place] for place in rng.permutation(len(rest))[: round(WRONG * len(rest))].tolist()}
    given = {path: truth[path] for path in rest}
    for path in sorted(wrong):
        others = [name for name in classes if name != truth[path]]
        given[path] = others[int(rng.integers(len(others)))]
    label(program, folder, given, "labelled")
    program("round")
    ranked = [image["path"] for image in program("suspects")["images"]]
    hits = np.cumsum([path in wrong for path in ranked])
    if not len(hits) or hits[-1] < 0.9 * len(wrong):
        print(f"suspects: only {int(hits[-1]) if len(hits) else 0} of {len(wrong)} wrong labels are listed")
        return
    checks = int(np.searchsorted(hits, 0.9 * len(wrong))) + 1
    first = int(hits[len(wrong) - 1])
    print(
        f"suspects: {first} of the first {len(wrong)} are wrong, 90 % of the {len(wrong)} wrong labels "
        f"within {checks} checks ({100 * checks / len(rest):.1f} %)"
    )


def export(program: Program, folder: Path, truth: Truth) -> int:
    """Export the labels, compare the file with the truth, and return 1 if images are missing, else 0."""
    out = folder / "labels.csv"
    written = program("export", "--format", "csv", out)["written"]
    file = out if out.is_file() else next(out.rglob("*.csv"))
    with file.open(newline="", encoding="utf-8") as opened:
        rows = {row["rel_path"]: row["label"] for row in csv.DictReader(opened)}
    right = sum(rows.get(path) == name for path, name in truth.items())
    print(f"export: {written} written, {right} of {len(truth)} right")
    return 0 if len(rows) == len(truth) else 1


if __name__ == "__main__":
    raise SystemExit(main())
