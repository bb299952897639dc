"""The records of imports and exports: the common form between the project and every format."""

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from desktop_labeler.data.computed.findings import Finding
from desktop_labeler.data.images.parts.image_parts import Cut
from desktop_labeler.data.metadata.values import Value
from desktop_labeler.data.project.project_file import State
from desktop_labeler.messages import Message

Link = Literal["copy", "hard", "sym"]
STATES = {state.word: state for state in State}
ORIGIN = ("label_source", "label_by", "label_time_utc", "label_model", "certificate")
"""Names of the columns that say how a label came to be."""


class Record(NamedTuple):
    """One image and its label as read from a file; None means that the file says nothing.

    Attributes:
        path: the path of the image in the file, with any slashes, possibly absolute.
        label: the name of the class.
        state: the state, if the file gives one.
        since: the state in the program's own export, if somebody chose the label after that export; otherwise None.
        group: the group, such as a patient, site or slide.
        note: free text.
        second: whether a second opinion is wanted.
        sha256: the hash of the content, 32 bytes.
        also: further bare names of the image, whose folders do not tell where it was; they are never an exact path.
        file: the image file beside the label, if there is one.
        line: the line number in the file, from 1, for messages.
    """

    path: str
    label: str | None = None
    state: State | None = None
    since: State | None = None
    group: str | None = None
    note: str | None = None
    second: bool | None = None
    sha256: bytes | None = None
    also: tuple[str, ...] = ()
    file: Path | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One image to be exported.

    Attributes:
        path: the path of the image in the project: relative, with "/".
        name: a file name that is unique in the project (see export_tree.flat_name); "" in formats without images.
        root: the folder of the project that contains it.
        inside: its path below that folder.
        label: the name of the class.
        state: the state of the image.
        label_source: "imported", "human", "accepted" or "".
        by: the person who decided.
        time: the time of the decision, ISO 8601 in UTC.
        previous: the class before that decision.
        rejected: the names of the classes that were rejected for this image.
        missing: whether its file was missing at the last scan.
        problem: why the program cannot use an existing file; the file can still be copied.
        finding: what the stored round says about the image; None if the image is not in the round.
        model: whose suggestion was accepted, "KEY round 7" as in Finding; "" for other labels.
        certificate: the certificate that covers the label: "12", or "" for none and for a void one.
        metadata: what the columns of metadata say of it, by their names.
        cut: how it is cut out of its file; None for a whole file, which is copied as it is.
    """

    path: str
    name: str
    root: Path
    inside: str
    width: int | None
    height: int | None
    sha256: bytes | None
    group: str | None
    label: str | None
    state: State
    label_source: str
    by: str
    time: str
    previous: str | None
    rejected: tuple[str, ...]
    second: bool
    note: str | None
    missing: bool
    problem: Message | None = None
    finding: Finding | None = None
    model: str = ""
    certificate: str = ""
    metadata: Mapping[str, Value] = field(default_factory=dict)
    cut: Cut | None = None

    @property
    def origin(self) -> dict[str, str]:
        """How the label came to be, by the names of the columns; empty texts are left out."""
        given = (self.label_source, self.by, self.time, self.model, self.certificate)
        return {name: value for name, value in zip(ORIGIN, given, strict=True) if value}

    @property
    def source(self) -> Path:
        """The image file. It is joined only on demand, since a table of a million rows does not need it."""
        return self.root / self.inside


@dataclass(frozen=True)
class Options:
    """The options of an export.

    Attributes:
        link: copy the images, or link to them.
        seed: the random seed of the split.
        fractions: the fractions of train, val and test; they sum to 1.
        classes: the names of all classes of the project in screen order.
        checked: whether the project has a round.
        unlabelled: whether images without a label are exported too, in a folder of their own.
        empty_classes: whether class folders are made for classes without images.
        bom: whether a table begins with the byte order mark by which Excel recognises UTF-8.
        plain_cells: whether cells that a spreadsheet would compute ("=1+1") are turned into text.
        metadata: the names of the columns of metadata, in their order.
        numbers: those of them that hold numbers.
        notes: notes for the person, added while the export is written.
    """

    link: Link = "copy"
    seed: int = 0
    fractions: tuple[float, float, float] = (0.8, 0.1, 0.1)
    classes: tuple[str, ...] = ()
    checked: bool = False
    unlabelled: bool = True
    empty_classes: bool = False
    bom: bool = sys.platform == "win32"
    plain_cells: bool = False
    metadata: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()
    notes: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """What an exporter did with one image.

    Attributes:
        path: the path of the image in the project.
        problem: why the image was left out; None if it was exported.
        note: what is unusual about an exported image; None if nothing is.
        target: its copy or link, while the export is written; None in formats without images.
    """

    path: str
    problem: Message | None = None
    note: Message | None = None
    target: Path | None = None


Known = Callable[[Sequence[str], Sequence[str]], int]
"""Takes paths and class names, returns how many of them the project has."""


@dataclass(frozen=True)
class OtherColumns:
    """The columns of a table that say nothing about labels, to be kept as metadata.

    Attributes:
        names: their names by their place in a row; a name may be empty or occur twice.
        rows: yields the line number and all cells of every row; can be called again.
    """

    names: Mapping[int, str]
    rows: Callable[[], Iterator[tuple[int, list[str]]]]


@dataclass
class Reading:
    """How a file is to be read, and what is noted while it is read.

    Attributes:
        columns: the column, or control, of each meaning: {"label": "species"}.
        encoding: the encoding of the text, if the person chose one.
        known: counts known paths and classes, to tell encodings apart.
        notes: notes for the person, complete once the last record has been read.
        skipped: the files of a folder that could not be read, with the reason.
        left_out: the lines or entries of a file that could not be read, as "labels.json#labels/a", with the reason.
        others: the further columns of a table, once it has been opened; None for what is no table.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    known: Known = lambda paths, classes: 0
    notes: list[Message] = field(default_factory=list)
    skipped: list[tuple[Path, object]] = field(default_factory=list)
    left_out: list[tuple[str, Message]] = field(default_factory=list)
    others: OtherColumns | None = None


Reader = Callable[[Path, Reading], Iterator[Record]]
"""Takes a file or folder, yields its records. Raises FormatError."""

Writer = Callable[[Path, Iterable[Outgoing], Options], Generator[Written, None, None]]
"""Writes to a path that does not exist yet and yields after each image. Raises FormatError and OSError."""


@dataclass(frozen=True)
class Format:
    """One format of imports and exports.

    Attributes:
        name: its name on the command line.
        title: its title on screen, a message.
        folder: whether the format is a folder rather than a file.
        suffix: the suffix of the file.
        with_images: whether an export contains the images.
        nothing_else: whether programs that read such a folder take every file in it for one of theirs, so that the
            manifest stands beside it.
    """

    name: str
    title: Message
    read: Reader
    write: Writer
    folder: bool = True
    suffix: str = ""
    with_images: bool = True
    nothing_else: bool = False
