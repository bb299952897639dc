"""Inputs made to harm: a sentence for each, nothing changed outside, no unlimited memory, no program that waits.

Each is one command in a copy of a small folder: a project with labels and vectors, a classifier exported from it,
images, tables and weights.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.faults.children import data_of, run_command
from tests.faults.odd_files import INPUTS
from tests.faults.odd_models import MODELS, Change
from tests.faults.results import Result, outside_text
from tests.faults.scenarios import Scenario, make_folder, weight_file
from tests.faults.sweep import Stored, stored_of

_PATIENCE = 60  # seconds for one command; one that does not end by then waits for ever
_MEMORY = 3 << 30  # bytes, the libraries included
_SENTENCE = 25  # letters
_FOLDER = Scenario(
    "inputs",
    ("info", "p.labeler"),
    (
        ("new", "p.labeler", "images", "--labels", "folders"),
        ("embed", "p.labeler"),
        ("export-model", "p.labeler", "model"),
    ),
)


@dataclass(frozen=True)
class Input:
    """An input made to harm.

    Attributes:
        name: what it is.
        make: makes it in the folder.
        words: the command that gets it.
    """

    name: str
    make: Callable[[Path], object]
    words: tuple[str, ...]


def every_input() -> list[Input]:
    """Return them all."""
    predict = ("predict", "model", "images", "out.csv")
    models = [Input(name, partial(_in_the_model, change), predict) for name, change in MODELS.items()]
    return [*models, *(Input(name, make, words) for name, (make, words) in INPUTS.items())]


def _in_the_model(change: Change, work: Path) -> None:
    change(work / "model")


def run(work: Path, only: str, until: float) -> Iterator[Result]:
    """Yield one result for all inputs that there is time for."""
    place = work / "inputs"
    template, folder = place / "template", place / "work"
    template.mkdir(parents=True)
    if said := make_folder(_FOLDER, template):
        yield Result("inputs made to harm", 0, [said])
        return
    (template / "weights.safetensors").write_bytes(weight_file())
    chosen = [one for one in every_input() if only in one.name]
    done = bad = peak = 0
    for one in chosen:
        if time.monotonic() > until:
            break
        result, memory = _tried(one, template, folder)
        done, peak = done + 1, max(peak, memory)
        if result.problems:
            bad += 1
            yield result
    shutil.rmtree(place)
    yield Result("inputs made to harm, all others well", done - bad, of=len(chosen), note=f"peak {peak / 1e9:.2f} GB")


def _tried(one: Input, template: Path, folder: Path) -> tuple[Result, int]:
    """Return what is wrong after one input, and the peak memory."""
    for source, target in ((template, folder), (data_of(template), data_of(folder))):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, symlinks=True)
    one.make(folder)
    before = stored_of(folder)
    ended = run_command(one.words, folder, patience=_PATIENCE)
    after = stored_of(folder)
    problems = [f"exit code {ended.code}: {ended.text[-600:]}"] if ended.unexpected else []
    if ended.code == 1 and len(ended.text.strip().rpartition("\n")[2]) < _SENTENCE:
        problems.append(f"no sentence: {ended.text[-600:]!r}")
    if ended.peak > _MEMORY:
        problems.append(f"{ended.peak / 1e9:.1f} GB, more than {_MEMORY / 1e9:.1f} GB")
    problems += [outside_text(ended.outside)] if ended.outside else []
    lost = _lost(before, after)
    problems += ["decisions are lost"] if lost else []
    return Result(one.name, 1, problems, int(lost), len(ended.outside)), ended.peak


def _lost(before: Stored, after: Stored) -> bool:
    return before.decisions is not None and (after.decisions is None or not {*before.decisions} <= {*after.decisions})
