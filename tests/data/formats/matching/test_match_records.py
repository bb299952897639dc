"""A label lands on the image that it means, or nowhere: every way to write a path, and every way to be wrong."""

import unicodedata
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import pytest

from desktop_labeler.data.formats.matching.match_records import Matches, match_records
from desktop_labeler.data.formats.matching.path_spellings import Kind
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.project.project_file import Project
from tests.making import add_images, make_project

NFC, NFD = unicodedata.normalize("NFC", "é.png"), unicodedata.normalize("NFD", "é.png")


class Match(Protocol):
    """Make a project of images, match rows, return which image each of them labels and how it was found."""

    def __call__(self, images: Sequence[str], *rows: str) -> dict[str, tuple[str, Kind]]: ...


def matched(project: Project, records: Sequence[Record]) -> Matches:
    """Run the matching to its end."""
    steps = match_records(project, records)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Matches = end.value
            return found


def landed(project: Project, found: Matches) -> dict[str, tuple[str, Kind]]:
    """Return label and kind of match of each image by path."""
    names, kinds = list(found.labels), list(Kind)
    paths = {image: str(path) for image, path in project.rows("SELECT id, path FROM image")}
    return {
        paths[image]: (names[found.label_of[image]], kinds[found.kind_of[image]]) for image in found.images.tolist()
    }


@pytest.fixture
def match(tmp_path: Path) -> Match:
    """Matching in a new project."""

    def run(images: Sequence[str], *rows: str) -> dict[str, tuple[str, Kind]]:
        with make_project(tmp_path / "p.labeler", images) as project:
            return landed(project, matched(project, [Record(row, row) for row in rows]))

    return run


def kinds(landed: dict[str, tuple[str, Kind]]) -> dict[str, Kind]:
    """Return how each image was found."""
    return {path: kind for path, (_, kind) in landed.items()}


SAME = [
    "cats/1.png",
    "./cats/1.png",
    ".\\cats\\1.png",
    "cats\\1.png",
    "cats//1.png",
    "cats/./1.png",
    "dogs/../cats/1.png",
    " cats/1.png  ",
    "{root}/cats/1.png",
    "{root}/dogs/../cats/1.png",
    "file://{root}/cats/1.png",
    "../images/cats/1.png",
]
ENDINGS = [
    "images/cats/1.png",
    "/cats/1.png",
    "/home/ann/data/cats/1.png",
    "C:\\Users\\Ann\\cats\\1.png",
    "c:/users/ann/cats/1.png",
    "C:/Users\\Ann/cats\\1.png",
    "\\\\server\\share\\cats\\1.png",
    "//server/share/cats/1.png",
    "\\\\?\\C:\\data\\cats\\1.png",
    "file:///C:/Users/Ann/cats/1.png",
    "file:///home/ann/my%20data/cats/1.png",
    "file://server/share/cats/1.png",
    "file:/home/ann/cats/1.png",
    "https://example.org/files/cats/1.png?size=full#top",
    "s3://bucket/cats/1.png",
    "/data/local-files/?d=cats/1.png",
    "http://localhost:8080/data/local-files/?d=images/cats/1.png",
    "cats%2F1.png",
    "../../elsewhere/cats/1.png",
    "1.png",
]
CASES = ["Cats/1.PNG", "CATS\\1.png", "C:\\DATA\\CATS\\1.PNG", "1.PNG", "{root}/Cats/1.png"]
SUFFIXES = [
    "cats/1",
    "1",
    "1.jpg",
    "cats/1.TIF",
    "/home/ann/cats/1.dcm",
    "Cats/1",
    "C:\\data\\CATS\\1.JPEG",
    "1.nii.gz",
    "1.0",
]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        *((row, Kind.PATH) for row in SAME),
        *((row, Kind.ENDING) for row in ENDINGS),
        *((row, Kind.CASE) for row in CASES),
        *((row, Kind.SUFFIX) for row in SUFFIXES),
    ],
)
def test_every_spelling_of_a_path_finds_the_image_and_says_how(
    match: Match, tmp_path: Path, row: str, kind: Kind
) -> None:
    row = row.replace("{root}", (tmp_path / "images").as_posix())
    assert kinds(match(["cats/1.png", "cats/2.png", "dogs/3.png"], row)) == {"cats/1.png": kind}


