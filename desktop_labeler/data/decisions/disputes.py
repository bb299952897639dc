"""The images on which people disagree, with what each of them said."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.project.answer_rows import NO_CLAIM, Answers, disputed, read_answers, said_of
from desktop_labeler.data.project.project_file import Project, State


@dataclass(frozen=True)
class Said:
    """One answer about an image, and who gives it.

    Attributes:
        state: CONFIRMED or LABELLED for a class, UNSURE, or EXCLUDED for none of the classes.
        class_id: the class; None unless the answer names one.
        people: names, those who spoke first before the others.
        blind: how many of them had seen neither a label nor a suggestion.
        accepted: how many of them took a suggestion over.
    """

    state: State
    class_id: int | None
    people: tuple[str, ...]
    blind: int
    accepted: int

    @property
    def claims(self) -> bool:
        """Whether it can settle a dispute: it names a class, or says that the image is none of them."""
        return self.class_id is not None or self.state == State.EXCLUDED


@dataclass(frozen=True)
class Dispute:
    """An image of which people say different things.

    Attributes:
        image: its id.
        answers: those of most people first; those that name nothing last.
    """

    image: int
    answers: tuple[Said, ...]


def read_disputes(project: Project) -> list[Dispute]:
    """Return the images on which people disagree and nobody has settled it, by their ids.

    A million answers take about two seconds, so not on the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    answers = read_answers(project, shared=True)
    images = disputed(answers)
    answers = answers.of(np.isin(answers.images, images))
    bounds = [*np.searchsorted(answers.images, images, side="left").tolist(), len(answers.images)]
    return [
        Dispute(image, _said(answers.of(np.arange(first, end))))
        for image, first, end in zip(images.tolist(), bounds[:-1], bounds[1:], strict=True)
    ]


def count_disputes(project: Project, images: IntArray) -> int:
    """Return on how many of some images people disagree and nobody has settled it.

    Args:
        project: any open project.
        images: their ids.

    Raises:
        ProjectError: the file cannot be read.
    """
    return int(np.isin(disputed(read_answers(project, shared=True)), images).sum())


def is_disputed(project: Project, image: int) -> bool:
    """Whether people disagree on one image and nobody has settled it; fast in a project of any size."""
    return bool(len(disputed(said_of(project, image))))


def _said(answers: Answers) -> tuple[Said, ...]:
    """Group what stands of the answers about one image by what they say."""
    now = answers.standing()
    now = now.of(np.argsort(now.decisions, kind="stable"))
    groups: dict[tuple[int, bool], list[int]] = {}
    for place, (code, state) in enumerate(zip(now.codes.tolist(), now.states.tolist(), strict=True)):
        groups.setdefault((code, state == int(State.UNSURE)), []).append(place)
    found = []
    for (code, unsure), places in groups.items():
        if code == NO_CLAIM and not unsure:
            continue  # of a class that was deleted
        some = now.of(np.array(places, np.int64))
        state = State.UNSURE if unsure else State(int(some.states[0]))
        names = tuple(now.names[person] for person in some.people.tolist())
        found.append(Said(state, code if code > 0 else None, names, int(some.blind.sum()), int(some.accepted.sum())))
    return tuple(sorted(found, key=lambda one: (not one.claims, -len(one.people))))
