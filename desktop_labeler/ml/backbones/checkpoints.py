"""Published checkpoints: recognises the layout and the network, and checks that all weights fit."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from desktop_labeler.errors import ArchitectureError, WeightsError
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import efficientnet_lite
from desktop_labeler.ml.backbones.networks import Preprocessing, Weights, build, torchvision_names
from desktop_labeler.ml.backbones.weight_files import read_tensors
from desktop_labeler.ml.backbones.weight_limits import check_architecture

# The first layer of each family, which shows the key prefix of the network in a file.
_ANCHORS = {
    "resnet": ("layer1.0.conv1.weight",),
    "resnet in a row": ("4.0.conv1.weight",),  # lightly: nn.Sequential(*resnet.children())
    "vit": ("patch_embed.proj.weight",),
    "torchvision vit": ("conv_proj.weight",),
    "efficientnet-lite": ("_conv_stem.weight",),
    "torchvision": ("features.0.0.weight", "features.0.weight", "features.conv0.weight", "stem.0.0.weight"),
}
# The models of torchvision that have a first layer of that name, the quickest to build first.
_BY_FIRST_LAYER = {
    "features.0.weight": ("alexnet", "squeezenet", "vgg"),
    "features.conv0.weight": ("densenet",),
    "stem.0.0.weight": ("maxvit",),
    "features.0.0.weight": ("mobilenet", "convnext", "efficientnet", "swin"),
}
# With several networks in a file, prefer the averaged teacher of DINO and EMA files, then the trained network.
_GOOD = ("teacher", "ema")
_BAD = ("encoder_k", "momentum", "target", "student", "key")
_HEAD = re.compile(
    r"(^|\.)(fc|classifier|heads?|head_dist|last_layer|project\w*|predict\w*|mlp_head|queue\w*|prototypes\w*|"
    r"AuxLogits|aux\d|contrastive_head|mask_token|num_batches_tracked|linear\w*|fc_norm|decoder\w*|norm_pre_logits)(\.|$)"
)
_BASIC: dict[tuple[int, ...], str] = {(1, 1, 1, 1): "resnet10", (2, 2, 2, 2): "resnet18", (3, 4, 6, 3): "resnet34"}
_DEEP: dict[tuple[int, ...], str] = {(3, 4, 6, 3): "50", (3, 4, 23, 3): "101", (3, 8, 36, 3): "152"}
_SCALES = {"attn.proj": "ls1.gamma", "mlp.fc2": "ls2.gamma"}
_HEADS = {192: 3, 384: 6, 512: 8, 768: 12, 1024: 16, 1280: 16}


@dataclass(frozen=True)
class Checkpoint:
    """What was found in a weight file.

    Attributes:
        layout: name of the naming scheme ("MoCo v2"), for the report.
        architecture: name for networks.build.
        missing: names that the network has and the file lacks; these can only be counters.
        unexpected: keys of the file that the network does not use: heads, helpers, other networks.
    """

    layout: str
    architecture: str
    missing: tuple[str, ...]
    unexpected: tuple[str, ...]


def read_checkpoint(path: Path, architecture: str | None = None) -> tuple[nn.Module, int, Preprocessing, Checkpoint]:
    """Read a weight file, recognise its layout, check that it fits a network completely, and load it.

    Args:
        path: a file in safetensors format, or a checkpoint of torch with tensors only; no code in it is run.
        architecture: the network that the weights are for; None guesses it from keys and shapes.

    Returns:
        The network with these weights, without its classifier; D; its published preprocessing; what was found.

    Raises:
        WeightsError: the file is unusable, its network is unknown, or the weights do not fit.
        LabelerError: there is no such architecture, or timm is not installed.
    """
    tensors = read_tensors(path)
    family, prefix = _locate(tensors)
    weights = {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}
    if family == "resnet in a row":
        weights = dict(_from_row(weights))
    elif family == "efficientnet-lite":
        weights = {efficientnet_lite.renamed(key): value for key, value in weights.items()}
    if architecture is None:
        architecture = _guess(path, family, prefix, weights)
    check_architecture(path, architecture, weights.values())
    if family == "vit" and not architecture.startswith("timm:"):
        weights = _to_torchvision_vit(path, weights)
    network, dim, preprocessing = build(architecture)
    used, missing = _fit(path, network, architecture, weights)
    network.load_state_dict(used, strict=False)
    if family in ("resnet in a row", "vit"):  # its weights are renamed when read
        unexpected = [key for key in tensors if not key.startswith(prefix) or _HEAD.search(key)]
    elif family == "efficientnet-lite":
        mine = {key: efficientnet_lite.renamed(key.removeprefix(prefix)) for key in tensors if key.startswith(prefix)}
        unexpected = [key for key in tensors if mine.get(key) not in used]
    else:
        unexpected = [key for key in tensors if not (key.startswith(prefix) and key.removeprefix(prefix) in used)]
    found = Checkpoint(_layout(tensors, family, prefix), architecture, missing, tuple(sorted(unexpected)))
    return network, dim, preprocessing, found


def _locate(tensors: Weights) -> tuple[str, str]:
    """Return family and key prefix of the network to use; "unknown" and "" if no known network is found."""
    found = [
        (family, key.removesuffix(anchor))
        for key in tensors
        for family, anchors in _ANCHORS.items()
        for anchor in anchors
        if key == anchor or key.endswith("." + anchor)
    ]

    def rank(place: tuple[str, str]) -> tuple[bool, bool, int]:
        _, prefix = place
        return (
            not any(word in prefix for word in _GOOD),
            any(word in prefix for word in _BAD),
            len(prefix),
        )

    return min(found, key=rank, default=("unknown", ""))


def _layout(tensors: Weights, family: str, prefix: str) -> str:
    keys = " ".join(tensors)
    signs = (
        ("EfficientNet-Lite", family == "efficientnet-lite"),
        ("DINO", "teacher" in prefix or "student" in prefix or "last_layer.weight" in keys),
        ("DINOv2", family == "vit" and ".ls1.gamma" in keys),
        ("MoCo v3", "base_encoder" in prefix or "momentum_encoder" in prefix),
        ("MoCo v2", "encoder_q" in prefix or "encoder_k" in prefix),
        (
            "BYOL",
            "online" in prefix
            or "target_" in keys
            or "momentum_projector" in keys
            or ("prediction_head" in keys and "momentum" in keys),
        ),
        ("SimSiam", "predictor" in keys or "prediction_head" in keys),
        ("SimCLR", "project" in keys or re.search(r"backbone\.fc\.\d\.", keys) is not None),
        ("timm", family == "vit"),
        ("Lightning", bool(prefix)),
    )
    return next((name for name, here in signs if here), "torchvision")


def _from_row(weights: Weights) -> Iterator[tuple[str, torch.Tensor]]:
    names = {"0": "conv1", "1": "bn1", "4": "layer1", "5": "layer2", "6": "layer3", "7": "layer4"}
    for key, value in weights.items():
        first, _, rest = key.partition(".")
        yield f"{names.get(first, first)}.{rest}", value


def _guess(path: Path, family: str, prefix: str, weights: Weights) -> str:
    name = None
    if family.startswith("resnet"):
        name = _guess_resnet(weights)
    elif family == "vit":
        name = _guess_vit(weights, "patch_embed.proj.weight", "pos_embed", "blocks.", "encoder" in prefix)
    elif family == "torchvision vit":
        name = _guess_vit(weights, "conv_proj.weight", "encoder.pos_embedding", "encoder.layers.", False)
    elif family == "torchvision":
        names = next((names for first, names in _BY_FIRST_LAYER.items() if first in weights), ())
        name = _guess_by_shapes(
            weights, (name for start in names for name in torchvision_names() if name.startswith(start))
        )
    elif family == "efficientnet-lite":
        name = _guess_by_shapes(weights, efficientnet_lite.SIZES)
    if name is None:
        raise ArchitectureError(
            "{file} is not the weights of a network that is known here (its first key is “{key}”). Nothing "
            "was changed; get the weights of a published backbone.",
            file=path.name,
            key=min(weights),
        )
    return name


def _guess_resnet(weights: Weights) -> str | None:
    blocks = tuple(
        len({key.split(".")[1] for key in weights if key.startswith(f"layer{stage}.")}) for stage in (1, 2, 3, 4)
    )
    stem, inner = weights.get("conv1.weight"), weights.get("layer1.0.conv2.weight")
    if stem is None or inner is None or stem.ndim != 4:
        return None
    if "layer1.0.conv3.weight" not in weights:
        depth = _BASIC.get(blocks)
        return depth and _with_stem(depth, stem)
    depth = _DEEP.get(blocks)
    wide, across = inner.shape[0], inner.shape[1]  # channels, and channels per group
    special = {(128, 128): f"wide_resnet{depth}_2", (128, 4): f"resnext{depth}_32x4d"}
    special |= {(256, 8): f"resnext{depth}_32x8d", (256, 4): f"resnext{depth}_64x4d"}
    if depth is None:
        return None
    return _with_stem(f"resnet{depth}", stem) if (wide, across) == (64, 64) else special.get((wide, across))


def _with_stem(depth: str, stem: torch.Tensor) -> str:
    if stem.shape[-1] == 7 and depth != "resnet10":
        return depth
    return f"{depth}-small"


def _guess_vit(weights: Weights, patches: str, places: str, block: str, moco: bool) -> str | None:
    first, positions = weights.get(patches), weights.get(places)
    if first is None or positions is None or first.ndim != 4 or positions.ndim != 3:
        return None
    width, patch = first.shape[0], first.shape[-1]
    layers = len({key.removeprefix(block).split(".")[0] for key in weights if key.startswith(block)})
    # The number of heads cannot be seen in the shapes: it is the published one for the width; ViT-S of MoCo v3 has 12.
    heads = 12 if moco and width == 384 else _HEADS.get(width)
    grid = round((positions.shape[1] - 1) ** 0.5)
    if heads is None or not patch or grid * grid != positions.shape[1] - 1:
        return None
    size = 224 if grid * patch == 518 and 224 % patch == 0 else grid * patch  # DINOv2 is evaluated at 224
    return f"vit-{width}-{layers}-{heads}-{patch}@{size}"


def _guess_by_shapes(weights: Weights, names: Iterable[str]) -> str | None:
    mine = {key: tuple(value.shape) for key, value in weights.items() if not _HEAD.search(key)}
    for name in names:
        with torch.device("meta"):
            network, _, _ = build(name)
        shapes = {key: tuple(value.shape) for key, value in network.state_dict().items() if not _HEAD.search(key)}
        if shapes == mine:
            return name
    return None


def _to_torchvision_vit(path: Path, weights: Weights) -> Weights:
    """Rename timm's vision transformer to torchvision's; DINOv2's layer scale is multiplied into the layer before."""
    if any("register" in key or "reg_token" in key or ".mlp.w12." in key or "q_norm" in key for key in weights):
        raise ArchitectureError(
            "{file} is a vision transformer with registers or gates, which only timm has. Nothing was "
            "changed; choose the weights of another backbone.",
            file=path.name,
        )
    names = {
        "cls_token": "class_token",
        "pos_embed": "encoder.pos_embedding",
        "patch_embed.proj.": "conv_proj.",
        "norm.": "encoder.ln.",
    }
    inner = {
        "norm1.": "ln_1.",
        "norm2.": "ln_2.",
        "attn.qkv.": "self_attention.in_proj_",
        "attn.proj.": "self_attention.out_proj.",
        "mlp.fc1.": "mlp.0.",
        "mlp.fc2.": "mlp.3.",
    }
    renamed: Weights = {}
    for key, value in weights.items():
        block = re.fullmatch(r"blocks\.(?:\d+\.)?(\d+)\.(.+)", key)
        start, table, rest = (
            (f"encoder.layers.encoder_layer_{block[1]}.", inner, block[2]) if block else ("", names, key)
        )
        if block and rest in ("ls1.gamma", "ls2.gamma"):
            continue
        if block and (scale := weights.get(key[: -len(rest)] + _SCALES.get(rest.rpartition(".")[0], "-"))) is not None:
            value = value * (scale[:, None] if value.ndim == 2 else scale)
        old = next((old for old in table if rest.startswith(old)), None)
        renamed[start + (table[old] + rest.removeprefix(old) if old else rest)] = value
    return renamed


