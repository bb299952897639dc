"""Views: what they may change, and what they never do."""

import numpy as np
import pytest
import torch

from desktop_labeler.ml.pretrain.views import Augmentation, is_flat, is_grey, make_views

PLAIN = Augmentation(smallest=1.0, mirror=False, light=0.0, colour=0.0, grey=0.0)


def _images(count: int = 16, side: int = 24, seed: int = 0) -> torch.Tensor:
    chance = torch.Generator().manual_seed(seed)
    smooth = torch.rand(count, 3, 4, 4, generator=chance)
    big = torch.nn.functional.interpolate(smooth, size=side, mode="bilinear", align_corners=True)
    return (big * 255).to(torch.uint8)


def _views(images: torch.Tensor, wanted: Augmentation, seed: int = 0, size: int = 24) -> torch.Tensor:
    return make_views(images, size, wanted, torch.Generator().manual_seed(seed))


def _nearest(view: torch.Tensor, turned: dict[str, torch.Tensor]) -> str:
    """Which of the turned images a view is nearest to."""
    return min(turned, key=lambda name: float((turned[name] - view).abs().mean()))


def test_views_have_their_shape_and_stay_within_the_range() -> None:
    wild = Augmentation(light=1.0, colour=1.0, turn=30.0, upside_down=True, blur=0.5)
    views = _views(_images(), wild, size=17)
    assert views.shape == (16, 3, 17, 17)
    assert views.dtype == torch.float32
    assert float(views.min()) >= 0
    assert float(views.max()) <= 1
    assert torch.isfinite(views).all()


def test_the_same_chance_gives_the_same_views_and_another_gives_others() -> None:
    images = _images()
    assert torch.equal(_views(images, Augmentation(), 3), _views(images, Augmentation(), 3))
    assert not torch.equal(_views(images, Augmentation(), 3), _views(images, Augmentation(), 4))


def test_with_nothing_allowed_a_view_is_the_image_but_for_its_proportions() -> None:
    images = _images()
    views = _views(images, PLAIN)
    # the part may still be cut 3:4 to 4:3: a corner to corner blend changes little
    assert float((views - images / 255).abs().mean()) < 0.06


def test_switched_off_a_view_is_never_mirrored() -> None:
    images = _images(64)
    straight = images / 255
    for seed in range(5):
        for view, image in zip(_views(images, PLAIN, seed), straight, strict=True):
            assert _nearest(view, {"as it is": image, "mirrored": image.flip(2), "head down": image.flip(1)}) == (
                "as it is"
            )


def test_switched_on_about_half_the_views_are_mirrored_and_none_stands_on_its_head() -> None:
    images = _images(256)
    views = _views(images, Augmentation(smallest=1.0, mirror=True, light=0.0, colour=0.0, grey=0.0))
    found = [
        _nearest(view, {"as it is": image, "mirrored": image.flip(2), "head down": image.flip(1)})
        for view, image in zip(views, images / 255, strict=True)
    ]
    assert set(found) == {"as it is", "mirrored"}
    assert 90 < found.count("mirrored") < 166


def test_upside_down_gives_every_quarter_turn() -> None:
    images = _images(256)
    wanted = Augmentation(smallest=1.0, mirror=False, upside_down=True, light=0.0, colour=0.0, grey=0.0)
    found = [
        _nearest(view, {str(turn): image.rot90(turn, (1, 2)) for turn in range(4)})
        for view, image in zip(_views(images, wanted), images / 255, strict=True)
    ]
    assert all(found.count(str(turn)) > 30 for turn in range(4))


def test_a_turned_part_lies_inside_the_image() -> None:
    """Nothing is shown twice: the corners of each part are within the image."""
    from desktop_labeler.ml.pretrain.views import _maps

    wanted = Augmentation(upside_down=True)
    corners = torch.tensor([[-1.0, -1, 1], [1, -1, 1], [-1, 1, 1], [1, 1, 1]])
    places = torch.einsum("nij,cj->nci", _maps(500, wanted, torch.Generator().manual_seed(0)), corners)
    assert float(places.abs().max()) <= 1 + 1e-5


def test_grey_stays_grey() -> None:
    grey = _images()[:, :1].repeat(1, 3, 1, 1)
    for wanted in (Augmentation(colour=0.0, grey=0.0), Augmentation(colour=0.4, grey=0.2)):
        views = _views(grey, wanted)
        assert float((views.amax(1) - views.amin(1)).max()) < 0.01


def test_some_views_lose_their_colour() -> None:
    views = _views(_images(400), Augmentation(colour=0.0, grey=0.25))
    without = ((views.amax(1) - views.amin(1)).amax((1, 2)) < 0.01).sum()
    assert 60 < int(without) < 140


def test_floats_and_bytes_give_the_same_views() -> None:
    images = _images()
    torch.testing.assert_close(_views(images, Augmentation()), _views(images.float() / 255, Augmentation()))


def test_blurred_views_have_less_detail() -> None:
    noise = torch.randint(0, 256, (200, 3, 64, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(1))
    sharp = _views(noise, PLAIN, size=64)
    blurred = _views(noise, Augmentation(1.0, mirror=False, light=0, colour=0, grey=0, blur=1.0), size=64)
    assert float(blurred.std()) < 0.6 * float(sharp.std())


@pytest.mark.parametrize(("tint", "grey"), [(0, True), (3, True), (40, False)])
def test_grey_images_are_recognised(tint: int, grey: bool) -> None:
    images = np.random.default_rng(0).integers(0, 200, (20, 8, 8, 1), np.uint8).repeat(3, axis=3)
    images[..., 0] += np.uint8(tint)
    assert is_grey(images) is grey


def test_images_of_one_colour_are_recognised() -> None:
    chance = np.random.default_rng(0)
    flat = np.broadcast_to(chance.integers(0, 256, (40, 1, 1, 3), np.uint8), (40, 8, 8, 3)).copy()
    assert is_flat(flat)
    flat[:4] = chance.integers(0, 256, (4, 8, 8, 3), np.uint8)
    assert not is_flat(flat)
