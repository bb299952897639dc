"""The keys that decide, as a strip of buttons below the large view: the classes, then the answers."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desktop_labeler.ui.core.keys import QT_TRANSLATE_NOOP, shown_key
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.classes.class_text import short_name
from desktop_labeler.ui.widgets.flow_layout import FlowLayout
from desktop_labeler.ui.widgets.key_button import key_cap

_NAME = 130  # pixels: the most that the name of a class takes
_CLASSES = 10  # two lines of long names on a small screen; the others have the key of "choose a class"
_ANSWERS = {
    "accept": QT_TRANSLATE_NOOP("KeyStrip", "Accept"),
    "keep": QT_TRANSLATE_NOOP("KeyStrip", "Keep"),
    "take": QT_TRANSLATE_NOOP("KeyStrip", "Take expected"),
    "reject": QT_TRANSLATE_NOOP("KeyStrip", "Not this"),
    "unsure": QT_TRANSLATE_NOOP("KeyStrip", "Unsure"),
    "exclude": QT_TRANSLATE_NOOP("KeyStrip", "Exclude"),
}


class KeyStrip(QWidget):
    """Buttons that do what the keys do, each with its key; none takes the keyboard.

    Signals:
        assign: the id of the class of a button.
        answered: the name of the action of a button.
    """

    assign = Signal(int)
    answered = Signal(str)

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._shown: tuple[object, ...] = ()
        self._row = FlowLayout(self, spacing=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_keys(self, answers: tuple[str, ...]) -> None:
        """Show the classes that have a key, and these answers, named as in keys.ACTIONS."""
        classes = tuple(label for label in self._project.classes if label.key)[:_CLASSES]
        shown = (classes, len(self._project.classes), answers, *map(key_cap, answers))
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for label in classes:
            key = shown_key(label.key)
            name = short_name(label.name, self.fontMetrics(), _NAME).text
            button = self._button(f"{key}  {name}", label.name)
            button.setIcon(class_icon(label.shape, label.color))
            button.clicked.connect(partial(self._assign, label.id))
        others = len(self._project.classes) - len(classes)
        for action in (*(("choose",) if others else ()), *answers):
            text = self._text(action, others)
            self._button(f"{key_cap(action)}  {text}", text).clicked.connect(partial(self._answer, action))
        self.updateGeometry()

    def _text(self, action: str, others: int) -> str:
        if action == "choose":
            return self.tr("More classes: {n}").format(n=grouped(others))
        text = _ANSWERS[action]
        return QCoreApplication.translate("KeyStrip", text)

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text.replace("&", "&&"))
        button.setProperty("role", "chip")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(button)
        button.show()
        return button

    def _assign(self, class_id: int, *_: object) -> None:
        self.assign.emit(class_id)

    def _answer(self, action: str, *_: object) -> None:
        self.answered.emit(action)
