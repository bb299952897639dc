"""Finds the class folders of a tree: the level at which the images divide, below wrappers and parts of a split."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_labeler.messages import Message

Folders = tuple[str, ...]
"""The folders that contain an image, from the outermost to the innermost."""

_TRAIN = frozenset(["train", "training", "trn", "trainset"])
_TEST = frozenset(
    [
        *("val", "valid", "validation", "valset", "dev", "devel", "test", "testing", "tst", "testset"),
        *("eval", "evaluation", "holdout"),
    ]
)
# Words that may accompany the word of a split in the name of a part: "train_images", "Test Set".
_FILLERS = frozenset(
    ["set", "data", "dataset", "split", "part", "images", "image", "imgs", "img", "pictures", "photos"]
)
_CONTAINERS = frozenset(["images", "image", "imgs", "img", "pictures", "photos", "data", "files", "jpg", "jpeg", "png"])
_UNLABELLED = frozenset(["_unlabeled", "_unlabelled", "unlabeled", "unlabelled"])
_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])")
_FOLD = re.compile(r"(?:cv|k)?[ _-]?(?:fold|split)[ _-]?\d+", re.IGNORECASE)
_HOLD_OUT = re.compile(r"hold[ _-]?out", re.IGNORECASE)


def split_words(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a folder's name that name a part of a split, and its other words; numbers are left out."""
    words = frozenset(word.lower() for word in _WORD.findall(_HOLD_OUT.sub("holdout", name)))
    return words & (_TRAIN | _TEST), words - _TRAIN - _TEST - _FILLERS


def is_split_name(name: str) -> bool:
    """Whether a folder's name can only mean a part of a split: "Train", "test_set", "val2017"."""
    parts, others = split_words(name)
    return bool(parts) and not others


def split_among(names: Iterable[str]) -> list[str]:
    """Return the folder names, out of those in one folder, that name parts of a split.

    "seg_train" beside "seg_test" is a split: apart from the word of the split, the names are the same. So are the
    numbered folds of a cross-validation.
    """
    names = list(names)
    folds = [name for name in names if _FOLD.fullmatch(name)]
    by_rest: dict[frozenset[str], list[tuple[str, frozenset[str]]]] = {}
    for name in names:
        parts, others = split_words(name)
        if parts:
            by_rest.setdefault(others, []).append((name, parts))
    split = [
        name
        for rest, found in by_rest.items()
        if not rest or len({parts for _, parts in found}) > 1
        for name, _ in found
    ]
    return split + (folds if len(folds) > 1 else [])


def class_name(folder: str) -> str | None:
    """Return the class that a folder means, or None if it means "not labelled"."""
    name = " ".join(folder.split())
    return name if name and name.lower() not in _UNLABELLED else None


@dataclass
class _Node:
    """A folder with its subfolders and its number of images; it merges the folders of one name in parts of a split."""

    inside: dict[str, "_Node"] = field(default_factory=dict)
    places: list[Folders] = field(default_factory=list)
    images: int = 0

    def all_images(self) -> int:
        return self.images + sum(node.all_images() for node in self.inside.values())

    def all_places(self) -> list[Folders]:
        return [*self.places, *(place for node in self.inside.values() for place in node.all_places())]


def _tree(folders: Mapping[Folders, int]) -> _Node:
    root = _Node()
    for place, count in folders.items():
        node = root
        for name in place:
            node = node.inside.setdefault(name, _Node())
        node.places.append(place)
        node.images += count
    return root


def _together(nodes: Iterable[_Node]) -> _Node:
    merged = _Node()
    for node in nodes:
        merged.places += node.places
        merged.images += node.images
        for name, inner in node.inside.items():
            known = merged.inside.get(name)
            merged.inside[name] = inner if known is None else _together([known, inner])
    return merged


@dataclass
class FolderClasses:
    """The classes that the folders of a tree give.

    Attributes:
        folders: the name of the class folder for each place with images; None for images without a class.
        passed: the names of the folders that are parts of a split rather than classes.
    """

    folders: dict[Folders, str | None]
    passed: list[str] = field(default_factory=list)

    def notes(self) -> list[Message]:
        """Return notes for the person on the folders."""
        found = []
        if self.passed:
            names = list(dict.fromkeys(self.passed))
            found.append(Message("{names} are parts of a split, not classes; the folders in them are.", names=names))
        return [*found, *split_class_notes(name for name in self.folders.values() if name is not None)]


