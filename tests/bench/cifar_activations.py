"""CIFAR-10 as the front of the photo backbone sees it: activations and vectors of all 60,000 images, computed once.

The images of 32 pixels are enlarged to 160 instead of 224, which takes half of the time. What is computed is kept
outside the repository, 500 images at a time, so that it goes on where it was stopped.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import helper
from torch.nn import functional as nnf

from desktop_labeler.array_types import Float16Array, Float32Array, IntArray, UInt8Array
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, open_backbone
from desktop_labeler.ml.backbones.efficientnet_lite import CELLS, Trunk
from desktop_labeler.ml.backbones.fuse_batchnorm import fused
from desktop_labeler.ml.backbones.photo_network import PhotoEmbedding
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.hardware.thread_pools import map_in_threads
from desktop_labeler.paths import resource
from tests.bench.learning_folders import CACHE, cifar_split

SIDE = 160  # pixels
_BLOCK = 500  # images that are kept together
_AT_ONCE = 10
_WHOLE = "features"  # the output of the packaged graph


@dataclass(frozen=True, eq=False)
class Activated:
    """The images of CIFAR-10, the 50,000 training images before the 10,000 test images, each class by class.

    Attributes:
        activations: (60000, 1, A, s, s), mapped from a file.
        vectors: (60000, 512) of unit length: the photographs' half of the default embedding, of smaller images.
        truth: (60000,) true classes.
    """

    activations: Float16Array
    vectors: Float32Array
    truth: IntArray


def activated_cifar(first: int, place: Path = CACHE.parent / "papers" / "activations") -> Activated:
    """Return the images, computing what is not kept yet.

    Args:
        first: number of the first block that is not frozen.
        place: the folder in which results are kept; 1.5 GB.
    """
    place.mkdir(parents=True, exist_ok=True)
    parts = [cifar_split(name) for name in ("train", "test")]
    pixels, truth = (np.concatenate(both) for both in zip(*parts, strict=True))
    work = _Front(first)
    kept = _mapped(place / f"activations-{SIDE}.f16", (len(truth), *work.shape))
    features = _mapped(place / f"features-{SIDE}.f16", (len(truth), work.numbers))
    done = _mapped(place / f"done-{SIDE}.f16", (len(truth) // _BLOCK,))

    def compute(block: int) -> None:
        for begin in range(block * _BLOCK, (block + 1) * _BLOCK, _AT_ONCE):
            here = slice(begin, begin + _AT_ONCE)
            kept[here], features[here] = work.of(pixels[here])
        done[block] = 1

    map_in_threads(compute, np.flatnonzero(done == 0).tolist())
    return Activated(kept[:, None], _halves(np.asarray(features, np.float32)), truth)


def _mapped(file: Path, shape: tuple[int, ...]) -> Float16Array:
    """Map a file of float16 numbers that starts with zeros."""
    mapped: Float16Array = np.memmap(file, np.float16, "r+" if file.is_file() else "w+", shape=shape)
    return mapped


def _halves(features: Float32Array) -> Float32Array:
    """Return (n, 512) of unit length from (n, 1280), as the default embedding does with these."""
    with torch.inference_mode():
        unit = nnf.normalize(torch.from_numpy(features), dim=1)
        found: Float32Array = nnf.normalize(unit @ _photo().network_map, dim=1).numpy()
    return found


def _photo() -> PhotoEmbedding:
    network = open_backbone(PHOTO, cpu_device()).network
    assert isinstance(network, PhotoEmbedding)
    return network


class _Front:
    """The packaged graph of the trunk in ONNX Runtime, which also tells what is behind the last frozen block.

    Attributes:
        shape: (A, s, s) of the activations of one image.
        numbers: of the features of one image.
    """

    def __init__(self, first: int) -> None:
        trunk = fused(_photo().network.trunk, SIDE)
        assert isinstance(trunk, Trunk)
        graph = onnx.ModelProto()
        graph.ParseFromString(resource("backbones", f"{trunk.size}.onnx").read_bytes())
        last = f"blocks.{first - 1}."
        self._inner = [name for node in graph.graph.node for name in node.output if name.startswith(last)][-1]
        graph.graph.output.append(helper.make_tensor_value_info(self._inner, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        weights = {name: value.detach().float().numpy().copy() for name, value in trunk.state_dict().items()}
        self._held = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
        options.add_external_initializers(list(weights), self._held)
        self._session: Any = onnxruntime.InferenceSession(
            graph.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        activations, features = self.of(np.zeros((1, 32, 32, 3), np.uint8))
        self.shape, self.numbers = activations.shape[1:], features.shape[1]

    def of(self, images: UInt8Array) -> tuple[Float16Array, Float16Array]:
        """Return (n, A, s, s) activations and (n, F) features of images (n, 32, 32, 3)."""
        pixels = torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float()
        larger = nnf.interpolate(pixels, size=(SIDE, SIDE), mode="bicubic", align_corners=False).clamp(0, 255)
        given = ((larger - 127) / 128).contiguous().numpy()
        whole, inner = self._session.run([_WHOLE, self._inner], {"images": given})
        means = nnf.adaptive_avg_pool2d(torch.from_numpy(whole), CELLS).flatten(1).numpy()
        return inner.astype(np.float16), means.astype(np.float16)
