"""Plans an import: what it would change, and which labels people had decided; these change only on request."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.decisions.label_rules import Rule
from desktop_labeler.data.decisions.proof.consequences import BECAUSE
from desktop_labeler.data.decisions.proof.verdicts import read_sources, read_verdicts
from desktop_labeler.data.formats.matching.match_records import Matches
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.messages import Message

Choice = Literal["keep", "take", "conflict"]
CHOICES: tuple[Choice, ...] = get_args(Choice)
Reason = Literal["confirmed", "accepted", "unsure", "excluded", "ruled out"]
_NEW = -2  # in place of an id: a class that the project does not have yet; −1 is none
_NO_LABEL = (State.UNSURE, State.EXCLUDED)


@dataclass(frozen=True)
class DecidedLabel:
    """An image for which the file differs from a person's decision.

    Attributes:
        image: its id.
        path: of the image.
        mine: the class that it has, empty for none.
        decided_as: how the person decided it; "ruled out": that it is not the class of the file.
        theirs: the class that the file gives, empty for none.
        state: what the file says instead of a class: unsure, excluded; else None.
    """

    image: int
    path: str
    mine: str
    decided_as: Reason
    theirs: str
    state: State | None


@dataclass(frozen=True)
class Decided:
    """The labels that people had decided differently from the file, and how to treat them.

    Attributes:
        choice: "keep": theirs stay as people decided; "take": the file counts; "conflict": they stay, ask for a second
            opinion, and the note names what the file says.
        labels: all of them, by id.
        rule: which answer is the label, where the file has answers of a person.
        ruled: how many of them stay by that rule, although the file counts: its answers are kept beside them.
    """

    choice: Choice
    labels: tuple[DecidedLabel, ...]
    rule: Rule = "latest"
    ruled: int = 0

    def count(self, choice: Choice) -> int:
        """Return how many of them are treated in this way."""
        return len(self.labels) - self.ruled if choice == self.choice else 0

    def by_reason(self) -> Counter[str]:
        """Return how many of them were decided in which way."""
        return Counter(one.decided_as for one in self.labels)

    def notes(self) -> tuple[Message, ...]:
        """Return sentences that say what becomes of them; the "n" of one is 0 where it has nothing to say."""
        ruled = Message(
            "{n:# label that a person decided differs|# labels that people decided differ} in the file and "
            "{n:stays|stay}, {because}; {n:the answer of the file is|the answers of the file are} kept beside "
            "{n:it|them}.",
            n=self.ruled,
            because=Message.filling(BECAUSE[self.rule], {}),
        )
        return self._note(), ruled

    def _note(self) -> Message:
        texts = {
            "keep": Message(
                "{n:# label that a person decided differs|# labels that people decided differ} in the file and "
                "{n:stays|stay}.",
                n=self.count("keep"),
            ),
            "take": Message(
                "{n:# label that a person decided becomes|# labels that people decided become} what the file says.",
                n=self.count("take"),
            ),
            "conflict": Message(
                "{n:# label that a person decided differs|# labels that people decided differ} in the file, "
                "{n:stays|stay} and {n:asks|ask} for a second opinion.",
                n=self.count("conflict"),
            ),
        }
        return texts[self.choice]


@dataclass(frozen=True, eq=False)
class Plan:
    """What an import will do: ids, and per image the number of its label (−1 none), the new state and source.

    Attributes:
        kept: (n,) whether the label of the image stays as a person decided it.
        differs: (n,) whether the class or state of the image is another one than the file's.
        relabelled: labels that differ in the file, whoever gave them.
        without_class: images whose record gives a class and a state without one, which counts.
        unlabelled: images that the file has without a label, and without unsure or excluded.
        newer: unsure and excluded images that got a class after our export, and nobody decided since.
    """

    images: IntArray
    labels: IntArray
    names: tuple[str, ...]
    unknown: tuple[str, ...]
    states: tuple[State | None, ...]
    sources: tuple[Source | None, ...]
    kept: BoolArray
    differs: BoolArray
    relabelled: int
    without_class: int
    unlabelled: int
    newer: int
    decided: Decided


def plan_import(project: Project, found: Matches, *, as_human: bool, choice: Choice) -> Plan:
    """Compare the labels of a file with those of the project.

    Confirmed, accepted, unsure and excluded images and rejected classes are decisions of a person. A label from an
    earlier import is not, so it changes. A class that was given to an unsure or excluded image in an export of this
    program is the newer decision, if nobody has decided since.
    """
    with_text = np.zeros(len(found.matched), bool)
    with_text[[*found.texts, *found.second]] = True
    no_label = np.isin(found.state_of, _NO_LABEL)
    images = np.flatnonzero(found.matched & ((found.label_of >= 0) | no_label | with_text))
    labels = np.where(no_label, -1, found.label_of)[images].astype(np.int64)
    names, no_label = tuple(found.labels), no_label[images]
    known = class_ids(project, names)
    ids = np.asarray([known.get(name, _NEW) for name in names] or [_NEW])[labels]
    now = _Now(project, images)
    given = found.state_of[images]
    same = np.where(no_label, now.states == given, now.classes == ids)
    differs = ~same & (no_label | (labels >= 0))
    ruled_out = differs & (labels >= 0) & now.rules_out(ids)
    newer = differs & (found.since_of[images] == now.states) & np.isin(now.states, _NO_LABEL)
    others = differs & (now.decided | ruled_out) & ~newer
    decided = Decided(choice, tuple(now.decided_labels(others, labels, names, given, ruled_out)))
    cases = zip(labels.tolist(), given.tolist(), same.tolist(), now.states.tolist(), strict=True)
    verdicts = [_verdict(*case, as_human=as_human) for case in cases]
    kept = others if choice != "take" else np.zeros(len(images), bool)
    used = labels[(labels >= 0) & ~kept]
    unknown = [names[number] for number in np.unique(used) if names[number] not in known]
    return Plan(
        images,
        labels,
        names,
        tuple({unicodedata.normalize("NFC", name): name for name in reversed(unknown)}.values())[::-1],
        tuple(None if stays else state for (state, _), stays in zip(verdicts, kept.tolist(), strict=True)),
        tuple(None if stays else source for (_, source), stays in zip(verdicts, kept.tolist(), strict=True)),
        kept,
        differs,
        int((differs & (now.states != State.UNLABELLED)).sum()),
        int((no_label & (found.label_of[images] >= 0)).sum()),
        int((found.matched & (found.label_of < 0) & ~np.isin(found.state_of, _NO_LABEL)).sum()),
        int(newer.sum()),
        decided,
    )


class _Now:
    """The present states and labels of the images of an import."""

    def __init__(self, project: Project, images: IntArray) -> None:
        self._project, self._images = project, images
        verdicts = read_verdicts(project, unusable=True)
        self.states, self.classes = verdicts.of(images)
        self._sources = read_sources(project, images)
        self._rejected = {(int(image), int(number)) for image, number in verdicts.rejected}

    @property
    def decided(self) -> BoolArray:
        """Whether a person decided each: confirmed, accepted, unsure, excluded."""
        by_hand = (self.states == State.LABELLED) & np.isin(self._sources, [Source.HUMAN, Source.ACCEPTED])
        looked: BoolArray = np.isin(self.states, [State.CONFIRMED, *_NO_LABEL]) | by_hand
        return looked

    def rules_out(self, ids: IntArray) -> BoolArray:
        """Whether a person has rejected the given class of each image."""
        pairs = zip(self._images.tolist(), ids.tolist(), strict=True)
        return np.fromiter((pair in self._rejected for pair in pairs), bool, len(ids))

    def decided_labels(
        self, which: BoolArray, labels: IntArray, names: Sequence[str], given: IntArray, ruled_out: BoolArray
    ) -> list[DecidedLabel]:
        """Return descriptions of people's decisions on some of the images and of the file's labels."""
        places = np.flatnonzero(which)
        rows = {row.id: row.path for row in self._project.images(self._images[places].tolist())}
        mine = {label.id: label.name for label in self._project.classes(deleted=True)}
        return [
            DecidedLabel(
                int(self._images[place]),
                rows[int(self._images[place])],
                mine.get(int(self.classes[place]), ""),
                self._reason(place, bool(ruled_out[place])),
                names[labels[place]] if labels[place] >= 0 else "",
                State(int(given[place])) if given[place] in _NO_LABEL else None,
            )
            for place in places.tolist()
        ]

    def _reason(self, place: int, ruled_out: bool) -> Reason:
        words: dict[int, Reason] = {
            State.CONFIRMED: "confirmed",
            State.UNSURE: "unsure",
            State.EXCLUDED: "excluded",
        }
        known = words.get(int(self.states[place]))
        return known or ("ruled out" if ruled_out else "accepted")


def _verdict(label: int, given: int, same: bool, now: int, *, as_human: bool) -> tuple[State | None, Source | None]:
    """Return the new state and source of an image, None to leave them."""
    source = Source.HUMAN if as_human else Source.IMPORTED
    if given in _NO_LABEL:
        return (None, None) if same and not as_human else (State(given), source)
    if label < 0:
        return None, None
    confirmed = given == State.CONFIRMED or (as_human and given != State.LABELLED)
    if same and (not as_human or (now == State.CONFIRMED and not confirmed)):
        return (State.CONFIRMED if confirmed and now != State.CONFIRMED else None), None
    return (State.CONFIRMED if confirmed else State.LABELLED), source


def class_ids(project: Project, names: Sequence[str]) -> dict[str, int]:
    """Return the ids of the names that are classes; accents may be stored in the other Unicode form."""
    exact = {label.name: label.id for label in project.classes()}
    composed = {unicodedata.normalize("NFC", name): number for name, number in exact.items()}
    found = {name: exact.get(name, composed.get(unicodedata.normalize("NFC", name))) for name in names}
    return {name: number for name, number in found.items() if number is not None}
