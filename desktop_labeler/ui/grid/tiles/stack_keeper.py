"""Keeps what stacks know of their images up to date with the decisions of the open project."""

from functools import partial
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.last_verdict import LastVerdict
from desktop_labeler.data.images.query.image_groups import Verdicts, read_verdicts
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.tiles.stacks import Stacks


class StackKeeper(QObject):
    """Watches stacks for as long as somebody shows them.

    Signals:
        renewed: after a large decision everything was read again.
    """

    renewed = Signal()

    def __init__(self, project: OpenProject, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self._watched: WeakSet[Stacks] = WeakSet()
        self._verdicts = LastVerdict(project.project)
        project.images_changed.connect(self._images_changed)

    def watch(self, stacks: Stacks) -> None:
        """Keep these stacks up to date."""
        self._watched.add(stacks)

    def _images_changed(self, images: IntArray | None) -> None:
        for stacks in list(self._watched):
            if images is None:
                self._project.ask(partial(_read, stacks), self._read)
            else:
                stacks.note(self._project.rows(images.tolist()).values(), self._verdicts.of)

    def _read(self, found: tuple[Stacks, Verdicts]) -> None:
        stacks, known = found
        stacks.renew(known)
        self.renewed.emit()


def _read(stacks: Stacks, project: Project) -> tuple[Stacks, Verdicts]:
    return stacks, read_verdicts(project, stacks.members)
