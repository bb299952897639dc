"""The cards of the page Audit: the results, and the form for a new audit."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.decisions.proof.audits import Kind
from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.jobs.audits.certify import PromiseOutlook
from desktop_labeler.jobs.audits.draw_audit import TARGETS, AuditOutlook
from desktop_labeler.messages import Message
from desktop_labeler.rounding import rounded_down
from desktop_labeler.statistics import SAMPLE_SIZES, finite_population_interval
from desktop_labeler.ui.charts.chart_cards import Card, NumberCard
from desktop_labeler.ui.core.language import percent, worded
from desktop_labeler.ui.pages.audit import audit_texts as texts
from desktop_labeler.ui.pages.audit.promise_card import PromiseCard
from desktop_labeler.ui.pages.audit.reliability import ReliabilityDiagram, band_text
from desktop_labeler.ui.widgets.basics import allow, fill, label, table
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.fields import ComboField

_GAP = 14
_TARGET = 2  # the place of its number at the top
_ROW = 30  # pixels: the height of a table row
_MOST_ROWS = 12
_MANY = 1_000_000  # of a folder that is not counted yet: of a smaller one a sample shows more


class NewAudit(Card):
    """Asks what to check, how many images to draw, and the target.

    Signals:
        wanted: the kind, the number of images, the target, and how to draw.
    """

    wanted = Signal(str, int, float, str)

    def __init__(self) -> None:
        super().__init__("")
        self.heading.setText(self.tr("New audit"))
        self.say(self.tr("Images drawn at random and shown without labels or suggestions: you label them blind."))
        self.kind, self.count, self.target, self.design = ComboField(), ComboField(), ComboField(), ComboField()
        for name, text in (
            ("simple", self.tr("Every image alike")),
            ("strata", self.tr("Every class in proportion")),
            ("doubt", self.tr("Doubtful ones more often")),
        ):
            self.design.addItem(text, name)
        self.design.setToolTip(
            self.tr("Doubtful ones more often: finds more errors for the same work; the result is weighted back.")
        )
        self._there: dict[Kind, int] = {}  # how many images each kind has
        for field in (self.kind, self.design):
            field.currentIndexChanged.connect(self._offer_sizes)
        self._offer_sizes()
        for target in TARGETS:
            self.target.addItem(self.tr("{share} right").format(share=percent(target)), target)
        self.target.setCurrentIndex(1)
        self.button = QPushButton(self.tr("Start the audit"))
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._ask)
        self.why_not = label("", "quiet", wrap=True)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, field in (
            (self.tr("Check"), self.kind),
            (self.tr("Sample"), self.count),
            (self.tr("Target"), self.target),
            (self.tr("Drawn"), self.design),
        ):
            field.setMinimumContentsLength(12)
            field.setSizeAdjustPolicy(ComboField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            field.setAccessibleName(name)
            form.addRow(label(name, "quiet"), field)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.why_not, 1)
        self.content.addSpacing(4)
        self.content.addLayout(form)
        self.content.addSpacing(6)
        self.content.addLayout(row)
        self.content.addStretch()

    def show_outlook(self, outlook: AuditOutlook) -> None:
        """Show what can be checked."""
        chosen = self.kind.currentData()
        self._there = {"labels": outlook.labels, "suggestions": outlook.suggestions}
        self.kind.clear()
        if outlook.labels:
            self.kind.addItem(worded(Message("{n:# label|All # labels}", n=outlook.labels)), "labels")
        if outlook.suggestions:
            text = Message(
                "{n:# suggestion for an undecided image|All # suggestions for undecided images}", n=outlook.suggestions
            )
            self.kind.addItem(worded(text), "suggestions")
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        there = bool(self.kind.count())
        if not there:
            self.kind.addItem(self.tr("All labels"), "labels")
        for widget in (self.button, self.kind, self.count, self.target, self.design):
            allow(widget, "" if there else self.tr("There are no labels and no suggestions yet."))
        self.why_not.setText("" if there else self.tr("There are no labels and no suggestions yet."))

    def _offer_sizes(self) -> None:
        """Offer samples that there are images for; of a small folder all can be checked, which leaves no doubt.

        What a sample without an error shows is the bound that the result will have. Other designs than the simple one
        show less, which only the draw tells.
        """
        chosen, there = self.count.currentData(), self._there.get(self.kind.currentData(), 0)
        self.count.clear()
        simple = self.design.currentData() == "simple"
        for count in SAMPLE_SIZES:
            if count < there or not there:
                text = worded(Message("{n:# image|# images}", n=count))
                if simple:
                    least = rounded_down(finite_population_interval(count, count, there or _MANY)[0])
                    text = self.tr("{n} images, no error: {share}").format(n=count, share=f"≥ {percent(least, 1)}")
                self.count.addItem(text, count)
        if 0 < there <= SAMPLE_SIZES[-1]:
            exact = Message("{n:The only image|All # images}: exact", n=there)
            every = Message("{n:# image|# images}", n=there)  # drawn by doubt, some come twice and others not at all
            self.count.addItem(worded(every if self.design.currentData() == "doubt" else exact), there)
        place = self.count.findData(chosen if chosen is not None else SAMPLE_SIZES[1])
        self.count.setCurrentIndex(place if place >= 0 else min(1, self.count.count() - 1))

    def _ask(self) -> None:
        fields = (self.kind, self.count, self.target, self.design)
        self.wanted.emit(*(field.currentData() for field in fields))


class AuditResults(QScrollArea):
    """All cards of the page.

    Signals:
        wrong_wanted: the person wants to see the images that were wrong.
        certificate_wanted: the number of a certificate whose images the person wants to see.
    """

    wrong_wanted = Signal()
    certificate_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Audit"))
        self.new, self.promise = NewAudit(), PromiseCard()
        self.numbers = [NumberCard("") for _ in range(4)]
        self.classes = _TableCard(
            self.tr("By class"),
            self.tr("Of the images labelled or suggested as this class; correct, with 95 % interval."),
        )
        self.about = Card(self.tr("What an audit tells you"))
        for text in (
            self.tr("What share of the labels is right, with a 95 % interval: in all, by class and by origin."),
            self.tr("How many wrong labels may be left, and whether the target is reached."),
            self.tr("Which images of the sample were wrong, to look at and correct."),
        ):
            self.about.content.addWidget(label(text, "quiet", wrap=True))
        self.about.content.addStretch()
        self.piles = _TableCard(
            self.tr("By origin"),
            self.tr("How the labels had come to be; correct, with 95 % interval, and how many wrong ones are left."),
        )
        self.ranks = _TableCard(
            self.tr("When the model says …"),
            self.tr("How often suggestions of each rank were right here, with 95 % interval."),
        )
        self.calibration = Card(self.tr("Confidence shown, and how often it was right"))
        self.diagram = ReliabilityDiagram()
        self.bands = label("", "small", wrap=True)
        self.calibration.content.addWidget(self.diagram)
        self.calibration.content.addWidget(self.bands)
        self.past = _TableCard(self.tr("Earlier audits"), "", stretch=1)
        self.certificates = _TableCard(
            self.tr("Certificates"),
            self.tr(
                "Suggestions accepted together after a random check. One is void once a label that it covers, or one "
                "of its sample, is changed; undoing the change brings it back."
            ),
            stretch=5,
        )
        self.covered = QPushButton(self.tr("Show its images"))
        self.covered.setToolTip(self.tr("Shows the images of the certificate that is chosen in the list."))
        self.covered.clicked.connect(self._show_covered)
        self.certificates.top.addWidget(self.covered)
        self._certificates: list[int] = []  # their numbers, in the order of the list
        self.wrong = QPushButton()
        self.wrong.clicked.connect(self.wrong_wanted)
        self.classes.top.addWidget(self.wrong)
        top = QHBoxLayout()
        top.setSpacing(_GAP)
        for card in self.numbers:
            top.addWidget(card, 1)
        grid = QGridLayout()
        grid.setSpacing(_GAP)
        grid.addWidget(self.new, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.classes, 0, 1, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.about, 0, 1)  # as high as the card beside it
        below = QVBoxLayout()
        below.setSpacing(_GAP)
        below.addWidget(self.promise)
        below.addWidget(self.ranks)
        below.addWidget(self.calibration)
        below.addStretch(1)
        grid.addLayout(below, 1, 0)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 6)
        inside = QWidget()
        inside.setProperty("role", "page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(10, 4, 3, 20)  # the place of the scroll bar is kept: cards end where the head ends
        column.setSpacing(_GAP)
        column.addLayout(top)
        column.addLayout(grid)
        column.addWidget(self.piles)
        column.addWidget(self.certificates)
        column.addWidget(self.past)
        column.addStretch(1)
        self.setWidget(inside)
        self.show_outlook(AuditOutlook(0, 0, None, [], 0), {})  # complete before the project is read
        self.new.why_not.setText(self.tr("Counting …"))

    def show_outlook(self, outlook: AuditOutlook, names: dict[int, LabelClass]) -> None:
        """Show the results, and what could be checked next."""
        found = outlook.findings
        for card, number in zip(self.numbers, texts.numbers(outlook, names), strict=True):
            card.show_number(*number)
        self.new.show_outlook(outlook)
        by_class = found.by_class if found is not None else []
        rows = texts.class_rows(found, names) if found is not None else []
        self.classes.show_rows(texts.class_columns(), rows, [_icon(names.get(number)) for number, _ in by_class])
        self.about.setVisible(not rows)  # in the same place: what will be there
        self.piles.show_rows(texts.pile_columns(), texts.pile_rows(found) if found is not None else [])
        self.ranks.show_rows(texts.rank_columns(), texts.rank_rows(found) if found is not None else [])
        self.calibration.setVisible(bool(outlook.calibration.bands))
        self.diagram.show_calibration(outlook.calibration)
        self.bands.setText("\n".join(map(band_text, outlook.calibration.bands)))
        rows = texts.certificate_rows(outlook.certificates, names)
        newest_first = outlook.certificates[::-1]
        self._certificates = [one.id for one in newest_first]
        self.certificates.show_rows(
            texts.certificate_columns(), rows, tips=[texts.certificate_tip(one, names) for one in newest_first]
        )
        self.past.show_rows(texts.past_columns(), texts.past_rows(outlook.past))
        count = len(found.wrong) if found is not None else 0
        self.wrong.setText(self.tr("Show the {n} wrong ones").format(n=count) if count > 1 else self.tr("Show it"))
        self.wrong.setVisible(count > 0)

    def show_promise(self, outlook: PromiseOutlook, names: dict[int, LabelClass]) -> None:
        """Show what can be promised, or what the checked sample shows: above and on its own card alike."""
        self.promise.show_outlook(outlook, names)
        if outlook.outcome is not None:
            self.numbers[_TARGET].show_number(*texts.outcome_number(outlook.outcome))

    def _show_covered(self) -> None:
        row = self.certificates.row
        if 0 <= row < len(self._certificates):
            self.certificate_wanted.emit(self._certificates[row])


def _icon(label: LabelClass | None) -> QIcon:
    return class_icon(label.shape, label.color) if label is not None else QIcon()


class _TableCard(Card):
    """A table that is as high as its rows, and hidden if there are none."""

    def __init__(self, title: str, sentence: str, *, stretch: int = 0) -> None:
        super().__init__(title, sentence)
        self._stretch = stretch  # the column that takes the remaining width
        self.table: QTableWidget | None = None

    @property
    def row(self) -> int:
        """The chosen row, else the first; −1 without a table."""
        return max(0, self.table.currentRow()) if self.table is not None else -1

    def show_rows(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        icons: Sequence[QIcon] = (),
        tips: Sequence[str] = (),
    ) -> None:
        """Show these rows, each with its icon and its tooltip where there are some."""
        self.setVisible(bool(rows))
        if not rows:
            return
        if self.table is None:
            self.table = table(columns, [], stretch=self._stretch)
            self.table.setProperty("role", "figures")
            self.table.setAccessibleName(self.title)
            self.table.setTabKeyNavigation(False)
            self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.table.verticalHeader().setDefaultSectionSize(_ROW)
            self.content.addWidget(self.table)
        fill(self.table, rows)
        for place, icon in enumerate(icons):
            if (item := self.table.item(place, 0)) is not None:
                item.setIcon(icon)
        for place, tip in enumerate(tips):
            for column in range(len(columns)):
                if (item := self.table.item(place, column)) is not None:
                    item.setToolTip(tip)
        self.table.setFixedHeight(
            _ROW * min(len(rows), _MOST_ROWS) + self.table.horizontalHeader().sizeHint().height() + 4
        )
