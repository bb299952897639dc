"""Merges a package: the answers that somebody gave in it become answers of the project, as one decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions import changes, label_rules
from desktop_labeler.data.decisions.classes import prepare_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.disputes import count_disputes
from desktop_labeler.data.decisions.history import By, change_classes_in, last_decision, new_decision
from desktop_labeler.data.decisions.new_classes import settled
from desktop_labeler.data.decisions.packages import (
    PackageInfo,
    image_ids,
    is_from,
    labels_changed,
    last_merged,
    merged_before,
    note_merge,
    origins,
    read_package,
    restore_labels,
    spoken,
    write_answers,
)
from desktop_labeler.data.decisions.people import name_alike
from desktop_labeler.data.decisions.person_names import person_name
from desktop_labeler.data.project import backups
from desktop_labeler.data.project.answer_rows import Answers, read_answers, renumbered
from desktop_labeler.data.project.inner_paths import real_path
from desktop_labeler.data.project.project_file import ImageRow, LabelClass, Project, Source, State
from desktop_labeler.data.project.storage_errors import damaged, translated
from desktop_labeler.data.project.wrong_values import explained
from desktop_labeler.errors import LabelerError, ProjectError
from desktop_labeler.jobs.packages.match_images import match_images
from desktop_labeler.progress import Job, Progress

_NO_CLASS = -1
_WITH_CLASS = (State.LABELLED, State.CONFIRMED)  # states that name a class, unless it was deleted in the package


@dataclass(frozen=True)
class Conflict:
    """An answer in a package that is another one than the project's.

    Attributes:
        path: of the image.
        who: gave it.
        mine: the class that the image has in the project, or the word for its state.
        theirs: the class that was given, or the word for the state.
        states: the states that the two are the words for, None for a class.
    """

    path: str
    who: str
    mine: str
    theirs: str
    states: tuple[State | None, State | None] = (None, None)


@dataclass(frozen=True)
class MergeResult:
    """What a merge does, or in a dry run would do.

    Attributes:
        people: whose answers they are.
        agreed: answers that say what the project says.
        added: answers about images that had no label and that nobody had decided.
        conflicts: answers that say something other than the project, where a person decided or the label came with the
            images.
        withdrawn: answers of an earlier merge of this package that were taken back in it since.
        known: answers that an earlier merge of this package brought already.
        unknown: paths of images that the project does not have any more.
        changed: paths of images whose file is another one by now; what was said was said of another picture.
        unknown_classes: classes that are new in the project.
        deleted_classes: classes of the package that the project has deleted; answers that name them are left out.
        decision: its number; None for a dry run, or where there is nothing to merge.
        labels: images that have another label or state afterwards; 0 in a dry run.
        answers: how many answers are in the package, those that are left out too.
        elsewhere: whether the package was made from another project; its classes were matched by their names then.
        alike: who of the people is new, and somebody in the project of almost that name.
        disputed: images of these answers on which people disagree afterwards and nobody has settled it; 0 in a dry run.
    """

    people: tuple[str, ...]
    agreed: int
    added: int
    conflicts: tuple[Conflict, ...]
    withdrawn: int
    known: int
    unknown: tuple[str, ...]
    changed: tuple[str, ...]
    unknown_classes: tuple[str, ...]
    deleted_classes: tuple[str, ...]
    decision: int | None
    labels: int
    answers: int
    elsewhere: bool
    alike: tuple[tuple[str, str], ...] = ()
    disputed: int = 0


@dataclass(frozen=True, eq=False)
class _Package:
    """What was read from a package: what it is, its images, classes, answers, and who ever said something of what."""

    info: PackageInfo
    rows: dict[int, ImageRow]
    origins: dict[int, bytes]
    classes: dict[int, LabelClass]
    answers: Answers
    spoken: frozenset[tuple[int, str]]
    last: int


@dataclass(frozen=True)
class _Answer:
    """One answer on its way: image of the project, person, state, class name ("" for none), source, and blind."""

    image: int
    who: str
    state: int
    name: str
    source: int
    blind: bool


def merge_package(project_path: Path, package_path: Path, *, by: By, dry_run: bool = False) -> Job[MergeResult]:
    """Take over the answers in a package: a backup, then one decision that undo takes back, new classes included.

    An image is found by its content, else by its id and path. What an earlier merge of the package brought is not
    brought again. Which label is in force afterwards is the project's rule.

    Args:
        project_path: the project that the package was made from.
        package_path: the package as it came back; it is only read.
        by: who merges it. The answers are those of the people who gave them.
        dry_run: only look.

    Raises:
        ProjectError: the package is damaged, no package, or none of this project, or the project cannot be written;
            nothing was changed.
        LabelerError: more classes than a project holds.
    """
    if real_path(Path(package_path)) == real_path(Path(project_path)):
        raise ProjectError(
            "{file} is the project itself. Nothing was changed. Choose the package that came back.",
            file=Path(package_path).name,
        )
    yield Progress("reading the package")
    package = _read(Path(package_path))
    with Project(project_path, "read" if dry_run else "write") as project:
        yield Progress("matching")
        images, unknown, changed = yield from match_images(
            project, package.rows, package.origins, hidden=package.info.hidden
        )
        if package.rows and not images:
            raise ProjectError(
                "None of the images in {file} is in this project. Nothing was changed. Choose the project that the "
                "package was made from.",
                file=Path(package_path).name,
            )
        elsewhere = not is_from(project, package.info)
        found, deleted = _answers(project, package, images)
        before = merged_before(project, package.info.id)
        new, withdrawn, known = _news(project, package, found, images, before)
        again = {one.who for one in (*new, *withdrawn) if (one.image, one.who) in before}
        _check_not_older(project, package, again, Path(package_path).name)
        names = {one.name for one in project.classes()}
        unknown_classes = tuple(dict.fromkeys(one.name for one in new if one.name and one.name not in names))
        conflicts, agreed, added = _compare(project, new)
        people = tuple(dict.fromkeys(one.who for one in new))
        alike = tuple((who, other) for who in people if (other := name_alike(project, who)) is not None)
        number, labels, disputed = None, 0, 0
        if not dry_run and (new or withdrawn):
            yield Progress("backing up")
            with translated(project.path):
                backups.back_up(project.db, project.path, "import")
            yield Progress("storing", 0, len(new))
            number = _store(project, package, [*withdrawn, *new], unknown_classes, Path(package_path).name, by)
            labels = labels_changed(project, number)
            disputed = count_disputes(project, np.array([one.image for one in new], np.int64))
            yield Progress("storing", len(new), len(new))
    return MergeResult(
        people=people,
        alike=alike,
        disputed=disputed,
        agreed=agreed,
        added=added,
        conflicts=tuple(conflicts),
        withdrawn=len(withdrawn),
        known=known,
        unknown=tuple(unknown),
        changed=tuple(changed),
        unknown_classes=unknown_classes,
        deleted_classes=deleted,
        decision=number,
        labels=labels,
        answers=len(package.answers.images),
        elsewhere=elsewhere,
    )


def _read(path: Path) -> _Package:
    """Read a package, which comes from somebody else: what is wrong with it is said, and nothing of it is used."""
    try:
        package = _content(path)
    except LabelerError:
        raise
    except Exception as error:  # a value of a kind that this program never writes, anywhere
        if (wrong := explained(path)) is None:
            raise
        raise wrong from error
    if (wrong := explained(path)) is not None:
        raise wrong
    if not all(person_name(package.answers.names[person]) for person in set(package.answers.people.tolist())):
        raise ProjectError(
            "Some answers in {file} are those of a person without a name. Nothing was changed. Ask who gave them, give "
            "that person a name in that file, and merge it then.",
            file=path.name,
        )
    return package


def _content(path: Path) -> _Package:
    with Project(path, "read") as opened:
        if backups.integrity(opened.db) != "ok":
            raise ProjectError.of(damaged(path))
        info = read_package(opened)
        if info is None:
            raise ProjectError(
                "{file} is a project but no package. Nothing was changed. Choose a file that was handed out from this "
                "project; labels of another project are brought in by exporting and importing them.",
                file=path.name,
            )
        return _Package(
            info=info,
            rows={row.id: row for row in opened.images(image_ids(opened).tolist())},
            origins=origins(opened),
            classes={one.id: one for one in opened.classes()},
            answers=read_answers(opened).standing(),
            spoken=spoken(opened),
            last=last_decision(opened),
        )


def _answers(project: Project, package: _Package, images: Mapping[int, int]) -> tuple[list[_Answer], tuple[str, ...]]:
    """Return the answers in words of the project, and the names of classes that it has deleted since."""
    live = {one.id: one.name for one in project.classes()}
    names: dict[int, str] = {_NO_CLASS: ""}
    gone: list[str] = []
    handed_out = package.info.classes if is_from(project, package.info) else {}  # ids mean other classes elsewhere
    for number, label in package.classes.items():
        known = number if number in handed_out else _NO_CLASS
        target = int(renumbered(project, np.array([known], np.int64))[0])
        if target in live:
            names[number] = live[target]
        elif known == _NO_CLASS or label.name in live.values():
            names[number] = label.name  # one that was added in the package, or here since
        else:
            gone.append(label.name)
    said = package.answers
    people = {person: changes.person_now(project, name) for person, name in said.names.items()}
    rows = zip(
        *(one.tolist() for one in (said.images, said.people, said.states, said.classes, said.sources, said.blind)),
        strict=True,
    )
    found = [
        _Answer(images[image], people[person], state, names[label], source, blind)
        for image, person, state, label, source, blind in rows
        if image in images and label in names and (label != _NO_CLASS or state not in _WITH_CLASS)
    ]
    return found, tuple(gone)


def _check_not_older(project: Project, package: _Package, again: set[str], file: str) -> None:
    """Raise ProjectError if a newer copy was merged, and this one says something else of an image than that did.

    Args:
        project: that it is merged into.
        package: the copy.
        again: whose answers differ from those that an earlier merge brought about the same images.
        file: the name of the copy.
    """
    if package.last < last_merged(project, package.info.id, again):
        raise ProjectError(
            "{file} is an older copy of a package that was merged before: since then the same people have decided more "
            "in it. Nothing was changed. Merge the newest copy, or undo that merge first.",
            file=file,
        )


def _news(
    project: Project,
    package: _Package,
    found: list[_Answer],
    images: Mapping[int, int],
    before: Mapping[tuple[int, str], tuple[int, int]],
) -> tuple[list[_Answer], list[_Answer], int]:
    """Return the answers that no merge has brought yet, those to take back, and how many were brought before.

    Several people, or one person twice, may have decided in copies of one package. An answer was taken back only in the
    copy in which it was given: another one says nothing about it.
    """
    ids = sorted({label for _, label in before.values()})
    now = renumbered(project, np.asarray(ids, np.int64)).tolist()
    live = {one.id: one.name for one in project.classes()}
    names = {number: live.get(target, "") for number, target in zip(ids, now, strict=True)}
    new = [
        one
        for one in found
        if (known := before.get((one.image, one.who))) is None
        or (known[0], names.get(known[1], "")) != (one.state, one.name)
    ]
    there = {(one.image, one.who) for one in found}
    given = {(images[image], changes.person_now(project, who)) for image, who in package.spoken if image in images}
    back = [
        _Answer(image, who, int(State.UNLABELLED), "", int(Source.NONE), False)
        for (image, who), (state, _) in before.items()
        if state != int(State.UNLABELLED) and (image, who) in given - there
    ]
    return new, back, len(found) - len(new)


def _compare(project: Project, new: list[_Answer]) -> tuple[list[Conflict], int, int]:
    """Return conflicts with what the project says, how many agree, and how many are about images without a label."""
    names = {one.id: one.name for one in project.classes(deleted=True)}
    rows = {row.id: row for row in project.images({one.image for one in new})}
    conflicts, agreed, added = [], 0, 0
    for one in new:
        row = rows[one.image]
        mine, theirs = names.get(row.class_id or 0, row.state.word), one.name or State(one.state).word
        if row.state == State.UNLABELLED:
            added += 1
        elif mine == theirs:
            agreed += 1
        else:
            states = (None if row.class_id in names else row.state, None if one.name else State(one.state))
            conflicts.append(Conflict(row.path, one.who, mine, theirs, states))
    conflicts.sort(key=lambda one: (one.path, one.who))
    return conflicts, agreed, added


def _store(
    project: Project, package: _Package, answers: list[_Answer], unknown: tuple[str, ...], file: str, by: By
) -> int:
    pairs = prepare_classes(project, unknown)
    ids = {one.name: one.id for one in project.classes()} | {after.name: after.id for _, after in pairs}
    images: IntArray = np.unique([one.image for one in answers]).astype(np.int64)
    with project.transaction() as db:
        pairs, same = settled(db, pairs)
        ids = {name: same.get(number, number) for name, number in ids.items()}
        rows = [
            (one.image, one.who, place, one.state, ids[one.name] if one.name else None, one.source, one.blind)
            for place, one in enumerate(answers)
        ]
        what = DecisionText("merge", n=len(images), file=file)
        number = new_decision(db, "merge", what.stored(), by)
        change_classes_in(db, number, pairs)
        write_answers(db, number, images, rows)
        restore_labels(project, number, package.info.id)
        label_rules.apply_rule(project, number, merges=True)
        changes.apply_changes(db, number)
        note_merge(db, number, package.info, package.last)
    return number
