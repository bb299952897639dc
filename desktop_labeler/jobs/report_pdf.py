"""Writes the blocks of a methods report as PDF with reportlab, which needs no Qt."""

import io
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Protocol

from desktop_labeler.jobs.report_blocks import Block, Heading, Pictures, Table, Text

_MARGIN = 50.0  # points
_PICTURE = 54.0  # points: the height of an example
_FONT, _BOLD = "Report", "Report-Bold"
# Fonts with letters of many languages, where systems have them; else Bitstream Vera, which comes with reportlab.
_FONTS = (
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/TTF/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans-Bold.ttf"),
    ("C:/Windows/Fonts/arial.ttf", "C:/Windows/Fonts/arialbd.ttf"),
    ("/System/Library/Fonts/Supplemental/Arial Unicode.ttf", "/System/Library/Fonts/Supplemental/Arial Bold.ttf"),
    ("Vera.ttf", "VeraBd.ttf"),
)
_LONGEST, _LONGEST_CELL = 20_000, 300  # characters of a text, and of a cell, whose row has to fit on a page
_MISSING = "□"  # stands for a letter that the font lacks


def as_pdf(blocks: Iterable[Block]) -> bytes:
    """Return the file: A4, with page numbers; letters that no font here has become boxes."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    letters = _letters()
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
        flow += _flow(block, A4[0] - 2 * _MARGIN, letters, first=number == 0)
    document.build(flow, onFirstPage=_numbered, onLaterPages=_numbered)
    return packed.getvalue()


def _flow(block: Block, width: float, letters: frozenset[int], *, first: bool) -> list[object]:
    from reportlab.platypus import Paragraph, Spacer

    if isinstance(block, Heading):
        style = _style(15 if first else 12, bold=True, above=0 if first else 12)
        return [Paragraph(_safe(block.text, letters), style)]
    if isinstance(block, Text):
        style = _style(9, framed=block.to_copy)
        return [Paragraph(_safe(block.text, letters), style), Spacer(1, 6)]
    if isinstance(block, Table):
        return [_table(block, width, letters), Spacer(1, 8)]
    return [_figure(block, width, letters)]


def _table(block: Table, width: float, letters: frozenset[int]) -> object:
    from reportlab.lib import colors
    from reportlab.platypus import Paragraph
    from reportlab.platypus import Table as Grid

    head = [Paragraph(_safe(cell, letters, _LONGEST_CELL), _style(8, bold=True)) for cell in block.columns]
    rows = [[Paragraph(_safe(cell, letters, _LONGEST_CELL), _style(8)) for cell in row] for row in block.rows]
    lengths = [max(6, *(min(40, len(row[at])) for row in (block.columns, *block.rows))) for at in range(len(head))]
    widths = [width * length / sum(lengths) for length in lengths]
    line = ("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.HexColor("#dde1e7"))
    style = [line, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)]
    return Grid([head, *rows], colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")


def _figure(block: Pictures, width: float, letters: frozenset[int]) -> object:
    from reportlab.platypus import Image, Paragraph
    from reportlab.platypus import Table as Grid

    images = [
        Image(io.BytesIO(data), _PICTURE * wide / high * min(1, 3 * high / wide), _PICTURE * min(1, 3 * high / wide))
        for data, wide, high in block.pictures
    ]
    name = Paragraph(_safe(block.caption, letters, _LONGEST_CELL), _style(8))
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
        fontName=_BOLD if bold else _FONT,
        fontSize=size,
        leading=1.35 * size,
        wordWrap="LTR",
        splitLongWords=True,
        keepWithNext=heading,  # no heading alone at the end of a page
        **(frame if framed else {"spaceBefore": above, "spaceAfter": 4 if heading else 0}),
    )


@cache
def _letters() -> frozenset[int]:
    """Register the first pair of fonts that is here; return the code points of its letters."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    for plain, bold in _FONTS:
        if Path(plain).is_absolute() and not (Path(plain).is_file() and Path(bold).is_file()):
            continue
        try:
            font = TTFont(_FONT, plain)
            pdfmetrics.registerFont(font)
            pdfmetrics.registerFont(TTFont(_BOLD, bold))
        except (TTFError, OSError):
            continue
        return frozenset(font.face.charToGlyph)
    raise OSError("no font for the PDF")


def _safe(text: str, letters: frozenset[int], longest: int = _LONGEST) -> str:
    """Return a text as the markup of a paragraph, in which nothing is markup; one that is too long is cut."""
    short = text if len(text) <= longest else f"{text[:longest]}…"
    return escape("".join(letter if ord(letter) in letters else _MISSING for letter in short), quote=False)


class _Canvas(Protocol):
    """What a page is drawn on."""

    def setFont(self, name: str, size: int) -> None: ...
    def drawRightString(self, x: float, y: float, text: str) -> None: ...


class _Document(Protocol):
    """The document that is being built."""

    pagesize: tuple[float, float]
    page: int


def _numbered(canvas: _Canvas, document: _Document) -> None:
    canvas.setFont(_FONT, 8)
    canvas.drawRightString(document.pagesize[0] - _MARGIN, _MARGIN / 2, str(document.page))
