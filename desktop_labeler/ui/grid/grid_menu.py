"""The context menu of a grid: the same actions as the keys, with the keys beside them."""

from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget, QWidgetAction

from desktop_labeler.array_types import IntArray
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.keys import BY_NAME, key_map, shown_key
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_actions import GridActions
from desktop_labeler.ui.widgets.basics import label as words
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.texts_sheet import TextsSheet

_DECIDE = ("accept", "reject", "keep", "take", "unsure", "exclude", "second", "unlabel")
_SELECT = ("select_all", "row", "group", "clear")
_REST = ("open", "similar", "show_file", "undo", "redo")
_CLASSES = 20  # classes in the menu itself; the others are chosen by name


def grid_menu(parent: QWidget, project: OpenProject, commands: GridActions, selected: int) -> QMenu:
    """Return the context menu of a grid; it deletes itself when closed.

    Args:
        parent: the grid.
        project: the project whose classes are offered.
        commands: the actions of the grid.
        selected: number of selected images; with 0 the menu acts on the focused one.
    """
    translate = QCoreApplication.translate
    targets = commands.targets()  # fixed now, because the grid may change while the menu is open
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    if commands.on_marks and len(targets) > 1:
        _say(menu, translate("GridMenu", "{n} marked as wrong").format(n=grouped(selected)))
    elif selected and not commands.marks:
        _say(menu, translate("GridMenu", "{n} selected").format(n=grouped(len(targets))))
    elif len(targets) > 1:
        _say(menu, worded(Message("Stack of {n:# image|# images}", n=len(targets))))
        menu.addAction(translate("GridMenu", "Open the group")).triggered.connect(commands.open_group)
    classes = menu.addMenu(translate("GridMenu", "Label"))
    for label in project.classes[:_CLASSES]:
        shown = shown_key(label.key)
        entry = classes.addAction(class_icon(label.shape, label.color), f"{_plain(label.name)}\t{shown}")
        entry.triggered.connect(partial(_assign, commands, targets, label.id, project))
    classes.addSeparator()
    _add(classes, commands, targets, "choose")
    for names in (_DECIDE, _SELECT, _REST):
        if names is _SELECT:
            texts = menu.addAction(translate("GridMenu", "Group and note…"))
            texts.triggered.connect(partial(_ask_texts, parent, project, targets, commands.writer.page))
            texts.setEnabled(len(targets) > 0)
        menu.addSeparator()
        for name in names:
            _add(menu, commands, targets, name)
    return menu


def _say(menu: QMenu, text: str) -> None:
    """Begin a menu with what it is about; a section of Qt has no text under a style sheet."""
    said = words(text, "small")
    said.setContentsMargins(12, 6, 12, 2)
    entry = QWidgetAction(menu)
    entry.setDefaultWidget(said)
    menu.addAction(entry)
    menu.addSeparator()


def _ask_texts(parent: QWidget, project: OpenProject, targets: IntArray, page: str, *_: object) -> None:
    TextsSheet(project, targets, page, parent.window()).open()


def _assign(commands: GridActions, targets: IntArray, class_id: int, project: OpenProject, *_: object) -> None:
    label = project.class_of(class_id)
    if label is not None:
        commands.assign_to(targets, label)


def _add(menu: QMenu, commands: GridActions, targets: IntArray, name: str) -> None:
    entry = menu.addAction(f"{BY_NAME[name].shown()}\t{key_map().shown(name)}")
    entry.triggered.connect(partial(_run, commands, targets, name))


def _run(commands: GridActions, targets: IntArray, name: str, *_: object) -> None:
    if name in _DECIDE or name == "choose":
        commands.run_on(targets, name)
    else:
        commands.run(name)


def _plain(text: str) -> str:
    return text.replace("&", "&&")
