"""Showing the groups of a page as stacks: the switch for it, opening a group, and the way back."""

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.images.query.image_groups import group_numbers, read_verdicts
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.grid.tiles.stacks import Stacks


class Stacking(QObject):
    """The stacks of one page.

    Attributes:
        back: the button that leads from an opened group to the stacks; the page gives it a place.
        switch: the button that turns stacks on and off.

    Signals:
        switched: stacks are wanted, or not any more; the page asks for its images again.
        shown: other images or stacks are shown.
    """

    switched = Signal()
    shown = Signal()

    def __init__(self, page: GridPage, settings: Settings) -> None:
        super().__init__(page)
        self._page, self._settings = page, settings
        self._around: Stacks | None = None  # the stacks to which an opened group leads back
        self._front = -1  # the image in front of the opened group
        self.switch = page.view.add_switch("stack", self.tr("Stack groups: one tile for the images of each"))
        self.switch.toggled.connect(self._toggled)
        self.back = QPushButton(self.tr("Back to the stacks"))
        self.back.setToolTip(self.tr("Show the stacks again ({key})").format(key=key_map().shown("clear")))
        self.back.clicked.connect(partial(page.do, "close_group"))
        self.back.hide()
        self.show_setting()

    @property
    def on(self) -> bool:
        """Whether the page should show stacks."""
        return self._settings.stacked

    @property
    def group_open(self) -> bool:
        """Whether the images of one stack are shown."""
        return self._around is not None

    @property
    def outdated(self) -> bool:
        """Whether another page has turned the switch since this one was filled."""
        return self.on != (self._around is not None or self._page.grid.content.stacks is not None)

    def do(self, action: str) -> bool:
        """Do an action of a key that concerns stacks; return whether it is one."""
        deeds = {"stack": self.switch.toggle, "open_group": self.open, "close_group": self.close}
        if action in deeds:
            deeds[action]()
        return action in deeds

    def show_setting(self) -> None:
        """Show whether stacks are wanted, which another page may have changed."""
        if self.switch.isChecked() != self.on:
            self.switch.blockSignals(True)
            self.switch.setChecked(self.on)
            self.switch.blockSignals(False)

    def show(self, images: IntArray | Stacks, *, keep: bool = False) -> None:
        """Show images or stacks; while a group is open and `keep` is asked for, its images among them.

        Args:
            images: ids in order, or stacks.
            keep: whether the person goes on with what is shown.
        """
        inside = self._inside(images) if keep else None
        if inside is None:
            self._leave()
            self._page.grid.show_images(images, keep=keep)
        elif isinstance(images, Stacks):
            self._around = images
            self._page.grid.content.keeper.watch(images)
            self._page.grid.show_images(inside, keep=keep)
        self.shown.emit()

    def open(self) -> None:
        """Show the images of the focused stack."""
        content, place = self._page.grid.content, self._page.grid.selection.focus
        if content.stacks is None or content.stacked(place) < 2:
            return
        self._around, self._front = content.stacks, int(content.images[place])
        self._fill(content.members(np.array([place], np.int64)))
        self.back.show()
        self.shown.emit()

    def close(self) -> None:
        """Show the stacks again, with the focus on the one that was open."""
        around, front = self._around, self._front
        if around is not None:
            self._leave()
            self._fill(around)
            self._page.grid.focus_on(front)
            self._page.grid.setFocus()
            self.shown.emit()

    def text(self) -> str:
        """Return what the page shows: the group that is open, or how many stacks; empty without stacks."""
        content = self._page.grid.content
        if self._around is not None:
            row = self._page.project.row(self._front)
            name = visible(row.group) if row is not None and row.group else ""
            return self.tr("Group {name}").format(name=name)
        return worded(Message("{n:# stack|# stacks}", n=len(content.images))) if content.stacks is not None else ""

    def selected_text(self) -> str:
        """Return how many images are selected; empty for none."""
        grid = self._page.grid
        count = len(grid.content.members(grid.selection.positions())) if grid.selection.count else 0
        return self.tr("{n} selected").format(n=grouped(count)) if count else ""

    @property
    def stacks(self) -> bool:
        """Whether a tile stands for several images."""
        stacks = self._page.grid.content.stacks
        return stacks is not None and len(stacks) < len(stacks.members)

    def sentence(self) -> str:
        """Return what a key means while there are stacks; empty without."""
        if not self.stacks:
            return ""
        text = self.tr(
            "A class key labels all images of a stack, as many as its number says. "
            "{key} opens a stack, and accepts the suggestion of a single image."
        )
        return text.format(key=key_map().shown("accept"))

    def none_text(self) -> str:
        """Return a sentence where stacks are wanted and no two images are of one group; else empty."""
        if self._page.grid.content.stacks is None or not len(self._page.grid.content.images) or self.stacks:
            return ""
        return self.tr(
            "No two of these images are of one group. “Metadata and groups…” under “Images” in the menu makes groups."
        )

    def _inside(self, images: IntArray | Stacks) -> IntArray | None:
        """Return the images of the group that is open, as they are found now; None where it is gone."""
        if self._around is None or not isinstance(images, Stacks):
            return None
        places = images.positions_of(self._around.of(self._around.positions_of(np.array([self._front], np.int64))))
        return images.of(np.unique(places[places >= 0])[:1]) if (places >= 0).any() else None

    def _fill(self, images: IntArray | Stacks) -> None:
        """Show images in place of others of the same page: what was decided on it stays faded."""
        grid = self._page.grid
        floor = grid.content.floor
        grid.show_images(images)
        grid.content.floor = floor
        grid.update_tiles()

    def _leave(self) -> None:
        if self._around is not None:
            self._around = None
            self.back.hide()

    def _toggled(self, on: bool) -> None:
        self._settings.stacked = on
        self._leave()
        self.switched.emit()


def stacked(project: Project, images: IntArray) -> Stacks:
    """Return images as stacks of their groups; of a million in about 4 s.

    Raises:
        ProjectError: the file cannot be read.
    """
    return Stacks(images, group_numbers(project, images), read_verdicts(project, images))
