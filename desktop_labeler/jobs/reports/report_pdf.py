"""Writes the blocks of a methods report as PDF with reportlab, which needs no Qt."""

import io
from collections.abc import Iterable
from functools import cache
from typing import Protocol

from desktop_labeler.jobs.reports.report_letters import BOLD, PLAIN, markup
from desktop_labeler.jobs.reports.report_parts import Block, Heading, Pictures, Table, Text

_MARGIN = 50.0  # points
_PICTURE = 54.0  # points: the height of an example
_SHORT = 12  # rows of a table that stands on one page with its note
_GAP = 8.0  # points between columns
_MOST_OF_WORD, _MOST_OF_TWO = 0.45, 0.75  # share of the page that the longest word of a column may take, and of two
# Characters of a text, of a cell, whose row has to fit on a page, and of a cell in one of two columns.
_LONGEST, _LONGEST_CELL, _LONGEST_OF_TWO = 20_000, 300, 900


def as_pdf(blocks: Iterable[Block]) -> bytes:
    """Return the file: A4, with page numbers."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import KeepTogether, SimpleDocTemplate

    found = list(blocks)
    title = next((block.text for block in found if isinstance(block, Heading)), "")
    packed = io.BytesIO()
    document = SimpleDocTemplate(
        packed,
        pagesize=A4,
        title=title,
        author="Desktop Labeler",
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
    )
    flow: list[object] = []
    for number, block in enumerate(found):
        part = _flow(block, A4[0] - 2 * _MARGIN, first=number == 0)
        if number and _belongs(found[number - 1], block):  # a short table and the note beneath it stand on one page
            part = [KeepTogether([*_taken(flow), *part])]
        flow += part
    document.build(flow, onFirstPage=_numbered, onLaterPages=_numbered)
    return packed.getvalue()


def _belongs(before: Block, block: Block) -> bool:
    """Whether a text is the note to a short table before it."""
    short = isinstance(before, Table) and len(before.rows) <= _SHORT
    return short and isinstance(block, Text) and not block.to_copy


def _taken(flow: list[object]) -> list[object]:
    """Take the table at the end, its space and the heading before it out of what was written, and return them."""
    taken = [flow.pop(), flow.pop()]
    if flow and getattr(getattr(flow[-1], "style", None), "keepWithNext", False):
        taken.append(flow.pop())
    return taken[::-1]


def _flow(block: Block, width: float, *, first: bool) -> list[object]:
    from reportlab.platypus import Paragraph, Spacer

    if isinstance(block, Heading):
        style = _style(15 if first else 12, bold=True, above=0 if first else 12)
        return [Paragraph(_safe(block.text, bold=True), style)]
    if isinstance(block, Text):
        style = _style(9, framed=block.to_copy)
        return [Paragraph(_safe(block.text), style), Spacer(1, 6)]
    if isinstance(block, Table):
        return [_table(block, width), Spacer(1, 8)]
    return [_figure(block, width)]


def _table(block: Table, width: float) -> object:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph
    from reportlab.platypus import Table as Grid

    longest = _LONGEST_CELL if len(block.columns) > 2 else _LONGEST_OF_TWO
    head = [Paragraph(_safe(cell, longest, bold=True), _style(8, bold=True)) for cell in block.columns]
    rows = [[Paragraph(_safe(cell, longest), _style(8)) for cell in row] for row in block.rows]
    widths = column_widths(block, width)
    line = ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#dde1e7"))
    style = [line, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    return Grid([head, *rows], colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")


def column_widths(block: Table, width: float) -> list[float]:
    """Return the width of each column: its longest word, as far as there is room, and a share of the rest by length."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    columns = list(zip(block.columns, *block.rows, strict=True))
    words = [[word for cell in cells for word in _together(cell[:_LONGEST_CELL]).split(" ")] for cells in columns]
    least = [max((stringWidth(word, BOLD, 8) for word in some), default=0.0) + _GAP for some in words]
    least = [min(each, width * (_MOST_OF_WORD if len(columns) > 2 else _MOST_OF_TWO)) for each in least]
    least = [each * min(1.0, width / sum(least)) for each in least]
    lengths = [max(6, *(min(40, len(cell)) for cell in cells)) for cells in columns]
    spare = width - sum(least)
    wished = [max(0.0, width * length / sum(lengths) - each) for length, each in zip(lengths, least, strict=True)]
    total = sum(wished) or 1.0
    return [each + spare * wish / total for each, wish in zip(least, wished, strict=True)]


def _figure(block: Pictures, width: float) -> object:
    from reportlab.platypus import Image, Paragraph
    from reportlab.platypus import Table as Grid

    images = [
        Image(io.BytesIO(data), _PICTURE * wide / high * min(1, 3 * high / wide), _PICTURE * min(1, 3 * high / wide))
        for data, wide, high in block.pictures
    ]
    name = Paragraph(_safe(block.caption, _LONGEST_CELL), _style(8))
    cells = [name, *images]
    widths = [width * 0.2, *(image.drawWidth + 6 for image in images)]
    style = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
    return Grid([cells], colWidths=widths, hAlign="LEFT", style=style)


@cache
def _style(size: int, *, bold: bool = False, above: int = 0, framed: bool = False) -> object:
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle

    heading = bold and size > 8
    line = colors.HexColor("#dde1e7")
    frame = {"spaceBefore": 6, "borderWidth": 0.5, "borderColor": line, "borderPadding": 5, "spaceAfter": 6}
    return ParagraphStyle(
        f"{size}{bold}{above}{framed}",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=1.35 * size,
        wordWrap="LTR",
        splitLongWords=True,
        keepWithNext=heading,  # no heading alone at the end of a page
        **(frame if framed else {"spaceBefore": above, "spaceAfter": 4 if heading else 0}),
    )


def _safe(text: str, longest: int = _LONGEST, *, bold: bool = False) -> str:
    """Return a text as the markup of a paragraph, in which nothing is markup; one that is too long is cut."""
    return markup(_together(text if len(text) <= longest else f"{text[:longest]}…"), bold=bold)


def _together(text: str) -> str:
    """Return a text in which no line ends between a number and its percent sign."""
    return text.replace(" %", "\u00a0%")


class _Canvas(Protocol):
    """What a page is drawn on."""

    def setFont(self, name: str, size: int) -> None: ...
    def drawRightString(self, x: float, y: float, text: str) -> None: ...


class _Document(Protocol):
    """The document that is being built."""

    pagesize: tuple[float, float]
    page: int


def _numbered(canvas: _Canvas, document: _Document) -> None:
    canvas.setFont(PLAIN, 8)
    canvas.drawRightString(document.pagesize[0] - _MARGIN, _MARGIN / 2, str(document.page))
