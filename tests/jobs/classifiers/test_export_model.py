"""An exported classifier says the same as the program, and what is wrong with one is a sentence."""

import csv
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

import imagecodecs
import numpy as np
import onnx
import pytest
from PIL import Image

from desktop_labeler.data.decisions.classes import merge_classes
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import FormatError, LabelerError
from desktop_labeler.jobs.classifiers import export_model as module
from desktop_labeler.jobs.classifiers.classify_folder import ClassifyResult, classify_folder
from desktop_labeler.jobs.classifiers.export_model import export_model
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.progress import finish
from tests.data.decoding.test_colour_profiles import ADOBE, GREY, WIDE, make_profile
from tests.jobs.classifiers.classifying import CLASSES, EACH, classifier_project, draw_colour, new_folder, state_of
from tests.jobs.classifiers.odd_pictures import INKS
from tests.making import ME

FLOAT32 = Device("cpu", bfloat16=False, channels_last=True)


@pytest.fixture(autouse=True)
def whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let networks compute in float32: some processors round to bfloat16, which is not what is compared here."""
    for name in ("classifiers.classify_folder.choose_device", "embedding.embed.choose_device"):
        monkeypatch.setattr(f"desktop_labeler.jobs.{name}", lambda _: FLOAT32)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return classifier_project(tmp_path / "p")


def odd_images(folder: Path, *, profiles: bool = True) -> Path:
    """Return a folder of images that are not simply small and RGB; `profiles` adds those of other colours."""
    new_folder(folder, 4)
    draw_colour(folder / "large.jpg", "red", 1, (1900, 1100))
    draw_colour(folder / "long.png", "green", 2, (900, 60))
    turned = draw_colour(folder / "turned.jpg", "blue", 3, (300, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    with Image.open(turned) as image:
        half = np.asarray(image).copy()
    half[:, :150] = (200, 200, 30)
    Image.fromarray(half).save(turned, exif=exif)
    with Image.open(turned) as image:
        image.convert("L").save(folder / "grey.png")
        image.convert("P").save(folder / "palette.png")
        clear = image.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    clear.save(folder / "clear.png")
    clear.save(folder / "clear and turned.png", exif=exif)
    Image.fromarray(half).save(folder / "turned.tif", exif=exif)
    if profiles:
        _with_profiles(folder, half, exif)
    return folder


def _with_profiles(folder: Path, pixels: np.ndarray, exif: Image.Exif) -> None:
    """Draw images whose colours are not those of sRGB, as phones and scanners write them, or have 16 bits."""
    image, big = Image.fromarray(pixels), Image.fromarray(np.tile(pixels, (6, 7, 1)))
    for name, profile in (("wide", WIDE), ("adobe", make_profile(b"RGB ", 2.2, ADOBE)), ("broken", WIDE[:200])):
        for ending in ("jpg", "png", "webp", "tif"):
            image.save(folder / f"{name}.{ending}", icc_profile=profile)
        big.save(folder / f"{name} and large.jpg", icc_profile=profile, exif=exif)
    clear, grey = image.convert("RGBA"), image.convert("L")
    clear.putalpha(Image.linear_gradient("L").resize(clear.size))
    clear.save(folder / "wide and clear.png", icc_profile=WIDE)
    image.quantize(16).save(folder / "wide palette.png", icc_profile=WIDE)
    grey.save(folder / "linear grey.png", icc_profile=GREY)
    grey.save(folder / "profile of another kind.png", icc_profile=WIDE)
    Image.merge("LA", (grey, clear.getchannel("A"))).save(folder / "linear grey and clear.png", icc_profile=GREY)
    image.convert("CMYK").save(folder / "cmyk.jpg", icc_profile=INKS)
    Image.fromarray(pixels[..., 0].astype(np.uint16) * 9).save(folder / "deep.png")


def predicted(model: Path, folder: Path, out: Path) -> tuple[dict[str, tuple[str, float]], ClassifyResult]:
    result = finish(classify_folder(model, folder, out, device="cpu", bom=False))
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {row["rel_path"]: (row["class"], float(row["probability"])) for row in rows}, result


def told_by_script(exported: Path, folder: Path) -> dict[str, tuple[str, float]]:
    """Run the exported predict.py in a process of its own, which finds nothing of this program."""
    files = [str(file) for file in sorted(folder.rglob("*.*"))]
    done = _run_script(exported, files)
    assert (done.returncode, done.stderr) == (0, "")
    rows = list(csv.reader(done.stdout.splitlines()))
    assert rows[0] == ["path", "class", "probability"]
    return {Path(path).relative_to(folder).as_posix(): (name, float(value)) for path, name, value in rows[1:]}


def _run_script(exported: Path, files: list[str]) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-E", "-s", str(exported / "predict.py"), *files]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=exported, encoding="utf-8")


def check_same(one: dict[str, tuple[str, float]], other: dict[str, tuple[str, float]]) -> None:
    assert one.keys() == other.keys()
    for path, (name, value) in one.items():
        assert abs(other[path][1] - value) < 1e-3, path
        assert other[path][0] == name


@pytest.mark.parametrize(
    ("backbone", "format_"),
    [("resnet10-half", "onnx"), ("resnet10-half", "torch"), ("vit-48-2-2-32", "onnx"), ("photo", "onnx")],
)
def test_the_script_says_what_the_program_says(
    backbone: str, format_: Literal["onnx", "torch"], tmp_path: Path
) -> None:
    architecture = "" if backbone == "photo" else backbone
    project = classifier_project(tmp_path / "p", backbone if backbone == "photo" else "small", architecture)
    before = state_of(project)
    out = tmp_path / "taken along"
    result = finish(export_model(project, out, format=format_))
    assert state_of(project) == before
    assert sorted(path.name for path in out.iterdir()) == sorted(result.files)
    assert set(result.classes) == set(CLASSES)
    folder = odd_images(tmp_path / "new", profiles=backbone != "photo")  # colours are read alike for every network
    ours, _ = predicted(project, folder, tmp_path / "project.csv")
    check_same(ours, told_by_script(out, folder))
    if format_ == "onnx":
        onnx.checker.check_model(onnx.load(out / "model.onnx"), full_check=True)
        same, found = predicted(out, folder, tmp_path / "exported.csv")
        check_same(ours, same)
        (note,) = found.notes
        assert "Its classes are those of that day: blue, green, red." in str(note)
    else:
        with pytest.raises(FormatError, match="holds a classifier for PyTorch"):
            predicted(out, folder, tmp_path / "exported.csv")


@pytest.mark.parametrize("format_", ["onnx", "torch"])
def test_a_file_that_the_script_cannot_read_is_named_and_the_others_are_classified(
    project: Path, tmp_path: Path, format_: Literal["onnx", "torch"]
) -> None:
    out = tmp_path / "out"
    finish(export_model(project, out, format=format_))
    good = [draw_colour(tmp_path / f"{name}.jpg", name, 1) for name in ("red", "blue")]
    cut, deep, text = (tmp_path / name for name in ("cut.jpg", "deep.png", "text.jpg"))
    cut.write_bytes(good[0].read_bytes()[:300])
    deep.write_bytes(imagecodecs.png_encode(np.arange(1800, dtype=np.uint16).reshape(20, 30, 3) * 36))
    text.write_text("no image", encoding="utf-8")
    bad = [cut, deep, text, tmp_path / "missing.png", tmp_path]
    done = _run_script(out, [str(file) for file in (bad[0], good[0], *bad[1:], good[1])])
    rows = list(csv.reader(done.stdout.splitlines()))[1:]
    assert [Path(row[0]) for row in rows] == good
    lines = done.stderr.splitlines()
    assert [line.split(" has no class, because it cannot be used: ")[0] for line in lines] == [
        str(file) for file in bad
    ]
    assert "use desktop-labeler predict" in lines[1]
    assert done.returncode == 1


def test_the_card_says_what_a_reader_asks(project: Path, tmp_path: Path) -> None:
    result = finish(export_model(project, tmp_path / "out"))
    card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert result.accuracy.count == len(CLASSES) * EACH
    for wanted in (
        f"{result.accuracy.hits} of {result.accuracy.count} labels",
        "| red | 12 |",
        "No audit was made",
        "images count as independent",
        "## Licence",
        "unlike all classes",
    ):
        assert wanted in card
    about = json.loads((tmp_path / "out" / "classes.json").read_text(encoding="utf-8"))
    assert about["classes"] == list(result.classes)
    assert about["labels"] == [EACH] * 3


def test_classes_of_an_old_export_are_those_of_its_day(project: Path, tmp_path: Path) -> None:
    out, folder = tmp_path / "out", new_folder(tmp_path / "new", 6)
    finish(export_model(project, out))
    with Project(project) as opened:
        red, blue = (next(one for one in opened.classes() if one.name == name) for name in ("red", "blue"))
        merge_classes(opened, red, blue, ME)
    found, result = predicted(out, folder, tmp_path / "out.csv")
    assert {name for name, _ in found.values()} == set(CLASSES)
    assert "classes are those of that day" in str(result.notes[0])
    assert set(result.classes) == set(CLASSES)


def test_an_export_appears_whole_or_not_at_all(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    monkeypatch.setattr(module, "model_card", _full_disk)
    with pytest.raises(FormatError, match="The disk that holds"):
        finish(export_model(project, out))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p"]
    out.mkdir()
    with pytest.raises(FormatError, match="exists already"):
        finish(export_model(project, out))
    with pytest.raises(FormatError, match="nothing is ever written"):
        finish(export_model(project, tmp_path / "p" / "images" / "out"))


def _full_disk(*_: object) -> str:
    raise OSError(28, "No space left on device")


@pytest.fixture
def exported(project: Path, tmp_path: Path) -> Path:
    finish(export_model(project, tmp_path / "out"))
    return tmp_path / "out"


def test_a_folder_that_is_no_classifier_is_said(exported: Path, tmp_path: Path) -> None:
    folder, place = new_folder(tmp_path / "new", 3), tmp_path / "bad"
    good = json.loads((exported / "classes.json").read_text(encoding="utf-8"))
    whole = (exported / "model.onnx").read_bytes()

    def refused(sentence: str, about: object, model: bytes | None = whole) -> None:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        if about is not None:
            (place / "classes.json").write_text(about if isinstance(about, str) else json.dumps(about))
        if model is not None:
            (place / "model.onnx").write_bytes(model)
        with pytest.raises(LabelerError, match=sentence):
            predicted(place, folder, tmp_path / "out.csv")
        assert not list(tmp_path.glob("out.csv*"))

    refused("it has no classes.json", None)
    refused("damaged", "{")
    refused("damaged", [1])
    refused("damaged", {"classes": ["a"]})
    refused("another version of the program", good | {"version": 2})
    for name in good:
        if name not in ("format", "version"):
            refused("damaged", {key: value for key, value in good.items() if key != name})
    for name, value in (
        *(("classes", []), ("classes", 3), ("labels", [1]), ("model", "../model.onnx"), ("model", "/etc/passwd")),
        *(("preprocessing", {}), ("preprocessing", good["preprocessing"] | {"size": -4}), ("range", None)),
        *(("channels", []), ("channels", [[1, "pink", None, None]])),
        *(("preprocessing", good["preprocessing"] | {"interpolation": "magic"}), ("sha256", "00")),
    ):
        refused("damaged|is cut off", good | {name: value})
    refused("cannot be read", good, None)
    refused("is cut off", good, whole[: len(whole) // 2])
    refused("is cut off", good, whole[:-1] + b"x")
    for content in (b"", whole[: len(whole) // 2], b"\x80\x04cos\nsystem\n(S'true'\ntR."):
        refused("damaged or no ONNX graph", good | {"sha256": hashlib.sha256(content).hexdigest()}, content)
    refused("is not the model of a classifier with 2 classes", good | {"classes": ["a", "b"], "labels": [1, 1]})
    wrong_size = good["preprocessing"] | {"size": 32, "resize": 32}
    refused("for images of 32 pixels", good | {"preprocessing": wrong_size})


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no names that are no text")
def test_a_project_whose_name_is_no_text_is_exported(project: Path, tmp_path: Path) -> None:
    odd = project.rename(project.with_name("\udcff.labeler"))
    finish(export_model(odd, tmp_path / "out"))
    about = json.loads((tmp_path / "out" / "classes.json").read_text(encoding="utf-8"))
    assert about["name"] == "[xFF]"
    assert predicted(tmp_path / "out", new_folder(tmp_path / "new", 2), tmp_path / "out.csv")[1].images == 2
