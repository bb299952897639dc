"""Compares the files that a scan finds with the images of the project, and updates the image rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.images.files.walk import FoundFile, SkippedFile
from desktop_labeler.data.project.inner_paths import UNSAFE, is_inner
from desktop_labeler.data.project.project_file import Folder, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

MISSING = Message("missing").stored()  # the problem of an image whose file is missing
ONLY_PARTS = Message("only its parts are labelled").stored()  # that of a file which is no image of its own
DELETED = Message("This box was deleted.").stored()  # that of a box which is no image any more
REPLACED = Message("no longer in its file, which was replaced, cut or edited").stored()  # that of a page or frame
LEFT = f"('{DELETED}', '{REPLACED}')"  # the problems of parts that are stored beside others in their place


@dataclass(frozen=True)
class KnownImage:
    """What the project knows about an image's file; `sha256` is None until the file has been identified."""

    id: int
    folder_id: int
    path: str
    size: int
    mtime_ns: int
    sha256: bytes | None


@dataclass(frozen=True)
class FileNow:
    """An image file as the scan found it."""

    folder_id: int
    path: str
    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Identity:
    """The result of reading a whole file.

    `problem` is the reason why the file cannot be used, as a stored message; `note` says what is unusual about a file
    that can be used, `caution` what to take care of, `cut` which of its further pages are missing.
    """

    image: int
    size: int
    mtime_ns: int
    sha256: bytes | None
    width: int | None
    height: int | None
    problem: str | None
    note: Message | None = None
    caution: Message | None = None
    cut: Message | None = None


_KNOWN = "image.id, image.folder_id, image.path, image.size, image.mtime_ns, image.sha256"
# A row from an earlier scan of the same file, under another folder of the project, keeps its place.
_INSERT = (
    "INSERT INTO image (folder_id, path, size, mtime_ns, state, source, rejected, second) "
    "VALUES (?, ?, ?, ?, 0, 0, '', 0) ON CONFLICT (path) DO NOTHING"
)


def start_scan(project: Project) -> None:
    """Create the temporary tables for what this scan sees; they last as long as the connection."""
    with project.transaction() as db:
        for name in ("seen", "left_out"):
            db.execute(f"DROP TABLE IF EXISTS temp.{name}")
        db.execute("CREATE TEMP TABLE seen (path PRIMARY KEY, folder_id, size, mtime_ns) WITHOUT ROWID")
        db.execute("CREATE TEMP TABLE left_out (path PRIMARY KEY, folder_id, reason) WITHOUT ROWID")


def is_empty(project: Project, folder: Folder) -> bool:
    """Whether the project has no images from this folder yet."""
    return not project.rows("SELECT 1 FROM image WHERE folder_id = ? LIMIT 1", (folder.id,))


def is_emptied(project: Project, folder: Folder) -> bool:
    """Whether the project has images from this folder, but the scan found nothing at all there."""
    seen = project.rows(
        "SELECT 1 FROM seen WHERE folder_id = ?1 UNION SELECT 1 FROM left_out WHERE folder_id = ?1 ", (folder.id,)
    )
    there = project.rows("SELECT 1 FROM image WHERE folder_id = ? AND problem IS NOT ? LIMIT 1", (folder.id, MISSING))
    return bool(there) and not seen


def note_seen(
    project: Project, folder: Folder, found: Sequence[FoundFile], skipped: Sequence[SkippedFile], *, add: bool
) -> None:
    """Record a few thousand scanned files of a folder in one short transaction.

    Args:
        project: open for writing, after start_scan.
        folder: the folder in which the files were found.
        found: the image files.
        skipped: the files that cannot be used.
        add: whether to add an image row for each unknown file, with ids ascending in the order given.
    """
    with project.transaction() as db:
        if add:
            db.executemany(_INSERT, ((folder.id, *file) for file in found))
        db.executemany(
            "INSERT OR IGNORE INTO seen (path, size, mtime_ns, folder_id) VALUES (?, ?, ?, ?)",
            ((*file, folder.id) for file in found),
        )
        db.executemany(
            "INSERT OR REPLACE INTO left_out VALUES (?, ?, ?)",
            ((path, folder.id, reason.stored()) for path, reason in skipped),
        )


def add_images(project: Project, files: Sequence[FileNow]) -> None:
    """Add image rows for new files in one transaction."""
    with project.transaction() as db:
        db.executemany(_INSERT, ((file.folder_id, file.path, file.size, file.mtime_ns) for file in files))


