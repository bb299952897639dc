"""Decides whether the logs beside a project file are its own, and moves away those that are not, before it is opened.

After a crash the newest decisions are in `name-wal`, and the next opening reads them into the file. If somebody put
another file in its place meanwhile (a copy from a stick, a backup), that log must not be read into it.
"""

import shutil
from datetime import UTC, datetime
from enum import Enum, auto
from pathlib import Path

from desktop_labeler.data.project.inner_paths import real_path
from desktop_labeler.data.project.logs.commit_marks import APPLICATION_ID, NOTHING, SINCE, mark_at
from desktop_labeler.data.project.logs.left_log import read_journal, read_wal
from desktop_labeler.messages import Message
from desktop_labeler.paths import beginning_of, free_place

# Fields of the header of an SQLite file: its change counter, the schema's version, the application's id.
_COUNTER, _VERSION, _APPLICATION = slice(24, 28), slice(60, 64), slice(68, 72)
_told: dict[Path, list[Message]] = {}  # what nobody has been told yet, by the real path of the project


class Log(Enum):
    """What lies beside a project file."""

    OWN = auto()  # nothing, or what belongs to it
    FOREIGN = auto()
    DAMAGED = auto()  # it belongs to it, but some of it cannot be read


def examine_wal(project: Path) -> Log:
    """Say whether the write-ahead log beside a project file that nobody has open is its own and intact.

    Raises:
        OSError: it cannot be read.
    """
    log = read_wal(beside(project, "-wal"))
    if log is None or not (log.commits or log.unreadable):
        return Log.OWN
    if not log.marks:
        if _has_marks(project):
            return Log.FOREIGN
        return Log.DAMAGED if log.unreadable else Log.OWN  # as far as earlier versions let one know
    mark = mark_at(project, log.page, log.size)
    known = {log.marks[0].before, *(one.now for one in log.marks)}  # a kill may have left some of it in the file
    if (mark.now if mark is not None else NOTHING) not in known:
        return Log.FOREIGN
    is_copied = mark is not None and mark.now == log.marks[-1].now  # nothing is in it that is not in the file
    return Log.DAMAGED if log.unreadable and not is_copied else Log.OWN


def examine_journal(project: Path) -> Log:
    """Say whether the rollback journal beside a project file that nobody has open is its own.

    Raises:
        OSError: it cannot be read.
    """
    journal = read_journal(beside(project, "-journal"))
    if journal is None:
        return Log.OWN
    if journal.mark is not None:
        mark = mark_at(project, journal.page, journal.size)
        own = mark is not None and journal.mark.now in (mark.before, mark.now)
    else:  # of an earlier version, or of the migration from it
        turn = int.from_bytes(journal.first[_COUNTER])
        own = not journal.first or int.from_bytes(_head(project)[_COUNTER]) in (turn, turn + 1)
    return Log.OWN if own else Log.FOREIGN


def _has_marks(project: Path) -> bool:
    head = _head(project)
    return head[_APPLICATION] == APPLICATION_ID.to_bytes(4) and int.from_bytes(head[_VERSION]) >= SINCE


def _head(project: Path) -> bytes:
    with project.open("rb") as stream:
        return stream.read(100)


def settle_logs(project: Path) -> None:
    """Move logs away that do not belong to a project file, and keep a copy of a damaged one; `take_told` says so.

    Args:
        project: the file, its links resolved; the caller holds its lock, and nobody has it open.

    Raises:
        OSError: one cannot be moved; the file must not be opened then.
    """
    if not project.stat().st_size:
        return  # it is refused, and what is beside it is all there is
    if examine_journal(project) is Log.FOREIGN:
        _move(project, "-journal")
    found = examine_wal(project)
    if found is Log.FOREIGN:
        _move(project, "-wal")
        beside(project, "-shm").unlink(missing_ok=True)  # an index of the log, which SQLite makes anew
    elif found is Log.DAMAGED:
        _keep_damaged(project)


def take_told(project: Path) -> list[Message]:
    """Return what the person must be told about the logs of a project; once."""
    return _told.pop(real_path(project), [])


def beside(project: Path, ending: str) -> Path:
    """Return the path of what SQLite keeps beside a file: "-wal", "-shm" or "-journal"."""
    return project.with_name(project.name + ending)


def _move(project: Path, ending: str) -> None:
    log, kept = beside(project, ending), _kept(project, ending, "of another state")
    log.replace(kept)
    _told.setdefault(project, []).append(
        Message(
            "{log}, which a crash leaves behind, belongs to another state of {file} than the one that is here now: the "
            "file was replaced or restored by hand. It was not read into the project, which is as it was copied here. "
            "The changes in it are safe in {kept}. If decisions are missing, put that file and the project file that "
            "it belongs to into a folder of their own, name it {log} again, and open the project there.",
            log=log.name,
            file=project.name,
            kept=kept.name,
        )
    )


def _keep_damaged(project: Path) -> None:
    log, kept = beside(project, "-wal"), _kept(project, "-wal", "damaged")
    found = read_wal(log)
    half = kept.with_name(f"{kept.name}.part")
    try:
        shutil.copyfile(log, half)
        half.replace(kept)
    finally:
        half.unlink(missing_ok=True)
    _told.setdefault(project, []).append(
        Message(
            "{log}, which holds the last changes of {file} after a crash, is damaged: {changes:the last change|"
            "the last # changes} in it could not be read. Everything before is in the project. A copy of the log is "
            "kept as {kept}. Check the last decisions, and the disk.",
            log=log.name,
            file=project.name,
            changes=found.unreadable if found is not None else 0,
            kept=kept.name,
        )
    )


def _kept(project: Path, ending: str, what: str) -> Path:
    behind = f"{ending} {what} {datetime.now(UTC):%Y-%m-%d %H%M%S}"
    return free_place(project.parent, beginning_of(project.name, f"{behind}.part 99") + behind)
