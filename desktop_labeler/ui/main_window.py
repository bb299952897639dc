"""The window: rail, page, right panel and bar; it opens projects and starts their jobs."""

import gc
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_labeler.data.decisions.page_names import BROWSE, HOME, SETTINGS
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.projects.new_project import NewResult
from desktop_labeler.messages import visible
from desktop_labeler.ui import page_registry
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.errors import log_error, report, sentence
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings, save_settings
from desktop_labeler.ui.dialogs.keys_sheet import KeysSheet
from desktop_labeler.ui.project_pages import ProjectPages, WindowParts
from desktop_labeler.ui.rounds.page_context import PageContext
from desktop_labeler.ui.shell.actions.file_actions import FileActions, dropped
from desktop_labeler.ui.shell.actions.help_actions import HelpActions
from desktop_labeler.ui.shell.actions.undo_actions import UndoActions
from desktop_labeler.ui.shell.actions.window_actions import WindowActions
from desktop_labeler.ui.shell.first_steps import FirstSteps, Step
from desktop_labeler.ui.shell.job_bar import JobBar
from desktop_labeler.ui.shell.leaving import leave, leave_project, loses, lost
from desktop_labeler.ui.shell.opening_notices import tell_of_opening
from desktop_labeler.ui.shell.page_trail import PageTrail
from desktop_labeler.ui.shell.project_size import ProjectSize
from desktop_labeler.ui.shell.rail import Entry, Rail
from desktop_labeler.ui.shell.resume import ResumeOffer
from desktop_labeler.ui.shell.side_panel import SidePanel
from desktop_labeler.ui.shell.window_room import WindowRoom
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from desktop_labeler.ui.widgets.page import Page
from desktop_labeler.ui.widgets.splitter import Splitter


