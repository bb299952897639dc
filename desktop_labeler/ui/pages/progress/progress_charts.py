"""The charts of the page Progress, each on a card; pyqtgraph is loaded when the page is first shown."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.jobs.audits.measure_progress import Confusion, ProjectProgress, fraction_kept
from desktop_labeler.messages import visible
from desktop_labeler.ui.charts.chart_cards import ChartCard, Segments
from desktop_labeler.ui.charts.pair_list import PairList
from desktop_labeler.ui.core.language import translator
from desktop_labeler.ui.pages.progress import progress_texts as texts

if TYPE_CHECKING:
    from desktop_labeler.ui.charts.confusion_matrix import ConfusionMatrix
    from desktop_labeler.ui.charts.line_chart import LineChart

_LINES = 250  # pixels: the height of a line chart
_MAP = 430
_PAIRS = 5_000  # pairs that are listed


_LIST = 220  # pixels: the height of the list of confusions below the matrix


_tr = translator("Progress")


class LearningCard(ChartCard):
    """The accuracy on held-out labels over the number of labels or over the rounds."""

    def __init__(self) -> None:
        super().__init__(
            _tr("Cross-validated accuracy"),
            texts.learning_sentence([]),
            _tr("Appears after the first round with several labels of two classes, and grows with every round."),
            height=_LINES,
        )
        self.over = Segments(_tr("Horizontal axis"), _tr("By labels"), _tr("By round"))
        self.over.chosen.connect(self._again)
        self.top.insertWidget(self.top.count() - 1, self.over)
        self._found: ProjectProgress | None = None
        self._plot: LineChart | None = None

    def build(self) -> None:
        """Make the chart."""
        from desktop_labeler.ui.charts.line_chart import LineChart

        self._plot = LineChart(self.title, _tr("Labels"), _tr("Predicted correctly"))
        self.put(self._plot)

    def show_found(self, found: ProjectProgress) -> None:
        """Show the accuracy of the rounds."""
        self._found = found
        by_labels = texts.measured(found.rounds)
        lines = by_labels if self.over.at == 0 else [line for line in found.rounds if line.checked]
        self.over.setVisible(bool(lines))
        if not lines or self._plot is None:
            self.show_text()
            return
        from desktop_labeler.ui.charts.line_chart import Series

        self.say(texts.learning_sentence(found.rounds))
        across = [line.labels if self.over.at == 0 else line.round for line in lines]
        self._plot.name_axes(_tr("Labels") if self.over.at == 0 else _tr("Round"), _tr("Predicted correctly"))
        self._plot.show_series(
            Series(
                np.array(across, np.float64),
                np.array([line.accuracy for line in lines], np.float64),
                [texts.learning_note(line) for line in lines],
                np.array([line.low for line in lines]),
                np.array([line.high for line in lines]),
            )
        )
        self.show_chart(texts.learning_table(found.rounds))

    def _again(self, place: int) -> None:
        if self._found is not None and self._plot is not None:
            self._plot.series = None  # another axis: drop the zoom
            self.show_found(self._found)


class KeptCard(ChartCard):
    """The fraction of suggestions that people kept, round by round."""

    def __init__(self) -> None:
        super().__init__(
            _tr("Suggestions that were right"),
            _tr(
                "Of each round's suggestions, those that people kept when they later decided the image, with "
                "95 % interval. People chose which images to decide, so this says nothing about the images "
                "that are left."
            ),
            _tr("Appears once suggestions have been accepted, changed or rejected."),
            height=_LINES,
        )
        self._plot: LineChart | None = None

    def build(self) -> None:
        """Make the chart."""
        from desktop_labeler.ui.charts.line_chart import LineChart

        self._plot = LineChart(self.title, _tr("Round"), _tr("Kept"))
        self.put(self._plot)

    def show_found(self, found: ProjectProgress) -> None:
        """Show the rounds whose suggestions were decided."""
        judged = texts.kept_rounds(found)
        if not judged or self._plot is None:
            self.show_text()
            return
        from desktop_labeler.ui.charts.line_chart import Series

        fractions = [fraction_kept(each) for each in judged]
        self._plot.show_series(
            Series(
                np.array([each.round for each in judged], np.float64),
                np.array([fraction.value for fraction in fractions], np.float64),
                [texts.kept_note(each) for each in judged],
                np.array([fraction.low for fraction in fractions]),
                np.array([fraction.high for fraction in fractions]),
                color="good",
            )
        )
        self.show_chart(texts.kept_table(found))


class PaceCard(ChartCard):
    """Decisions or images per minute over the time at work."""

    def __init__(self) -> None:
        super().__init__(
            _tr("Speed"),
            "",
            _tr("Appears after half a minute of work. Pauses of more than three minutes do not count."),
            height=_LINES,
        )
        self.what = Segments(_tr("What is counted"), _tr("Decisions"), _tr("Images"))
        self.when = Segments(_tr("Since when"), _tr("This session"), _tr("All"))
        for place, segments in enumerate((self.what, self.when)):
            segments.chosen.connect(self._again)
            self.top.insertWidget(2 + place, segments)
        self._found: ProjectProgress | None = None
        self._plot: LineChart | None = None

    def build(self) -> None:
        """Make the chart."""
        from desktop_labeler.ui.charts.line_chart import LineChart, number

        self._plot = LineChart(
            self.title, _tr("Minutes of work"), _tr("Decisions per minute"), write_x=number, write_y=number, top=None
        )
        self.put(self._plot)

    def show_found(self, found: ProjectProgress) -> None:
        """Show this session, or all of them."""
        self._found = found
        curve = found.overall_curve if self.when.at else found.sitting_curve
        for segments in (self.what, self.when):
            segments.setVisible(bool(len(found.overall_curve.ends)))
        if self._plot is None or not len(curve.ends):
            self.show_text()
            return
        from desktop_labeler.ui.charts.line_chart import Series

        self.say(texts.pace_sentence(found.overall if self.when.at else found.sitting))
        up = _tr("Images per minute") if self.what.at else _tr("Decisions per minute")
        self._plot.name_axes(_tr("Minutes of work"), up)
        values, notes = texts.pace_values(curve, bool(self.what.at))
        starts = np.concatenate([[0.0], curve.ends[:-1]])
        self._plot.show_series(Series(curve.ends, values, notes, starts=starts))
        self.show_chart(texts.pace_table(curve))

    def _again(self, place: int) -> None:
        if self._found is not None and self._plot is not None:
            self._plot.series = None
            self.show_found(self._found)


class ConfusionCard(ChartCard):
    """The confusion matrix, and a list of the most frequent confusions.

    Signals:
        chosen: ids of a given and an expected class whose images are wanted.
    """

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__(
            _tr("Confusion matrix"),
            "",
            _tr("Appears after the first round with several labels of two classes."),
            height=_MAP,
        )
        self.hint = _tr("Click a cell to open its images; Ctrl+wheel zooms.")
        self._map: ConfusionMatrix | None = None
        self._found: Confusion | None = None
        self.pairs = PairList()
        self.pairs.chosen.connect(self.chosen)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(16)
        self.content.removeWidget(self._place)
        self._beside.addWidget(self._place, 3)
        self._beside.addWidget(self.pairs, 2)
        self.content.addLayout(self._beside, 1)

    def arrange(self, *, narrow: bool) -> None:
        """Put the list beside the matrix, or below it on a narrow page, where names would be a few letters."""
        if narrow:
            self._beside.removeWidget(self.pairs)
            self.content.addWidget(self.pairs)
        else:
            self.content.removeWidget(self.pairs)
            self._beside.addWidget(self.pairs, 2)
        self.pairs.setMinimumHeight(_LIST if narrow else 0)

    def build(self) -> None:
        """Make the matrix."""
        from desktop_labeler.ui.charts.confusion_matrix import ConfusionMatrix

        note = _tr("{given}\nexpected {expected}\n{count}, {share} of the class")
        self._map = ConfusionMatrix(self.title, _tr("Expected class"), _tr("Given class"), note)
        self._map.chosen.connect(self._cell)
        self.put(self._map)

    def show_found(self, found: Confusion | None, classes: dict[int, LabelClass]) -> None:
        """Show the confusions of a round, or none."""
        self._found = found
        self.pairs.setVisible(found is not None)
        if found is None or self._map is None:
            self.say("")
            self.show_text()
            return
        from desktop_labeler.ui.charts.confusion_matrix import Cells

        names = [visible(classes[number].name) if number in classes else "–" for number in found.classes.tolist()]
        self.say(f"{texts.confusion_sentence(found)} {self.hint}")
        self._map.show_cells(Cells(names, found.counts))
        self.pairs.show_pairs(found.pairs(_PAIRS), classes)
        self.show_chart(texts.confusion_table(found, classes))

    def _cell(self, row: int, column: int) -> None:
        if self._found is not None:
            self.chosen.emit(int(self._found.classes[row]), int(self._found.classes[column]))
