"""Names and values of metadata as the window shows them."""

from datetime import datetime

from desktop_labeler.data.decoding import exif
from desktop_labeler.data.images.parts import video_rows
from desktop_labeler.data.images.query.built_in_columns import CONFIDENCE, REJECTED, SOURCE, SUGGESTION
from desktop_labeler.data.metadata.conditions import Condition
from desktop_labeler.data.metadata.values import Kind, Value, date_of, shown_value
from desktop_labeler.data.project.project_file import Source
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.language import day, moment, translator

_tr = translator("Metadata")
_LONGEST = 300  # characters of a value


def column_title(name: str) -> str:
    """Return the name of a column; those of every project and of cameras have a translated one."""
    titles = {
        exif.TIME: _tr("Time taken"),
        exif.LATITUDE: _tr("Latitude"),
        exif.LONGITUDE: _tr("Longitude"),
        exif.ALTITUDE: _tr("Altitude (m)"),
        exif.CAMERA: _tr("Camera"),
        video_rows.TIME: _tr("Time in the video (s)"),
        video_rows.RECORDED: _tr("Time recorded"),
        "file.kB": _tr("File size (kB)"),
        "file.width": _tr("Width (pixels)"),
        "file.height": _tr("Height (pixels)"),
        SOURCE: _tr("Source of the label"),
        REJECTED: _tr("Rejected class"),
        SUGGESTION: _tr("Suggestion"),
        CONFIDENCE: _tr("Confidence (0 to 1)"),
    }
    return titles.get(name) or visible(name)


def value_text(value: Value) -> str:
    """Return a value as text: a date as the language writes it, UTC as local time."""
    text = shown_value(value)
    if isinstance(value, str) and date_of(value) == value:
        try:
            when = datetime.fromisoformat(value)
            return day(when) if len(value) == len("2024-05-01") else moment(when, seconds=True)
        except (OverflowError, ValueError, OSError):
            return text  # a year that the local time of this computer does not reach
    return visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def kind_names() -> dict[Kind, str]:
    """Return the names of the kinds of columns."""
    return {"text": _tr("text"), "number": _tr("number"), "date": _tr("date")}


def origin_names() -> dict[str, str]:
    """Return where columns come from, in words."""
    return {"exif": _tr("cameras"), "table": _tr("table"), "pattern": _tr("file names"), "video": _tr("videos")}


def source_names() -> dict[Source, str]:
    """Return the names of the sources of labels."""
    return {
        Source.IMPORTED: _tr("imported"),
        Source.HUMAN: _tr("a person"),
        Source.ACCEPTED: _tr("accepted suggestion"),
    }


def condition_text(condition: Condition) -> str:
    """Return what is asked of a column: "site: A", "depth 1 – 5", "without depth"."""
    title = column_title(condition.column)
    if condition.missing and not condition.values:
        return _tr("without {column}").format(column=title)
    if condition.values:
        names = {source.word: name for source, name in source_names().items()} if condition.column == SOURCE else {}
        said = [names.get(value) or visible(value) for value in condition.values]
        return f"{title}: {', '.join([*said, *([_tr('no value')] if condition.missing else [])])}"
    if condition.text:
        return _tr("{column} contains {text}").format(column=title, text=visible(condition.text))
    if condition.low and condition.high:
        return f"{title} {condition.low} – {condition.high}"
    low, high = ">" if condition.above else "≥", "<" if condition.below else "≤"
    return f"{title} {low} {condition.low}" if condition.low else f"{title} {high} {condition.high}"
