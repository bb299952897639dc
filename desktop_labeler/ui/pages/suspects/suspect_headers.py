"""The headers above the groups of Suspects: what a group is, how many labels it has, and what can be done with all."""

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.language import grouped, translator
from desktop_labeler.ui.core.language import images as counted_images
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.group_headers import Group, GroupAction
from desktop_labeler.ui.pages.suspects.suspect_groups import PROBABLY_RIGHT, SuspectGroup
from desktop_labeler.ui.widgets.choices import Part
from desktop_labeler.ui.widgets.classes.class_text import short_name

_BUTTON = 120  # pixels: the widest class name on a button
_OFFERED = 2  # classes of a near-duplicate group that get a button
_tr = translator("SuspectsPage")


def header_of(
    group: SuspectGroup, project: OpenProject, offered: Sequence[int], metrics: QFontMetrics, *, left: bool
) -> Group:
    """Return the header of a group; only labels in doubt can be replaced together.

    Args:
        group: what it is above.
        project: where its classes are.
        offered: class ids of near-duplicates, the best supported one first.
        metrics: of the font of the buttons.
        left: whether any of its labels is undecided.
    """
    size = len(group.images)
    note = counted_images(group.total)
    if group.total > size:
        note = _tr("{k} of {n}").format(k=size, n=grouped(group.total))
    actions = [GroupAction("keep_all", _tr("Keep all"), "keep_all", left)]
    if group.twins is not None:
        known = (project.class_of(number) for number in offered)
        classes: list[LabelClass] = [label for label in known if label is not None]
        actions += _offers(classes, metrics, left=left)
        return Group(size, (_tr("Near-duplicates"), *classes[:3]), note, tuple(actions))
    if group.apart:
        only = group.apart == PROBABLY_RIGHT
        text = _tr("To make sure: probably right") if only else _tr("Images that stand out: labels not in doubt")
        return Group(size, (text,), note, tuple(actions))
    take_all = GroupAction("take_all", _tr("Take all"), "take_all", left)
    if group.pair is None:
        return Group(size, (_tr("Other pairs"),), note, (*actions, take_all))
    given, expected = (project.class_of(number) for number in group.pair)
    parts: list[Part] = [given] if given is not None else []
    if expected is None:
        return Group(size, tuple(parts), note, tuple(actions))
    return Group(size, (*parts, _tr("→ expected"), expected), note, (*actions, take_all))


def _offers(classes: Sequence[LabelClass], metrics: QFontMetrics, *, left: bool) -> list[GroupAction]:
    """Return the buttons that give near-duplicates the same class."""
    found = []
    for number, label in enumerate(classes[:_OFFERED]):
        name, key = ("take_all", "take_all") if number == 0 else (f"class:{label.id}", "")
        text = _tr("All {name}").format(name=short_name(label.name, metrics, _BUTTON).text)
        found.append(GroupAction(name, text, key, left))
    return found
