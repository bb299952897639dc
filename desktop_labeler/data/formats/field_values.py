"""Time and place of an image as the formats of field work want them, from whichever column has them."""

from collections.abc import Mapping

from desktop_labeler.data.decoding import exif
from desktop_labeler.data.formats.tables.column_names import plain
from desktop_labeler.data.images.parts.video_rows import RECORDED
from desktop_labeler.data.metadata.values import Value, date_of, shown_value

_LATITUDE = ("latitude", "lat", "decimallatitude", "objectlat")
_LONGITUDE = ("longitude", "lon", "long", "lng", "decimallongitude", "objectlon")
_SITE = ("deploymentid", "deployment", "site", "siteid", "sitename", "station", "stationid", "locationid", "standort")
_TIME = ("time", "datetime", "timestamp", "eventdate", "date", "taken", "datetaken")


def place_of(metadata: Mapping[str, Value]) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees; None where a column lacks or is out of range."""
    latitude = _first(metadata, exif.LATITUDE, _LATITUDE)
    longitude = _first(metadata, exif.LONGITUDE, _LONGITUDE)
    if isinstance(latitude, str) or isinstance(longitude, str) or latitude is None or longitude is None:
        return None
    fits = abs(latitude) <= 90 and abs(longitude) <= 180
    return (float(latitude), float(longitude)) if fits else None


def time_of(metadata: Mapping[str, Value]) -> str | None:
    """Return when an image was taken as ISO 8601: a day, a local time, or a time in UTC; None where no column says."""
    own = exif.TIME if exif.TIME in metadata else RECORDED
    value = _first(metadata, own, _TIME)
    return value if isinstance(value, str) and date_of(value) == value else None


def site_of(metadata: Mapping[str, Value]) -> str:
    """Return where the camera stood, by the name that a column gives it; "" where no column says."""
    by_name = {plain(name): value for name, value in metadata.items()}
    return next((shown_value(by_name[name]).strip() for name in _SITE if name in by_name), "")


def _first(metadata: Mapping[str, Value], of_cameras: str, names: tuple[str, ...]) -> Value | None:
    if of_cameras in metadata:
        return metadata[of_cameras]
    by_name = {plain(name): value for name, value in metadata.items()}
    return next((by_name[name] for name in names if name in by_name), None)
