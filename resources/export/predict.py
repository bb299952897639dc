"""Classify images: python predict.py IMAGE... > result.csv (needs numpy, pillow and onnxruntime, or torch)."""

import csv
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
ABOUT = json.loads((HERE / "classes.json").read_text(encoding="utf-8"))
SHAPE = ABOUT["preprocessing"]
SIDE, SHORT, SCALING = SHAPE["size"], SHAPE["resize"], Image.Resampling[SHAPE["interpolation"].upper()]


def read(file: str) -> np.ndarray:
    """Return an image as the network takes it: upright, RGB, (SIDE, SIDE, 3) uint8."""
    image = Image.open(file)
    share = SHAPE["longest"] / max(image.size)
    size = tuple(max(1, round(side * share)) for side in image.size)
    if share < 1:
        image.draft(None, size)  # decodes a JPEG at a half, a quarter or an eighth of its size
    before, _ = image.size, image.load()  # a TIFF is turned as it is loaded
    size = size if before == image.size or before[0] == before[1] else size[::-1]
    turn = image.getexif().get(0x0112, 1)
    if image.mode == "F" or image.mode.startswith("I"):
        raise SystemExit(f"{file} has more than 8 bits, which this script cannot read: use desktop-labeler predict.")
    if "transparency" in image.info or "A" in image.getbands():
        image = Image.alpha_composite(Image.new("RGBA", image.size, (128, 128, 128, 255)), image.convert("RGBA"))
    image = image.convert("RGB")
    image = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0) if share < 1 else image
    image.getexif()[0x0112] = turn
    image = ImageOps.exif_transpose(image)
    if SHAPE["fit"] == "squash":
        return np.asarray(image.resize((SIDE, SIDE), SCALING))
    short = min(image.size)
    trim = [(side - 2 * short) // 2 if side > 2 * short else 0 for side in image.size]
    image = image.crop((trim[0], trim[1], image.width - trim[0], image.height - trim[1]))
    image = image.resize([SHORT if side == short else SHORT * side // short for side in image.size], SCALING)
    left, top = (round((side - SIDE) / 2) for side in image.size)
    return np.asarray(image.crop((left, top, left + SIDE, top + SIDE)))


if ABOUT["model"].endswith(".onnx"):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(HERE / ABOUT["model"]), providers=["CPUExecutionProvider"])
    classify = lambda images: session.run(["probabilities"], {"images": images})[0]  # noqa: E731
else:
    import torch

    program = torch.export.load(HERE / ABOUT["model"]).module()
    classify = lambda images: program(torch.from_numpy(images))[0].detach().numpy()  # noqa: E731

table = csv.writer(sys.stdout)
table.writerow(["path", "class", "probability"])
for path in sys.argv[1:]:
    (found,) = classify(read(path)[None].copy())
    table.writerow([path, ABOUT["classes"][int(found.argmax())], f"{found.max():.6f}"])
