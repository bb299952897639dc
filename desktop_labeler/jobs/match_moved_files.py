"""Which image has which file after files were renamed, moved or exchanged: by content, then by what stayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from desktop_labeler.data.images.image_files import FileNow, KnownImage


@dataclass(frozen=True)
class Matches:
    """What became of images whose file is not what it was.

    Attributes:
        moved: image id and the file that has its content now.
        changed: images whose own file has another content, which is no other image's.
        gone: ids of images whose content is nowhere.
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
    found = _found(wanting, files, content)
    taken = {file.path for file in found.values()}
    changed_here = [(image, file) for image, file in changed if image.id not in found and file.path not in taken]
    kept = {image.id for image, _ in changed_here}
    gone = [image for image in wanting if image.id not in found and image.id not in kept]
    # A changed file whose image went elsewhere, and that nobody took, is a new image.
    left = [file for image, file in changed if image.id in found and file.path not in taken]
    return Matches(
        moved=list(found.items()),
        aside=[(image.id, _aside(image)) for image in gone if image.path in taken],
        changed=changed_here,
        gone=[image.id for image in gone],
        new=[file for file in [*new, *left] if file.path not in taken],
    )


def _aside(image: KnownImage) -> FileNow:
    """Return a path for an image whose file was overwritten by another image's: a path belongs to one image only."""
    return FileNow(image.folder_id, f"{image.path} (gone {image.id})", image.size, image.mtime_ns)


def _found(
    wanting: Sequence[KnownImage], files: Mapping[str, FileNow], content: Mapping[str, bytes]
) -> dict[int, FileNow]:
    """Return the new file of each image that has one; of copies, the one with the same name first."""
    by_content: dict[object, list[FileNow]] = {}
    for file in files.values():
        for key in (content.get(file.path), _trace(file)):
            if key is not None:
                by_content.setdefault(key, []).append(file)
    found: dict[int, FileNow] = {}
    taken: set[str] = set()
    for same_name in (True, False):
        for image in wanting:
            key = image.sha256 if image.sha256 is not None else _trace(image)
            free = [file for file in by_content.get(key, ()) if file.path not in taken]
            if same_name:
                free = [file for file in free if _name(file) == _name(image)]
            if free and image.id not in found:
                found[image.id] = free[0]
                taken.add(free[0].path)
    return found


def _trace(file: FileNow | KnownImage) -> tuple[str, int, int]:
    return _name(file), file.size, file.mtime_ns


def _name(file: FileNow | KnownImage) -> str:
    return PurePosixPath(file.path).name
