"""Views for self-supervised training: randomly distorted copies of a batch of images, computed on the device.

The augmentations are those of SimCLR and SimSiam (cropping, mirroring, changes of colour, greyscale). They are drawn
for each image and applied to the batch with one affine grid and one colour matrix per image: 20 ms for 1,024 views of
32 pixels on two CPU cores. Done image by image, they would be slower than the network.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional as nnf

from desktop_labeler.array_types import UInt8Array

_LUMINANCE = (0.299, 0.587, 0.114)
# RGB → luminance and two axes of colour (NTSC); a rotation in the plane of these two changes the hue
_TO_YIQ = torch.tensor([[0.299, 0.587, 0.114], [0.596, -0.274, -0.321], [0.211, -0.523, 0.311]])
_FROM_YIQ = torch.linalg.inv(_TO_YIQ)
_RATIO = math.log(4 / 3)  # logarithm of the largest aspect ratio of a crop: 3:4 to 4:3


@dataclass(frozen=True)
class Augmentation:
    """What a view may change. A change that alters the class must be switched off (text must not be mirrored).

    Attributes:
        smallest: smallest fraction of the area that a view shows, 0 < smallest ≤ 1.
        mirror: whether left and right may be swapped.
        upside_down: whether top and bottom may be swapped and the image rotated by multiples of 90° (microscopy, aerial
            images).
        turn: largest small rotation, in degrees.
        light: largest relative change of brightness and contrast, in [0, 1].
        colour: largest relative change of saturation, in [0, 1]; the hue changes by up to a quarter of it, as a
            fraction of the colour circle. 0 for grey images.
        grey: fraction of the views without colour.
        blur: fraction of the views that are blurred; 0 for images of less than 64 pixels, as published.
    """

    smallest: float = 0.2
    mirror: bool = True
    upside_down: bool = False
    turn: float = 0.0
    light: float = 0.4
    colour: float = 0.4
    grey: float = 0.2
    blur: float = 0.0


def is_grey(images: UInt8Array) -> bool:
    """Return whether images (n, H, W, 3) have almost no colour: channels differ by less than 2 % of white."""
    return bool(np.ptp(images.astype(np.float32), axis=3).mean() < 0.02 * 255)


def is_flat(images: UInt8Array) -> bool:
    """Return whether images (n, H, W, 3) are blank: at least 19 in 20 are of a single colour."""
    varied = images.reshape(len(images), -1, 3).std(axis=1).max(axis=1) > 1.5  # of 255; the noise of JPEG is lower
    return bool(varied.mean() < 0.05)


def are_alike(images: UInt8Array) -> bool:
    """Return whether images (n, H, W, 3) are all the same except for noise."""
    return bool(images.astype(np.float32).std(axis=0).mean() < 1.5)


def make_views(images: torch.Tensor, size: int, wanted: Augmentation, chance: torch.Generator) -> torch.Tensor:
    """Return one distorted view of each image.

    Args:
        images: (n, 3, H, W) uint8, or float in [0, 1], on the device to use.
        size: S, side of the views in pixels.
        wanted: what a view may change.
        chance: random generator on the CPU; the same state gives the same views.

    Returns:
        (n, 3, S, S) float32 in [0, 1].
    """
    values = images.float() / 255 if images.dtype == torch.uint8 else images
    where = values.device
    view = nnf.grid_sample(
        values,
        nnf.affine_grid(
            _maps(len(values), wanted, chance).to(where), [len(values), 3, size, size], align_corners=False
        ),
        padding_mode="reflection",
        align_corners=False,
    )
    if wanted.light or wanted.colour or wanted.grey:
        view = _other_light(view, wanted, chance)
    if wanted.blur:
        view = _blurred(view, wanted.blur, chance)
    return view.clamp(0, 1)


def _uniform(count: int, low: float, high: float, chance: torch.Generator) -> torch.Tensor:
    return torch.rand(count, generator=chance) * (high - low) + low


def _maps(count: int, wanted: Augmentation, chance: torch.Generator) -> torch.Tensor:
    """Return affine maps (n, 2, 3) from each view to the part of the image that it shows."""
    side = _uniform(count, wanted.smallest, 1, chance).sqrt()
    ratio = _uniform(count, -_RATIO / 2, _RATIO / 2, chance).exp()
    wide, high = (side * ratio).clamp(max=1), (side / ratio).clamp(max=1)
    where = [_uniform(count, -1, 1, chance) for _ in range(2)]
    angle = torch.deg2rad(_uniform(count, -wanted.turn, wanted.turn, chance))
    if wanted.upside_down:
        angle = angle + torch.randint(4, (count,), generator=chance) * (math.pi / 2)
    flip = torch.where(torch.rand(count, generator=chance) < 0.5, -1.0, 1.0) if wanted.mirror else torch.ones(count)
    cos, sin = angle.cos(), angle.sin()
    reach = wide * cos.abs() + high * sin.abs(), wide * sin.abs() + high * cos.abs()  # size of the rotated part
    across, down = ((1 - far).clamp(min=0) * place for far, place in zip(reach, where, strict=True))
    first = torch.stack([wide * cos * flip, -high * sin, across], 1)
    second = torch.stack([wide * sin * flip, high * cos, down], 1)
    return torch.stack([first, second], 1)


def _other_light(view: torch.Tensor, wanted: Augmentation, chance: torch.Generator) -> torch.Tensor:
    """Change brightness, contrast, saturation and hue of four views in five, and make some of them grey.

    This is one linear map of the colours per view: x → a · M x + b, with b from the view's mean luminance.
    """
    count, where = len(view), view.device
    changed = (torch.rand(count, generator=chance) < 0.8).float()

    def factor(strength: float) -> torch.Tensor:
        return 1 + (_uniform(count, 1 - strength, 1 + strength, chance) - 1) * changed

    bright, contrast, saturation = factor(wanted.light), factor(wanted.light), factor(wanted.colour)
    hue = _uniform(count, -0.25, 0.25, chance) * wanted.colour * changed * (2 * math.pi)
    saturation = saturation * (torch.rand(count, generator=chance) >= wanted.grey)
    turn = torch.zeros(count, 3, 3)
    turn[:, 0, 0] = 1
    turn[:, 1, 1] = turn[:, 2, 2] = saturation * hue.cos()
    turn[:, 1, 2], turn[:, 2, 1] = -saturation * hue.sin(), saturation * hue.sin()
    colours = _FROM_YIQ @ turn @ _TO_YIQ * (bright * contrast)[:, None, None]
    luminance = torch.tensor(_LUMINANCE, device=where)
    level = view.mean((2, 3)) @ luminance * bright.to(where)  # (n,)
    offset = level * (1 - contrast.to(where))
    done = torch.baddbmm(offset[:, None, None], colours.to(where), view.flatten(2))
    return done.view_as(view)


def _blurred(view: torch.Tensor, share: float, chance: torch.Generator) -> torch.Tensor:
    """Blur some views twice with a triangular kernel of a twentieth of their side, close to the published Gaussian."""
    width = max(3, view.shape[-1] // 20 * 2 + 1)
    soft = view
    for _ in range(2):
        soft = nnf.avg_pool2d(soft, width, 1, width // 2, count_include_pad=False)
    chosen = (torch.rand(len(view), generator=chance) < share).to(view.device)
    return torch.where(chosen[:, None, None, None], soft, view)
