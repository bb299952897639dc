"""Camtrap DP 1.0.1 (https://camtrap-dp.tdwg.org): a data package of deployments, media and observations.

The site of an image is its deployment and its group an event there; without a site, the group is the deployment unless
it is a burst, else the folder, of which a last part that is the class tells nothing. A box is an observation with its
bounding box, and its medium is the whole picture, which is there once. What the package needs and nobody has said
stays empty, and is told: the places of deployments, and the time zone, without which times are written as UTC. All
columns of the three schemas are there in their order, since readers such as frictionless expect them, and most are
empty.
"""

import csv
import json
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TextIO

from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.formats.camtrap_media import Media, Medium
from desktop_labeler.data.formats.export_tree import tag
from desktop_labeler.data.formats.field_values import place_of, site_of, time_of
from desktop_labeler.data.formats.incoming_files import is_there
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.images.parts.image_parts import Box, Part
from desktop_labeler.data.images.parts.video_rows import RECORDED, TIME
from desktop_labeler.data.project.inner_paths import is_inner
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError, ImageError
from desktop_labeler.messages import Message

_SPEC = "https://raw.githubusercontent.com/tdwg/camtrap-dp/1.0.1"
_DEPLOYMENTS = (
    *("deploymentID", "locationID", "locationName", "latitude", "longitude", "coordinateUncertainty"),
    *("deploymentStart", "deploymentEnd", "setupBy", "cameraID", "cameraModel", "cameraDelay", "cameraHeight"),
    *("cameraDepth", "cameraTilt", "cameraHeading", "detectionDistance", "timestampIssues", "baitUse", "featureType"),
    *("habitat", "deploymentGroups", "deploymentTags", "deploymentComments"),
)
_MEDIA = (
    *("mediaID", "deploymentID", "captureMethod", "timestamp", "filePath", "filePublic", "fileName", "fileMediatype"),
    *("exifData", "favorite", "mediaComments"),
)
_OBSERVATIONS = (
    *("observationID", "deploymentID", "mediaID", "eventID", "eventStart", "eventEnd", "observationLevel"),
    *("observationType", "cameraSetupType", "scientificName", "count", "lifeStage", "sex", "behavior", "individualID"),
    *("individualPositionRadius", "individualPositionAngle", "individualSpeed", "bboxX", "bboxY", "bboxWidth"),
    *("bboxHeight", "classificationMethod", "classifiedBy", "classificationTimestamp", "classificationProbability"),
    *("observationTags", "observationComments"),
)
_TYPES = {
    **dict.fromkeys(("blank", "empty", "nothing", "leer"), "blank"),
    **dict.fromkeys(("human", "person", "people", "mensch"), "human"),
    **dict.fromkeys(("vehicle", "car", "fahrzeug"), "vehicle"),
}
_KINDS = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".tif": "image/tiff", ".tiff": "image/tiff"}
_LABEL = "label:"
_NO_BOX = "#xywh="  # after the path of a box whose place is not known, so that it is not taken for the whole picture
_BURST = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ?$")  # how the groups of images taken one after another end
_OWN = re.compile(r"([0-9a-f]{16})-1")  # the number of an observation that this program has written


@dataclass
class _Deployment:
    """When the first and the last image of a deployment were taken, where, and whether the times are a guess.

    `taken` holds the times that images say, `written` those of their files.
    """

    place: tuple[float, float] | None
    taken: "_Span"
    written: "_Span"
    unsure_times: bool = False

    @property
    def span(self) -> "_Span":
        """From the first image to the last one; the times of files count only if no image says when it was taken."""
        return self.taken if self.taken.start else self.written


@dataclass
class _Span:
    start: str = ""
    end: str = ""

    def add(self, moment: str) -> None:
        self.start = min(self.start or moment, moment)
        self.end = max(self.end, moment)


