"""What people call the columns of a table."""

from collections.abc import Sequence

# The first that is there is taken when no mapping is given. Compared without case, blanks, "_", "-" and ".".
SYNONYMS: dict[str, tuple[str, ...]] = {
    "rel_path": (
        *("rel_path", "path", "file_name", "filename", "filepath", "file", "image", "image_path", "image_file"),
        *("image_name", "imgpath", "img_file_name", "img", "filepaths", "filenames", "images", "full_path", "file_uri"),
        *("image_url", "source_file", "relative_path", "image_id"),
    ),
    "label": (
        *("label", "class", "class_name", "category", "choice", "label_name", "category_name", "species", "taxon"),
        *("scientific_name", "object_annotation_category"),
    ),
    "state": ("state", "object_annotation_status"),
    "group": ("group",),
    "note": ("note",),
    "sha256": ("sha256",),
    "flags": ("flags",),
    "folder": ("relative_path", "folder", "directory", "dir", "subfolder", "folder_path"),
}
MEANINGS = tuple(SYNONYMS)
_RANKS = frozenset(["species", "genus", "family", "order", "phylum", "kingdom"])
_BARE = frozenset(["file", "filename", "image", "imagename", "imagefile", "img", "imgfilename"])


def plain(name: str) -> str:
    """Return a column's name as it is compared."""
    return "".join(letter for letter in name.casefold() if letter not in " _-.")


_PLAIN = {meaning: tuple(map(plain, names)) for meaning, names in SYNONYMS.items()}
_ALL = frozenset(name for names in _PLAIN.values() for name in names)


def stands_for(name: str) -> bool:
    """Whether a name is one of those that are known."""
    return plain(name) in _ALL


def guess_columns(columns: Sequence[str]) -> dict[str, str]:
    """Return which column stands for what, by its name: {"rel_path": "File", "label": "class"}.

    Nothing is said of the label where several columns might hold it, as where a "class" stands beside a "species"; a
    folder is one only beside the name of a file.
    """
    by_name = {plain(name): name for name in reversed(columns) if name}
    found = {}
    for meaning, names in _PLAIN.items():
        column = next((by_name[name] for name in names if name in by_name), None)
        if column is not None:
            found[meaning] = column
    if len(label_candidates(columns)) > 1:
        found.pop("label", None)
    if "folder" in found and plain(found.get("rel_path", "")) not in _BARE:
        del found["folder"]
    return found


def label_candidates(columns: Sequence[str]) -> list[str]:
    """Return the columns that may hold the class; one called "label" is it."""
    by_name = {plain(name): name for name in reversed(columns) if name}
    if "label" in by_name:
        return [by_name["label"]]
    found = [by_name[name] for name in _PLAIN["label"] if name in by_name]
    ranks = [by_name[name] for name in by_name if name in _RANKS and by_name[name] not in found]
    return sorted(found + ranks if "class" in by_name else found, key=list(columns).index)
