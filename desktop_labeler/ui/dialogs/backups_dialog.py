"""The dialog that lists the backups of a project and restores one."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_labeler.data.project.backups import Backup, folder_of, list_backups
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.language import megabytes, moment
from desktop_labeler.ui.widgets.basics import Sheet, allow, label, table


class BackupsDialog(Sheet):
    """Lists the backups, newest first.

    Signals:
        restore_wanted: the file of a backup to restore.
        backup_wanted: a backup should be made now.
    """

    restore_wanted = Signal(object)
    backup_wanted = Signal()

    def __init__(self, project: Path, parent: QWidget | None, *, only_restore: bool = False) -> None:
        super().__init__(parent)
        self.head(
            self.tr("Backups"),
            self.tr(
                "Backups are made automatically every day, before an import and before the file is upgraded "
                "to a newer version. The newest five of each kind are kept in {folder}."
            ).format(folder=visible(folder_of(project).name)),
        )
        self._backups = list_backups(project)
        rows = [self._row(backup) for backup in self._backups]
        self.list = table([self.tr("When"), self.tr("Why"), self.tr("Size")], rows)
        self.content.addWidget(self.list if rows else label(self.tr("There is no backup yet."), "quiet"))
        by_hand = self.tr("To copy the project to another disk, close it first, or copy one of its backups.")
        self.content.addWidget(label(by_hand, "quiet", wrap=True))
        if not only_restore:  # a project that cannot be opened can only be restored
            self.add_button(self.tr("Back up now"), self._back_up)
        self.add_button(self.tr("Close"), self.reject)
        self._restore = self.add_button(self.tr("Restore this backup…"), self._ask, primary=True)
        self._chosen()
        self.list.itemSelectionChanged.connect(self._chosen)
        self.resize(560, 400)

    def _row(self, backup: Backup) -> tuple[str, str, str]:
        reasons = {
            "daily": self.tr("every day"),
            "migration": self.tr("before a new version"),
            "import": self.tr("before an import"),
            "restore": self.tr("before a restore"),
            "asked": self.tr("on request"),
        }
        when = moment(backup.when, seconds=True)
        size = megabytes(backup.file.stat().st_size) if backup.file.exists() else ""
        return when, reasons.get(backup.reason, backup.reason), size

    def _chosen(self) -> None:
        allow(self._restore, "" if self.list.selectedItems() else self.tr("Choose a backup in the list first."))

    def _back_up(self) -> None:
        self.backup_wanted.emit()
        self.accept()

    def _ask(self) -> None:
        backup = self._backups[self.list.currentRow()]
        when = moment(backup.when)
        text = self.tr("Restore the project to its state of {when}? The current state is backed up first.")
        box = QMessageBox(QMessageBox.Icon.Question, self.tr("Restore"), text.format(when=when), parent=self)
        box.addButton(QMessageBox.StandardButton.Cancel)
        yes = box.addButton(self.tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        if box.clickedButton() is yes:
            self.restore(self.list.currentRow())

    def restore(self, row: int) -> None:
        """Ask to restore the backup in a row of the list, and close."""
        self.restore_wanted.emit(self._backups[row].file)
        self.accept()
