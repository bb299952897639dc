"""The right panel: the focused image, the classes, what is known about the image, and its history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from html import escape
from pathlib import Path

import numpy as np
from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.decisions.history import Decision, read_history
from desktop_labeler.data.decisions.proof.certificates import Certificate, certificate_of, void_reason
from desktop_labeler.data.images.pictures.thumbnail_cache import file_state
from desktop_labeler.data.metadata.columns import values_of
from desktop_labeler.data.metadata.values import Value
from desktop_labeler.data.project.project_file import ImageRow, LabelClass, Project, Source, State
from desktop_labeler.errors import ImageError, LabelerError
from desktop_labeler.messages import Message, visible
from desktop_labeler.rounding import rounded_down
from desktop_labeler.ui.core.language import error_text, grouped, megabytes, moment, translator, worded
from desktop_labeler.ui.core.metadata_texts import column_title, value_text
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.rounds.explanation_panel import ExplanationPanel
from desktop_labeler.ui.shell.answers_text import answers_of
from desktop_labeler.ui.shell.class_panel import ClassPanel
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from desktop_labeler.ui.widgets.breaking_text import SelectableText, breakable
from desktop_labeler.ui.widgets.classes.class_picker import ClassPicker
from desktop_labeler.ui.widgets.images.image_tools import ImageTools
from desktop_labeler.ui.widgets.images.image_view import ImageView
from desktop_labeler.ui.widgets.images.shown_part import WHOLE, shown_part
from desktop_labeler.ui.widgets.texts_sheet import TextsSheet

_HISTORY = 50
_STRIP, _LEAST, _MOST = 16, 256, 16_777_215  # pixels: folded, unfolded, no limit


class SidePanel(QWidget):
    """The right panel, which follows the focus of the page.

    Signals:
        assign: the id of a class to assign to the selection.
        picked: the id of a class that was chosen by name.
        answered: the name of an action that the page's grid should perform.
        folds: whether the panel was folded (True) or unfolded.
    """

    assign = Signal(int)
    picked = Signal(int)
    answered = Signal(str)
    folds = Signal(bool)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._project: OpenProject | None = None
        self._image: int | None = None
        self._recent: list[int] = []
        self.view = ImageView()
        self.classes = ClassPanel()
        self.explanation = ExplanationPanel()
        self.explanation.answers.answered.connect(self.answered)
        self._view: RoundView | None = None  # the round that the page shows
        self._answers = False
        self.facts = SelectableText()
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        shape = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # a long name widens nothing
        shape.setHeightForWidth(True)
        self.facts.setSizePolicy(shape)
        self.picker = ClassPicker(self)
        self._tools = ImageTools(self.view)
        above = QWidget()
        top = QVBoxLayout(above)
        top.setContentsMargins(4, 16, 16, 6)
        top.setSpacing(6)
        top.addWidget(self.view, 1)
        top.addWidget(self._tools)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # picture rows grow higher with their width, so a scroll bar that appears on demand would flicker
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        inside = QWidget()
        inside.setProperty("role", "plain")
        reasons = QVBoxLayout(inside)
        reasons.setContentsMargins(0, 0, 4, 0)
        reasons.addWidget(self.explanation)
        self.texts_button = QPushButton(self.tr("Group and note…"))
        self.texts_button.setProperty("role", "strip")
        self.texts_button.clicked.connect(self._ask_texts)
        reasons.addWidget(self.texts_button, 0, Qt.AlignmentFlag.AlignLeft)
        reasons.addWidget(self.facts, 1)
        scroll.setWidget(inside)
        image = QWidget()
        column = QVBoxLayout(image)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(self.explanation.answers)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.classes, self.tr("Classes"))
        self.tabs.addTab(image, self.tr("Image"))
        self.tabs.currentChanged.connect(self._show_facts)
        below = QWidget()
        bottom = QVBoxLayout(below)
        bottom.setContentsMargins(4, 4, 16, 12)
        bottom.addWidget(self.tabs)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setHandleWidth(1)
        splitter.addWidget(above)
        splitter.addWidget(below)
        splitter.setSizes([300, 460])
        self._inside = splitter
        self._fold_button = QToolButton()
        self._fold_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fold_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._fold_button.setFixedWidth(_STRIP)
        self._fold_button.setProperty("role", "fold")
        self._fold_button.clicked.connect(self.toggle)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._fold_button)
        layout.addWidget(splitter, 1)
        self.fold(False)
        self.classes.assign.connect(self._assign)
        self.picker.chosen.connect(self._pick)
        self.picker.added.connect(self._add_and_pick)
        theme().changed.connect(self._show_facts)
        theme().changed.connect(self._tint_fold)

    @property
    def folded(self) -> bool:
        """Whether only the strip that unfolds the panel is shown."""
        return self._inside.isHidden()

    def toggle(self) -> None:
        """Fold the panel, or unfold it."""
        self.fold(not self.folded)

    def fold(self, folded: bool) -> None:
        """Show only the strip at the edge, or the whole panel."""
        self._inside.setHidden(folded)
        self.setMinimumWidth(_STRIP + 1 if folded else _LEAST)
        self.setMaximumWidth(_STRIP + 1 if folded else _MOST)
        text = self.tr("Show the panel") if folded else self.tr("Fold the panel")
        self._fold_button.setToolTip(f"{text} (F9)")
        self._fold_button.setAccessibleName(text)
        self._tint_fold()
        self._show_facts()
        self.folds.emit(folded)

    def _tint_fold(self) -> None:
        self._fold_button.setIcon(theme().icon("left" if self.folded else "right"))

    def sizeHint(self) -> QSize:
        return QSize(344, 700)

    def show_project(self, project: OpenProject | None, thumbs: ThumbnailLoader | None = None) -> None:
        """Follow a project, or none."""
        self._project = project
        self._view = None
        self.explanation.follow(project, thumbs)
        self._image = None
        self._recent = []
        self.classes.show_project(project)
        self.view.show_file(None)
        self.facts.clear()
        if project is not None:
            self.view.display = project.display
            project.history_changed.connect(self._show_facts)
            project.images_changed.connect(self._images_changed)

    def show_counts(self, counts: dict[tuple[State, int | None], int]) -> None:
        """Show how many images each class has."""
        self.classes.show_counts(counts)

    def show_reasons(self, view: RoundView | None, *, answers: bool, blind: bool = False) -> None:
        """Explain with a round why an image is here; `answers` shows the buttons that answer it.

        With `blind` nothing is said about images, so that nothing influences the answer.
        """
        self.tabs.setTabVisible(1, not blind)
        self.classes.hide_counts(blind)
        self._view = view
        turned, self._answers = answers != self._answers, answers
        if turned:
            self.tabs.setCurrentIndex(1 if answers else 0)
        self._show_facts()

    def show_image(self, image: object) -> None:
        """Show an image by its id; None shows nothing."""
        self._image = image if isinstance(image, int) else None
        self._show_file()
        self._show_facts()

    def _ask_texts(self) -> None:
        if self._project is not None and self._image is not None:
            TextsSheet(self._project, np.array([self._image]), "", self.window()).open()

    def _show_file(self) -> None:
        row = self._row()
        if row is None:
            self.view.show_file(None)
        else:
            self.view.packed = self._project is not None and self._project.may_be_packed(row)
            shown = shown_part(self._project.project, row) if self._project is not None else WHOLE
            self.view.show_file(self._file(row), state=(file_state(row), self.view.packed), shown=shown)

    def _images_changed(self, images: object) -> None:
        """Show the file anew if it may have changed with everything else, as after a scan."""
        if images is None:
            self.view.try_again()
            self._show_file()

    def _file(self, row: ImageRow) -> Path | None:
        try:
            return self._project.file_of(row) if self._project is not None else None
        except ImageError:
            return None  # the path lies outside the folder; the line "Problem" says so

    def pick_class(self, start: str = "") -> None:
        """Open the type-ahead over all classes, recently assigned ones first."""
        if self._project is None:
            return
        place = {number: rank for rank, number in enumerate(self._recent)}
        labels = sorted(self._project.classes, key=lambda label: place.get(label.id, len(place)))
        self.picker.open_at(self.mapToGlobal(QPoint(-300, 60)), labels, start)

    def _assign(self, class_id: int) -> None:
        self._note_recent(class_id)
        self.assign.emit(class_id)

    def _pick(self, class_id: int) -> None:
        self._note_recent(class_id)
        self.picked.emit(class_id)

    def _note_recent(self, class_id: int) -> None:
        self._recent = [class_id, *(number for number in self._recent if number != class_id)][:10]

    def _add_and_pick(self, name: str) -> None:
        label = self._project.add_class(name) if self._project is not None else None
        if label is not None:
            self._pick(label.id)

    def _row(self) -> ImageRow | None:
        return self._project.row(self._image) if self._project is not None and self._image is not None else None

    def _show_facts(self) -> None:
        """Explain the image, unless nobody can see that: reading its history would make every key slower."""
        if self.folded or self.tabs.currentIndex() != 1:
            return  # called again when the tab is opened
        row = self._row()
        self.explanation.show_image(self._view, row, answers=self._answers)
        writable = self._project is not None and not self._project.project.read_only
        self.texts_button.setVisible(row is not None and writable)
        if row is None or self._project is None:
            self.facts.clear()
            return
        try:
            decisions = read_history(self._project.project, image=row.id, limit=_HISTORY)
            said = answers_of(self._project.project, row.id)
            values = values_of(self._project.project, [row.id]).get(row.id, {})
        except LabelerError as error:
            self.facts.setText(_escape(error_text(error)))
            return
        self.facts.setText(describe(row, self._project.class_of(row.class_id), decisions, said, values))
        if any(one.kind == "accept" and not one.undone for one in decisions):
            self._project.ask(partial(_certified, row.id), self._add_certificate)

    def _add_certificate(self, found: tuple[int, Certificate | None]) -> None:
        """Show below the history which certificate covers the label, if it is still this image's."""
        image, certificate = found
        if certificate is not None and image == self._image:
            self.facts.setText(f"{self.facts.text()}<br><br>{_escape(certificate_text(certificate))}")