def different_files(project: Project) -> list[tuple[KnownImage, FileNow]]:
    """Return the images whose file has a different size or time than before, in order of path."""
    rows = project.rows(
        f"SELECT {_KNOWN}, seen.folder_id, seen.path, seen.size, seen.mtime_ns FROM seen JOIN image USING (path) "
        "WHERE image.folder_id = seen.folder_id AND (image.size != seen.size OR image.mtime_ns != seen.mtime_ns) "
        "AND image.holder IS NULL ORDER BY image.path"
    )
    return [(KnownImage(*row[:6]), FileNow(*row[6:])) for row in rows]


def new_files(project: Project) -> list[FileNow]:
    """Return the scanned files that have no image row yet, in order of path."""
    return project.read(
        FileNow,
        "SELECT seen.folder_id, seen.path, seen.size, seen.mtime_ns FROM seen LEFT JOIN image USING (path) "
        "WHERE image.id IS NULL ORDER BY seen.path",
    )


def lost_images(project: Project, folders: Iterable[Folder]) -> list[KnownImage]:
    """Return the images of these folders whose file was not seen although its folder was readable, in order of path."""
    wanted = ",".join(str(folder.id) for folder in folders)
    lost = project.read(
        KnownImage,
        f"SELECT {_KNOWN} FROM image WHERE folder_id IN ({wanted}) AND holder IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM seen WHERE seen.path = image.path) "
        "AND NOT EXISTS (SELECT 1 FROM left_out WHERE left_out.path = image.path) ORDER BY path",
    )
    closed = tuple(project.read(str, "SELECT path FROM left_out WHERE path LIKE '%/' OR path = ''"))
    return [image for image in lost if not image.path.startswith(closed)] if closed else lost


def paths_of(project: Project, images: Sequence[int]) -> list[str]:
    """Return the paths of these images."""
    found = []
    for start in range(0, len(images), 500):
        numbers = ",".join(str(int(image)) for image in images[start : start + 500])
        found += project.read(str, f"SELECT path FROM image WHERE id IN ({numbers})")
    return found


def mark_missing(project: Project, images: Sequence[int]) -> None:
    """Mark these images as missing; one that had another problem is examined again when its file returns."""
    with project.transaction() as db:
        db.executemany(
            "UPDATE image SET sha256 = iif(problem IS NULL OR problem = ?3, sha256, NULL), problem = ?1 "
            "WHERE id = ?2 AND problem IS NOT ?1",
            ((MISSING, image, ONLY_PARTS) for image in images),
        )


def settle_seen(project: Project, folders: Iterable[Folder]) -> None:
    """Clear the problem of images whose file is back, and mark those whose file can no longer be used.

    The list of skipped files of these folders is replaced.
    """
    wanted = ",".join(str(folder.id) for folder in folders)
    with project.transaction() as db:
        db.execute(
            "UPDATE image SET problem = iif(part = '', ?2, NULL) WHERE problem IS NOT NULL AND (problem = ?1 OR "
            "sha256 IS NULL) AND holder IS NULL AND EXISTS (SELECT 1 FROM seen WHERE seen.path = image.path)",
            (MISSING, ONLY_PARTS),
        )
        db.execute(
            "UPDATE image SET problem = left_out.reason, sha256 = NULL FROM left_out WHERE left_out.path = image.path "
            f"AND image.folder_id IN ({wanted})"
        )
        _forget_skipped(project, {folder.id for folder in folders})
        db.execute(
            "INSERT OR REPLACE INTO skipped SELECT path, reason FROM left_out "
            "WHERE NOT EXISTS (SELECT 1 FROM image WHERE image.path = left_out.path)"
        )


def _forget_skipped(project: Project, scanned: set[int]) -> None:
    """Remove the skipped files of these folders; a file belongs to the folder with the longest matching prefix."""
    folders = sorted(project.folders(), key=lambda folder: len(folder.prefix), reverse=True)
    for path in project.read(str, "SELECT path FROM skipped"):
        owner = next((folder.id for folder in folders if path.startswith(folder.prefix)), None)
        if owner in scanned:
            project.db.execute("DELETE FROM skipped WHERE path = ?", (path,))


