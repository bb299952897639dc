"""Backbones: every torchvision network, the right preprocessing, unit vectors, keys, memory, the library."""

from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision
from safetensors.torch import save_file
from torch import nn
from torchvision.transforms.v2 import functional as transforms

from desktop_labeler.errors import LabelerError, WeightsError
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import backbone_registry
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo, fitting_batch, resized
from desktop_labeler.ml.backbones.backbone_registry import (
    import_backbone,
    list_backbones,
    open_backbone,
    remove_backbone,
)
from desktop_labeler.ml.backbones.networks import Preprocessing, build, remove_classifier, torchvision_names
from desktop_labeler.ml.backbones.packaged_files import write_sums
from desktop_labeler.ml.hardware.devices import Device, choose_device, cpu_device, is_out_of_memory

PLAIN = Device("cpu", bfloat16=False, channels_last=False)
WITHOUT_META = ("regnet",)  # torchvision computes with their tensors while building
HUGE = ("regnet_y_128gf", "regnet_x_32gf", "regnet_y_32gf", "regnet_x_16gf", "regnet_y_16gf")


@pytest.mark.parametrize("name", [name for name in torchvision_names() if not name.startswith(WITHOUT_META)])
def test_every_torchvision_network_gives_its_features(name: str) -> None:
    with torch.device("meta"), torch.inference_mode():
        network, dim, preprocessing = build(name)
        features = network(torch.empty(2, 3, preprocessing.size, preprocessing.size))
    assert features.shape == (2, dim)


@pytest.mark.parametrize("name", ["regnet_x_400mf", "regnet_y_400mf"])
def test_regnets_give_their_features(name: str) -> None:
    network, dim, _ = build(name)
    with torch.inference_mode():
        assert network(torch.zeros(1, 3, 64, 64)).shape == (1, dim)


def test_no_torchvision_network_is_left_out() -> None:
    assert torchvision_names() == torchvision.models.list_models(module=torchvision.models)
    assert set(HUGE) < set(torchvision_names())


@pytest.mark.parametrize("name", ["mobilenet_v3_small", "squeezenet1_1", "densenet121"])
def test_features_are_what_the_classifier_sees(name: str) -> None:
    torch.manual_seed(0)
    network = torchvision.models.get_model(name, weights=None).eval()
    seen: list[torch.Tensor] = []
    last = [
        layer
        for layer in network.modules()
        if getattr(layer, "out_features", getattr(layer, "out_channels", 0)) == 1000
    ]
    last[0].register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0].clone()))
    images = torch.randn(2, 3, 96, 96)
    with torch.inference_mode():
        network(images)
        remove_classifier(network)
        found = network(images)
    expected = seen[0] if seen[0].ndim == 2 else seen[0].relu().mean((2, 3))
    torch.testing.assert_close(found, expected)


@pytest.mark.parametrize(
    "name",
    [
        "vit_small_patch14_dinov2.lvd142m",
        "vit_small_patch16_dinov3.lvd1689m",
        "vit_base_patch16_clip_224.openai",
        "vit_base_patch16_siglip_224.webli",
        "resnet18.a1_in1k",
    ],
)
def test_timm_networks_come_with_their_preprocessing(name: str) -> None:
    timm = pytest.importorskip("timm")
    with torch.device("meta"):
        network, dim, found = build(f"timm:{name}")
        data = timm.data.resolve_model_data_config(timm.create_model(name, pretrained=False))
        features = network(torch.empty(1, 3, found.size, found.size))
    assert features.shape == (1, dim)
    assert (found.size, found.mean, found.std) == (data["input_size"][1], tuple(data["mean"]), tuple(data["std"]))
    assert found.fit == ("squash" if data["crop_mode"] == "squash" else "crop")
    assert found.resize == int(found.size / data["crop_pct"])
    assert found.interpolation == data["interpolation"]


def test_timm_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "timm", None)
    with pytest.raises(LabelerError, match="pip install timm"):
        build("timm:vit_small_patch14_dinov2")


@pytest.mark.parametrize("name", ["resnet51", "", "timm", "vit-384"])
def test_unknown_architectures_are_refused(name: str) -> None:
    with pytest.raises(LabelerError, match="no backbone architecture"):
        build(name)


