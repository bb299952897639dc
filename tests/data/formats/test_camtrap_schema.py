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
from tests.video_making import make_video

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
    _validated(package)


def _tables(out: Path) -> dict[str, list[dict[str, str]]]:
    found = {}
    for name in _SCHEMAS:
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found[name] = list(csv.DictReader(file))
    return found


def _validated(out: Path, *, unknown: tuple[str, ...] = ()) -> None:
    frictionless = pytest.importorskip("frictionless")  # too many packages for everybody's installation
    said = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    del said["profile"]  # which is on the network
    for resource in said["resources"]:
        resource["schema"] = _schema(resource["name"])
        del resource["profile"]
    with frictionless.system.use_context(trusted=True):
        report = frictionless.Package.from_descriptor(said, basepath=str(out)).validate()
    found = report.flatten(["fieldName", "title", "rowNumber", "message"])
    assert [each for each in found if each[0] not in unknown] == []


def test_21_a_box_is_an_observation_with_its_place_in_the_whole_picture(tmp_path: Path) -> None:
    folder, file, boxes = tmp_path / "photos" / "s&1#", tmp_path / "p.labeler", tmp_path / "boxes.csv"
    folder.mkdir(parents=True)
    for name in ("a & b.png", "c.png"):
        Image.new("RGB", (80, 40), (40, 90, 9)).save(folder / name)
    rows = ["a & b.png,8,4,40,20,fox", "a & b.png,60,10,20,30,", "c.png,0,0,8,8,blank"]
    boxes.write_text("\n".join(["path,x,y,w,h,label", *(f"s&1#/{row}" for row in rows)]) + "\n", encoding="utf-8")
    new = ["new", str(file), str(tmp_path / "photos"), "--labels", "none", "--parts", str(boxes)]
    assert main(new) == 0
    assert main(["export", str(file), str(tmp_path / "out"), "--format", "camtrapdp"]) == 0
    _validated(tmp_path / "out", unknown=("latitude", "longitude"))  # nobody said the place, which is told
    found = _tables(tmp_path / "out")
    media = {row["mediaID"]: row for row in found["media"]}
    assert len(media) == 2  # each picture once
    for row in media.values():
        assert not set("#&%?") & set(row["filePath"])
        with Image.open(tmp_path / "out" / row["filePath"]) as picture:
            assert picture.size == (80, 40)
    first = [row for row in found["observations"] if media[row["mediaID"]]["fileName"].startswith("a")]
    columns = ("bboxX", "bboxY", "bboxWidth", "bboxHeight", "observationType", "scientificName")
    assert sorted(tuple(row[name] for name in columns) for row in first) == [
        ("0.1", "0.1", "0.5", "0.5", "animal", "fox"),
        ("0.75", "0.25", "0.25", "0.75", "unclassified", ""),
    ]
    assert main(["import", str(file), str(tmp_path / "out"), "--format", "camtrapdp", "--dry-run"]) == 0
    other = tmp_path / "q.labeler"
    assert main([*new[:1], str(other), *new[2:]]) == 0
    with Project(other) as project:
        project.db.execute("UPDATE image SET state = 0, class_id = NULL, source = 0")
    assert main(["import", str(other), str(tmp_path / "out"), "--format", "camtrapdp"]) == 0
    with Project(other, "read") as project:
        found_again = project.rows("SELECT part, name FROM image JOIN class ON class.id = class_id ORDER BY part")
    assert found_again == [("xywh=0,0,8,8", "blank"), ("xywh=8,4,40,20", "fox")]


def test_21_times_of_files_do_not_stretch_a_deployment_and_frames_are_as_far_apart_as_in_their_video(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("av", reason="videos are read with av")
    folder, file, table = tmp_path / "photos" / "s1", tmp_path / "p.labeler", tmp_path / "times.csv"
    folder.mkdir(parents=True)
    for place, name in enumerate(("a.png", "b.png", "later.png")):
        Image.new("RGB", (8, 8), (40 * place, 90, 9)).save(folder / name)
    make_video(folder / "film.mp4", frames=30, recorded=False)
    make_video(folder / "timed.mp4", frames=25, recorded=False)
    times = {"a.png": "10:00:00", "b.png": "11:00:00", "timed.mp4#t=0": "10:30:00", "timed.mp4#t=1": "10:30:00"}
    times["timed.mp4#t=2"] = "10:30:00"
    lines = [f"s1/{name},2024-05-01T{clock}Z" for name, clock in times.items()]
    table.write_text("\n".join(["rel_path,time", *lines]) + "\n", encoding="utf-8")
    new = ["new", str(file), str(tmp_path / "photos"), "--labels", "none", "--frames", "1", "--group-level", "1"]
    assert main(new) == 0
    assert main(["metadata", str(file), "table", str(table)]) == 0
    capsys.readouterr()
    assert main(["export", str(file), str(tmp_path / "out"), "--format", "camtrapdp", "--json"]) == 0
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert any("4 images say no time: the time of their files is written. It does not" in note for note in notes)
    _validated(tmp_path / "out", unknown=("latitude", "longitude"))  # nobody said the place, which is told
    found = _tables(tmp_path / "out")
    spans = {row["deploymentID"]: (row["deploymentStart"], row["deploymentEnd"]) for row in found["deployments"]}
    assert spans["s1"] == ("2024-05-01T10:00:00Z", "2024-05-01T11:00:00Z")
    at = {row["fileName"].partition("~")[0]: datetime.strptime(row["timestamp"], _MOMENT) for row in found["media"]}
    assert [at[f"timed.mp4_t={second}"].strftime("%H:%M:%S") for second in range(3)] == [
        *("10:30:00", "10:30:01", "10:30:02")
    ]
    apart = [(at[f"film.mp4_t={second}"] - at["film.mp4_t=0"]).total_seconds() for second in range(3)]
    assert apart == [0, 1, 2]
