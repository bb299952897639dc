"""Damaged images, tables, projects and weight files: a sentence each, never a crash, never a trace of the program."""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from desktop_labeler.errors import LabelerError
from tests.faults import calls
from tests.faults.children import run_child, run_command
from tests.faults.mutator import damaged
from tests.faults.results import Result, outside_text
from tests.faults.seeds import image_files, project_file, table_files, weight_files

_TOGETHER = 100  # files that one process tries, so that a crash costs no more
_MEMORY = 1 << 30  # bytes above the budget for images and the libraries


def images(count: int, work: Path, seed: int, until: float) -> Iterator[Result]:
    """Decode damaged images in every way that the program does."""
    from desktop_labeler.data.decoding.memory_budget import BUDGET

    yield from _tried("damaged images", image_files(work), count, work, seed, _decode, BUDGET.limit + _MEMORY, until)


def weights(count: int, work: Path, seed: int, until: float) -> Iterator[Result]:
    """Read damaged weight files."""
    yield from _tried("damaged weight files", weight_files(work), count, work, seed, _read_weights, 4 * _MEMORY, until)


def _decode(file: Path) -> None:
    from desktop_labeler.data.decoding.completeness import inspect
    from desktop_labeler.data.decoding.decode import decode, probe

    def whole() -> object:
        return decode(file)

    for read in (lambda: probe(file), lambda: inspect(file), lambda: decode(file, longest=64), whole):
        _in_words(read)


def _read_weights(file: Path) -> None:
    from desktop_labeler.ml.backbones.checkpoints import read_checkpoint

    _in_words(lambda: read_checkpoint(file))


def _in_words(read: Callable[[], object]) -> None:
    try:
        read()
    except LabelerError as error:
        if not str(error).strip():
            raise ValueError("an error without a word") from error


def _tried(
    name: str,
    seeds: Mapping[str, bytes],
    count: int,
    work: Path,
    seed: int,
    read: Callable[[Path], None],
    most: int,
    until: float,
) -> Iterator[Result]:
    """Let children read damaged copies of the seeds; what a child does not survive is a problem."""
    problems: list[str] = []
    peak = done = outside = 0
    names = sorted(seeds)
    while done < count and time.monotonic() < until:
        first, place = done, work / "damaged"
        place.mkdir()

        def many(first: int = first, place: Path = place) -> int:
            calls.arm()
            for number in range(first, min(first + _TOGETHER, count)):
                chance = random.Random(f"{seed} {number}")
                chosen = names[number % len(names)]
                file = place / f"{number} {chosen}"
                file.write_bytes(damaged(seeds[chosen], chance))
                (place / "at").write_text(file.name)
                read(file)
                file.unlink()
            return 0

        ended = run_child(many, work / "printed.txt")
        peak = max(peak, ended.peak)
        if ended.code or ended.unexpected:
            at = (place / "at").read_text()
            problems.append(f"{at}: exit code {ended.code}: {ended.text[-800:]}")
            done = int(at.partition(" ")[0]) + 1  # go on after it
        else:
            done += _TOGETHER
        outside += len(ended.outside)
        problems += [outside_text(ended.outside)] if ended.outside else []
        if ended.peak > most:
            problems.append(f"{first}…: {ended.peak / 1e9:.1f} GB, more than {most / 1e9:.1f} GB")
        shutil.rmtree(place)
    note = f"peak {peak / 1e9:.2f} GB, {len(names)} seeds"
    yield Result(name, min(done, count), problems, outside=outside, of=count, note=note)


