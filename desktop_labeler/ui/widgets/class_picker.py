"""Type-ahead over all classes, recent first: a small popup under the keys / and F2."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.widgets.class_list import CLASS, ClassList

_SHOWN = 10


class ClassPicker(QFrame):
    """Choose a class by typing part of its name; Enter takes the first, Esc leaves.

    Signals:
        chosen: the id of a class.
        added: a name that is no class yet and should become one.
    """

    chosen = Signal(int)
    added = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._labels: list[LabelClass] = []
        self.field = QLineEdit(placeholderText=self.tr("Class …"))
        self.field.setAccessibleName(self.tr("Class"))
        self._list = ClassList()
        self._list.setDragEnabled(False)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self.field)
        layout.addWidget(self._list)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self._list.itemClicked.connect(self._take)
        self._list.itemActivated.connect(self._take)

    def open_at(self, place: QPoint, labels: Sequence[LabelClass], start: str = "") -> None:
        """Show the picker at a place of the screen.

        Args:
            place: the top left corner, global.
            labels: the classes, the recently used first.
            start: what is typed already.
        """
        self._labels = list(labels)
        self.field.setText(start)
        self._filter(start)
        self.resize(280, 30 * (min(max(len(labels), 1), _SHOWN) + 1) + 30)
        self.move(place)
        self.show()
        self.field.setFocus()

    def matches(self) -> list[LabelClass]:
        """Return the classes that are shown, best first."""
        return [self._list.item(row).data(CLASS) for row in range(self._list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                step = 1 if key == Qt.Key.Key_Down else -1
                self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
                self._take()
                return True
            if key == Qt.Key.Key_Escape:
                self.close()
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        self._list.clear()
        for label in rank(self._labels, text):
            self._list.add(label, 0)
        self._list.setCurrentRow(0)

    def _take(self) -> None:
        item = self._list.currentItem()
        text = self.field.text().strip()
        self.close()
        if item is not None:
            self.chosen.emit(item.data(CLASS).id)
        elif text:
            self.added.emit(text)


def rank(labels: Sequence[LabelClass], text: str) -> list[LabelClass]:
    """Return the classes whose name holds the text: names that start with it, then words that do, then the rest.

    Equal ones keep their order.
    """
    wanted = text.strip().casefold()

    def place(label: LabelClass) -> int:
        name = label.name.casefold()
        if name.startswith(wanted):
            return 0
        return 1 if any(word.startswith(wanted) for word in name.split()) else 2

    return sorted((label for label in labels if wanted in label.name.casefold()), key=place)
