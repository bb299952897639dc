"""The dry run that every import starts with: which images the records mean and what they would change."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.formats.matching.find_images import Match, find_images
from desktop_labeler.data.formats.matching.image_lookup import ImageLookup
from desktop_labeler.data.formats.matching.path_spellings import Kind
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.project.project_file import Project, State

_BLOCK = 2000
_NONE = -1  # stands for no label, no state or no kind
_KINDS = tuple(Kind)
_PER_KIND = 128
_SURE = (len(_KINDS) + 1) * _PER_KIND


@dataclass(frozen=True)
class Conflict:
    """Records that give one image different labels; none of them is used."""

    path: str
    labels: tuple[str, ...]


@dataclass
class Matches:
    """The matches found so far, grown block by block: small numbers per image, texts only for images that have them.

    Attributes:
        labels: the different labels in order of appearance.
        line_of: (max id + 1,) the first line that means the image; 0 for none.
        label_of: (max id + 1,) index in labels of each image's label; −1 for none.
        state_of: (max id + 1,) the state that the record asks for; −1 for none.
        since_of: (max id + 1,) the state in the program's own export, after which the label was chosen; −1 for none.
        matched: (max id + 1,) whether a record means the image.
        kind_of: (max id + 1,) how the record found the image, as an index in Kind; −1 for none.
        strength_of: (max id + 1,) how certain the match is; 0 for none.
        said_of: (max id + 1,) hash of the path in the record that was matched by a guess.
        beside_of: (max id + 1,) hash of the folders above the folder that a guess takes for the project's folder, where
            its name differs; 0 for none.
        roots: the same hashes for guesses where the names agree.
        guesses: the full path in the record of each guess.
        texts: group and note by image.
        second: images for which a second opinion is wanted.
        unmatched: paths without an image, as the file has them.
        several: the unmatched paths that could mean more than one image.
        conflicts: images whose records disagree; they are not matched.
        other_content: images whose content differs from what their record names.
        nameless: lines without a path.
        again: how many records mean an image that an earlier record means as well.
    """

    label_of: IntArray
    state_of: IntArray
    since_of: IntArray
    matched: np.ndarray
    kind_of: IntArray
    strength_of: IntArray
    said_of: IntArray
    beside_of: IntArray
    line_of: IntArray
    labels: dict[str, int] = field(default_factory=dict)
    roots: set[int] = field(default_factory=set)
    guesses: dict[int, str] = field(default_factory=dict)
    texts: dict[int, tuple[str | None, str | None]] = field(default_factory=dict)
    second: set[int] = field(default_factory=set)
    unmatched: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    conflicts: dict[int, Conflict] = field(default_factory=dict)
    other_content: set[int] = field(default_factory=set)
    nameless: list[int] = field(default_factory=list)
    again: int = 0

    @property
    def images(self) -> IntArray:
        """The ids of the matched images, in ascending order."""
        return np.flatnonzero(self.matched)

    def found_by(self, kind: Kind) -> IntArray:
        """Return the ids of the images that were found in this way."""
        return np.flatnonzero(self.matched & (self.kind_of == _KINDS.index(kind)))


def match_records(project: Project, records: Iterable[Record], *, files: bool = False) -> Generator[int, None, Matches]:
    """Find the image of each record (see find_images) and collect what the records say about each image.

    A guess never replaces a more certain match, in whatever order the records come. If two different paths could both
    be guessed to mean one image, neither is matched. A million records and images take about 60 MB, plus about 200
    bytes for each row that is a guess.

    Args:
        project: any open project.
        records: the records that a reader yields.
        files: whether they are about whole files, also those of which only parts are images.

    Yields:
        The number of records done, after each block of 2,000.
    """
    top = project.number("SELECT max(id) FROM image") + 1
    found = Matches(
        np.full(top, _NONE, np.int32),
        np.full(top, _NONE, np.int8),
        np.full(top, _NONE, np.int8),
        np.zeros(top, bool),
        np.full(top, _NONE, np.int8),
        np.zeros(top, np.int16),
        np.zeros(top, np.int64),
        np.zeros(top, np.int64),
        np.zeros(top, np.int64),
    )
    lookup = ImageLookup(project, files=files)
    stream, done = iter(records), 0
    while block := list(islice(stream, _BLOCK)):
        for record, meant in zip(block, find_images(lookup, block), strict=True):
            _take(found, record, meant)
        done += len(block)
        yield done
    _drop_neighbours(found)
    return found


def count_known(project: Project, paths: Sequence[str], classes: Sequence[str]) -> int:
    """Return how many of these paths and class names the project has; used to choose between readings of a file."""
    meant = find_images(ImageLookup(project), [Record(path) for path in paths])
    names = {label.name for label in project.classes()}
    return sum(each.image is not None for each in meant) + sum(" ".join(name.split()) in names for name in classes)


def _take(found: Matches, record: Record, meant: Match) -> None:
    """Store what a record says about its image, if it has one that no more certain record means."""
    image = meant.image
    if not record.path:
        found.nameless.append(record.line)
    elif image is None:
        found.unmatched.append(record.path)
        if meant.several:
            found.several.append(record.path)
    elif _is_free(found, image, meant, record.path):
        found.again += bool(found.line_of[image])
        _merge(found, image, record)
        found.line_of[image] = found.line_of[image] or record.line
        if meant.other_content:
            found.other_content.add(image)


def _is_free(found: Matches, image: int, meant: Match, text: str) -> bool:
    """Whether a record may claim an image: a weaker match gives way; equally strong but different ones cancel out."""
    held, strength = int(found.strength_of[image]), _strength(meant)
    if strength > held:
        if held:
            _clear(found, image)
        found.kind_of[image], found.strength_of[image] = _KINDS.index(meant.kind), strength
        if strength < _SURE:
            found.said_of[image], found.guesses[image] = hash(meant.said), text
            _note_root(found, image, meant)
        return True
    if strength == held and (strength == _SURE or found.said_of[image] == hash(meant.said)):
        found.kind_of[image] = max(int(found.kind_of[image]), _KINDS.index(meant.kind))
        return True
    found.unmatched.append(text)
    if strength == held:  # neither gets the image; only a more certain match can claim it
        found.several += [text, *([found.guesses[image]] if image in found.guesses else [])]
        _clear(found, image)
        found.said_of[image] = 0
    return False


def _strength(meant: Match) -> int:
    """Return how certain a match is, at least 1: by its kind first, then by how much of the paths agrees."""
    if meant.kind in (Kind.PATH, Kind.CONTENT):  # a tuple, since hashing an Enum member is slow
        return _SURE
    return (len(_KINDS) - _KINDS.index(meant.kind)) * _PER_KIND + min(meant.shared, _PER_KIND - 1)


def _note_root(found: Matches, image: int, meant: Match) -> None:
    """Record whether a row's path runs through the project's folder or through another folder beside it."""
    beside = hash(meant.above[:-1]) if meant.above else 0
    found.beside_of[image] = 0 if meant.at_root else beside
    if meant.at_root and meant.above:
        found.roots.add(beside)


def _drop_neighbours(found: Matches) -> None:
    """Drop guesses from sibling folders, such as "test" if other rows name the project's own folder "train"."""
    known = np.isin(found.beside_of, list(found.roots)) & found.matched
    for image in np.flatnonzero(known).tolist():
        _clear(found, image)