@pytest.mark.parametrize(
    ("images", "row"),
    [
        (["siteA/IMG_0001.JPG"], "siteB/IMG_0001.JPG"),
        (["siteA/IMG_0001.JPG"], "C:\\photos\\siteB\\IMG_0001.JPG"),
        (["siteA/IMG_0001.JPG"], "siteb/img_0001.jpg"),
        (["siteA/IMG_0001.JPG"], "siteB/IMG_0001"),
        (["siteA/IMG_0001.JPG"], "file:///data/siteB/IMG_0001.JPG"),
        (["siteA/IMG_0001.JPG"], "../siteB/IMG_0001.JPG"),
        (["siteA/IMG_0001.JPG"], "xsiteA/IMG_0001.JPG"),
        (["siteA/IMG_0001.JPG"], "MG_0001.JPG"),
        (["a/x/1.png"], "b/x/1.png"),
        (["1.png"], "{root}/dogs/1.png"),
        (["x/1.png"], "{root}/1.png"),
        (["x/1.png"], "{root}/1.PNG"),
        (["1.png"], "../other/1.png"),
        (["1.png"], "../../../../../../../../../../../1.png"),
        (["1.png"], ".."),
        (["1.png"], "/"),
        (["1.png"], "file://"),
        (["001.png"], "1.png"),
        (["1.png"], "001.png"),
        (["a.v2.png"], "a.png"),
        (["a.png"], "a.v2"),
        (["a.2021"], "a.png"),
        (["a/1.png", "b/1.png"], "1.png"),
        (["a/1.png", "b/1.png"], "/home/ann/1.png"),
        (["a/x/1.png", "b/x/1.png"], "x/1.png"),
        (["a/1.PNG", "b/1.png"], "1.Png"),
        (["a.png", "a.jpg"], "a"),
        (["a.png", "a.jpg"], "a.tif"),
        (["a.png", "A.png"], "A.PNG"),
        (["1.png", "zoo/images/1.png"], "images/1.png"),
    ],
)
def test_a_path_that_contradicts_or_could_be_several_finds_nothing(
    match: Match, tmp_path: Path, images: list[str], row: str
) -> None:
    assert match(images, row.replace("{root}", (tmp_path / "images").as_posix())) == {}


@pytest.mark.parametrize(
    ("images", "rows", "expected"),
    [
        (["cats/1.png"], ["cats/1.png", "dogs/1.png"], {"cats/1.png": "cats/1.png"}),
        (["1.png"], ["1.png", "dogs/1.png"], {"1.png": "1.png"}),
        (["1.png"], ["cats/1.png", "dogs/1.png"], {}),  # which of the two is it?
        (["1.png"], ["cats/1.png", "dogs/1.png", "birds/1.png"], {}),
        (["1.png"], ["cats/1.png", "dogs/1.png", "1.png"], {"1.png": "1.png"}),
        (["img.jpg"], ["IMG.JPG", "img.jpg"], {"img.jpg": "img.jpg"}),
        (["img.jpg"], ["IMG.JPG", "Img.jpg"], {}),
        (["img.jpg", "IMG.JPG"], ["IMG.JPG", "img.jpg"], {"img.jpg": "img.jpg", "IMG.JPG": "IMG.JPG"}),
        (["a.jpg"], ["a.png", "a.jpg", "a"], {"a.jpg": "a.jpg"}),
        (["a.JPG"], ["a.jpeg", "a.jpg"], {"a.JPG": "a.jpg"}),
        ([NFC, NFD], [NFC, NFD], {NFC: NFC, NFD: NFD}),
        ([NFC], [NFC, NFD], {NFC: NFC}),
        ([NFD], [NFC], {NFD: NFC}),
        (["1.png", "x/1.png"], ["1.png"], {"1.png": "1.png"}),
        (["1.png", "x/1.png"], ["/data/x/1.png"], {"x/1.png": "/data/x/1.png"}),
        (["1.png", "x/1.png"], ["y/1.png"], {"1.png": "y/1.png"}),
        (["1.png"], ["images/1.png", "test/1.png"], {"1.png": "images/1.png"}),  # the folder's own name
        (["1.png", "2.png"], ["images/1.png", "test/2.png"], {"1.png": "images/1.png"}),  # beside it
        (["1.png", "2.png"], ["/data/images/1.png", "/data/test/2.png"], {"1.png": "/data/images/1.png"}),
        (["b.png"], ["a b.png", "b.png"], {"b.png": "b.png"}),
        (["a%20b.png", "a b.png"], ["a%20b.png"], {"a%20b.png": "a%20b.png"}),
        ([" a.png", "a.png"], [" a.png"], {" a.png": "a.png"}),  # as a class it has no blank
        (["a\\b.png", "a/b.png"], ["a\\b.png"], {"a\\b.png": "a\\b.png"}),
    ],
)
def test_what_is_surer_is_never_disturbed_in_whatever_order_the_rows_come(
    tmp_path: Path, images: list[str], rows: list[str], expected: dict[str, str]
) -> None:
    with make_project(tmp_path / "p.labeler", images) as project:
        for order in (rows, rows[::-1]):
            found = matched(project, [Record(row, row) for row in order])
            assert {path: label for path, (label, _) in landed(project, found).items()} == expected
            assert len(found.unmatched) == len(rows) - len(expected)
            assert found.conflicts == {}


