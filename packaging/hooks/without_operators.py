"""Lets torchvision be imported without its operators.

This runs in the packaged program before everything else, but only in bundles with a CPU build of PyTorch and a
torchvision that was compiled for CUDA. The library of that torchvision cannot be loaded, so importing torchvision would
fail with "operator torchvision::nms does not exist". The operators are for object detection; this program uses only
networks and transforms. Declaring the operators is enough for the import; using one still fails with torch's own error.
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from types import ModuleType
from typing import Any


class _BeforeTorchvision(MetaPathFinder):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname != "torchvision":
            return
        sys.meta_path.remove(self)
        make: Any = import_module("torch.library").Library
        library = make("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        sys.__dict__["torchvision_operators"] = library  # the declaration lasts as long as this object


sys.meta_path.insert(0, _BeforeTorchvision())
