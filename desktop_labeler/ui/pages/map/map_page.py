"""The page Map: every image as a point, similar ones close together; a lasso shows images as a grid."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.array_types import Float64Array, IntArray
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import assign
from desktop_labeler.data.decisions.page_names import MAP, stored
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import images as counted_images
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.pages.map.hover_card import HoverCard
from desktop_labeler.ui.pages.map.loader import Asked, MapRead, read_page
from desktop_labeler.ui.pages.map.map_canvas import MapCanvas
from desktop_labeler.ui.pages.map.map_colors import Mode
from desktop_labeler.ui.pages.map.map_tools import MapTools
from desktop_labeler.ui.pages.map.palette import Entry, quiet_color
from desktop_labeler.ui.pages.map.rasterizer import Cloud, in_view, inside
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.widgets.basics import allow, label
from desktop_labeler.ui.widgets.chips import ChipRow
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.empty_state import EmptyState
from desktop_labeler.ui.widgets.key_button import ElidedLabel, KeyButton
from desktop_labeler.ui.widgets.page import Page

if TYPE_CHECKING:
    from desktop_labeler.jobs.map.read_map import ProjectMap


_AFTER = 250  # ms after a decision until the colours are updated


class MapPage(Page):
    """The map of a project; the focused image is the one that was clicked."""

    has_panel = True

    def __init__(self, context: ProjectContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.project, self.rounds, self._jobs = context.project, context.rounds, context.jobs
        self._thumbs = context.thumbnails
        self._read: MapRead | None = None
        self._mode: Mode = "class"
        self._lit: int | None = None
        self._changed: set[int] | None = set()
        self.reading = self._again = False
        self.loaded = False  # whether the first reading has arrived
        self._stale = True  # whether something has changed since the last one
        self.laying_out = False
        self._image: int | None = None
        self.heading = label(self.tr("Map"), "heading")
        self.summary = ElidedLabel(role="quiet")
        self.sentence = label("", "quiet", wrap=True)
        self.canvas = MapCanvas()
        self.hover = HoverCard(context.project, context.thumbnails, self.canvas)
        self.empty = EmptyState()
        self.colors = ChipRow(self.tr("Colour by"))
        self.legend = ChipRow(self.tr("Legend"), rows=2)
        self._after = QTimer(self, singleShot=True, interval=_AFTER)
        self._after.timeout.connect(self.refresh)
        self._make_buttons()
        self._lay_out_page()
        self._connect()
        self._show_modes()

    # --- building ---------------------------------------------------------------------------------------------------
    def _make_buttons(self) -> None:
        self.view_button = KeyButton(self.tr("Images in view"), "in_view")
        self.view_button.setToolTip(self.tr("Show the images of this part of the map as a grid"))
        self.layout_button = QPushButton()
        self.tools = MapTools(self.canvas)

    def _lay_out_page(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        for widget, stretch in ((self.heading, 0), (self.summary, 1), (self.view_button, 0), (self.layout_button, 0)):
            top.addWidget(widget, stretch)
        second = QHBoxLayout()
        second.setSpacing(4)
        second.addWidget(self.sentence, 1)
        second.addWidget(self.tools)
        head = QVBoxLayout()
        head.setContentsMargins(10, 0, 14, 0)
        head.setSpacing(6)
        head.addLayout(top)
        head.addLayout(second)
        head.addWidget(self.colors)
        self._content = QWidget()
        content = QVBoxLayout(self._content)
        content.setContentsMargins(10, 0, 14, 12)
        content.setSpacing(10)
        content.addWidget(self.canvas, 1)
        content.addWidget(self.legend)
        self.body = self.stack_parts(head, self._content, self.empty, margins=QMargins(10, 14, 2, 0), spacing=8)
        self._only_with_map = (self.view_button, self.layout_button, self.sentence, self.colors, self.tools)

    def _connect(self) -> None:
        self.canvas.pointed_at.connect(self._pointed_at)
        self.canvas.picked.connect(self.pick)
        self.canvas.lassoed.connect(self.lassoed)
        self.canvas.view_wanted.connect(self.show_view)
        self.view_button.clicked.connect(self.show_view)
        self.layout_button.clicked.connect(self.lay_out)
        self.colors.chosen.connect(self.color_by)
        self.legend.chosen.connect(self._light)
        self.project.images_changed.connect(self._images_changed)
        self.project.classes_changed.connect(self._soon)
        self.project.failed.connect(self._not_read)
        self.rounds.taken_over.connect(self._soon)
        self.rounds.changed.connect(self._show_state)
        self._jobs.idle.connect(self._idle)
        theme().changed.connect(self._show_legend)

    @property
    def found(self) -> "ProjectMap | None":
        """The map that is shown; None before the first answer and before the first embedding."""
        return self._read.found if self._read is not None else None

    @property
    def settled(self) -> bool:
        """Whether everything that was requested is shown."""
        return not self.reading and (self.found is None or self.canvas.complete)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The legend entry of each kind."""
        return self._read.coloring.entries if self._read is not None else ()

    # --- for the window ---------------------------------------------------------------------------------------------
    def activated(self) -> None:
        """Read what is new and give the map the keyboard focus when the page is shown."""
        self._show_state()
        if self._stale:
            self.refresh()
        self.canvas.setFocus()
        self.focused.emit(self._image)

    def refresh(self) -> None:
        """Read the map and its colours; the old ones are shown until they arrive."""
        if not self.isVisible():
            self._stale = True
            return
        if self.reading:
            self._again = True
            return
        self.reading, self._stale = True, False
        changed, self._changed = self._changed, set()
        asked = Asked(self._mode, self.rounds.view, self.project.classes, changed)
        self.project.ask(partial(read_page, asked, self._read), self._was_read)

    # --- actions of the person --------------------------------------------------------------------------------------
    def color_by(self, mode: object) -> None:
        """Choose what the colours show."""
        if mode in ("class", "suggestion", "state", "doubt") and mode != self._mode:
            self._mode, self._lit = mode, None
            self._show_modes()
            self.refresh()
        else:
            self._show_modes()

    def pick(self, image: int | None) -> None:
        """Show an image in the right panel, or none."""
        self._image = image
        self._thumbs.check(self, [image] if image is not None else [])  # whether its file is there
        self.canvas.show_focus(image)
        self.focused.emit(image)

    def assign(self, class_id: int, *, chosen: bool = False) -> None:
        """Assign a class to the image that was clicked."""
        name = self.project.class_of(class_id)
        row = self.project.row(self._image) if self._image is not None else None
        if row is not None and (row.problem or self._thumbs.problem(row.id)):
            self.sentence.setText(
                self.tr("This image cannot be shown, so nothing was decided. “Rescan the folders” looks for the file.")
            )
        elif name is not None and self._image is not None:
            what = DecisionText("label", n=1, name=name.name)
            self.project.decide([self._image], assign(class_id), kind="assign", what=what, page=stored(MAP))

    def lassoed(self, corners: Float64Array) -> None:
        """Show the images inside a lasso as a grid."""
        cloud = self.canvas.cloud
        self.project.ask(partial(_inside, cloud, corners), self._show_images)

    def show_view(self) -> None:
        """Show the images that are in view as a grid."""
        cloud = self.canvas.cloud
        self._show_images(cloud.ids[in_view(cloud, self.canvas.view)])

    def _show_images(self, images: IntArray) -> None:
        if len(images):
            self.canvas.set_lasso(False)
            count = counted_images(len(images))
            self.images_wanted.emit(images, self.tr("{images} from the map").format(images=count), None)
        else:
            self.sentence.setText(self.tr("No image is there."))

    def lay_out(self) -> None:
        """Start the job that places every image near those it is most similar to."""
        if self.found is not None:
            self.go_on()

    def go_on(self) -> None:
        """Continue the layout where an earlier job stopped, even if the page was never shown."""
        if self.laying_out:
            return
        self.laying_out = True
        job = partial(_lay_out, self.project.path)
        steps = job_steps.layout(len(self.found.ids) if self.found is not None else 0)
        self._jobs.start(self.tr("Arranging the map"), job, self._laid, self._failed, resume="map", steps=steps)
        self._show_state()

    def _laid(self, result: object) -> None:
        self.laying_out = False
        if self._read is not None:
            self._read = replace(self._read, found=None)  # makes the next reading read the new places
        self.refresh()
        self._show_state()

    def _failed(self, error: object) -> None:
        self.laying_out = False
        self._show_state()
        self._jobs.failed.emit(error)

    def _idle(self) -> None:
        """Update the page when no job runs any more: a cancelled job does not report its end."""
        self.laying_out = False
        self._soon()
        self._show_state()

    # --- what changed -----------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Show similar images on S and unpick the image on Esc; pass other keys on."""
        meant = key_map().action(event)
        if event.key() == Qt.Key.Key_Escape and self._image is not None:
            self.pick(None)
            return
        if meant is not None and meant[0] == "similar" and self._image is not None:
            self.similar_wanted.emit(self._image)
        else:
            super().keyPressEvent(event)

    def _images_changed(self, images: IntArray | None) -> None:
        if images is None:
            self._changed = None
        elif self._changed is not None:
            self._changed |= set(images.tolist())
        self._soon()

    def _soon(self) -> None:
        self._stale = True
        if self.isVisible():
            self._after.start()

    def _not_read(self, error: object) -> None:
        """React to a failed read, which was reported: the map is kept until the next change."""
        self.reading, self._stale = False, True

    def _was_read(self, read: MapRead) -> None:
        self.reading, self.loaded = False, True
        fresh = self._read is None or self._read.cloud is not read.cloud
        self._read = read
        if read.found is not None:
            if self._lit is not None and self._lit >= len(read.coloring.entries):
                self._lit = None
            self.canvas.show_entries(read.coloring.entries, self._lit)
            self.canvas.show_cloud(replace(read.cloud, kinds=read.coloring.kinds), fit=fresh)
            self._show_legend()
        self._show_state()
        if self._again:
            self._again = False
            self.refresh()

    # --- showing ----------------------------------------------------------------------------------------------------
    def _show_modes(self) -> None:
        names = {
            "class": self.tr("Class"),
            "suggestion": self.tr("Class or suggestion"),
            "state": self.tr("State"),
            "doubt": self.tr("Doubt"),
        }
        self.colors.show_choices([Choice(mode, (name,)) for mode, name in names.items()], self._mode)

    def _show_legend(self) -> None:
        grey = quiet_color()
        kinds = [(kind, entry) for kind, entry in enumerate(self.entries) if entry.count]
        kinds.sort(key=lambda pair: (not pair[1].color, pair[0]))  # quiet ones last
        choices = [
            Choice(kind, (LabelClass(-1, entry.text, entry.color or grey, entry.shape, None, 0),), entry.count)
            for kind, entry in kinds
        ]
        self.legend.show_choices(choices, self._lit)

    def _light(self, kind: object) -> None:
        """Let only the clicked kind of the legend keep its colour; a second click restores all colours."""
        self._lit = None if kind == self._lit or not isinstance(kind, int) else kind
        self.canvas.show_entries(self.entries, self._lit)
        self._show_legend()

    def _pointed_at(self, image: object) -> None:
        place = self.canvas.place_of(image) if isinstance(image, int) else None
        if isinstance(image, int) and place is not None:
            self.hover.show_image(image, place)
        else:
            self.hover.hide()

    def _show_state(self) -> None:
        """Show the map, or a text about what is missing."""
        there = self.found is not None
        self.body.setCurrentWidget(self._content if there or not self.loaded else self.empty)
        for widget in self._only_with_map:
            widget.setVisible(there)
        if there:
            self._show_text()
        elif self.rounds.running:
            self.empty.show_text(
                "map", self.tr("Analysing images …"), self.tr("Progress is shown in the bar below."), "", None
            )
        else:
            self.empty.show_text(
                "map",
                self.rounds.unanalysed.heading(),
                self.tr(
                    "The program analyses the images once, on this computer. It then draws a map on which "
                    "similar images lie close together."
                ),
                self.tr("Analyse images"),
                self.rounds.start,
            )
        if not there:
            self.summary.setText("" if self.loaded else self.tr("Reading …"))

    def _show_text(self) -> None:
        found = self.found
        if found is None:
            return
        count = counted_images(len(self.canvas.cloud))
        quick = found.way == "directions"
        parts = [count, *([self.tr("quick map")] if quick else [])]
        if found.fresh:
            parts.append(worded(Message("{n:# new image|# new images} placed between similar ones", n=found.fresh)))
        self.summary.setText(" · ".join(parts))
        self.sentence.setText(
            self.tr("Drag to pan, scroll to zoom. Click an image to see it; Shift+drag around several to open them.")
        )
        text = self.tr("Arrange by similarity") if quick else self.tr("Arrange again")
        self.layout_button.setText(self.tr("Arranging …") if self.laying_out else text)
        allow(self.layout_button, self.tr("The map is being arranged.") if self.laying_out else "")
        role = "primary" if quick else ""
        if self.layout_button.property("role") != role:
            self.layout_button.setProperty("role", role)
            self.layout_button.style().unpolish(self.layout_button)
            self.layout_button.style().polish(self.layout_button)


def _inside(cloud: Cloud, corners: Float64Array, project: Project) -> IntArray:
    return cloud.ids[inside(cloud.x, cloud.y, corners)]


def _lay_out(path: Path) -> Job[object]:
    """Lay the map out; the libraries are imported here, on the job's thread, to keep the start fast."""
    yield Progress("starting")
    from desktop_labeler.jobs.map.lay_out_map import lay_out_project

    result = yield from lay_out_project(path)
    return result
