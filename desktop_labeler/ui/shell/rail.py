"""The rail on the left: the project with its menu, and the pages."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_labeler.messages import visible
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.basics import set_role

_WIDE, _NARROW = 188, 58  # pixels with texts and without


@dataclass(frozen=True)
class Entry:
    """A page in the rail: its name in the code, its icon, its title, and the key that shows it."""

    name: str
    icon: str
    text: str
    key: str


class _PageButton(QPushButton):
    """The button of a page, with a count on the right."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(entry.text)
        self.entry = entry
        self.count = self.meaning = ""
        self.narrow = False
        self.setAccessibleName(entry.text)
        self.setProperty("role", "rail")
        self.setCheckable(True)
        self.setIconSize(QSize(18, 18))
        self.show_text()
        self.tint()

    def tint(self) -> None:
        self.setIcon(theme().icon(self.entry.icon, "accent" if self.isChecked() else "quiet"))

    def show_text(self) -> None:
        """Show or hide the title; the tooltip has the key, and the title and count while they are hidden."""
        self.setText("" if self.narrow else self.entry.text)
        word = f"{self.entry.text} ({self.entry.key})"
        said = self.meaning or (self.count if self.narrow else "")
        if not self.isEnabled():
            said = QCoreApplication.translate("WindowActions", "Open a project first.")
        self.setToolTip("\n".join(filter(None, (word, said))))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.count and not self.narrow:
            painter = QPainter(self)
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * 0.86)
            painter.setFont(font)
            painter.setPen(theme().colors.accent if self.isChecked() else theme().colors.quiet)
            place = self.rect().adjusted(0, 0, -10, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.count)


class _ProjectButton(QPushButton):
    """Shows the name and size of the project, and opens its menu."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setMinimumHeight(46)
        self.name, self.size_text = "", ""
        self.narrow = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self.narrow:
            theme().icon("menu").paint(painter, self.rect().adjusted(0, 13, 0, -13))
            return
        strong, small = self.font(), self.font()
        strong.setBold(True)
        small.setPointSizeF(small.pointSizeF() * 0.88)
        inside = self.rect().adjusted(10, 6, -26, -6)
        painter.setFont(strong)
        painter.setPen(theme().colors.text)
        name = QFontMetrics(strong).elidedText(self.name, Qt.TextElideMode.ElideMiddle, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(small)
        painter.setPen(theme().colors.quiet)
        painter.drawText(inside, Qt.AlignmentFlag.AlignBottom, self.size_text)
        theme().icon("down").paint(painter, self.rect().adjusted(self.width() - 26, 0, -10, 0))


class Rail(QWidget):
    """Shows the pages, and emits the name of the one that is chosen."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDE)
        self._narrow = self._tight = False
        self._buttons: dict[str, _PageButton] = {}
        self._group = QButtonGroup(self)
        self._project = _ProjectButton()
        self._project.setAccessibleName(self.tr("Project menu"))
        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        self._project.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click opens a menu: the keys stay with the page
        self._project.clicked.connect(self._open_menu)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(10, 10, 10, 12)
        self._layout.setSpacing(3)
        self._layout.addWidget(self._project)
        self._layout.addSpacing(8)
        self._above = 1  # index of the last item above the stretch
        self._layout.addStretch()
        self._group.buttonClicked.connect(self._clicked)
        theme().changed.connect(self._tint)

    def add(self, entry: Entry, *, below: bool = False) -> None:
        """Add a page; `below` puts it at the bottom of the rail."""
        button = _PageButton(entry)
        self._buttons[entry.name] = button
        self._group.addButton(button)
        if below:
            self._layout.addWidget(button)
        else:
            self._above += 1
            self._layout.insertWidget(self._above, button)

    def fit(self, *, narrow: bool, tight: bool) -> None:
        """Show the pages with titles or as icons only, and closer together if the window is low."""
        if (narrow, tight) == (self._narrow, self._tight):
            return
        self._narrow, self._tight = narrow, tight
        self.setFixedWidth(_NARROW if narrow else _WIDE)
        self._project.narrow = narrow
        self._layout.setSpacing(1 if tight else 3)
        for button in self._buttons.values():
            button.narrow = narrow
            button.show_text()
            set_role(button, "tight" if tight else "rail")

    def show_project(self, name: str, size: str) -> None:
        """Show the open project, or that there is none."""
        name = visible(name)
        self._project.name, self._project.size_text = name, size
        self._project.setAccessibleDescription(f"{name}, {size}")
        self._project.setToolTip("\n".join(filter(None, (name, size))))
        self._project.update()

    def set_count(self, page: str, count: str, meaning: str = "") -> None:
        """Show a count beside a page; the tooltip says what it counts."""
        button = self._buttons[page]
        if (button.count, button.meaning) != (count, meaning):
            button.count, button.meaning = count, meaning
            button.setAccessibleDescription(meaning or count)
            button.show_text()
            button.update()

    def set_available(self, page: str, available: bool) -> None:
        """Enable or disable a page."""
        self._buttons[page].setEnabled(available)
        self._buttons[page].show_text()

    def select(self, page: str) -> None:
        """Mark the page that is shown."""
        self._buttons[page].setChecked(True)
        self._tint()

    def _clicked(self, button: QPushButton) -> None:
        if isinstance(button, _PageButton):
            self._tint()
            self.chosen.emit(button.entry.name)

    def _open_menu(self) -> None:
        self.menu.popup(self._project.mapToGlobal(self._project.rect().bottomLeft()))

    def _tint(self) -> None:
        for button in self._buttons.values():
            button.tint()
