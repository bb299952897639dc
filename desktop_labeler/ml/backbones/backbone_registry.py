"""The backbone registry: lists, imports, removes and opens backbones by name or file."""

import json
import re
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import cast

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from desktop_labeler.errors import LabelerError, UnknownBackboneError, WeightsError, refusal
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import patch_network, patches
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo, Kind
from desktop_labeler.ml.backbones.checkpoints import Checkpoint, read_checkpoint
from desktop_labeler.ml.backbones.networks import Preprocessing, download
from desktop_labeler.ml.backbones.packaged_files import damaged_files, is_intact
from desktop_labeler.ml.backbones.sealed_weights import is_damaged, seal, unsealed
from desktop_labeler.ml.hardware.devices import Device, choose_device, cpu_device
from desktop_labeler.paths import data_dir, resource

PHOTO = "photo"  # name of the default backbone of new projects
STARTER = "starter"
_IN_THE_BOX = (PHOTO, STARTER)
BUILT_IN = BackboneInfo(
    patches.NAME,
    "built-in, weak",
    patch_network.LAYOUT.numbers(patch_network.DIM),
    patch_network.LAYOUT.input,
    Message("small patches learnt from the folder"),
)
_CARD = "desktop_labeler"  # the entry of a safetensors header that describes the weights


def backbones_dir() -> Path:
    """Return the folder of imported backbones; it is created if missing."""
    folder = data_dir() / "backbones"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def starter_file() -> Path | None:
    """Return the file of the starter that comes with the program; None if it is missing or damaged."""
    return _carried_file(STARTER)


def default_name() -> str:
    """Return the name of the default backbone: the first packaged one with an intact file, else the built-in one."""
    return next((name for name in _IN_THE_BOX if _carried_file(name) is not None), patches.NAME)


def check_carried() -> list[Backbone]:
    """Open the backbones that come with the program.

    Raises:
        LabelerError: one of them, or a graph that one of them is computed with, is missing or damaged.
    """
    opened = [open_backbone(name, cpu_device()) for name in _IN_THE_BOX]
    if damaged := damaged_files(resource("backbones")):
        raise WeightsError(
            "{file}, which comes with the program, is missing or damaged and is not used. Labels and vectors are "
            "safe. Install the program again.",
            file=damaged[0],
        )
    return opened


def _carried_file(name: str) -> Path | None:
    """Return the file of a backbone that comes with the program; None if it is missing or not what was shipped."""
    file = resource("backbones", f"{name}.safetensors")
    return file if is_intact(file) else None


def _carried() -> list[Path]:
    """Return the files of the backbones that come with the program, the default first."""
    files = sorted(resource("backbones").glob("*.safetensors"))
    return sorted(
        files, key=lambda file: _IN_THE_BOX.index(file.stem) if file.stem in _IN_THE_BOX else len(_IN_THE_BOX)
    )


def list_backbones(folder: Path | None = None) -> list[BackboneInfo]:
    """Return all backbones: packaged ones, the default first, then imported ones by name, then the built-in one.

    Damaged files in the folder are left out.

    Args:
        folder: folder of imported backbones; None for backbones_dir().
    """
    carried = [file for file in _carried() if is_intact(file)]
    own = [file for file in sorted((folder or backbones_dir()).glob("*.safetensors")) if not is_damaged(file)]
    found = [_card(file) for file in carried + own]
    return [info for info, _, _ in (card for card in found if card is not None)] + [BUILT_IN]


