"""Small intact files of every kind that is read, which the mutator damages."""

import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tests.faults.children import run_command
from tests.faults.scenarios import SCENARIOS, make_folder

_PILLOW: dict[str, tuple[str, dict[str, Any]]] = {
    "png": ("RGB", {}),
    "alpha.png": ("RGBA", {}),
    "palette.png": ("P", {}),
    "deep.png": ("I;16", {}),
    "jpg": ("RGB", {}),
    "progressive.jpg": ("RGB", {"progressive": True}),
    "cmyk.jpg": ("CMYK", {}),
    "webp": ("RGB", {}),
    "lossless.webp": ("RGBA", {"lossless": True}),
    "gif": ("P", {}),
    "bmp": ("RGB", {}),
    "jp2": ("RGB", {}),
    "tga": ("RGB", {}),
    "ppm": ("RGB", {}),
    "avif": ("RGB", {}),
}


def image_files(work: Path) -> dict[str, bytes]:
    """Return images of 24 × 20 pixels by name."""
    import imagecodecs
    import tifffile

    pixels = np.random.default_rng(0).integers(0, 255, (20, 24, 3), np.uint8)
    found: dict[str, bytes] = {}
    for name, (mode, options) in _PILLOW.items():
        stream = io.BytesIO()
        picture = Image.fromarray(pixels)
        deep = Image.fromarray(pixels[..., 0].astype(np.uint16) * 200)
        kind = {"jpg": "JPEG", "jp2": "JPEG2000"}.get(name.rpartition(".")[2], name.rpartition(".")[2].upper())
        (deep if mode == "I;16" else picture.convert(mode)).save(stream, kind, **options)
        found[f"a.{name}"] = stream.getvalue()
    tiffs: dict[str, dict[str, Any]] = {
        "zip": {"compression": "zlib"},
        "lzw": {"compression": "lzw", "predictor": True},
        "tiled": {"tile": (16, 16)},
        "planes": {"planarconfig": "separate"},
        "big": {"bigtiff": True},
    }
    for name, options in tiffs.items():
        file = work / "seed.tif"
        plane = name == "planes"
        tifffile.imwrite(file, np.moveaxis(pixels, 2, 0) if plane else pixels, photometric="rgb", **options)
        found[f"a.{name}.tif"] = file.read_bytes()
        file.unlink()
    found["a.jxl"] = bytes(imagecodecs.jpegxl_encode(pixels))
    return found


def table_files(place: Path) -> dict[str, tuple[str, bytes]]:
    """Make a project in a folder, and return what can be imported into it: the format and the content by name."""
    import openpyxl

    scenario = next(one for one in SCENARIOS if one.name == "import")
    make_folder(scenario, place)
    names = sorted(file.relative_to(place / "images").as_posix() for file in (place / "images").rglob("*.png"))
    rows = [(name, "diatom" if number % 2 else "copepod") for number, name in enumerate(names)]
    text = "rel_path,label\n" + "".join(f"{path},{label}\n" for path, label in rows)
    found = {
        "a.csv": ("csv", text.encode()),
        "b.csv": ("csv", text.replace(",", ";").encode("utf-16")),
        "c.csv": ("csv", text.encode("utf-32")),
        "d.tsv": ("csv", text.replace(",", "\t").replace("diatom", "Diätom").encode("cp1252")),
        "e.json": ("labelstudio", json.dumps([_task(*row) for row in rows]).encode()),
        "f.json": ("labelme", json.dumps({"flags": {"diatom": True}, "imagePath": names[0]}).encode()),
    }
    book = openpyxl.Workbook()
    for row in [("rel_path", "label"), *rows]:
        book.active.append(row)
    book.save(place / "seed.xlsx")
    found["g.xlsx"] = ("csv", (place / "seed.xlsx").read_bytes())
    (place / "native.csv").unlink(missing_ok=True)
    run_command(("export", "p.labeler", "native.csv", "--format", "csv"), place)
    found["h.csv"] = ("csv", (place / "native.csv").read_bytes())
    return found


def _task(path: str, label: str) -> dict[str, object]:
    choice = {"from_name": "label", "to_name": "image", "type": "choices", "value": {"choices": [label]}}
    return {"data": {"image": f"/data/local-files/?d={path}"}, "annotations": [{"result": [choice]}]}


def project_file(place: Path) -> bytes:
    """Make a project with labels and one undone decision in a folder, and return its file."""
    scenario = next(one for one in SCENARIOS if one.name == "redo")
    make_folder(scenario, place)
    with closing(sqlite3.connect(place / "p.labeler")) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (place / "p.labeler").read_bytes()


def weight_files(work: Path) -> dict[str, bytes]:
    """Return small weight files by name."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(0)
    width = 24
    small = {
        "patch_embed.proj.weight": torch.rand(width, 3, 16, 16),
        "pos_embed": torch.rand(1, 197, width),
        "cls_token": torch.rand(1, 1, width),
        "blocks.0.norm1.bias": torch.rand(width),
        "blocks.0.attn.qkv.weight": torch.rand(3 * width, width),
    }
    convolution = {"conv1.weight": torch.rand(8, 3, 7, 7), "layer1.0.conv1.weight": torch.rand(8, 8, 3, 3)}
    writers: dict[str, Callable[[Path], object]] = {
        "a.pth": lambda file: torch.save(small, file),
        "b.pth": lambda file: torch.save({"state_dict": convolution, "epoch": 3}, file),
        "c.pt": lambda file: torch.save(small, file, _use_new_zipfile_serialization=False),
        "d.safetensors": lambda file: save_file(small, file),
        "e.safetensors": lambda file: save_file(convolution, file),
    }
    found = {}
    for name, write in writers.items():
        file = work / name
        write(file)
        found[name] = file.read_bytes()
        file.unlink()
    return found
