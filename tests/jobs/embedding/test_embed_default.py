"""The default embedding in a project: its file damaged or missing, and folders of unusual images."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors
from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding.embed import EmbedResult, embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.rounds.run_round import run_round
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.ml.backbones import backbone_registry
from desktop_labeler.ml.backbones.backbone import Flips
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, STARTER, default_name, list_backbones, open_backbone
from desktop_labeler.ml.backbones.packaged_files import SUMS
from desktop_labeler.paths import resource
from desktop_labeler.progress import finish
from tests.jobs.files import draw


def _folder_instead(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _flip(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)


def _forget(listed: Path, name: str) -> None:
    lines = listed.read_text().splitlines(keepends=True)
    listed.write_text("".join(line for line in lines if name not in line))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "missing": Path.unlink,
    "empty": lambda file: file.write_bytes(b""),
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-1]),
    "without its end": lambda file: file.write_bytes(file.read_bytes()[:100_000]),
    "not what it was": lambda file: file.write_bytes(b"<html>not here any more</html>"),
    "a folder": _folder_instead,
    "with one bit turned": lambda file: _flip(file, 6_000_000),
    "another embedding": lambda file: shutil.copy(file.with_name(f"{STARTER}.safetensors"), file),
    "its list gone": lambda file: _forget(file.with_name(SUMS), file.name),
}


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of packaged backbones, copied so that its files can be damaged."""
    folder = tmp_path / "box" / "backbones"
    shutil.copytree(resource("backbones"), folder)
    monkeypatch.setattr(backbone_registry, "resource", lambda *parts: folder.parent.joinpath(*parts))
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for number in range(4):
        draw(tmp_path / "images" / f"{number}.png", number)
    finish(new_project(tmp_path / "p.labeler", tmp_path / "images"))
    return tmp_path / "p.labeler"


def _embed(project: Path, flips: Flips | None = None) -> tuple[EmbedResult, str]:
    """The result, and the English text of all notes."""
    notes = []
    job = embed_project(project, device="cpu", flips=flips)
    while True:
        try:
            notes.append(str(next(job).note or ""))
        except StopIteration as end:
            return end.value, "\n".join(notes)


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_not_the_default_and_is_named_when_opened(
    damage: Callable[[Path], object], box: Path
) -> None:
    damage(box / f"{PHOTO}.safetensors")
    assert default_name() == STARTER
    with pytest.raises(LabelerError, match=r"photo, which comes with the program.* Install the program again"):
        open_backbone(PHOTO)
    assert PHOTO not in {info.name for info in list_backbones(box.parent)}
    assert open_backbone(STARTER).info.name == STARTER


def test_a_new_project_takes_the_starter_and_says_so(box: Path, project: Path) -> None:
    DAMAGE["cut off"](box / f"{PHOTO}.safetensors")
    result, said = _embed(project)
    assert (result.backbone, result.embedded) == (STARTER, 4)
    assert "photo is missing or damaged: starter is used instead" in said
    again, said = _embed(project)  # said once, where the choice is made
    assert (again.key, again.embedded) == (result.key, 0)
    assert "photo" not in said


def test_a_project_that_uses_it_keeps_its_vectors_and_goes_on_when_it_is_back(
    box: Path, project: Path, tmp_path: Path
) -> None:
    first, said = _embed(project)
    assert (first.backbone, first.embedded) == (PHOTO, 4)
    assert "missing" not in said
    file = box / f"{PHOTO}.safetensors"
    whole = file.read_bytes()
    DAMAGE["without its end"](file)
    draw(tmp_path / "images" / "new.png", 9)
    finish(rescan(project))
    for name in (None, PHOTO):
        with pytest.raises(LabelerError, match=r"photo, which comes with the program.* Install the program again"):
            finish(embed_project(project, backbone=name, device="cpu"))
    with Project(project, "read") as opened:
        assert backbone_in_use(opened) == (first.key, PHOTO)
        loaded = load_vectors(opened, first.key)
    assert loaded is not None
    assert len(loaded[0]) == 4
    file.write_bytes(whole)
    again, _ = _embed(project)
    assert (again.key, again.embedded, again.images) == (first.key, 1, 5)