def import_backbone(
    file: Path, name: str, *, architecture: str | None = None, folder: Path | None = None
) -> tuple[BackboneInfo, Checkpoint]:
    """Copy the weights of a checkpoint into the folder of imported backbones, as safetensors, if they fit.

    Args:
        file: the checkpoint; it is only read.
        name: an unused name of letters, digits, dots, dashes and underscores, or that of a backbone whose file is
            damaged, which is replaced.
        architecture: the network that the weights are for; None guesses it.
        folder: folder of imported backbones; None for backbones_dir().

    Returns:
        The backbone, and what was found in the file (layout, missing and unexpected keys).

    Raises:
        WeightsError: the file cannot be used.
        LabelerError: the name cannot be used.
    """
    folder = folder or backbones_dir()
    target = _place(folder, name)
    if (target.exists() and not is_damaged(target)) or name in {
        *_IN_THE_BOX,
        patches.NAME,
        *(file.stem for file in _carried()),
    }:
        raise LabelerError(
            "There is already a backbone named “{name}”. Nothing was changed; choose another name.", name=name
        )
    _refuse_damaged(file)
    card = _card(file) if architecture is None else None  # a copy of a trained one sees images as it was taught to
    network, dim, preprocessing, found = read_checkpoint(file, card[1] if card else architecture)
    preprocessing = card[2] if card else preprocessing
    info = BackboneInfo(name, "imported", dim, preprocessing.size, _imported(file, found))
    save_backbone(target, network, info, found.architecture, preprocessing)
    return info, found


def save_backbone(
    file: Path, network: nn.Module, info: BackboneInfo, architecture: str, preprocessing: Preprocessing
) -> None:
    """Write weights, their description and the sum of both to a file, completely or not at all.

    Args:
        file: the file to write, ending in .safetensors.
        network: a network of networks.build, with its weights.
        info: name and description of the backbone.
        architecture: the name for networks.build.
        preprocessing: preprocessing of its images.

    Raises:
        LabelerError: the disk is full or the folder cannot be written.
    """
    said = asdict(info) | {"source": info.source.stored()}
    card = {"info": said, "architecture": architecture, "preprocessing": asdict(preprocessing)}
    weights = {key: value.detach().cpu().contiguous().clone() for key, value in network.state_dict().items()}
    part = file.with_suffix(".part")
    try:
        save_file(weights, part, metadata={_CARD: json.dumps(card)} | unsealed())
        seal(part)
        part.replace(file)
    except (OSError, SafetensorError) as error:
        with suppress(OSError):  # where nothing can be removed, nothing was written
            part.unlink(missing_ok=True)
        raise LabelerError(
            "The backbone could not be written to {folder} ({reason}). Nothing was changed; free space and try again.",
            folder=file.parent,
            reason=refusal(error),
        ) from error


def weights_size(name: str, folder: Path | None = None) -> int:
    """Return the size in bytes of the file of an imported or trained backbone; 0 for one that has none here."""
    try:
        return _place(folder or backbones_dir(), name).stat().st_size
    except OSError:
        return 0


def remove_backbone(name: str, folder: Path | None = None) -> None:
    """Delete an imported backbone; embeddings that were computed with it stay in their projects.

    Raises:
        LabelerError: there is no backbone of that name, or it cannot be deleted.
    """
    file = _place(folder or backbones_dir(), name)
    try:
        file.unlink()
    except FileNotFoundError as error:
        raise UnknownBackboneError(
            "There is no imported backbone named “{name}”. Nothing was changed; choose one that is here.", name=name
        ) from error
    except OSError as error:
        raise LabelerError(
            "{file} cannot be deleted ({reason}). Nothing was changed.", file=file, reason=refusal(error)
        ) from error


