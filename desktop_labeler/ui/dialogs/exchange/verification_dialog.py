"""The dialog that says whether images and labels are still those of an export, and which are not."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop_labeler.jobs.exchange.verify_manifest import Difference, Verification
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.language import grouped, moment, translator, worded
from desktop_labeler.ui.widgets.basics import Sheet, label, table
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate

_SHOWN = 2000


class VerificationDialog(Sheet):
    """Lists the differences.

    Signals:
        save_wanted: all of them should be written to a file.
    """

    save_wanted = Signal()

    def __init__(self, found: Verification, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.head(verdict(found), _sentence(found))
        notes = _notes(found)
        if notes:
            self.content.addWidget(label(" ".join(notes), "quiet", wrap=True))
        rows = list(_rows(found))
        titles = [self.tr("Image"), self.tr("What"), self.tr("Label then"), self.tr("Label now")]
        self.list = table(titles, rows[:_SHOWN])
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # long paths often differ at their ends
        for column in range(4):
            if column != 1:
                self.list.setItemDelegateForColumn(column, NameDelegate(self.list))
                self.list.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        if rows:
            self.content.addWidget(self.list)
            if len(rows) > _SHOWN:
                more = self.tr("and {n} more; Save takes all of them").format(n=grouped(len(rows) - _SHOWN))
                self.content.addWidget(label(more, "quiet"))
            self.add_button(self.tr("Save the list…"), self.save_wanted.emit)
        else:
            self.content.addStretch()
        self.add_button(self.tr("Close"), self.accept, primary=True)
        self.resize(860, 460 if rows else 200)


_tr = translator("VerificationDialog")


def verdict(found: Verification) -> str:
    """Return in one sentence what was found."""
    if found.holds:
        return _tr("Everything is as it was exported")
    if found.foreign:
        return _tr("This manifest is that of another project")
    apart = len(found.changed) + len(found.missing)
    if not apart:
        return _tr("The images and labels are as exported, but not the files of the export")
    return worded(Message("{n:# image is|# images are} not as exported", n=apart))


def _sentence(found: Verification) -> str:
    if found.foreign and found.known:
        text = Message(
            "{n:The one image|All # images} of it that {n:is|are} here {n:has|have} another content, label or state, "
            "and its last decision is not in the history here. Open the project that it was exported from: {project}.",
            n=found.known,
            project=found.project or "–",
        )
        return worded(text)
    if found.foreign:
        return _tr(
            "None of its images is in this project. Choose the manifest.json of an export of this project, or open the "
            "project that it was exported from."
        )
    text = Message(
        "{n:# image and its label is|# images and their labels are} those of the export of {when}.",
        n=found.same,
        when=_when(found.written),
    )
    return worded(text)


def _when(written: str) -> str:
    try:
        return moment(datetime.fromisoformat(written.replace("Z", "+00:00")))
    except ValueError:
        return visible(written)


def _notes(found: Verification) -> list[str]:
    if found.foreign:
        return []
    labels = sum(one.label for one in found.changed)
    files = sum(one.image for one in found.changed)
    lines = [
        Message("{n:# image has|# images have} another label or state.", n=labels),
        Message("{n:# image has|# images have} another content.", n=files),
        Message("{n:# image is|# images are} missing.", n=len(found.missing)),
        Message(
            "{n:# labelled image of the project was|# labelled images of the project were} not in it.", n=found.new
        ),
    ]
    said = [worded(line) for line in lines if line.arguments["n"]]
    if found.of_another:
        said.insert(0, _tr("Its last decision is not in the history here: it is of another project or a later state."))
    if found.away:
        return [*said, _tr("The files of the export are not beside the manifest, so they were not checked.")]
    intact = Message("{n:# file of the export is as it was|# files of the export are as they were}.", n=found.intact)
    return [*said, worded(intact)] if found.intact else said


def _rows(found: Verification) -> Iterator[tuple[str, str, str, str]]:
    for one in found.changed:
        yield one.path, _what(one), visible(one.was or "–"), visible(one.now or "–")
    for path in found.missing:
        yield path, _tr("missing"), "", ""
    words = {
        "changed": _tr("file of the export changed"),
        "gone": _tr("file of the export gone"),
        "added": _tr("file added to the export"),
    }
    for file in found.files:
        yield file.name, words[file.what], "", ""


def _what(one: Difference) -> str:
    if one.image and one.label:
        return _tr("other content, other label")
    if one.image:
        return _tr("other content")
    return _tr("other label") if one.was != one.now else _tr("other state")
