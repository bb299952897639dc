"""Weight files that carry their own sum: any damage is noticed, files without a sum stay usable."""

import hashlib
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from desktop_labeler.errors import WeightsError
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import BackboneInfo
from desktop_labeler.ml.backbones.backbone_registry import (
    import_backbone,
    list_backbones,
    open_backbone,
    remove_backbone,
    save_backbone,
)
from desktop_labeler.ml.backbones.networks import Preprocessing, build
from desktop_labeler.ml.backbones.sealed_weights import SEAL, is_damaged, seal
from desktop_labeler.ml.hardware.devices import Device

PLAIN = Device("cpu", bfloat16=False, channels_last=False)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    file = tmp_path / "small.safetensors"
    info = BackboneInfo("small", "trained", 3, 8, Message("a test"))
    save_backbone(file, nn.Linear(5, 3), info, "none", Preprocessing(8, 8, "squash"))
    return file


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    file = tmp_path / "mine.safetensors"
    network, dim, preprocessing = build("resnet10-half")
    info = BackboneInfo("mine", "trained", dim, preprocessing.size, Message("a test"))
    save_backbone(file, network, info, "resnet10-half", preprocessing)
    return file


def _damage(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)


def test_the_sum_is_the_sha256_with_zeros_in_its_place(small: Path) -> None:
    content = small.read_bytes()
    at = content.index(SEAL.encode()) + len(SEAL) + 3
    blank = content[:at] + b"0" * 64 + content[at + 64 :]
    assert content[at : at + 64].decode() == hashlib.sha256(blank).hexdigest()
    assert not is_damaged(small)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(data=st.data())
def test_a_byte_that_changed_or_a_missing_end_is_noticed(small: Path, data: st.DataObject) -> None:
    content = small.read_bytes()
    place = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(1, 255))
    cut = data.draw(st.booleans())
    file = small.with_name("damaged.safetensors")
    file.write_bytes(
        content[:place] if cut else content[:place] + bytes([content[place] ^ other]) + content[place + 1 :]
    )
    if not is_damaged(file):  # the place of the sum itself was hit: either it cannot be read, or nothing else changed
        try:
            found = load_file(file)
        except (SafetensorError, OSError):
            return
        assert all(torch.equal(found[name], value) for name, value in load_file(small).items())


def test_files_from_before_have_no_sum_and_stay_usable(whole: Path) -> None:
    tensors = load_file(whole)
    save_file(tensors, whole, metadata={"other": "0" * 64})
    assert not is_damaged(whole)
    with pytest.raises(ValueError, match="no place"):
        seal(whole)


def test_a_damaged_backbone_counts_as_missing_and_says_so(whole: Path) -> None:
    folder = whole.parent
    assert "mine" in [info.name for info in list_backbones(folder)]
    open_backbone("mine", PLAIN, folder=folder)
    _damage(whole, whole.stat().st_size - 5)
    assert "mine" not in [info.name for info in list_backbones(folder)]
    for wanted in ("mine", whole):
        with pytest.raises(WeightsError, match=r"damaged.*are safe\. Get the file again"):
            open_backbone(wanted, PLAIN, folder=folder)


def test_a_damaged_backbone_can_be_imported_again_or_removed(whole: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.safetensors"
    copy.write_bytes(whole.read_bytes())
    _damage(whole, whole.stat().st_size - 5)
    import_backbone(copy, "mine", folder=whole.parent)
    assert open_backbone("mine", PLAIN, folder=whole.parent).key == open_backbone(copy, PLAIN).key
    _damage(whole, whole.stat().st_size - 5)
    with pytest.raises(WeightsError, match="damaged"):
        import_backbone(whole, "other", folder=whole.parent)
    remove_backbone("mine", whole.parent)
    assert not whole.exists()
