"""What the folders of images say: which level of them is the class."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop_labeler.data.project.project_file import Project, State

_SPLITS = frozenset(["train", "training", "val", "valid", "validation", "test", "testing"])
_UNLABELLED = frozenset(["_unlabeled", "_unlabelled", "unlabeled", "unlabelled"])


@dataclass(frozen=True)
class FolderNames:
    """An image and the folders that it lies in, from the outermost below the project's folder inwards."""

    image: int
    folders: tuple[str, ...]

    def folder_at(self, level: int | None) -> str | None:
        """Return the folder of a level, 1 is the outermost; None above it or for no level."""
        return self.folders[level - 1] if level and level <= len(self.folders) else None

    def class_at(self, level: int) -> str | None:
        """Return the class that the folder of a level means, None for none or one that means "not labelled"."""
        name = " ".join((self.folder_at(level) or "").split())
        return name if name and name.lower() not in _UNLABELLED else None


def read_folder_names(project: Project) -> list[FolderNames]:
    """Return the folder names of every image that nobody has decided, by path."""
    prefixes = {folder.id: len(folder.prefix) for folder in project.folders()}
    rows = project.rows("SELECT id, folder_id, path FROM image WHERE state = ? ORDER BY path", (int(State.UNLABELLED),))
    return [FolderNames(image, tuple(path[prefixes[folder] :].split("/")[:-1])) for image, folder, path in rows]


def class_level(names: Sequence[FolderNames]) -> int:
    """Return the level that names the class: the first where images part that is not "train", "val" or "test".

    A single folder around everything is passed if all its images lie deeper; else it is the class.
    """
    level = 1
    while True:
        here = {each.folder_at(level) for each in names}
        deeper = {each.folder_at(level + 1) for each in names}
        around = len(here) == 1 or all(name is not None and name.lower() in _SPLITS for name in here)
        if not around or None in here or None in deeper or not names:
            return level
        level += 1
