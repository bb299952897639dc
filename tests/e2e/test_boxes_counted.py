"""What an export of boxes says of itself through the real main() is what stands in its files, in every format."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.box_edits import delete_box, draw_box, place_box
from desktop_labeler.data.decisions.history import Edit, assign, decide
from desktop_labeler.data.formats.boxes.reading.read_boxes import read_boxes
from desktop_labeler.data.formats.boxes.writing.new_boxes import NEW_KINDS, BoxedImage, LabelledBox, write_new
from desktop_labeler.data.images.parts.image_parts import Box
from desktop_labeler.data.images.parts.part_rows import ids_at
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.exchange.export_boxes import BOX_FORMATS
from tests.making import ME

Run = Callable[..., tuple[dict[str, Any], str]]
_IMAGES = [
    BoxedImage(f"{number}.png", (90, 60), [LabelledBox(20 * at, 3, 15, 20, "cat") for at in range(4)])
    for number in range(3)
]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: object) -> tuple[dict[str, Any], str]:
        """Return what a command gives with --json, and what it says when it is done again without."""
        assert main([*map(str, arguments), "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        if arguments[0] != "export":
            return found, ""
        assert main([str(each) if place != 2 else f"said-{each}" for place, each in enumerate(arguments)]) == 0
        return found, capsys.readouterr().out

    return run_it


def source(kind: str, place: Path) -> Path:
    """Write the boxes as a source of a format."""
    if kind in NEW_KINDS:
        file = place.with_suffix({"coco": ".json", "csv": ".csv"}.get(kind, ""))
        list(write_new(next(each for each in NEW_KINDS if each == kind), file, _IMAGES, ["cat", "dog"]))
        return file
    if kind == "labelstudio":
        file = place.with_suffix(".json")
        file.write_text(json.dumps([_task(image) for image in _IMAGES]), encoding="utf-8")
        return file
    place.mkdir()
    for image in _IMAGES:
        shapes = [
            {"label": box.label, "shape_type": "rectangle", "points": [[box.x, box.y], [box.x + 15, box.y + 20]]}
            for box in image.boxes
        ]
        about = {"imagePath": image.path, "imageWidth": 90, "imageHeight": 60, "shapes": shapes}
        (place / f"{Path(image.path).stem}.json").write_text(json.dumps(about), encoding="utf-8")
    return place


def _task(image: BoxedImage) -> dict[str, object]:
    results = [
        {
            "type": "rectanglelabels",
            "original_width": 90,
            "original_height": 60,
            "value": {
                **{"x": box.x / 0.9, "y": box.y / 0.6, "width": box.width / 0.9, "height": box.height / 0.6},
                **{"rotation": 0, "rectanglelabels": [box.label]},
            },
        }
        for box in image.boxes
    ]
    return {"data": {"image": image.path}, "annotations": [{"result": results}]}


def edit(project: Path) -> None:
    """Exclude, correct, move and delete a box each, and draw one with a class and one without."""
    with Project(project) as opened:
        at = ids_at(opened, [f"0.png#xywh={20 * place},3,15,20" for place in range(4)])
        first, second, third, fourth = at.values()
        cat = next(each.id for each in opened.classes() if each.name == "cat")
        decide(opened, [first], Edit(state=State.EXCLUDED), kind="assign", what="Exclude", by=ME)
        assert place_box(opened, second, Box(20, 30, 15, 20), (90, 60), ME)
        assert delete_box(opened, third, ME)
        drawn = draw_box(opened, fourth, Box(1, 40, 9, 9), (90, 60), ME)
        draw_box(opened, fourth, Box(60, 40, 9, 9), (90, 60), ME)
        decide(opened, [drawn], assign(cat), kind="assign", what="Label", by=ME)


def in_file(place: Path, kind: str) -> tuple[int, int]:
    """Return how many boxes stand in an export, and how many of them have a class."""
    boxes = list(read_boxes(place, kind))
    return len(boxes), sum(box.label is not None for box in boxes)


@pytest.mark.parametrize("name", BOX_FORMATS)
def test_what_is_written_back_is_counted_as_it_stands_there(tmp_path: Path, run: Run, name: str) -> None:
    (tmp_path / "photos").mkdir()
    for image in _IMAGES:
        pixels = np.random.default_rng(int(image.path[0])).integers(0, 256, (60, 90, 3), np.uint8)
        Image.fromarray(pixels).save(tmp_path / "photos" / image.path)
    kind = BOX_FORMATS[name][0]
    given = source(kind, tmp_path / "given")
    run("new", "p.labeler", "photos", "--labels", "none", "--parts", given.name, "--as", "labels")
    edit(tmp_path / "p.labeler")
    result, said = run("export", "p.labeler", f"out{given.suffix}", "--format", name)
    counts = {each: result[each] for each in ("boxes", "written", "changed", "moved", "deleted", "added")}
    assert counts == {"boxes": 12, "written": 11, "changed": 0, "moved": 1, "deleted": 1, "added": 1}
    assert in_file(tmp_path / f"out{given.suffix}", kind) == (12, 12)  # one keeps the class that the source gives it
    assert said.startswith("11 boxes with a class written to ")
    assert "; 1 moved; 1 deleted; 1 drawn here." in said
    assert "1 box has no class and is not in it." in said
    assert "1 box has no class in the project, and keeps what the file says." in said
    if kind not in NEW_KINDS:
        return
    suffix = {"coco": ".json", "csv": ".csv"}.get(kind, "")
    result, said = run("export", "p.labeler", f"anew{suffix}", "--format", name, "--anew")
    there = in_file(tmp_path / f"anew{suffix}", kind)
    assert there == (result["boxes"], result["written"]) == ((13, 11) if kind == "csv" else (11, 11))
    manifest = json.loads((tmp_path / f"anew{suffix}.manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["images"]) == result["boxes"]
    if kind == "csv":
        assert said.startswith(f"13 boxes written to {tmp_path / 'said-anew.csv'}, 11 of them with a class.")
        assert result["notes"] == []
    else:
        assert said.startswith("11 boxes with a class written to ")
        assert result["notes"] == ["2 boxes have no class and are not in it."]
