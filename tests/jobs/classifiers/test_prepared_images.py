"""The exported script prepares images of every kind exactly as the program, and names what it cannot read."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.decoding.display_range import AUTOMATIC, DisplayRange
from desktop_labeler.ml.backbones.backbone import resized
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.paths import resource
from tests.jobs.classifiers.odd_pictures import picture, write_deep, write_pictures, write_refused

# Without AVX2, torchvision resizes in float32 and rounds once, so that a pixel can differ by 1.
_APART = 0 if any(name in torch.backends.cpu.get_cpu_capability() for name in ("AVX2", "AVX512")) else 1
SHAPE = {"size": 32, "resize": 40, "fit": "squash", "interpolation": "bilinear", "longest": 256}


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("script")
    about = {"preprocessing": SHAPE, "range": ["auto", 0.0, 0.0]}
    (folder / "classes.json").write_text(json.dumps(about), encoding="utf-8")
    (folder / "prepare.py").write_bytes(resource("export", "prepare.py").read_bytes())
    spec = importlib.util.spec_from_file_location("prepare", folder / "prepare.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


@given(
    height=st.integers(1, 300),
    width=st.integers(1, 300),
    fit=st.sampled_from(["squash", "crop"]),
    interpolation=st.sampled_from(["bilinear", "bicubic"]),
    kind=st.sampled_from(["noise", "edges", "flat"]),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_script_prepares_pixels_exactly_as_the_program(
    script: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    height: int,
    width: int,
    fit: Literal["squash", "crop"],
    interpolation: Literal["bilinear", "bicubic"],
    kind: str,
    seed: int,
) -> None:
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    if kind == "edges":
        pixels = np.where(pixels > 127, np.uint8(255), np.uint8(0))
    elif kind == "flat":
        pixels[:] = pixels[0, 0]
    wanted = Preprocessing(32, 32 if fit == "squash" else 40, fit, interpolation)
    file = tmp_path / "image.png"
    Image.fromarray(pixels).save(file)
    expected = resized(decode(file, longest=256)[None], wanted)[0]
    with monkeypatch.context() as changed:
        changed.setitem(script.SHAPE, "fit", fit)
        changed.setattr(script, "CUBIC", interpolation == "bicubic")
        found = script.prepared(str(file))
    np.testing.assert_allclose(found.astype(int), expected.astype(int), rtol=0, atol=_APART)


def same_pixels(script: Any, folder: Path, display: DisplayRange) -> None:
    wanted = Preprocessing(32, 40, "squash", "bilinear")
    wrong = {}
    for file in sorted(folder.iterdir()):
        found, expected = (
            one.astype(int)
            for one in (
                script.prepared(str(file)),
                resized(decode(file, longest=256, display=display)[None], wanted)[0],
            )
        )
        if (apart := int(np.abs(found - expected).max())) > _APART:
            wrong[file.name] = apart
    assert wrong == {}


def test_images_of_every_kind_with_every_profile_are_the_same(script: Any, tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "all")
    assert len(list(folder.iterdir())) > 200
    same_pixels(script, folder, AUTOMATIC)


@pytest.mark.parametrize(
    "display", [DisplayRange("image"), DisplayRange("full"), DisplayRange("project", 1000.0, 3000.0)], ids=str
)
def test_the_range_of_the_project_is_that_of_the_script(
    script: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, display: DisplayRange
) -> None:
    folder = write_deep(tmp_path / "deep")
    monkeypatch.setitem(script.ABOUT, "range", [display.kind, display.low, display.high])
    same_pixels(script, folder, display)


def test_what_the_script_would_read_otherwise_it_refuses(script: Any, tmp_path: Path) -> None:
    for file in write_refused(tmp_path / "odd").iterdir():
        decode(file)
        with pytest.raises((OSError, ValueError)) as told:
            script.prepared(str(file))
        said = script.reason(told.value, str(file))
        assert "desktop-labeler predict" in said, file.name


@pytest.mark.parametrize("name", ["predict.py", "predict_torch.py"])
def test_the_script_is_short(name: str) -> None:
    assert len(resource("export", name).read_text(encoding="utf-8").splitlines()) <= 20


def test_bad_files_are_named_and_the_others_go_on(tmp_path: Path) -> None:
    """In a process of its own, with a network that says always the same."""
    folder = tmp_path / "Käfer"
    folder.mkdir()
    for name in ("1.png", "9.png"):
        Image.fromarray(picture("red")).save(folder / name)
    Image.fromarray(picture("red")).save(folder / "cut.jpg")
    whole = (folder / "cut.jpg").read_bytes()
    (folder / "cut.jpg").write_bytes(whole[: len(whole) // 2])
    (folder / "cut early.jpg").write_bytes(whole[:300])
    (folder / "text.jpg").write_bytes(b"no image")
    (folder / "empty.png").write_bytes(b"")
    png = (folder / "1.png").read_bytes()
    (folder / "cut.png").write_bytes(png[: len(png) // 2])
    bad = ["cut.jpg", "cut early.jpg", "text.jpg", "empty.png", "cut.png", "not there.png", "."]
    about = {"preprocessing": SHAPE, "range": ["auto", 0.0, 0.0], "model": "model.onnx", "classes": ["a", "b"]}
    (tmp_path / "classes.json").write_text(json.dumps(about), encoding="utf-8")
    for name in ("predict.py", "prepare.py"):
        (tmp_path / name).write_bytes(resource("export", name).read_bytes())
    (tmp_path / "onnxruntime.py").write_text(_SAYS_A, encoding="utf-8")
    files = [str(folder / name) for name in ("1.png", *bad, "9.png")]
    done = subprocess.run(
        [sys.executable, "predict.py", *files], capture_output=True, cwd=tmp_path, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "path,class,probability",
        *(f"{folder / name},a,0.750000" for name in ("1.png", "9.png")),
    ]
    lines = done.stderr.splitlines()
    assert len(lines) == len(bad)
    for name, line in zip(bad, lines, strict=True):
        assert line.startswith(f"{folder / name} has no class, because it cannot be used: ")
    fine = subprocess.run([sys.executable, "predict.py", files[0]], capture_output=True, cwd=tmp_path, check=False)
    assert (fine.returncode, fine.stderr) == (0, b"")


_SAYS_A = """import numpy

class InferenceSession:
    def __init__(self, *_, **__):
        pass

    def run(self, names, inputs):
        return [numpy.array([[0.75, 0.25]])]
"""
