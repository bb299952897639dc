"""Screenshots of a whole project on the sign digits, for visual inspection.

Run as `python -m tests.bench.film FOLDER [light|dark] [large|small]`. The simulated person of the benchmarks goes from
the empty first page through labelling, rounds, suggestions, suspects, the map and an audit to an export.
"""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QProgressBar, QWidget

from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from desktop_labeler.ui.app import make_application
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import Scheme, theme
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.audit.audit_page import AuditPage
from desktop_labeler.ui.pages.map.map_page import MapPage
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from desktop_labeler.ui.tour import SIZES
from tests.bench.bench_person import plant
from tests.bench.folders import image_folder
from tests.bench.person import Person

_SETTLE = 0.05  # s
_SAMPLE = 40  # images of the audit


class Film:
    """Takes numbered pictures of a window and its dialogs."""

    def __init__(self, folder: Path, scheme: Scheme, size: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._count = folder, 0
        self.scheme, self.size = scheme, size

    def dress(self, window: MainWindow) -> None:
        """Give the window the size and colour scheme of these screenshots."""
        theme().use(self.scheme)
        window.resize(SIZES[self.size])

    def take(self, person: Person, name: str) -> None:
        """Save a picture of the window once nothing is loading any more."""
        window = person.window
        person.settled()
        time.sleep(_SETTLE)  # a grid requests its thumbnails only then
        person.settled()
        person.wait(lambda: window.thumbnails is None or not window.thumbnails.busy)
        person.wait(lambda: bool(getattr(window.stack.currentWidget(), "settled", True)))
        person.settled()
        self.grab(window, name)

    def grab(self, widget: QWidget, name: str) -> None:
        """Save a picture of a widget as it is now."""
        self._count += 1
        widget.grab().save(str(self._folder / f"{self._count:02} {name}.png"))
        sys.stdout.write(f"{self._count:02} {name}\n")
        sys.stdout.flush()

    def dialog(self, window: MainWindow, name: str) -> None:
        """Save a picture of the open dialog, and close it."""
        QApplication.processEvents()
        for dialog in window.findChildren(QDialog):
            if dialog.isVisible():
                self.grab(dialog, name)
                dialog.reject()
        QApplication.processEvents()


def shoot(folder: Path, scheme: Scheme, size: str) -> None:
    """Save the screenshots into the folder that the first argument names."""
    film = Film(folder, scheme, size)
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.environ["DESKTOP_LABELER_DATA"] = str(place / "data")
        digits = image_folder("sign_digits")
        truth = {path.relative_to(digits).as_posix(): path.parent.name for path in sorted(digits.rglob("*.*"))}
        _beginning(film, digits)
        _from_nothing(film, place, digits, truth)
        _wrong_labels(film, place, digits, truth)


def _beginning(film: Film, digits: Path) -> None:
    """Show what there is before a project is opened."""
    make_application(Settings())
    window = MainWindow(Settings())
    film.dress(window)
    window.show()
    QApplication.processEvents()
    film.grab(window, "first start")
    window.files.new_project(digits)
    film.dialog(window, "new project")
    window.close()


def _from_nothing(film: Film, place: Path, digits: Path, truth: dict[str, str]) -> None:
    project = place / "sign digits.labeler"
    finish(new_project(project, digits, "none", classes=sorted(set(truth.values()))))
    person = Person(project, truth)
    window = person.window
    film.dress(window)
    try:
        for page in ("browse", "suggestions"):
            window.show_page(page)
            film.take(person, f"{page} before the first round")
        window.start_round()
        bar = window.bar.findChild(QProgressBar)
        person.wait(lambda: bar is None or bar.value() > bar.maximum() // 3 > 0)
        film.grab(window, "looking at the images")
        person.wait(lambda: person.rounds.view is not None)
        _label(film, person)
        _accept(film, person)
        _afterwards(film, person)
    finally:
        person.close()


def _label(film: Film, person: Person) -> None:
    page = person.show("label")
    film.take(person, "label")
    for image in person.shown()[: len(person.shown()) // 2]:
        page.grid.focus_on(image)
        person.say(image)
    film.take(person, "label, half a page")
    person.label_page()
    person.catch_up()
    person.window.show_page("progress")
    film.take(person, "progress after the first labels")


def _accept(film: Film, person: Person) -> None:
    page = person.show("suggestions")
    assert isinstance(page, SuggestionsPage)
    film.take(person, "suggestions, new results wait")
    person.new_results()
    film.take(person, "suggestions")
    wrong = [image for image in person.shown() if person.suggested(image) != person.truth(image)]
    for image in wrong or person.shown()[-1:]:
        person.click(image)
    film.take(person, "suggestions, the wrong ones unselected")
    for image in wrong:
        person.point(image)
        person.say(image)
    film.take(person, "suggestions, the wrong ones named")
    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    film.take(person, "suggestions, accepted")
    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    person.waits_for_rounds = False
    while person.undecided():
        person.show("suggestions")
        person.new_results()
        if person.accept_pages(0.5) < 8 and person.undecided():
            person.label_page()
    person.show("suggestions")
    film.take(person, "suggestions, all decided")


def _afterwards(film: Film, person: Person) -> None:
    window = person.window
    for page in ("browse", "progress", "train", "settings"):
        window.show_page(page)
        film.take(person, f"{page}, all decided")
    window.show_page("map")
    film.take(person, "map, main directions")
    cast("MapPage", window.page("map")).lay_out()
    person.wait(lambda: not window.jobs.busy)
    film.take(person, "map, laid out")
    window.files.export()
    film.dialog(window, "export")
    audit = cast("AuditPage", window.page("audit"))
    window.show_page("audit")
    film.take(person, "audit, before")
    audit.begin("labels", _SAMPLE, 0.95)
    person.wait(lambda: bool(len(audit.grid.content.images)))
    film.take(person, "audit, under way")
    while len(audit.grid.content.images):
        for image in person.shown():
            audit.grid.focus_on(image)
            person.say(image)
        before = audit.grid.content.images
        audit.next_page()
        person.wait(lambda seen=before: audit.grid.content.images is not seen)  # type: ignore[misc]
    film.take(person, "audit, done")
    window.show_page("home")
    film.take(person, "home")


def _wrong_labels(film: Film, place: Path, digits: Path, truth: dict[str, str]) -> None:
    project = place / "sign digits given.labeler"
    finish(new_project(project, digits, plant(truth, place / "planted.csv")))
    person = Person(project, truth)
    film.dress(person.window)
    try:
        person.first_round()
        page = person.show("suspects")
        film.take(person, "suspects")
        for image in person.shown()[:5]:
            page.grid.focus_on(image)
            person.press(Qt.Key.Key_Q if person.given(image) == person.truth(image) else Qt.Key.Key_W)
        film.take(person, "suspects, some decided")
        for _ in range(3):
            person.check_suspects(lambda image, wrong: None)
            person.new_results()
        person.show("suspects")
        film.take(person, "suspects, three pages later")
    finally:
        person.close()


if __name__ == "__main__":
    wanted = [*sys.argv[2:], "light", "large"]
    shoot(
        Path(sys.argv[1]),
        "dark" if "dark" in wanted else "light",
        next(word for word in wanted if word in SIZES),
    )
