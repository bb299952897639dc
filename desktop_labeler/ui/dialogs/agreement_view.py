"""How far people agree: in words, pair by pair, class by class, and what they confuse."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QHeaderView, QTableWidget, QVBoxLayout, QWidget

from desktop_labeler.jobs.audits.measure_agreement import EXCLUDED, Agreement, PairAgreement
from desktop_labeler.messages import Message, visible
from desktop_labeler.rater_agreement import Coefficient
from desktop_labeler.rounding import outward
from desktop_labeler.ui.core.language import decimal, grouped, percent, translator, worded
from desktop_labeler.ui.widgets.basics import fill, label, table
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate

_ROWS = 7  # rows of a table without scrolling inside it
_CONFUSED = 200  # pairs of classes that are listed


class AgreementView(QWidget):
    """Shows it; the pair that is selected is shown class by class."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs: tuple[PairAgreement, ...] = ()
        self.words = label("", wrap=True)
        self.note = label("", "small", wrap=True)
        self.pairs = table(
            [self.tr("People"), self.tr("Images"), self.tr("The same"), self.tr("Kappa (95 % interval)")], []
        )
        self.meaning = label("", "", wrap=True)
        self.classes = table(
            [self.tr("Class"), self.tr("First"), self.tr("Second"), self.tr("Both"), self.tr("Kappa")], []
        )
        self.confused = table([self.tr("First says"), self.tr("Second says"), self.tr("Images")], [])
        self.confused.setItemDelegateForColumn(1, NameDelegate(self.confused))
        self.confused.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.pairs.itemSelectionChanged.connect(self._show_pair)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.words, self.pairs, self.meaning):
            layout.addWidget(widget)
        self.headings = [label(self.tr("CLASS BY CLASS"), "section"), label(self.tr("WHAT THEY CONFUSE"), "section")]
        for heading, shown in zip(self.headings, (self.classes, self.confused), strict=True):
            layout.addWidget(heading)
            layout.addWidget(shown)
        layout.addWidget(self.note)

    def show_agreement(self, found: Agreement) -> None:
        """Show other figures; the pair that was selected stays so if it is still there."""
        before = self._chosen
        self._pairs = (*found.pairs, *found.again)
        self.words.setText("\n".join(_lines(found)))
        self.note.setText(_left_out(found))
        self.note.setVisible(bool(self.note.text()))
        fill(self.pairs, [_pair_row(pair) for pair in self._pairs])
        for part in (self.pairs, self.meaning, self.classes, self.confused, *self.headings):
            part.setVisible(bool(self._pairs))
        same = (at for at, pair in enumerate(self._pairs) if before and _people(pair) == _people(before))
        if self._pairs:
            at = self.pairs.model().index(next(same, 0), 0)
            flags = QItemSelectionModel.SelectionFlag
            self.pairs.selectionModel().select(at, flags.ClearAndSelect | flags.Rows)
        self._show_pair()
        fit_rows(self.pairs)

    @property
    def _chosen(self) -> PairAgreement | None:
        rows = self.pairs.selectionModel().selectedRows()
        return self._pairs[rows[0].row()] if rows and rows[0].row() < len(self._pairs) else None

    def _show_pair(self) -> None:
        pair = self._chosen
        if pair is None:
            return
        self.meaning.setText("\n".join(_meaning(pair)))
        fill(self.classes, [_class_row(pair, place) for place in range(len(pair.classes))])
        fill(self.confused, _confused(pair))
        for shown in (self.classes, self.confused):
            fit_rows(shown)
        for part in (self.confused, self.headings[1]):
            part.setVisible(self.confused.rowCount() > 0)


def fit_rows(shown: QTableWidget) -> None:
    """Make a table as high as its rows, up to a number after which it scrolls."""
    rows = max(1, min(shown.rowCount(), _ROWS))
    one = shown.rowHeight(0) if shown.rowCount() else shown.verticalHeader().defaultSectionSize()
    shown.setFixedHeight(shown.horizontalHeader().sizeHint().height() + rows * one + 2 * shown.frameWidth() + 2)


_tr = translator("AgreementView")


