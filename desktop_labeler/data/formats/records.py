"""What one line of an import or export says: the common form between the project and every format."""

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from desktop_labeler.data.computed.findings import Finding
from desktop_labeler.data.project.project_file import State
from desktop_labeler.messages import Message

Link = Literal["copy", "hard", "sym"]
STATES = {state.word: state for state in State}


class Record(NamedTuple):
    """One image and its label as a file brings it; None says nothing about a thing.

    Attributes:
        path: where the file says that the image is; any slashes, perhaps absolute.
        label: name of the class.
        state: only where the file has one.
        since: the state that our own export gave it, over which somebody chose the label since; None where none was.
        group: patient, site, slide.
        note: free text.
        second: whether a second opinion is wanted.
        sha256: of the content, 32 bytes.
        also: the image's mere names, whose folders say nothing of where it lay; they are never an exact path.
        file: the image file that lies beside the label, if there is one.
        line: its number in the file, from 1, for messages.
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
    """One image on its way out.

    Attributes:
        path: relative, with "/".
        name: a file name that is unique in the project, see export_tree.flat_name; "" in formats without images.
        root: the folder of the project that it is in.
        inside: its path below that folder.
        label: name of the class.
        state: its state.
        label_source: "imported", "human", "accepted" or "".
        by: who decided.
        time: when, ISO 8601 in UTC.
        previous: the class before that decision.
        rejected: names of the classes that it is not.
        missing: its file was gone at the last scan.
        problem: why the program cannot use a file that is there; it can be copied all the same.
        finding: what the stored round says of it, None where it does not know the image.
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

    @property
    def source(self) -> Path:
        """The image file; joined only where it is needed: a table of a million rows has no use for it."""
        return self.root / self.inside


@dataclass(frozen=True)
class Options:
    """How to export.

    Attributes:
        link: copy the images, or link to them.
        seed: of the split.
        fractions: of train, val and test; they sum to 1.
        classes: the names of all classes of the project in screen order.
        checked: whether the project has a round.
        unlabelled: class folders hold images without a label too.
        empty_classes: class folders are made for classes without images.
        bom: a table begins with the mark by which Excel knows UTF-8.
        plain_cells: what a spreadsheet would compute ("=1+1") is made text.
        notes: what the person should know; filled while the export is written.
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
    notes: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """What an exporter did with one image.

    Attributes:
        path: of the image.
        problem: why it was left out; None when it is there.
        note: what is odd of an image that is there.
    """

    path: str
    problem: Message | None = None
    note: Message | None = None


Known = Callable[[Sequence[str], Sequence[str]], int]
"""Paths and classes → how many of them the project has."""


@dataclass
class Reading:
    """How a file is to be read, and what is noticed while it is.

    Attributes:
        columns: which column, or control, stands for what: {"label": "species"}.
        encoding: of its text, where a person says it.
        known: what tells encodings apart.
        notes: what the person should know; complete when the last record is read.
        skipped: files among others that could not be read, with the reason.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    known: Known = lambda paths, classes: 0
    notes: list[Message] = field(default_factory=list)
    skipped: list[tuple[Path, object]] = field(default_factory=list)


Reader = Callable[[Path, Reading], Iterator[Record]]
"""File or folder → its records, as a stream. Raises FormatError."""

Writer = Callable[[Path, Iterable[Outgoing], Options], Generator[Written, None, None]]
"""Writes to a path that does not exist yet and yields after each image. Raises FormatError and OSError."""


@dataclass(frozen=True)
class Format:
    """One way in and out.

    Attributes:
        name: as on the command line.
        title: as on screen, a message.
        folder: whether it is a folder, else a file.
        suffix: of the file.
        with_images: whether an export holds the images.
    """

    name: str
    title: Message
    read: Reader
    write: Writer
    folder: bool = True
    suffix: str = ""
    with_images: bool = True
