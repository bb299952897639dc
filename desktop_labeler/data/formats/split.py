"""A folder tree with splits, `train|val|test/<class>/<image>`, as Ultralytics reads it; groups stay whole."""

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.formats.export_tree import ClassFolders, place
from desktop_labeler.data.formats.imagefolder import EXCLUDED, NO_LABEL, split_records
from desktop_labeler.data.formats.incoming_files import folders_in
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.images.files.class_folders import split_among
from desktop_labeler.data.images.parts.image_parts import split_path
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

SPLITS = ("train", "val", "test")


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the labelled images; images without a class are left out, since every folder is a class in this format."""
    out.mkdir()
    chosen = []
    for image in images:
        if image.label is None:
            yield Written(image.path, EXCLUDED if image.state == State.EXCLUDED else NO_LABEL)
        else:
            chosen.append(image)
    if not chosen:
        raise FormatError("No image has a label, and this format holds labelled ones only. Nothing was written.")
    labels = [image.label or "" for image in chosen]
    parts = split_images([image.path for image in chosen], labels, list(map(_group, chosen)), options)
    options.notes.extend(_lacking(labels, parts, options.fractions))
    folders = ClassFolders(options.classes)
    if options.empty_classes:
        for part, fraction in zip(SPLITS, options.fractions, strict=True):
            for name in options.classes if fraction else ():
                folders.folder(out / part, name)
    for image, part in zip(chosen, parts.tolist(), strict=True):
        folder = folders.folder(out / SPLITS[part], image.label)
        yield place(image, folder / folders.place_of(image), options.link)
    folders.write_names(out)


def _group(image: Outgoing) -> str | None:
    """Return the group of an image; the parts of one file are one group where nobody has given them another."""
    file, part = split_path(image.path)
    return image.group or (f"{file}#" if part is not None else None)


def _lacking(labels: Sequence[str], parts: IntArray, fractions: Sequence[float]) -> Iterator[Message]:
    """Yield a message for each part with a fraction above 0 that lacks images of some classes."""
    every = set(labels)
    for number, (name, fraction) in enumerate(zip(SPLITS, fractions, strict=True)):
        here = {label for label, part in zip(labels, parts.tolist(), strict=True) if part == number}
        if fraction > 0 and every - here:
            yield Message(
                "{part} has no image of {n:# class|# classes}, of which there are too few images or groups: {names}. "
                "Libraries that number classes by their folders count differently there; empty folders can be made.",
                part=name,
                n=len(every - here),
                names=sorted(every - here),
            )


def split_images(
    paths: Sequence[str], labels: Sequence[str], groups: Sequence[str | None], options: Options
) -> IntArray:
    """Divide images into parts: whole groups first, by what each class still lacks, then single images class by class.

    Every part gets an image of each class that has at least as many single images as there are parts; the first part
    gets an image of every class.

    Args:
        paths: unique paths; the result depends on them, but not on their order.
        labels: the class of each image.
        groups: the group of each image, which stays together; an image with None is on its own.
        options: `fractions` and `seed`.

    Returns:
        (N,) the index of each image's part, from 0 to len(fractions) − 1.

    Raises:
        ValueError: the fractions are negative or do not sum to 1.
    """
    fractions = np.asarray(options.fractions, float)
    if (fractions < 0).any() or abs(fractions.sum() - 1) > 1e-6:
        raise ValueError(f"fractions {options.fractions} must be at least 0 and sum to 1, not {fractions.sum()}")
    rng = np.random.default_rng(options.seed)
    order = rng.permutation(len(paths))
    by_path = np.argsort(np.asarray(paths, dtype=object), kind="stable") if paths else np.empty(0, np.int64)
    shuffled = by_path[order]
    names = sorted(set(labels))
    numbers = np.searchsorted(np.asarray(names, dtype=object), np.asarray(labels, dtype=object)) if names else order
    parts = np.full(len(paths), -1, np.int64)
    lacking = (
        fractions * np.bincount(numbers, minlength=len(names))[:, None] if names else np.empty((0, len(fractions)))
    )
    members = _members(shuffled, groups)
    _place_groups(parts, members, numbers, lacking)
    for number in range(len(names)):
        single = shuffled[(numbers[shuffled] == number) & (parts[shuffled] < 0)]
        there = np.bincount(parts[(numbers == number) & (parts >= 0)], minlength=len(fractions))
        counts = _one_each(_whole(np.maximum(lacking[number], 0), len(single)), there, fractions)
        parts[single] = np.repeat(np.arange(len(fractions)), counts)
    if fractions[0] > 0:
        _bring_to_first(parts, members, numbers, len(names))
    return parts


def _one_each(counts: IntArray, there: IntArray, fractions: np.ndarray) -> IntArray:
    """Give each part without images of a class one that another part can spare, beginning with the first part.

    Args:
        counts: (parts,) single images of the class.
        there: (parts,) images of the class that are already there as members of groups.
        fractions: (parts,) the fraction of all images that each part should get.

    Returns:
        (parts,) the new counts, with the same sum.
    """
    given = counts.copy()
    for part in np.flatnonzero(fractions > 0).tolist():
        if given[part] + there[part] == 0:
            rich = int(np.argmax(np.where(given + there > (part > 0), given, 0)))
            if given[rich] > 0 and (part == 0 or given[rich] + there[rich] > 1):
                given[rich] -= 1
                given[part] += 1
    return given


def _bring_to_first(parts: IntArray, members: list[list[int]], numbers: IntArray, count: int) -> None:
    """For each class that the first part lacks, move its smallest group there; groups stay whole."""
    for number in range(count):
        if not (parts[numbers == number] == 0).any():
            group = next((images for images in reversed(members) if (numbers[images] == number).any()), None)
            if group is not None:
                parts[group] = 0


def _members(shuffled: IntArray, groups: Sequence[str | None]) -> list[list[int]]:
    """Return the images of each group, largest group first; groups of equal size are in shuffled order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for image in shuffled.tolist():
        group = groups[image]
        if group is not None:
            found[group].append(image)
    return sorted(found.values(), key=len, reverse=True)


