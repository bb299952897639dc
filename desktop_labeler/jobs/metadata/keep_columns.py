"""Keeps the further columns of an imported table as metadata of the images that its rows mean."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from desktop_labeler.data.formats.matching.match_records import Matches, match_records
from desktop_labeler.data.formats.records import OtherColumns, Reading, Record
from desktop_labeler.data.metadata.columns import LONGEST_NAME
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import TooManyColumnsError
from desktop_labeler.jobs.metadata.store_columns import StoredColumns, TextColumns, store_columns
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_LISTED = 20


def matched(project: Project, records: Iterable[Record]) -> Job[Matches]:
    """Find the images of records, see `match_records`."""
    steps = match_records(project, records)
    while True:
        try:
            yield Progress("matching", next(steps))
        except StopIteration as end:
            found: Matches = end.value
            return found


def further_columns(project: Project, reading: Reading, found: Matches, *, dry_run: bool) -> Job[list[Message]]:
    """Keep the columns of a table of labels that say nothing about labels.

    Returns:
        Sentences for the person; where there are too many columns none is kept, and the labels do not suffer.
    """
    if reading.others is None or not reading.others.names:
        return []
    try:
        stored = yield from keep_columns(project, reading.others, found, dry_run=dry_run)
    except TooManyColumnsError as error:
        return [error.message]
    if not stored.kinds:
        return stored.notes
    names = [
        Message("{column} (numbers)", column=name)
        if kind == "number"
        else Message("{column} (dates)", column=name)
        if kind == "date"
        else Message("{column}", column=name)
        for name, kind in stored.kinds.items()
    ]
    text = Message(
        "{n:# further column of the table is|# further columns of the table are} kept as metadata: {columns}.",
        n=len(names),
        columns=names[:_LISTED],
    )
    return [text, *stored.notes]


def keep_columns(project: Project, others: OtherColumns, found: Matches, *, dry_run: bool) -> Job[StoredColumns]:
    """Keep the further columns of a table whose rows have been matched; the first row of an image counts.

    Raises:
        LabelerError: there would be too many columns; nothing was changed.
    """
    places, names, notes = _named(others.names)
    of_line = {int(line): image for image, line in enumerate(found.line_of.tolist()) if line}

    def cells() -> Iterator[tuple[int, Sequence[str]]]:
        for line, row in others.rows():
            image = of_line.get(line)
            if image is not None:
                yield image, [row[place] if place < len(row) else "" for place in places]

    given = TextColumns(names, cells, "table", total=len(of_line))
    stored = yield from store_columns(project, given, dry_run=dry_run)
    stored.notes[:0] = notes
    if found.again:
        stored.notes.append(
            Message(
                "{n:# row is|# rows are} about an image that an earlier row is about as well: of the columns, those of "
                "the first row are kept.",
                n=found.again,
            )
        )
    return stored


def _named(given: Mapping[int, str]) -> tuple[list[int], tuple[str, ...], list[Message]]:
    """Return the places of columns, a name for each that no other has, and sentences about changed names."""
    taken = Counter[str]()
    places, names, notes = list[int](), list[str](), list[Message]()
    twice = list[str]()
    for place, raw in given.items():
        name = " ".join(raw.split())[:LONGEST_NAME]
        if not name:
            name = f"column {place + 1}"
        taken[name] += 1
        if taken[name] > 1:
            twice.append(name)
            name = f"{name} ({taken[name]})"
        places.append(place)
        names.append(name)
    if twice:
        notes.append(
            Message(
                "{n:# name of a column occurs|# names of columns occur} more than once; the later ones get a number: "
                "{names}.",
                n=len(set(twice)),
                names=sorted(set(twice))[:_LISTED],
            )
        )
    return places, tuple(names), notes
