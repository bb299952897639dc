"""Limits on weight files: they must not need more memory than they have bytes, nor hold anything but plain numbers.

A file of two megabytes can claim to unpack to five gigabytes, a tensor with one stored number can claim to have a
trillion, and fifty thousand empty layers can require a network that fills the memory. Sizes are therefore checked
before memory is allocated.
"""

import re
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path

import torch

from desktop_labeler.errors import ArchitectureError, WeightsError

LARGEST_FILE = 8 << 30  # bytes; the largest published image backbones take 4.6 GB (1.1 billion float32)
_LARGEST_INPUT = 1024  # pixels; the largest input of published vision transformers
_VIT = re.compile(r"vit-(\d+)-(\d+)-\d+-(\d+)(?:@(\d+))?")
_PER_LAYER = 12  # a layer of a vision transformer has at least 12 × width² weights


def size_of(path: Path) -> int:
    """Return the size of a weight file in bytes.

    Raises:
        OSError: the file is missing or inaccessible.
        WeightsError: it is not a regular file (reading a pipe could block forever), or too large.
    """
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise WeightsError("{file} is not a file. Nothing was changed; choose a weight file.", file=path.name)
    if found.st_size > LARGEST_FILE:
        raise WeightsError(
            "{file} has {size:.0f} GB; weight files of up to {limit:.0f} GB can be used. It was not read "
            "and nothing was changed.",
            file=path.name,
            size=found.st_size / 1e9,
            limit=LARGEST_FILE / 1e9,
        )
    return found.st_size


def check_archive(path: Path) -> None:
    """Reject an archive of torch that is a program or unpacks to more bytes than it has; torch does not compress.

    Raises:
        WeightsError: the archive is one of these.
        zipfile.BadZipFile: the file is not an archive.
    """
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    if any(re.search(r"(^|/)(constants\.pkl|code/)", member.filename) for member in members):
        raise WeightsError(
            "{file} is a TorchScript program, not plain weights, so it was not opened. Nothing was changed; get the "
            "weights as a safetensors file or as a plain state dict.",
            file=path.name,
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > path.stat().st_size:
        raise WeightsError(
            "{file} says that it unpacks to {size:.1f} GB, so it was not opened: weight files are not packed. "
            "Nothing was changed; get the file again.",
            file=path.name,
            size=unpacked / 1e9,
        )


def check_tensors(path: Path, tensors: Iterable[tuple[str, torch.Tensor]]) -> None:
    """Reject tensors that are not plain arrays of real numbers, or that claim more numbers than are stored.

    Raises:
        WeightsError: names the first such tensor.
    """
    for key, value in tensors:
        plain = value.layout is torch.strided and value.device.type == "cpu"
        if not plain or value.is_quantized or value.is_complex() or value.is_nested:
            raise WeightsError(
                "{file} holds weights in a form that cannot be used (sparse, quantised or complex: {key}). Nothing "
                "was changed; get them as plain numbers.",
                file=path.name,
                key=key,
            )
        if value.numel() * value.element_size() > value.untyped_storage().nbytes():
            raise WeightsError(
                "{file} says that {key} has {n:# number|# numbers} but does not hold {n:it|them}. "
                "Nothing was changed; get the file again.",
                file=path.name,
                key=key,
                n=value.numel(),
            )


def check_architecture(path: Path, name: str, tensors: Iterable[torch.Tensor]) -> None:
    """Reject a vision transformer that is larger than the content of a file, before it is built.

    Args:
        path: the file, for the message.
        name: name of an architecture; only those of vision transformers are checked, since others have fixed sizes.
        tensors: the tensors of the file.

    Raises:
        ArchitectureError: it has more layers than the file has weights for, or takes images that are too large.
    """
    found = _VIT.fullmatch(name)
    if found is None:
        return
    width, layers, patch, size = (int(part) if part else 224 for part in found.groups())
    stored = {
        value.untyped_storage().data_ptr(): value.untyped_storage().nbytes() // value.element_size()
        for value in tensors  # many tensors can be views of the same numbers
    }
    if layers * _PER_LAYER * width * width > sum(stored.values()) or not 1 <= patch <= size <= _LARGEST_INPUT:
        raise ArchitectureError(
            "{file} does not hold the network that it names ({architecture}). Nothing was changed; get the weights "
            "of a published backbone.",
            file=path.name,
            architecture=name,
        )
