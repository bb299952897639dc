"""Camtrap DP 1.0.1 (https://camtrap-dp.tdwg.org): a data package of deployments, media and observations.

The group of an image is its deployment, else its folder. What the package needs and nobody has said stays empty, and is
told: the places of deployments, and the time zone, without which times are written as UTC. All columns of the three
schemas are there in their order, since readers such as frictionless expect them, and most are empty.
"""

import csv
import json
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TextIO

from desktop_labeler.data.formats.export_tree import TreeNames, place, tag
from desktop_labeler.data.formats.field_values import place_of, time_of
from desktop_labeler.data.formats.incoming_files import is_there
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.project.inner_paths import is_inner
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError
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
_ASCENDING = re.compile(r"\.{2,}")  # which the package forbids in paths


@dataclass
class _Deployment:
    """When the first and the last image of a deployment were taken, where, and whether the time zone is a guess."""

    start: str
    end: str
    place: tuple[float, float] | None
    unsure_times: bool = False


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the copies below media/, the three tables, and the description of the package."""
    (out / "media").mkdir(parents=True)
    names, found, counts = TreeNames(), dict[str, _Deployment](), _Counts()
    species, people = set[str](), set[str]()
    with ExitStack() as stack:
        media, observations = (
            _table(stack.enter_context((out / name).open("x", encoding="utf-8", newline="")), columns)
            for name, columns in (("media.csv", _MEDIA), ("observations.csv", _OBSERVATIONS))
        )
        for image in images:
            target = out / "media" / _ASCENDING.sub(_escaped, names.name(image.path))
            target.parent.mkdir(parents=True, exist_ok=True)
            written = place(image, target, options.link)
            if not written.problem:
                moment = counts.moment(image)
                deployment = _note(found, image, moment)
                media.writerow(_media(image, deployment, moment, target.relative_to(out).as_posix()))
                observations.writerow(_observation(image, deployment, moment))
                species |= {image.label} if image.label and _type(image) == "animal" else set()
                people |= {image.by} if image.by else set()
            yield written
    _write_deployments(out, found)
    _describe(out, found, species, people)
    options.notes.extend(counts.notes(found))


def _table(file: TextIO, columns: Sequence[str]) -> "csv.DictWriter[str]":
    table = csv.DictWriter(file, columns, restval="", lineterminator="\r\n")
    table.writeheader()
    return table


def _escaped(dots: re.Match[str]) -> str:
    return "%2E" * len(dots[0])


class _Counts:
    """Counts what is missing, for sentences."""

    def __init__(self) -> None:
        self._without_time = self._without_zone = 0

    def moment(self, image: Outgoing) -> str:
        """Return when an image was taken, in the form that the package asks for; that of its file if nothing says."""
        taken = time_of(image.metadata)
        if taken is None:
            self._without_time += 1
            return datetime.fromtimestamp(image.source.stat().st_mtime, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._without_zone += not taken.endswith("Z")
        day, _, clock = taken.removesuffix("Z").partition("T")
        return f"{day}T{(clock or '00:00:00').partition('.')[0]}Z"

    def notes(self, found: dict[str, _Deployment]) -> list[Message]:
        """Return the sentences."""
        said = (
            Message(
                "{n:# image says|# images say} no time: the time of {n:its file|their files} is written.",
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


def _note(found: dict[str, _Deployment], image: Outgoing, moment: str) -> str:
    name = image.group or image.path.rpartition("/")[0] or "deployment"
    here = place_of(image.metadata)
    known = found.setdefault(name, _Deployment(moment, moment, here))
    known.start, known.end = min(known.start, moment), max(known.end, moment)
    known.place = known.place or here
    known.unsure_times = known.unsure_times or not (time_of(image.metadata) or "").endswith("Z")
    return name


def _media(image: Outgoing, deployment: str, moment: str, path: str) -> dict[str, str]:
    suffix = PurePosixPath(path).suffix.lower()
    kind = _KINDS.get(suffix, f"image/{suffix.removeprefix('.') or 'unknown'}")
    return {
        "mediaID": tag(image.path),
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


def _observation(image: Outgoing, deployment: str, moment: str) -> dict[str, str]:
    kind, media = _type(image), tag(image.path)
    accepted = image.label_source == "accepted"
    probability = image.finding.probability if accepted and image.finding is not None else None
    named = kind == "animal"
    return {
        "observationID": f"{media}-1",
        "deploymentID": deployment,
        "mediaID": media,
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
                    "deploymentStart": each.start,
                    "deploymentEnd": each.end,
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
    start = min((each.start for each in found.values()), default="")
    end = max((each.end for each in found.values()), default="")
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
        yield Record(
            path.removeprefix("media/"),
            label or None,
            group=row.get("deploymentID") or None,
            note=row.get("observationComments") or None,
            file=file,
            line=line,
        )


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
