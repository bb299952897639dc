"""Matches images to files that were renamed, moved or swapped: by content, else by name, size and time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import PurePosixPath
from typing import NamedTuple

from desktop_labeler.data.images.files.image_files import FileNow, KnownImage

_COMPARED = 100  # files of the same content, so that ten thousand empty ones are matched at once


class Copied(NamedTuple):
    """An image that is gone from its place, with the file taken for it and another one of the same content."""

    image: KnownImage
    taken: FileNow
    other: FileNow


@dataclass(frozen=True)
class Matches:
    """Which file belongs to which image after a scan; every image and every file occurs once.

    Attributes:
        moved: ids of images, each with the file that has its content now.
        changed: images whose own file has new content that belongs to no other image.
        gone: ids of images whose content was not found.
        displaced: those of `gone` whose path now belongs to another image, each with a path to store instead.
        new: files that belong to no image yet.
        copied: images that were found in several places at once: their id, the place that was taken, and another one.
    """

    moved: list[tuple[int, FileNow]]
    changed: list[tuple[KnownImage, FileNow]]
    gone: list[int]
    displaced: list[tuple[int, FileNow]]
    new: list[FileNow]
    copied: list[Copied] = field(default_factory=list)


def match_files(
    lost: Sequence[KnownImage],
    changed: Sequence[tuple[KnownImage, FileNow]],
    new: Sequence[FileNow],
    content: Mapping[str, bytes],
) -> Matches:
    """Find the file of each image by content.

    An image whose content was never hashed is found by its file name, size and time together. Among identical files,
    one with the name of the image is preferred, then the one in the nearest folder.

    Args:
        lost: images without a file.
        changed: images whose file has other content than before, with that file.
        new: files that belong to no image yet.
        content: SHA-256 by path, for every file that may match.

    Returns:
        Every image and every file once. No two images have the same path, even if files were swapped.
    """
    files = {file.path: file for file in [*new, *(file for _, file in changed)]}
    wanting = [*lost, *(image for image, _ in changed)]
    candidates = _candidates(files.values(), content)
    moved = _by_content(wanting, {trace: list(some) for trace, some in candidates.items()})
    taken = {file.path for file in moved.values()}
    free = {path: file for path, file in files.items() if path not in taken}
    kept: list[tuple[KnownImage, FileNow]] = []
    gone: list[KnownImage] = []
    for image in wanting:
        if image.id in moved:
            continue
        if image.path in free:  # its own file, with new content
            kept.append((image, free.pop(image.path)))
        else:
            gone.append(image)
    return Matches(
        moved=list(moved.items()),
        changed=kept,
        gone=[image.id for image in gone],
        displaced=[(image.id, _path_to_store(image)) for image in gone if image.path in taken],
        new=list(free.values()),
        copied=_copied(wanting, moved, candidates, free),
    )


def _copied(
    wanting: Sequence[KnownImage],
    moved: Mapping[int, FileNow],
    candidates: Mapping[object, Sequence[FileNow]],
    free: Mapping[str, FileNow],
) -> list[Copied]:
    found = []
    others: dict[object, FileNow | None] = {}
    for image in wanting:
        if image.id in moved:
            trace = image.sha256 or _trace(image)
            if trace not in others:
                others[trace] = next((file for file in candidates[trace] if file.path in free), None)
            other = others[trace]
            if other is not None:
                found.append(Copied(image, moved[image.id], other))
    return found


def _path_to_store(image: KnownImage) -> FileNow:
    """Return a path to store for an image whose path now belongs to another image, since paths are unique."""
    return FileNow(image.folder_id, f"{image.path} (gone {image.id})", image.size, image.mtime_ns)


def _candidates(files: Iterable[FileNow], content: Mapping[str, bytes]) -> dict[object, list[FileNow]]:
    """Return the files by their content, and by name, size and time."""
    candidates: dict[object, list[FileNow]] = defaultdict(list)
    for file in files:
        candidates[_trace(file)].append(file)
        if file.path in content:
            candidates[content[file.path]].append(file)
    return candidates


def _by_content(wanting: Sequence[KnownImage], candidates: Mapping[object, list[FileNow]]) -> dict[int, FileNow]:
    """Return the file of each image that was found, by image id; of copies, the one that is most like its place."""
    named: dict[object, list[FileNow]] = defaultdict(list)
    for trace, files in candidates.items():
        for file in files:
            named[trace, _name(file)].append(file)
    found: dict[int, FileNow] = {}
    taken: set[str] = set()
    for same_name in (True, False):
        for image in wanting:
            if image.id in found:
                continue
            trace = image.sha256 or _trace(image)
            rest = named[trace, _name(image)] if same_name else candidates.get(trace, [])
            nearest = _nearest(rest, image, taken)
            if nearest is not None:
                found[image.id] = nearest
                taken.add(nearest.path)
    return found


def _nearest(files: list[FileNow], image: KnownImage, taken: Collection[str]) -> FileNow | None:
    """Return the file in the nearest folder among the first that are not taken; those taken in front are dropped."""
    gone = next((place for place, file in enumerate(files) if file.path not in taken), len(files))
    del files[:gone]
    free = (file for file in files[:_COMPARED] if file.path not in taken)
    return min(free, key=lambda file: _distance(file, image), default=None)


def _distance(file: FileNow, image: KnownImage) -> int:
    """Return how many steps it is from the folder of an image to that of a file, up and down."""
    here, there = image.path.split("/")[:-1], file.path.split("/")[:-1]
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False)))
    return len(here) + len(there) - 2 * shared


def _trace(file: FileNow | KnownImage) -> tuple[str, int, int]:
    return _name(file), file.size, file.mtime_ns


def _name(file: FileNow | KnownImage) -> str:
    return PurePosixPath(file.path).name
