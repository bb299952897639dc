"""Writes the blocks of a methods report as one HTML file that needs no other file and prints well."""

import base64
from collections.abc import Iterable, Iterator
from html import escape

from desktop_labeler.jobs.reports.report_parts import Block, Heading, Pictures, Table, Text

_SHORT = 12  # characters
_STYLE = """
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: #1a1e25; background: #fff;
  max-width: 62rem; margin: 2rem auto; padding: 0 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; break-after: avoid; }
p { margin: .5rem 0; }
p.copy { border: 1px solid #dde1e7; border-radius: 7px; background: #f4f5f7; padding: .75rem 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #dde1e7; }
th { font-weight: 600; color: #626c7a; overflow-wrap: normal; }
td.short { white-space: nowrap; }
tr { break-inside: avoid; }
figure { display: inline-block; margin: .25rem 1rem .75rem 0; break-inside: avoid; max-width: 100%; }
figcaption { font-size: .85rem; color: #626c7a; }
img { height: 96px; width: auto; max-width: 100%; margin-right: 4px; border-radius: 5px; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; padding: 0; } }
"""


def as_html(blocks: Iterable[Block], language: str) -> str:
    """Return the file; every text is escaped, and nothing in it leads out of it."""
    found = list(blocks)
    title = next((block.text for block in found if isinstance(block, Heading)), "")
    parts = "\n".join(_parts(found))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{parts}\n</body>\n</html>\n"
    )


def _parts(blocks: Iterable[Block]) -> Iterator[str]:
    level = 1
    for block in blocks:
        if isinstance(block, Heading):
            yield f"<h{level}>{escape(block.text)}</h{level}>"
            level = 2
        elif isinstance(block, Text):
            language = f' lang="{block.language}"' if block.language else ""
            yield f"<p{' class=copy' if block.to_copy else ''}{language}>{escape(block.text)}</p>"
        elif isinstance(block, Table):
            yield _table(block)
        else:
            yield _figure(block)


def _table(block: Table) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in block.columns)
    rows = "\n".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in block.rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _cell(text: str) -> str:
    short = " class=short" if len(text) <= _SHORT else ""  # a date or a number stays on one line
    return f"<td{short}>{escape(text)}</td>"


def _figure(block: Pictures) -> str:
    name = escape(block.caption)
    images = "".join(
        f'<img alt="{name}" width="{width}" height="{height}" src="data:image/jpeg;base64,'
        f'{base64.b64encode(data).decode("ascii")}">'
        for data, width, height in block.pictures
    )
    return f"<figure>{images}<figcaption>{name}</figcaption></figure>"