@pytest.mark.parametrize("name", ["resnet18", "swin_t", "maxvit_t", "efficientnet_v2_s"])
@pytest.mark.parametrize("shape", [(37, 61), (300, 300), (500, 260)])
def test_preprocessing_equals_torchvisions_own(name: str, shape: tuple[int, int]) -> None:
    with torch.device("meta"):
        wanted = build(name)[2]
    # smooth: on pure noise the two memory layouts of torch round bicubic overshoots of uint8 differently
    down, across = np.mgrid[: shape[0], : shape[1]] / np.array([5, 7])[:, None, None]
    waves = np.stack([np.sin(down + across), np.cos(down), np.sin(across - down)], 2)
    image = (128 + 100 * waves).astype(np.uint8)
    own = torchvision.models.get_model_weights(name)["DEFAULT"].transforms()
    expected = own(torch.from_numpy(image).permute(2, 0, 1))
    pixels = torch.from_numpy(resized(image[None], wanted)[0]).permute(2, 0, 1)
    found = transforms.normalize(pixels.float() / 255, list(wanted.mean), list(wanted.std))
    assert found.shape == expected.shape
    assert (found - expected).abs().max() < 2.5 / 255 / min(wanted.std)


class _Mean(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(12))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return nn.functional.adaptive_avg_pool2d(images, 2).flatten(1) * self.weight


def _backbone(network: nn.Module | None = None, device: Device = PLAIN, **options: int) -> Backbone:
    info = BackboneInfo("mean", "imported", 12, 16, Message("a test"))
    return Backbone(network or _Mean(), info, Preprocessing(16, 16, "squash"), device, batch=options.get("batch", 8))


def _images(count: int, height: int = 16, width: int = 16) -> np.ndarray:
    return np.random.default_rng(count).integers(0, 256, (count, height, width, 3), np.uint8)


def test_vectors_are_unit_and_in_order_whatever_the_batch() -> None:
    images = _images(21)
    found = _backbone().embed(images)
    assert found.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    for batch in (1, 5, 64):
        np.testing.assert_allclose(_backbone(batch=batch).embed(images), found, atol=1e-6)
    np.testing.assert_allclose(_backbone().embed(images[::-1].copy()), found[::-1], atol=1e-6)


def test_lists_of_any_sizes_equal_one_by_one() -> None:
    images = [_images(1, height, width)[0] for height, width in ((16, 16), (40, 20), (9, 300), (1, 1))]
    backbone = _backbone()
    found = backbone.embed(images)
    for image, vector in zip(images, found, strict=True):
        np.testing.assert_allclose(backbone.embed(image[None])[0], vector, atol=1e-6)
        np.testing.assert_allclose(backbone.embed_prepared(backbone.prepare(image)[None])[0], vector, atol=1e-6)


def test_no_images_give_no_vectors() -> None:
    assert _backbone().embed([]).shape == (0, 12)


@pytest.mark.parametrize("image", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3))])
def test_what_is_no_image_is_refused(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="uint8"):
        _backbone().prepare(image)
    with pytest.raises(ValueError, match="uint8"):
        _backbone().embed(image[None])


def test_a_very_long_image_is_cut_before_it_is_enlarged() -> None:
    image = np.zeros((3, 60_000, 3), np.uint8)  # resized whole it would have 256 × 5 million pixels
    assert resized(image[None], Preprocessing()).shape == (1, 224, 224, 3)


def test_key_follows_weights_and_preprocessing_only() -> None:
    first, other = _Mean(), _Mean()
    assert _backbone(first).key == _backbone(other, cpu_device(), batch=3).key
    other.weight.data[3] = 2
    assert _backbone(first).key != _backbone(other).key
    info = BackboneInfo("mean", "imported", 12, 16, Message("a test"))
    assert Backbone(first, info, Preprocessing(16, 18), PLAIN).key != _backbone(first).key


def test_memory_that_runs_out_halves_the_batch_and_says_so_once() -> None:
    class Tight(_Mean):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            if len(images) > 3:
                raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB.")
            return super().forward(images)

    images = _images(40)
    backbone = _backbone(Tight(), batch=32)
    np.testing.assert_allclose(backbone.embed(images), _backbone().embed(images), atol=1e-6)
    assert backbone.batch == 2
    assert len(backbone.take_notes()) == 1
    assert backbone.take_notes() == []


def test_memory_for_not_even_one_image_is_said() -> None:
    class Full(_Mean):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory")

    with pytest.raises(LabelerError, match="not enough memory"):
        _backbone(Full()).embed(_images(4))


def test_other_errors_are_not_taken_for_memory() -> None:
    class Wrong(_Mean):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("shapes do not match")

    with pytest.raises(RuntimeError, match="shapes"):
        _backbone(Wrong()).embed(_images(4))
    assert not is_out_of_memory(RuntimeError("shapes do not match"))


def test_weights_that_give_no_numbers_are_said() -> None:
    network = _Mean()
    network.weight.data[0] = float("nan")
    with pytest.raises(LabelerError, match="not numbers"):
        _backbone(network).embed(_images(2))