def test_two_folders_of_a_project_are_told_apart_by_their_names(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["cats/1.png", "cats/2.png"]) as project:
        add_images(project, ["cats/1.png", "cats/3.png"], tmp_path / "more")
        rows = [
            "more/cats/1.png",
            "/old/images/cats/1.png",
            "/old/cats/3.png",
            "cats/2.png",
            "C:\\x\\MORE\\cats\\1.PNG",
        ]
        images = ["more/cats/1.png", "cats/1.png", "more/cats/3.png", "cats/2.png", "more/cats/1.png"]
        for row, image in zip(rows, images, strict=True):
            assert list(landed(project, matched(project, [Record(row, "cat")]))) == [image], row
        assert landed(project, matched(project, [Record("/old/cats/1.png", "cat")])) == {}
        inside = f"{(tmp_path / 'more').as_posix()}/cats/1.png"
        assert landed(project, matched(project, [Record(inside, "cat")])) == {"more/cats/1.png": ("cat", Kind.PATH)}


def test_content_decides_before_the_path(tmp_path: Path) -> None:
    content = [sha256(bytes([number])).digest() for number in range(4)]
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png", "d.png", "x/e.png"]) as project:
        with project.transaction() as db:
            for path, number in (("a.png", 0), ("b.png", 1), ("c.png", 2), ("d.png", 2), ("x/e.png", 3)):
                db.execute("UPDATE image SET sha256 = ? WHERE path = ?", (content[number], path))

        def found(path: str, number: int) -> dict[str, tuple[str, Kind]]:
            return landed(project, matched(project, [Record(path, "cat", sha256=content[number])]))

        assert found("a.png", 0) == {"a.png": ("cat", Kind.PATH)}
        assert found("a.png", 1) == {"b.png": ("cat", Kind.CONTENT)}  # the two changed places
        assert found("gone.png", 1) == {"b.png": ("cat", Kind.CONTENT)}
        assert found("d.png", 2) == {"d.png": ("cat", Kind.PATH)}  # a copy of c, by its path
        assert found("old/d.png", 2) == {"d.png": ("cat", Kind.ENDING)}
        assert found("gone.png", 2) == {}  # c or d
        assert found("old/x/e.png", 0) == {"a.png": ("cat", Kind.CONTENT)}
        other = matched(project, [Record("a.png", "cat", sha256=bytes(32)), Record("e.png", "cat", sha256=bytes(32))])
        assert landed(project, other) == {"a.png": ("cat", Kind.PATH)}  # by its whole path, said; no guess
        assert (len(other.other_content), other.unmatched) == (1, ["e.png"])


def test_an_empty_row_and_a_labelled_row_are_no_conflict(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        rows = [
            Record("a.png"),
            Record("a.png", "cat"),
            Record("a.png", note="blurred"),
            Record("a.png", "cat", group="g"),
        ]
        for records in (rows, rows[::-1]):
            found = matched(project, records)
            assert landed(project, found) == {"a.png": ("cat", Kind.PATH)}
            assert found.texts == {1: ("g", "blurred")}
        found = matched(
            project, [Record("a.png", "cat"), Record("a.png"), Record("a.png", "dog"), Record("b.png", "cat")]
        )
        assert list(landed(project, found)) == ["b.png"]
        assert [conflict.labels for conflict in found.conflicts.values()] == [("cat", "dog")]


def test_mere_names_are_no_paths(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["1.png", "x/1.png", "y/2.png"]) as project:
        assert landed(project, matched(project, [Record("cat/1.png", "cat", also=("1.png",))])) == {}
        found = matched(project, [Record("cat/2.png", "cat", also=("2.png",))])
        assert landed(project, found) == {"y/2.png": ("cat", Kind.ENDING)}
