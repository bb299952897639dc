"""Imports labels from a file as one decision; a dry run shows what would change."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal, cast

import numpy as np

from desktop_labeler.array_types import BoolArray
from desktop_labeler.data.decisions.changes import ANSWERS
from desktop_labeler.data.decisions.classes import gone_classes, prepare_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import NO_CLASS, By, Edit, count_differences, decide
from desktop_labeler.data.decisions.neutral_names import path_meant
from desktop_labeler.data.decisions.proof.audits import PAGE, current_audit
from desktop_labeler.data.decisions.proof.occasions import said_in_audit
from desktop_labeler.data.decisions.similar_classes import alike_names, similar_classes
from desktop_labeler.data.formats import format_named
from desktop_labeler.data.formats.matching.match_notes import left_out_note, match_notes
from desktop_labeler.data.formats.matching.match_records import Conflict, Matches, count_known
from desktop_labeler.data.formats.records import Reading, Record
from desktop_labeler.data.project import backups
from desktop_labeler.data.project.answer_rows import ADJUDICATE, disputed, read_answers
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.data.project.storage_errors import translated
from desktop_labeler.jobs.exchange.foresee_labels import Foreseen, foresee_labels
from desktop_labeler.jobs.exchange.plan_import import Choice, Decided, Plan, class_ids, plan_import
from desktop_labeler.jobs.metadata.keep_columns import further_columns, matched
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_LISTED = 20  # files in a note
Given = Literal["label", "unsure", "excluded", "group", "note", "second"]


@dataclass(frozen=True)
class ImportResult:
    """What an import did, or would do.

    Attributes:
        applied: number of images of which the file says something that the project can take.
        given: what the file says of them: how many labels, states without a label, groups, notes and wishes.
        changes: number of images that the import changes.
        changed: number of images that were changed; 0 in a dry run.
        relabelled: number of labels that differ in the file, whatever their source.
        decided: the labels that people had decided differently, and how they are treated.
        unmatched: paths in the file that match no image.
        unknown_classes: classes that are new to the project; the import adds them.
        conflicts: images with several labels in the file; none of these labels is imported.
        notes: further messages for the person.
        decision: number of the decision in the history; None when nothing changed.
        not_drawn: of answers to an audit, paths of images that are not in its sample; nothing is imported for them.
    """

    applied: int
    given: Mapping[Given, int]
    changes: int
    changed: int
    relabelled: int
    decided: Decided
    unmatched: tuple[str, ...]
    unknown_classes: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    notes: tuple[Message, ...]
    decision: int | None
    not_drawn: tuple[str, ...] = ()


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
    kind: str | None = None,
    decided: Choice = "keep",
) -> Job[ImportResult]:
    """Take labels from a file: a backup, then one decision that undo takes back, new classes included.

    The further columns of a table become metadata, which undo does not take back.

    An image that already has the label is not changed, so that a confirmed label stays confirmed.

    Args:
        project_path: the project.
        file: what to import, a file or a folder.
        format: a name in FORMATS.
        by: who imports. On the page of audits, the labels are answers to the one under way: only its images count.
        columns: which column of a table stands for what: {"rel_path": "file", "label": "species", "group": "site"}.
        encoding: of its text; None finds it out.
        dry_run: only look.
        decided: what becomes of labels that people decided otherwise than the file: they stay, the file's are taken, or
            they stay and ask for a second opinion, with a note of what the file says.
        as_human: a person's own labels: confirmed unless the file gives a state, else imported ones.
        kind: the word for the history; None for "label" or "import".

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
        found = yield from matched(project, _meant(project, records) if by.page == PAGE else records)
        not_drawn = _without_others(project, found) if by.page == PAGE else ()
        plan = plan_import(project, found, as_human=as_human, choice=decided)
        edit = _edit(
            plan, found, _numbers(project, plan, _fresh(project, plan)), _marks(project, plan, found, file.name)
        )
        known_already = _answered_already(project, plan, edit, found, by)
        what_for = kind or ("label" if as_human else "import")
        foreseen = _foreseen(project, plan, edit, by, what_for)
        plan = plan if foreseen is None else _ruled(plan, foreseen)
        changes = _count_changes(project, plan, edit, foreseen)
        notes = (
            *reading.notes,
            *match_notes(project, found),
            *_gone_notes(project, plan),
            *_notes(reading, found, plan, _undisputed(project, plan, kind), int(known_already.sum())),
        )
        number = None
        if not dry_run and len(plan.images):
            yield Progress("backing up")
            with translated(project.path):
                backups.back_up(project.db, project.path, "import")
            yield Progress("storing", 0, len(plan.images))
            number = _store(project, plan, found, by, what_for, file.name, ~known_already)
            yield Progress("storing", len(plan.images), len(plan.images))
        notes += tuple((yield from further_columns(project, reading, found, dry_run=dry_run)))
        changed = 0 if number is None else count_differences(project, number)
    conflicts = tuple(found.conflicts.values())
    return ImportResult(
        applied=len(plan.images),
        given=_given(plan, found),
        changes=changes,
        changed=changed,
        relabelled=plan.relabelled,
        decided=plan.decided,
        unmatched=tuple(found.unmatched),
        unknown_classes=plan.unknown,
        conflicts=conflicts,
        notes=notes,
        decision=number,
        not_drawn=not_drawn,
    )


