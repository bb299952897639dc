"""What an import would change: the dry run that every import starts with."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.formats.matching.find_images import Meant, find_images
from desktop_labeler.data.formats.matching.image_lookup import ImageLookup
from desktop_labeler.data.formats.matching.path_spellings import Kind
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.project.project_file import Project, State

_BLOCK = 2000
_NONE = -1  # in place of the number of a label, a state, a kind
_KINDS = tuple(Kind)
_PER_KIND = 128
_SURE = (len(_KINDS) + 1) * _PER_KIND


@dataclass(frozen=True)
class Conflict:
    """Records that give one image different labels; none of them is taken."""

    path: str
    labels: tuple[str, ...]


@dataclass
class Matches:
    """What was found, grown block by block: small numbers per image, texts only where there are any.

    Attributes:
        labels: the different labels in order of appearance.
        label_of: (max id + 1,) number of each image's label; −1 none.
        state_of: (max id + 1,) state asked for; −1 none.
        since_of: (max id + 1,) state of our own export, over which the label was chosen; −1 none.
        matched: (max id + 1,) whether a record means the image.
        kind_of: (max id + 1,) how its record found it, a place in Kind; −1 none.
        strength_of: (max id + 1,) how sure that is; 0 none.
        said_of: (max id + 1,) hash of what a record that guessed said.
        beside_of: (max id + 1,) hash of the folders above that in which a guess sees the project's folder, where the
            names differ; 0 none.
        roots: such hashes of guesses where the names are the same.
        guesses: what it said, in full.
        texts: group and note by image.
        second: images that want a second opinion.
        unmatched: paths as the file has them.
        several: those of them that could mean more than one image.
        conflicts: images whose records disagree; they are not matched.
        other_content: images that have not the content that their record names.
        nameless: lines without a path.
    """

    label_of: IntArray
    state_of: IntArray
    since_of: IntArray
    matched: np.ndarray
    kind_of: IntArray
    strength_of: IntArray
    said_of: IntArray
    beside_of: IntArray
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

    @property
    def images(self) -> IntArray:
        """The ids of the images that are meant, rising."""
        return np.flatnonzero(self.matched)

    def found_by(self, kind: Kind) -> IntArray:
        """Return the images that were found in a way."""
        return np.flatnonzero(self.matched & (self.kind_of == _KINDS.index(kind)))


def match_records(project: Project, records: Iterable[Record]) -> Generator[int, None, Matches]:
    """Find the image of each record, see find_images, and gather what the records say about each image.

    What is surer is never disturbed by a guess, in whatever order the records come. Two different paths that could both
    be guessed to mean one image mean none. A million records and images take about 60 MB; rows that are guesses about
    200 bytes each.

    Args:
        project: any open project.
        records: the stream of a reader.

    Yields:
        The number of records done, after each block of 2,000.
    """
    top = int(str(project.rows("SELECT coalesce(max(id), 0) FROM image")[0][0])) + 1
    found = Matches(
        np.full(top, _NONE, np.int32),
        np.full(top, _NONE, np.int8),
        np.full(top, _NONE, np.int8),
        np.zeros(top, bool),
        np.full(top, _NONE, np.int8),
        np.zeros(top, np.int16),
        np.zeros(top, np.int64),
        np.zeros(top, np.int64),
    )
    lookup = ImageLookup(project)
    stream, done = iter(records), 0
    while block := list(islice(stream, _BLOCK)):
        for record, meant in zip(block, find_images(lookup, block), strict=True):
            _take(found, record, meant)
        done += len(block)
        yield done
    _drop_neighbours(found)
    return found


def count_known(project: Project, paths: Sequence[str], classes: Sequence[str]) -> int:
    """Return how many of these paths and class names the project has; for telling readings of a file apart."""
    meant = find_images(ImageLookup(project), [Record(path) for path in paths])
    names = {label.name for label in project.classes()}
    return sum(each.image is not None for each in meant) + sum(" ".join(name.split()) in names for name in classes)


def _take(found: Matches, record: Record, meant: Meant) -> None:
    """Store what a record says about its image, if it has one that no surer record means."""
    image = meant.image
    if not record.path:
        found.nameless.append(record.line)
    elif image is None:
        found.unmatched.append(record.path)
        if meant.several:
            found.several.append(record.path)
    elif _is_free(found, image, meant, record.path):
        _merge(found, image, record)
        if meant.other_content:
            found.other_content.add(image)


def _is_free(found: Matches, image: int, meant: Meant, text: str) -> bool:
    """Whether a record may speak for an image; what is less sure gives way, what is alike but differs falls out."""
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
    if strength == held:  # neither gets the image; it stays reserved for what is surer
        found.several += [text, *([found.guesses[image]] if image in found.guesses else [])]
        _clear(found, image)
        found.said_of[image] = 0
    return False


def _strength(meant: Meant) -> int:
    """Return how sure a match is: the kind first, then how much of the paths agrees; at least 1."""
    if meant.kind in (Kind.PATH, Kind.CONTENT):  # a tuple, since hashing a member of an Enum is slow
        return _SURE
    return (len(_KINDS) - _KINDS.index(meant.kind)) * _PER_KIND + min(meant.shared, _PER_KIND - 1)


def _note_root(found: Matches, image: int, meant: Meant) -> None:
    """Remember in which folder a row sees the project's: in that one, or in another beside it."""
    beside = hash(meant.above[:-1]) if meant.above else 0
    found.beside_of[image] = 0 if meant.at_root else beside
    if meant.at_root and meant.above:
        found.roots.add(beside)


def _drop_neighbours(found: Matches) -> None:
    """Drop guesses from a folder beside the own one: of "test" where rows of "train" name the project's folder."""
    known = np.isin(found.beside_of, list(found.roots)) & found.matched
    for image in np.flatnonzero(known).tolist():
        _clear(found, image)


def _clear(found: Matches, image: int) -> None:
    """Forget what was said about an image by guess."""
    if image in found.guesses:
        found.unmatched.append(found.guesses.pop(image))
    found.matched[image], found.label_of[image], found.state_of[image] = False, _NONE, _NONE
    found.since_of[image] = _NONE
    found.conflicts.pop(image, None)
    found.texts.pop(image, None)
    found.second.discard(image)


def _merge(found: Matches, image: int, record: Record) -> None:
    """Add what a record says; the same again or nothing changes nothing, something else is a conflict."""
    name = " ".join((record.label or "").split())  # as the project stores it
    label = found.labels.setdefault(name, len(found.labels)) if name else _NONE
    state = _NONE if record.state in (None, State.UNLABELLED) else int(record.state or 0)
    if image not in found.conflicts:
        found.matched[image] = True
        _add_texts(found, image, record)
    before = int(found.label_of[image]), int(found.state_of[image])
    if (label, state) in ((_NONE, _NONE), before):
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
