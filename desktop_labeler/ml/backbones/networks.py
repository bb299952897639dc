"""Architectures by name, built without their classifier.

Names: every classification model of torchvision ("resnet50"); residual networks with a stem for small images
("resnet18-small", 3×3 and no pooling, as SimCLR and SimSiam use on CIFAR; "resnet10-half" and so on with a
stride-2 3×3 stem); vision transformers of any published shape ("vit-384-12-6-16": width, layers, heads, patch);
timm models ("timm:vit_small_patch14_dinov2.lvd142m"); the embedding of small patches ("patches-4", see patches.py);
EfficientNet-Lite ("efficientnet-lite0" to "-lite2"); the default of new projects ("photo-1", see photo_network.py).
"""

import importlib
import math
import re
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias, cast

import torch
import torchvision
from torch import nn

from desktop_labeler.errors import LabelerError, UnknownBackboneError
from desktop_labeler.ml.backbones import efficientnet_lite, patch_network, photo_network

Weights: TypeAlias = dict[str, torch.Tensor]
Resize: TypeAlias = Literal["crop", "squash"]

IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)
_RESNETS = {
    "resnet10": (torchvision.models.resnet.BasicBlock, [1, 1, 1, 1]),
    "resnet18": (torchvision.models.resnet.BasicBlock, [2, 2, 2, 2]),
    "resnet34": (torchvision.models.resnet.BasicBlock, [3, 4, 6, 3]),
    "resnet50": (torchvision.models.resnet.Bottleneck, [3, 4, 6, 3]),
    "resnet101": (torchvision.models.resnet.Bottleneck, [3, 4, 23, 3]),
    "resnet152": (torchvision.models.resnet.Bottleneck, [3, 8, 36, 3]),
}
_VIT = re.compile(r"vit-(\d+)-(\d+)-(\d+)-(\d+)(?:@(\d+))?")


@dataclass(frozen=True)
class Preprocessing:
    """How images are prepared for a network.

    Attributes:
        size: side of the square input in pixels.
        resize: the shorter side in pixels before the centre is cropped ("crop"), or both sides ("squash").
        fit: "crop" keeps the aspect ratio and loses the borders, "squash" keeps the whole image.
        interpolation: "bilinear" or "bicubic", always with antialiasing.
        mean: means that are subtracted from R, G, B in [0, 1].
        std: standard deviations by which the result is divided.
    """

    size: int = 224
    resize: int = 256
    fit: Resize = "crop"
    interpolation: str = "bilinear"
    mean: tuple[float, float, float] = IMAGENET_MEAN
    std: tuple[float, float, float] = IMAGENET_STD


def small_input(size: int = 32) -> Preprocessing:
    """Return the preprocessing of a network for small images: squashed to a square of `size` pixels a side."""
    return Preprocessing(size=size, resize=size, fit="squash")


def patch_input(architecture: str = patch_network.ARCHITECTURE) -> Preprocessing:
    """Return the preprocessing of an embedding of small patches, which takes values in [0, 1]."""
    return _pixels(patch_network.LAYOUTS[architecture].input)


def patch_sample() -> Preprocessing:
    """Return the preprocessing of the images that an embedding of small patches is learnt from."""
    return _pixels(patch_network.LAYOUT.seen)


def adapts_to_folders(architecture: str) -> bool:
    """Return whether folder whitening and flip invariance are used with an architecture.

    They were measured for embeddings of small patches, alone and beside a network.
    """
    return architecture in patch_network.LAYOUTS or architecture == photo_network.ARCHITECTURE


def torchvision_names() -> list[str]:
    """Return the names of torchvision's classification models, sorted."""
    return list(torchvision.models.list_models(module=torchvision.models))


def build(name: str) -> tuple[nn.Module, int, Preprocessing]:
    """Build a network without its classifier, with random weights.

    Args:
        name: an architecture, see the top of this module.

    Returns:
        The network in evaluation mode, (n, 3, S, S) → (n, D); D; the preprocessing that it is published with.

    Raises:
        LabelerError: the name is unknown, or it needs timm and timm is not installed.
    """
    if name.startswith("timm:"):
        network, dim, preprocessing = _build_timm(name.removeprefix("timm:"), pretrained=False)
    elif name in patch_network.LAYOUTS:
        network = patch_network.PatchEmbedding(layout=patch_network.LAYOUTS[name])
        dim, preprocessing = network.numbers, patch_input(name)
    elif name == photo_network.ARCHITECTURE:
        network = photo_network.PhotoEmbedding()
        dim, preprocessing = photo_network.DIM, _pixels(photo_network.INPUT)
    elif name in efficientnet_lite.SIZES:
        network = efficientnet_lite.EfficientNetLite(name)
        dim, preprocessing = network.numbers, _lite_input(efficientnet_lite.SIZES[name].input)
    elif match := _VIT.fullmatch(name):
        width, layers, heads, patch, size = (int(part) if part else 224 for part in match.groups())
        network, dim = _vit(width, layers, heads, patch, size), width
        preprocessing = Preprocessing(size=size, resize=math.ceil(size / 0.875), interpolation="bicubic")
    elif name.partition("-")[0] in _RESNETS and name.partition("-")[2] in ("small", "half"):
        network = _small_resnet(*name.split("-"))
        dim, preprocessing = remove_classifier(network), small_input(32 if name.endswith("small") else 64)
    elif name in torchvision_names():
        preprocessing = published_preprocessing(name)
        network = torchvision.models.get_model(name, weights=None, **_options(name, preprocessing.size))
        dim = remove_classifier(network)
    else:
        raise UnknownBackboneError(
            "There is no backbone architecture named “{name}”. Nothing was changed; choose one that is here.",
            name=name,
        )
    return network.eval(), dim, preprocessing


