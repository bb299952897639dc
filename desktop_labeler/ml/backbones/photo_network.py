"""The default embedding of new projects: a network trained on photographs, beside the embedding of small patches.

EfficientNet-Lite0 was trained on a million labelled photographs and recognises objects wherever they are in an image.
Small patches capture strokes, sizes and layout, which it loses. Each half is scaled to length 1 and reduced by a linear
map that was learnt from photographs without labels (packaging/make_photo_backbone.py); the second has a lower weight.
Halves, weight, lengths and input were chosen on seven folders of images (.github/measurements/photo.md).
"""

from dataclasses import replace

import torch
from torch import nn
from torch.nn import functional as nnf

from desktop_labeler.ml.backbones.efficientnet_lite import MEAN, STD, EfficientNetLite
from desktop_labeler.ml.backbones.patch_network import LAYOUT, PatchEmbedding

ARCHITECTURE = "photo-1"
INPUT = 224  # pixels
DIM = 768
KNOWN = 512  # numbers from the network; the others are from the patches
PATCHES = 0.5  # length of the patches' half; that of the network has length 1
# The whole image only, not averaged with its middle: this halves the time and costs .000 to .006 of accuracy.
_LAYOUT = replace(LAYOUT, parts=(1.0,))


class PhotoEmbedding(nn.Module):
    """(n, 3, 224, 224) in [0, 1] → (n, 768); a packaged file holds its weights."""

    def __init__(self) -> None:
        super().__init__()
        self.network = EfficientNetLite("efficientnet-lite0")
        self.patches = PatchEmbedding(layout=_LAYOUT)
        self.network_map = nn.Parameter(torch.zeros(self.network.numbers, KNOWN))
        self.patches_map = nn.Parameter(torch.zeros(self.patches.numbers, DIM - KNOWN))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return (n, 768) vectors, not yet of unit length."""
        known, patches = self.halves(images)
        with torch.autocast(images.device.type, enabled=False):
            known = nnf.normalize(known @ self.network_map, dim=1)
            return torch.cat([known, PATCHES * nnf.normalize(patches @ self.patches_map, dim=1)], 1)

    def halves(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return (n, 1280) from the network and (n, 576) from the patches, of length 1, before the maps."""
        # of all three colours alike
        known = self.network((images - MEAN[0]) / STD[0]).float()
        smaller = nnf.interpolate(images.float(), size=_LAYOUT.input, mode="bilinear", antialias=True)
        return nnf.normalize(known, dim=1), nnf.normalize(self.patches(smaller), dim=1)
