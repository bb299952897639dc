"""The dialog in which what people disagree on is settled: the image, the answers side by side, one key for each."""

from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.disputes import Dispute, Said, is_disputed, read_disputes
from desktop_labeler.data.decisions.history import Decision, Edit, assign, exclude, unsure
from desktop_labeler.data.decisions.neutral_names import without_classes
from desktop_labeler.data.decisions.page_names import SUSPECTS, stored
from desktop_labeler.data.decisions.proof.consequences import consequences
from desktop_labeler.data.project.answer_rows import ADJUDICATE
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.keys import class_key, key_map
from desktop_labeler.ui.core.language import grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.answer_card import AnswerCard
from desktop_labeler.ui.widgets.basics import Sheet, allow, label, scrolled
from desktop_labeler.ui.widgets.classes.class_picker import ClassPicker
from desktop_labeler.ui.widgets.flow_layout import FlowLayout
from desktop_labeler.ui.widgets.images.image_view import ImageView
from desktop_labeler.ui.widgets.images.shown_part import shown_part
from desktop_labeler.ui.widgets.key_button import ElidedLabel, KeyButton

_DEEDS = ("unsure", "exclude", "undo", "redo")
_BESIDE = 330  # pixels for the answers
_MARGIN = 40  # pixels of the window that stay in view around the dialog


