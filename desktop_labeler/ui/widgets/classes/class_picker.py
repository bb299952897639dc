"""Type-ahead over all classes, recently used first: a small popup that the keys / and F2 open."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.widgets.basics import label as text_label
from desktop_labeler.ui.widgets.classes.class_list import CLASS, ClassList
from desktop_labeler.ui.widgets.classes.class_search import find_classes, folded

_SHOWN = 10


class ClassPicker(QFrame):
    """Choose a class by typing part of its name; Enter takes the current row, Esc closes.

    The last row creates a class; it is never selected automatically.

    Signals:
        chosen: the id of a class.
        added: the name of a class to create.
    """

    chosen = Signal(int)
    added = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
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
        self.note = text_label(self.tr("No class has this name. ↓ and then ↵ creates it."), "small", wrap=True)
        layout.addWidget(self.note)
        self.field.textChanged.connect(self._filter)
        self.field.installEventFilter(self)
        self._list.itemClicked.connect(self._take)
        self._list.itemActivated.connect(self._take)

    def open_at(self, place: QPoint, labels: Sequence[LabelClass], start: str = "") -> None:
        """Show the picker at a position on the screen.

        Args:
            place: the top left corner in global coordinates.
            labels: the classes, recently used ones first.
            start: the text that is typed already.
        """
        self._labels = list(labels)
        self.field.setText(start)
        self._filter(start)
        self.resize(280, 30 * (min(max(len(labels), 1), _SHOWN) + 1) + 30)
        self.move(place)
        self.show()
        self.field.setFocus()

    def matches(self) -> list[LabelClass]:
        """Return the classes that are shown, best match first."""
        rows = (self._list.item(row).data(CLASS) for row in range(self._list.count()))
        return [label for label in rows if isinstance(label, LabelClass)]

    @property
    def creates(self) -> str:
        """The text of the row that creates a class; empty if a class of that name exists."""
        last = self._list.item(self._list.count() - 1)
        return last.text() if last is not None and last.data(CLASS) is None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = watched is self.field and event.type() == QEvent.Type.KeyPress
        if pressed and not self.isVisible():
            return True  # it may have the focus still: a key decides only what is on the screen
        if pressed and isinstance(event, QKeyEvent):
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
        found = find_classes(self._labels, text)
        for label in found:
            self._list.add(label, 0)
        name = " ".join(text.split())
        if name and folded(name) not in {folded(label.name) for label in self._labels}:
            self._list.add_text(self.tr("Create class “{name}”").format(name=name))
        self._list.setCurrentRow(0 if found else -1)
        self.note.setVisible(bool(name) and not found)

    def _take(self) -> None:
        item = self._list.currentItem()
        if item is None:
            return  # nothing matches, and the row that creates a class is not selected
        name, label = " ".join(self.field.text().split()), item.data(CLASS)
        self.close()
        if isinstance(label, LabelClass):
            self.chosen.emit(label.id)
        else:
            self.added.emit(name)
