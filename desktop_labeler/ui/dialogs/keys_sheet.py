"""The dialog that lists, searches and changes the keys, and checks for conflicts."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.keys import ACTIONS, BY_NAME, Action, key_map, normal, shown_key
from desktop_labeler.ui.core.settings import Settings, save_settings
from desktop_labeler.ui.widgets.basics import Sheet, label, scrolled, set_role
from desktop_labeler.ui.widgets.classes.class_text import NameLabel

_THREE = 1000  # pixels: the least width that three columns need
_FIELD = 134  # pixels: the least width of a key
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_EXTEND = "⇧ ← ↑ → ↓ …"
_APART = 1  # pixels between two rows: with eight classes, all fit on a screen of 1366 × 768
_BESIDE = QSize(70, 160)  # pixels: what the dialog needs beside the columns
_EDGES = 28  # pixels: what a field needs beside its text


class KeysSheet(Sheet):
    """Lists every action with its key; a click on a key changes it.

    Args:
        settings: the settings that store the changes.
        pages: titles of pages with the keys that show them, as this system writes them.
        parent: the parent of the dialog.
        classes: the classes of the open project, in screen order.
    """

    def __init__(
        self,
        settings: Settings,
        pages: Sequence[tuple[str, str]],
        parent: QWidget | None,
        classes: Sequence[LabelClass] = (),
    ) -> None:
        super().__init__(parent)
        self._labels = classes
        self._settings, self._pages = settings, {key: title for title, key in pages}
        self.head(
            self.tr("Keys"),
            self.tr(
                "The same on every page. With nothing selected, a key acts on the focused image. Click a key "
                "to change it; Del removes it."
            ),
        )
        inside = QWidget()
        inside.setProperty("role", "plain")
        room = QSize(1260, 1000).boundedTo(self.screen().availableGeometry().size() - QSize(20, 50))
        wide = room.width() >= _THREE
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setSpacing(28)
        self._fields: dict[str, QKeySequenceEdit] = {}
        self._keys = {key_map().shown(action.name) for action in ACTIONS}  # as the fields show them
        left, middle = QVBoxLayout(), QVBoxLayout()
        right = QVBoxLayout() if wide else left  # a narrow screen scrolls, rather than break words and cut keys
        places = {"Decide": middle, "Page": right} | ({"Map": middle} if wide else {})  # columns of one height
        for section in dict.fromkeys(action.section for action in ACTIONS):
            places.get(section, left).addLayout(self._section(section))
        left.addLayout(self._fixed(self.tr("CLASSES"), self._classes()))
        right.addLayout(self._fixed(self.tr("PAGES"), pages))
        for column in (left, middle, right) if wide else (left, middle):
            column.setSpacing(_APART)
            column.addStretch()
            columns.addLayout(column, 1)
        self.hint = label("", "quiet", wrap=True)
        self.hint.hide()  # until there is a hint to show
        scroll = scrolled(inside)
        bar = scroll.verticalScrollBar().sizeHint().width()
        scroll.setMinimumWidth(inside.minimumSizeHint().width() + bar)  # whole in any language and font
        self.content.addWidget(scroll, 1)
        self.content.addWidget(self.hint)
        self.add_button(self.tr("Restore defaults"), self._defaults)
        self.add_button(self.tr("Close"), self.accept, primary=True)
        columns.invalidate()
        high = columns.totalHeightForWidth(room.width() - _BESIDE.width()) + _BESIDE.height()
        self.resize(room.boundedTo(QSize(room.width(), high)))

    def _section(self, section: str) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(_APART)
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(0, 1)
        title = QCoreApplication.translate("Keys", section).upper()
        grid.addWidget(label(title, "section"), 0, 0, 1, 2)
        for row, action in enumerate((one for one in ACTIONS if one.section == section), start=1):
            grid.addWidget(label(action.shown(), wrap=True), row, 0)
            grid.addWidget(self._field(action), row, 1)
        if section == "Select":
            row = grid.rowCount()
            grid.addWidget(label(self.tr("Extend the selection while moving"), wrap=True), row, 0)
            grid.addWidget(label(_EXTEND, "key"), row, 1, _RIGHT)
        grid.setRowMinimumHeight(grid.rowCount(), 6)
        return grid

    def _classes(self) -> list[tuple[str, str]]:
        """Return the classes that have a key, each with its key."""
        keyed = [(label.name, shown_key(label.key)) for label in self._labels if label.key]
        some = [] if keyed else [(self.tr("A class has the key beside its name"), "1 … 9, 0, ⇧1 …")]
        return [*keyed, *some]

    def _fixed(self, title: str, rows: Sequence[tuple[str, str]]) -> QGridLayout:
        """Return the keys that cannot be changed."""
        grid = QGridLayout()
        grid.setVerticalSpacing(_APART)
        grid.setHorizontalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.addWidget(label(title, "section"), 0, 0, 1, 2)
        for row, (text, keys) in enumerate(rows, start=1):
            grid.addWidget(NameLabel(text), row, 0)
            grid.addWidget(label(keys, "key"), row, 1, _RIGHT)
        grid.setRowMinimumHeight(grid.rowCount(), 6)
        return grid

    def _field(self, action: Action) -> QKeySequenceEdit:
        field = QKeySequenceEdit(QKeySequence(key_map().keys(action.name)[0]) if key_map().keys(action.name) else "")
        field.setMaximumSequenceLength(1)
        field.setClearButtonEnabled(False)
        for inside in field.findChildren(QLineEdit):
            inside.ensurePolished()
            longest = max(map(inside.fontMetrics().horizontalAdvance, self._keys))
            field.setFixedWidth(max(_FIELD, longest + _EDGES))  # no key is cut in any language
            inside.setPlaceholderText("–")  # Qt's own words find no room there
        field.setAccessibleName(action.shown())
        field.setProperty("action", action.name)
        field.editingFinished.connect(self._edited)
        self._fields[action.name] = field
        return field

    def _edited(self) -> None:
        field = self.sender()
        if isinstance(field, QKeySequenceEdit):
            self.change(str(field.property("action")), field.keySequence())

    def change(self, name: str, sequence: QKeySequence) -> None:
        """Give an action another key; if the key is taken, nothing changes and a hint says by what."""
        keys = key_map()
        key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        if key == (keys.keys(name)[0] if keys.keys(name) else ""):
            return
        taken = self._taken(name, sequence)
        if taken:
            self._refuse(name, key, taken)
            return
        wanted = () if key in ("", "Del") and name != "unlabel" else (key,)
        try:
            keys.set_keys(name, (*wanted, *keys.keys(name)[1:]) if wanted else ())
        except ValueError:
            other = keys.conflict(name, key)
            self._refuse(name, key, other.shown() if other is not None else self.tr("a class"))
            return
        self._show(name)
        self._settings.keys = keys.changes()
        save_settings(self._settings)
        self._say(self.tr("Changed and saved."), "quiet")

    def _taken(self, name: str, sequence: QKeySequence) -> str:
        """Return which page, menu entry or class has a key; empty if none has."""
        key = normal(sequence.toString(QKeySequence.SequenceFormat.PortableText))
        page = self._pages.get(shown_key(sequence))
        fixed = key_map().fixed.get(key) if key not in BY_NAME[name].keys else None  # Ctrl+Z is undo in both
        label = next((label.name for label in self._labels if key and label.key == key), "")
        return page or fixed or label

    def _refuse(self, name: str, key: str, taken: str) -> None:
        self._say(
            self.tr("{key} is the key of “{what}”. Nothing was changed.").format(key=shown_key(key), what=taken), "care"
        )
        self._show(name)

    def _show(self, name: str) -> None:
        keys = key_map().keys(name)
        field = self._fields[name]
        field.blockSignals(True)
        field.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())
        field.blockSignals(False)

    def _say(self, text: str, role: str) -> None:
        self.hint.setText(text)
        self.hint.show()
        set_role(self.hint, role)

    def _defaults(self) -> None:
        key_map().load({}, type_ahead=key_map().type_ahead)
        self._settings.keys = {}
        save_settings(self._settings)
        for name in self._fields:
            self._show(name)
        lost = [label.name for label in self._labels if key_map().why_not(label.key or "", label, ())]
        if lost:
            text = self.tr(
                "All keys are back to their defaults. {names}: give another key, an action has this one now."
            )
            self._say(text.format(names=", ".join(lost)), "care")
        else:
            self._say(self.tr("All keys are back to their defaults."), "quiet")