class SettleDialog(Sheet):
    """Shows one disputed image after another; each decision settles one, and the next one comes.

    Nothing is decided about an image before it is on the screen, and a key that is held decides once.

    Args:
        project: the open project.
        parent: the window.
    """

    def __init__(self, project: OpenProject, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._project = project
        self.head(
            self.tr("Settle what people disagree on"),
            self.tr("A key takes one of the answers as the label. What everybody said stays, and undo takes it back."),
        )
        self.disputes: list[Dispute] = []
        self.at = -1
        self._open: set[int] = set()  # ids of the images that are not settled
        self._done = 0  # decisions made here that stand
        self.view = ImageView()
        self.view.display = project.display
        self.place = label("", "strong")
        self.file = ElidedLabel(role="quiet", elide=Qt.TextElideMode.ElideMiddle)
        self.told = label("", "care", wrap=True)
        self.cards: list[AnswerCard] = []
        self._answers = QVBoxLayout()
        self._answers.setSpacing(8)
        self._lay_out()
        self.picker = ClassPicker(self)
        self.picker.chosen.connect(self._chosen)
        self.picker.added.connect(self._added)
        project.images_changed.connect(self._images_changed)
        project.stepped.connect(self._stepped)
        room = parent.window().size() if parent is not None else self.sizeHint()
        self.resize(max(room.width() - _MARGIN, 820), max(room.height() - _MARGIN, 440))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()  # on no button, which Space would press
        self._read()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self.place)
        above.addWidget(self.file, 1)
        self.content.addLayout(above)
        inside = QWidget()
        inside.setProperty("role", "plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        column.addLayout(self._answers)
        column.addWidget(self.told)
        column.addStretch()
        answers = scrolled(inside)
        answers.setFixedWidth(_BESIDE)
        answers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self.view, 1)
        row.addWidget(answers)
        self.content.addLayout(row, 1)
        self.buttons: dict[str, KeyButton] = {}
        acts = QWidget()
        flow = FlowLayout(acts)  # in a second row where the screen is small or the font large
        for action, text in (
            ("left", self.tr("Back")),
            ("right", self.tr("Next")),
            ("choose", self.tr("Another class…")),
            ("unsure", self.tr("Unsure")),
            ("exclude", self.tr("None of the classes")),
            ("undo", self.tr("Undo")),
        ):
            button = KeyButton(text, action, tight=True)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._do, action))
            self.buttons[action] = button
            flow.addWidget(button)
        self.row.insertWidget(0, acts, 1)
        self.add_button(self.tr("Close"), self.reject)

    # --- what is shown ----------------------------------------------------------------------------------------------
    def _read(self) -> None:
        self._project.ask(read_disputes, self._found)

    def _found(self, disputes: list[Dispute]) -> None:
        """Show the image that was shown before, if people still disagree on it: nothing moves under the cursor."""
        before = self.dispute.image if self.dispute is not None else None
        self.disputes, self._open = disputes, {one.image for one in disputes}
        self.show_dispute(next((at for at, one in enumerate(disputes) if one.image == before), 0))
        if self.dispute is None or self.dispute.image != before:
            self.picker.hide()  # a class that is chosen in it would be that of another image

    @property
    def dispute(self) -> Dispute | None:
        """The image that is shown with its answers."""
        return self.disputes[self.at] if 0 <= self.at < len(self.disputes) else None

    def show_dispute(self, at: int) -> None:
        """Show the image at a place in the list."""
        self.at = at
        dispute = self.dispute
        row = self._project.row(dispute.image) if dispute is not None else None
        try:
            file = self._project.file_of(row) if row is not None else None
        except LabelerError:
            file = None
        self.view.packed = row is not None and self._project.may_be_packed(row)
        shown = shown_part(self._project.project, row)
        self.view.show_file(file, QPixmap(), state=row, shown=shown)
        self.file.setText(visible(row.shown_path) if row is not None else "")
        for card in self.cards:
            self._answers.removeWidget(card)
            card.deleteLater()
        said = dispute.answers if dispute is not None else ()
        self.cards = [AnswerCard(self._project, one, key) for one, key in zip(said, _keys(said), strict=True)]
        for card in self.cards:
            card.clicked.connect(partial(self._take, card.said))
            self._answers.addWidget(card)
        self._describe()

    def _path(self) -> str:
        """Return the path of the image shown; until it is settled, without what names a class."""
        dispute = self.dispute
        row = self._project.row(dispute.image) if dispute is not None else None
        if dispute is None or row is None:
            return ""
        names = [one.name for one in self._project.classes] if dispute.image in self._open else []
        return visible(without_classes(row.path, names))

    def _describe(self, told: str = "") -> None:
        dispute, left = self.dispute, len(self._open)
        self.file.setText(self._path())
        if dispute is None:
            self.place.setText(self.tr("People do not disagree on any image."))
        else:
            place = self.tr("Image {n} of {total}").format(n=grouped(self.at + 1), total=grouped(len(self.disputes)))
            rest = worded(Message("{n:# is|# are} still open", n=left)) if left else self.tr("all are settled")
            self.place.setText(f"{place} · {rest}")
        self.told.setProperty("role", "care" if told else "good")
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)
        self.told.setText(told or self._settled_text())
        none = "" if dispute is not None else self.tr("There is no image to settle.")
        for action, button in self.buttons.items():
            allow(button, none if action != "undo" or self._done else self.tr("Nothing was settled here yet."))

    def _settled_text(self) -> str:
        """Return how the image shown is settled; empty while it is open."""
        dispute = self.dispute
        if dispute is None or dispute.image in self._open:
            return ""
        row = self._project.row(dispute.image)
        found = self._project.class_of(row.class_id) if row is not None else None
        if found is not None:
            return self.tr("Settled: {name}").format(name=found.name)
        excluded = row is not None and row.state == State.EXCLUDED
        return self.tr("Settled: none of the classes") if excluded else self.tr("Settled: unsure")

    # --- deciding ---------------------------------------------------------------------------------------------------
    def _take(self, said: Said) -> None:
        found = self._project.class_of(said.class_id)
        if said.class_id is not None and found is not None:
            self._decide(assign(found.id), DecisionText("label", n=1, name=found.name))
        elif said.state == State.EXCLUDED:
            self._decide(exclude(), DecisionText("exclude", n=1))
        else:
            self._decide(unsure(), DecisionText("unsure", n=1))

    def _chosen(self, class_id: int) -> None:
        found = self._project.class_of(class_id)
        if found is not None:
            self._decide(assign(found.id), DecisionText("label", n=1, name=found.name))

    def _added(self, name: str) -> None:
        made = self._project.add_class(name)
        if made is not None:
            self._chosen(made.id)

    def _decide(self, edit: Edit, what: DecisionText) -> None:
        dispute = self.dispute
        if dispute is None or not self._may():
            return
        before = self._project.next_steps()[0]
        self._project.decide([dispute.image], edit, kind=ADJUDICATE, what=what, page=stored(SUSPECTS))
        after = self._project.next_steps()[0]
        if after is None or after == before:
            return  # it could not be written, which was said
        self._done += 1
        self._open.discard(dispute.image)
        following = [*range(self.at + 1, len(self.disputes)), *range(self.at)]
        self.show_dispute(next((at for at in following if self.disputes[at].image in self._open), self.at))
        if (found := consequences(self._project.project, after.id)).texts:
            self._describe(worded(found.text))

    def _may(self) -> bool:
        """Whether the image is in view and nothing is being written; else says what is the matter."""
        if self._project.project.read_only:
            self._describe(self.tr("This project can only be read here. Copy it to a place where you may write."))
        elif self._project.busy:
            self._describe(self.tr("The last decision is still being written."))
        elif self.view.unreadable:
            self._describe(self.tr("The image cannot be read, so nothing was decided; the answers are safe."))
        elif self.view.file is None or self.view.painted != self.view.file:
            self._describe(self.tr("The image was not there yet; press the key again."))
        else:
            return True
        return False

    def _step(self, which: int) -> None:
        """Undo (0) or redo (1) what was settled here, and nothing that was decided elsewhere."""
        decision = self._project.next_steps()[which]
        mine = decision is not None and decision.kind == ADJUDICATE and (self._done > 0 or which == 1)
        if not mine:
            none = (self.tr("Nothing was settled here yet."), self.tr("Nothing was undone here that could be redone."))
            self._describe(none[which])
        elif which == 0:
            self._project.undo()
        else:
            self._project.redo()

    def _stepped(self, decision: object, images: object) -> None:
        """Show the image whose decision was undone or redone."""
        touched = set(images.tolist()) if isinstance(images, np.ndarray) else set()
        self._done += sum(-1 if image in self._open else 1 for image in touched)
        found = next((at for at, one in enumerate(self.disputes) if one.image in touched), None)
        if found is not None:
            self.show_dispute(found)
            if isinstance(decision, Decision):
                text = self.tr("Undone: {what}") if decision.kind == "undo" else self.tr("Redone: {what}")
                self._describe(text.format(what=worded(decision.what)))
        elif touched:
            self._read()

    def _images_changed(self, images: object) -> None:
        """Find out what is settled by now; after a large change, everything anew."""
        if not isinstance(images, np.ndarray):
            self._read()
            return
        mine = {one.image for one in self.disputes}
        for image in mine.intersection(images.tolist()):
            still = is_disputed(self._project.project, image)
            self._open.add(image) if still else self._open.discard(image)

    # --- keys -------------------------------------------------------------------------------------------------------
    def _do(self, action: str) -> None:
        if action in ("left", "right"):
            self.show_dispute((self.at + (1 if action == "right" else -1)) % max(len(self.disputes), 1))
        elif action in ("undo", "redo"):
            self._step(("undo", "redo").index(action))
        elif action == "choose":
            if self._may():
                self.picker.open_at(self.mapToGlobal(QPoint(self.width() - 320, 80)), self._project.classes)
        elif action == "unsure":
            self._decide(unsure(), DecisionText("unsure", n=1))
        elif action == "exclude":
            self._decide(exclude(), DecisionText("exclude", n=1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed, meant = class_key(event), key_map().action(event)
        if pressed or (meant is not None and meant[0] in _DEEDS):
            if event.isAutoRepeat():
                return  # a held key decides once: the next image comes in its place
            card = next((card for card in self.cards if pressed and card.key == pressed), None)
            if card is not None:
                self._take(card.said)
            elif meant is not None and not pressed:
                self._do(meant[0])
        elif meant is not None and meant[0] in ("left", "right", "choose"):
            self._do(meant[0])
        else:
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self.view.wait()
        super().done(result)


def _keys(said: tuple[Said, ...]) -> list[str]:
    """Return the key of each answer: the digits in their order for those that settle, none for the others."""
    return [str(place) if one.claims and place < 10 else "" for place, one in enumerate(said, 1)]
