import csv
import io
import shutil
from collections import Counter
from pathlib import Path

import make_sample
import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from desktop_labeler.data.images.files import sample_files
from desktop_labeler.errors import FormatError, LabelerError
from desktop_labeler.paths import resource

SHIPPED = resource("sample")


def rows(name: str) -> list[dict[str, str]]:
    with (SHIPPED / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def pixels(rel_path: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    with Image.open(SHIPPED / "images" / rel_path) as image:
        return np.asarray(image.convert("RGB"), np.float32)


def given(rel_path: str) -> str:
    return rel_path.split("/")[0]


def test_tables_name_every_image_once() -> None:
    images = SHIPPED / "images"
    files = sorted(path.relative_to(images).as_posix() for path in images.rglob("*") if path.is_file())
    assert sorted(row["rel_path"] for row in rows("truth.csv")) == files
    assert sorted(row["rel_path"] for row in rows("groups.csv")) == files
    assert len(files) >= 600
    assert len({path.split("/")[1] for path in files}) == len(files)


def test_sample_weighs_at_most_three_megabytes() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.rglob("*") if path.is_file()) <= 3_000_000


def test_every_class_has_enough_images_on_several_slides() -> None:
    truth = {row["rel_path"]: row["truth"] for row in rows("truth.csv") if row["truth"]}
    assert len(set(truth.values())) >= 6
    assert min(Counter(truth.values()).values()) >= 50
    assert set(truth.values()) == {given(path) for path in truth}
    slides = {row["rel_path"]: row["slide"] for row in rows("groups.csv")}
    assert len({(truth[path], slides[path]) for path in truth}) >= 6 * 10


def test_about_one_given_label_in_twenty_is_wrong_and_noted() -> None:
    belong = [row for row in rows("truth.csv") if row["truth"]]
    wrong = {row["rel_path"] for row in belong if row["truth"] != given(row["rel_path"])}
    assert 0.04 <= len(wrong) / len(belong) <= 0.06
    assert wrong == {row["rel_path"] for row in belong if "wrong label" in row["note"]}


def test_a_few_images_do_not_belong_and_say_why() -> None:
    strangers = [row["note"] for row in rows("truth.csv") if not row["truth"]]
    assert 6 <= len(strangers) <= 12
    assert all(note.startswith("does not belong: ") for note in strangers)
    assert len(set(strangers)) >= 5


def test_near_duplicates_look_alike_and_two_disagree() -> None:
    notes = {row["rel_path"]: row["note"].split("; ")[0] for row in rows("truth.csv")}
    pairs = [(path, note.removeprefix("near-duplicate of ")) for path, note in notes.items() if "duplicate" in note]
    assert len(pairs) == 8
    assert sum(given(a) != given(b) for a, b in pairs) == 2
    for a, b in pairs:
        first, second = (ndimage.gaussian_filter(pixels(path).mean(axis=2), 1.5) for path in (a, b))
        assert not np.array_equal(first, second)
        first, second = (image - ndimage.gaussian_filter(image, 12) for image in (first, second))  # less the lamp
        inner = first[4:-4, 4:-4]
        rows_, columns = inner.shape
        likeness = max(
            float(np.corrcoef(inner.ravel(), second[y : y + rows_, x : x + columns].ravel())[0, 1])
            for y in range(9)
            for x in range(9)
        )
        assert likeness > 0.95, (a, b)


@pytest.mark.parametrize("note", ["", "wrong label", "near-duplicate", "bubble"])
def test_the_generator_makes_the_shipped_images(note: str) -> None:
    plan = next(plan for plan in make_sample.make_plan() if (note in plan.note if note else not plan.note))
    made = np.asarray(Image.open(io.BytesIO(make_sample.render(plan, make_sample.make_slides()))), np.float32)
    # Other versions of numpy, scipy or libjpeg may round differently; a different drawing differs by far more.
    assert np.abs(made - pixels(plan.rel_path)).mean() < 1.0


def test_the_generator_plans_the_shipped_tables() -> None:
    planned = {(plan.rel_path, plan.truth, plan.note) for plan in make_sample.make_plan()}
    assert planned == {(row["rel_path"], row["truth"], row["note"]) for row in rows("truth.csv")}


def test_file_names_do_not_tell_the_truth() -> None:
    numbers = {row["rel_path"]: int(row["rel_path"][-8:-4]) for row in rows("truth.csv")}
    for name in {row["truth"] for row in rows("truth.csv")}:
        mean = np.mean([numbers[row["rel_path"]] for row in rows("truth.csv") if row["truth"] == name])
        assert abs(mean / len(numbers) - 0.5) < (0.45 if not name else 0.12)


def test_write_sample_copies_everything(tmp_path: Path) -> None:
    info = sample_files.write_sample(tmp_path / "new" / "sample")
    assert info.images == len(rows("truth.csv"))
    assert info.truth.read_bytes() == (SHIPPED / "truth.csv").read_bytes()
    assert info.groups.read_bytes() == (SHIPPED / "groups.csv").read_bytes()
    copied = {path.relative_to(info.folder).as_posix() for path in info.folder.rglob("*.jpg")}
    assert copied == {row["rel_path"] for row in rows("truth.csv")}
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["sample"]


def test_write_sample_takes_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert sample_files.write_sample(tmp_path / "empty").truth.is_file()


def test_write_sample_leaves_a_folder_in_use_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(FormatError, match="not empty"):
        sample_files.write_sample(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_write_sample_says_when_the_place_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(FormatError, match="could not be written"):
        sample_files.write_sample(tmp_path / "file" / "sample")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_write_sample_leaves_nothing_when_a_copy_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = shutil.copyfile
    copied: list[object] = []

    def full_disk(source: Path, target: Path) -> None:
        if len(copied) == 5:
            raise OSError(28, "No space left on device")
        copied.append(whole(source, target))

    monkeypatch.setattr(shutil, "copyfile", full_disk)
    with pytest.raises(FormatError, match="the disk is full"):
        sample_files.write_sample(tmp_path / "sample")
    assert len(copied) == 5
    assert list(tmp_path.iterdir()) == []


def test_write_sample_says_when_the_sample_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sample_files, "resource", lambda *parts: tmp_path.joinpath("nowhere", *parts))
    with pytest.raises(LabelerError, match="missing from this installation"):
        sample_files.write_sample(tmp_path / "sample")
