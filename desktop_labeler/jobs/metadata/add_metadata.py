"""Adds metadata to a project: from the columns of a table, from file names, and from what cameras wrote."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.decoding.exif import ORIGIN, Exif, read_exif
from desktop_labeler.data.decoding.limits import patience
from desktop_labeler.data.formats.matching.match_notes import left_out_note, match_notes
from desktop_labeler.data.formats.matching.match_records import count_known
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.formats.tables.read_table import read_columns
from desktop_labeler.data.images.files.exif_rows import ExifProblems, save_exif
from desktop_labeler.data.images.files.image_files import KnownImage
from desktop_labeler.data.images.files.usable_files import usable_files
from desktop_labeler.data.images.query.built_in_columns import BUILT_IN
from desktop_labeler.data.metadata.columns import metadata_columns, value_counts
from desktop_labeler.data.metadata.name_patterns import Pattern, read_pattern
from desktop_labeler.data.metadata.values import Kind
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError, LabelerError
from desktop_labeler.jobs.metadata.keep_columns import keep_columns, matched
from desktop_labeler.jobs.metadata.store_columns import StoredColumns, TextColumns, store_columns
from desktop_labeler.jobs.scanning.scan import check_there
from desktop_labeler.jobs.threads import in_threads, throttled
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

PATH = "path"  # what lists and exports call the path of an image
_BATCH = 256  # files whose camera data is lost at most when the job is cancelled


@dataclass(frozen=True)
class MetadataResult:
    """What was added.

    Attributes:
        kinds: the kind of each column, by name.
        images: how many images have a value in one of them.
        changed: how many values are new or other than before; 0 in a dry run.
        unmatched: rows without an image, or images whose name does not fit the pattern.
        notes: sentences for the person.
    """

    kinds: dict[str, Kind]
    images: int
    changed: int
    unmatched: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()


def metadata_from_names(project_path: Path, pattern: str, *, dry_run: bool = False) -> Job[MetadataResult]:
    """Take columns from the names of all usable images.

    Args:
        project_path: the project.
        pattern: such as "{site}_{date}_{n}", see `name_patterns`.
        dry_run: only look.

    Raises:
        LabelerError: the pattern is none or fits no name, or there would be too many columns; nothing was changed.
    """
    wanted = read_pattern(pattern)
    _check_names(wanted)
    with Project(project_path, "read" if dry_run else "write", durable=False) as project:
        unfit: list[str] = []
        files = 0

        def cells() -> Iterator[tuple[int, Sequence[str]]]:
            nonlocal files
            unfit.clear()
            files = 0
            for image in usable_files(project):
                files += 1
                found = wanted.match(image.path)
                if found is None:
                    unfit.append(image.path)
                else:
                    yield image.id, list(found.values())

        names = tuple(field.name for field in wanted.fields)
        given = TextColumns(names, cells, "pattern", tuple(field.kind for field in wanted.fields))
        stored = yield from store_columns(project, given, dry_run=dry_run)
        if not stored.images:
            raise LabelerError(
                "The pattern {pattern} fits none of the {n} names, such as {example}. Nothing was changed. It "
                "describes the end of the path without the suffix of the file.",
                pattern=pattern,
                n=files,
                example=unfit[0] if unfit else "–",
            )
    return _result(stored, tuple(unfit))


def _check_names(wanted: Pattern) -> None:
    """Check that no field has a name that means something else in lists, tables and filters.

    Raises:
        LabelerError: one has; nothing was changed.
    """
    taken = {PATH, *(column.name for column in BUILT_IN)}
    for field in wanted.fields:
        name = field.name.casefold()
        if name in taken or name.startswith(f"{ORIGIN}."):
            raise LabelerError(
                "The pattern {pattern} has a field {name}, which is what the program itself calls something else. "
                "Nothing was changed. Give it another name.",
                pattern=wanted.text,
                name=field.name,
            )


def metadata_from_table(
    project_path: Path,
    file: Path,
    *,
    columns: Mapping[str, str] | None = None,
    only: Sequence[str] = (),
    encoding: str | None = None,
    dry_run: bool = False,
) -> Job[MetadataResult]:
    """Take the columns of a table, all but that of the path; labels stay as they are.

    Args:
        project_path: the project.
        file: a text table, a workbook or a Parquet file.
        columns: which columns hold the path and the folder: {"rel_path": "file"}.
        only: the columns to take; empty for all.
        encoding: of the text; None detects it.
        dry_run: only look.

    Raises:
        FormatError: the table cannot be used; nothing was changed.
        LabelerError: there would be too many columns; nothing was changed.
    """
    file = Path(file).absolute()
    with Project(project_path, "read" if dry_run else "write", durable=False) as project:
        yield Progress("matching")
        reading = Reading(columns or {}, encoding, known=lambda paths, names: count_known(project, paths, names))
        others, records = read_columns(file, reading, only)
        found = yield from matched(project, records)
        stored = yield from keep_columns(project, others, found, dry_run=dry_run)
        lost = [left_out_note(reading.left_out)] if reading.left_out else []
        notes = (*reading.notes, *lost, *match_notes(project, found), *stored.notes)
    return _result(stored, tuple(found.unmatched), notes)


def metadata_from_files(project_path: Path) -> Job[MetadataResult]:
    """Read what cameras wrote into all usable files, in the place of what was read before; the files are only read.

    Raises:
        ProjectError: a folder does not exist, or the project cannot be written.
    """
    with Project(project_path, durable=False) as project:
        check_there(project.folders())
        problems = ExifProblems()
        yield from throttled(_read_all(project, problems))
        columns = [column for column in metadata_columns(project) if column.origin == ORIGIN]
        counts = value_counts(project)
    kinds = {column.name: column.kind for column in columns}
    images = max((counts.get(column.id, 0) for column in columns), default=0)
    note = problems.note()
    return MetadataResult(kinds, images, 0, notes=() if note is None else (note,))


def _read_all(project: Project, problems: ExifProblems) -> Job[None]:
    places = {folder.id: folder for folder in project.folders()}

    def read(image: KnownImage, stop: threading.Event) -> Exif:
        try:
            return read_exif(places[image.folder_id].file(image.path))
        except ImageError:  # a path that leads out of its folder
            return Exif()

    files = list(usable_files(project))
    ready: list[tuple[int, Exif]] = []
    reading = in_threads(read, files, together=16, patience=lambda image: patience(image.size), late=lambda _: Exif())
    done = 0
    with closing(reading) as results:
        for result in results:
            if result is not None:
                ready.append((result[0].id, result[1]))
                problems.add(result[0].path, result[1])
                done += 1
            if len(ready) >= _BATCH:
                save_exif(project, ready)
                ready = []
            yield Progress("reading camera data", done, len(files))
    save_exif(project, ready)


def _result(
    stored: StoredColumns, unmatched: tuple[str, ...], notes: Sequence[Message] | None = None
) -> MetadataResult:
    told = tuple(stored.notes if notes is None else notes)
    return MetadataResult(stored.kinds, stored.images, stored.changed, unmatched, told)