def split_class_notes(classes: Iterable[str]) -> list[Message]:
    """Return a warning about classes that are named like parts of a split, if there are any."""
    odd = sorted({name for name in classes if is_split_name(name)})
    if not odd:
        return []
    return [
        Message(
            "{n:The class|The classes} {names} may be {n:a part|parts} of a split and no {n:class|classes}. If so, "
            "choose the level of folders that holds the classes.",
            n=len(odd),
            names=odd,
        )
    ]


def find_class_folders(folders: Mapping[Folders, int]) -> FolderClasses:
    """Find the class folder of the images at each place.

    A folder that contains everything is passed over if most of its images are in its subfolders. So are parts of a
    split (`train`, `test`), in which folders of the same name mean the same class. The level at which the images
    divide after that holds the classes, with images at any depth below. Images beside class folders have no class.

    Args:
        folders: the number of images in each place that has any.
    """
    found = FolderClasses(dict.fromkeys(folders))
    _descend(_tree(folders), "", found)
    return found


def _descend(node: _Node, above: str, found: FolderClasses) -> None:
    """Take the subfolders of a node as classes, or descend into them.

    Args:
        node: the folder, or several merged parts of one split.
        above: the name of the folder, or "" if it is several.
        found: the result, to which the classes are added.
    """
    while above in node.inside and above:  # an archive that was unpacked into a folder of the same name
        node = _together([_without(node, above), node.inside[above]])
        if not node.inside and not split_words(above)[0]:
            found.folders.update(dict.fromkeys(node.places, above))
    names = list(node.inside)
    parts = _parts(node)
    if parts:
        found.passed += parts
        rest = _Node({name: inner for name, inner in node.inside.items() if name not in parts})
        inside = _together(node.inside[name] for name in parts)
        if _is_split(names, parts):
            inside = _together([inside, *rest.inside.values()])
            _leave_containers(inside)
        else:
            inside = _together([rest, inside])
        _descend(inside, parts[0] if len(names) == 1 else "", found)
    elif len(names) == 1 and _is_wrapper(node.inside[names[0]]):
        _descend(node.inside[names[0]], names[0], found)
    else:
        for name, inner in node.inside.items():
            if name not in found.passed:  # as in train/train/1.png
                found.folders.update(dict.fromkeys(inner.all_places(), name))


def _without(node: _Node, name: str) -> _Node:
    """Return a node without one of its subfolders."""
    return _Node({other: inner for other, inner in node.inside.items() if other != name}, node.places, node.images)


def _parts(node: _Node) -> list[str]:
    """Return the subfolders of a node that are parts of a split and contain folders with images."""
    names = list(node.inside)
    parts = split_among(names)
    if not any(node.inside[name].inside for name in parts):
        return []
    if _is_split(names, parts):
        return parts
    # If there are classes beside the parts, a part must contain the same classes again.
    return [name for name in parts if set(node.inside[name].inside) & (set(names) - set(parts))]


def _is_split(names: Collection[str], parts: Sequence[str]) -> bool:
    """Whether folders are the parts of a split and what belongs to it, rather than classes."""
    if len(parts) == len(names):
        return True
    words = [split_words(name)[0] for name in parts]
    return any(each & _TRAIN for each in words) and any(each & _TEST for each in words)


def _is_wrapper(node: _Node) -> bool:
    """Whether a folder only wraps its subfolders: at most half of its images are directly in it."""
    return bool(node.inside) and node.images * 2 <= node.all_images()


def _leave_containers(node: _Node) -> None:
    """Give no class to images of one part that are in a plain folder `images`, while other parts have classes."""
    if any(name.lower() not in _CONTAINERS for name in node.inside):
        for name in [name for name, inner in node.inside.items() if name.lower() in _CONTAINERS and not inner.inside]:
            inner = node.inside.pop(name)
            node.places += inner.places
            node.images += inner.images
