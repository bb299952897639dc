"""Classify images: python predict.py IMAGE... > result.csv (needs torch, numpy and pillow)."""

import csv
import sys

import torch
from prepare import ABOUT, HERE, prepared

program = torch.export.load(HERE / ABOUT["model"]).module()
table = csv.writer(sys.stdout)
table.writerow(["path", "class", "probability"])
for path in sys.argv[1:]:
    try:
        image = prepared(path)[None]
    except Exception as error:  # noqa: BLE001 whatever is wrong with one file, the others are classified
        sys.stderr.write(f"{path} is not classified: {error}\n")
        continue
    (found,) = program(torch.from_numpy(image))[0].detach().numpy()
    table.writerow([path, ABOUT["classes"][int(found.argmax())], f"{found.max():.6f}"])
