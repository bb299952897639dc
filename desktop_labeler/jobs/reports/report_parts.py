"""The parts that a methods report is made of: headings, texts, tables and pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_labeler.jobs.reports.report_wording import Language

Picture = tuple[bytes, int, int]  # JPEG, width, height


@dataclass(frozen=True)
class Heading:
    """A heading; the first one is the title."""

    text: str


@dataclass(frozen=True)
class Text:
    """A paragraph; one that is to be copied stands in a frame, and may be in another language than the report."""

    text: str
    to_copy: bool = False
    language: Language | None = None


@dataclass(frozen=True)
class Table:
    """A table; the first column is text, the others are aligned with their content."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Pictures:
    """Example images of a class beside its name."""

    caption: str
    pictures: Sequence[Picture]


Block = Heading | Text | Table | Pictures
