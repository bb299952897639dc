"""Images with more than 8 bits: the range that a project shows, chosen on the command line and in the window."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PySide6.QtWidgets import QApplication

from desktop_labeler.__main__ import main
from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.computed import embeddings
from desktop_labeler.data.decoding.display_range import EACH_IMAGE, DisplayRange, display_range
from desktop_labeler.data.decoding.pixel_version import PIXELS
from desktop_labeler.data.images.pictures.thumbnail_cache import Thumbnails, thumbnail_key
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.images.read_images import read_images
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.settings.channels_dialog import ChannelsDialog
from tests.e2e.driving import run_main
from tests.making import make_project

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return what runs a command in an empty folder and gives its JSON."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, code: int = 0) -> dict[str, Any]:
        capsys.readouterr()
        found = main([*map(str, arguments), "--json"])
        printed = capsys.readouterr()
        assert found == code, printed.err
        return json.loads(printed.out) if not code else {"error": printed.err}

    return call


def photographs() -> None:
    """Make the same photographs in 8 and in 16 bits, and grey images of a camera with 12 bits."""
    for number in range(3):
        pixels = np.random.default_rng(number).integers(50, 90 + 40 * number, (40, 50, 3), np.uint8)
        for bits, values in (("8", pixels), ("16", pixels.astype(np.uint16) * 257)):
            file = Path(f"i/{bits}/{number}.tif")
            file.parent.mkdir(parents=True, exist_ok=True)
            tifffile.imwrite(file, values, photometric="rgb")
        grey = pixels[..., 0].astype(np.uint16) * (number + 1) * 4
        file = Path(f"i/12/{number}.tif")
        file.parent.mkdir(parents=True, exist_ok=True)
        tifffile.imwrite(file, grey, photometric="minisblack")


def seen(path: str = "p.labeler") -> dict[str, UInt8Array]:
    """Return what a project hands to thumbnails and networks."""
    with Project(Path(path), "read") as project:
        ids = np.array([row.id for row in project.images(range(1, 100))])
        found = read_images(project, ids, lambda row, file, pixels: (row, file, pixels), longest=1000)
        shown, cache = {}, Thumbnails(Path("cache"))
        for row, result in filter(None, found):
            assert isinstance(result, tuple)
            shown[row.path] = result[2]
            key = thumbnail_key(row, result[1])
            assert np.array_equal(cache.load(key, result[1], 1000, display_range(project)), result[2])
        cache.close()
    return shown


def test_09_the_same_photograph_in_8_and_16_bit_looks_the_same_in_a_new_project(run: Run) -> None:
    photographs()
    run("new", "p.labeler", "i", "--labels", "none")
    assert run("range", "p.labeler")["kind"] == "auto"
    shown = seen()
    for number in range(3):
        assert np.array_equal(shown[f"8/{number}.tif"], shown[f"16/{number}.tif"])
        assert shown[f"12/{number}.tif"].max() == 255  # its own range: 12 bits in 16 would be almost black


@pytest.mark.parametrize("choice", ["full", "project", "100,1500"])
def test_09_one_range_for_all_is_chosen_and_said(run: Run, choice: str) -> None:
    photographs()
    run("new", "p.labeler", "i/12", "--labels", "none")
    before = seen()
    found = run("range", "p.labeler", choice)
    shown = seen()
    means = [float(shown[f"{number}.tif"].mean()) for number in range(3)]
    assert means == sorted(means)
    assert any(not np.array_equal(shown[name], before[name]) for name in shown)
    if choice == "full":
        said, back = found["notes"]
        assert said == "Images with more than 8 bits are shown with the full range of their numbers."
        assert back == "Undo does not take this back. As before: range PROJECT auto --channels none"
        assert max(means) < 10
    else:
        assert f"{found['low']:g} is black and {found['high']:g} is white" in found["notes"][0]
    if choice == "project":
        assert (found["low"], found["high"]) == (pytest.approx(200, abs=20), pytest.approx(2000, abs=60))
        (same,) = run("range", "p.labeler", f"{found['low']},{found['high']}")["notes"]
        assert "Nothing changes" in same


def test_09_a_project_can_begin_with_a_range(run: Run) -> None:
    photographs()
    found = run("new", "p.labeler", "i", "--labels", "none", "--range", "project")
    assert "is white" in str(found["notes"])
    assert run("range", "p.labeler")["kind"] == "project"
    run("new", "q.labeler", "i", "--labels", "none", "--range", "0,4095")
    shown = {"kind": "project", "low": 0, "high": 4095, "channels": [], "notes": []}
    assert run("range", "q.labeler") | {"notes": []} == shown


def test_09_where_nothing_has_more_than_8_bits_it_is_said(run: Run) -> None:
    photographs()
    found = run("new", "p.labeler", "i/8", "--labels", "none", "--range", "project")
    assert found["images"] == 3
    assert "has more than 8 bits" in str(found["notes"])
    assert "has more than 8 bits" in run("range", "p.labeler", "project", code=1)["error"]
    assert run("range", "p.labeler")["kind"] == "auto"


@pytest.mark.parametrize("wrong", ["9,3", "1,1", "1", "a,b", "nan,2", "0,inf", "", "Full"])
def test_09_a_range_that_is_none_is_refused_in_words(run: Run, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    photographs()
    run("new", "p.labeler", "i/8", "--labels", "none")
    assert main(["range", "p.labeler", wrong]) == 2
    assert "two numbers" in capsys.readouterr().err


def test_09_an_old_project_looks_as_before_until_somebody_chooses(run: Run) -> None:
    photographs()
    with make_project(Path("old.labeler"), ["a.png", "b.png"], files=True) as project:  # chose no range
        assert display_range(project) == EACH_IMAGE
        embeddings.append_vectors(project, "k", np.array([1, 2]), np.ones((2, 3), np.float16))
        project.save_setting("pixels", PIXELS)  # as older programs stored it
        assert embeddings.take_pixel_version(project) == ""
        assert embeddings.embedded_images(project, "k").tolist() == [1, 2]
    found = run("range", "old.labeler", "auto")
    assert "thumbnails are made again" in found["notes"][0]
    assert "analysed again" in found["notes"][0]
    with Project(Path("old.labeler")) as project:
        assert embeddings.embedded_images(project, "k").tolist() == []
        assert embeddings.take_pixel_version(project) == "range"
        assert embeddings.take_pixel_version(project) == ""
    run("range", "old.labeler", "image")
    with Project(Path("old.labeler")) as project:  # what is stored fits again
        assert embeddings.embedded_images(project, "k").tolist() == [1, 2]


def test_09_the_window_chooses_it_and_shows_it_at_once(tmp_path: Path, run: Run, qapp: QApplication) -> None:
    photographs()
    run("new", "p.labeler", "i/12", "--labels", "none")
    file = tmp_path / "p.labeler"

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        card = window.settings_page.range
        yield lambda: window.project is not None
        first = window.project
        window.show_page("settings")
        yield card.isVisible
        assert card.kind.value == "auto"
        assert not card.low.isVisible()
        card.kind.box.setCurrentIndex(card.kind.box.findData("project"))
        card.kind.button.click()
        yield lambda: window.project is not None and window.project is not first
        assert window.project is not None
        assert window.project.display.kind == "project"
        assert window.side.view.display == window.project.display
        window.show_page("settings")
        yield card.low.isVisible
        second = window.project
        card.low.setText("0")
        card.high.setText("4095")
        card.high.editingFinished.emit()
        yield lambda: window.project is not None and window.project is not second
        assert window.project.display == DisplayRange("project", 0, 4095)
        strip = window.bar.notices
        assert "is white" in strip.text.text()
        assert strip.text.text().endswith("Undo does not take this back.")
        third = window.project
        strip.button.click()  # as before
        yield lambda: window.project is not None and window.project is not third
        assert window.project.display.low > 0
        window.show_page("settings")
        yield card.low.isVisible
        fourth = window.project
        card.low.setText("0")
        card.high.setText("4095")
        card.high.editingFinished.emit()
        yield lambda: window.project is not None and window.project is not fourth
        window.show_page("settings")
        yield card.low.isVisible
        card.low.setText("5000")  # above the upper one: nothing happens
        card.low.editingFinished.emit()
        assert card.low.text() == "0"

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        assert display_range(project) == DisplayRange("project", 0, 4095)


def test_09_the_pictures_on_home_follow(run: Run) -> None:
    from desktop_labeler.ui.pages.home.recent import _read

    photographs()
    run("new", "p.labeler", "i/12", "--labels", "none", "--range", "full")
    pictures = _read(Path("p.labeler")).pictures
    assert pictures
    assert all(picture.pixelColor(3, 3).red() < 10 for picture in pictures)


def stacks() -> None:
    """Make images of three channels, the second of them dark, on three pages each."""
    Path("i").mkdir()
    for number in range(3):
        values = np.random.default_rng(number).integers(0, 4096, (3, 40, 50)).astype(np.uint16)
        values[1] //= 100 * (number + 1)
        tifffile.imwrite(f"i/{number}.tif", values, photometric="minisblack", metadata=None)


def test_21_channels_are_shown_in_the_colours_that_a_project_chooses(run: Run) -> None:
    stacks()
    run("new", "p.labeler", "i", "--labels", "none")
    grey = seen()
    assert all((pixels[..., 0] == pixels[..., 1]).all() for pixels in grey.values())
    said = run("range", "p.labeler", "--channels", "1=red,2=green:0..4095,3=blue")
    assert said["channels"][1] == {"number": 2, "colour": "green", "low": 0.0, "high": 4095.0}
    shown_as, back = said["notes"]
    assert shown_as == "Images with several channels are shown as 1 in red, 2 in green (0 to 4095), 3 in blue."
    assert back.endswith("range PROJECT auto --channels none")
    colours = seen()
    assert all(pixels[..., 1].max() <= 3 for pixels in colours.values())  # dark stays dark
    assert all(pixels[..., 0].max() == 255 for pixels in colours.values())
    run("range", "p.labeler", "--channels", "1=red,2=green")
    assert all(pixels[..., 1].max() == 255 for pixels in seen().values())
    said = run("range", "p.labeler", "--channels", "1=red,2=green", "--common")
    assert 35 <= said["channels"][1]["high"] <= 41
    common = seen()
    assert common["0.tif"][..., 1].mean() > 1.7 * common["1.tif"][..., 1].mean()
    run("range", "p.labeler", "full")  # the channels stay as they are
    assert [one["number"] for one in run("range", "p.labeler")["channels"]] == [1, 2]
    run("range", "p.labeler", "auto", "--channels", "none")
    assert all((pixels == grey[path]).all() for path, pixels in seen().items())


@pytest.mark.parametrize("wrong", ["1=pink", "1=red,1=blue", "red", "0=red", "1=red:9..3"])
def test_21_channels_that_make_no_sense_are_refused(run: Run, wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    stacks()
    run("new", "p.labeler", "i", "--labels", "none")
    assert main(["range", "p.labeler", "--channels", wrong]) == 2
    assert "--channels" in capsys.readouterr().err


def test_21_a_common_range_of_channels_that_are_not_there_is_refused(run: Run) -> None:
    stacks()
    run("new", "p.labeler", "i", "--labels", "none")
    said = run("range", "p.labeler", "--channels", "9=red", "--common", code=1)
    assert "no range to measure" in said["error"]


def test_21_the_window_chooses_the_colours_of_channels_with_a_preview(
    tmp_path: Path, run: Run, qapp: QApplication
) -> None:
    stacks()
    run("new", "p.labeler", "i", "--labels", "none")
    file = tmp_path / "p.labeler"

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        card = window.settings_page.range
        yield lambda: window.project is not None
        first = window.project
        window.show_page("settings")
        yield card.channels.isVisible
        card.channels.click()
        dialog = window.findChild(ChannelsDialog)
        assert dialog is not None
        yield lambda: not dialog.preview.pixmap().isNull()
        assert [str(channel) for channel in dialog.choice()] == ["1=red", "2=green", "3=blue"]
        bright = dialog.preview.pixmap().toImage()
        dialog.rows[1].low.setText("0")
        dialog.rows[1].high.setText("4095")
        dialog.rows[1].high.editingFinished.emit()
        dialog.rows[2].colour.setCurrentIndex(0)
        yield lambda: dialog.preview.pixmap().toImage() != bright and not dialog.busy
        pixels = dialog.preview.pixmap().toImage()
        assert all(pixels.pixelColor(x, 9).green() <= 3 and pixels.pixelColor(x, 9).blue() == 0 for x in range(40))
        dialog.take.click()
        yield lambda: window.project is not None and window.project is not first
        assert window.project is not None
        assert [str(channel) for channel in window.project.display.channels] == ["1=red", "2=green:0..4095"]

    assert run_main([str(file)], person) == 0
    with Project(file, "read") as project:
        assert [str(channel) for channel in display_range(project).channels] == ["1=red", "2=green:0..4095"]
