"""Classify images: python predict.py IMAGE... > result.csv (needs onnxruntime, numpy and pillow)."""

import csv
import sys

import onnxruntime
from prepare import ABOUT, HERE, prepared

session = onnxruntime.InferenceSession(str(HERE / ABOUT["model"]), providers=["CPUExecutionProvider"])
table = csv.writer(sys.stdout)
table.writerow(["path", "class", "probability"])
for path in sys.argv[1:]:
    try:
        image = prepared(path)[None]
    except Exception as error:  # noqa: BLE001 whatever is wrong with one file, the others are classified
        sys.stderr.write(f"{path} is not classified: {error}\n")
        continue
    (found,) = session.run(["probabilities"], {"images": image})[0]
    table.writerow([path, ABOUT["classes"][int(found.argmax())], f"{found.max():.6f}"])
