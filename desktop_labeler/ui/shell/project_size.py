"""How large the open project is, and how far: its numbers of images and classes in the rail and the panel."""

from PySide6.QtCore import QObject, QTimer

from desktop_labeler.data.decisions.page_names import BROWSE, LABEL
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.ui.core.language import classes, grouped, images
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.shell.rail import Rail
from desktop_labeler.ui.shell.side_panel import SidePanel

_AFTER = 150  # ms after the last change until it is counted


class ProjectSize(QObject):
    """Counts in the background, again after each change.

    Args:
        rail: shows the number of images and classes, and of those without a label.
        side: shows how many images each class has.
        parent: of this object.
    """

    def __init__(self, rail: Rail, side: SidePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._rail, self._side = rail, side
        self._project: OpenProject | None = None
        self._soon = QTimer(self, interval=_AFTER, singleShot=True)
        self._soon.timeout.connect(self.show)

    def follow(self, project: OpenProject | None) -> None:
        """Show this project from now on; None for none."""
        self._project = project
        if project is not None:
            project.images_changed.connect(self._changed)

    def show(self) -> None:
        """Count now, or say that no project is open."""
        if self._project is not None:
            self._project.ask(Project.counts, self._counted)
        else:
            self._rail.show_project("Desktop Labeler", self.tr("No project open"))

    def _changed(self, changed: object) -> None:
        self._soon.start()

    def _counted(self, counts: dict[tuple[State, int | None], int]) -> None:
        if self._project is None:
            return
        total = sum(counts.values())
        open_ones = sum(count for (state, _), count in counts.items() if state == State.UNLABELLED)
        size = f"{images(total)} · {classes(len(self._project.classes))}"
        self._rail.show_project(self._project.path.stem, size)
        self._rail.set_count(BROWSE, grouped(total))
        self._rail.set_count(LABEL, grouped(open_ones))
        self._side.show_counts(counts)
