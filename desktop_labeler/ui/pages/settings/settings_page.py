"""Settings: appearance, keys, device, cache, and the name of the person who decides."""

import getpass
from functools import partial
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler import __version__
from desktop_labeler.paths import cache_dir, data_dir
from desktop_labeler.ui.core.keys import QT_TRANSLATE_NOOP, key_map
from desktop_labeler.ui.core.language import LANGUAGES, spoken, text_in
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import save_settings, settings_file
from desktop_labeler.ui.core.theme import Scheme, theme
from desktop_labeler.ui.pages.settings.range_card import RangeCard
from desktop_labeler.ui.rounds.page_context import PageContext
from desktop_labeler.ui.widgets.basics import indent, label, scrolled, set_role
from desktop_labeler.ui.widgets.fields import ComboField, DecimalField
from desktop_labeler.ui.widgets.page import Page

_NAME = "name"  # role of the label to the left of a setting


class SettingsPage(Page):
    """The page Settings: each change takes effect and is saved at once.

    Signals:
        name_changed: the name of the person who decides from now on.
        help_wanted: the person wants the self-test or the diagnostic report.
        again_wanted: the window should open again in another language.
        range_wanted: the open project should show images with more than 8 bits with this DisplayRange, or those with
            several channels by this ChannelChoice.
    """

    name_changed = Signal(str)
    help_wanted = Signal()
    again_wanted = Signal()
    range_wanted = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = context.settings
        inside = QWidget()
        inside.setProperty("role", "page")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(20, 16, 20, 20)
        layout.setSpacing(14)
        layout.addWidget(label(self.tr("Settings"), "heading"))
        layout.addWidget(
            label(self.tr("Changes apply immediately; only another language needs the window to open again."), "quiet")
        )
        self.range = RangeCard()
        self.range.wanted.connect(self.range_wanted)
        for card in (self._appearance(), self._work(), self.range, self._places()):
            card.setMaximumWidth(760)
            layout.addWidget(card)
        names = [*inside.findChildren(QLabel, _NAME), self.range.name, self.range.channels_name]
        for name in names:  # the cards have equal columns
            name.setMinimumWidth(max(one.sizeHint().width() for one in names))
        layout.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside, sideways=True))

    def activated(self) -> None:
        """Show what was changed elsewhere."""
        self._training.setChecked(self._settings.auto_train)

    def follow(self, project: OpenProject | None) -> None:
        """Show the settings of a project too, or of none."""
        self.range.follow(project)

    def _appearance(self) -> QFrame:
        self._scheme = _choice(
            (self.tr("Same as system"), "system"), (self.tr("Light"), "light"), (self.tr("Dark"), "dark")
        )
        self._scheme.setCurrentIndex(max(self._scheme.findData(self._settings.scheme), 0))
        self._scheme.currentIndexChanged.connect(self._scheme_changed)
        names = ((name, code) for code, name in LANGUAGES.items())
        self._language = _choice((self.tr("Same as system"), "system"), *names)
        self._language.setCurrentIndex(max(self._language.findData(self._settings.language), 0))
        self._language.currentIndexChanged.connect(self._language_changed)
        self._spoken = spoken(self._settings.language)
        self._later = QPushButton()
        set_role(self._later, "primary")
        self._later.clicked.connect(self.again_wanted)
        self._later.hide()
        language = QWidget()
        below = QVBoxLayout(language)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._language)
        below.addWidget(self._later)
        keys = QPushButton(self.tr("Show and change the keys…"))
        keys.clicked.connect(partial(self.action_wanted.emit, "help"))
        self._ahead = QCheckBox(self.tr("Shift+letter finds a class by its first letter"))
        self._ahead.setChecked(self._settings.type_ahead)
        self._ahead.toggled.connect(self._ahead_changed)
        return _card(
            self.tr("Appearance and keys"),
            (self.tr("Colours"), self._scheme),
            (self.tr("Language"), language),
            (self.tr("Keys"), keys),
            (self.tr("Type-ahead"), self._ahead),
        )

    def _work(self) -> QFrame:
        self._name = QLineEdit(self._settings.name, placeholderText=getpass.getuser())
        self._name.editingFinished.connect(self._name_changed)
        self._device = _choice(
            (self.tr("Choose automatically"), "auto"),
            (self.tr("Processor (CPU)"), "cpu"),
            (self.tr("Graphics card (CUDA)"), "cuda"),
            (self.tr("Apple graphics (MPS)"), "mps"),
        )
        self._device.setCurrentIndex(max(self._device.findData(self._settings.device), 0))
        self._device.currentIndexChanged.connect(self._device_changed)
        self._auto = QCheckBox(self.tr("Start automatically after decisions"))
        self._auto.setChecked(self._settings.auto_round)
        self._auto.toggled.connect(self._auto_changed)
        self._training = QCheckBox(self.tr("Train automatically when many labels are new"))
        self._training.setChecked(self._settings.auto_train)
        self._training.toggled.connect(self._training_changed)
        self._cache = DecimalField(0.1, 500.0, self._settings.cache_gb)
        self._cache.setSuffix(" GB")
        indent(self._cache)
        self._cache.valueChanged.connect(self._cache_changed)
        return _card(
            self.tr("Work"),
            (self.tr("Your name in the history"), self._name),
            (self.tr("Computing"), self._device),
            (self.tr("Rounds"), self._auto),
            (self.tr("Classifier"), self._training),
            (self.tr("Disk space for thumbnails"), self._cache),
        )

    def _places(self) -> QFrame:
        help_button = QPushButton(self.tr("Self-test and diagnostic report…"))
        help_button.clicked.connect(self.help_wanted)
        return _card(
            self.tr("About"),
            (self.tr("Version"), label(__version__)),
            (self.tr("Help"), help_button),
            (self.tr("Settings"), _path(str(settings_file()))),
            (self.tr("Log files"), _path(str(data_dir() / "logs"))),
            (self.tr("Thumbnails"), _path(str(cache_dir()))),
            note=self.tr("Nothing leaves this computer, and nothing is downloaded unless you ask for it by name."),
        )

    def _scheme_changed(self) -> None:
        self._settings.scheme = self._scheme.currentData()
        theme().use(cast("Scheme", self._settings.scheme))
        save_settings(self._settings)

    def _language_changed(self) -> None:
        self._settings.language = self._language.currentData()
        save_settings(self._settings)
        text = QT_TRANSLATE_NOOP("SettingsPage", "Reopen the window in this language")
        self._later.setText(text_in(self._settings.language, "SettingsPage", text))
        self._later.setVisible(spoken(self._settings.language) != self._spoken)

    def _name_changed(self) -> None:
        self._settings.name = self._name.text().strip()
        save_settings(self._settings)
        self.name_changed.emit(self._settings.name or getpass.getuser())

    def _device_changed(self) -> None:
        self._settings.device = self._device.currentData()
        save_settings(self._settings)

    def _auto_changed(self, on: bool) -> None:
        self._settings.auto_round = on
        save_settings(self._settings)

    def _training_changed(self, on: bool) -> None:
        self._settings.auto_train = on
        save_settings(self._settings)

    def _ahead_changed(self, on: bool) -> None:
        self._settings.type_ahead = key_map().type_ahead = on
        save_settings(self._settings)

    def _cache_changed(self, size: float) -> None:
        self._settings.cache_gb = size
        save_settings(self._settings)


def _choice(*entries: tuple[str, str]) -> ComboField:
    box = ComboField()
    for text, value in entries:
        box.addItem(text, value)
    return box


def _path(text: str) -> QWidget:
    shown = label(text, "quiet", wrap=True)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown


def _card(title: str, *rows: tuple[str, QWidget], note: str = "") -> QFrame:
    card = QFrame()
    card.setProperty("role", "card")
    form = QFormLayout(card)
    form.setContentsMargins(16, 14, 16, 14)
    form.setHorizontalSpacing(24)
    form.setVerticalSpacing(10)
    form.addRow(label(title, "strong"))
    for text, widget in rows:
        name = label(text, "quiet")
        name.setObjectName(_NAME)
        form.addRow(name, widget)
        if isinstance(widget, QPushButton):
            widget.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        widget.setAccessibleName(text)
    if note:
        form.addRow("", label(note, "small", wrap=True))
    return card