def _lines(found: Agreement) -> list[str]:
    """Return what holds for all people, in words."""
    if not found.pairs and not found.again and found.seen:
        return [
            _tr(
                "Nobody has answered an image without seeing what somebody else had said of it. Hand images out to a "
                "second person without labels, and merge what comes back."
            )
        ]
    if not found.pairs and not found.again:
        return [
            _tr(
                "Nobody has answered an image that somebody else has answered too. Hand images out to a second person, "
                "and merge what comes back."
            )
        ]
    lines = []
    if len(found.people) > 2 and found.fleiss.value is None:
        text = _tr("All {n} people together: Fleiss’ kappa {value}.")
        lines.append(text.format(n=grouped(len(found.people)), value=_figure(found.fleiss)))
    elif len(found.people) > 2:
        together = Message(
            "All {people} people together: Fleiss’ kappa {value}, over "
            "{n:one image that each of them|# images that all of them} answered.",
            people=len(found.people),
            value=_figure(found.fleiss),
            n=found.fleiss.images,
        )
        lines.append(worded(together))
    if found.pairs:
        lines.append(_tr("Krippendorff’s alpha over all answers: {value}.").format(value=_figure(found.alpha)))
    return lines


def _left_out(found: Agreement) -> str:
    if not found.accepted:
        return ""
    text = Message(
        "{n:# answer that took a suggestion over is|# answers that took a suggestion over are} left out: such answers "
        "agree with the model, and so with one another.",
        n=found.accepted,
    )
    return worded(text)


def _figure(found: Coefficient) -> str:
    """Return a coefficient with its interval and what it means."""
    if found.value is None or found.low is None or found.high is None:
        return worded(_undefined(found.images))
    return f"{_number(found)}, {_way(found.value)}"


def _undefined(images: int) -> Message:
    """Return why a coefficient has no value."""
    if not images:
        return Message("not defined, because no image has an answer of each of them")
    return Message(
        "not defined, because on {n:# image|# images} only one and the same class was said, so that nothing tells "
        "agreement from chance",
        n=images,
    )


def _number(found: Coefficient) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "–"
    low, high = outward(found.low, found.high, 2)
    text = _tr("{value} ({low} to {high})")
    return text.format(value=decimal(found.value, 2), low=decimal(low, 2), high=decimal(high, 2))


def _way(value: float) -> str:
    if value <= 0:
        return _tr("no more agreement than by chance")
    return _tr("{p} of the way from chance to full agreement").format(p=percent(value))


def _people(pair: PairAgreement) -> tuple[str, str]:
    return pair.first, pair.second


def _pair_row(pair: PairAgreement) -> tuple[str, ...]:
    alone = pair.first == pair.second
    who = (
        _tr("{name}, first and again").format(name=visible(pair.first))
        if alone
        else _tr("{first} and {second}").format(first=visible(pair.first), second=visible(pair.second))
    )
    count = pair.kappa.images
    same = f"{grouped(pair.same)} ({percent(pair.same / count)})" if count else "–"
    return who, grouped(count), same, _number(pair.kappa) if pair.constant is None else "–"


def _kappa(pair: PairAgreement) -> str:
    """Return kappa in words, or why it tells nothing."""
    if pair.constant is None:
        return _figure(pair.kappa)
    text = Message(
        "0, which tells nothing: {name} gave one and the same class to {n:the image|all # images}",
        name=visible(pair.constant),
        n=pair.kappa.images,
    )
    return worded(text)


def _meaning(pair: PairAgreement) -> list[str]:
    """Return in words what the selected row says."""
    count, first, second = pair.kappa.images, visible(pair.first), visible(pair.second)
    if pair.first == pair.second:
        text = Message(
            "{name}, asked again without seeing the first answer, says the same of {same} of {n:# image|# images}: "
            "{figure}.",
            name=first,
            same=pair.same,
            n=count,
            figure=_kappa(pair),
        )
        return [worded(text)]
    text = Message(
        "{first} and {second} say the same of {same} of {n:# image|# images}: kappa {figure}.",
        first=first,
        second=second,
        same=pair.same,
        n=count,
        figure=_kappa(pair),
    )
    seen = Message(
        "On {n:# image|# images} the later one could see the label: that is no independent answer.",
        n=count - pair.blind,
    )
    return [worded(text), *([worded(seen)] if pair.blind < count else [])]


def _class_row(pair: PairAgreement, place: int) -> tuple[str, ...]:
    one = pair.classes[place]
    return _class(one.name), grouped(one.first), grouped(one.second), grouped(one.both), _number(one.kappa)


def _confused(pair: PairAgreement) -> Sequence[tuple[str, str, str]]:
    """Return the classes that they take for one another, the most frequent first."""
    return [(_class(one), _class(other), grouped(count)) for one, other, count in pair.confusions()[:_CONFUSED]]


def _class(name: str) -> str:
    return _tr("none of the classes") if name == EXCLUDED else visible(name)