_tr = translator("SidePanel")


def _certified(image: int, project: Project) -> tuple[int, Certificate | None]:
    return image, certificate_of(project, image)


def certificate_text(certificate: Certificate) -> str:
    """Return what a certificate says of its labels, and whether that still holds."""
    proof = certificate.proof
    text = Message(
        "Certificate {id:d} covers this label and {n:# other|# others}: at least {share:.1%} right ({sure:.1%} sure).",
        id=certificate.id,
        n=certificate.images - 1,
        share=rounded_down(proof.bound),
        sure=rounded_down(proof.confidence),
    )
    reason = void_reason(certificate)
    return worded(text) + (f" {worded(Message('It is void: {reason}.', reason=reason))}" if reason is not None else "")


def state_text(row: ImageRow, label: LabelClass | None) -> str:
    """Return the state of an image in words."""
    texts = {
        State.UNLABELLED: _tr("unlabelled"),
        State.LABELLED: _tr("imported") if row.source == Source.IMPORTED else _tr("accepted suggestion"),
        State.CONFIRMED: _tr("confirmed by a person"),
        State.UNSURE: _tr("unsure"),
        State.EXCLUDED: _tr("excluded: none of the classes"),
    }
    return f"{label.name} · {texts[row.state]}" if label is not None else texts[row.state]


