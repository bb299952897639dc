"""The map page on screen, with what its tests need of it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.map.map_page import MapPage
from desktop_labeler.ui.rounds.rounds import Rounds

Opener = Callable[..., OpenProject]
COUNT = 60
PATHS = [f"{number:02}.png" for number in range(COUNT)]
LABELS = ["Fly"] * 6 + ["Bee"] * 4 + [None] * 50


def embed(project: OpenProject, ids: "range | list[int]" = range(1, COUNT + 1), seed: int = 0) -> None:
    """Store vectors that put even ids on the left of the map and odd ones on the right."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(scale=0.2, size=(len(ids), 8))
    vectors[:, 0] += np.where(np.array(ids) % 2, 2.0, -2.0)
    append_vectors(project.project, "0123", np.array(ids), vectors.astype(np.float16))
    use_backbone(project.project, "0123", "chosen by a test")


@dataclass
class Stage:
    page: MapPage
    rounds: Rounds
    jobs: JobQueue
    settle: Callable[[], None]

    @property
    def left_and_right(self) -> tuple[QPointF, QPointF]:
        """Return the positions of image 2 and of image 1 on the canvas."""
        places = [self.page.canvas.place_of(image) for image in (2, 1)]
        assert places[0] is not None
        assert places[1] is not None
        return places[0], places[1]


def drag(canvas: object, points: list[QPointF], modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press, move and release the mouse on the canvas."""
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(canvas, left, modifier, points[0].toPoint())  # type: ignore[call-overload]
    for point in points[1:]:
        QTest.mouseMove(canvas, point.toPoint())  # type: ignore[call-overload]
        QApplication.processEvents()
    QTest.mouseRelease(canvas, left, modifier, points[-1].toPoint())  # type: ignore[call-overload]
