"""Match images to files that were renamed, moved or swapped: by content, then by what stayed the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from desktop_labeler.data.images.image_files import FileNow, KnownImage


@dataclass(frozen=True)
class Matches:
    """The result for images whose file has changed.

    Attributes:
        moved: image id and the file that has its content now.
        changed: images whose own file has another content, which is no other image's.
        gone: ids of images whose content was not found.
        aside: those of them whose path another image took, with a path to keep.
        new: files that belong to no image yet.
    """

    moved: list[tuple[int, FileNow]]
    changed: list[tuple[KnownImage, FileNow]]
    gone: list[int]
    aside: list[tuple[int, FileNow]]
    new: list[FileNow]


def match_files(
    lost: Sequence[KnownImage],
    changed: Sequence[tuple[KnownImage, FileNow]],
    new: Sequence[FileNow],
    content: Mapping[str, bytes],
) -> Matches:
    """Find the file of each image by content.

    An image that was never identified is found by file name, size and time together.

    Args:
        lost: images without a file.
        changed: images whose file has another content than before.
        new: files that are no image yet.
        content: SHA-256 of the files by path, of all that may match.

    Returns:
        Every image and every file once. No two images have one path, also when files were exchanged.
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
        if image.path in free:  # its own file, with another content
            kept.append((image, free.pop(image.path)))
        else:
            gone.append(image)
    return Matches(
        moved=list(moved.items()),
        changed=kept,
        gone=[image.id for image in gone],
        aside=[(image.id, _aside(image)) for image in gone if image.path in taken],
        new=list(free.values()),
    )


def _aside(image: KnownImage) -> FileNow:
    """Return a path for an image whose file was overwritten by another image's: a path belongs to one image only."""
    return FileNow(image.folder_id, f"{image.path} (gone {image.id})", image.size, image.mtime_ns)


def _by_content(
    wanting: Sequence[KnownImage], files: Iterable[FileNow], content: Mapping[str, bytes]
) -> dict[int, FileNow]:
    """Return the file of each image that has one; of copies, the one with the image's own name first."""
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
