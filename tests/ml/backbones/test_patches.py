"""The embedding that needs no trained network: deterministic, storable, better than pixels."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.nn import functional as nnf

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.ml.backbones import patch_network, patches
from desktop_labeler.ml.backbones.networks import build, patch_input
from desktop_labeler.ml.backbones.patch_network import LAYOUTS, PatchEmbedding, Scale, middle
from desktop_labeler.ml.backbones.patches import fit_patches, patch_backbone, stored_patches
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.progress import finish


def _shapes(count: int, seed: int) -> tuple[UInt8Array, np.ndarray]:
    """Stripes along four directions in a spot anywhere, of any width and colour, on noise."""
    chance = np.random.default_rng(seed)
    labels = np.arange(count) % 4
    down, across = np.mgrid[:64, :64]
    images = np.empty((count, 64, 64, 3), np.uint8)
    for image, label in zip(images, labels, strict=True):
        angle = label * np.pi / 4 + chance.normal(0, 0.08)
        top, left = chance.uniform(18, 46, 2)
        wave = np.sin((across * np.cos(angle) + down * np.sin(angle)) * chance.uniform(0.4, 0.8) + chance.uniform(0, 7))
        spot = wave * (np.hypot(down - top, across - left) < 18)
        colour = chance.uniform(40, 110, 3) * chance.choice([-1, 1])
        image[:] = (128 + spot[..., None] * colour + chance.normal(0, 12, (64, 64, 3))).clip(0, 255)
    return images, labels


@pytest.fixture(scope="module")
def fitted() -> PatchEmbedding:
    return finish(fit_patches(_shapes(200, 0)[0], viewed=60))


def _accuracy(vectors: np.ndarray, labels: np.ndarray) -> float:
    """Share of the second half that lies nearest to the mean of its class in the first half."""
    half = len(labels) // 2
    means = np.stack([vectors[:half][labels[:half] == label].mean(0) for label in range(4)])
    distance = ((vectors[half:, None] - means) ** 2).sum(2)
    return float((distance.argmin(1) == labels[half:]).mean())


def test_it_tells_apart_what_pixels_cannot(fitted: PatchEmbedding) -> None:
    images, labels = _shapes(200, 1)
    vectors = patch_backbone(fitted, cpu_device()).embed(images)
    pixels = images.reshape(len(images), -1).astype(np.float32) - 128
    assert _accuracy(vectors, labels) > 0.9
    assert _accuracy(pixels / np.linalg.norm(pixels, axis=1, keepdims=True), labels) < 0.6


def test_the_same_images_give_the_same_arrays() -> None:
    images, _ = _shapes(40, 2)
    first, second = (finish(fit_patches(images, viewed=10)).arrays() for _ in range(2))
    for name in patches.ARRAYS:
        np.testing.assert_array_equal(first[name], second[name])


def test_stored_arrays_embed_alike(fitted: PatchEmbedding) -> None:
    arrays = fitted.arrays()
    assert set(arrays) == set(patches.ARRAYS)
    again = patch_backbone(stored_patches(arrays), cpu_device())
    here = patch_backbone(fitted, cpu_device())
    images, _ = _shapes(10, 3)
    assert again.key == here.key
    np.testing.assert_allclose(again.embed(images), here.embed(images), atol=1e-6)


@pytest.mark.parametrize("change", [lambda a: a.pop("mean"), lambda a: a.update(mean=np.zeros(3, np.float32))])
def test_arrays_that_do_not_fit_are_refused(fitted: PatchEmbedding, change: object) -> None:
    arrays = fitted.arrays()
    change(arrays)  # type: ignore[operator]
    with pytest.raises(ValueError, match="fit"):
        stored_patches(arrays)


@given(st.integers(0, 2**31))
@settings(max_examples=10, deadline=None)
def test_one_convolution_equals_the_definition(seed: int) -> None:
    """Cosines of patches that are centred, scaled and whitened one by one, as the paper writes it."""
    chance = torch.Generator().manual_seed(seed)
    images = torch.rand(2, 3, 14, 14, generator=chance)
    sample = patches._sample_patches(images.repeat(20, 1, 1, 1), chance)
    learnt = patches._learn(sample, chance)
    found = patch_network.responses(images, learnt.filters, learnt.offsets, Scale(1, 1, (2,)))
    raw = nnf.unfold(images, 6).transpose(1, 2)  # (2, 81, 108)
    centred = raw - raw.mean(2, keepdim=True)
    normal = centred / (centred.square().mean(2, keepdim=True) + patch_network.FLAT).sqrt()
    mean = sample.mean(0)
    covariance = (sample - mean).T @ (sample - mean) / len(sample)
    values, axes = torch.linalg.eigh(covariance)
    whiten = axes @ torch.diag((values.clamp_min(0) + patches._WHITEN).rsqrt()) @ axes.T
    units = nnf.normalize((normal - mean) @ whiten, dim=2)
    # the centres, read back from the filters: filters = centres @ whitenᵀ without their mean, and patches have none
    centres = torch.linalg.solve(whiten, learnt.filters[108:].flatten(1).T).T
    close = nnf.relu(units @ centres.T - patch_network.THRESHOLD)  # (2, 81, 256)
    pooled = nnf.adaptive_avg_pool2d(close.transpose(1, 2).reshape(2, -1, 9, 9), 2).flatten(1).sqrt()
    torch.testing.assert_close(found, pooled, atol=0.05, rtol=0.05)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_few_images_are_enough_to_run(count: int) -> None:
    images, _ = _shapes(count, 4)
    vectors = patch_backbone(finish(fit_patches(images)), cpu_device()).embed(_shapes(6, 5)[0])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_plain_images_are_no_trouble() -> None:
    images = np.full((30, 64, 64, 3), 255, np.uint8)
    images[10:20] = 0
    images[20:] = 90
    vectors = patch_backbone(finish(fit_patches(images)), cpu_device()).embed(images)
    assert np.isfinite(vectors).all()


def test_cancelling_takes_effect_between_blocks() -> None:
    job = fit_patches(_shapes(150, 6)[0])
    steps = [next(job) for _ in range(4)]
    job.close()
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].total > steps[-1].done


@pytest.mark.parametrize("shape", [(0, 64, 64, 3), (3, 32, 64, 3), (3, 64, 64)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="64, 64, 3"):
        finish(fit_patches(np.zeros(shape, np.uint8)))


@pytest.mark.parametrize("name", sorted(LAYOUTS))
def test_every_layout_can_be_built_by_name(name: str) -> None:
    network, dim, preprocessing = build(name)
    assert preprocessing == patch_input(name)
    found = network(torch.zeros(2, 3, preprocessing.size, preprocessing.size))
    assert found.shape == (2, dim)


def test_the_middle_of_an_image_fills_it() -> None:
    ramp = torch.linspace(-1, 1, 64).expand(1, 3, 64, 64)
    found = middle(ramp, 0.5)
    torch.testing.assert_close(found[0, 0, 0, [0, -1]], torch.tensor([-0.5, 0.5]), atol=0.02, rtol=0)
    assert middle(ramp, 1) is ramp


def test_while_it_is_trained_on_it_looks_once() -> None:
    network = finish(fit_patches(_shapes(20, 7)[0]))
    images = torch.rand(3, 3, 128, 128, generator=torch.Generator().manual_seed(0))
    network.train()
    expected = (network.features(nnf.avg_pool2d(images, 2)) - network.mean) @ network.directions
    torch.testing.assert_close(network(images)[:, : expected.shape[1]], expected)
    network.eval()
    assert not torch.allclose(network(images)[:, : expected.shape[1]], expected, atol=1e-3)


def test_the_middle_is_seen_closer_by_the_same_maps() -> None:
    torch.manual_seed(0)
    closer, once = build("patches-4")[0], build("patches-3")[0]
    for value in closer.parameters():
        torch.nn.init.normal_(value, std=0.1)
    once.load_state_dict(closer.state_dict())
    images = torch.rand(3, 3, 128, 128)
    with torch.inference_mode():
        seen = closer(images)
        whole, middle_half = once(nnf.avg_pool2d(images, 2)), once(images[..., 32:96, 32:96])
    torch.testing.assert_close(seen[:, :384], whole)
    torch.testing.assert_close(seen[:, 384:], patch_network.CLOSER * middle_half[:, 192:])