def open_backbone(
    name_or_file: str | Path,
    device: Device | None = None,
    *,
    architecture: str | None = None,
    allow_download: bool = False,
    folder: Path | None = None,
) -> Backbone:
    """Open a backbone for embedding.

    Args:
        name_or_file: "photo", "starter", the name of an imported backbone, a weight file, or (only with allow_download)
            an architecture of torchvision or "timm:…", whose published weights are then downloaded by that library.
        device: the device to run it on; None chooses one.
        architecture: the network of a weight file; None takes it from the file's description or guesses it.
        allow_download: whether the person asked for the download.
        folder: folder of imported backbones; None for backbones_dir().

    Raises:
        LabelerError: there is no such backbone, or its weights cannot be used. The built-in one must be fitted first,
            by patches.fit_patches or by the job that computes embeddings.
    """
    device = device or choose_device()
    name = str(name_or_file)
    file = _file_of(name_or_file, folder or backbones_dir())
    if name in _IN_THE_BOX and file is None:
        raise WeightsError(
            "The file of the embedding {name}, which comes with the program, is missing or damaged. Labels and "
            "vectors are safe. Install the program again, or choose another embedding.",
            name=name,
        )
    if file is not None:
        _refuse_damaged(file)
        return _open_file(file, name, architecture, device)
    if not allow_download:
        raise UnknownBackboneError(
            "There is no backbone or weight file named “{name}” here, and nothing is downloaded unless "
            "asked for. Import a weight file, or choose a backbone that is here.",
            name=name,
        )
    network, dim, preprocessing = download(name)
    kind: Kind = "timm" if name.startswith("timm:") else "torchvision"
    source = Message("published weights, downloaded by {library}", library=kind)
    info = BackboneInfo(name, kind, dim, preprocessing.size, source)
    return Backbone(network, info, preprocessing, device, architecture=name)


def _file_of(name_or_file: str | Path, folder: Path) -> Path | None:
    name = str(name_or_file)
    if name in _IN_THE_BOX:
        return _carried_file(name)
    if re.fullmatch(r"[\w.-]+", name):
        imported = folder / f"{name}.safetensors"
        if known := imported if imported.is_file() else _carried_file(name):
            return known
    file = Path(name_or_file)
    return file if file.is_file() else None


def _refuse_damaged(file: Path) -> None:
    if is_damaged(file):
        raise WeightsError(
            "The weight file {name} is damaged: its content is not what was written, so it is not used. Labels and "
            "vectors are safe. Get the file again, train a new embedding, or choose another one.",
            name=file.name,
        )


def _open_file(file: Path, name: str, architecture: str | None, device: Device) -> Backbone:
    card = _card(file)
    if card is None:
        network, dim, preprocessing, found = read_checkpoint(file, architecture)
        info = BackboneInfo(file.stem, "imported", dim, preprocessing.size, _imported(file, found))
        return Backbone(network, info, preprocessing, device, architecture=found.architecture)
    info, built, preprocessing = card
    network, dim, _, _ = read_checkpoint(file, built)
    if dim != info.dim:
        raise WeightsError(
            "The backbone “{name}” gives {dim} values, its card says {said}. Import it again.",
            name=name,
            dim=dim,
            said=info.dim,
        )
    return Backbone(network, info, preprocessing, device, architecture=built)


def _imported(file: Path, found: Checkpoint) -> Message:
    return Message("{file} ({layout})", file=file.name, layout=found.layout)


def _card(file: Path) -> tuple[BackboneInfo, str, Preprocessing] | None:
    """Return the description in a file written by save_backbone; None for other files and damaged ones."""
    try:
        with safe_open(file, framework="pt") as header:
            card = parse_json((header.metadata() or {}).get(_CARD, "null"))
        if card is None:
            return None
        shape = card["preprocessing"] | {key: tuple(card["preprocessing"][key]) for key in ("mean", "std")}
        info = card["info"] | {"source": Message.read(card["info"]["source"])}
        return BackboneInfo(**info), cast(str, card["architecture"]), Preprocessing(**shape)
    except (SafetensorError, OSError, ValueError, TypeError, KeyError):
        return None  # reported when the file is opened


def _place(folder: Path, name: str) -> Path:
    if not re.fullmatch(r"\w[\w.-]{0,63}", name):
        raise LabelerError(
            "“{name}” cannot be the name of a backbone: use letters, digits, dots and dashes, at most 64. "
            "Nothing was changed.",
            name=name,
        )
    return folder / f"{name}.safetensors"
