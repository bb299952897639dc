"""The dialog that lists the skipped files with the reasons."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.images.files.image_files import unread_note
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.widgets.basics import Sheet, label, table

_SHOWN = 2000
_WIDEST = 1100  # pixels
_BESIDE = 80  # pixels around the texts of the list


class SkippedDialog(Sheet):
    """Lists the files that a scan skipped.

    Args:
        skipped: the path and the reason of each file.
        parent: the parent of the dialog.
        unread: the number of files of unsupported kinds, by suffix.
        notes: what else is to say about the scan.
        found: the path of each file that the scan found elsewhere or again, or misses, and what became of it.
    """

    def __init__(
        self,
        skipped: Sequence[tuple[str, Message]],
        parent: QWidget | None,
        unread: Mapping[str, int] = MappingProxyType({}),
        notes: Sequence[Message] = (),
        found: Sequence[tuple[str, Message]] = (),
    ) -> None:
        super().__init__(parent)
        self._listed = [*skipped, *found]
        left = len(skipped) or sum(unread.values())
        heading = worded(Message("{n:# file is|# files are} not used", n=left)) if left else self.tr("After the scan")
        about = self.tr(
            "These files are left out. Nothing in the folder was changed; repair a file and rescan, and "
            "it will be added."
        )
        self.head(heading, about if left else self.tr("Nothing in the folder was changed."))
        self._notes = [worded(note) for note in notes]
        for line in self._notes:
            self.content.addWidget(label(line, wrap=True))
        reasons = Counter(reason for _, reason in skipped).most_common(4)
        text = " · ".join(f"{worded(reason).removesuffix('.')}: {grouped(count)}" for reason, count in reasons)
        note = unread_note(unread)
        for line in filter(None, [text, worded(note) if note else ""]):
            self.content.addWidget(label(line, "quiet", wrap=True))
        self.list = table(
            [self.tr("File"), self.tr("Reason")], [(file, worded(reason)) for file, reason in self._listed[:_SHOWN]]
        )
        self.list.setVisible(bool(self._listed))
        self.content.addWidget(self.list)
        if not self._listed:
            self.content.addStretch(1)
        if len(self._listed) > _SHOWN:
            more = self.tr("and {n} more; Copy takes all of them").format(n=grouped(len(self._listed) - _SHOWN))
            self.content.addWidget(label(more, "quiet"))
        self.add_button(self.tr("Copy the list"), self._copy)
        self.add_button(self.tr("Close"), self.accept, primary=True)
        self.resize(min(max(720, _BESIDE + sum(map(self.list.sizeHintForColumn, range(2)))), _WIDEST), 460)

    def _copy(self) -> None:
        files = [f"{path}\t{worded(reason)}" for path, reason in self._listed]
        QGuiApplication.clipboard().setText("\n".join([*self._notes, *files]))
