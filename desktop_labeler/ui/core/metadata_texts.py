"""Names and values of metadata as the window shows them."""

from datetime import datetime

from desktop_labeler.data.images import exif
from desktop_labeler.data.metadata.values import Value, date_of, shown_value
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.language import day, moment, translator

_tr = translator("Metadata")
_LONGEST = 300  # characters of a value


def column_title(name: str) -> str:
    """Return the name of a column; those that cameras fill have a translated one."""
    titles = {
        exif.TIME: _tr("Taken"),
        exif.LATITUDE: _tr("Latitude"),
        exif.LONGITUDE: _tr("Longitude"),
        exif.ALTITUDE: _tr("Altitude (m)"),
        exif.CAMERA: _tr("Camera"),
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
