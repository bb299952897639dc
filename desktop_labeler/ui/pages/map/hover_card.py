"""The small card beside a point of the map: its image, name and class."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.project.project_file import State
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from desktop_labeler.ui.widgets.classes.class_shapes import draw_class_shape
from desktop_labeler.ui.widgets.classes.class_text import short_name

_EDGE, _MARGIN, _APART = 116, 8, 16


class HoverCard(QWidget):
    """A card over the map that lets the mouse through."""

    def __init__(self, project: OpenProject, thumbs: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._project, self._thumbs = project, thumbs
        self.image: int | None = None
        line = self.fontMetrics().height()
        self.resize(QSize(_EDGE + 2 * _MARGIN, _EDGE + 2 * _MARGIN + 2 * line + 4))
        thumbs.arrived.connect(self._arrived)
        self.hide()

    def show_image(self, image: int, place: QPointF) -> None:
        """Show an image beside a point of the parent, within the parent."""
        self.image = image
        self._thumbs.want(self, [image], _EDGE, False, self.devicePixelRatioF())
        room = self._over.rect()
        x = place.x() + _APART
        if x + self.width() > room.right():
            x = place.x() - _APART - self.width()
        y = min(max(place.y() - self.height() / 2, room.top()), room.bottom() - self.height())
        self.move(round(x), round(y))
        self.show()
        self.raise_()
        self.update()

    def _arrived(self, image: int) -> None:
        if image == self.image and self.isVisible():
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        row = self._project.row(self.image) if self.image is not None else None
        if row is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(theme().color("line"), 1))
        painter.setBrush(theme().color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        box = QRectF(_MARGIN, _MARGIN, _EDGE, _EDGE)
        picture = self._thumbs.get(row.id, _EDGE, False, self.devicePixelRatioF()) or self._thumbs.any_size(row.id)
        if picture is not None and not picture.isNull():
            scale = min(box.width() / picture.width(), box.height() / picture.height())
            size = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
            size.moveCenter(box.center())
            painter.drawPixmap(size, picture, QRectF(picture.rect()))
        label = self._project.class_of(row.class_id)
        line = self.fontMetrics().height()
        top = round(box.bottom()) + 4
        left = _MARGIN
        text = label.name if label is not None else self._state(row.state)
        if label is not None:
            draw_class_shape(painter, label.shape, label.color, QRectF(left, top + (line - 11) / 2, 11, 11))
            left += 16
        for words, color, start in (
            (text, "text", left),
            (visible(row.shown_path.rpartition("/")[2]), "quiet", _MARGIN),
        ):
            space = QRect(start, top, self.width() - _MARGIN - start, line)
            painter.setPen(theme().color(color))
            short = short_name(words, self.fontMetrics(), space.width()).text
            painter.drawText(space, Qt.AlignmentFlag.AlignVCenter, short)
            top += line
        painter.end()

    def _state(self, state: State) -> str:
        return {
            State.UNSURE: self.tr("unsure"),
            State.EXCLUDED: self.tr("excluded"),
        }.get(state, self.tr("unlabelled"))