class _Moment(NamedTuple):
    """A time as the package wants it, and whether the image says it; otherwise it is that of its file."""

    text: str
    is_said: bool


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the copies below media/, the three tables, and the description of the package."""
    (out / "media").mkdir(parents=True)
    files, found, counts = Media(out, options.link), dict[str, _Deployment](), _Counts()
    species, people = set[str](), set[str]()
    with ExitStack() as stack:
        media, observations = (
            _table(stack.enter_context((out / name).open("x", encoding="utf-8", newline="")), columns)
            for name, columns in (("media.csv", _MEDIA), ("observations.csv", _OBSERVATIONS))
        )
        for image in images:
            medium, is_new = files.place(image)
            written = medium.written
            if written.problem is None:
                moment = counts.moment(image)
                deployment = _note(found, image, moment)
                if is_new:
                    media.writerow(_media(medium.path, deployment, moment.text, medium.relative))
                observations.writerow(_observation(image, deployment, moment.text, medium))
                species |= {image.label} if image.label and _type(image) == "animal" else set()
                people |= {image.by} if image.by else set()
            yield replace(written, path=image.path)
    _write_deployments(out, found)
    _describe(out, found, species, people)
    options.notes.extend(counts.notes(found))


def _table(file: TextIO, columns: Sequence[str]) -> "csv.DictWriter[str]":
    table = csv.DictWriter(file, columns, restval="", lineterminator="\r\n")
    table.writeheader()
    return table


class _Counts:
    """Counts what is missing, for sentences."""

    def __init__(self) -> None:
        self._without_time = self._without_zone = 0

    def moment(self, image: Outgoing) -> _Moment:
        """Return when an image was taken; the time of its file, with that in the video for a frame, if nothing says."""
        taken, later = time_of(image.metadata), 0.0
        if RECORDED not in image.metadata and isinstance(into := image.metadata.get(TIME), int | float):
            later = float(into)
        if taken is None:
            self._without_time += 1
            return _Moment(_written(datetime.fromtimestamp(image.source.stat().st_mtime + later, UTC)), is_said=False)
        self._without_zone += not taken.endswith("Z")
        day, _, clock = taken.removesuffix("Z").partition("T")
        when = datetime.fromisoformat(f"{day}T{clock or '00:00:00'}") + timedelta(seconds=later)
        return _Moment(_written(when), is_said=True)

    def notes(self, found: dict[str, _Deployment]) -> list[Message]:
        """Return the sentences."""
        said = (
            Message(
                "{n:# image says|# images say} no time: the time of {n:its file|their files} is written. It does not "
                "count for the start and the end of a deployment unless none of its images says a time.",
                n=self._without_time,
            ),
            Message(
                "The time of {n:# image|# images} names no time zone and is written as UTC. If the clock of the camera "
                "showed another one, correct it in the tables.",
                n=self._without_zone,
            ),
            Message(
                "{n:# deployment has|# deployments have} no place, which Camtrap DP requires: fill in latitude and "
                "longitude in deployments.csv.",
                n=sum(each.place is None for each in found.values()),
            ),
        )
        return [note for note in said if note.arguments["n"]]


def _written(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


def _place_and_event(image: Outgoing) -> tuple[str, str]:
    """Return the deployment of an image and its event there, "" for none."""
    site, group = site_of(image.metadata), image.group or ""
    if site or _BURST.search(group):
        event = group if group != site else ""
    else:
        site, event = group, ""
    folder, _, last = image.path.rpartition("/")[0].rpartition("/")
    return site or (folder if last == image.label else f"{folder}/{last}".strip("/")) or "deployment", event


def _note(found: dict[str, _Deployment], image: Outgoing, moment: _Moment) -> str:
    name, _ = _place_and_event(image)
    here = place_of(image.metadata)
    known = found.setdefault(name, _Deployment(here, _Span(), _Span()))
    (known.taken if moment.is_said else known.written).add(moment.text)
    known.place = known.place or here
    known.unsure_times = known.unsure_times or not (time_of(image.metadata) or "").endswith("Z")
    return name


def _media(whole: str, deployment: str, moment: str, path: str) -> dict[str, str]:
    suffix = PurePosixPath(path).suffix.lower()
    kind = _KINDS.get(suffix, f"image/{suffix.removeprefix('.') or 'unknown'}")
    return {
        "mediaID": tag(whole),
        "deploymentID": deployment,
        "timestamp": moment,
        "filePath": path,
        "filePublic": "false",
        "fileName": PurePosixPath(path).name,
        "fileMediatype": kind,
    }


def _type(image: Outgoing) -> str:
    if image.label is not None:
        return _TYPES.get(image.label.casefold(), "animal")
    return "unknown" if image.state in (State.UNSURE, State.EXCLUDED) else "unclassified"


def _bounding_box(image: Outgoing, size: tuple[int, int] | None) -> dict[str, str]:
    """Return the columns of a box, as shares of the width and the height of its picture, inside of it."""
    box = image.cut.part.box if image.cut is not None else None
    if box is None or size is None:
        return {}
    left, top = min(box.x, size[0] - 1), min(box.y, size[1] - 1)
    wide, high = min(box.x + box.width, size[0]) - left, min(box.y + box.height, size[1]) - top
    shares = (left / size[0], top / size[1], wide / size[0], high / size[1])
    return {f"bbox{name}": f"{share:.8g}" for name, share in zip(("X", "Y", "Width", "Height"), shares, strict=True)}


def _observation(image: Outgoing, deployment: str, moment: str, medium: Medium) -> dict[str, str]:
    kind = _type(image)
    accepted = image.label_source == "accepted"
    probability = image.finding.probability if accepted and image.finding is not None else None
    named = kind == "animal"
    return {
        "observationID": f"{tag(image.path)}-1",
        "deploymentID": deployment,
        "mediaID": tag(medium.path),
        "eventID": _place_and_event(image)[1],
        "eventStart": moment,
        "eventEnd": moment,
        "observationLevel": "media",
        "observationType": kind,
        "scientificName": (image.label or "") if named else "",
        "classificationMethod": ("machine" if accepted else "human") if image.label else "",
        "classifiedBy": image.by,
        "classificationTimestamp": f"{image.time[:19]}Z" if image.time else "",
        "classificationProbability": "" if probability is None else f"{probability:.4f}",
        "observationTags": f"{_LABEL}{image.label}" if image.label and not named else "",
        "observationComments": image.note or "",
        **_bounding_box(image, medium.size),
    }


def _write_deployments(out: Path, found: dict[str, _Deployment]) -> None:
    with (out / "deployments.csv").open("x", encoding="utf-8", newline="") as file:
        table = _table(file, _DEPLOYMENTS)
        for name, each in sorted(found.items()):
            table.writerow(
                {
                    "deploymentID": name,
                    "latitude": "" if each.place is None else repr(each.place[0]),
                    "longitude": "" if each.place is None else repr(each.place[1]),
                    "deploymentStart": each.span.start,
                    "deploymentEnd": each.span.end,
                    "timestampIssues": str(each.unsure_times).lower(),
                }
            )


def _spatial(found: dict[str, _Deployment]) -> dict[str, object]:
    """Return the places as GeoJSON (RFC 7946), which has the longitude first; without any, an empty collection."""
    places = sorted({(each.place[1], each.place[0]) for each in found.values() if each.place is not None})
    if not places:
        return {"type": "FeatureCollection", "features": []}
    return {"type": "MultiPoint", "coordinates": [list(place) for place in places]}


def _describe(out: Path, found: dict[str, _Deployment], species: set[str], people: set[str]) -> None:
    tables = ("deployments", "media", "observations")
    start = min((each.span.start for each in found.values()), default="")
    end = max((each.span.end for each in found.values()), default="")
    content = {
        "profile": f"{_SPEC}/camtrap-dp-profile.json",
        "name": "camera-trap-labels",
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "contributors": [{"title": name, "role": "contributor"} for name in sorted(people) or ["Desktop Labeler"]],
        "project": {
            "title": "",
            "samplingDesign": "opportunistic",
            "captureMethod": ["activityDetection"],
            "individualAnimals": False,
            "observationLevel": ["media"],
        },
        "spatial": _spatial(found),
        "temporal": {"start": start[:10], "end": end[:10]},
        "taxonomic": [{"scientificName": name} for name in sorted(species)],
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": f"{_SPEC}/{name}-table-schema.json",
            }
            for name in tables
        ],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2)
    (out / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read the observations about media; several of one image are reported as a conflict.

    Raises:
        FormatError: the folder lacks one of the two tables, or they cannot be read.
    """
    for name in ("media.csv", "observations.csv"):
        if not is_there(root / name):
            raise FormatError(
                "{folder} holds no {file} of Camtrap DP. Nothing was changed. Choose the folder with it.",
                folder=root,
                file=name,
            )
    paths = {row.get("mediaID") or "": row.get("filePath") or "" for _, row in _rows(root / "media.csv")}
    return _records(root, paths)


