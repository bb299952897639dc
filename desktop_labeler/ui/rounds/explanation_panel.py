"""The part of the right panel that explains why an image is shown."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_labeler.data.project.project_file import ImageRow
from desktop_labeler.ui.core.language import decimal
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.core.theme import small_font, theme
from desktop_labeler.ui.rounds.answer_buttons import AnswerButtons
from desktop_labeler.ui.rounds.explanation import Explanation, Neighbor, explain
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from desktop_labeler.ui.widgets.basics import label
from desktop_labeler.ui.widgets.chips import Chip
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.flow_layout import FlowLayout

_ACROSS, _GAP, _BAR = 5, 6, 3


class NeighborRow(QWidget):
    """Five similar images in a row, each above its cosine similarity and a bar of that length."""

    def __init__(self) -> None:
        super().__init__()
        self.neighbors: Sequence[Neighbor] = ()
        self.strong = True
        self._thumbs: ThumbnailLoader | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)
        theme().changed.connect(self.update)

    def follow(self, thumbs: ThumbnailLoader | None) -> None:
        """Set where the thumbnails come from."""
        self._thumbs = thumbs
        self.neighbors = ()
        if thumbs is not None:
            thumbs.arrived.connect(self._arrived)
            thumbs.outdated.connect(self._outdated)

    def show_neighbors(self, neighbors: Sequence[Neighbor], title: str) -> None:
        """Show these similar images."""
        self.neighbors = neighbors
        text = ", ".join(decimal(neighbor.similarity, 2) for neighbor in neighbors)
        self.setAccessibleName(f"{title}: {text}")
        self._fit()
        self.update()

    def _edge(self) -> int:
        return max(24, min(72, (self.width() - (_ACROSS - 1) * _GAP) // _ACROSS))

    def _fit(self) -> None:
        self.setFixedHeight(self._edge() + 5 + _BAR + self.fontMetrics().height())
        if self._thumbs is not None and self.isVisible():
            images = [neighbor.image for neighbor in self.neighbors]
            self._thumbs.want(self, images, self._edge(), True, self.devicePixelRatioF())

    def _arrived(self, image: int) -> None:
        if any(neighbor.image == image for neighbor in self.neighbors):
            self.update()

    def _outdated(self, images: object) -> None:
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._thumbs is not None:
            self._thumbs.want(self, [], self._edge(), True)

    def sizeHint(self) -> QSize:
        return QSize(260, 80)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = self._edge()
        font = self.font()
        font.setPointSizeF(small_font(self.font()) * 0.94)
        painter.setFont(font)
        for place, neighbor in enumerate(self.neighbors):
            square = QRectF(place * (edge + _GAP), 0, edge, edge)
            self._picture(painter, square, neighbor.image)
            bar = QRectF(square.left(), edge + 4, edge, _BAR)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("line"))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            bar.setWidth(edge * min(max(neighbor.similarity, 0.0), 1.0))
            painter.setBrush(theme().color("accent" if self.strong else "quiet"))
            painter.drawRoundedRect(bar, 1.5, 1.5)
            painter.setPen(theme().color("quiet"))
            text = QRectF(square.left(), bar.bottom() + 1, edge, self.height() - bar.bottom() - 1)
            painter.drawText(text, Qt.AlignmentFlag.AlignCenter, cosine_text(neighbor.similarity))
        painter.end()

    def _picture(self, painter: QPainter, square: QRectF, image: int) -> None:
        found = self._thumbs.get(image, int(square.width()), True, self.devicePixelRatioF()) if self._thumbs else None
        if found is None and self._thumbs is not None:
            found = self._thumbs.any_size(image)
        if found is not None:
            painter.drawPixmap(square, found, QRectF(found.rect()))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("tile"))
        painter.drawRoundedRect(square, 5, 5)


class ExplanationPanel(QWidget):
    """The sentence, two rows of similar images, and the chips.

    Attributes:
        why: the explanation that is shown.
        answers: the buttons that answer the suggestion or the doubt.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Explanation | None = None
        self._project: OpenProject | None = None
        self._sentence = label("", wrap=True)
        self._sentence.setTextFormat(Qt.TextFormat.RichText)
        self._titles: list[QLabel] = []
        self._rows: list[NeighborRow] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(7)
        layout.addWidget(self._sentence)
        for strong in (True, False):
            title, row = label("", "section"), NeighborRow()
            title.setWordWrap(True)
            shape = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)  # a long name widens nothing
            shape.setHeightForWidth(True)
            title.setSizePolicy(shape)
            row.strong = strong
            self._titles.append(title)
            self._rows.append(row)
            layout.addSpacing(3)
            layout.addWidget(title)
            layout.addWidget(row)
        self._chips = QWidget()
        self._chip_layout = FlowLayout(self._chips, spacing=6)
        layout.addWidget(self._chips)
        self._shown_chips: list[Chip] = []
        self.answers = AnswerButtons()  # the side panel places it where it does not scroll away
        self.answers.hide()

    def follow(self, project: OpenProject | None, thumbs: ThumbnailLoader | None) -> None:
        """Follow a project, or none."""
        self._project = project
        for row in self._rows:
            row.follow(thumbs)
        self.show_image(None, None, answers=False)

    def show_image(self, view: RoundView | None, row: ImageRow | None, *, answers: bool) -> None:
        """Explain why an image is shown; nothing is shown if the round does not know it.

        Args:
            view: the round whose findings the page shows.
            row: the image.
            answers: whether the buttons are shown.
        """
        known = view is not None and row is not None and self._project is not None
        self.shown = explain(view, self._project, row) if view and row and self._project and known else None
        why = self.shown
        self.setVisible(why is not None)
        self.answers.setVisible(why is not None and answers)
        if why is None:
            return
        self._sentence.setText(why.sentence)
        self._sentence.setVisible(bool(why.sentence))
        for place, (title, shown) in enumerate(zip(self._titles, self._rows, strict=True)):
            found = why.rows[place] if place < len(why.rows) else None
            there = found is not None and bool(found.neighbors)
            title.setVisible(there)
            shown.setVisible(there)
            if found is not None and there:
                title.setText(found.title)  # not in capitals, which would change the name of the class
                shown.show_neighbors(found.neighbors, found.title)
        self._show_chips(why.chips)
        self.answers.enable(keeps=why.keeps, takes=why.takes)

    def _show_chips(self, texts: Sequence[str]) -> None:
        if [chip.choice.text for chip in self._shown_chips] == list(texts):
            return
        for chip in self._shown_chips:
            self._chip_layout.removeWidget(chip)
            chip.deleteLater()
        self._shown_chips = [Chip(Choice(text, (text,)), self._chips, read_only=True) for text in texts]
        for chip in self._shown_chips:
            self._chip_layout.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(texts))


def cosine_text(value: float) -> str:
    """Return a cosine similarity as the panel shows it (".93")."""
    return decimal(value, 2).removeprefix("0") if value < 0.995 else decimal(1.0)
