# Runs in the packaged program before everything else, only in bundles with a CPU build of PyTorch and a torchvision that
# was compiled for CUDA: its library cannot be loaded then, and `import torchvision` stops with "operator
# torchvision::nms does not exist". The operators are for finding objects in images; this program uses networks and
# transforms only. Declaring them is enough for the import, and using one still fails with torch's own words.
import sys
from importlib.abc import MetaPathFinder


class _BeforeTorchvision(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name == "torchvision":
            sys.meta_path.remove(self)
            from torch.library import Library

            self.library = Library("torchvision", "DEF")
            for operator in ("nms", "qnms"):
                self.library.define(f"{operator}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
            sys.torchvision_operators = self  # the declaration lasts as long as this object


sys.meta_path.insert(0, _BeforeTorchvision())