QT_TRANSLATE_NOOP("Pages", "Command line")  # names of the other places where decisions are made


def describe(
    row: ImageRow,
    label: LabelClass | None,
    decisions: list[Decision],
    said: Sequence[tuple[str, str]] = (),
    values: Mapping[str, Value] | None = None,
) -> str:
    """Return what is known about an image, its metadata, what each person says, and its history as HTML."""
    colors = theme().colors
    size = f"{grouped(row.width)} × {grouped(row.height)}" if row.width and row.height else ""
    facts = [
        ("", f"<b>{_escape(row.shown_path)}</b>"),
        ("", _escape(state_text(row, label))),
        (_tr("Size"), " · ".join(filter(None, (size, megabytes(row.size))))),
        (_tr("Group"), _escape(row.group or "")),
        (_tr("Note"), _escape(row.note or "")),
        (_tr("Problem"), _escape(worded(Message.read(row.problem or "")))),
        (_tr("Second opinion"), _tr("wanted") if row.second else ""),
    ]
    facts += [(_escape(column_title(name)), _escape(value_text(value))) for name, value in (values or {}).items()]
    lines = [
        f"{f'<span style=color:{colors.quiet}>{name}</span> ' if name else ''}{text}" for name, text in facts if text
    ]
    if said:
        lines.append(f"<br><span style='color:{colors.quiet}'><b>{_tr('ANSWERS')}</b></span>")
        quiet = f"<span style='color:{colors.quiet}'>{{}}</span>"
        lines += [
            f"{_escape(name)}: <b>{_escape(text)}</b>" if name else quiet.format(_escape(text)) for name, text in said
        ]
    lines.append(f"<br><span style='color:{colors.quiet}'><b>{_tr('HISTORY')}</b></span>")
    for entry in decisions:
        undone = f" <i>({_tr('undone')})</i>" if entry.undone else ""
        verb = {"undo": _tr("Undo") + ": ", "redo": _tr("Redo") + ": "}.get(entry.kind, "")
        page = entry.page.capitalize() if entry.page else ""
        where = f" · {_escape(QCoreApplication.translate('Pages', page))}" if page else ""
        lines.append(
            f"{verb}{_escape(worded(entry.what))}{undone}<br><span style='color:{colors.quiet}'>"
            f"{_local(entry.when)} · {_escape(worded(Message.read(entry.who)))}{where}</span>"
        )
    if not decisions:
        lines.append(f"<span style='color:{colors.quiet}'>{_tr('Nothing decided yet.')}</span>")
    return "<br>".join(lines)


def _local(when: str) -> str:
    return moment(datetime.fromisoformat(when))


def _escape(text: str) -> str:
    return escape(breakable(visible(text)))