def tables(count: int, work: Path, seed: int, until: float) -> Iterator[Result]:
    """Import damaged tables and lists of other programs through the command."""
    place = work / "tables"
    place.mkdir()
    seeds = table_files(place)
    problems: list[str] = []
    done = outside = 0
    while done < count and time.monotonic() < until:
        number, done = done, done + 1
        name, (format_name, content) = sorted(seeds.items())[number % len(seeds)]
        file = place / f"damaged{Path(name).suffix}"
        file.write_bytes(damaged(content, random.Random(f"{seed} {number}")))
        ended = run_command(("import", "p.labeler", file.name, "--format", format_name, "--dry-run"), place)
        outside += len(ended.outside)
        problems += [outside_text(ended.outside)] if ended.outside else []
        if ended.unexpected:
            problems.append(f"{number} {name}: exit code {ended.code}: {ended.text[-800:]}")
    shutil.rmtree(place)
    yield Result("damaged tables", done, problems, outside=outside, of=count, note=f"{len(seeds)} seeds")


_ASKS = (("info", "p.labeler"), ("history", "p.labeler"), ("export", "p.labeler", "out.csv", "--format", "csv"))
_ACTS = (("undo", "p.labeler"), ("label", "p.labeler", "--from", "labels.csv", "--by", "Ann"), ("rescan", "p.labeler"))


def projects(count: int, work: Path, seed: int, until: float) -> Iterator[Result]:
    """Open damaged projects: bytes changed at random, or wrong values put into their rows."""
    place = work / "projects"
    place.mkdir()
    original = project_file(place)
    for name, damage in (("bytes", _bytes), ("rows", _rows)):
        problems: list[str] = []
        done = outside = 0
        ends = time.monotonic() + (until - time.monotonic()) / (2 if name == "bytes" else 1)
        while done < count // 2 and time.monotonic() < ends:
            number, done = done, done + 1
            chance = random.Random(f"{seed} {name} {number}")
            for file in place.glob("*labeler*"):
                shutil.rmtree(file) if file.is_dir() else file.unlink()
            shutil.rmtree(place / "p.backups", ignore_errors=True)
            (place / "out.csv").unlink(missing_ok=True)
            said = damage(place / "p.labeler", original, chance)
            for words in (chance.choice(_ASKS), chance.choice(_ACTS)):
                ended = run_command(words, place)
                outside += len(ended.outside)
                problems += [outside_text(ended.outside)] if ended.outside else []
                if ended.unexpected:
                    problems.append(f"{number} {said} {words[0]}: exit code {ended.code}: {ended.text[-800:]}")
        yield Result(f"damaged projects, {name}", done, problems, outside=outside, of=count // 2)
    shutil.rmtree(place)


def _bytes(path: Path, original: bytes, chance: random.Random) -> str:
    path.write_bytes(damaged(original, chance))
    return "bytes"


def _rows(path: Path, original: bytes, chance: random.Random) -> str:
    """Put a wrong value of the right type into a random column of a random table."""
    path.write_bytes(original)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        names = [str(name) for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        table = chance.choice(sorted(name for name in names if not name.startswith("sqlite_")))
        columns = [(str(row[1]), str(row[2])) for row in db.execute(f"PRAGMA table_info({table})")]
        column, kind = chance.choice(columns)
        value: object = chance.choice(_VALUES[kind if kind in _VALUES else "TEXT"])
        every = chance.random() < 0.5
        try:
            db.execute(f"UPDATE {table} SET {column} = ?" + ("" if every else " WHERE rowid % 2 = 0"), (value,))
        except sqlite3.Error:  # a key or a constraint forbids this one
            return "nothing"
        return f"{table}.{column} = {value!r}"


_VALUES: dict[str, tuple[object, ...]] = {
    "INTEGER": (-1, 0, 9, 2**31, 2**62, -(2**63), None),
    "REAL": (-1.0, 0.0, 1e300, None),
    "BLOB": (b"", b"\xff" * 7, bytes(1 << 16), None),
    "TEXT": (
        "",
        "x",
        "[]",
        "{}",
        "5",
        "[" * 100_000,
        '{"a":' * 2000,
        '"\\ud800"',
        "NaN",
        "1 2 x",
        "../../x",
        "/etc/passwd",
        "a\0b",
        "\u202e",
        "null",
        '{"template": "{x}", "x": 5}',
        '{"kind": 5}',
        "\U0001f600" * 50,
        None,
    ),
}
