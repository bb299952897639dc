"""A simulated person, who knows the true classes and uses the real window; every key and click is counted."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.app import make_application
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from desktop_labeler.ui.rounds.rounds import Rounds
from tests.bench.watch import Stopwatch
from tests.ui.grids import press_key

NOTHING = ""  # the truth about an image that belongs to no class
_PATIENCE = 900.0  # seconds
_BREATH = 0.002  # seconds between two turns of the event loop
_CONTROL = Qt.KeyboardModifier.ControlModifier
_PLAIN = Qt.KeyboardModifier.NoModifier


class Person:
    """Works on one project.

    Attributes:
        keys: key presses and clicks so far.
        tiles_checked: tiles of all pages that the person has worked on so far.
        waited: seconds in which the program computed and the person could only wait.
        rounds_seen: rounds that started by themselves and were waited for.
        waits_for_rounds: whether to wait after every page for the round that it starts, so that all runs are the same.
        stalls: seconds that the window took for each key.
        processor: seconds of each of them in which the window's thread ran.
        loop_times: seconds of each turn of the event loop while the person waited.
    """

    def __init__(self, project: Path, truth: Mapping[str, str], tile: int = 96) -> None:
        settings = Settings(tile=tile)
        self._app: QApplication = make_application(settings)
        self.window = MainWindow(settings)
        self.window.resize(1440, 900)
        self.window.show()
        self._truth = truth
        self.keys = self.tiles_checked = self.rounds_seen = 0
        self.waited, self.waits_for_rounds = 0.0, True
        self.stalls: list[float] = []
        self.processor: list[float] = []
        self.loop_times: list[float] = []
        self.window.open_project(project)
        if self.window.pages is None or self.window.project is None:
            raise RuntimeError(f"{project} did not open")
        self.rounds: Rounds = self.window.pages.rounds
        self.project = self.window.project
        self._keys = {label.name: label.key for label in self.project.classes}
        self.wait(lambda: self.rounds.loaded)

    def close(self) -> None:
        """Close the window."""
        self.window.close()
        self.window.deleteLater()
        self._app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # --- hands ------------------------------------------------------------------------------------------------------
    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _PLAIN) -> None:
        """Press a key on the grid of the page in view."""
        self._timed(lambda: press_key(self.page.grid, key, modifiers))

    def click(self, image: int) -> None:
        """Click on the tile of an image."""
        grid = self.page.grid
        place = grid.cell_rect(grid.content.position_of(image)).center()
        self._timed(lambda: QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, _PLAIN, place))

    def point(self, image: int) -> None:
        """Move the mouse to the tile of an image; this counts as neither a key nor a click."""
        grid = self.page.grid
        place = grid.cell_rect(grid.content.position_of(image)).center()
        QTest.mouseMove(grid.viewport(), place - QPoint(5, 5))  # pointing needs a movement
        QTest.mouseMove(grid.viewport(), place)

    def _timed(self, act: Callable[[], object]) -> None:
        self.keys += 1
        step = Stopwatch()
        act()
        self._app.processEvents()
        self.stalls.append(step.stop()[0])
        self.processor.append(step.processor)

    def say(self, image: int) -> None:
        """Press the key of the true class of the focused image, E if it belongs to none."""
        name = self.truth(image)
        key = self._keys.get(name) if name != NOTHING else None
        if name == NOTHING:
            self.press(Qt.Key.Key_E)
        elif key is not None and len(key) == 1:
            self.press(Qt.Key(ord(key)))
        else:
            raise RuntimeError(f"the class {name} has no digit of its own")

    def first_round(self) -> None:
        """Start the analysis of the images with one click, and wait until the first results are in use."""
        self.keys += 1
        start = time.perf_counter()
        self.window.start_round()
        self.wait(lambda: not self.rounds.running and not self.window.jobs.busy)
        self.wait(lambda: self.rounds.view is not None)
        self.settled()
        self.waited += time.perf_counter() - start

    def catch_up(self) -> None:
        """Wait for the round that the last decisions started; the next page takes over its results."""
        start = time.perf_counter()
        ran = False

        def quiet() -> bool:
            nonlocal ran
            ran = ran or self.rounds.running
            return not (self.rounds.upcoming or self.window.jobs.busy)

        self.settled()
        self.wait(quiet)
        if ran:
            self.wait(lambda: self.rounds.waiting)
        self.waited += time.perf_counter() - start
        self.rounds_seen += ran

    def new_results(self) -> None:
        """Wait for new results and take them over with one key."""
        self.catch_up()
        self.press(Qt.Key.Key_F5)
        self.settled()

    # --- eyes -------------------------------------------------------------------------------------------------------
    @property
    def page(self) -> GridPage:
        """The page in view."""
        page = self.window.stack.currentWidget()
        if not isinstance(page, GridPage):
            raise TypeError("no page with a grid is in view")
        return page

    def show(self, name: str) -> GridPage:
        """Go to a page by one click on its entry in the rail."""
        if self.window.stack.currentWidget() is not self.window.page(name):
            self.keys += 1
            self.window.show_page(name)
        self.settled()
        return self.page

    def shown(self) -> list[int]:
        """Return the images of the page in view."""
        return [int(image) for image in self.page.grid.content.images]

    def truth(self, image: int) -> str:
        """Return the name of the true class of an image, NOTHING if it belongs to none."""
        row = self.project.row(image)
        if row is None:
            raise RuntimeError(f"image {image} is gone")
        return self._truth[row.path]

    def given(self, image: int) -> str:
        """Return the name of the class that an image has, NOTHING if it has none."""
        row = self.project.row(image)
        label = self.project.class_of(row.class_id) if row is not None else None
        return label.name if label is not None else NOTHING

    def suggested(self, image: int) -> str:
        """Return the name of the class that the tile suggests, NOTHING if it suggests none."""
        found = self.page.grid.content.hints.suggestion_of(image)
        label = self.project.class_of(found[0]) if found is not None else None
        return label.name if label is not None else NOTHING

    def settled(self) -> None:
        """Wait until the lists include the round in use and all decisions."""
        for _ in range(3):
            self._app.processEvents()
        self.wait(lambda: self.rounds.settled)
        for _ in range(3):
            self._app.processEvents()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Run the event loop until a condition holds."""
        end = time.monotonic() + _PATIENCE
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"nothing happened for {_PATIENCE} s")
            start = time.perf_counter()
            self._app.processEvents()
            time.sleep(_BREATH)
            self.loop_times.append(time.perf_counter() - start - _BREATH)

    # --- work -------------------------------------------------------------------------------------------------------
    def undecided(self) -> int:
        """Return the number of undecided images."""
        return sum(count for (state, _), count in self.project.project.counts().items() if state == State.UNLABELLED)

    def label_page(self) -> int:
        """Give every image of one page of Label its true class; return their number."""
        page = self.show("label")
        before = page.grid.content.images
        self.press(Qt.Key.Key_F5)
        self.wait(lambda: page.grid.content.images is not before)
        images = self.shown()
        self.tiles_checked += len(images)
        for image in images:
            page.grid.focus_on(image)
            self.say(image)
        return len(images)

    def accept_pages(self, allowed: float) -> int:
        """Decide Suggestions class by class, leaving a class at a page with a larger fraction of wrong ones."""
        page = self.show("suggestions")
        if not isinstance(page, SuggestionsPage):
            raise TypeError("no page of suggestions")
        done = 0
        for label in self.project.classes:
            lists = self.rounds.lists
            if lists is None or label.id not in lists.suggested:
                continue
            if page.class_id != label.id:
                self.keys += 1
                page.choose(label.id)
            while page.class_id == label.id and self._page_is_good(allowed):
                done += self._accept_page()
        return done

    def _page_is_good(self, allowed: float) -> bool:
        images = self.shown()
        self.tiles_checked += len(images)
        wrong = [image for image in images if self.suggested(image) != self.truth(image)]
        return len(wrong) <= allowed * len(images) and len(wrong) < len(images)

    def _accept_page(self) -> int:
        """Point at each wrong image and press its class, accept the others with one key, go on with another."""
        images = self.shown()
        wrong = [image for image in images if self.suggested(image) != self.truth(image)]
        for image in wrong:
            self.point(image)
            self.say(image)
        self.press(Qt.Key.Key_Return, _CONTROL)
        if self.waits_for_rounds:
            self.catch_up()
        self.press(Qt.Key.Key_Return, _CONTROL)
        self.settled()
        return len(images) - len(wrong)

    def check_suspects(self, report: Callable[[int, bool], None]) -> int:
        """Decide every image of one page of Suspects; `report` is told for each whether its label was wrong."""
        page = self.show("suspects")
        if not isinstance(page, SuspectsPage):
            raise TypeError("no page of suspects")
        images = [image for image in self.shown() if image in page.open_images()]
        self.tiles_checked += len(images)
        for image in images:
            wrong = self.given(image) != self.truth(image)
            expected = page.grid.content.hints.expected(image)
            label = self.project.class_of(expected[0]) if expected is not None else None
            page.grid.focus_on(image)
            if not wrong:
                self.press(Qt.Key.Key_Q)
            elif label is not None and label.name == self.truth(image):
                self.press(Qt.Key.Key_W)
            else:
                self.say(image)
            report(image, wrong)
        return len(images)

    def accuracy(self) -> float:
        """Return the fraction of images with their true class, or excluded if they belong to none."""
        found = self.project.project.rows("SELECT id, state FROM image WHERE problem IS NULL")
        right = [
            self.given(int(str(image))) == self.truth(int(str(image)))
            and (self.truth(int(str(image))) != NOTHING or state == State.EXCLUDED)
            for image, state in found
        ]
        return float(np.mean(right))