def _meant(project: Project, records: Iterable[Record]) -> Iterator[Record]:
    """Yield records with the paths of the images of the audit that they name by what it calls them."""
    audit = current_audit(project)
    drawn = audit.images if audit is not None else []
    known = {row.id: row.path for row in project.images(drawn)}
    paths = {place: known[image] for place, image in enumerate(drawn) if image in known}
    for record in records:
        yield record._replace(path=path_meant(record.path, paths))


def _without_others(project: Project, found: Matches) -> tuple[str, ...]:
    """Leave out the images that are not in the sample of the audit under way, and return their paths."""
    audit = current_audit(project)
    drawn = [] if audit is None or audit.ended else audit.images
    others = np.setdiff1d(found.images, drawn)
    found.matched[others] = False
    return tuple(sorted(row.path for row in project.images(others.tolist())))


def _answered_already(project: Project, plan: Plan, edit: Edit, found: Matches, by: By) -> BoolArray:
    """Return for which images the person gave just this answer in this audit before: a table that grows repeats it."""
    audit = current_audit(project)
    if by.page != PAGE or audit is None:
        return np.zeros(len(plan.images), bool)
    states = np.array([NO_CLASS if state is None else int(state) for state in plan.states], np.int64)
    classes = np.array([NO_CLASS if one is None else one for one in cast(list[int | None], edit.class_id)], np.int64)
    same = said_in_audit(project, plan.images, states, classes, by.who, audit.after)
    return same & ~np.isin(plan.images, [*found.texts, *found.second])


def _store(project: Project, plan: Plan, found: Matches, by: By, kind: str, name: str, chosen: BoolArray) -> int | None:
    pairs = prepare_classes(project, plan.unknown)
    ids = {after.name: after.id for _, after in pairs}
    edit = _edit(plan, found, _numbers(project, plan, ids), _marks(project, plan, found, name))
    what = _what(plan, name)
    again = by.page == PAGE  # an answer of an audit that agrees is an answer
    images, edit = plan.images[chosen], edit.of(chosen)
    return decide(project, images, edit, kind=kind, what=what, by=by, classes=pairs, again=again)


def _numbers(project: Project, plan: Plan, new: Mapping[str, int]) -> list[int | None]:
    """Return the id of the class of each name, with those of new classes; None where there is none."""
    composed = {unicodedata.normalize("NFC", name): number for name, number in new.items()}
    known = class_ids(project, plan.names)
    return [known.get(text, new.get(text, composed.get(unicodedata.normalize("NFC", text)))) for text in plan.names]


