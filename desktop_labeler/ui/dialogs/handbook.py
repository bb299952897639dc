"""The handbook: Markdown files that come with the program, with a search; nothing else is ever opened."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QSize, Qt, QUrl
from PySide6.QtGui import QImage, QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QTextBrowser, QTextEdit, QVBoxLayout, QWidget

from desktop_labeler.paths import resource
from desktop_labeler.ui.core.theme import theme

_LIST, _MARGIN = 230, 24  # pixels: the width of the list of chapters; the margin around the text
_SIZE = QSize(980, 720)


@dataclass(frozen=True)
class Chapter:
    """A chapter of the handbook: the name of its file, its heading, and its Markdown text."""

    name: str
    title: str
    text: str

    def holds(self, words: list[str]) -> bool:
        """Whether the chapter contains every one of these lower-case words."""
        text = self.text.casefold()
        return all(word in text for word in words)


def read_handbook(language: str) -> list[Chapter]:
    """Return the chapters in a language, in order; the English ones if there are none."""
    folder = resource("handbook", language)
    folder = folder if folder.is_dir() else resource("handbook", "en")
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.md"))]
    return [Chapter(name, text.lstrip("# ").splitlines()[0], text) for name, text in texts]


class Pages(QTextBrowser):
    """Shows one chapter; its pictures come from the handbook's folder, its links lead only to other chapters."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(_MARGIN)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load a picture of the handbook, scaled to the available width; nothing else is loaded."""
        root = resource("handbook").resolve()
        file = (root / "en" / QUrl(name).path()).resolve()
        if (
            kind != QTextDocument.ResourceType.ImageResource.value
            or not file.is_relative_to(root)
            or not file.is_file()
        ):
            return None
        picture = QImage(str(file))
        room = max(200, self.viewport().width() - 2 * _MARGIN - 4)
        ratio = self.devicePixelRatioF()
        if picture.width() > room * ratio:
            picture = picture.scaledToWidth(round(room * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio if picture.width() >= room * ratio else 1)
        return picture


class Handbook(QWidget):
    """A separate window with the chapters and the search on the left and the text on the right."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Handbook"))
        self.chapters = read_handbook(QLocale().name()[:2])
        self.search = QLineEdit(placeholderText=self.tr("Search"), clearButtonEnabled=True)
        self.search.setAccessibleName(self.search.placeholderText())
        self.list = QListWidget()
        self.list.setProperty("role", "plain")
        self.pages = Pages()
        self._shown: Chapter | None = None
        left = QVBoxLayout()
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        side = QWidget()
        side.setFixedWidth(_LIST)
        side.setLayout(left)
        layout = QHBoxLayout(self)
        layout.addWidget(side)
        layout.addWidget(self.pages, 1)
        self.search.textChanged.connect(self._find)
        self.list.currentTextChanged.connect(self._chosen)
        self.pages.anchorClicked.connect(self._follow)
        theme().changed.connect(self._show)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.close)
        self._find("")
        screen = self.screen().availableGeometry().size()
        self.resize(_SIZE.boundedTo(screen - QSize(40, 60)))

    @property
    def shown(self) -> str:
        """The heading of the chapter that is shown."""
        return self._shown.title if self._shown is not None else ""

    def _find(self, text: str) -> None:
        """List the chapters that contain all words of the search, and mark the words in the text."""
        words = text.casefold().split()
        before = self.shown
        self.list.blockSignals(True)
        self.list.clear()
        titles = [chapter.title for chapter in self.chapters if chapter.holds(words)]
        self.list.addItems(titles)
        self.list.setCurrentRow(titles.index(before) if before in titles else 0)
        self.list.blockSignals(False)
        if titles:
            self._chosen(self.list.currentItem().text())

    def _chosen(self, title: str) -> None:
        found = next((chapter for chapter in self.chapters if chapter.title == title), None)
        if found is not None and found is not self._shown:
            self._shown = found
            self._show()
        self._mark()

    def _show(self) -> None:
        """Set the text; links take the theme's colour when the text is parsed."""
        if self._shown is None:
            return
        sheet = f"a {{ color: {theme().colors.accent}; }}"
        self.pages.document().setDefaultStyleSheet(sheet)
        self.pages.setMarkdown(self._shown.text)
        self._mark()

    def _mark(self) -> None:
        marks = []
        for word in self.search.text().split():
            cursor = self.pages.document().find(word)
            while not cursor.isNull():
                mark = QTextEdit.ExtraSelection()
                setattr(mark, "cursor", QTextCursor(cursor))  # noqa: B010  # the stubs know no attributes
                mark.format.setBackground(theme().color("tint"))
                mark.format.setForeground(theme().color("accent"))
                marks.append(mark)
                cursor = self.pages.document().find(word, cursor)
        self.pages.setExtraSelections(marks)
        if marks:
            self._go_to(min(mark.cursor.selectionStart() for mark in marks))

    def _go_to(self, place: int) -> None:
        """Scroll to a place of the text."""
        cursor = self.pages.textCursor()
        cursor.setPosition(place)
        self.pages.setTextCursor(cursor)
        self.pages.ensureCursorVisible()

    def _follow(self, link: QUrl) -> None:
        """Go to another chapter; links to anything else are ignored."""
        name = Path(link.path()).name
        found = next((chapter for chapter in self.chapters if not link.scheme() and chapter.name == name), None)
        if found is not None:
            self.search.clear()
            self.list.setCurrentRow(self.chapters.index(found))
