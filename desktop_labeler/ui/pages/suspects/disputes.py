"""The images on which people disagree, as one more reason on Suspects: counted here, shown and settled in Browse."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.images.image_query import Filter, count_disputed
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.choices import Choice

DISPUTED: Final = "disputed"
"""The value of the chip."""
DISPUTED_IMAGES = Filter(disputed=True)


class Disputes(QObject):
    """Counts them off the main thread whenever the page is shown.

    Args:
        project: to ask.
        page: that is watched.

    Signals:
        changed: there is another number of them.
    """

    changed = Signal()

    def __init__(self, project: OpenProject, page: QWidget) -> None:
        super().__init__(page)
        self._project, self._count = project, 0
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._project.ask(count_disputed, self._counted)
        return super().eventFilter(watched, event)

    def choices(self) -> list[Choice]:
        """Return the chip, if there are such images."""
        return [Choice(DISPUTED, (self.tr("People disagree"),), self._count)] if self._count else []

    def _counted(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.changed.emit()