def test_bfloat16_and_channels_last_change_little() -> None:
    network, dim, _ = build("resnet18-small")
    info = BackboneInfo("r", "imported", dim, 32, Message("a test"))
    images = _images(4, 32, 32)
    shape = Preprocessing(32, 32, "squash")
    exact = Backbone(network, info, shape, PLAIN).embed(images)
    for device in (Device("cpu", False, True), Device("cpu", True, True)):
        found = Backbone(network, info, shape, device).embed(images)
        assert np.all((found * exact).sum(1) > 0.999)


def test_batches_fit_into_memory() -> None:
    sizes = [fitting_batch(size, PLAIN) for size in (32, 64, 224, 518, 4000)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 512
    assert sizes[2] == 32
    assert sizes[-1] == 1


def test_devices() -> None:
    assert choose_device("cpu").kind == "cpu"
    assert choose_device().kind == ("cuda" if torch.cuda.is_available() else choose_device().kind)
    if not torch.cuda.is_available():
        with pytest.raises(LabelerError, match="no CUDA device"):
            choose_device("cuda")
    with pytest.raises(ValueError, match="auto"):
        choose_device("tpu")  # type: ignore[arg-type]


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    file = tmp_path / "weights.pth"
    torch.save({"state_dict": torchvision.models.resnet18().state_dict()}, file)
    return file


def test_import_list_open_remove(weights: Path, tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    info, found = import_backbone(weights, "mine", folder=folder)
    assert (info.name, info.kind, info.dim, info.input, found.architecture) == (
        "mine",
        "imported",
        512,
        224,
        "resnet18",
    )
    assert info in list_backbones(folder)
    images = _images(2, 50, 70)
    direct, stored = open_backbone(weights, PLAIN), open_backbone("mine", PLAIN, folder=folder)
    assert direct.key == stored.key
    weights.unlink()  # the library has its own copy
    np.testing.assert_allclose(stored.embed(images), direct.embed(images), atol=1e-6)
    with pytest.raises(LabelerError, match="already"):
        import_backbone(folder / "mine.safetensors", "mine", folder=folder)
    remove_backbone("mine", folder)
    assert info not in list_backbones(folder)
    with pytest.raises(LabelerError, match="no imported backbone"):
        remove_backbone("mine", folder)


def test_the_weak_embedding_is_always_listed_as_weak(tmp_path: Path) -> None:
    assert [info.kind for info in list_backbones(tmp_path)][-1] == "built-in, weak"


def test_a_starter_becomes_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backbone_registry, "resource", lambda *parts: tmp_path.joinpath(*parts))
    assert backbone_registry.default_name() == "built-in"
    network, dim, preprocessing = build("resnet10-half")
    info = BackboneInfo("starter", "starter", dim, preprocessing.size, Message("a test"))
    file = tmp_path / "backbones" / "starter.safetensors"
    file.parent.mkdir()
    backbone_registry.save_backbone(file, network.half(), info, "resnet10-half", preprocessing)
    write_sums(file.parent)
    assert backbone_registry.default_name() == "starter"
    assert list_backbones(tmp_path)[0] == info
    opened = open_backbone("starter", PLAIN)
    assert (opened.info, opened.preprocessing.size) == (info, 64)
    assert np.isfinite(opened.embed(_images(2))).all()


@pytest.mark.parametrize("name", ["", "../up", "a/b", "a b", ".hidden", "starter", "built-in"])
def test_names_that_cannot_be_are_refused(name: str, weights: Path, tmp_path: Path) -> None:
    with pytest.raises(LabelerError, match="Nothing was changed"):
        import_backbone(weights, name, folder=tmp_path)


def test_a_damaged_library_file_is_left_out_and_said_when_opened(tmp_path: Path) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"\x00" * 100)
    assert len(list_backbones(tmp_path)) == len(list_backbones(tmp_path / "empty"))
    with pytest.raises(WeightsError):
        open_backbone("bad", PLAIN, folder=tmp_path)


def test_a_failed_import_leaves_nothing(tmp_path: Path) -> None:
    save_file({"conv1.weight": torch.zeros(4), "x": torch.zeros(2)}, tmp_path / "odd.st")
    folder = tmp_path / "library"
    folder.mkdir()
    with pytest.raises(WeightsError):
        import_backbone(tmp_path / "odd.st", "odd", folder=folder)
    assert list(folder.iterdir()) == []


def test_nothing_is_downloaded_unasked(tmp_path: Path) -> None:
    with pytest.raises(LabelerError, match="nothing is downloaded"):
        open_backbone("resnet50", PLAIN, folder=tmp_path)
