"""A tree with splits, `train|val|test/<class>/<image>`, as Ultralytics reads it; groups are never torn apart."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.formats.export_tree import ClassFolders, class_folder, own_place, place
from desktop_labeler.data.formats.imagefolder import EXCLUDED, split_records
from desktop_labeler.data.formats.incoming_files import SPLIT_WORDS, folders_in
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

SPLITS = ("train", "val", "test")


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the labelled images; those without a class are left out, since every folder is a class here."""
    out.mkdir()
    chosen = []
    for image in images:
        if image.label is None:
            yield Written(image.path, EXCLUDED if image.state == State.EXCLUDED else Message("it has no label"))
        else:
            chosen.append(image)
    if not chosen:
        raise FormatError("No image has a label, and this format holds labelled ones only. Nothing was written.")
    labels = [image.label or "" for image in chosen]
    parts = split_images([image.path for image in chosen], labels, [image.group for image in chosen], options)
    folders = ClassFolders()
    for image, part in zip(chosen, parts.tolist(), strict=True):
        folder = folders.folder(out / SPLITS[part], image.label)
        yield place(image, folder / own_place(image, class_folder(image.label)), options.link)


def split_images(
    paths: Sequence[str], labels: Sequence[str], groups: Sequence[str | None], options: Options
) -> IntArray:
    """Divide images into parts: whole groups first, by what each class still lacks, then single images class by class.

    Args:
        paths: unique; the result depends on them, not on their order.
        labels: the class of each image.
        groups: images of one group stay together; None is a group of its own.
        options: `shares` and `seed`.

    Returns:
        (N,) the part of each image, 0 to len(shares) − 1.

    Raises:
        ValueError: shares that are negative or do not sum to 1.
    """
    shares = np.asarray(options.shares, float)
    if (shares < 0).any() or abs(shares.sum() - 1) > 1e-6:
        raise ValueError(f"shares {options.shares} must be at least 0 and sum to 1, not {shares.sum()}")
    rng = np.random.default_rng(options.seed)
    order = rng.permutation(len(paths))
    by_path = np.argsort(np.asarray(paths, dtype=object), kind="stable") if paths else np.empty(0, np.int64)
    shuffled = by_path[order]
    names = sorted(set(labels))
    numbers = np.searchsorted(np.asarray(names, dtype=object), np.asarray(labels, dtype=object)) if names else order
    parts = np.full(len(paths), -1, np.int64)
    lacking = shares * np.bincount(numbers, minlength=len(names))[:, None] if names else np.empty((0, len(shares)))
    _place_groups(parts, _members(shuffled, groups), numbers, lacking)
    for number in range(len(names)):
        single = shuffled[(numbers[shuffled] == number) & (parts[shuffled] < 0)]
        parts[single] = np.repeat(np.arange(len(shares)), _whole(np.maximum(lacking[number], 0), len(single)))
    return parts


def _members(shuffled: IntArray, groups: Sequence[str | None]) -> list[list[int]]:
    """Return the images of each group, largest group first; equal ones in the shuffled order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for image in shuffled.tolist():
        group = groups[image]
        if group is not None:
            found[group].append(image)
    return sorted(found.values(), key=len, reverse=True)


def _place_groups(parts: IntArray, members: list[list[int]], numbers: IntArray, lacking: np.ndarray) -> None:
    """Put each group where its classes lack most, relative to what that part should get; updates parts and lacking."""
    wanted = np.maximum(lacking.copy(), 1e-9)  # (C, parts)
    for images in members:
        counts = np.bincount(numbers[images], minlength=len(lacking)).astype(float)  # (C,)
        need = (counts[:, None] * (lacking / wanted)).sum(0)
        need[wanted.sum(0) < 1e-6] = -np.inf  # a share of nothing gets nothing
        part = int(need.argmax())
        parts[images] = part
        lacking[:, part] -= counts


def _whole(weights: np.ndarray, count: int) -> IntArray:
    """Divide a count by weights into whole numbers: the largest remainders get what is left."""
    total = weights.sum()
    exact = weights / total * count if total > 0 else np.eye(len(weights))[0] * count
    floors: IntArray = np.floor(exact + 1e-9).astype(np.int64)
    for part in np.argsort(floors - exact, kind="stable")[: count - int(floors.sum())]:
        floors[part] += 1
    return floors


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read the class from the folder below the split; a tree without splits is refused.

    Raises:
        FormatError: as for ImageFolder, or none of train, val, test is there.
    """
    parts = [folder for folder in folders_in(root) if folder.name.lower() in SPLIT_WORDS]
    if not parts:
        raise FormatError(
            "{folder} has none of the folders train, val, test. Nothing was changed. For a tree without "
            "them choose the format “Class folders (ImageFolder)”.",
            folder=root,
        )
    others = [folder.name for folder in folders_in(root) if folder not in parts]
    if others:
        reading.notes.append(Message("These folders are no parts of a split and were left out: {names}.", names=others))
    return split_records(parts, root)