def _fit(path: Path, network: nn.Module, architecture: str, weights: Weights) -> tuple[Weights, tuple[str, ...]]:
    """Return the weights for the network and the names of missing counters; reject weights that do not fit."""
    wanted = network.state_dict()
    used: Weights = {}
    for key, place in wanted.items():
        value = weights.get(key)
        if value is None:
            continue
        if key == "encoder.pos_embedding" and value.shape != place.shape and value.ndim == 3:
            value = _resized_positions(value, place.shape[1])
        if value.shape != place.shape:
            sizes = {"found": "×".join(map(str, value.shape)), "expected": "×".join(map(str, place.shape))}
            raise _misfit(path, architecture, Message("{key} is {found}, not {expected}", key=key, **sizes))
        used[key] = value
    missing = tuple(key for key in wanted if key not in used)
    needed = [key for key in missing if not key.endswith("num_batches_tracked")]
    extra = [key for key in weights if key not in wanted and not _HEAD.search(key)]
    if needed:
        lacking = Message(
            "{n} of its {all} parts {n:is|are} missing, first {key}", n=len(needed), all=len(wanted), key=needed[0]
        )
        raise _misfit(path, architecture, lacking)
    if extra:
        beyond = Message("the file has {n:# part|# parts} that it lacks, first {key}", n=len(extra), key=extra[0])
        raise _misfit(path, architecture, beyond)
    return used, missing


def _misfit(path: Path, architecture: str, what: Message) -> WeightsError:
    return WeightsError(
        "{file} does not fit the backbone {architecture}: {what}. Nothing was changed; choose the "
        "architecture that the weights were trained with.",
        file=path.name,
        architecture=architecture,
        what=what,
    )


def _resized_positions(positions: torch.Tensor, tokens: int) -> torch.Tensor:
    """Interpolate position embeddings (1, 1 + g², D) to another grid, as DINOv2 and timm do."""
    old, new = round((positions.shape[1] - 1) ** 0.5), round((tokens - 1) ** 0.5)
    grid = positions[:, 1:].float().reshape(1, old, old, -1).permute(0, 3, 1, 2)
    grid = nn.functional.interpolate(grid, (new, new), mode="bicubic", antialias=True)
    return torch.cat([positions[:, :1].float(), grid.flatten(2).transpose(1, 2)], 1)
