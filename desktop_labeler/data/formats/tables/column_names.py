"""The names that people give to the columns of a table."""

from collections.abc import Sequence

OWN = ("rel_path", "sha256", "group", "label", "state")  # the first columns of the program's own table, which is UTF-8
# Without a mapping, the first name that a table has is used. Case, blanks, "_", "-" and "." are ignored.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "rel_path": (
        *("rel_path", "path", "file_name", "filename", "filepath", "file", "image", "image_path", "image_file"),
        *("image_name", "imgpath", "img_file_name", "img", "filepaths", "filenames", "images", "full_path", "file_uri"),
        *("image_url", "source_file", "relative_path", "image_id"),
        *("datei", "dateiname", "dateipfad", "pfad", "bild", "bildname", "bilddatei"),
    ),
    "label": (
        *("label", "class", "class_name", "category", "choice", "label_name", "category_name", "species", "taxon"),
        *("scientific_name", "object_annotation_category", "klasse", "klassenname", "kategorie"),
    ),
    "state": ("state", "object_annotation_status"),
    "group": ("group", "gruppe"),
    "note": ("note", "notiz", "bemerkung"),
    "sha256": ("sha256",),
    "flags": ("flags",),
    "folder": ("relative_path", "folder", "directory", "dir", "subfolder", "folder_path", "ordner", "unterordner"),
    "probability": (
        *("probability", "prob", "confidence", "conf", "score", "prediction_score", "prediction_probability"),
        *("prediction_confidence", "classification_score", "classification_confidence", "label_confidence"),
        *("max_probability", "class_probability", "top1_probability", "likelihood", "certainty"),
    ),
}
MEANINGS = tuple(SYNONYMS)
_RANKS = frozenset(["species", "genus", "family", "order", "phylum", "kingdom"])
_BARE = frozenset(
    [
        "file",
        "filename",
        "image",
        "imagename",
        "imagefile",
        "img",
        "imgfilename",
        "datei",
        "dateiname",
        "bild",
        "bildname",
    ]
)


def plain(name: str) -> str:
    """Return a column's name in the form in which names are compared."""
    return "".join(letter for letter in name.casefold() if letter not in " _-.")


_PLAIN = {meaning: tuple(map(plain, names)) for meaning, names in SYNONYMS.items()}
_ALL = frozenset(name for names in _PLAIN.values() for name in names)


def stands_for(name: str) -> bool:
    """Whether a name is one of the known column names."""
    return plain(name) in _ALL


def guess_columns(columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each meaning, judged by its name: {"rel_path": "File", "label": "class"}.

    The label is left out if several columns might hold it, such as "class" and "species". A column counts as the folder
    only if the table also has a column of file names.
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
    """Return the columns that may hold the class; a column called "label" is the only candidate."""
    by_name = {plain(name): name for name in reversed(columns) if name}
    if "label" in by_name:
        return [by_name["label"]]
    found = [by_name[name] for name in _PLAIN["label"] if name in by_name]
    ranks = [by_name[name] for name in by_name if name in _RANKS and by_name[name] not in found]
    return sorted(found + ranks if "class" in by_name else found, key=list(columns).index)
