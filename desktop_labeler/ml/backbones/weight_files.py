"""Weight files: reads their tensors and never runs code that they contain."""

import argparse
import pickle
import re
import struct
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file

from desktop_labeler.errors import WeightsError, refusal
from desktop_labeler.ml.backbones.networks import Weights
from desktop_labeler.ml.backbones.weight_limits import check_archive, check_tensors, size_of

_OLD_TORCH = b"\x80\x02\x8a\nl\xfc\x9cF"  # the first bytes of files of torch before 1.6


# What torch and pickle raise for files without weights: nearly any exception, none of which is a bug of this program.
_DAMAGED = (
    RuntimeError,
    EOFError,
    ValueError,
    LookupError,
    OSError,
    AttributeError,
    TypeError,
    ArithmeticError,
    AssertionError,
    MemoryError,
    struct.error,
    zipfile.BadZipFile,
)


class InertDict(dict[str, object]):
    """Stands in for the settings dictionaries that Lightning stores beside the weights."""


# Types that published checkpoints hold beside tensors: settings and last scores. None of them can run code.
_HARMLESS: list[object] = [
    argparse.Namespace,
    (InertDict, "pytorch_lightning.utilities.parsing.AttributeDict"),
    (InertDict, "lightning.pytorch.utilities.parsing.AttributeDict"),
    (InertDict, "lightning_fabric.utilities.data.AttributeDict"),
    (InertDict, "lightning.fabric.utilities.data.AttributeDict"),
]


def read_tensors(path: Path) -> Weights:
    """Return a network's weights from a file in safetensors format or a checkpoint of torch.

    From a checkpoint with several networks (DINO's teacher and student) the one that is meant for use is taken; other
    content (optimizer, settings) is left out.

    Args:
        path: the file. It is mapped into memory instead of being read as a whole if its format allows that.

    Returns:
        Tensors by their key in the file; the keys of a teacher start with “teacher.”.

    Raises:
        WeightsError: the file is missing, too large, truncated, not a weight file, or contains code (which is not run).
    """
    content = _open(path)
    found = _network_in(content)
    check_tensors(path, found.items())
    if not found:
        raise WeightsError(
            "{file} has no network weights in it. Nothing was changed; choose another file.", file=path.name
        )
    return found


def _open(path: Path) -> Mapping[str, object]:
    try:
        size = size_of(path)
        with path.open("rb") as file:
            head = file.read(9)
    except FileNotFoundError as error:
        raise WeightsError("There is no file {path}. Nothing was changed; check the path.", path=path) from error
    except OSError as error:
        raise WeightsError(
            "{file} cannot be read ({reason}). Nothing was changed; choose another file.",
            file=path.name,
            reason=refusal(error),
        ) from error
    if size < len(head) or size < 16:
        raise WeightsError(
            "{file} is empty or cut off ({size} bytes). Nothing was changed; get the file again.",
            file=path.name,
            size=size,
        )
    if head[8:9] == b"{" and struct.unpack("<Q", head[:8])[0] < size:
        return _safetensors(path)
    if path.suffix == ".safetensors":
        raise WeightsError(
            "{file} is not a complete safetensors file. Nothing was changed; get the file again.", file=path.name
        )
    if not _is_archive(path) and not head.startswith(_OLD_TORCH):
        raise WeightsError(
            "{file} is cut off, damaged or no weight file. Nothing was changed; choose another file.", file=path.name
        )
    return _torch(path)


def _is_archive(path: Path) -> bool:
    try:
        return zipfile.is_zipfile(path)
    except zipfile.BadZipFile:  # its end says that other files belong to it
        return False


def _safetensors(path: Path) -> Mapping[str, object]:
    try:
        return dict(load_file(path))
    except (SafetensorError, OSError) as error:
        raise WeightsError(
            "{file} is damaged or cut off ({reason}). Nothing was changed; get the file again.",
            file=path.name,
            reason=error,
        ) from error


def _torch(path: Path) -> Mapping[str, object]:
    try:
        if zipped := _is_archive(path):
            check_archive(path)
        with torch.serialization.safe_globals(_HARMLESS), warnings.catch_warnings():  # type: ignore[arg-type]
            warnings.simplefilter("ignore")  # warnings about unusual content; unusable content raises an error below
            content = torch.load(path, map_location="cpu", weights_only=True, mmap=zipped)
    except pickle.UnpicklingError as error:
        raise _not_tensors(path, error) from error
    except _DAMAGED as error:
        raise WeightsError(
            "{file} is cut off, damaged or no weight file ({reason}). Nothing was changed; get the file again.",
            file=path.name,
            reason=_first_line(error),
        ) from error
    if not isinstance(content, Mapping):
        raise WeightsError(
            "{file} holds a {kind}, not the weights of a network. Nothing was changed; choose another file.",
            file=path.name,
            kind=type(content).__name__,
        )
    return content


def _not_tensors(path: Path, error: pickle.UnpicklingError) -> WeightsError:
    named = re.search(r"(?:GLOBAL|class|function) ([\w.]+\.\w+)", str(error))
    if named:
        return WeightsError(
            "{file} holds more than tensors ({content}): it could run program code, so it was not opened. "
            "Nothing was changed; get the weights as a safetensors file or as a plain state dict.",
            file=path.name,
            content=named[1],
        )
    return WeightsError(
        "{file} is damaged or no weight file ({reason}). Nothing was changed; get the file again.",
        file=path.name,
        reason=_first_line(error),
    )


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:120] if lines else type(error).__name__


# Keys under which training programs store the network, in order of preference: DINO's teacher, averaged, plain weights.
_PLACES = (
    "teacher",
    "state_dict_ema",
    "model_ema",
    "ema",
    "state_dict",
    "online_network_state_dict",
    "classy_state_dict",
    "base_model",
    "model",
    "network",
    "net",
    "encoder",
    "backbone",
    "trunk",
    "module",
    "student",
    "target_network_state_dict",
    "params",
)


def _network_in(content: Mapping[str, object], depth: int = 0) -> Weights:
    found = {key: value for key, value in content.items() if isinstance(value, torch.Tensor) and isinstance(key, str)}
    if len(found) > 1 or depth > 4:
        return found
    for place in _PLACES:
        inside = content.get(place)
        if isinstance(inside, Mapping):
            weights = _network_in(inside, depth + 1)
            if len(weights) > 1:
                return {f"teacher.{key}": value for key, value in weights.items()} if place == "teacher" else weights
    return found if len(found) > 1 else {}
