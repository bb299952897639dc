"""Each tool reads our exports with its own reader and, where it can, writes labels for an import.

It runs in the environment of the tool, so it imports nothing of the program: `python -m tests.real_tools.tools NAME
FOLDER` prints one JSON object a line.
"""

import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module, metadata
from pathlib import Path
from typing import Any

from tests.real_tools.made import Labels, Made, by_content, differences, load

Rows = Iterator[tuple[str, str]]
"""What was read or written, and what is wrong with it; empty if nothing is."""


def _module(name: str) -> Any:
    return import_module(name)


def _none(value: object) -> str | None:
    return None if value is None or value != value or value == "" else str(value)


def read_pandas(made: Made) -> Rows:
    pandas = _module("pandas")
    table = pandas.read_csv(made.folder / "labels.csv", keep_default_na=False)
    found = {path: _none(label) for path, label in zip(table["rel_path"], table["label"], strict=True)}
    yield "reads csv", differences(found, made.paths)
    booleans = [name for name in table if str(name).startswith("is_")]
    plain = pandas.read_csv(made.folder / "labels.csv")
    yield "reads the columns of cleanlab as booleans", ", ".join(n for n in booleans if plain[n].dtype != bool)
    labels = pandas.DataFrame(list(made.labelled().items()), columns=["path", "label"])
    labels.to_csv(made.back("pandas.csv"))
    labels.to_parquet(made.back("pandas.parquet"))
    labels.to_excel(made.back("pandas.xlsx"), index=False)
    yield "writes csv, parquet, xlsx", ""


def read_polars(made: Made) -> Rows:
    polars = _module("polars")
    table = polars.read_csv(made.folder / "labels.csv", infer_schema_length=None)
    found = {row["rel_path"]: _none(row["label"]) for row in table.to_dicts()}
    yield "reads csv", differences(found, made.paths)
    labels = polars.DataFrame({"path": list(made.labelled()), "label": list(made.labelled().values())})
    labels.write_csv(made.back("polars.csv"))
    labels.write_parquet(made.back("polars.parquet"))
    yield "writes csv, parquet", ""


def read_datasets(made: Made) -> Rows:
    datasets = _module("datasets")
    datasets.disable_caching()
    for name, form in (("huggingface", "metadata"), ("imagefolder", "class folders"), ("split", "splits")):
        root = made.folder / name
        # Named outright, or a file called val.png would be all of its images: our export says so.
        files = {"train": [f"{root}/**"]} if name == "imagefolder" else None
        loaded = datasets.load_dataset(
            "imagefolder", data_dir=str(root), data_files=files, cache_dir=str(made.back("cache"))
        )
        found: Labels = {}
        for part in loaded.values():
            label, plain = part.features["label"], part.cast_column("image", datasets.Image(decode=False))
            names = getattr(label, "names", None)
            rows = [(Path(row["image"]["path"]), row["label"]) for row in plain]
            found |= by_content(
                (file, _none(names[value] if names and value is not None else value)) for file, value in rows
            )
        yield f"reads {name} ({form})", differences(_classed(found), _wanted(made, unlabelled=name != "split"))
    back = made.back("datasets")
    features = datasets.Features(
        {
            "file_name": datasets.Value("string"),
            "label": datasets.ClassLabel(names=sorted(set(made.labelled().values()), key=str)),
        }
    )
    columns = {"file_name": list(made.labelled()), "label": list(made.labelled().values())}
    made_set = datasets.Dataset.from_dict(columns, features=features)
    back.mkdir()
    made_set.to_json(back / "metadata.jsonl")
    made_set.info.write_to_directory(str(back))
    yield "writes metadata.jsonl with ClassLabel", ""


def _classed(found: Labels) -> Labels:
    return {key: None if label == "_unlabeled" else label for key, label in found.items()}


def _wanted(made: Made, *, unlabelled: bool) -> Labels:
    return {key: label for key, label in made.contents.items() if unlabelled or label is not None}


def read_torchvision(made: Made) -> Rows:
    folder = _module("torchvision.datasets").ImageFolder
    found = folder(str(made.folder / "imagefolder"))
    labels = by_content((Path(file), found.classes[number]) for file, number in found.samples)
    yield "reads imagefolder", differences(_classed(labels), made.contents)
    parts = [folder(str(made.folder / "split" / part), allow_empty=True) for part in ("train", "val", "test")]
    yield "numbers classes alike in train, val and test", "" if len({str(p.class_to_idx) for p in parts}) == 1 else "no"
    labels = by_content((Path(file), part.classes[number]) for part in parts for file, number in part.samples)
    yield "reads split", differences(labels, _wanted(made, unlabelled=False))


def read_timm(made: Made) -> Rows:
    create = _module("timm.data").create_dataset
    found = create("", root=str(made.folder / "imagefolder"))
    names = {number: name for name, number in found.reader.class_to_idx.items()}
    labels = by_content((Path(file), names[number]) for file, number in found.reader.samples)
    yield "reads imagefolder", differences(_classed(labels), made.contents)
    parts = [create("", root=str(made.folder / "split"), split=part) for part in ("train", "val")]
    same = len({str(part.reader.class_to_idx) for part in parts}) == 1
    yield "numbers classes alike in train and val", "" if same else "no"


def read_keras(made: Made) -> Rows:
    index = _module("keras.src.utils.dataset_utils").index_directory
    endings = (".png", ".jpg", ".jpeg", ".bmp", ".gif")
    for name in ("imagefolder", "split/train"):
        files, numbers, names = index(str(made.folder / name), "inferred", formats=endings)
        found = by_content((Path(file), names[number]) for file, number in zip(files, numbers, strict=True))
        wanted = {key: label for key, label in made.contents.items() if name == "imagefolder" or key in found}
        yield f"reads {name} by its rules for folders", differences(_classed(found), wanted)


