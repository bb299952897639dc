"""The fit to a folder: what varies between views of one image counts less, whatever the axes of the vectors."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import fractional_matrix_power
from torch import nn

from desktop_labeler.array_types import Float32Array, IntArray, UInt8Array
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo, mapped
from desktop_labeler.ml.backbones.folder_whitening import _RIDGE, _shrinking, find_whitening
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.progress import finish

_SEEDS = st.integers(0, 10_000)


class _Tiles(nn.Module):
    """The light of 4 × 4 tiles: an embedding that light changes most of all."""

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return nn.functional.adaptive_avg_pool2d(images.mean(1, keepdim=True), 4).flatten(1)


@pytest.fixture(scope="module")
def backbone() -> Backbone:
    wanted = Preprocessing(16, 16, "squash", mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))
    return Backbone(_Tiles(), BackboneInfo("tiles", "imported", 16, 16, Message("a test")), wanted, cpu_device())


@pytest.fixture(scope="module")
def images() -> tuple[UInt8Array, IntArray]:
    """Faint patterns of four classes under very different light."""
    chance = np.random.default_rng(0)
    kinds = np.arange(160) % 4
    patterns = chance.normal(0, 5, (4, 4, 4))
    light = chance.uniform(60, 190, (160, 1, 1)) + chance.normal(0, 25, (160, 4, 1)) * np.linspace(-1, 1, 4)[:, None]
    tiles = patterns[kinds] + light + chance.normal(0, 3, (160, 4, 4))
    pixels = tiles.repeat(4, axis=1).repeat(4, axis=2)[..., None].repeat(3, axis=3)
    return pixels.clip(0, 255).astype(np.uint8), kinds


def _neighbours_agree(vectors: Float32Array, kinds: IntArray) -> float:
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -2)
    return float((kinds[cosine.argmax(axis=1)] == kinds).mean())


def test_light_counts_less_and_what_the_images_show_more(
    backbone: Backbone, images: tuple[UInt8Array, IntArray]
) -> None:
    pixels, kinds = images
    fitted = backbone.whitened_by(finish(find_whitening(backbone, pixels)))
    before, after = (_neighbours_agree(one.embed_prepared(pixels), kinds) for one in (backbone, fitted))
    assert after > before + 0.1


def test_the_fitted_backbone_is_the_plain_one_and_the_map(
    backbone: Backbone, images: tuple[UInt8Array, IntArray]
) -> None:
    pixels, _ = images
    found = finish(find_whitening(backbone, pixels[:20]))
    fitted = backbone.whitened_by(found)
    assert np.allclose(fitted.embed_prepared(pixels), mapped(backbone.embed_prepared(pixels), found), atol=1e-6)
    assert len({backbone.key, fitted.key, fitted.flipped("any").key, backbone.flipped("any").key}) == 4
    assert fitted.flipped("any").whitening is found
    assert fitted.whitened_by(None).key == backbone.key
    assert np.array_equal(finish(find_whitening(fitted, pixels[:20])), found)  # a map that it has is left out


@pytest.mark.parametrize("count", [1, 3])
def test_images_without_a_difference_are_no_trouble(backbone: Backbone, count: int) -> None:
    found = finish(find_whitening(backbone, np.full((count, 16, 16, 3), 90, np.uint8)))
    assert np.isfinite(found).all()
    assert np.isfinite(backbone.whitened_by(found).embed_prepared(np.zeros((2, 16, 16, 3), np.uint8))).all()


def _views(seed: int, width: int = 6) -> Float32Array:
    chance = np.random.default_rng(seed)
    strength = np.exp(chance.normal(0, 2, width))
    return (chance.normal(0, 1, (1, 40, width)) + strength * chance.normal(0, 1, (4, 40, width))).astype(np.float32)


@settings(max_examples=25, deadline=None)
@given(_SEEDS)
def test_the_map_is_the_power_of_the_covariance_within_views(seed: int) -> None:
    views = _views(seed)
    apart = (views - views.mean(axis=0)).reshape(-1, views.shape[2]).astype(np.float64)
    within = apart.T @ apart
    wanted = fractional_matrix_power(within / np.diag(within).mean() + _RIDGE * np.eye(len(within)), -0.5)
    found = _shrinking(views)
    assert np.allclose(found, wanted, atol=1e-4)
    assert np.linalg.eigvalsh(found.astype(np.float64)).min() > 0


@settings(max_examples=25, deadline=None)
@given(_SEEDS)
def test_axes_and_order_do_not_matter(seed: int) -> None:
    views, chance = _views(seed), np.random.default_rng(seed + 1)
    turn = np.linalg.qr(chance.normal(0, 1, (6, 6)))[0].astype(np.float32)
    found = _shrinking(views)
    assert np.allclose(_shrinking(views @ turn), turn.T @ found @ turn, atol=1e-3)
    assert np.allclose(_shrinking(views[:, chance.permutation(40)]), found, atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(_SEEDS)
def test_mapped_vectors_have_length_one_and_nothing_stays_nothing(seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(0, 1, (5, 6)).astype(np.float32)
    vectors[2] = 0
    lengths = np.linalg.norm(mapped(vectors, _shrinking(_views(seed))), axis=1)
    assert np.allclose(lengths, [1, 1, 0, 1, 1], atol=1e-5)
