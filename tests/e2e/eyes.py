"""Which images a window had painted when something was decided, and whether the decision fits that."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import numpy as np
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desktop_labeler.data.decisions.box_edits import KIND as BOX
from desktop_labeler.data.decisions.decision_texts import TEXTS, moved_boxes
from desktop_labeler.data.decisions.history import Decision, images_of, read_history
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.pages.map.map_page import MapPage

# Decisions that are not about images in view: about classes, imports, drawn samples, rules, undo and redo.
_ELSEWHERE = ("class", "import", "audit", "label", "rule")
# Pages that a batch search skipped are accepted unseen, after a question and perhaps a sample.
_DOWN = tuple(TEXTS[name] for name in TEXTS if name.startswith("accept_down"))


class Eyes(QObject):
    """Records what the grids of a window paint, and compares every decision with it.

    Attributes:
        wrong: decisions on images that were not on the screen, and changes of the view that no event caused.
        counts: the number of decisions, decided images, undos, redos and imports, by name.
    """

    def __init__(self, window: Callable[[], MainWindow | None]) -> None:
        super().__init__()
        self._window = window
        self._painted: dict[QWidget, frozenset[int]] = {}  # by viewport, the last time it was painted
        self._ever: dict[QWidget, tuple[object, set[int]]] = {}  # by viewport, since its images were last replaced
        self._grids: dict[QWidget, GridView] = {}
        self._pages: set[QWidget] = set()
        self._projects: list[OpenProject] = []
        self._now: frozenset[int] = frozenset()
        self._seen: frozenset[int] = frozenset()
        self._asked = False  # whether the event answers a question
        self._doing = ""
        self._last, self._number = 0, 0
        self._during: set[int] = set()  # painted during the event, as a move is painted before it decides
        self._after: tuple[QWidget | None, QWidget | None, OpenProject | None] | None = None
        self._found: QWidget | None = None  # the page that wants to show images it has found since the last event
        self._depth = 0  # nested events: some dialogs run an event loop inside one
        self.wrong: list[str] = []
        self.counts: Counter[str] = Counter()

    # --- the screen ---------------------------------------------------------------------------------------------------
    def _watch(self, window: MainWindow) -> None:
        for page in window._pages.values():
            if page not in self._pages:
                self._pages.add(page)
                page.images_wanted.connect(partial(self._has_found, page))
                page.destroyed.connect(partial(self._pages.discard, page))
            if isinstance(page, GridPage) and page.grid.viewport() not in self._grids:
                viewport = page.grid.viewport()
                self._grids[viewport] = page.grid
                self._painted[viewport] = page.grid.sight.painted  # before it was watched
                self._ever[viewport] = (page.grid.content.images, set(page.grid.sight.painted))
                viewport.installEventFilter(self)
                viewport.destroyed.connect(self._gone)
        project = window.project
        if project is not None and all(project is not known for known in self._projects):
            self._projects = [project]
            project.history_changed.connect(self._decided)
            newest = read_history(project.project, limit=1)
            self._last = newest[0].id if newest else 0

    def _has_found(self, page: QWidget, *what: object) -> None:
        self._found = page

    def _gone(self) -> None:
        for viewport in [one for one in self._grids if not shiboken6.isValid(one)]:
            del self._grids[viewport]
            self._painted.pop(viewport, None)
            self._ever.pop(viewport, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched in self._grids:
            grid = self._grids[watched]
            images = _meant(grid, grid.tiles.seen(watched.rect())[1])
            self._painted[watched] = frozenset(images)
            held = self._ever.get(watched)
            if held is None or held[0] is not grid.content.images:
                held = (grid.content.images, set())
            held[1].update(images)
            self._ever[watched] = held
            if self._depth and grid.isVisible():
                self._during.update(images)
        return False

    def _visible(self, window: MainWindow) -> tuple[frozenset[int], frozenset[int]]:
        """Return the images that are painted now, and all that were painted since the grid in view was filled."""
        large = window.pages.large if window.pages is not None else None
        if large is not None and large.image is not None:
            shown = frozenset([large.image]) | frozenset(large.boxes.canvas.boxes if large.boxes.active else ())
            return shown, shown
        page = window.stack.currentWidget()
        if isinstance(page, MapPage):
            shown = frozenset([page._image] if page._image is not None else [])
            return shown, shown
        if not isinstance(page, GridPage) or not page.grid.isVisible():
            return frozenset(), frozenset()
        viewport = page.grid.viewport()
        return self._painted.get(viewport, frozenset()), frozenset(self._ever.get(viewport, (None, set()))[1])

    # --- events -------------------------------------------------------------------------------------------------------
    def before(self) -> None:
        """Record what is on the screen before an event, and check that nothing has moved by itself."""
        self._number += 1
        window = self._window()
        self._depth += 1
        self._during.clear()
        if window is None:
            self._after = None
            return
        self._watch(window)
        if self._depth == 1:
            self._nothing_moved(window)
        self._now, self._seen = self._visible(window)
        modal = QApplication.activeModalWidget()
        self._asked = isinstance(modal, QMessageBox)

    def after(self, what: str) -> None:
        """Check what the event decided."""
        self._doing = what
        self._found = None
        window = self._window()
        self._depth -= 1
        modal = QApplication.activeModalWidget()
        self._after = (window.shown, modal, window.project) if window is not None else None

    def _nothing_moved(self, window: MainWindow) -> None:
        """Check that what ended between two events, jobs and questions, has turned no page and opened no window."""
        if self._after is None:
            return
        page, modal, project = self._after
        if window.project is not project:  # another project was opened, perhaps by the test itself
            return
        # what a key or click on this very page asked for was looked up first: the images of a cell, or inside a lasso
        looked_up = self._found is page and isinstance(window.shown, BrowsePage)
        if window.shown is not page and not looked_up:
            self.wrong.append(
                f"the page became {type(window.shown).__name__} by itself, event {self._number}, after {self._doing}"
            )
        now = QApplication.activeModalWidget()
        if now is not None and now is not modal and not _was_there(now, modal):
            text = now.text() if isinstance(now, QMessageBox) else ""
            self.wrong.append(
                f"a {type(now).__name__} opened by itself, event {self._number}, after {self._doing}: {text}"
            )

    def _decided(self) -> None:
        project = self._projects[-1]
        for one in reversed(read_history(project.project, where=f"id > {int(self._last)}", limit=None)):
            self._last = one.id
            self.counts["undone or redone" if one.reverts is not None else one.kind] += 1
            if one.reverts is None and one.kind not in _ELSEWHERE and one.what.template not in _DOWN:
                self._judge(project, one)

    def _judge(self, project: OpenProject, one: Decision) -> None:
        if one.kind == BOX:
            self._judge_box(project, one)
            return
        images = set(images_of(project.project, one.id).tolist())
        self.counts["decisions on images"] += 1
        self.counts["images decided"] += len(images)
        now, seen = self._now | self._during, self._seen | self._during
        unseen, where = images - seen, f"event {self._number}: {one.id} {one.what} on {one.page}"
        if images and images.isdisjoint(now):
            self.wrong.append(f"{where}: {sorted(images)[:5]} are not on the screen")
        elif unseen and not self._asked:
            self.wrong.append(f"{where}: {sorted(unseen)[:5]} never were on the screen")

    def _judge_box(self, project: OpenProject, one: Decision) -> None:
        """Check that a box was drawn, moved or deleted in the file that the large view shows."""
        self.counts["decisions on boxes"] += 1
        ((stored,),) = project.project.rows("SELECT what FROM decision WHERE id = ?", (one.id,))
        ((image, _, _),) = moved_boxes(str(stored))
        (row,), shown = project.project.images([image]), project.project.images(self._now)
        if row.holder not in {other.holder or other.id for other in shown}:
            self.wrong.append(f"event {self._number}: {one.id} {one.what}: its file {row.holder} is not on the screen")


def _meant(grid: GridView, fronts: list[int]) -> list[int]:
    """Return the images that tiles stand for: a stack says how many, and whether they differ."""
    stacks = grid.content.stacks
    return stacks.of(stacks.positions_of(np.array(fronts, np.int64))).tolist() if stacks is not None else fronts


def _was_there(now: QWidget, modal: QWidget | None) -> bool:
    """Whether a window was already open below another that has closed."""
    return modal is not None and now.isAncestorOf(modal)
