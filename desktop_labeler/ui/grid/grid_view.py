"""The grid of every page: virtual tiles, focus separate from selection, keys and mouse."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.grid.grid_actions import GridActions
from desktop_labeler.ui.grid.grid_layout import GridLayout
from desktop_labeler.ui.grid.grid_menu import grid_menu
from desktop_labeler.ui.grid.grid_model import CAPTIONS, GridModel, caption_lines
from desktop_labeler.ui.grid.grid_mouse import GridMouse
from desktop_labeler.ui.grid.grid_pictures import GridPictures
from desktop_labeler.ui.grid.grid_selection import GridSelection
from desktop_labeler.ui.grid.grid_sight import Sight
from desktop_labeler.ui.grid.grid_table import make_grid_of
from desktop_labeler.ui.grid.group_headers import Group, GroupHeaders
from desktop_labeler.ui.grid.scrolled_tiles import ScrolledTiles
from desktop_labeler.ui.grid.tiles.grid_tile import Geometry, TilePainter, geometry
from desktop_labeler.ui.grid.tiles.stacks import Stacks
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader

SMALLEST, LARGEST = 64, 320


class GridView(QTableView):
    """A grid of images.

    Attributes:
        content: the model of the images; call `lay_out` after a change of its `hints`.
        selection: focus and selection.
        commands: the actions of the keys.
        mouse: the mouse handler; set its `points` to let the focus follow the mouse.
        headers: the headers above the groups.
        sight: which of its images are in view.

    Signals:
        focused: the id of the focused image when it changes, or None.
        selection_changed: the number of selected images.
        decided: ids of the images of a decision that was written.
        opened: the id of an image that was double-clicked.
        class_wanted: the person wants to choose a class by name; carries the initial text.
        page_action: the name of an action for the page to perform ("similar", "take_over", "next_page", "help", …).
        group_wanted: the id of an image whose group should be selected with `select_images`.
        notice: a short sentence to show.
        appearance_changed: tile size, fit or captions changed.
        laid_out: the view has room for more or fewer tiles.
    """

    focused = Signal(object)
    selection_changed = Signal(object)
    decided = Signal(object)
    opened = Signal(object)
    class_wanted = Signal(str)
    page_action = Signal(str)
    group_wanted = Signal(object)
    notice = Signal(str)
    appearance_changed = Signal()
    laid_out = Signal()

    def __init__(self, project: OpenProject, thumbs: ThumbnailLoader, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self.project, self._thumbs = project, thumbs
        self.selection = GridSelection()
        self.content = GridModel(project, thumbs, self.selection, self)
        layout = GridLayout(geometry(400, 132, self.font(), 1), self.content.rows)
        self.tiles = ScrolledTiles(self.viewport(), self.verticalScrollBar(), self.content, layout)
        self.sight = Sight(self.tiles, self.selection, self)
        self.commands = GridActions(project, self.content, self.selection, self.sight, self)
        self.commands.writer.page = page
        self.tile, self.crop = 132, True
        self.fitted = 0  # the tile size with which the rows of a page fill the view; 0: the wanted one
        self.captions: tuple[str, ...] = ("class", "confidence")
        self._seen: tuple[int | None, int, int] = (None, -1, 0)  # focused image, its position, selected images
        self._room: tuple[Geometry | None, int] = (None, 0)  # cells and height of the last layout
        make_grid_of(self)
        self.setModel(self.content)
        self.setAccessibleName(self.tr("Images"))
        self.headers = GroupHeaders(self.viewport())
        self._painter = TilePainter(theme().colors, self.font(), self.cells)
        self.mouse = GridMouse(self.tiles, self.selection, self)
        self.pictures = GridPictures(self.tiles, thumbs, self)
        self._connect()

    def _connect(self) -> None:
        actions = self.commands
        actions.moved.connect(self._moved)
        self.mouse.selected.connect(self.selection_moved)
        self.mouse.resized.connect(self._resize_tiles)
        actions.unselected.connect(self.selection_moved)
        self.sight.wanted.connect(self.bring_into_view)
        for mine, theirs in (
            (self.decided, actions.decided),
            (self.class_wanted, actions.class_wanted),
            (self.page_action, actions.page_action),
            (self.group_wanted, actions.group_wanted),
            (self.notice, actions.notice),
            (self.notice, self.sight.notice),
        ):
            theirs.connect(mine)
        self.project.images_changed.connect(self._images_changed)
        self.content.keeper.renewed.connect(self.update_tiles)
        self.project.classes_changed.connect(self.lay_out)  # names may have to be shortened differently
        theme().changed.connect(self.lay_out)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(self.pictures.soon)
        bar.valueChanged.connect(self._place_headers)
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))

    # --- for pages --------------------------------------------------------------------------------------------------
    @property
    def cells(self) -> Geometry:
        """The geometry of the tiles."""
        return self.tiles.layout.cells

    @property
    def page_size(self) -> int:
        """The number of tiles that a screen shows completely, at least one row."""
        return self.cells.columns * max(1, self.viewport().height() // self.cells.height)

    @property
    def focus_image(self) -> int | None:
        """The id of the focused image."""
        return self.content.image_at(self.selection.focus)

    def show_images(self, images: IntArray | Stacks, *, groups: Sequence[Group] = (), keep: bool = False) -> None:
        """Show these images, none faded; the focus stays on its image or the next one that is still shown.

        Args:
            images: ids in order, each once; or stacks of them.
            keep: whether images that are still shown stay selected.
            groups: their groups in the same order, each with a header; empty for no groups.
        """
        following = self.content.images[max(self.selection.focus, 0) :]
        selected = self.content.images[self.selection.positions()] if keep else following[:0]
        height = self.tiles.layout.top(self.selection.focus) - self.verticalScrollBar().value()
        newest = read_history(self.project.project, limit=1)
        self.headers.show_groups(groups)
        self.content.set_images(images, newest[0].id if newest else 0, self.headers.sizes)
        self.sight.refilled()
        self._measure(self.cells)
        place = self.content.first_shown(following)
        self.selection.reset(len(images), max(place, 0))
        if len(selected):
            self.selection.select(self.content.places_of(selected))
        self.verticalScrollBar().setValue(self.tiles.layout.top(place) - height if place >= 0 else 0)
        self._moved()
        self.update_tiles()

    def assign(self, class_id: int, *, chosen: bool = False) -> None:
        """Assign a class as its key would, or with `chosen` to the images it was requested for."""
        label = self.project.class_of(class_id)
        if label is not None:
            (self.commands.assign_chosen if chosen else self.commands.assign)(label)

    def select_images(self, images: IntArray) -> None:
        """Add these images to the selection if they are shown."""
        self.selection.select(self.content.places_of(images))
        self._moved()

    def focus_on(self, image: int) -> bool:
        """Focus an image and bring it into view; return False if it is not shown."""
        place = self.content.position_of(image)
        if place >= 0:
            self.selection.move_to(place)
            self._moved()
        return place >= 0

    def take_keys(self) -> None:
        """Take the keyboard focus if the grid is visible and no other widget has it."""
        holder = QApplication.focusWidget()
        if self.isVisible() and (holder is None or not holder.isVisible()):
            self.setFocus()

    def set_appearance(self, tile: int, crop: bool, captions: Iterable[str]) -> None:
        """Set the tile size (64 to 320), whether pictures fill their tile, and the captions (names of CAPTIONS)."""
        known = tuple(name for name in CAPTIONS if name in captions)
        appearance = (min(max(tile, SMALLEST), LARGEST), crop, known)
        if appearance != (self.tile, self.crop, self.captions):
            self.tile, self.crop, self.captions = appearance
            self.fitted = 0
            self.pictures.crop = crop
            self.lay_out()
            self.appearance_changed.emit()

    def _resize_tiles(self, steps: float) -> None:
        """Make the tiles larger, or smaller when negative, by steps of 15 %."""
        self.set_appearance(round(self.tile * 1.15**steps), self.crop, self.captions)

    def position_at(self, point: QPoint) -> int:
        """Return the position of the tile at a point of the viewport, −1 if there is none."""
        return self.tiles.at(point)

    def cell_rect(self, position: int) -> QRect:
        """Return the rectangle of a tile in the viewport."""
        return self.tiles.rect(position)

    # --- laying out -------------------------------------------------------------------------------------------------
    def lay_out(self) -> None:
        """Fit the tiles into the view, keeping the focused tile or the first one in view at its height."""
        lines = caption_lines(self.captions, expected=self.content.hints.expects)
        cells = geometry(self.viewport().width(), self.fitted or self.tile, self.font(), *lines)
        bar = self.verticalScrollBar()
        if cells != self.cells or self.content.columns != cells.columns:
            rect = self.cell_rect(self.selection.focus)
            seen = self.viewport().rect().intersects(rect)
            anchor = self.selection.focus if seen else self.tiles.layout.between(bar.value(), bar.value())[0]
            height = self.tiles.layout.top(anchor) - bar.value()
            self._measure(cells)
            bar.setValue(self.tiles.layout.top(anchor) - height)
        self._painter = TilePainter(theme().colors, self.font(), cells)
        bar.setSingleStep(max(1, cells.height // 3))  # one notch of the wheel is three steps: one row
        room, self._room = self._room, (cells, self.viewport().height())
        self.commands.page_rows = max(1, self._room[1] // cells.height)
        self._place_headers()
        self.update_tiles()
        if room != self._room:
            self.laid_out.emit()

    def _measure(self, cells: Geometry) -> None:
        """Set the rows and columns of the table, with space for a header in rows that start a group."""
        self.content.set_columns(cells.columns)
        self.tiles.layout = GridLayout(cells, self.content.rows, self.headers.height)
        self.horizontalHeader().setDefaultSectionSize(cells.width)
        self.verticalHeader().setDefaultSectionSize(cells.height)
        for row in self.content.rows.heads.tolist():
            self.verticalHeader().resizeSection(row, cells.height + self.tiles.layout.header)
        self.updateGeometries()
        self._place_headers()

    def _place_headers(self) -> None:
        self.headers.place(self.tiles.layout, self.verticalScrollBar().value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "mouse"):
            self.lay_out()
        elif event.type() == QEvent.Type.ActivationChange and self.isVisible():
            self.pictures.check()

    # --- painting ---------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), QColor(theme().colors.ground))
        focus = "active" if self.hasFocus() else "pale"
        first, images = self.tiles.seen(event.rect())
        hovered = self.content.position_of(self.mouse.hovered) if self.mouse.hovered is not None else -1
        framed = hovered if hovered >= 0 else self.selection.focus
        rows = self.project.rows(images)
        ratio, region = self.devicePixelRatioF(), event.region()
        for image, (position, cell) in zip(images, self.tiles.cells(first, first + len(images)), strict=True):
            row = rows.get(image)
            if row is None or not region.intersects(cell):
                continue
            picture = self._thumbs.get(image, self.cells.edge, self.crop, ratio) or self._thumbs.any_size(image)
            self._painter.paint(
                painter,
                QRectF(cell),
                self.content.tile_content(row, self.captions),
                picture,
                selected=position in self.selection and not self.commands.marks,
                focus=focus if position == framed else "",
                marked=position in self.selection and self.commands.marks,
            )
        painter.end()
        self.sight.note()
        self.pictures.soon()

    def _images_changed(self, images: IntArray | None) -> None:
        """Repaint only what changed, because a key press must not wait for a whole screen, unless most of it did."""
        if images is None or 2 * len(images) > len(self.pictures.visible):
            self.update_tiles()
            return
        for image in set(self.content.fronts(images).tolist()):
            if image in self.pictures.visible:
                self.content.changed(image)

    def update_tiles(self, *_: object) -> None:
        """Repaint everything after rows, classes or hints have changed."""
        self.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pictures.soon()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.pictures.stop()
        self.sight.hidden()

    # --- focus and selection ----------------------------------------------------------------------------------------
    def _moved(self) -> None:
        self.selection_moved(scroll=True)

    def selection_moved(self, *, scroll: bool = False) -> None:
        """Show the new focus and selection, and emit the signals."""
        earlier_image, earlier_position, earlier_count = self._seen
        self._seen = image, position, count = self.focus_image, self.selection.focus, self.selection.count
        if scroll:
            self.bring_into_view(position)
        if count or earlier_count:
            self.update_tiles()
        else:
            self.viewport().update(self.cell_rect(earlier_position))
            self.viewport().update(self.cell_rect(position))
        if position >= 0:
            self.selectionModel().setCurrentIndex(self.content.cell(position), _NO_UPDATE)
        if image != earlier_image:
            self._thumbs.check(self, [image] if image is not None else [])
            self.focused.emit(image)
        if count != earlier_count:
            self.selection_changed.emit(count)

    def bring_into_view(self, position: int) -> None:
        """Scroll only as far as needed to make the tile fully visible."""
        if position >= 0:
            bar = self.verticalScrollBar()
            bar.setValue(self.tiles.layout.scrolled_to(position, bar.value(), self.viewport().height()))

    # --- input ------------------------------------------------------------------------------------------------------
    def event(self, event: QEvent) -> bool:
        """Give the grid's keys priority over equal shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            taken = self.isVisible() and self.commands.takes(event)
            event.setAccepted(taken or event.isAccepted())
            return taken or super().event(event)
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.isVisible():
            event.ignore()  # hidden: the focus may still be here while another page is shown
            return
        self.mouse.settle()
        with self.sight.pressing(repeated=event.isAutoRepeat()):
            if (label := key_map().class_of(event, self.project.classes)) is not None:
                self.commands.assign(label)
            elif (meant := key_map().action(event)) is None:
                letter = key_map().letter(event)
                self.commands.choose(letter) if letter else event.ignore()
            elif meant[0] in ("larger", "smaller"):
                self._resize_tiles(1 if meant[0] == "larger" else -1)
            else:
                self.commands.run(meant[0], extend=meant[1])

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.mouse.wheeled(event):
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouse.pressed(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.moved(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.released()

    def leaveEvent(self, event: QEvent) -> None:
        self.mouse.left()
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        image = self.content.image_at(self.position_at(event.position().toPoint()))
        if image is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(image)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.viewport().mapToGlobal(self.cell_rect(self.selection.focus).center())
        if self.selection.focus >= 0:
            grid_menu(self, self.project, self.commands, self.selection.count).popup(place)


_NO_UPDATE = QItemSelectionModel.SelectionFlag.NoUpdate
