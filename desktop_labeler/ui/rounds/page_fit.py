"""How many images a page holds: filled again after a change of size, unless the person has begun to work on it."""

from PySide6.QtCore import QObject, QSize, QTimer, Signal

from desktop_labeler.ui.grid.grid_model import caption_lines
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.grid.tiles.grid_tile import filling_tile


class PageFit(QObject):
    """Watches the size of a page that shows as many images as fit into its grid.

    Signals:
        refill_wanted: the size has changed, and nothing on the page has been touched yet; or there is room for more
            images, and the person has only looked: the focus then stays on its image.
    """

    refill_wanted = Signal()

    def __init__(self, page: GridPage) -> None:
        super().__init__(page)
        self._page = page
        page.grid.laid_out.connect(self._size_changed)

    @property
    def begun(self) -> bool:
        """Whether the person has moved the focus, selected or decided something on the page."""
        return self._page.grid.selection.focus > 0 or self._touched

    @property
    def _touched(self) -> bool:
        grid = self._page.grid
        if grid.selection.count:
            return True
        rows = self._page.project.rows(grid.content.every().tolist()).values()
        return any(map(grid.content.decided, rows))

    def fit_tiles(self, *, above: int = 0) -> None:
        """Lay the grid out with tiles somewhat smaller than wanted, if another row fits then, until it is filled again.

        Not at every change of size: no tile moves under the cursor.

        Args:
            above: pixels that a header takes above the first row.
        """
        grid = self._page.grid
        lines = caption_lines(grid.captions, expected=grid.content.hints.expects)
        grid.fitted = filling_tile(grid.viewport().size() - QSize(0, above), grid.tile, grid.font(), *lines)
        grid.lay_out()

    def _size_changed(self) -> None:
        QTimer.singleShot(0, self, self._ask)  # once the layout has settled

    def _ask(self) -> None:
        grid = self._page.grid
        if not len(grid.content.images) or not self._page.isVisible() or self._touched:
            return
        looked_at = grid.focus_image if grid.selection.focus > 0 else None
        if looked_at is None or grid.page_size > len(grid.content.images):
            self.refill_wanted.emit()
            if looked_at is not None:
                grid.focus_on(looked_at)
