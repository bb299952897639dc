"""XMP side-cars of images with one stem: each belongs to one image, or is named as one that fits several."""

from pathlib import Path

import pytest

from desktop_labeler import cli
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.formats.xmp import read
from desktop_labeler.data.images.query.image_query import find_images
from tests.making import ME, make_project

_SIDE = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>cat</rdf:li></rdf:Bag>'
    "</dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def _labels(folder: Path, *names: str) -> tuple[dict[str, str | None], list[str]]:
    for name in names:
        (folder / name).write_text(_SIDE if name.endswith(".xmp") else "", encoding="utf-8")
    reading = Reading()
    found = {record.path: record.label for record in read(folder, reading)}
    return found, [f"{file.name}: {reason}" for file, reason in reading.skipped]


@pytest.mark.parametrize(
    ("names", "labelled"),
    [
        (["a.jpg", "a.xmp"], "a.jpg"),
        (["a.jpg", "a.txt", "a.xmp"], "a.jpg"),
        (["a.jpg", "a.png", "a.png.xmp"], "a.png"),
        (["a.cr2", "a.jpg", "a.xmp"], "a.cr2"),  # Adobe's are those of the raw file
    ],
)
def test_a_side_car_belongs_to_one_image(tmp_path: Path, names: list[str], labelled: str) -> None:
    assert _labels(tmp_path, *names) == ({labelled: "cat"}, [])


def test_one_that_fits_several_images_is_named(tmp_path: Path) -> None:
    assert _labels(tmp_path, "a.jpg", "a.png", "a.xmp") == ({}, ["a.xmp: it fits several images: a.jpg, a.png"])


def test_an_image_with_a_side_car_of_its_own_leaves_the_other_alone(tmp_path: Path) -> None:
    assert _labels(tmp_path, "a.jpg", "a.png", "a.png.xmp", "a.xmp") == ({"a.jpg": "cat", "a.png": "cat"}, [])


def test_images_with_side_cars_of_their_own_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with make_project(tmp_path / "p.labeler", ["a.jpg", "b.png"], files=True) as project:
        ids = [add_classes(project, [name], ME)[name] for name in ("cat", "dog")]
        decide(project, find_images(project).tolist(), assign(ids), kind="assign", what="Label", by=ME)
    (tmp_path / "images" / "a.xmp").write_text(_SIDE.replace("cat", "outdoor"), encoding="utf-8")
    assert cli.run(["export", str(tmp_path / "p.labeler"), str(tmp_path / "out"), "--format", "xmp"]) == 0
    told = capsys.readouterr().out
    assert "1 image has a side-car of its own beside the original. It stays as it is; what stands there" in told
    assert "is not in the side-car of the copy: a.jpg." in told
    labels = {record.path: record.label for record in read(tmp_path / "out", Reading())}
    assert labels == {"a.jpg": "cat", "b.png": "dog"}
    assert "outdoor" in (tmp_path / "images" / "a.xmp").read_text(encoding="utf-8")
