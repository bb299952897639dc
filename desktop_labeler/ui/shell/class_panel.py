"""The panel of the project's classes: keys, counts, order and actions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QListWidgetItem,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.decisions.classes import COLORS, SHAPES, count_images_of_class
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.project.project_file import LabelClass, State
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.dialogs.class_key_dialog import ClassKeyDialog
from desktop_labeler.ui.widgets.basics import allow, label
from desktop_labeler.ui.widgets.classes.class_list import CLASS, ClassList
from desktop_labeler.ui.widgets.classes.class_search import find_classes, folded
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.names_field import names_in

_SHOWN = 5  # names of a pasted list that are named


class ClassPanel(QWidget):
    """Lists the classes; a double click or Enter assigns one.

    Signals:
        assign: the id of the class to assign.
    """

    assign = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project: OpenProject | None = None
        self._counts: dict[int, int] = {}
        self._then: Callable[[int, int], None] = lambda *_: None
        self._blind = False
        self.finder = QLineEdit(placeholderText=self.tr("Class …"), clearButtonEnabled=True)
        self.finder.setAccessibleName(self.tr("Find or add a class"))
        self.add = QPushButton(self.tr("Add"))
        self.said = label("", "small", wrap=True)
        self.said.hide()
        self.list = ClassList()
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.finder, 1)
        top.addWidget(self.add)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self.said)
        layout.addWidget(self.list, 1)
        self.finder.textChanged.connect(self._filter)
        self.finder.returnPressed.connect(self._enter)
        self.add.clicked.connect(self._add_typed)
        self.list.itemActivated.connect(self._activated)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.moved.connect(self._moved)
        self.list.removed.connect(self._delete)
        self.list.renamed.connect(self._rename)
        self._filter("")

    def show_project(self, project: OpenProject | None) -> None:
        """Show the classes of a project, or none."""
        self.project = project
        self._counts = {}
        if project is not None:
            project.classes_changed.connect(self.refresh)
        self.refresh()

    def show_counts(self, counts: dict[tuple[State, int | None], int]) -> None:
        """Show how many images each class has."""
        self._counts = {}
        for (_, class_id), count in counts.items():
            if class_id is not None:
                self._counts[class_id] = self._counts.get(class_id, 0) + count
        self._show_counts()

    def hide_counts(self, hidden: bool) -> None:
        """Hide the counts while labels are hidden, because a count that does not change would reveal a label."""
        if hidden != self._blind:
            self._blind = hidden
            self._show_counts()

    def _show_counts(self) -> None:
        for row in range(self.list.count()):
            self.list.count_row(row, self._count_of(self.list.item(row).data(CLASS)))

    def _count_of(self, label: LabelClass) -> int | None:
        return None if self._blind else self._counts.get(label.id, 0)

    def refresh(self) -> None:
        """Read the classes again."""
        chosen = self.list.currentRow()
        self.list.clear()
        for one in self.project.classes if self.project is not None else []:
            self.list.add(one, self._count_of(one))
        self.list.setCurrentRow(min(chosen, self.list.count() - 1))
        self._filter(self.finder.text())

    def _filter(self, text: str) -> None:
        labels = [self.list.item(row).data(CLASS) for row in range(self.list.count())]
        pasted = _pasted(text)
        self._show_pasted(pasted)
        found = labels if pasted else find_classes(labels, text)
        fitting = {one.id for one in found}
        for row, one in enumerate(labels):
            self.list.item(row).setHidden(one.id not in fitting)
        typed = folded(text)
        if typed and found and not pasted:
            self.list.setCurrentRow(labels.index(found[0]))  # the class that Enter would assign
        known = not self._new(pasted) if pasted else typed in self._known()
        why_not = (
            self.tr("A class of this name exists already.") if known else self.tr("Type the name of a class first.")
        )
        allow(self.add, "" if typed and not known else why_not)
        self.list.setDragEnabled(not typed)

    def _known(self) -> set[str]:
        return {folded(one.name) for one in (self.project.classes if self.project is not None else ())}

    def _new(self, names: Sequence[str]) -> list[str]:
        """Return the names of a list that are no class yet, each once; accents and case make no other class."""
        known, new = self._known(), list[str]()
        for name in names:
            if folded(name) not in known:
                known.add(folded(name))
                new.append(name)
        return new

    def _show_pasted(self, names: Sequence[str]) -> None:
        """Say what the button would do with a pasted list, and which of its names it would leave out."""
        new = self._new(names)
        self.add.setText(self.tr("Add {n}").format(n=grouped(len(new))) if new else self.tr("Add"))
        left_out = [name for name in names if name not in new]
        said = worded(Message("A list of {n:# name|# names}.", n=len(names))) if names else ""
        if left_out:
            text = self.tr("There already, or twice in the list: {names}.")
            shown = [*left_out[:_SHOWN], *(["…"] if len(left_out) > _SHOWN else [])]
            said = f"{said} {text.format(names=', '.join(shown))}"
        self.said.setText(said)
        self.said.setVisible(bool(said))

    def _enter(self) -> None:
        """Assign the best match; only the button creates a class, so that a typing error cannot."""
        if _pasted(self.finder.text()):
            return
        labels = [self.list.item(row).data(CLASS) for row in range(self.list.count())]
        found = find_classes(labels, self.finder.text())
        if found and self.finder.text().strip():
            self.finder.clear()
            self.assign.emit(found[0].id)

    def _add_typed(self) -> None:
        if self.project is not None and self.finder.text().strip() and self.add.isEnabled():
            names = self._new(_pasted(self.finder.text())) or [self.finder.text()]
            self.finder.clear()
            self.project.add_classes(names)

    def _activated(self, item: QListWidgetItem) -> None:
        self.assign.emit(item.data(CLASS).id)

    def _menu(self) -> None:
        label = self._chosen()
        if label is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icons = theme()
        menu.addAction(
            self.tr("Assign to the selected images, or to the focused one"), lambda: self.assign.emit(label.id)
        )
        menu.addSeparator()
        menu.addAction(icons.icon("edit"), self.tr("Rename…"), self._rename)
        menu.addAction(icons.icon("keys"), self.tr("Key…"), lambda: self.ask_key(label))
        menu.addMenu(self._color_menu(label, menu))
        menu.addMenu(self._shape_menu(label, menu))
        merge = menu.addMenu(icons.icon("merge"), self.tr("Merge into"))
        for other in self.project.classes if self.project is not None else []:
            if other.id != label.id:
                action = merge.addAction(class_icon(other.shape, other.color), other.name.replace("&", "&&"))
                action.setData(other)
        merge.triggered.connect(lambda action: self._merge(label, action.data()))
        menu.setToolTipsVisible(True)
        allow(merge.menuAction(), self.tr("There is no other class.") if merge.isEmpty() else "")
        menu.addSeparator()
        menu.addAction(icons.icon("delete", "wrong"), self.tr("Delete…"), self._delete)
        menu.popup(self.list.mapToGlobal(self.list.visualItemRect(self.list.currentItem()).bottomLeft()))

    def ask_key(self, label: LabelClass) -> None:
        """Ask for the key of a class."""
        if self.project is not None:
            dialog = ClassKeyDialog(label, self.project.classes, self)
            dialog.chosen.connect(lambda key: self._give_key(label, key))
            dialog.open()

    def _give_key(self, label: LabelClass, key: str) -> None:
        if self.project is not None:
            self.project.change_classes([replace(label, key=key or None)], DecisionText("key_class", name=label.name))

    def _color_menu(self, label: LabelClass, parent: QMenu) -> QMenu:
        names = {
            "#d55e00": self.tr("Vermilion"),
            "#56b4e9": self.tr("Sky blue"),
            "#e69f00": self.tr("Orange"),
            "#009e73": self.tr("Bluish green"),
            "#8a8f98": self.tr("Grey"),
            "#7ab648": self.tr("Leaf green"),
            "#0072b2": self.tr("Blue"),
            "#cc79a7": self.tr("Reddish purple"),
            "#f0e442": self.tr("Yellow"),
            "#8f5fbf": self.tr("Violet"),
        }
        menu = QMenu(self.tr("Colour"), parent)
        for color in COLORS:
            action = menu.addAction(class_icon(label.shape, color), names[color])
            action.triggered.connect(lambda _=False, color=color: self._change(replace(label, color=color)))
        menu.addSeparator()
        menu.addAction(self.tr("Other colour…"), lambda: self._other_color(label))
        return menu

    def _shape_menu(self, label: LabelClass, parent: QMenu) -> QMenu:
        names = {
            "circle": self.tr("Circle"),
            "square": self.tr("Square"),
            "triangle": self.tr("Triangle"),
            "diamond": self.tr("Diamond"),
            "plus": self.tr("Plus"),
            "star": self.tr("Star"),
            "pentagon": self.tr("Pentagon"),
            "hexagon": self.tr("Hexagon"),
            "down": self.tr("Inverted triangle"),
            "ring": self.tr("Ring"),
        }
        menu = QMenu(self.tr("Shape"), parent)
        for shape in SHAPES:
            action = menu.addAction(class_icon(shape, label.color), names[shape])
            action.triggered.connect(lambda _=False, shape=shape: self._change(replace(label, shape=shape)))
        return menu

    def _other_color(self, label: LabelClass) -> None:
        color = QColorDialog.getColor(QColor(label.color), self, self.tr("Colour of “{name}”").format(name=label.name))
        if color.isValid():
            self._change(replace(label, color=color.name()))

    def _change(self, label: LabelClass) -> None:
        if self.project is not None:
            self.project.change_classes([label], DecisionText("restyle_class", name=label.name))

    def _rename(self) -> None:
        label = self._chosen()
        if label is None or self.project is None:
            return
        name, given = QInputDialog.getText(
            self, self.tr("Rename"), self.tr("New name of “{name}”").format(name=label.name), text=label.name
        )
        if given and name.strip() and name != label.name:
            what = DecisionText("rename_class", old=label.name, new=" ".join(name.split()))
            self.project.change_classes([replace(label, name=name)], what)

    def _merge(self, gone: LabelClass, into: LabelClass) -> None:
        self._count_first(gone, partial(self._merge_counted, gone, into))

    def _merge_counted(self, gone: LabelClass, into: LabelClass, every: int, unseen: int) -> None:
        text = Message(
            "{n:# image|# images} labelled “{gone}” {n:becomes|become} “{into}”, and “{gone}” is removed. Undo "
            "restores it.",
            n=every,
            gone=gone.name,
            into=into.name,
        )
        if self.project is not None and self._sure(_with_unseen(worded(text), unseen), self.tr("Merge")):
            self.project.merge_classes(gone, into)

    def _delete(self) -> None:
        label = self._chosen()
        if label is not None:
            self._count_first(label, partial(self._delete_counted, label))

    def _delete_counted(self, label: LabelClass, every: int, unseen: int) -> None:
        text = Message(
            "The label “{name}” is removed from {n:# image|# images}. Undo restores it.", n=every, name=label.name
        )
        sure = not every or self._sure(_with_unseen(worded(text), unseen), self.tr("Delete"))
        if sure and self.project is not None:
            self.project.delete_class(label)

    def _count_first(self, label: LabelClass, then: Callable[[int, int], None]) -> None:
        """Read how many images have a class, since the counts in view leave out those of missing files."""
        self._then = then
        if self.project is not None:
            self.project.ask(partial(count_images_of_class, class_id=label.id), self._counted)

    def _counted(self, found: tuple[int, int]) -> None:
        self._then(*found)

    def _sure(self, text: str, verb: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, verb, text, QMessageBox.StandardButton.Cancel, self)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        return box.clickedButton() is yes

    def _moved(self) -> None:
        """Store the order after dragging; each class keeps its key."""
        if self.project is None:
            return
        labels = [self.list.item(row).data(CLASS) for row in range(self.list.count())]
        changed = [replace(label, position=row) for row, label in enumerate(labels)]
        self.project.change_classes(changed, DecisionText("order_classes"))

    def _chosen(self) -> LabelClass | None:
        item = self.list.currentItem()
        label = item.data(CLASS) if item is not None else None
        return label if isinstance(label, LabelClass) else None


def _with_unseen(text: str, unseen: int) -> str:
    if not unseen:
        return text
    more = Message(
        "{n:# of them is|# of them are} in no list, because the file is missing or cannot be read.",
        n=unseen,
    )
    return f"{text} {worded(more)}"


def _pasted(text: str) -> list[str]:
    """Return the names of a list that was pasted as lines or cells of a table; none for a single name."""
    names = names_in(text) if any(sign in text.strip() for sign in "\n\r\t") else []
    return names if len(names) > 1 else []
