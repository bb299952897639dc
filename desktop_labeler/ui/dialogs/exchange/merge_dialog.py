"""The dialog that says what merging a package would do, before anything is stored."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop_labeler.jobs.packages.merge_package import Conflict, MergeResult
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.language import grouped, state_names, worded
from desktop_labeler.ui.widgets.basics import Sheet, label, table
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate

_SHOWN = 2000  # rows
_NAMED = 8  # classes
_LEAST = 150  # pixels of the table: its heading and three rows


class MergeDialog(Sheet):
    """Shows what agrees, what differs, what is new and what is left out; nothing is changed until it is asked for.

    Args:
        result: of a dry run.
        parent: the window.

    Signals:
        merge_wanted: the package should be merged.
    """

    merge_wanted = Signal()
    scrolls = True

    def __init__(self, result: MergeResult, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.head(self.tr("Merge a package"), self._about(result))
        if result.elsewhere:
            elsewhere = Message("The package was made from another project: classes are matched by their names alone.")
            self.content.addWidget(label(worded(elsewhere), "care", wrap=True))
        for new, other in result.alike:
            alike = Message(
                "{new} would be another person than {other}. If they are one, give {other} the name {new} first: "
                "Project, People.",
                new=visible(new),
                other=visible(other),
            )
            self.content.addWidget(label(worded(alike), "care", wrap=True))
        self.content.addWidget(label("\n".join(map(worded, summary(result))), wrap=True))
        rows = [(one.path, one.who, *_said(one)) for one in result.conflicts] + _left_out(
            self.tr("image not in the project any more"), self.tr("another picture by now"), result
        )
        titles = [self.tr("Image"), self.tr("Person"), self.tr("In the project"), self.tr("In the package")]
        self.list = table(titles, rows[:_SHOWN])
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for column in range(4):
            self.list.setItemDelegateForColumn(column, NameDelegate(self.list))
            self.list.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        if rows:
            self.list.setMinimumHeight(_LEAST)
            self.content.addWidget(self.list)
            if len(rows) > _SHOWN:
                more = self.tr("and {n} more").format(n=grouped(len(rows) - _SHOWN))
                self.content.addWidget(label(more, "quiet"))
        else:
            self.content.addStretch()
        self.add_button(self.tr("Cancel") if news_in(result) else self.tr("Close"), self.reject)
        self.merge = self.add_button(self.tr("Merge"), self._merge, primary=True)
        self.merge.setVisible(news_in(result))
        self.grow(820, 480 if rows else 240)

    def _about(self, result: MergeResult) -> str:
        if not news_in(result):
            return self.tr("There is nothing in this package that can be merged. Nothing was changed.")
        if not result.people:
            return self.tr(
                "Answers that an earlier merge brought were taken back in this package. Merging is one decision that "
                "undo takes back."
            )
        people = ", ".join(map(visible, result.people))
        return self.tr("The answers are those of {people}. Merging is one decision that undo takes back.").format(
            people=people
        )

    def _merge(self) -> None:
        self.merge_wanted.emit()
        self.accept()


def _said(conflict: Conflict) -> tuple[str, str]:
    """Return what the project and the package say, a state in the language of the window."""
    names = state_names()
    mine, theirs = (names[state] if state is not None else "" for state in conflict.states)
    return mine or visible(conflict.mine), theirs or visible(conflict.theirs)


def _left_out(gone: str, other: str, result: MergeResult) -> list[tuple[str, str, str, str]]:
    return [
        *((path, "", gone, "") for path in result.unknown),
        *((path, "", other, "") for path in result.changed),
    ]


def news_in(result: MergeResult) -> bool:
    """Whether a package says anything that is not in the project yet and can be merged."""
    return bool(result.agreed or result.added or result.conflicts or result.withdrawn)


def summary(result: MergeResult) -> list[Message]:
    """Return what a merge does, line by line: what agrees, what is new, what differs, and what is left out."""
    lines = [
        Message("{n:# answer agrees|# answers agree} with the project.", n=result.agreed),
        Message("{n:# answer is about an image|# answers are about images} without a label.", n=result.added),
        Message("{n:# answer says|# answers say} something other than the project.", n=len(result.conflicts)),
        Message("{n:# answer was|# answers were} merged before.", n=result.known),
        Message(
            "{n:# answer of an earlier merge is|# answers of an earlier merge are} taken back.", n=result.withdrawn
        ),
        Message("{n:# image is|# images are} not in the project any more and left out.", n=len(result.unknown)),
        Message(
            "{n:# image is another picture|# images are other pictures} by now and left out.", n=len(result.changed)
        ),
        Message("{n:# class is|# classes are} new: {names}", n=len(result.unknown_classes), names=_names(result)),
        Message(
            "{n:# class was|# classes were} deleted here; the answers that name {n:it|them} are left out.",
            n=len(result.deleted_classes),
        ),
    ]
    return [line for line in lines if line.arguments["n"]]


def _names(result: MergeResult) -> list[str]:
    return [visible(name) for name in result.unknown_classes[:_NAMED]]