def _clear(found: Matches, image: int) -> None:
    """Discard what a guessed record said about an image."""
    if image in found.guesses:
        found.unmatched.append(found.guesses.pop(image))
    found.matched[image], found.label_of[image], found.state_of[image] = False, _NONE, _NONE
    found.since_of[image], found.line_of[image] = _NONE, 0
    found.conflicts.pop(image, None)
    found.texts.pop(image, None)
    found.second.discard(image)


def _merge(found: Matches, image: int, record: Record) -> None:
    """Add what a record says; a repeated or empty statement changes nothing, a different one is a conflict."""
    name = " ".join(record.label.split()) if record.label else ""  # as the project stores it
    label = found.labels.setdefault(name, len(found.labels)) if name else _NONE
    state = _NONE if record.state in (None, State.UNLABELLED) else int(record.state or 0)
    if image not in found.conflicts:
        found.matched[image] = True
        _add_texts(found, image, record)
    if label == state == _NONE:
        return
    before = int(found.label_of[image]), int(found.state_of[image])
    if (label, state) == before:
        return
    same_label = label == before[0] and _NONE in {state, before[1]}
    if image not in found.conflicts and (before == (_NONE, _NONE) or same_label):
        found.label_of[image], found.state_of[image] = label, max(state, before[1])
        found.since_of[image] = _NONE if record.since is None else int(record.since)
        return
    names = list(found.labels)
    earlier = found.conflicts[image].labels if image in found.conflicts else (_said(names, *before),)
    found.conflicts[image] = Conflict(record.path, tuple(dict.fromkeys((*earlier, _said(names, label, state)))))
    found.matched[image] = False


def _add_texts(found: Matches, image: int, record: Record) -> None:
    if record.group or record.note:
        group, note = found.texts.get(image, (None, None))
        found.texts[image] = (group or record.group, note or record.note)
    if record.second:
        found.second.add(image)


def _said(names: Sequence[str], label: int, state: int) -> str:
    text = names[label] if label >= 0 else ""
    return f"{text} ({State(state).word})".strip() if state >= 0 else text
