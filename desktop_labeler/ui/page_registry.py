"""The registry of all pages, which the rail, the shortcuts, the keys sheet, the tour and the tests read.

A new page: a folder in `pages` with a subclass of `Page`, its name in data/decisions/page_names.py, and a line below.
The pages that need a project are imported when the first project opens, or before it while the window is idle
(`load_pages`): the window is painted a fifth sooner without them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.decisions import page_names as names
from desktop_labeler.data.decisions.page_names import PageName
from desktop_labeler.ui.core.keys import QT_TRANSLATE_NOOP, shown_key
from desktop_labeler.ui.pages.home.home_page import HomePage
from desktop_labeler.ui.pages.settings.settings_page import SettingsPage
from desktop_labeler.ui.rounds.page_context import PageContext, ProjectContext
from desktop_labeler.ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop_labeler.ui.pages.audit.audit_page import AuditPage
    from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
    from desktop_labeler.ui.pages.label.label_page import LabelPage
    from desktop_labeler.ui.pages.map.map_page import MapPage
    from desktop_labeler.ui.pages.progress.progress_page import ProgressPage
    from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
    from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
    from desktop_labeler.ui.pages.train.train_page import TrainPage

C = TypeVar("C", bound=PageContext, contravariant=True)
P = TypeVar("P", bound=Page, covariant=True)


@dataclass(frozen=True)
class PageSpec(Generic[C, P]):
    """A page in the registry.

    Attributes:
        name: its name in the code and, capitalised, in the history.
        title: its English title on the screen.
        icon: the name of its icon in resources/icons.
        key: portable name of the key that shows it from anywhere.
        make: creates the page from its context and its parent.
    """

    name: PageName
    title: str
    icon: str
    key: str
    make: Callable[[C, QWidget | None], P]

    def shown(self) -> str:
        """Return the title in the language of the window."""
        return QCoreApplication.translate("Pages", self.title)

    def shown_key(self) -> str:
        """Return the key as this system writes it (⌘1)."""
        return shown_key(self.key)


def _make_browse(context: ProjectContext, parent: QWidget | None) -> "BrowsePage":
    from desktop_labeler.ui.pages.browse.browse_page import BrowsePage

    return BrowsePage(context, parent)


def _make_label(context: ProjectContext, parent: QWidget | None) -> "LabelPage":
    from desktop_labeler.ui.pages.label.label_page import LabelPage

    return LabelPage(context, parent)


def _make_suggestions(context: ProjectContext, parent: QWidget | None) -> "SuggestionsPage":
    from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage

    return SuggestionsPage(context, parent)


def _make_suspects(context: ProjectContext, parent: QWidget | None) -> "SuspectsPage":
    from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage

    return SuspectsPage(context, parent)


def _make_audit(context: ProjectContext, parent: QWidget | None) -> "AuditPage":
    from desktop_labeler.ui.pages.audit.audit_page import AuditPage

    return AuditPage(context, parent)


def _make_map(context: ProjectContext, parent: QWidget | None) -> "MapPage":
    from desktop_labeler.ui.pages.map.map_page import MapPage

    return MapPage(context, parent)


def _make_train(context: ProjectContext, parent: QWidget | None) -> "TrainPage":
    from desktop_labeler.ui.pages.train.train_page import TrainPage

    return TrainPage(context, parent)


def _make_progress(context: ProjectContext, parent: QWidget | None) -> "ProgressPage":
    from desktop_labeler.ui.pages.progress.progress_page import ProgressPage

    return ProgressPage(context, parent)


HOME = PageSpec(names.HOME, QT_TRANSLATE_NOOP("Pages", "Home"), "home", "Ctrl+1", HomePage)
BROWSE = PageSpec(names.BROWSE, QT_TRANSLATE_NOOP("Pages", "Browse"), "browse", "Ctrl+2", _make_browse)
LABEL = PageSpec(names.LABEL, QT_TRANSLATE_NOOP("Pages", "Label"), "label", "Ctrl+3", _make_label)
SUGGESTIONS = PageSpec(
    names.SUGGESTIONS, QT_TRANSLATE_NOOP("Pages", "Suggestions"), "suggestions", "Ctrl+4", _make_suggestions
)
SUSPECTS = PageSpec(names.SUSPECTS, QT_TRANSLATE_NOOP("Pages", "Suspects"), "suspects", "Ctrl+5", _make_suspects)
AUDIT = PageSpec(names.AUDIT, QT_TRANSLATE_NOOP("Pages", "Audit"), "audit", "Ctrl+6", _make_audit)
MAP = PageSpec(names.MAP, QT_TRANSLATE_NOOP("Pages", "Map"), "map", "Ctrl+7", _make_map)
TRAIN = PageSpec(names.TRAIN, QT_TRANSLATE_NOOP("Pages", "Train"), "train", "Ctrl+8", _make_train)
PROGRESS = PageSpec(names.PROGRESS, QT_TRANSLATE_NOOP("Pages", "Progress"), "progress", "Ctrl+9", _make_progress)
SETTINGS = PageSpec(names.SETTINGS, QT_TRANSLATE_NOOP("Pages", "Settings"), "settings", "Ctrl+,", SettingsPage)

# Those that need a project, in the order of the rail.
PROJECT_PAGES: tuple[PageSpec[ProjectContext, Page], ...] = (
    BROWSE,
    LABEL,
    SUGGESTIONS,
    SUSPECTS,
    AUDIT,
    MAP,
    TRAIN,
    PROGRESS,
)
PAGES: tuple[PageSpec[Any, Page], ...] = (HOME, *PROJECT_PAGES, SETTINGS)


def load_pages() -> Iterator[str]:
    """Import the pages that need a project, one at each step, which yields its name: 5 to 40 ms each."""
    for spec in PROJECT_PAGES:
        import_module(f"desktop_labeler.ui.pages.{spec.name}.{spec.name}_page")
        yield spec.name
