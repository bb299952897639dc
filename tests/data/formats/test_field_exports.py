"""Exports for field work: EcoTaxa, Darwin Core and XMP side-cars, read with other readers than this program's."""

import csv
import json
import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.decisions.history import Edit, decide
from desktop_labeler.data.decoding.exif import LATITUDE, LONGITUDE, TIME
from desktop_labeler.data.formats.export_tree import tag
from desktop_labeler.data.formats.field_values import place_of, time_of
from desktop_labeler.data.metadata.columns import WantedColumn, add_columns, save_values, values_of
from desktop_labeler.data.metadata.values import Value
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.progress import finish
from tests.making import ME, label_images, labels_of, make_project

_PATHS = ["s1/a.png", "s1/b.png", "s 2/c & d.png", "e.png"]
_LABELS = ["Calanoida <sp>", "Müll & Rest", "Calanoida <sp>", None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Four images with time, place, depth and a remark; one is excluded, one unsure."""
    with make_project(tmp_path / "p.labeler", _PATHS, files=True) as project:
        label_images(project, _LABELS)
        decide(project, [1, 2], Edit(group="haul 7"), kind="group", what="Group", by=ME)
        decide(project, [4], Edit(state=State.EXCLUDED), kind="exclude", what="Exclude", by=ME)
        columns = add_columns(
            project,
            [
                WantedColumn(TIME, "date", "exif"),
                WantedColumn(LATITUDE, "number", "exif"),
                WantedColumn(LONGITUDE, "number", "exif"),
                WantedColumn("Depth (m)", "number", "table"),
                WantedColumn("depth m", "text", "table"),
            ],
        )
        rows: list[tuple[int, int, Value]] = [
            (columns[TIME].id, 1, "2024-05-01T22:10:05"),
            (columns[TIME].id, 2, "2024-05-02"),
            (columns[LATITUDE].id, 1, -10.5),
            (columns[LONGITUDE].id, 1, 20.25),
            (columns["Depth (m)"].id, 1, 12.5),
            (columns["Depth (m)"].id, 2, "deep"),
            (columns["depth m"].id, 2, "=tab\there"),
        ]
        save_values(project, rows)
    return tmp_path / "p.labeler"


def test_ecotaxa_gets_names_types_and_its_own_words(path: Path, tmp_path: Path) -> None:
    finish(export(path, tmp_path / "out.tsv", format="ecotaxa"))
    with (tmp_path / "out.tsv").open(encoding="utf-8", newline="") as file:
        names, types, *rows = list(csv.reader(file, delimiter="\t"))
    assert all(re.fullmatch(r"(img|object|sample|acq|process)_[a-z0-9_]+", name) for name in names)
    assert len(set(names)) == len(names) == len(types)
    assert set(types) == {"[t]", "[f]"}
    found = {row[0]: dict(zip(names, row, strict=True)) for row in rows}
    one = found["s1/a.png"]
    assert (one["object_date"], one["object_time"]) == ("20240501", "221005")
    assert (float(one["object_lat"]), float(one["object_lon"])) == (-10.5, 20.25)
    assert (one["object_annotation_category"], one["object_annotation_status"]) == ("Calanoida <sp>", "validated")
    assert (one["sample_id"], one["object_annotation_person_name"]) == ("haul 7", "Ann")
    assert (one["object_depth_m"], found["s1/b.png"]["object_depth_m"]) == ("12.5", "")
    assert found["s1/b.png"]["object_depth_m_2"] == "=tab\there"
    assert (found["s1/b.png"]["object_date"], found["s1/b.png"]["object_time"]) == ("20240502", "")
    floats = [name for name, kind in zip(names, types, strict=True) if kind == "[f]"]
    assert all(not row[name] or float(row[name]) is not None for row in found.values() for name in floats)


def test_ecotaxa_comes_back_with_states_and_free_columns(path: Path, tmp_path: Path) -> None:
    finish(export(path, tmp_path / "out.tsv", format="ecotaxa"))
    with make_project(tmp_path / "two.labeler", _PATHS):
        pass
    finish(import_labels(tmp_path / "two.labeler", tmp_path / "out.tsv", format="ecotaxa", by=ME))
    with Project(tmp_path / "two.labeler", "read") as project:
        labels, values = labels_of(project), values_of(project, [1])
    assert labels["s1/a.png"] == ("Calanoida <sp>", "confirmed")
    assert labels["e.png"] == (None, "unlabelled")
    assert values[1]["object_depth_m"] == 12.5
    assert values[1]["object_lat"] == -10.5


def test_darwin_core_has_the_terms_of_an_occurrence(path: Path, tmp_path: Path) -> None:
    result = finish(export(path, tmp_path / "out.csv", format="darwincore"))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["associatedMedia"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(_PATHS[:3])
    assert [written.path for written in result.left_out] == ["e.png"]
    one = rows["s1/a.png"]
    assert (one["basisOfRecord"], one["occurrenceStatus"]) == ("MachineObservation", "present")
    assert (one["scientificName"], one["eventID"], one["identifiedBy"]) == ("Calanoida <sp>", "haul 7", "Ann")
    assert (one["eventDate"], rows["s1/b.png"]["eventDate"]) == ("2024-05-01T22:10:05", "2024-05-02")
    assert (one["decimalLatitude"], one["decimalLongitude"], one["geodeticDatum"]) == ("-10.5", "20.25", "WGS84")
    assert rows["s1/b.png"]["geodeticDatum"] == ""
    assert json.loads(one["dynamicProperties"])["Depth (m)"] == 12.5
    assert len({row["occurrenceID"] for row in rows.values()}) == 3


def test_copies_of_one_image_are_occurrences_of_their_own(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png"], files=True) as project:
        label_images(project, ["cat", "dog", "cat"])
        project.db.execute("UPDATE image SET sha256 = zeroblob(32) WHERE id < 3")
    finish(export(tmp_path / "p.labeler", tmp_path / "out.csv", format="darwincore"))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["occurrenceID"] for row in rows}) == 3
    assert rows[0]["occurrenceID"] == f"sha256:{'00' * 32}"


@pytest.mark.parametrize(
    ("folder", "site", "group", "deployment", "event"),
    [
        ("", "A", "A 2026-05-01 06:20:00", "A", "A 2026-05-01 06:20:00"),
        ("", "A", "A", "A", ""),
        ("week 1/", "", "2026-05-01 06:20:00Z", "week 1", "2026-05-01 06:20:00Z"),
        ("week 1/", "", "pond", "pond", ""),
        ("cat/", "", "", "deployment", ""),
        ("week 1/cat/", "", "", "week 1", ""),
        ("week 1/dog/", "", "", "week 1/dog", ""),
    ],
)
def test_a_site_is_a_deployment_and_a_burst_an_event(
    tmp_path: Path, folder: str, site: str, group: str, deployment: str, event: str
) -> None:
    with make_project(tmp_path / "p.labeler", [f"{folder}a.png"], files=True) as project:
        label_images(project, ["cat"])
        decide(project, [1], Edit(group=group), kind="group", what="Group", by=ME)
        if site:
            column = add_columns(project, [WantedColumn("Site", "text", "table")])["Site"]
            save_values(project, [(column.id, 1, site)])
    finish(export(tmp_path / "p.labeler", tmp_path / "out", format="camtrapdp"))
    found = {}
    for name in ("deployments", "media", "observations"):
        with (tmp_path / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            (found[name],) = csv.DictReader(file)
    assert {row["deploymentID"] for row in found.values()} == {deployment}
    assert found["observations"]["eventID"] == event


def test_xmp_lies_beside_copies_only_and_holds_both_kinds_of_keywords(path: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in (tmp_path / "images").rglob("*") if file.is_file()}
    finish(export(path, tmp_path / "out", format="xmp"))
    after = {file: file.read_bytes() for file in (tmp_path / "images").rglob("*") if file.is_file()}
    assert after == before
    rdf = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
    for name, label in zip(_PATHS, _LABELS, strict=True):
        copy = tmp_path / "out" / name
        assert copy.read_bytes() == (tmp_path / "images" / name).read_bytes()
        top = ElementTree.fromstring(copy.with_suffix(".xmp").read_bytes())
        for keyword in (
            "{http://purl.org/dc/elements/1.1/}subject",
            "{http://ns.adobe.com/lightroom/1.0/}hierarchicalSubject",
        ):
            assert [item.text for bag in top.iter(keyword) for item in bag.iter(f"{rdf}li")] == (
                [label] if label else []
            )


def test_camtrap_dp_is_a_package_whose_tables_fit_together(path: Path, tmp_path: Path) -> None:
    result = finish(export(path, tmp_path / "out", format="camtrapdp"))
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    tables = {}
    for resource in package["resources"]:
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="") as file:
            tables[resource["name"]] = list(csv.DictReader(file))
    deployments = {row["deploymentID"]: row for row in tables["deployments"]}
    media = {row["mediaID"]: row for row in tables["media"]}
    names = {tag(name): name for name in _PATHS}
    observations = {names[row["mediaID"]]: row for row in tables["observations"]}
    assert set(observations) == set(_PATHS)
    assert {row["deploymentID"] for row in (*media.values(), *observations.values())} == set(deployments)
    for row in media.values():
        original = tmp_path / "images" / names[row["mediaID"]]
        assert not set("#&%?") & set(row["filePath"])  # which a reader may take for a part of an address
        assert (tmp_path / "out" / row["filePath"]).read_bytes() == original.read_bytes()
        assert datetime.strptime(row["timestamp"], "%Y-%m-%dT%H:%M:%S%z")
        assert deployments[row["deploymentID"]]["deploymentStart"] <= row["timestamp"]
        assert row["timestamp"] <= deployments[row["deploymentID"]]["deploymentEnd"]
    one = observations["s1/a.png"]
    assert (one["observationType"], one["scientificName"], one["classifiedBy"]) == ("animal", "Calanoida <sp>", "Ann")
    assert (one["eventStart"], one["classificationMethod"]) == ("2024-05-01T22:10:05Z", "human")
    assert observations["e.png"]["observationType"] == "unknown"
    haul = deployments["haul 7"]
    assert (haul["latitude"], haul["longitude"], haul["timestampIssues"]) == ("-10.5", "20.25", "true")
    assert [str(note).partition(",")[0].partition(":")[0] for note in result.notes] == [
        "2 images say no time",
        "The time of 2 images names no time zone and is written as UTC. If the clock of the camera showed another one",
        "2 deployments have no place",
    ]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no xml",
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        "<a/>" + " " * 5_000_000,
    ],
)
def test_side_cars_that_are_harmful_or_none_are_named_and_the_others_go_on(
    path: Path, tmp_path: Path, content: str
) -> None:
    finish(export(path, tmp_path / "out", format="xmp"))
    (tmp_path / "out" / "s1" / "b.xmp").write_text(content)
    with make_project(tmp_path / "two.labeler", _PATHS):
        pass
    result = finish(import_labels(tmp_path / "two.labeler", tmp_path / "out", format="xmp", by=ME))
    assert result.applied == 2
    assert "b.xmp" in str(result.notes[0])


@given(st.floats(-400, 400), st.floats(-400, 400))
def test_a_place_is_on_earth_or_none(latitude: float, longitude: float) -> None:
    found = place_of({"Lat": latitude, "decimalLongitude": longitude})
    assert (found is not None) == (abs(latitude) <= 90 and abs(longitude) <= 180)


def test_times_come_from_cameras_first_and_only_if_they_are_dates() -> None:
    assert time_of({TIME: "2024-05-01", "date": "2020-01-01"}) == "2024-05-01"
    assert time_of({"Date": "2020-01-01"}) == "2020-01-01"
    assert time_of({"date": "soon"}) is None
    assert place_of({"lat": "north", "lon": 3}) is None
