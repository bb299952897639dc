"""Classify images: python predict.py IMAGE... > result.csv (needs onnxruntime, numpy and pillow)."""

import csv
import sys

import onnxruntime
from prepare import ABOUT, HERE, usable

session = onnxruntime.InferenceSession(str(HERE / ABOUT["model"]), providers=["CPUExecutionProvider"])
sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
table, failed = csv.writer(sys.stdout, lineterminator="\n"), []
table.writerow(["path", "class", "probability"])
for path, image in usable(sys.argv[1:], failed):
    (found,) = session.run(["probabilities"], {"images": image[None]})[0]
    table.writerow([path, ABOUT["classes"][int(found.argmax())], f"{found.max():.6f}"])
sys.exit(1 if failed else 0)
