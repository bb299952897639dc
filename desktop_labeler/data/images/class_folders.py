"""Which folders of a tree are classes: those where the images part, behind wrappers and the parts of a split."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_labeler.messages import Message

Folders = tuple[str, ...]
"""The folders that an image lies in, from the outermost inwards."""

_TRAIN = frozenset(["train", "training", "trn", "trainset"])
_TEST = frozenset(
    [
        *("val", "valid", "validation", "valset", "dev", "devel", "test", "testing", "tst", "testset"),
        *("eval", "evaluation", "holdout"),
    ]
)
# What stands beside such a word in the name of a part: "train_images", "Test Set".
_FILLERS = frozenset(
    ["set", "data", "dataset", "split", "part", "images", "image", "imgs", "img", "pictures", "photos"]
)
_CONTAINERS = frozenset(["images", "image", "imgs", "img", "pictures", "photos", "data", "files", "jpg", "jpeg", "png"])
_UNLABELLED = frozenset(["_unlabeled", "_unlabelled", "unlabeled", "unlabelled"])
_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+(?![^\W\d_A-Z])")
_HOLD_OUT = re.compile(r"hold[ _-]?out", re.IGNORECASE)


def split_words(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of a folder's name that name a part of a split, and its other words; numbers are none."""
    words = frozenset(word.lower() for word in _WORD.findall(_HOLD_OUT.sub("holdout", name)))
    return words & (_TRAIN | _TEST), words - _TRAIN - _TEST - _FILLERS


def is_split_name(name: str) -> bool:
    """Whether a folder's name is that of a part of a split, and of nothing else: "Train", "test_set", "val2017"."""
    parts, others = split_words(name)
    return bool(parts) and not others


def split_among(names: Iterable[str]) -> list[str]:
    """Return those of the folders in a folder that are parts of a split by their names.

    "seg_train" beside "seg_test" is one: what they have beside the word of the split is the same.
    """
    by_rest: dict[frozenset[str], list[tuple[str, frozenset[str]]]] = {}
    for name in names:
        parts, others = split_words(name)
        if parts:
            by_rest.setdefault(others, []).append((name, parts))
    return [
        name
        for rest, found in by_rest.items()
        if not rest or len({parts for _, parts in found}) > 1
        for name, _ in found
    ]


def class_name(folder: str) -> str | None:
    """Return the class that a folder means: None for one that means "not labelled"."""
    name = " ".join(folder.split())
    return name if name and name.lower() not in _UNLABELLED else None


@dataclass
class _Node:
    """A folder: what lies in it, and how many images; of several folders of one name together, where parts meet."""

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
    """What the folders of a tree say.

    Attributes:
        folders: the class folder's name for each place that holds images; None where there is none.
        passed: names of the folders that are parts of a split, and no classes.
    """

    folders: dict[Folders, str | None]
    passed: list[str] = field(default_factory=list)

    def notes(self) -> list[Message]:
        """Return what a person should know of it."""
        found = []
        if self.passed:
            names = list(dict.fromkeys(self.passed))
            found.append(Message("{names} are parts of a split, not classes; the folders in them are.", names=names))
        return [*found, *split_class_notes(name for name in self.folders.values() if name is not None)]


def split_class_notes(classes: Iterable[str]) -> list[Message]:
    """Return a warning of classes that are called like parts of a split."""
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
    """Find the folder that is the class of the images at each place.

    A folder around everything is passed if most of its images lie in folders of it; so are parts of a split (`train`,
    `test`), in which the same folders mean the same class. Where the images part after that are the classes, at any
    depth below. Images beside class folders have none.

    Args:
        folders: the places that hold images, each with how many.
    """
    found = FolderClasses(dict.fromkeys(folders))
    _descend(_tree(folders), "", found)
    return found


def _descend(node: _Node, above: str, found: FolderClasses) -> None:
    """Take the folders of a node as classes, or go into them.

    Args:
        node: the folder, or several that are parts of one split.
        above: its name, "" where it is not a single one.
        found: is filled.
    """
    while above in node.inside and above:  # an archive that was unpacked into a folder of its name
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
            if name not in found.passed:  # as train/train/1.png
                found.folders.update(dict.fromkeys(inner.all_places(), name))


def _without(node: _Node, name: str) -> _Node:
    """Return a node without one of its folders."""
    return _Node({other: inner for other, inner in node.inside.items() if other != name}, node.places, node.images)


def _parts(node: _Node) -> list[str]:
    """Return the folders of a node that are parts of a split and hold folders with images."""
    names = list(node.inside)
    parts = split_among(names)
    if not any(node.inside[name].inside for name in parts):
        return []
    if _is_split(names, parts):
        return parts
    # Beside classes: a part holds the same classes again.
    return [name for name in parts if set(node.inside[name].inside) & (set(names) - set(parts))]


def _is_split(names: Collection[str], parts: Sequence[str]) -> bool:
    """Whether folders are the parts of a split and what belongs to it, and no classes."""
    if len(parts) == len(names):
        return True
    words = [split_words(name)[0] for name in parts]
    return any(each & _TRAIN for each in words) and any(each & _TEST for each in words)


def _is_wrapper(node: _Node) -> bool:
    """Whether a single folder is around the classes and is no class itself."""
    return bool(node.inside) and node.images * 2 <= node.all_images()


def _leave_containers(node: _Node) -> None:
    """Let images of a part that lie in a mere `images` beside the classes of other parts have no class."""
    if any(name.lower() not in _CONTAINERS for name in node.inside):
        for name in [name for name, inner in node.inside.items() if name.lower() in _CONTAINERS and not inner.inside]:
            inner = node.inside.pop(name)
            node.places += inner.places
            node.images += inner.images
