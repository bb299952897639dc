"""The dialog that hands images out: for whom, which images, with or without labels, and to which new file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLineEdit, QWidget

from desktop_labeler.data.decisions.proof.audits import current_audit
from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.project.answer_rows import people_names
from desktop_labeler.data.project.project_file import SUFFIX, Project
from desktop_labeler.jobs.packages.make_package import LONGEST, Place, Selection, choose_images
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.language import images
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import Sheet, allow, indent, label
from desktop_labeler.ui.widgets.fields import ComboField, NumberField
from desktop_labeler.ui.widgets.new_place import NewPlace

_MOST = 1_000_000  # images
_USUAL = 200
_SMALLEST, _LARGEST = 64, 20_000  # pixels


@dataclass(frozen=True)
class PackagePlan:
    """What was chosen; see make_package."""

    out: Path
    selection: Selection
    name: str
    blind: bool
    place: Place
    longest: int


def _count(selection: Selection, project: Project) -> int:
    return len(choose_images(project, selection))


class PackageDialog(Sheet):
    """Asks for it; the project is only read.

    Args:
        project: whose images they are.
        parent: the window.

    Signals:
        wanted: a PackagePlan.
    """

    wanted = Signal(object)

    scrolls = True

    def __init__(self, project: OpenProject, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.head(
            self.tr("Hand images out"),
            self.tr(
                "This creates one file that is itself a project. Somebody else opens it in this program, decides, and "
                "sends it back; “Merge a package” takes the answers over."
            ),
        )
        self._project = project
        self.name = QLineEdit(placeholderText=self.tr("Name of the person who will decide"))
        self.which = ComboField()
        self.which.addItem(self.tr("All images"), Filter())
        wanted, only = project.browsed
        if wanted != Filter() or only is not None:
            self.which.addItem(self.tr("The images that Browse shows"), "browse")
        names = people_names(project.project)
        if len(names) > 1:
            self.which.addItem(self.tr("Images on which people disagree"), Filter(disputed=True))
        if current_audit(project.project) is not None:
            self.which.addItem(self.tr("Images of the last audit"), "audit")
        if project.who in names:
            self.which.addItem(self.tr("My own answers, to see whether I say the same again"), "mine")
        for name in names:
            self.which.addItem(self.tr("Answered by {name}").format(name=visible(name)), Filter(answered_by=name))
            self.which.addItem(self.tr("Not yet answered by {name}").format(name=visible(name)), Filter(not_by=name))
        self.there = label("", "quiet")
        self._there = -1  # how many images are meant; −1 while they are counted
        self._filled: dict[QWidget, Callable[[], object]] = {}  # fields that a choice of images filled in; undo it
        self.some = QCheckBox(self.tr("Only some of them, drawn at random:"))
        self.count = NumberField(1, _MOST, _USUAL)
        indent(self.count)
        drawn = QHBoxLayout()
        drawn.setSpacing(8)
        drawn.addWidget(self.some)
        drawn.addWidget(self.count)
        drawn.addStretch()
        self.blind = QCheckBox(self.tr("Without labels, folders and file names, so that the answers are independent"))
        self.blind.setChecked(True)
        self.where = ComboField()
        self.where.addItem(self.tr("In the file"), "inside")
        self.where.addItem(self.tr("In a folder beside it, to be sent along"), "beside")
        self.longest = NumberField(_SMALLEST, _LARGEST, LONGEST)
        indent(self.longest)
        smaller = QHBoxLayout()
        smaller.setSpacing(8)
        smaller.addWidget(self.longest)
        smaller.addWidget(label(self.tr("pixels of the longer side; larger images are made smaller"), "quiet"), 1)
        folders = [folder.path for folder in project.folders]
        self.place = NewPlace(self.tr("New file"), suffix=SUFFIX, folders=folders)
        self.place.suggest(project.path.parent, self.tr("{project} package").format(project=project.path.stem))
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("For"), self.name)
        form.addRow(self.tr("Which images"), self.which)
        form.addRow("", self.there)
        form.addRow("", drawn)
        form.addRow("", self.blind)
        form.addRow(self.tr("Images"), self.where)
        form.addRow(self.tr("At most"), smaller)
        form.addRow(self.tr("New file"), self.place)
        self.hint = label("", "care", wrap=True)
        self.content.addLayout(form)
        self.content.addWidget(self.hint)
        self.content.addStretch()
        self.add_button(self.tr("Cancel"), self.reject)
        self.make = self.add_button(self.tr("Hand out"), self._do, primary=True)
        self.place.changed.connect(self._changed)
        self.which.currentIndexChanged.connect(self._chosen)
        self.count.valueChanged.connect(self._draw_some)
        self.name.textEdited.connect(partial(self._keep, self.name))
        for box in (self.blind, self.some):
            box.clicked.connect(partial(self._keep, box))
        self._count()
        self.grow(640)

    def _draw_some(self, *_: object) -> None:
        self._keep(self.some)
        self.some.setChecked(True)

    def _count(self, *_: object) -> None:
        """Count the images that are meant, off the main thread."""
        self._there = -1
        self.there.setText(self.tr("Counting the images …"))
        self._project.ask(partial(_count, self._selection()), self._counted)
        self._changed()

    def _counted(self, count: int) -> None:
        self._there = count
        self.there.setText(images(count))
        self._changed()

    def _selection(self) -> Selection:
        """Return which images are meant, before some of them are drawn."""
        chosen = self.which.currentData()
        if chosen == "browse":
            wanted, only = self._project.browsed
            return Selection(wanted, only=only)
        if chosen == "mine":
            return Selection(Filter(answered_by=self._project.who))
        return Selection(chosen if isinstance(chosen, Filter) else Filter(), audit=chosen == "audit")

    def _chosen(self, *_: object) -> None:
        """Count the images; for a check of oneself, suggest what that takes: blind, by oneself, some at random.

        With other images goes what was suggested, as far as the person has not changed it since.
        """
        for take_back in self._filled.values():
            take_back()
        self._filled.clear()
        if self.which.currentData() == "mine":
            self._filled[self.name] = partial(self.name.setText, self.name.text())
            self.name.setText(self._project.who)
            for box in (self.blind, self.some):
                self._filled[box] = partial(box.setChecked, box.isChecked())
                box.setChecked(True)
        self._count()

    def _keep(self, field: QWidget, *_: object) -> None:
        """Let what the person has chosen stay when other images are chosen."""
        self._filled.pop(field, None)

    def _changed(self) -> None:
        problem = self.place.problem() if self._there else self.tr("There are no such images. Choose others.")
        self.hint.setText(problem)
        allow(self.make, problem)

    def _do(self) -> None:
        selection = replace(self._selection(), count=self.count.value() if self.some.isChecked() else None)
        self.wanted.emit(
            PackagePlan(
                self.place.path,
                selection,
                self.name.text().strip(),
                self.blind.isChecked(),
                cast("Place", self.where.currentData()),
                self.longest.value(),
            )
        )
        self.accept()
