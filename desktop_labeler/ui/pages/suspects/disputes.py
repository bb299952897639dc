"""The images on which people disagree, as one more reason on Suspects: counted here, settled one after another."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.images.image_query import count_disputed
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from desktop_labeler.ui.widgets.choices import Choice

DISPUTED: Final = "disputed"
"""The value of the chip."""


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
        self._project, self._page, self._count = project, page, 0
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._project.ask(count_disputed, self._counted)
        return super().eventFilter(watched, event)

    def choices(self) -> list[Choice]:
        """Return the chip, if there are such images."""
        return [Choice(DISPUTED, (self.tr("People disagree"),), self._count)] if self._count else []

    def settle(self) -> None:
        """Show them one after another, each with who said what."""
        dialog = SettleDialog(self._project, self._page.window())
        dialog.finished.connect(self._count_again)
        dialog.open()

    def _count_again(self) -> None:
        self._project.ask(count_disputed, self._counted)

    def _counted(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.changed.emit()
