"""Popups below the chips of the filter bar: a checkable list, or two dates."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDate, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.ui.core.language import day_fields, grouped
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.basics import indent
from desktop_labeler.ui.widgets.choices import Choice, choice_width, draw_choice
from desktop_labeler.ui.widgets.classes.class_search import folded

_SEARCH_FROM = 12  # a search field is shown from this many entries on
_MOST = 5_000  # entries that are listed; the search finds the others
_ROW = 28
_NAME, _BESIDE = 250, 110  # pixels: of a class name; of the check box and the count beside it
_LEAST, _MOST_WIDE = 260, 560  # pixels: the least and the greatest width of the list
_BOX = 28  # pixels before the text, for the check box
_DAY = 68  # pixels beside a day: the margins of its field and the arrow, which Qt does not count in
_MEASURED = 500  # entries whose widths decide how wide the list is
_CHOICE = Qt.ItemDataRole.UserRole + 1


class Popup(QFrame):
    """A popup that closes on a click outside it; with `inside`, what another popup shows."""

    def __init__(self, parent: QWidget, *, inside: bool = False) -> None:
        super().__init__(parent, Qt.WindowType.Widget if inside else Qt.WindowType.Popup)
        self.setProperty("role", "plain" if inside else "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def open_under(self, widget: QWidget) -> None:
        """Show the popup below a widget, within its screen."""
        self.adjustSize()
        self._place(widget)
        self.show()
        self._place(widget)  # only now the frame of the style sheet belongs to its size

    def _place(self, widget: QWidget) -> None:
        place = widget.mapToGlobal(QPoint(0, widget.height() + 4))
        screen = widget.screen().availableGeometry()
        left = max(screen.left(), min(place.x(), screen.right() + 1 - self.width()))
        top = place.y() if place.y() + self.height() <= screen.bottom() else screen.bottom() + 1 - self.height()
        self.move(left, max(screen.top(), top))


class ListPopup(Popup):
    """A list of entries to check: any number of them, or at most one; or to choose one from.

    Signals:
        changed: the values that are checked now, in list order; where one is chosen, just that one.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget, *, single: bool = False, chooses: bool = False, inside: bool = False) -> None:
        super().__init__(parent, inside=inside)
        self._single, self._chooses = single, chooses
        self._choices: list[Choice] = []
        self._ticked: list[object] = []
        self.search = QLineEdit(placeholderText=self.tr("Search"))
        self.search.setAccessibleName(self.tr("Search"))
        self._list = QListWidget()
        self._list.setUniformItemSizes(True)
        self._list.setItemDelegate(_Delegate(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setProperty("role", "plain")
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.search)
        layout.addWidget(self._list)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._first)
        self.search.installEventFilter(self)
        self._list.installEventFilter(self)
        self._list.itemClicked.connect(self._toggle)

    def show_choices(self, choices: Sequence[Choice], ticked: Sequence[object], nothing: str = "") -> None:
        """Set the entries and which of them are checked; `nothing` is said where there are none."""
        self._choices, self._ticked = list(choices), list(ticked)
        self.search.setVisible(len(choices) > _SEARCH_FROM)
        self.search.clear()
        self._fill()
        if not choices and nothing:
            item = QListWidgetItem(nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
            self._list.setWordWrap(True)
        metrics = self._list.fontMetrics()
        widest = max((choice_width(metrics, choice, _NAME) for choice in choices[:_MEASURED]), default=0) + _BESIDE
        self._list.setFixedSize(min(max(widest, _LEAST), _MOST_WIDE), min(max(len(choices), 1), 12) * _ROW + 6)
        (self.search if len(choices) > _SEARCH_FROM else self._list).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if watched is self.search and event.key() == Qt.Key.Key_Down:
            self._list.setFocus()
            self._list.setCurrentRow(0)
            return True
        item = self._list.currentItem()
        if watched is self._list and item is not None and event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return):
            self._toggle(item)
            return True
        return super().eventFilter(watched, event)

    def _first(self) -> None:
        """Check the best match when Enter is pressed in the search field."""
        if self.search.text().strip() and (item := self._list.item(0)) is not None:
            self._toggle(item)

    def _fill(self) -> None:
        wanted = folded(self.search.text()).split()
        self._list.clear()
        found = [choice for choice in self._choices if _has(folded(choice.words), wanted)]
        for choice in found[:_MOST]:
            item = QListWidgetItem()
            item.setToolTip(choice.text)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, choice.text)
            item.setData(Qt.ItemDataRole.UserRole, choice.value)
            item.setData(_CHOICE, choice)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)  # clicking the row checks it
            if not self._chooses:
                _tick(item, choice.value in self._ticked)
            self._list.addItem(item)

    def _toggle(self, item: QListWidgetItem) -> None:
        value = item.data(Qt.ItemDataRole.UserRole)
        if self._chooses:
            self.changed.emit([value])
            return
        if self._single:
            chosen = [] if value in self._ticked else [value]
        else:
            chosen = [known for known in self._ticked if known != value] + ([] if value in self._ticked else [value])
        self._ticked = [choice.value for choice in self._choices if choice.value in chosen]
        for row in range(self._list.count()):
            _tick(self._list.item(row), self._list.item(row).data(Qt.ItemDataRole.UserRole) in self._ticked)
        self.changed.emit(list(self._ticked))