def read_ultralytics(made: Made) -> Rows:
    check = _module("ultralytics.data.utils").check_cls_dataset
    found = check(str(made.folder / "split"))
    wanted = sorted(set(made.labelled().values()), key=str)
    yield "accepts split", "" if sorted(found["names"].values()) == wanted else str(found["names"])
    dataset, settings = _module("ultralytics.data").ClassificationDataset, _module("ultralytics.utils").DEFAULT_CFG
    settings.imgsz, settings.cache, settings.fraction = 32, False, 1.0
    labels: Labels = {}
    for part in ("train", "val", "test"):
        samples = dataset(str(found[part]), args=settings, prefix=part).samples
        labels |= by_content((Path(sample[0]), found["names"][sample[1]]) for sample in samples)
    yield "loads every part of split", differences(labels, _wanted(made, unlabelled=False))


def read_labelme(made: Made) -> Rows:
    try:
        label_file = _module("labelme._label_file").LabelFile
    except ImportError:
        label_file = _module("labelme.label_file").LabelFile
    root = made.folder / "labelme"
    found: Labels = {}
    for file in sorted(root.rglob("*.json")):
        read = label_file(str(file))
        chosen = [name for name, is_set in read.flags.items() if is_set]
        image = file.parent / read.imagePath
        found |= by_content([(image, chosen[0] if chosen else None)])
    yield "opens labelme", differences(found, made.contents)
    for path, label in made.labelled().items():
        target = made.back(f"labelme/{path}").with_suffix(".json")
        target.parent.mkdir(parents=True, exist_ok=True)
        image = Path("..", *[".."] * path.count("/"), "..", "images", path)
        # By position: the names of these arguments changed in labelme 6.
        label_file().save(str(target), [], str(image), 48, 48, None, None, {label: True})
    yield "writes labelme", ""


def read_pycocotools(made: Made) -> Rows:
    read = _module("pycocotools.coco").COCO(str(made.folder / "boxes.json"))
    names = {each["id"]: each["name"] for each in read.loadCats(read.getCatIds())}
    paths = {each["id"]: each["file_name"] for each in read.loadImgs(read.getImgIds())}
    boxes = read.loadAnns(read.getAnnIds())
    found = {paths[each["image_id"]]: names[each["category_id"]] for each in boxes}
    yield "reads boxes", differences(found, made.labelled())
    yield "finds them where they are", ", ".join(str(each["bbox"]) for each in boxes if each["bbox"] != [8, 4, 30, 40])
    results = [each | {"score": 1.0} for each in boxes]
    again = read.loadRes(results)
    yield "takes them as results", "" if len(again.getAnnIds()) == len(boxes) else "another number"


def read_datumaro(made: Made) -> Rows:
    dataset = _module("datumaro").Dataset
    for name, form in (("imagefolder", "imagenet"), ("split", "imagenet_with_subset_dirs")):
        found = dataset.import_from(str(made.folder / name), form)
        names = [each.name for each in found.categories()[_module("datumaro").AnnotationType.label]]
        labels = by_content((Path(item.media.path), names[item.annotations[0].label]) for item in found)
        yield f"reads {name} as {form}", differences(_classed(labels), _wanted(made, unlabelled=name != "split"))
        if name == "imagefolder":
            found.export(str(made.back("datumaro")), "imagenet", save_media=True)
            yield "writes imagenet", ""


def read_fiftyone(made: Made) -> Rows:
    data = _module("fiftyone.utils.data")
    with data.FiftyOneImageClassificationDatasetImporter(str(made.folder / "fiftyone")) as importer:
        rows = [(Path(file), label) for file, _, label in importer]
        found = by_content((file, None if label is None else str(label.label)) for file, label in rows)
    yield "reads fiftyone by its importer", differences(found, made.contents)
    labels = _module("fiftyone.core.labels")
    for media in (True, False):
        out = made.back("fiftyone" if media else "fiftyone-without-media")
        exporter = data.FiftyOneImageClassificationDatasetExporter(
            export_dir=str(out), export_media=media, rel_dir=None if media else str(made.images)
        )
        with exporter:
            for path, label in made.labelled().items():
                exporter.export_sample(str(made.images / path), labels.Classification(label=label))
        yield f"writes fiftyone {'with' if media else 'without'} media by its exporter", ""


TOOLS: dict[str, Callable[[Made], Rows]] = {
    "pandas": read_pandas,
    "polars": read_polars,
    "datasets": read_datasets,
    "torchvision": read_torchvision,
    "timm": read_timm,
    "keras": read_keras,
    "ultralytics": read_ultralytics,
    "labelme": read_labelme,
    "datumaro": read_datumaro,
    "pycocotools": read_pycocotools,
    "fiftyone": read_fiftyone,
}


def main(name: str, folder: str) -> int:
    """Run one tool and print its rows; what it raises is a row too."""
    if name == "label-studio":
        TOOLS[name] = _module("tests.real_tools.label_studio").check
    what = ""
    try:
        print(json.dumps({"version": metadata.version(name)}), flush=True)
        for what, wrong in TOOLS[name](load(Path(folder))):
            print(json.dumps({"what": what, "wrong": wrong}), flush=True)
    except Exception as error:  # noqa: BLE001 - a row of the table
        text = f"{type(error).__name__}: {error}".replace("\n", " ")[:300]
        print(json.dumps({"what": f"after: {what}" if what else "starts", "wrong": text}), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
