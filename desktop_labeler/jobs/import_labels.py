"""Import labels from a file: a dry run tells what it would do, the import itself is one decision."""

import unicodedata
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.audits import PAGE
from desktop_labeler.data.decisions.classes import prepare_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import NO_CLASS, By, Edit, decide, images_of
from desktop_labeler.data.decisions.verdicts import read_verdicts
from desktop_labeler.data.formats import format_named
from desktop_labeler.data.formats.matching.match_notes import match_notes
from desktop_labeler.data.formats.matching.match_records import Conflict, Matches, count_known, match_records
from desktop_labeler.data.formats.records import Reading, Record
from desktop_labeler.data.project import backups
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.data.project.storage_errors import translated
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_LISTED = 20  # files in a note
_NEW = -2  # in place of an id: a class that the project does not have yet; −1 is none


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do.

    Attributes:
        applied: images that the file says something about.
        changed: how many of them differ from what was there; 0 in a dry run.
        unmatched: paths of the file that mean no image.
        unknown_classes: classes that are new to the project; the import adds them.
        conflicts: images with different labels in the file; none of these is taken.
        notes: sentences on what else the person should know.
        decision: its number in the history; None when nothing changed.
    """

    applied: int
    changed: int
    unmatched: tuple[str, ...]
    unknown_classes: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[Message, ...]
    decision: int | None


def import_labels(
    project_path: Path,
    file: Path,
    *,
    format: str,  # noqa: A002 - the word of the command line
    by: By,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    dry_run: bool = False,
    as_human: bool = False,
) -> Job[ImportResult]:
    """Take labels from a file: a backup, then one decision that undo takes back, new classes included.

    An image that has the label already stays as it is, so that a confirmed one is not made less.

    Args:
        project_path: the project.
        file: what to import, a file or a folder.
        format: a name in FORMATS.
        by: who imports.
        columns: which column of a table stands for what: {"rel_path": "file", "label": "species", "group": "site"}.
        encoding: of its text; None finds it out.
        dry_run: only look.
        as_human: a person's own labels: confirmed unless the file gives a state, else imported ones.

    Raises:
        FormatError: the file cannot be used; nothing was changed.
        ProjectError: the project cannot be written; nothing was changed.
        LabelerError: more classes than a project holds.
    """
    known = format_named(format)
    file = Path(file).absolute()
    with Project(project_path, "read" if dry_run else "write") as project:
        yield Progress("matching")
        reading = Reading(columns or {}, encoding, known=partial(count_known, project))
        records = known.read(file, reading)
        found = yield from _matched(project, records)
        plan = _plan(project, found, as_human)
        notes = (*reading.notes, *match_notes(project, found), *_notes(reading, found, plan))
        number = None
        if not dry_run and len(plan.images):
            yield Progress("backing up")
            with translated(project.path):
                backups.back_up(project.db, project.path, "import")
            yield Progress("storing", 0, len(plan.images))
            number = _store(project, plan, found, by, "label" if as_human else "import", file.name)
            yield Progress("storing", len(plan.images), len(plan.images))
        changed = 0 if number is None else len(images_of(project, number))
    conflicts = tuple(found.conflicts.values())
    return ImportResult(len(plan.images), changed, tuple(found.unmatched), plan.unknown, conflicts, notes, number)


def _matched(project: Project, records: Iterator[Record]) -> Generator[Progress, None, Matches]:
    steps = match_records(project, records)
    while True:
        try:
            yield Progress("matching", next(steps))
        except StopIteration as end:
            found: Matches = end.value
            return found


@dataclass(frozen=True, eq=False)
class _Plan:
    """What an import will do: ids, and per image the number of its label (−1 none), the new state and source."""

    images: IntArray
    labels: IntArray
    names: tuple[str, ...]
    unknown: tuple[str, ...]
    states: tuple[State | None, ...]
    sources: tuple[Source | None, ...]
    replaced: int  # confirmed labels that become others


def _plan(project: Project, found: Matches, as_human: bool) -> _Plan:
    with_text = np.zeros(len(found.matched), bool)
    with_text[[*found.texts, *found.second]] = True
    no_label = np.isin(found.state_of, [State.UNSURE, State.EXCLUDED])
    images = np.flatnonzero(found.matched & ((found.label_of >= 0) | no_label | with_text))
    labels = np.where(no_label, -1, found.label_of)[images].astype(np.int64)
    names = tuple(found.labels)
    known = _class_ids(project, names)
    ids = np.asarray([known.get(name, _NEW) for name in names] or [_NEW])[labels]
    states, classes = read_verdicts(project, unusable=True).of(images)
    same = (labels >= 0) & (classes == ids)
    given = found.state_of[images]
    decided = [_verdict(*case, as_human) for case in zip(labels.tolist(), given.tolist(), same.tolist(), strict=True)]
    unknown = [names[number] for number in np.unique(labels[labels >= 0]) if names[number] not in known]
    replaced = (states == State.CONFIRMED) & ~same & (no_label[images] | (labels >= 0))
    return _Plan(
        images,
        labels,
        names,
        tuple({unicodedata.normalize("NFC", name): name for name in reversed(unknown)}.values())[::-1],
        tuple(state for state, _ in decided),
        tuple(source for _, source in decided),
        int(replaced.sum()),
    )


def _verdict(label: int, given: int, same: bool, as_human: bool) -> tuple[State | None, Source | None]:
    """Return the new state and source of an image, None to leave them."""
    source = Source.HUMAN if as_human else Source.IMPORTED
    if given in (State.UNSURE, State.EXCLUDED):
        return State(given), source
    if label < 0:
        return None, None
    confirmed = given == State.CONFIRMED or (as_human and given != State.LABELLED)
    if same and not as_human:
        return (State.CONFIRMED if confirmed else None), None
    return (State.CONFIRMED if confirmed else State.LABELLED), source


def _class_ids(project: Project, names: Sequence[str]) -> dict[str, int]:
    """Return the ids of the names that are classes; accents may be stored in the other Unicode form."""
    exact = {label.name: label.id for label in project.classes()}
    composed = {unicodedata.normalize("NFC", name): number for name, number in exact.items()}
    found = {name: exact.get(name, composed.get(unicodedata.normalize("NFC", name))) for name in names}
    return {name: number for name, number in found.items() if number is not None}


def _store(project: Project, plan: _Plan, found: Matches, by: By, kind: str, name: str) -> int | None:
    pairs = prepare_classes(project, plan.unknown)
    ids = {after.name: after.id for _, after in pairs}
    composed = {unicodedata.normalize("NFC", after.name): after.id for _, after in pairs}
    known = _class_ids(project, plan.names)
    numbers = [known.get(text, ids.get(text, composed.get(unicodedata.normalize("NFC", text)))) for text in plan.names]
    no_label = [state in (State.UNSURE, State.EXCLUDED) for state in plan.states]
    edit = Edit(
        state=plan.states,
        class_id=[
            NO_CLASS if gone else numbers[label] if label >= 0 else None
            for label, gone in zip(plan.labels.tolist(), no_label, strict=True)
        ],
        source=plan.sources,
        second=[True if image in found.second else None for image in plan.images.tolist()],
        group=[found.texts.get(image, (None, None))[0] for image in plan.images.tolist()],
        note=[found.texts.get(image, (None, None))[1] for image in plan.images.tolist()],
    )
    what = DecisionText("import", n=len(plan.images), file=name)
    again = by.page == PAGE  # an answer of an audit that agrees is an answer
    return decide(project, plan.images, edit, kind=kind, what=what, by=by, classes=pairs, again=again)


def _notes(reading: Reading, found: Matches, plan: _Plan) -> list[Message]:
    said = (
        Message(
            "{n:# file was|# files were} left out: {files}.",
            n=len(reading.skipped),
            files=[
                Message("{name} ({reason})", name=file.name, reason=reason)
                for file, reason in reading.skipped[:_LISTED]
            ],
        ),
        Message("{n:# line has|# lines have} no path and {n:was|were} left out.", n=len(found.nameless)),
        Message("{n:# confirmed label becomes another|# confirmed labels become others}.", n=plan.replaced),
    )
    return [note for note in said if note.arguments["n"]]
