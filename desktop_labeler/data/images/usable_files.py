"""The usable image files of a project one after another, without holding all of them in memory."""

from collections.abc import Iterator

from desktop_labeler.data.images.image_files import ONLY_PARTS, KnownImage
from desktop_labeler.data.project.project_file import Project

_BLOCK = 5_000


def usable_files(project: Project) -> Iterator[KnownImage]:
    """Yield every usable file by id, also one that only holds parts; other statements may run in between.

    Raises:
        ProjectError: the file cannot be read.
    """
    last = 0
    while some := project.read(
        KnownImage,
        "SELECT id, folder_id, path, size, mtime_ns, sha256 FROM image WHERE id > ? AND holder IS NULL AND "
        "(problem IS NULL OR problem = ?) ORDER BY id LIMIT ?",
        (last, ONLY_PARTS, _BLOCK),
    ):
        yield from some
        last = some[-1].id