def store_same(project: Project, pairs: Sequence[tuple[KnownImage, FileNow]]) -> None:
    """Store the new time of files whose content has not changed."""
    with project.transaction() as db:
        db.executemany(
            "UPDATE image SET size = ?, mtime_ns = ? WHERE id = ?",
            ((file.size, file.mtime_ns, image.id) for image, file in pairs),
        )


def store_changed(project: Project, pairs: Sequence[tuple[KnownImage, FileNow]]) -> None:
    """Record that the content of files has changed: an image keeps its decisions and is identified again."""
    with project.transaction() as db:
        db.executemany(
            "UPDATE image SET size = ?, mtime_ns = ?, sha256 = NULL, width = NULL, height = NULL, "
            "problem = iif(part = '', ?, NULL) WHERE id = ?",
            ((file.size, file.mtime_ns, ONLY_PARTS, image.id) for image, file in pairs),
        )


def move_images(project: Project, moves: Sequence[tuple[int, FileNow]]) -> None:
    """Assign images the files that now have their content, in one transaction; images may swap paths."""
    with project.transaction() as db:
        # Two steps are needed because a path must be unique at all times; no file name contains a NUL.
        db.executemany("UPDATE image SET path = char(0) || id WHERE id = ?", ((image,) for image, _ in moves))
        db.executemany(
            "UPDATE image SET folder_id = ?, path = ?, size = ?, mtime_ns = ?, "
            "problem = iif(problem = ?, iif(part = '', ?, NULL), problem) WHERE id = ?",
            (
                (file.folder_id, file.path, file.size, file.mtime_ns, MISSING, ONLY_PARTS, image)
                for image, file in moves
            ),
        )


_UNREAD = f"sha256 IS NULL AND (problem IS NULL OR problem = '{ONLY_PARTS}') AND holder IS NULL"


def unidentified(project: Project, after: int, limit: int) -> list[KnownImage]:
    """Return up to `limit` usable images whose file has not been read as a whole, by id, starting after id `after`."""
    return project.read(
        KnownImage,
        f"SELECT {_KNOWN} FROM image WHERE id > ? AND {_UNREAD} ORDER BY id LIMIT ?",
        (after, limit),
    )


def count_unidentified(project: Project) -> int:
    """Return the total number of images that `unidentified` would return."""
    return project.number(f"SELECT count(*) FROM image WHERE {_UNREAD}")


def save_identities(project: Project, identities: Sequence[Identity]) -> None:
    """Store the results of reading files in one transaction."""
    with project.transaction() as db:
        db.executemany(
            "UPDATE image SET size = ?1, mtime_ns = ?2, sha256 = ?3, width = ?4, height = ?5, "
            "problem = coalesce(?6, iif(part = '', ?8, NULL)) WHERE id = ?7",
            (
                (each.size, each.mtime_ns, each.sha256, each.width, each.height, each.problem, each.image, ONLY_PARTS)
                for each in identities
            ),
        )


def save_unread(project: Project, folder: Folder, endings: Mapping[str, int]) -> None:
    """Store how many files of a folder are not read, by file suffix."""
    project.save_setting(f"unread/{folder.id}", dict(sorted(endings.items())))


def unread_endings(project: Project) -> dict[str, int]:
    """Return how many files in the project's folders are not read, by suffix ("" for none), most frequent first."""
    counts: Counter[str] = Counter()
    for folder in project.folders():
        stored = project.setting(f"unread/{folder.id}")
        if isinstance(stored, dict):
            counts.update({str(ending): int(count) for ending, count in stored.items()})
    return dict(counts.most_common())


def unread_note(endings: Mapping[str, int]) -> Message | None:
    """Return a message that says how many files are not read, or None if there are none."""
    if not endings:
        return None
    told = [
        Message("{n} × .{ending}", n=count, ending=ending) if ending else Message("{n} × without an ending", n=count)
        for ending, count in endings.items()
    ]
    return Message("Files that are not read: {counts}.", counts=told)


def skipped_files(project: Project) -> list[tuple[str, Message]]:
    """Return the path and reason of every unused file: one that never was an image, or is no longer usable."""
    found = project.rows(
        "SELECT path, reason FROM skipped UNION SELECT path, problem FROM image "
        "WHERE problem IS NOT NULL AND problem NOT IN (?, ?) AND holder IS NULL ORDER BY 1",
        (MISSING, ONLY_PARTS),
    )
    leading_out = project.read(
        str,
        "SELECT path FROM image WHERE problem IS NULL AND (path LIKE '/%' OR path LIKE '%..%' OR path LIKE '%//%' "
        "OR instr(path, char(0)) OR path LIKE '%:%' OR path LIKE './%' OR path LIKE '%/./%')",
    )
    listed = [(str(path), Message.read(str(reason))) for path, reason in found]
    return [*listed, *((path, UNSAFE) for path in leading_out if not is_inner(path))]


