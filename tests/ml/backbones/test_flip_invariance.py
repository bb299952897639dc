"""What counts as alike: found where mirrored images look like the others, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo, Flips
from desktop_labeler.ml.backbones.flip_invariance import LEAST, find_flip_invariance
from desktop_labeler.ml.backbones.networks import patch_input
from desktop_labeler.ml.backbones.patches import fit_patches, patch_backbone
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.progress import finish


def _ramps(count: int, seed: int, *, mirrored: bool, turned: bool) -> UInt8Array:
    """A bright wedge that opens to one side, on noise: where it points is left to chance, or not."""
    chance = np.random.default_rng(seed)
    down, across = np.mgrid[:64, :64]
    found = np.empty((count, 64, 64, 3), np.uint8)
    for image in found:
        slope, middle = chance.uniform(0.3, 0.6), chance.uniform(26, 38)
        wedge = (np.abs(down - middle) < slope * across) * 1.0 + 0.6 * (down > middle + 4)
        if mirrored and chance.random() < 0.5:
            wedge = wedge[:, ::-1]
        if turned and chance.random() < 0.5:
            wedge = wedge[::-1]
        image[:] = (60 + 60 * wedge[..., None] + chance.normal(0, 8, (64, 64, 3))).clip(0, 255)
    return found


@pytest.fixture(scope="module")
def backbone() -> Backbone:
    return patch_backbone(finish(fit_patches(_ramps(120, 0, mirrored=True, turned=True), viewed=40)), cpu_device())


@pytest.mark.parametrize(
    ("mirrored", "turned", "flips"),
    [(False, False, "none"), (True, False, "mirror"), (True, True, "any"), (False, True, "none")],
)
def test_the_images_say_what_is_alike(backbone: Backbone, mirrored: bool, turned: bool, flips: Flips) -> None:
    images = _ramps(100, 1, mirrored=mirrored, turned=turned)
    found = finish(find_flip_invariance(backbone, images))
    assert found.flips == flips
    assert len(found.losses) == 3


def test_a_few_images_say_nothing(backbone: Backbone) -> None:
    found = finish(find_flip_invariance(backbone, _ramps(LEAST - 1, 2, mirrored=True, turned=True)))
    assert (found.flips, found.losses) == ("none", ())


def test_images_that_are_all_the_same_are_no_trouble(backbone: Backbone) -> None:
    found = finish(find_flip_invariance(backbone, np.full((60, 64, 64, 3), 90, np.uint8)))
    assert np.isfinite(found.losses).all()


@given(st.integers(0, 2**31), st.sampled_from(["mirror", "any"]))
@settings(max_examples=5, deadline=None)
def test_an_image_and_its_flip_get_nearly_the_same_vector(backbone: Backbone, seed: int, flips: Flips) -> None:
    images = _ramps(4, seed, mirrored=False, turned=False)
    turned = images[:, :, ::-1] if flips == "mirror" else images[:, ::-1, ::-1]
    plain, alike = backbone.flipped("none"), backbone.flipped(flips)
    before = (plain.embed(images) * plain.embed(turned)).sum(axis=1)
    after = (alike.embed(images) * alike.embed(turned)).sum(axis=1)
    assert (after > before).all()
    assert (1 - after < 0.5 * (1 - before)).all()  # a fifth of what tells them apart is kept
    np.testing.assert_allclose(np.linalg.norm(alike.embed(images), axis=1), 1, atol=1e-5)


def test_flips_have_a_key_of_their_own(backbone: Backbone) -> None:
    keys = {backbone.flipped(flips).key for flips in ("none", "mirror", "any")}
    assert len(keys) == 3
    assert backbone.flipped("none").key == backbone.key


def test_the_plain_key_is_that_of_a_backbone_that_knows_nothing_of_flips(backbone: Backbone) -> None:
    info = BackboneInfo("same", "imported", backbone.info.dim, 64, Message("the same weights"))
    same = Backbone(backbone.network, info, patch_input(), cpu_device(), architecture=backbone.architecture)
    assert same.key == backbone.key