def _edit(plan: Plan, found: Matches, numbers: list[int | None], marked: dict[int, str]) -> Edit:
    """Return what the import sets: classes by `numbers`, notes of conflicts from `marked`."""
    no_label = [state in (State.UNSURE, State.EXCLUDED) for state in plan.states]
    return Edit(
        state=plan.states,
        class_id=[
            NO_CLASS if gone else numbers[label] if label >= 0 and not kept else None
            for label, gone, kept in zip(plan.labels.tolist(), no_label, plan.kept.tolist(), strict=True)
        ],
        source=plan.sources,
        second=[True if image in found.second | marked.keys() else None for image in plan.images.tolist()],
        group=[found.texts.get(image, (None, None))[0] for image in plan.images.tolist()],
        note=[marked.get(image, found.texts.get(image, (None, None))[1]) for image in plan.images.tolist()],
    )


def _fresh(project: Project, plan: Plan) -> dict[str, int]:
    """Return a number for each class that is new, above those that the project has."""
    first = max((label.id for label in project.classes(deleted=True)), default=0) + 1
    return {name: first + place for place, name in enumerate(plan.unknown)}


def _foreseen(project: Project, plan: Plan, edit: Edit, by: By, kind: str) -> Foreseen | None:
    """Return what answers lead to; None for labels that are nobody's answer, or are the label whoever says them."""
    if kind not in ANSWERS or not len(plan.images):
        return None
    return foresee_labels(project, plan.images, edit, by.who, settles=kind == ADJUDICATE)


def _ruled(plan: Plan, foreseen: Foreseen) -> Plan:
    """Return the plan with the labels of people that stay by the rule of the project."""
    stays = np.isin([one.image for one in plan.decided.labels], plan.images[foreseen.stays])
    return replace(plan, decided=replace(plan.decided, rule=foreseen.rule, ruled=int(stays.sum())))


def _count_changes(project: Project, plan: Plan, edit: Edit, foreseen: Foreseen | None) -> int:
    """Return how many images differ afterwards: those that get another label, and others with another text or mark."""
    sure = plan.differs & ~plan.kept
    if foreseen is not None:  # whether the label becomes that of the file is the question
        sure, edit = np.zeros(len(plan.images), bool), foreseen.edit
    columns = (edit.state, edit.class_id, edit.source, edit.second, edit.group, edit.note)
    wanted = zip(plan.images.tolist(), sure.tolist(), *columns, strict=True)  # type: ignore[arg-type]
    asked = {image: values for image, known, *values in wanted if not known and any(one is not None for one in values)}
    now = (
        (
            row.id,
            (
                row.state,
                NO_CLASS if row.class_id is None else row.class_id,
                row.source,
                row.second,
                row.group,
                row.note,
            ),
        )
        for row in project.images(list(asked))
    )
    others = (
        any(new is not None and new != old for new, old in zip(asked[image], row, strict=True)) for image, row in now
    )
    return int(sure.sum()) + sum(others)


def _what(plan: Plan, name: str) -> DecisionText:
    """Return what the history says: of how many images the labels are, and what became of those that people decided."""
    some, applied = len(plan.decided.labels), len(plan.images) - int(plan.kept.sum())
    kinds = {"keep": "import_keeping", "take": "import_taking", "conflict": "import_marking"}
    if not some:
        texts = "import_texts" if _only_texts(plan) else "import"
        return DecisionText(texts, n=applied, file=name)
    if plan.decided.ruled:
        return DecisionText("import_answering", n=applied, file=name, some=some, stay=plan.decided.ruled)
    return DecisionText(kinds[plan.decided.choice], n=applied, file=name, some=some)


def _only_texts(plan: Plan) -> bool:
    """Whether the file has no label for any image, but groups, notes or wishes for a second opinion."""
    return not (plan.labels >= 0).any() and not any(state is not None for state in plan.states)