class MainWindow(QMainWindow):
    """The window of the program.

    Args:
        settings: the settings, which are changed here and written when the window closes.
    """

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.project: OpenProject | None = None
        self.thumbnails: ThumbnailLoader | None = None
        self.pages: ProjectPages | None = None
        self.resuming: ResumeOffer | None = None
        self._ends = False  # whether the window closes whatever runs
        self._pages: dict[str, Page] = {}
        self.setWindowTitle("Desktop Labeler")
        self.setAcceptDrops(True)
        self.rail = Rail()
        self.stack = QStackedWidget()
        self.steps = FirstSteps(settings, self.stack)
        self.side = SidePanel(settings)
        self.counts = ProjectSize(self.rail, self.side, self)
        self.jobs = JobQueue(self)
        self.bar = JobBar(self.jobs)
        self.files = FileActions(self, self.jobs)
        self.files.waiting = self._waits
        self.help = HelpActions(self, self.jobs)
        context = PageContext(settings)
        self.home = page_registry.HOME.make(context, self.stack)
        self.settings_page = page_registry.SETTINGS.make(context, self.stack)
        self.shown: Page = self.home
        self._lay_out()
        self._make_actions()
        self._fill_rail()
        self._connect()
        self.room = WindowRoom(self, self.rail, self.side, self.splitter)
        self.room.begin(settings.window)
        self.show_page(HOME)
        self._show_project()

    # --- building ----------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._pages |= {HOME: self.home, SETTINGS: self.settings_page}
        for page in self._pages.values():
            self.stack.addWidget(page)
            page.action_wanted.connect(self._do)
        self.splitter = Splitter(self.steps, self.side)
        above = QHBoxLayout()
        above.setSpacing(0)
        above.addWidget(self.rail)
        above.addWidget(self.splitter, 1)
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(above, 1)
        layout.addWidget(self.bar)
        self.setCentralWidget(body)

    def _fill_rail(self) -> None:
        for spec in page_registry.PAGES:
            entry = Entry(spec.name, spec.icon, spec.shown(), spec.shown_key())
            self.rail.add(entry, below=spec is page_registry.SETTINGS)
            QShortcut(QKeySequence(spec.key), self).activated.connect(partial(self.show_page, spec.name))
        self.entries.fill(self.rail.menu)

    def _make_actions(self) -> None:
        does: dict[str, Callable[[], object]] = {
            "new": self.files.choose_folder,
            "open": self.files.choose_project,
            "undo": self.undo,
            "redo": self.redo,
            "back": self.go_back,
            "round": self.start_round,
            "import": self.files.import_labels,
            "predictions": partial(self.files.import_predictions, self.start_round),
            **self.files.by_name(),
            "panel": self.side.toggle,
            "keys": self.show_keys,
            "steps": self.steps.show_again,
            "handbook": self.help.read,
            "help": self.help.open,
            "close": partial(leave_project, self, self.jobs, self.close_project),
            "quit": self.close,
        }
        self.entries = WindowActions(self, does)
        self.stepping = UndoActions(self.entries["undo"], self.entries["redo"], self)
        self.trail = PageTrail(lambda: self.shown.place())

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_page)
        self.steps.step_wanted.connect(self._show_step)
        self.home.folder_chosen.connect(self.files.new_project)
        self.home.folder_wanted.connect(self.files.choose_folder)
        self.home.project_chosen.connect(self.open_project)
        self.home.analyse_wanted.connect(partial(self.open_project, analyse=True))
        self.home.project_wanted.connect(self.files.choose_project)
        self.home.sample_wanted.connect(self.files.open_sample)
        self.home.classify_wanted.connect(self.files.classify)
        self.home.follow(self.jobs, self.files.classifiers.under_way)
        self.home.go_on_wanted.connect(self.files.continue_new_project)
        self.files.opened.connect(self.open_project)
        self.files.made.connect(self._made)
        self.files.closing.connect(self.close_project)
        self.files.reopened.connect(self._reopen)
        self.files.making.connect(self.home.making)
        self.jobs.failed.connect(self._job_failed)
        self.stepping.done.connect(self._tell_step)
        self.stepping.show_wanted.connect(self._show_changed)
        self.stepping.decided.connect(self._decided)
        self.jobs.idle.connect(self._idle)
        self.side.assign.connect(self._assign)
        self.side.picked.connect(partial(self._assign, chosen=True))
        self.settings_page.name_changed.connect(self._name_changed)
        self.settings_page.help_wanted.connect(self.help.open)
        self.settings_page.range_wanted.connect(self.files.ranges.choose)

    # --- pages -------------------------------------------------------------------------------------------------------
    def show_page(self, name: str) -> None:
        """Show a page and mark it in the rail."""
        page = self._pages.get(name)
        if page is None:
            text, closed = self.tr("Open a project first."), lambda: self.project is None
            self.jobs.announce(Notice(text, lasts=False, holds=closed))
            return
        self.trail.visit(name)
        self.shown = page
        self.stack.setCurrentWidget(page)
        self.rail.select(name)
        self.side.setVisible(page.has_panel)
        self.steps.page_shown(grid=page.has_grid)
        if self.pages is not None:
            self.pages.page_shown(page)
        page.activated()

    def go_back(self) -> None:
        """Show the previous page as it was left."""
        before = self.trail.back()
        if before is None or before[0] not in self._pages:
            self.jobs.announce(Notice(self.tr("There is no earlier page."), lasts=False))
            return
        self._pages[before[0]].return_to(before[1])
        self.show_page(before[0])

    def _show_step(self, step: Step) -> None:
        self.show_page(step.page)
        self.shown.tell(step.text)
        if step.name == "look" and not step.done:
            self.start_round()

    def _do(self, action: str) -> None:
        """Do what a page asks the window for."""
        actions = {"add_folder": self.files.add_folder, "rescan": self.files.rescan, "help": self.show_keys}
        actions |= {"back": self.go_back, "report": self.files.report}
        actions.get(action, partial(self.show_page, action))()

    def page_names(self) -> list[str]:
        """Return the names of the current pages in the order of the rail."""
        return [spec.name for spec in page_registry.PAGES if spec.name in self._pages]

    def page(self, name: str) -> Page:
        """Return a page that exists, by its name."""
        return self._pages[name]

    # --- projects ----------------------------------------------------------------------------------------------------
    def open_project(self, path: Path, *, analyse: bool = False) -> None:
        """Open a project file and perhaps analyse it; if that fails, the earlier one stays open, and it is said why."""
        leave_project(self, self.jobs, partial(self._open, Path(path), analyse=analyse))

    def _reopen(self) -> None:
        """Open the same project again, without a question: the pages show what is not so any more."""
        said = lost(self.jobs)
        if self.project is not None:
            self._open(self.project.path)
        if said:
            self.jobs.announce(Notice(said, tone="care"))

    def _open(self, path: Path, *, analyse: bool = False) -> None:
        try:
            opened = OpenProject(path, self)
        except LabelerError as error:
            if not self.files.offer_backups(path, error):
                self._report(error)
            self.home.refresh()
            return
        self.close_project()
        self.project = self.files.project = opened
        self.help.project = opened.path
        self.thumbnails = ThumbnailLoader(opened, self.settings, self)
        opened.failed.connect(self._report)
        self.counts.follow(opened)
        opened.busy_changed.connect(self._busy_changed)
        opened.who = opened.made_for or self.settings.name or opened.who
        self.side.show_project(opened, self.thumbnails)
        parts = WindowParts(self.stack, self.side, self.rail, self.jobs, self.bar)
        self.pages = ProjectPages(opened, self.thumbnails, self.settings, parts, self)
        self.pages.action_wanted.connect(self._do)
        self.pages.leaving.connect(partial(self.trail.visit, anew=True))
        self.stepping.follow(opened)
        self._pages |= self.pages.by_name
        self.settings.used(opened.path)
        self._show_project()
        self.trail.clear()
        self.show_page(BROWSE)
        again = {"look": self.start_round, "round": self.start_round, "identify": self.files.identify}
        again |= {"rescan": self.files.rescan, "train": self.pages.train.go_on, "new": self.files.continue_new_project}
        again |= {"map": self.pages.map.go_on, "finetune": self.pages.train.classifier.start}
        self.resuming = ResumeOffer(opened, self.jobs, self.bar, again, self)
        self.files.checked.connect(self.pages.rounds.analyse_new)
        self.steps.follow(opened)
        tell_of_opening(opened, self.jobs)
        self.files.start_daily_backup()
        if analyse:
            self.start_round()

    def close_project(self) -> None:
        """Close the open project: its jobs stop where they can be resumed, and no decision is lost."""
        if self.project is None:
            return
        left = self.resuming.close() if self.resuming is not None else ""
        self.jobs.stop(left)  # first: until it has stopped, the page in view stays
        if self.pages is not None:
            self.pages.close()
        self.stepping.follow(None)
        self.bar.notices.clear()
        self.trail.clear()
        self.side.show_project(None)
        if self.thumbnails is not None:
            self.thumbnails.close()
        for spec in page_registry.PROJECT_PAGES:
            self._pages.pop(spec.name)
        self.project.close()
        self.project.deleteLater()
        self.project = self.files.project = self.thumbnails = self.pages = self.help.project = self.resuming = None
        self.steps.follow(None)
        self.counts.follow(None)
        self.bar.saved("")
        self.bar.say(left)
        gc.unfreeze()  # what importing the networks froze, see torch_loading: the closed project was among it
        self.home.refresh()
        self.show_page(HOME)
        self._show_project()
        save_settings(self.settings)

    def _waits(self) -> bool:
        """Whether the person is waiting for a project on Home."""
        busy = QApplication.activeModalWidget() or QApplication.activePopupWidget()
        return self.project is None and self.shown is self.home and busy is None

    def _made(self, new: NewResult) -> None:
        self.files.identify(self.pages.begin(new) if self.pages is not None and new.images else None)

    # --- deciding ----------------------------------------------------------------------------------------------------
    def undo(self) -> None:
        """Undo the last decision."""
        self.stepping.undo()

    def redo(self) -> None:
        """Redo the last undone decision."""
        self.stepping.redo()

    def _assign(self, class_id: int, *, chosen: bool = False) -> None:
        self.shown.assign(class_id, chosen=chosen)

    def start_round(self) -> None:
        """Analyse new images and run a round now."""
        if self.pages is not None:
            self.pages.rounds.start()

    def show_keys(self) -> None:
        """Show all keys."""
        pages = [*((spec.shown(), spec.shown_key()) for spec in page_registry.PAGES), self.entries.row("back")]
        KeysSheet(self.settings, pages, self, self.project.classes if self.project is not None else ()).open()

    # --- what changed ------------------------------------------------------------------------------------------------

    def _name_changed(self, name: str) -> None:
        if self.project is not None:
            self.project.who = name

    def _decided(self) -> None:
        self.bar.saved(datetime.now().astimezone().strftime("%H:%M:%S"))

    def _busy_changed(self, busy: bool) -> None:
        self.bar.say(self.tr("Writing a large decision …") if busy else "")

    def _show_project(self) -> None:
        """Show name, size and counts, and enable the actions that apply."""
        writable = self.project is not None and not self.project.project.read_only
        self.jobs.project_open = self.project is not None
        self.entries.enable(project=self.project is not None, writable=writable)
        for spec in page_registry.PROJECT_PAGES:
            self.rail.set_available(spec.name, self.project is not None)
            if self.project is None:
                self.rail.set_count(spec.name, "")
        self.stepping.show()
        self.settings_page.follow(self.project)
        name = visible(self.project.path.stem) + " – " if self.project is not None else ""
        self.setWindowTitle(name.replace("[*]", "[*][*]") + "Desktop Labeler")  # Qt reads [*] as a placeholder
        self.counts.show()

    def _idle(self) -> None:
        self.home.making(None)  # even if it was cancelled
        self._show_project()
        self.steps.refresh()

    def _tell_step(self, notice: Notice) -> None:
        self.bar.notices.tell(notice)
        if self.pages is not None:
            self.pages.tell_large(notice)

    def _show_changed(self, images: object, name: str, holds: Callable[[], bool] | None) -> None:
        if self.pages is not None:
            self.pages.show_images(images, name, None, holds)

    def _job_failed(self, error: object) -> None:
        """Report the error of a job without taking the keyboard focus."""
        if isinstance(error, BaseException):
            self.home.making(None)
            log_error(error)
            self.jobs.announce(self.jobs.failure(sentence(error), self.tr("Read"), partial(report, error, self)))

    def _report(self, error: object) -> None:
        if isinstance(error, BaseException):
            self.home.making(None)
            report(error, self)

    # --- Qt ----------------------------------------------------------------------------------------------------------

    def end(self) -> None:
        """Close the window without a question: a signal wants it, or the person has answered."""
        self._ends = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._ends and loses(self.jobs):
            event.ignore()
            leave(self, self.jobs, self.end)
            return
        self.settings.window = self.room.stored()
        self.close_project()
        self.jobs.stop()
        self.home.stop()
        self.side.view.wait()
        save_settings(self.settings)
        event.accept()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped(event.mimeData().urls()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        place = dropped(event.mimeData().urls())
        if place is not None:
            event.acceptProposedAction()
            self.files.new_project(place) if place.is_dir() else self.open_project(place)