def _place_groups(parts: IntArray, members: list[list[int]], numbers: IntArray, lacking: np.ndarray) -> None:
    """Put each group into the part that lacks its classes most, relative to its target; update parts and lacking."""
    wanted = np.maximum(lacking.copy(), 1e-9)  # (C, parts)
    for images in members:
        counts = np.bincount(numbers[images], minlength=len(lacking)).astype(float)  # (C,)
        need = (counts[:, None] * (lacking / wanted)).sum(0)
        need[wanted.sum(0) < 1e-6] = -np.inf  # a part with a fraction of 0 gets nothing
        part = int(need.argmax())
        parts[images] = part
        lacking[:, part] -= counts


def _whole(weights: np.ndarray, count: int) -> IntArray:
    """Divide a count by weights into whole numbers; the largest remainders get what is left over."""
    total = weights.sum()
    exact = weights / total * count if total > 0 else np.eye(len(weights))[0] * count
    floors: IntArray = np.floor(exact + 1e-9).astype(np.int64)
    for part in np.argsort(floors - exact, kind="stable")[: count - int(floors.sum())]:
        floors[part] += 1
    return floors


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read the class of each file from the folder below the split; a tree without splits is refused.

    Raises:
        FormatError: as for ImageFolder, or the folder contains none of train, val and test.
    """
    named = split_among(folder.name for folder in folders_in(root))
    parts = [folder for folder in folders_in(root) if folder.name in named]
    if not parts:
        raise FormatError(
            "{folder} has none of the folders train, val, test. Nothing was changed. For a tree without "
            "them choose the format “Class folders (ImageFolder)”.",
            folder=root,
        )
    others = [folder.name for folder in folders_in(root) if folder not in parts]
    if others:
        reading.notes.append(
            Message("These folders are not parts of a split and were left out: {names}.", names=others)
        )
    return split_records(parts, root)
