"""Reads classes and groups from the names of the folders that contain a project's images."""

import os
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from desktop_labeler.data.decoding.signatures import may_be_image
from desktop_labeler.data.images.files.class_folders import FolderClasses, Folders, class_name, find_class_folders
from desktop_labeler.data.images.files.walk import is_hidden
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.messages import Message


@dataclass(frozen=True)
class FolderNames:
    """An image and the folders that contain it, from the outermost one below the project's folder to the innermost."""

    image: int
    folders: Folders

    def folder_at(self, level: int | None) -> str | None:
        """Return the folder at a level, 1 is the outermost; None if the image is above it or no level is given."""
        return self.folders[level - 1] if level and level <= len(self.folders) else None


def read_folder_names(project: Project) -> list[FolderNames]:
    """Return the folder names of every undecided image, in order of path; a file that only holds parts is none."""
    prefixes = {folder.id: len(folder.prefix) for folder in project.folders()}
    rows = project.rows(
        "SELECT id, folder_id, path FROM image WHERE state = ? AND part IS NOT '' ORDER BY path",
        (int(State.UNLABELLED),),
    )
    return [FolderNames(image, tuple(path[prefixes[folder] :].split("/")[:-1])) for image, folder, path in rows]


def folder_classes(names: Sequence[Folders], level: int | None = None) -> tuple[list[str | None], list[Message]]:
    """Return the class of each image by its folders, and notes for the person.

    Args:
        names: the folders of each image.
        level: the level of the class folder, where 1 is the outermost; None to detect it, see find_class_folders.

    Returns:
        The classes, with None for images in "_unlabeled" and similar folders or above the level; and the notes.
    """
    counts = Counter(names)
    if level is None:
        found = find_class_folders(counts)
    else:
        found = FolderClasses({each: each[level - 1] if level <= len(each) else None for each in counts})
    classes = {place: class_name(folder or "") for place, folder in found.folders.items()}
    return [classes[each] for each in names], found.notes()


class SampledFile(NamedTuple):
    """A file that may be an image or a video: the folders that it is in, and its name."""

    folders: Folders
    name: str


def sample_files(root: Path, most: int) -> list[SampledFile]:
    """Return files below a folder that may be images, for a preview; outer folders come first, so that none is missed.

    Args:
        root: the folder to search.
        most: the largest number of directory entries to examine.
    """
    found: list[SampledFile] = []
    todo: deque[Folders] = deque([()])
    while todo and most > 0:
        here = todo.popleft()
        share = max(20, most // (len(todo) + 1))
        try:
            with os.scandir(root.joinpath(*here)) as entries:
                for entry in entries:
                    most, share = most - 1, share - 1
                    if share < 0:
                        break
                    if is_hidden(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        todo.append((*here, entry.name))
                    elif may_be_image(entry.name):
                        found.append(SampledFile(here, entry.name))
        except OSError:
            continue  # the scan will list it with its reason
    return found
