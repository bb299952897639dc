"""Suggestions on crops: boxes that the program itself imports, cuts and embeds.

Two kinds: the blood cells of BCCD, which a person boxed (most are red ones, so the mean accuracy of the classes is
stated beside the accuracy), and photographs of hand signs that are pasted here at several sizes onto photographs of
clothes, in boxes that do not quite fit (ten even classes; these are no detections of real scenes). Labels are drawn at
random, or asked for by the program one after the other. It takes ten minutes for each on two free cores.
"""

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from desktop_labeler.array_types import Float32Array, IntArray, VectorArray
from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.ml.classify.suggestions import suggest
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.ml.select.next_query import choose_next
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.bench.vectors import DATA

OPT_IN = True
BUDGETS = (20, 50, 100)
SEEDS = 3
_SHEET = (640, 480)
_PLACES = [(0, 0), (1, 0), (2, 0), (3, 0), (0, 2), (1, 2), (2, 2), (3, 2)]  # a row above and below, of 160 pixels each
_OFF = 0.08  # of the side: how far an edge of a box is off at most


def run() -> Iterator[Row]:
    with TemporaryDirectory() as folder:
        with tarfile.open(DATA / "bccd.tar") as archive:
            archive.extractall(folder, filter="data")
        project = Path(folder) / "p.labeler"
        cells = Path(folder) / "BCCD"
        finish(new_project(project, cells / "JPEGImages", "none", boxes=cells / "Annotations"))
        finish(embed_project(project))
        yield from measured("blood cells", project)
    with TemporaryDirectory() as folder:
        project = Path(folder) / "p.labeler"
        boxes = paste_signs(Path(folder) / "sheets")
        finish(new_project(project, boxes.parent, "none", boxes=boxes))
        finish(embed_project(project))
        yield from measured("pasted hand signs", project)


def paste_signs(folder: Path, sheets: int = 200) -> Path:
    """Paste hand signs onto photographs of clothes, eight on each, and return the COCO file of their boxes.

    Args:
        folder: where to; it must not exist.
        sheets: how many photographs.
    """
    draw = np.random.default_rng(0)
    folder.mkdir()
    signs, clothes = _photographs("sign_digits.tar"), _photographs("clothing.tar")
    chosen = draw.permutation(len(signs))[: sheets * len(_PLACES)].reshape(sheets, -1)
    images: list[dict[str, object]] = []
    annotations: list[dict[str, object]] = []
    for number, (mine, cloth) in enumerate(zip(chosen, draw.permutation(len(clothes))[:sheets], strict=True)):
        sheet = clothes[cloth][1].resize(_SHEET)
        for place, sign in zip(_PLACES, mine.tolist(), strict=True):
            side = int(draw.integers(70, 131))
            left, top = (int(at * 160 + draw.integers(0, 161 - side)) for at in place)
            digit, picture = signs[sign]
            sheet.paste(picture.resize((side, side)), (left, top))
            off = draw.uniform(-_OFF, _OFF, 4) * side
            box = [left + off[0], top + off[1], side + off[2] - off[0], side + off[3] - off[1]]
            box[:2] = np.clip(box[:2], 0, None)
            box[2:] = np.minimum(box[2:], np.subtract(_SHEET, box[:2]))
            annotation = {"id": len(annotations), "image_id": number, "category_id": int(digit)}
            annotations.append(annotation | {"bbox": np.round(box, 1).tolist(), "area": 0, "iscrowd": 0})
        sheet.save(folder / f"{number:03}.jpg", quality=92)
        images.append({"id": number, "file_name": f"{number:03}.jpg", "width": _SHEET[0], "height": _SHEET[1]})
    categories = [{"id": digit, "name": f"sign {digit}"} for digit in range(10)]
    file = folder / "boxes.json"
    file.write_text(json.dumps({"images": images, "annotations": annotations, "categories": categories}))
    return file


def _photographs(archive: str) -> list[tuple[str, Image.Image]]:
    """Return the folder and the picture of every photograph of an archive, by name."""
    with tarfile.open(DATA / archive) as opened:
        found = sorted(each.name for each in opened.getmembers() if each.name.lower().endswith(".jpg"))
        contents = {name: opened.extractfile(name) for name in found}
        return [
            (Path(name).parent.name, Image.open(io.BytesIO(content.read())).convert("RGB"))
            for name, content in contents.items()
            if content is not None
        ]


def measured(name: str, project_path: Path) -> Iterator[Row]:
    """Measure with the embedding and the labels of a project, all of which are right."""
    vectors, truth = _known(project_path)
    graph = finish(build_graph(vectors))
    for way in ("random", "asked for"):
        found = np.array([_learn(vectors, truth, graph, seed, is_random=way == "random") for seed in range(SEEDS)])
        for place, budget in enumerate(BUDGETS):
            for what, value in zip(
                ("right", "mean of the classes"), found[:, place].mean(axis=0).tolist(), strict=True
            ):
                yield Row(f"{name}, {budget} labels {way}: {what}", value, "share", SEEDS)


def _known(project_path: Path) -> tuple[VectorArray, IntArray]:
    with Project(project_path, "read") as project:
        used = backbone_in_use(project)
        stored = load_vectors(project, used[0]) if used is not None else None
        assert stored is not None
        labels = dict(project.rows("SELECT id, class_id FROM image WHERE class_id IS NOT NULL AND part IS NOT NULL"))
    ids, vectors = stored
    there = np.array([image in labels for image in ids.tolist()])
    classes = np.array([labels[image] for image in ids[there].tolist()])
    return vectors[there], np.unique(classes, return_inverse=True)[1].astype(np.int64)


def _learn(
    vectors: VectorArray, truth: IntArray, graph: Graph, seed: int, *, is_random: bool
) -> list[tuple[float, float]]:
    """Return the share of right suggestions, and its mean over the classes, for each budget."""
    labels = np.full(len(truth), -1)
    drawn = np.random.default_rng(seed).permutation(len(truth))
    said: Float32Array | None = None
    found = []
    for budget in BUDGETS:
        missing = budget - int((labels >= 0).sum())
        if is_random:
            asked = drawn[:budget]
        else:
            asked = choose_next(vectors, graph, labelled=labels, n=missing, probabilities=said, seed=seed)
        labels[asked] = truth[asked]
        result = suggest(vectors, graph, labels, classes=int(truth.max()) + 1)
        said = result.probabilities
        right, pool = result.suggested == truth, labels < 0
        each = [right[pool & (truth == one)].mean() for one in np.unique(truth[pool])]
        found.append((float(right[pool].mean()), float(np.mean(each))))
    return found
