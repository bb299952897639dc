"""Matches images to files that were renamed, moved or swapped: by content, else by name, size and time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from desktop_labeler.data.images.image_files import FileNow, KnownImage


@dataclass(frozen=True)
class Matches:
    """Which file belongs to which image after a scan; every image and every file occurs once.

    Attributes:
        moved: ids of images, each with the file that has its content now.
        changed: images whose own file has new content that belongs to no other image.
        gone: ids of images whose content was not found.
        displaced: those of `gone` whose path now belongs to another image, each with a path to store instead.
        new: files that belong to no image yet.
    """

    moved: list[tuple[int, FileNow]]
    changed: list[tuple[KnownImage, FileNow]]
    gone: list[int]
    displaced: list[tuple[int, FileNow]]
    new: list[FileNow]


def match_files(
    lost: Sequence[KnownImage],
    changed: Sequence[tuple[KnownImage, FileNow]],
    new: Sequence[FileNow],
    content: Mapping[str, bytes],
) -> Matches:
    """Find the file of each image by content.

    An image whose content was never hashed is found by its file name, size and time together. Among identical files,
    one with the name of the image is preferred.

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
    moved = _by_content(wanting, files.values(), content)
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
    )


def _path_to_store(image: KnownImage) -> FileNow:
    """Return a path to store for an image whose path now belongs to another image, since paths are unique."""
    return FileNow(image.folder_id, f"{image.path} (gone {image.id})", image.size, image.mtime_ns)


def _by_content(
    wanting: Sequence[KnownImage], files: Iterable[FileNow], content: Mapping[str, bytes]
) -> dict[int, FileNow]:
    """Return the file of each image that was found, by image id; of copies, preferably one with the image's name."""
    candidates: dict[object, list[FileNow]] = defaultdict(list)
    for file in files:
        candidates[_trace(file)].append(file)
        if file.path in content:
            candidates[content[file.path]].append(file)
    found: dict[int, FileNow] = {}
    taken: set[str] = set()
    for same_name in (True, False):
        for image in wanting:
            if image.id in found:
                continue
            for file in candidates.get(image.sha256 or _trace(image), ()):
                if file.path not in taken and (not same_name or _name(file) == _name(image)):
                    found[image.id] = file
                    taken.add(file.path)
                    break
    return found


def _trace(file: FileNow | KnownImage) -> tuple[str, int, int]:
    return _name(file), file.size, file.mtime_ns


def _name(file: FileNow | KnownImage) -> str:
    return PurePosixPath(file.path).name