def _odd_images(folder: Path) -> None:
    """Images of extreme shapes, depths and colour models."""
    folder.mkdir(parents=True)
    chance = np.random.default_rng(0)
    deep = chance.integers(0, 5000, (40, 30)).astype(np.uint16)  # as of a camera with 12 bits
    colour = chance.integers(0, 256, (40, 30, 3), np.uint8)
    Image.fromarray(colour).resize((1, 4000)).save(folder / "tall.png")
    Image.fromarray(colour).resize((4000, 1)).save(folder / "wide.png")
    Image.fromarray(colour).resize((1, 1)).save(folder / "one pixel.png")
    Image.fromarray(deep).save(folder / "deep.png")
    Image.fromarray(deep).save(folder / "deep.tif")
    Image.fromarray(np.full((40, 30), 4000, np.uint16)).save(folder / "deep and even.tif")
    Image.fromarray(colour[..., 0]).save(folder / "grey.png")
    Image.fromarray(colour[..., 0]).save(folder / "grey.jpg")
    Image.fromarray(colour[..., 0] > 99).save(folder / "one bit.png")
    Image.fromarray(colour).convert("CMYK").save(folder / "print.jpg")
    Image.fromarray(colour).convert("P").save(folder / "palette.gif")
    Image.fromarray(np.dstack([colour, colour[..., :1]])).save(folder / "see-through.png")
    Image.fromarray(np.zeros((40, 30, 4), np.uint8)).save(folder / "nothing to see.png")


def test_unusual_images_get_the_vectors_of_what_is_shown(tmp_path: Path) -> None:
    _odd_images(tmp_path / "images")
    path = tmp_path / "p.labeler"
    finish(new_project(path, tmp_path / "images"))
    result, _ = _embed(path)
    assert (result.skipped, result.images) == ((), 13)
    with Project(path, "read") as project:
        rows = project.images(find_images(project).tolist())
        loaded = load_vectors(project, result.key)
    assert loaded is not None
    vectors = dict(zip(loaded[0].tolist(), loaded[1].astype(np.float32), strict=True))
    backbone = open_backbone(PHOTO)
    for row in rows:
        vector = vectors[row.id]
        assert np.isfinite(vector).all(), row.path
        assert np.linalg.norm(vector) == pytest.approx(1, abs=2e-3), row.path
        if row.path not in ("tall.png", "wide.png"):  # shown from a reduced reading
            (seen,) = backbone.embed([decode(tmp_path / "images" / row.path)])
            assert float(vector @ seen) > 0.999, row.path


def test_a_folder_of_deep_grey_images_is_fitted_and_learnt_from(tmp_path: Path) -> None:
    """Enough images for the fit to the folder; labels of a tenth of them tell stripes from spots."""
    chance = np.random.default_rng(0)
    across = np.arange(24)
    for number in range(100):
        stripes = np.broadcast_to(np.sin(across * 0.8 + chance.uniform(0, 6)), (24, 24))
        spots = stripes * np.sin(across * 0.8 + chance.uniform(0, 6))[:, None]
        pattern = (stripes if number % 2 else spots) * 700 + chance.normal(900, 60, (24, 24))
        kind = "stripes" if number % 2 else "spots"
        (tmp_path / "images" / kind).mkdir(parents=True, exist_ok=True)
        Image.fromarray(pattern.clip(0, 4095).astype(np.uint16)).save(tmp_path / "images" / kind / f"{number}.png")
    path = tmp_path / "p.labeler"
    finish(new_project(path, tmp_path / "images", labels="folders"))
    result, _ = _embed(path, "none")  # to look for what counts as alike takes half a minute
    assert (result.skipped, result.images) == ((), 100)
    with Project(path, "read") as project:
        loaded = load_vectors(project, result.key)
    assert loaded is not None
    np.testing.assert_allclose(np.linalg.norm(loaded[1].astype(np.float32), axis=1), 1, atol=2e-3)
    assert finish(run_round(path)).suspects == 0