def _records(root: Path, paths: dict[str, str]) -> Iterator[Record]:
    for line, row in _rows(root / "observations.csv"):
        path = paths.get(row.get("mediaID") or "", "")
        tagged = (row.get("observationTags") or "").removeprefix(_LABEL)
        label = row.get("scientificName") or (tagged if tagged != (row.get("observationTags") or "") else "")
        file = root / path if path and is_inner(path) and is_there(root / path) else None
        own = _OWN.fullmatch(row.get("observationID") or "")
        box = _box_of(row, file)
        yield Record(
            path.removeprefix("media/") + box,
            label or None,
            group=row.get("eventID") or row.get("deploymentID") or None,
            note=row.get("observationComments") or None,
            also=(f"~{own[1]}",) if own is not None else (),
            file=None if box else file,
            line=line,
        )


def _box_of(row: Mapping[str, str], file: Path | None) -> str:
    """Return what names a box after the path of its picture; "" for none, or where the picture is not there."""
    try:
        left, top, wide, high = (float(row.get(f"bbox{name}") or "") for name in ("X", "Y", "Width", "Height"))
        about = probe(file) if file is not None else None
        if about is None:
            return _NO_BOX
        x, y = round(left * about.width), round(top * about.height)
        return f"#{Part(box=Box(x, y, max(1, round(wide * about.width)), max(1, round(high * about.height))))}"
    except ValueError:
        return ""
    except (ImageError, OverflowError):
        return _NO_BOX


def _rows(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            for row in rows:
                yield rows.line_num, row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FormatError(
            "{file} cannot be read: {reason}. Nothing was changed. Save it as CSV in UTF-8 again.",
            file=file.name,
            reason=error,
        ) from error
