"""Classify images: python predict.py IMAGE... > result.csv (needs torch, numpy and pillow)."""

import csv
import sys

import torch
from prepare import ABOUT, HERE, prepared

program = torch.export.load(HERE / ABOUT["model"]).module()
table = csv.writer(sys.stdout)
table.writerow(["path", "class", "probability"])
for path in sys.argv[1:]:
    (found,) = program(torch.from_numpy(prepared(path)[None]))[0].detach().numpy()
    table.writerow([path, ABOUT["classes"][int(found.argmax())], f"{found.max():.6f}"])
