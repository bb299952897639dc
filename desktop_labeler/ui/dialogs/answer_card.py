"""One of the answers about an image as a button: its key, what it says, and who says it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_labeler.data.decisions.disputes import Said
from desktop_labeler.data.project.project_file import State
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import allow, label
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.classes.class_text import NameLabel

_ICON = 16  # pixels
_LEAST = 120  # pixels wide


class AnswerCard(QPushButton):
    """A click takes the answer.

    Args:
        project: whose classes are meant.
        said: the answer.
        key: that takes it as well; empty where it settles nothing.
        parent: of the widget.
    """

    def __init__(self, project: OpenProject, said: Said, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said, self.key = said, key
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        found = project.class_of(said.class_id)
        if found is not None:
            name = found.name
        else:
            name = self.tr("None of the classes") if said.state == State.EXCLUDED else self.tr("Unsure")
        people = ", ".join(map(visible, said.people))
        how = [worded(Message("{n} answered blind", n=said.blind))] if said.blind else []
        how += [worded(Message("{n} took a suggestion over", n=said.accepted))] if said.accepted else []
        above = QHBoxLayout()
        above.setSpacing(8)
        if key:
            above.addWidget(label(key, "key"))
        if found is not None:
            picture = QLabel()
            picture.setPixmap(class_icon(found.shape, found.color).pixmap(_ICON, _ICON))
            above.addWidget(picture)
        above.addWidget(NameLabel(name, "strong"), 1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 9)
        column.setSpacing(4)
        column.addLayout(above)
        column.addWidget(label(people, "", wrap=True))
        if how:
            column.addWidget(label(" · ".join(how), "small", wrap=True))
        for inner in self.findChildren(QLabel):
            inner.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inner.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(f"{name}: {people}")
        no_class = self.tr("This answer names no class. {key} leaves the image unsure.")
        allow(self, "" if said.claims else no_class.format(key=key_map().shown("unsure")))

    def sizeHint(self) -> QSize:
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self.sizeHint().height())  # the name of the class is shortened

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.heightForWidth(width)
