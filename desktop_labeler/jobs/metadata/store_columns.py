"""Stores columns of texts as metadata: recognises the kind of each column, then stores its values."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from desktop_labeler.data.metadata.columns import (
    MOST_COLUMNS,
    MetadataColumn,
    WantedColumn,
    add_columns,
    metadata_columns,
    save_values,
    too_many,
    value_counts,
)
from desktop_labeler.data.metadata.inherited import inherit_values
from desktop_labeler.data.metadata.values import Kind, KindGuess, Value, convert, is_nothing
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_BATCH = 4_000  # values in a transaction: about 20 ms, so that a decision does not wait longer
_WAITING = 200_000  # values that are sorted before they are stored
_STEP = 2_000  # rows between two reports
_EXAMPLES = 5

Cells = Callable[[], Iterator[tuple[int, Sequence[str]]]]
"""Yields the image and the cells of each row; called twice."""


@dataclass(frozen=True)
class TextColumns:
    """Columns of texts.

    Attributes:
        names: their names, each once.
        cells: the rows; a row may be shorter than the names.
        origin: where they come from: "table", "pattern".
        kinds: the kind of each where somebody says it; None lets the values decide.
        total: how many rows there are, 0 while unknown.
    """

    names: tuple[str, ...]
    cells: Cells
    origin: str
    kinds: tuple[Kind | None, ...] = ()
    total: int = 0


@dataclass
class StoredColumns:
    """What became of columns of texts.

    Attributes:
        kinds: the kind of each column that has values, by name.
        images: how many images have a value in one of them.
        changed: how many values are new or other than before; 0 in a dry run.
        notes: sentences for the person.
    """

    kinds: dict[str, Kind] = field(default_factory=dict)
    images: int = 0
    changed: int = 0
    notes: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class _Target:
    """How the texts of one column are stored."""

    place: int
    column: int
    kind: Kind
    comma: bool


def store_columns(project: Project, given: TextColumns, *, dry_run: bool = False) -> Job[StoredColumns]:
    """Recognise the kinds of columns and store their values; columns without any value are left out.

    A column that the project has keeps its kind; a value of another kind is kept as the text that it is, and counted.

    Args:
        project: open, for writing unless this is a dry run.
        given: the columns.
        dry_run: only recognise the kinds.

    Raises:
        LabelerError: the project would have too many columns; nothing was changed.
    """
    check_number(project, given.names)
    stored = StoredColumns()
    guesses = yield from _guess(given, stored)
    known = {column.name: column for column in metadata_columns(project)}
    wanted = [
        WantedColumn(name, _kind(known.get(name), _declared(given, place), guesses[place]), given.origin)
        for place, name in enumerate(given.names)
        if guesses[place].count
    ]
    stored.kinds = {column.name: column.kind for column in wanted}
    stored.notes += _mixed_notes(given, guesses, stored.kinds)
    if dry_run or not wanted:
        return stored
    columns = add_columns(project, wanted)
    targets = [
        _Target(place, columns[name].id, columns[name].kind, guesses[place].comma)
        for place, name in enumerate(given.names)
        if name in columns
    ]
    yield from _store(project, given, targets, stored)
    for _ in inherit_values(project, [target.column for target in targets]):
        yield Progress("storing columns")
    return stored


def check_number(project: Project, names: Sequence[str]) -> None:
    """Check that a project has room for these columns.

    Raises:
        LabelerError: it has not.
    """
    known = {column.name for column in metadata_columns(project)}
    new = len(set(names) - known)
    if new and len(known) + new > MOST_COLUMNS:
        raise too_many(new, len(known))


def _declared(given: TextColumns, place: int) -> Kind | None:
    return given.kinds[place] if given.kinds else None


def _kind(known: MetadataColumn | None, declared: Kind | None, guess: KindGuess) -> Kind:
    return known.kind if known is not None else declared or guess.kind


def _guess(given: TextColumns, stored: StoredColumns) -> Job[list[KindGuess]]:
    guesses = [KindGuess() for _ in given.names]
    for number, (_, cells) in enumerate(given.cells(), 1):
        some = False
        for guess, text in zip(guesses, cells, strict=False):
            if text:
                guess.see(text)
                some = some or not is_nothing(text)
        stored.images += some
        if number % _STEP == 0:
            yield Progress("reading columns", number, given.total)
    return guesses


def _mixed_notes(given: TextColumns, guesses: Sequence[KindGuess], kinds: dict[str, Kind]) -> list[Message]:
    """Say which columns look like numbers or dates and are text, since some of their values are neither."""
    mixed = [
        Message("{column} (“{text}”)", column=name, text=guess.mixed()[:40])
        for name, guess in zip(given.names, guesses, strict=True)
        if kinds.get(name) == "text" and guess.mixed()
    ]
    if not mixed:
        return []
    return [
        Message(
            "Kept as text, although some values are numbers or dates: {n:# column|# columns}, {columns}.",
            n=len(mixed),
            columns=mixed[:_EXAMPLES],
        )
    ]


def _store(project: Project, given: TextColumns, targets: Sequence[_Target], stored: StoredColumns) -> Job[None]:
    waiting = _Waiting(project)
    odd: list[str] = []
    before = _values_in(project, targets)
    for number, (image, cells) in enumerate(given.cells(), 1):
        for column, value in _values_of(cells, targets, odd):
            waiting.add(column, image, value)
        if waiting.count >= _WAITING:
            for _ in waiting.store():
                yield Progress("storing columns", number, given.total)
    for _ in waiting.store():
        yield Progress("storing columns", given.total, given.total)
    stored.changed = waiting.changed
    replaced = stored.changed - (_values_in(project, targets) - before)
    if replaced:
        stored.notes.append(
            Message(
                "{n:# value|# values} of images that had another one in the column of that name {n:was|were} replaced.",
                n=replaced,
            )
        )
    if odd:
        stored.notes.append(
            Message(
                "{n:# value is|# values are} of another kind than {n:its column|their columns} and {n:is|are} kept as "
                "text, which no comparison finds: {examples}.",
                n=len(odd),
                examples=[text[:40] for text in odd[:_EXAMPLES]],
            )
        )


class _Waiting:
    """Values that wait to be stored, column by column in the order of their values.

    The index of a million values is then written page by page, not all over the file for every transaction.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._columns: dict[int, list[tuple[int, int, Value]]] = defaultdict(list)
        self.count = self.changed = 0

    def add(self, column: int, image: int, value: Value) -> None:
        """Take a value."""
        self._columns[column].append((column, image, value))
        self.count += 1

    def store(self) -> Iterator[None]:
        """Store what waits in short transactions; yields after each."""
        for rows in self._columns.values():
            _sort(rows)
            for start in range(0, len(rows), _BATCH):
                self.changed += save_values(self._project, rows[start : start + _BATCH])
                yield
        self._columns.clear()
        self.count = 0


def _sort(rows: list[tuple[int, int, Value]]) -> None:
    """Sort rows by their values, numbers before texts; a column of one kind, as most are, in half the time."""
    try:
        rows.sort(key=itemgetter(2))
    except TypeError:  # a number and a text
        rows.sort(key=lambda row: (isinstance(row[2], str), row[2]))


def _values_in(project: Project, targets: Sequence[_Target]) -> int:
    counts = value_counts(project)
    return sum(counts.get(target.column, 0) for target in targets)


def _values_of(cells: Sequence[str], targets: Sequence[_Target], odd: list[str]) -> Iterator[tuple[int, Value]]:
    for target in targets:
        text = cells[target.place] if target.place < len(cells) else ""
        if text and (value := _value(text, target, odd)) is not None:
            yield target.column, value


def _value(text: str, target: _Target, odd: list[str]) -> Value | None:
    value = convert(text, target.kind, comma=target.comma)
    if value is None and not is_nothing(text):
        odd.append(text)
        return text
    return value
