"""Stored rounds, as the job writes them, with findings that a test chooses."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from pytestqt.qtbot import QtBot

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.data.decisions.history import By, Edit, decide
from desktop_labeler.data.decisions.proof.verdicts import read_verdicts
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.rounds.round_page import RoundPage
from desktop_labeler.ui.rounds.rounds import Rounds
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.ui.contexts import make_context
from tests.ui.grids import wait_for_painting

KEY = "0123"


@dataclass
class Findings:
    """The findings of a round, by image id; classes are ids.

    Attributes:
        suggested: the suggested class and the confidence of undecided images.
        expected: the expected class and the doubt of labelled images.
        flags: the images of each boolean finding ("conflict", "outlier", "dark", …), by name.
        nearest: the most similar images, nearest first.
        twins: groups of near-duplicates.
        queue: the images to label next.
        errors: the estimated number of wrong labels.
        unlike: the ood score of images.
    """

    suggested: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    expected: Mapping[int, tuple[int, float]] = field(default_factory=dict)
    flags: Mapping[str, Sequence[int]] = field(default_factory=dict)
    nearest: Mapping[int, Sequence[int]] = field(default_factory=dict)
    twins: Sequence[Sequence[int]] = ()
    queue: Sequence[int] = ()
    errors: int = 0
    unlike: Mapping[int, float] = field(default_factory=dict)


def store_round(project: Project, found: Findings, number: int = 1) -> None:
    """Store a round over all images of a project, with a graph and vectors, as `jobs.run_round` does."""
    ids = np.sort(find_images(project))
    row = {image: place for place, image in enumerate(ids.tolist())}
    _, given = read_verdicts(project).of(ids)
    count = len(ids)
    arrays: dict[str, AnyArray] = {"ids": ids, "given": given.astype(np.int32)}
    for name, score, values in (("suggested", "confidence", found.suggested), ("expected", "doubt", found.expected)):
        classes = np.full(count, -1, np.int32) if name == "suggested" else given.astype(np.int32)
        scores = np.zeros(count, np.float32)
        for image, (class_id, value) in values.items():
            classes[row[image]], scores[row[image]] = class_id, value
        arrays |= {name: classes, score: scores}
    arrays["doubt"] = np.where(given >= 0, arrays["doubt"], np.nan).astype(np.float32)
    arrays["novelty"] = np.array([found.unlike.get(image, 0) for image in ids.tolist()], np.float32)
    arrays["top_classes"] = np.stack([arrays["suggested"], arrays["expected"]], axis=1)
    for name in ("conflict", "outlier", "blurred", "dark", "odd_size"):
        arrays[name] = np.isin(ids, np.array(found.flags.get(name, ()), np.int64))
    arrays["duplicate"] = np.full(count, -1, np.int32)
    for number, images in enumerate(found.twins):
        arrays["duplicate"][[row[image] for image in images]] = number
    arrays["queue"] = np.array(found.queue, np.int64)
    last = int(str(project.rows("SELECT coalesce(max(id), 0) FROM decision")[0][0]))
    stamp = {
        "round": number,
        "decisions": last,
        "backbone": KEY,
        "suspects": found.errors,
        "fewest_errors": found.errors,
    }
    save_arrays(project, {f"round/{name}": array for name, array in arrays.items()}, stamp)
    project.save_setting("round", number)
    wide = max([len(near) for near in found.nearest.values()], default=1)
    neighbors = np.full((count, wide), -1, np.int32)
    for image, near in found.nearest.items():
        neighbors[row[image], : len(near)] = [row[other] for other in near]
    similarity = np.where(neighbors >= 0, np.linspace(0.9, 0.5, wide), 0).astype(np.float16)
    graph: dict[str, AnyArray] = {"ids": ids, "neighbors": neighbors, "similarity": similarity}
    save_arrays(project, {f"graph/{KEY}/{name}": array for name, array in graph.items()})
    append_vectors(project, KEY, ids, np.full((count, 4), 0.5, np.float16))
    use_backbone(project, KEY, "chosen by a test")


@dataclass
class Stage:
    """A page of a round on screen, with its rounds and jobs."""

    page: RoundPage
    rounds: Rounds
    jobs: JobQueue


ShowStage = Callable[..., Stage]
"""The fixture that shows a page of rounds, given its class and a project."""


def stage_of(
    qtbot: QtBot,
    kind: Callable[..., RoundPage],
    project: OpenProject,
    thumbs: ThumbnailLoader,
    settings: Settings,
    *,
    height: int = 700,
) -> Stage:
    """Show a page of a project as the window does, with its first images."""
    context = make_context(qtbot, project, thumbs, settings)
    rounds, page = context.rounds, kind(context)
    qtbot.addWidget(page)
    page.resize(900, height)
    with qtbot.waitExposed(page):
        page.show()
    page.activated()
    qtbot.waitUntil(lambda: rounds.loaded and (rounds.view is None or rounds.lists is not None))
    qtbot.waitUntil(lambda: page.shown is not None or rounds.view is None)
    wait_for_painting(page.grid, qtbot)
    return Stage(page, rounds, context.jobs)


def import_labels(project: Project, labels: Mapping[int, int]) -> None:
    """Give images imported labels, which nobody has confirmed."""
    edit = Edit(state=State.LABELLED, class_id=list(labels.values()), source=Source.IMPORTED)
    decide(project, list(labels), edit, kind="import", what="Import labels", by=By("file"))