def download(name: str) -> tuple[nn.Module, int, Preprocessing]:
    """Build a network with its published weights, which torchvision or timm downloads into its own cache.

    Only to be called when the person asked for the download.

    Raises:
        LabelerError: there are no such published weights, or no connection.
    """
    try:
        if name.startswith("timm:"):
            network, dim, preprocessing = _build_timm(name.removeprefix("timm:"), pretrained=True)
        else:
            network = torchvision.models.get_model(name, weights="DEFAULT")
            dim, preprocessing = remove_classifier(network), published_preprocessing(name)
    except (OSError, ValueError, RuntimeError) as error:
        raise LabelerError(
            "The published weights of “{name}” could not be downloaded ({reason}). Nothing was changed; "
            "check the connection, or import a weight file.",
            name=name,
            reason=error,
        ) from error
    return network.eval(), dim, preprocessing


def published_preprocessing(name: str) -> Preprocessing:
    """Return the preprocessing of torchvision's published weights of an architecture; nothing is downloaded."""
    preset = torchvision.models.get_model_weights(name)["DEFAULT"].transforms()
    return Preprocessing(
        size=preset.crop_size[0],
        resize=preset.resize_size[0],
        interpolation=preset.interpolation.value,
        mean=cast("tuple[float, float, float]", tuple(preset.mean)),
        std=cast("tuple[float, float, float]", tuple(preset.std)),
    )


def remove_classifier(network: nn.Module) -> int:
    """Remove the classifier (the layer with 1,000 outputs) and return how many inputs it had."""
    for path, layer in list(network.named_modules()):
        if isinstance(layer, nn.Linear) and layer.out_features == 1000:
            dim = layer.in_features
        elif isinstance(layer, nn.Conv2d) and layer.out_channels == 1000:  # squeezenet
            dim = layer.in_channels
        else:
            continue
        parent, _, leaf = path.rpartition(".")
        setattr(network.get_submodule(parent), leaf, nn.Identity())
        return dim
    raise ValueError(f"{type(network).__name__} has no layer with 1000 outputs")


def _pixels(side: int) -> Preprocessing:
    return Preprocessing(side, side, "squash", mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


def _lite_input(size: int) -> Preprocessing:
    mean, std = efficientnet_lite.MEAN, efficientnet_lite.STD
    return Preprocessing(size, size + 32, interpolation="bicubic", mean=mean, std=std)


def _options(name: str, size: int) -> dict[str, object]:
    if name in ("googlenet", "inception_v3"):
        # without init_weights=False, SciPy draws truncated normals for a minute
        return {"aux_logits": False, "init_weights": False, "transform_input": False}
    return {"image_size": size} if name.startswith("vit_") else {}


def _small_resnet(depth: str, stem: str) -> nn.Module:
    block, layers = _RESNETS[depth]
    network = torchvision.models.resnet.ResNet(block, layers)
    network.conv1 = nn.Conv2d(3, 64, 3, stride=2 if stem == "half" else 1, padding=1, bias=False)
    network.maxpool = nn.Identity()
    return cast(nn.Module, network)


def _vit(width: int, layers: int, heads: int, patch: int, size: int) -> nn.Module:
    network = torchvision.models.VisionTransformer(
        image_size=size,
        patch_size=patch,
        num_layers=layers,
        num_heads=heads,
        hidden_dim=width,
        mlp_dim=4 * width,
        norm_layer=partial(nn.LayerNorm, eps=1e-6),
    )
    remove_classifier(network)
    return cast(nn.Module, network)


def _build_timm(name: str, *, pretrained: bool) -> tuple[nn.Module, int, Preprocessing]:
    try:
        timm = importlib.import_module("timm")  # an optional extra, and slow to import
    except ImportError as error:
        raise LabelerError(
            "{name} needs the extra package timm, which is not installed. Nothing was changed; "
            "install it with “pip install timm” or choose another backbone.",
            name=name,
        ) from error
    if not timm.is_model(name.partition(".")[0]):
        raise LabelerError(
            "timm {version} has no model named “{name}”. Nothing was changed.", version=timm.__version__, name=name
        )
    network = timm.create_model(name, pretrained=pretrained, num_classes=0)
    data = timm.data.resolve_model_data_config(network)
    size = int(data["input_size"][-1])
    squash = data["crop_mode"] == "squash"
    preprocessing = Preprocessing(
        size=size,
        resize=size if squash else math.floor(size / data["crop_pct"]),
        fit="squash" if squash else "crop",
        interpolation="bilinear" if data["interpolation"] == "bilinear" else "bicubic",
        mean=tuple(data["mean"]),
        std=tuple(data["std"]),
    )
    return cast(nn.Module, network), int(network.num_features), preprocessing
