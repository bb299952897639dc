"""The dialog of people: who has answered how much, whose answer is the label, and how far they agree."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QInputDialog, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.data.decisions.label_rules import RULES, Rule, label_rule
from desktop_labeler.data.decisions.people import Person, read_people
from desktop_labeler.data.images.query.image_query import count_disputed
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.audits.measure_agreement import Agreement, measure_agreement
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.language import grouped, percent, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.agreement_view import AgreementView, fit_rows
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from desktop_labeler.ui.widgets.basics import Sheet, allow, fill, label, scrolled, table
from desktop_labeler.ui.widgets.fields import ComboField

_WIDE, _HIGH = 880, 960  # pixels, where the window has them
_MARGIN = 40  # pixels of the window that stay in view around the dialog


@dataclass(frozen=True)
class _Found:
    """What is shown."""

    people: list[Person]
    rule: Rule
    disputed: int
    agreement: Agreement


def _read(blind: bool, project: Project) -> _Found:
    return _Found(
        read_people(project), label_rule(project), count_disputed(project), measure_agreement(project, blind=blind)
    )


class PeopleDialog(Sheet):
    """Reads the answers off the main thread, again after each decision; changes only a name or the rule.

    Args:
        project: the open project.
        parent: the window.
    """

    def __init__(self, project: OpenProject, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._project = project
        self._people: list[Person] = []
        self._rule: Rule = "latest"
        self.head(
            self.tr("People"),
            self.tr(
                "Every person’s answer is kept. Here you see who has answered, whose answer is the label, and "
                "how far people agree."
            ),
        )
        self.list = table(
            [
                self.tr("Person"),
                self.tr("Images"),
                self.tr("Named"),
                self.tr("Suggestions"),
                self.tr("Unsure"),
                self.tr("None of them"),
                self.tr("The same again"),
            ],
            [],
        )
        self.list.itemSelectionChanged.connect(self._selected)
        self.rename = QPushButton(self.tr("Rename…"))
        self.rename.setAutoDefault(False)
        self.rename.clicked.connect(self._ask_name)
        self.rule = ComboField()
        for rule in RULES:
            self.rule.addItem(self._rule_text(rule), rule)
        self.rule.activated.connect(self._choose_rule)
        self.disputes = label("")
        self.settle = QPushButton(self.tr("Settle them…"))
        self.settle.setAutoDefault(False)
        self.settle.clicked.connect(self._settle)
        self.blind = QCheckBox(self.tr("Only answers that were given without seeing what the other one had said"))
        self.blind.toggled.connect(self._read_again)
        self.agreement = AgreementView()
        self._lay_out()
        self.add_button(self.tr("Close"), self.reject, primary=True)
        project.history_changed.connect(self._read_again)
        project.busy_changed.connect(self._busy_changed)
        self._waiting(True)
        self._read_again()
        room = parent.window().size() if parent is not None else self.sizeHint()
        self.resize(max(min(_WIDE, room.width() - _MARGIN), 640), max(min(_HIGH, room.height() - _MARGIN), 400))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(self.list)
        column.addLayout(_row(self.rename))
        column.addSpacing(8)
        column.addWidget(label(self.tr("THE LABEL IS"), "section"))
        column.addLayout(_row(self.rule))
        column.addLayout(_row(self.disputes, self.settle))
        column.addSpacing(8)
        column.addWidget(label(self.tr("AGREEMENT"), "section"))
        column.addWidget(self.blind)
        column.addWidget(self.agreement)
        column.addStretch()
        self.content.addWidget(scrolled(inside), 1)

    def _rule_text(self, rule: Rule) -> str:
        return {
            "latest": self.tr("the latest answer"),
            "first": self.tr("the first answer"),
            "majority": self.tr("the answer of most people, in a tie the first"),
            "adjudicated": self.tr("the first answer, until somebody settles it"),
        }[rule]

    # --- what is shown ----------------------------------------------------------------------------------------------
    def _read_again(self, *_: object) -> None:
        self._project.ask(partial(_read, self.blind.isChecked()), self._show)

    def _waiting(self, waiting: bool) -> None:
        if waiting:
            self.disputes.setText(self.tr("Counting the answers …"))
        for part in (self.agreement, self.settle):
            part.setVisible(not waiting)

    def _show(self, found: _Found) -> None:
        name = self._name()
        self._people, self._rule = found.people, found.rule
        again = {pair.first: pair for pair in found.agreement.again}
        rows = []
        for one in found.people:
            pair = again.get(one.name)
            same = (
                self.tr("{k} of {n} ({p})").format(
                    k=grouped(pair.same), n=grouped(pair.kappa.images), p=percent(pair.same / pair.kappa.images)
                )
                if pair is not None and pair.kappa.images
                else "–"
            )
            counts = (one.images, one.named, one.accepted, one.unsure, one.excluded)
            rows.append((visible(one.name), *map(grouped, counts), same))
        fill(self.list, rows)
        fit_rows(self.list)
        self.list.selectRow(next((at for at, one in enumerate(found.people) if one.name == name), 0))
        self.rule.setCurrentIndex(RULES.index(found.rule))
        self._waiting(False)
        if found.disputed:
            self.disputes.setText(worded(Message("People disagree on {n:# image|# images}.", n=found.disputed)))
        else:
            self.disputes.setText(self.tr("People do not disagree on any image."))
        self.settle.setVisible(bool(found.disputed))
        self.agreement.show_agreement(found.agreement)
        self._selected()

    def _name(self) -> str:
        row = self.list.currentRow()
        return self._people[row].name if 0 <= row < len(self._people) else ""

    def _selected(self) -> None:
        locked = self.tr("This project can only be read here. Copy it to a place where you may write.")
        read_only = locked if self._project.project.read_only else ""
        allow(self.rename, read_only or ("" if self._name() else self.tr("Choose a person in the list first.")))
        allow(self.rule, read_only)
        allow(self.settle, read_only)

    def _busy_changed(self, busy: bool) -> None:
        allow(self.rule, self.tr("The last decision is still being written.") if busy else "")

    # --- what is changed --------------------------------------------------------------------------------------------
    def _ask_name(self) -> None:
        name = self._name()
        ask = QInputDialog(self)
        ask.setWindowTitle(self.tr("Rename a person"))
        ask.setLabelText(
            self.tr(
                "New name of “{name}”. The history keeps the one that it was written with. Undo does not take this "
                "back."
            ).format(name=visible(name))
        )
        ask.setTextValue(name)
        ask.textValueSelected.connect(partial(self._renamed, name))
        ask.open()

    def _renamed(self, name: str, new: str) -> None:
        if new.strip() and new != name:
            self._project.rename_person(name, new)

    def _choose_rule(self, _: int) -> None:
        rule = self.rule.currentData()
        if rule != self._rule:
            self._waiting(True)
            self._project.set_rule(rule)

    def _settle(self) -> None:
        SettleDialog(self._project, self.parentWidget() or self).open()


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch()
    return row
