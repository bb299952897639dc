"""The tables and the description of Camtrap DP against the schemas of its version 1.0.1, and against frictionless."""

import csv
import json
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.progress import finish

_MOMENT = "%Y-%m-%dT%H:%M:%S%z"
# The columns in their order; "!" is required, then the type, and what the schema asks for besides.
_SCHEMAS = {
    "deployments": "deploymentID!string locationID:string locationName:string latitude!number longitude!number "
    "coordinateUncertainty:integer deploymentStart!datetime deploymentEnd!datetime setupBy:string cameraID:string "
    "cameraModel:string cameraDelay:integer cameraHeight:number cameraDepth:number cameraTilt:integer "
    "cameraHeading:integer detectionDistance:number timestampIssues:boolean baitUse:boolean featureType:string "
    "habitat:string deploymentGroups:string deploymentTags:string deploymentComments:string",
    "media": "mediaID!string deploymentID!string captureMethod:string timestamp!datetime filePath!path "
    "filePublic!boolean fileName:string fileMediatype!mediatype exifData:object favorite:boolean mediaComments:string",
    "observations": "observationID!string deploymentID!string mediaID:string eventID:string eventStart!datetime "
    "eventEnd!datetime observationLevel!level observationType!type cameraSetupType:string scientificName:string "
    "count:integer lifeStage:string sex:string behavior:string individualID:string individualPositionRadius:number "
    "individualPositionAngle:number individualSpeed:number bboxX:number bboxY:number bboxWidth:number "
    "bboxHeight:number classificationMethod:method classifiedBy:string classificationTimestamp:datetime "
    "classificationProbability:number observationTags:string observationComments:string",
}
_PATTERNS = {
    "path": r"(?=^[^./~])((?!\.{2}).)*",
    "mediatype": r"(image|video|audio)/.*",
    "level": "media|event",
    "type": "animal|human|vehicle|blank|unknown|unclassified",
    "method": "human|machine",
    "boolean": "true|false",
}


def _fields(table: str) -> list[tuple[str, bool, str]]:
    found = [re.fullmatch(r"(\w+)([!:])(\w+)", one) for one in _SCHEMAS[table].split()]
    return [(one[1], one[2] == "!", one[3]) for one in found if one is not None]


def _fits(kind: str, text: str) -> bool:
    reads: dict[str, Callable[[str], object]] = {
        "number": float,
        "integer": int,
        "datetime": lambda text: datetime.strptime(text, _MOMENT),
    }
    if kind in reads:
        try:
            reads[kind](text)
        except ValueError:
            return False
        return True
    return kind not in _PATTERNS or re.fullmatch(_PATTERNS[kind], text) is not None


def _schema(table: str) -> dict[str, Any]:
    fields = []
    for name, required, kind in _fields(table):
        constraints: dict[str, object] = {"required": required}
        if kind in ("path", "mediatype", "level", "type", "method"):
            constraints["pattern"] = _PATTERNS[kind]
        is_own = kind in ("number", "integer", "datetime", "boolean", "object")
        field = {"name": name, "type": kind if is_own else "string", "constraints": constraints}
        fields.append(field | ({"format": _MOMENT} if kind == "datetime" else {}))
    return {"fields": fields, "missingValues": [""], "primaryKey": fields[0]["name"]}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Return the export of a project with places and times, from a table, and with names that are hard to write."""
    names = ["s1/a..b.png", "s1/c.PNG", "s2/häuser, „1“.jpg", "s2/d.tif", "s2/e.webp"]
    labels = ["Vulpes vulpes", "blank", "", "Human", "Vulpes vulpes"]
    for place, name in enumerate(names):
        file = tmp_path / "photos" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (40 * place, 90, 9)).save(file)
        os.utime(file, (1_714_600_000 + place,) * 2)
    lines = [
        f'"{name}",{label},{52 + place / 10},13.5,2024-05-0{place + 1}T10:00:00+02:00'
        for place, (name, label) in enumerate(zip(names, labels, strict=True))
    ]
    table = tmp_path / "labels.csv"
    table.write_text("\n".join(["rel_path,label,lat,lon,time", *lines]) + "\n", encoding="utf-8")
    file = tmp_path / "p.labeler"
    assert main(["new", str(file), str(tmp_path / "photos"), "--labels", str(table), "--group-level", "1"]) == 0
    assert main(["metadata", str(file), "table", str(table)]) == 0
    with Project(file, "read"):
        result = finish(export(file, tmp_path / "out", format="camtrapdp"))
    assert not result.left_out
    return tmp_path / "out"


@pytest.mark.parametrize("table", _SCHEMAS)
def test_21_every_column_is_there_and_every_cell_fits_its_schema(package: Path, table: str) -> None:
    fields = _fields(table)
    with (package / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [name for name, _, _ in fields]
    assert len(rows) > 1
    for row in rows[1:]:
        for text, (name, required, kind) in zip(row, fields, strict=True):
            assert text or not required, name
            assert not text or _fits(kind, text), (name, text)
    keys = [row[0] for row in rows[1:]]
    assert len(set(keys)) == len(keys)


def test_21_the_description_has_what_the_profile_requires(package: Path) -> None:
    said = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    wanted = {"profile", "created", "contributors", "project", "spatial", "temporal", "taxonomic", "resources", "name"}
    assert wanted <= set(said)
    assert all(each["title"] for each in said["contributors"])
    assert said["contributors"]
    assert {"title", "samplingDesign", "captureMethod", "individualAnimals", "observationLevel"} <= set(said["project"])
    assert said["spatial"]["type"] == "MultiPoint"
    assert [place[0] for place in said["spatial"]["coordinates"]] == [13.5, 13.5]  # longitude first
    assert said["temporal"] == {"start": "2024-05-01", "end": "2024-05-05"}
    assert said["taxonomic"] == [{"scientificName": "Vulpes vulpes"}]
    for resource in said["resources"]:
        assert resource["schema"].endswith(f"/1.0.1/{resource['name']}-table-schema.json")
    assert re.fullmatch(r"[-a-z0-9._/]+", said["name"])


def test_21_frictionless_finds_nothing_wrong(package: Path) -> None:
    frictionless = pytest.importorskip("frictionless")  # too many packages for everybody's installation
    said = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    del said["profile"]  # which is on the network
    for resource in said["resources"]:
        resource["schema"] = _schema(resource["name"])
        del resource["profile"]
    with frictionless.system.use_context(trusted=True):
        report = frictionless.Package.from_descriptor(said, basepath=str(package)).validate()
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])
