"""Classify images: python predict.py IMAGE... > result.csv (needs torch, numpy and pillow)."""

import csv
import sys

import torch
from prepare import ABOUT, HERE, usable

program = torch.export.load(HERE / ABOUT["model"]).module()
sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
table, failed = csv.writer(sys.stdout, lineterminator="\n"), []
table.writerow(["path", "class", "probability"])
for path, image in usable(sys.argv[1:], failed):
    (found,) = program(torch.from_numpy(image[None]))[0].detach().numpy()
    table.writerow([path, ABOUT["classes"][int(found.argmax())], f"{found.max():.6f}"])
sys.exit(1 if failed else 0)