def has_usable_images(project: Project) -> bool:
    """Whether there is a usable image; takes no longer in a large project."""
    return bool(project.rows("SELECT 1 FROM image WHERE problem IS NULL LIMIT 1"))


def usable_images(project: Project) -> int:
    """Return how many images have a usable file."""
    return project.number("SELECT count(*) FROM image WHERE problem IS NULL")


def missing_images(project: Project, folders: Iterable[Folder] | None = None) -> int:
    """Return how many images have a missing file, or are no longer in their file: of these folders, or of all.

    Pages, frames and boxes whose file cannot be read count as well; such a file that is one image is a skipped file.
    """
    wanted = "" if folders is None else f"AND folder_id IN ({','.join(str(folder.id) for folder in folders)})"
    return project.number(
        "SELECT count(*) FROM image WHERE (problem IN (?1, ?2) OR (holder IS NOT NULL AND problem IS NOT NULL)) "
        f"AND problem != ?3 AND part IS NOT '' {wanted}",
        (MISSING, REPLACED, DELETED),
    )


def last_image(project: Project) -> int:
    """Return the id of the image that was added last; 0 without any."""
    return project.number("SELECT coalesce(max(id), 0) FROM image")


def images_since(project: Project, last: int) -> int:
    """Return how many images were added after the one with this id; a file that only holds parts is none."""
    return project.number("SELECT count(*) FROM image WHERE id > ? AND part IS NOT ''", (last,))


def count_images(project: Project, images: Sequence[int]) -> int:
    """Return how many of these rows are images, and no files that only hold parts."""
    found = 0
    for start in range(0, len(images), 500):
        numbers = ",".join(str(int(image)) for image in images[start : start + 500])
        found += project.number(f"SELECT count(*) FROM image WHERE id IN ({numbers}) AND part IS NOT ''")
    return found


def labelled_of(project: Project, files: Sequence[int]) -> list[str]:
    """Return the paths of these files and of boxes on them that have a label, in order; those on pages are left out."""
    found: list[str] = []
    for start in range(0, len(files), 500):
        numbers = ",".join(str(int(file)) for file in files[start : start + 500])
        found += project.read(
            str,
            f"SELECT path FROM image WHERE (id IN ({numbers}) OR holder IN ({numbers})) AND class_id IS NOT NULL "
            f"AND coalesce(problem, '') NOT IN {LEFT} AND coalesce(part, '') NOT LIKE 'page=%' "
            "AND coalesce(part, '') NOT LIKE 't=%'",
        )
    return sorted(found)


def shorter_sides(project: Project, limit: int) -> list[int]:
    """Return the shorter side, in pixels, of at most `limit` usable images whose size is known."""
    return project.read(
        int, "SELECT min(width, height) FROM image WHERE problem IS NULL AND width > 0 LIMIT ?", (limit,)
    )


def image_at(project: Project, path: str) -> int | None:
    """Return the id of the image with this path in the project, or None."""
    return next(iter(project.read(int, "SELECT id FROM image WHERE path = ?", (path,))), None)


def sample_images(project: Project, folder: Folder, count: int) -> list[KnownImage]:
    """Return up to `count` images of a folder that existed at the last scan, spread evenly over it."""
    return project.read(
        KnownImage,
        f"SELECT {_KNOWN} FROM image WHERE folder_id = ?1 AND problem IS NOT ?2 AND holder IS NULL AND id % max(1, "
        "(SELECT count(*) FROM image WHERE folder_id = ?1 AND holder IS NULL) / ?3) = 0 ORDER BY sha256 IS NULL, id "
        "LIMIT ?3",
        (folder.id, MISSING, count),
    )


def folders_with_images(project: Project, folder: Folder) -> Iterator[Path]:
    """Yield a folder of the project, and the folders below it that hold images of the project."""
    yield folder.path
    query = "SELECT DISTINCT rtrim(path, replace(path, '/', '')) FROM image WHERE folder_id = ?"
    for below in project.read(str, query, (folder.id,)):
        with suppress(ImageError):  # it leads out of its folder
            yield folder.file(below.rstrip("/"))