def _marks(project: Project, plan: Plan, found: Matches, name: str) -> dict[int, str]:
    """Return the notes of the images that are marked as a conflict: their own, and what the file says."""
    if plan.decided.choice != "conflict":
        return {}
    said = {one.image: f"{name}: {one.theirs or (one.state.word if one.state else '')}" for one in plan.decided.labels}
    before = {row.id: row.note for row in project.images(list(said))}
    before |= {image: found.texts[image][1] or before.get(image) for image in said if image in found.texts}
    return {image: _joined(before.get(image), text) for image, text in said.items()}


def _joined(note: str | None, text: str) -> str:
    return text if not note else note if text in note else f"{note}; {text}"


def _given(plan: Plan, found: Matches) -> dict[Given, int]:
    """Return of how many images the file says what."""
    texts = [found.texts.get(image, (None, None)) for image in plan.images.tolist()]
    return {
        "label": int((plan.labels >= 0).sum()),
        "unsure": int((found.state_of[plan.images] == State.UNSURE).sum()),
        "excluded": int((found.state_of[plan.images] == State.EXCLUDED).sum()),
        "group": sum(group is not None for group, _ in texts),
        "note": sum(note is not None for _, note in texts),
        "second": len(found.second & set(plan.images.tolist())),
    }


def _undisputed(project: Project, plan: Plan, kind: str | None) -> int:
    """Return of how many images a decision that settles disputes has nothing to settle."""
    return len(np.setdiff1d(plan.images, disputed(read_answers(project)))) if kind == ADJUDICATE else 0


def _gone_notes(project: Project, plan: Plan) -> list[Message]:
    """Say which of the new classes were classes before, or nearly are classes now: a file may be older than a merge."""
    texts = []
    for name, into in gone_classes(project, plan.unknown)[:_LISTED]:
        if into:
            text = Message(
                "{name} was merged into {into} in this project; these labels make it a class again. If {into} is "
                "meant, undo this and write that in the file.",
                name=name,
                into=into,
            )
        else:
            text = Message("{name} was deleted in this project; these labels make it a class again.", name=name)
        texts.append(text)
    for name, label in list(similar_classes(project, plan.unknown).items())[:_LISTED]:
        text = Message(
            "{name} differs only in capitals, accents or spaces from {other}, and becomes a class of its own. If they "
            "are the same, merge them afterwards, or write {other} in the file.",
            name=name,
            other=label.name,
        )
        texts.append(text)
    for names in alike_names(project, plan.unknown)[:_LISTED]:
        text = Message(
            "{names} differ only in capitals, accents or spaces, and are classes of their own. If they are the same, "
            "merge them afterwards, or write one of them in the file.",
            names=names,
        )
        texts.append(text)
    return texts


def _notes(reading: Reading, found: Matches, plan: Plan, undisputed: int, known: int) -> list[Message]:
    said = (
        Message(
            "{n:# file was|# files were} left out: {files}.",
            n=len(reading.skipped),
            files=[
                Message("{name} ({reason})", name=file.name, reason=reason)
                for file, reason in reading.skipped[:_LISTED]
            ],
        ),
        left_out_note(reading.left_out),
        Message("{n:# line has|# lines have} no path and {n:was|were} left out.", n=len(found.nameless)),
        Message(
            "{n:# row gives|# rows give} a class and the state unsure or excluded: the state counts, the class is left "
            "out.",
            n=plan.without_class,
        ),
        Message(
            "{n:# image has|# images have} no label in the file; {n:its label stays|their labels stay} as {n:it "
            "is|they are}.",
            n=plan.unlabelled,
        ),
        *plan.decided.notes(),
        Message(
            "{n:# image that was|# images that were} unsure or excluded when exported {n:has|have} got a class since; "
            "{n:it is|they are} taken.",
            n=plan.newer,
        ),
        Message(
            "{n:# image has|# images have} no open dispute; the label in the file counts there as well.", n=undisputed
        ),
        Message(
            "{n:# answer was|# answers were} given in this audit before, {n:is|are} the same now, and {n:is|are} not "
            "counted again.",
            n=known,
        ),
    )
    return [note for note in said if note.arguments["n"]]