def _has(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


class _Delegate(QStyledItemDelegate):
    """Paints an entry: the check box, its parts, and the count on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        choice = index.data(_CHOICE)
        if not isinstance(choice, Choice):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxed = index.data(Qt.ItemDataRole.CheckStateRole) is not None
        place = QRectF(option.rect).adjusted(_BOX if boxed else 8, 0, -10, 0)
        if choice.count is not None:
            painter.setPen(theme().color("quiet"))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, grouped(choice.count))
            place.setRight(place.right() - option.fontMetrics.horizontalAdvance(grouped(choice.count)) - 10)
        draw_choice(painter, place, choice, theme().color("text"))
        painter.restore()


class StepsPopup(Popup):
    """A popup that shows one thing after another in its place, such as a list and then what belongs to an entry."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.inside: QWidget | None = None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def show_inside(self, widget: QWidget, under: QWidget) -> None:
        """Show a widget in the place of the one before, below the widget that the popup belongs to."""
        if self.inside is not None:
            self._layout.removeWidget(self.inside)
            self.inside.hide()
            self.inside.deleteLater()
        self.inside = widget
        self._layout.addWidget(widget)
        widget.show()
        self.open_under(under)
        widget.setFocus()


class DatePopup(Popup):
    """A first and a last day, each with a check box that switches it on.

    Signals:
        changed: (since, until) in seconds since 1970, each None where it is off; `until` is the end of its day.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        self._lines: list[tuple[QCheckBox, QDateEdit]] = []
        for row, text in enumerate((self.tr("from"), self.tr("until"))):
            box, day = QCheckBox(text), QDateEdit()
            day.setCalendarPopup(True)
            day.setDisplayFormat(day_fields())
            day.setAccessibleName(text)
            indent(day)
            day.setMinimumWidth(day.fontMetrics().horizontalAdvance(day.text()) + _DAY)
            layout.addWidget(box, row, 0)
            layout.addWidget(day, row, 1)
            box.toggled.connect(self._emit)
            day.dateChanged.connect(self._emit)
            self._lines.append((box, day))
        hint = QLabel(self.tr("The day on which the file was last modified"))
        hint.setProperty("role", "small")
        layout.addWidget(hint, 2, 0, 1, 2)

    def show_dates(self, since: float | None, until: float | None) -> None:
        """Set the two days."""
        for (box, day), moment in zip(self._lines, (since, until), strict=True):
            for widget in (box, day):
                widget.blockSignals(True)
            box.setChecked(moment is not None)
            shown = datetime.fromtimestamp(moment - (day is self._lines[1][1])) if moment is not None else None
            day.setDate(QDate(shown.year, shown.month, shown.day) if shown else QDate.currentDate())
            for widget in (box, day):
                widget.blockSignals(False)

    def _emit(self, *_: object) -> None:
        (from_box, first), (until_box, last) = self._lines
        since = _start(first.date()) if from_box.isChecked() else None
        until = _start(last.date().addDays(1)) if until_box.isChecked() else None
        self.changed.emit((since, until))


def _start(day: QDate) -> float:
    """Return the local start of a day in seconds since 1970."""
    return float(day.startOfDay().toSecsSinceEpoch())


def _tick(item: QListWidgetItem, on: bool) -> None:
    item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
