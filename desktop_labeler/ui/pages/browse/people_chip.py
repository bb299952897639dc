"""The chip of Browse for who has answered: people disagree, answered by somebody, not yet by somebody."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.project.answer_rows import people_names
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.classes.class_text import short_name
from desktop_labeler.ui.widgets.filter_popup import ListPopup

_WIDEST = 190  # pixels of its text
_DISPUTED = ("disputed", "")


class PeopleChip(QPushButton):
    """It is there once a second person has said something.

    Signals:
        chosen: the filter with what was chosen in the list.
    """

    chosen = Signal(object)

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._filter = project, Filter()
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(14, 14))
        self.clicked.connect(self._open)
        project.history_changed.connect(self._show)

    def show_filter(self, wanted: Filter) -> None:
        """Show what a filter asks of people."""
        self._filter = wanted
        self._show()

    def _show(self) -> None:
        wanted = self._filter
        texts = [self.tr("People disagree")] if wanted.disputed else []
        texts += [self._answered(wanted.answered_by)] if wanted.answered_by else []
        texts += [self._not_yet(wanted.not_by)] if wanted.not_by else []
        text = texts[0] if texts else self.tr("People")
        short = short_name(text, self.fontMetrics(), _WIDEST).text.replace("&", "&&")
        self.setText(short if len(texts) < 2 else f"{short} +{len(texts) - 1}")
        self.setToolTip(", ".join(texts))
        self.setChecked(bool(texts))
        self.setVisible(wanted.needs_answers or len(people_names(self._project.project)) > 1)

    def _answered(self, name: str) -> str:
        return self.tr("Answered by {name}").format(name=visible(name))

    def _not_yet(self, name: str) -> str:
        return self.tr("Not yet by {name}").format(name=visible(name))

    def _open(self) -> None:
        popup = ListPopup(self)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.destroyed.connect(self._show)
        self._show()
        people = people_names(self._project.project)
        choices = [
            Choice(_DISPUTED, (self.tr("People disagree"),)),
            *(Choice(("by", name), (self._answered(name),)) for name in people),
            *(Choice(("not", name), (self._not_yet(name),)) for name in people),
        ]
        wanted = self._filter
        ticked = [_DISPUTED] if wanted.disputed else []
        ticked += [("by", wanted.answered_by)] if wanted.answered_by else []
        ticked += [("not", wanted.not_by)] if wanted.not_by else []
        popup.show_choices(choices, ticked)
        popup.changed.connect(self._chosen)
        popup.open_under(self)

    def _chosen(self, values: list[tuple[str, str]]) -> None:
        """Take over what is ticked; of two people in the same role the one that was ticked last."""
        now = self._filter
        by = [name for role, name in values if role == "by"]
        not_by = [name for role, name in values if role == "not"]
        self.chosen.emit(
            replace(
                now,
                disputed=_DISPUTED in values,
                answered_by=_newest(by, now.answered_by),
                not_by=_newest(not_by, now.not_by),
            )
        )


def _newest(names: list[str], before: str) -> str:
    new = [name for name in names if name != before]
    return (new or names or [""])[0]
