"""Classify images: python predict.py IMAGE... > result.csv (needs onnxruntime, numpy and pillow)."""

import csv
import sys

import onnxruntime
from prepare import ABOUT, HERE, prepared

session = onnxruntime.InferenceSession(str(HERE / ABOUT["model"]), providers=["CPUExecutionProvider"])
table = csv.writer(sys.stdout)
table.writerow(["path", "class", "probability"])
for path in sys.argv[1:]:
    (found,) = session.run(["probabilities"], {"images": prepared(path)[None]})[0]
    table.writerow([path, ABOUT["classes"][int(found.argmax())], f"{found.max():.6f}"])
