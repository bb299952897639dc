"""The card that guides through a folder without labels: name classes, label ten images, see suggestions."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.images.files.image_files import has_usable_images
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.keys import key_map, shown_key
from desktop_labeler.ui.core.language import classes, grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.rounds.rounds import Rounds
from desktop_labeler.ui.widgets.basics import allow, label, set_role
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.classes.class_text import short_name
from desktop_labeler.ui.widgets.flow_layout import FlowLayout
from desktop_labeler.ui.widgets.names_field import NamesField

ENOUGH = 10  # images to decide before suggestions are useful
_NAMED, _ROWS = 12, 3  # classes whose keys are shown, and the most rows that they may take from the images


class FirstLabels(QFrame):
    """The card above the images, shown until ten images are decided and the suggestions were opened.

    Args:
        project: the project.
        rounds: its rounds.
        unshown: returns how many unlabelled images turned out to be impossible to show, so that nobody can label them.
        parent: the parent of the card.

    Signals:
        class_chosen: the id of a class that was clicked.
        suggestions_wanted: the person wants to see the suggestions.
        changed: the current step has changed.
    """

    class_chosen = Signal(int)
    suggestions_wanted = Signal()
    changed = Signal()

    def __init__(
        self, project: OpenProject, rounds: Rounds, unshown: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._project, self._rounds = project, rounds
        self._leads = True  # until it is closed or turns out not to be needed
        self._labelled, self._answered, self._open = -1, 0, 0  # numbers of images; −1 before they are counted
        self._unshown = unshown
        self._any = False  # whether there are images
        self._asked_round = False
        self._signs = [QLabel(str(number)) for number in (1, 2, 3)]
        self._words = [label(text) for text in (self.tr("Classes"), self.tr("Ten labels"), self.tr("Suggestions"))]
        self._away = QToolButton()
        self._away.setAccessibleName(self.tr("Close this card"))
        self._away.clicked.connect(self.close_card)
        self.sentence = label("", "quiet", wrap=True)
        self.names = NamesField()
        self.names.changed.connect(self._show_button)
        self.names.done.connect(self._do)
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._do)
        self._keys = QWidget()
        self._key_row = FlowLayout(self._keys, 6)
        self._chips: list[QPushButton] = []
        self._more = label("", "quiet")
        self._lay_out()
        project.images_changed.connect(self.count)
        project.classes_changed.connect(self._show)
        rounds.changed.connect(self._round_changed)
        rounds.listed.connect(self._round_changed)
        theme().changed.connect(self._tint)
        self.count()
        self._tint()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        for sign, words in zip(self._signs, self._words, strict=True):
            sign.setFixedSize(22, 22)
            sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
            head.addWidget(sign)
            head.addWidget(words)
            head.addSpacing(10)
        head.addStretch()
        head.addWidget(self._away)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.names, 1)
        row.addWidget(self._keys, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 12)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(self.sentence)
        layout.addLayout(row)

    @property
    def step(self) -> int:
        """The current step: 1 name classes, 2 label ten images, 3 see suggestions; 0 if none is needed."""
        if not self._leads or not self._any:
            return 0
        if not self._project.classes:
            return 1
        if self._labelled < 0:
            return 1 if self.property("step") == 1 else 0  # it stays as it is until the images are counted
        enough = self._labelled > 0 and self._answered >= ENOUGH  # some of the ten may be unsure or excluded
        return 2 if self._open > 0 and not enough else 3

    def close_card(self) -> None:
        """Close the card for the lifetime of this page."""
        self._leads = False
        self._show()

    # --- state ------------------------------------------------------------------------------------------------------
    def count(self, *_: object) -> None:
        """Count the images anew."""
        if self._leads:
            self._any = has_usable_images(self._project.project)
            self._project.ask(Project.counts, self._counted)

    def _counted(self, counts: dict[tuple[State, int | None], int]) -> None:
        first = self._labelled < 0
        self._labelled = sum(count for (_, class_id), count in counts.items() if class_id is not None)
        waiting = sum(count for (state, _), count in counts.items() if state == State.UNLABELLED)
        self._answered = sum(counts.values()) - waiting
        self._open = waiting - self._unshown()
        if first and self._labelled >= ENOUGH:
            self._leads = False  # the project came with labels
        self._show()

    def _round_changed(self) -> None:
        if self.step == 3:
            self._show()

    def _suggested(self) -> int:
        """Return the number of images that the newest round suggests a class for; 0 without a round."""
        lists = self._rounds.lists
        return lists.undecided if lists is not None else 0

    def _ask_for_round(self) -> None:
        """Ask once for a round that knows the ten labels, which the round in use does not."""
        if not self._asked_round and self._rounds.loaded and not self._rounds.running and not self._rounds.waiting:
            self._asked_round = True
            if self._rounds.automatic:
                self._rounds.start()

    # --- showing ----------------------------------------------------------------------------------------------------
    def _show(self) -> None:
        step, earlier = self.step, self.property("step")
        self.setVisible(bool(step))
        if not step:
            self._changed(step, earlier)
            return
        for number, (sign, words) in enumerate(zip(self._signs, self._words, strict=True), start=1):
            sign.setText("✓" if number < step else str(number))
            set_role(sign, "done" if number < step else "now" if number == step else "step")
            set_role(words, "strong" if number == step else "quiet")
        self.names.setVisible(step == 1)
        self._keys.setVisible(step == 2)
        if step == 2:
            self._show_keys()
        elif step == 3 and not self._suggested():
            self._ask_for_round()
        self.sentence.setText(self._sentence(step))
        self._show_button()
        self._changed(step, earlier)

    def _changed(self, step: int, earlier: object) -> None:
        self.setProperty("step", step)
        if step != earlier:
            self.changed.emit()

    def _sentence(self, step: int) -> str:
        if step == 1:
            return self.tr(
                "What can an image be? Type the names of the classes or paste a list; more can follow later."
            )
        if step == 2:
            text = Message(
                "Label {n:this image|these #}: press the key of the class; the next one follows. {done} of {n} done.",
                n=min(ENOUGH, self._answered + self._open),
                done=min(self._answered, ENOUGH),
            )
            return worded(text)
        analysed = self._rounds.unanalysed.only_a_round
        if self._rounds.running:
            if analysed:
                return self.tr("The program is working out a suggestion for the others.")
            return self.tr("The program is analysing the images and will suggest a class for the others.")
        if self._rounds.waiting or self._suggested():
            return self.tr("The program has a suggestion for the others: accept the right ones, a page at a time.")
        if analysed:
            return self.tr("The program can now suggest a class for the others.")
        return self.tr("The program can now analyse the images and suggest a class for the others.")

    def _show_button(self) -> None:
        step = self.step
        names = self.names.names()
        text = ""
        if step == 1:
            several = self.tr("Create {classes}").format(classes=classes(len(names)))
            text = several if names else self.tr("Create the classes")
        elif step == 3:
            known = bool(self._rounds.waiting or self._suggested())
            analysed = self._rounds.unanalysed.only_a_round
            wanted = self.tr("Suggest classes") if analysed else self.tr("Analyse images and suggest")
            text = self.tr("See suggestions") if known else wanted
        self.button.setText(text)
        self.button.setVisible(bool(text))
        if step == 1:
            allow(self.button, "" if names else self.tr("Type the name of a class first."))
        else:
            allow(self.button, self.tr("The program is working on it.") if self._rounds.running else "")

    def _show_keys(self) -> None:
        while self._key_row.takeAt(0) is not None:
            pass
        for old in self._chips:
            old.hide()
            old.deleteLater()
        self._chips = []
        known = self._project.classes
        for one in known[:_NAMED]:
            key = shown_key(one.key)
            name = short_name(one.name, self.fontMetrics(), 150).text.replace("&", "&&")
            sign = QPushButton(class_icon(one.shape, one.color), f"{key}  {name}" if key else name)
            sign.setProperty("role", "chip")
            sign.setToolTip(one.name)
            sign.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            sign.clicked.connect(partial(self._chosen, one.id))
            self._key_row.addWidget(sign)
            self._chips.append(sign)
        self._key_row.addWidget(self._more)
        self._fit_keys()

    def _fit_keys(self) -> None:
        """Show as many classes as fit into the rows, and say how many there are besides them."""
        margins, known = self.contentsMargins(), len(self._project.classes)
        if (inner := self.layout()) is not None:
            margins += inner.contentsMargins()
        width = self.width() - margins.left() - margins.right()
        for shown in range(len(self._chips), 0, -1):
            for at, chip in enumerate(self._chips):
                chip.setVisible(at < shown)
            text = self.tr("{n} more: {key}").format(n=grouped(known - shown), key=key_map().shown("choose"))
            self._more.setText(text)
            self._more.setVisible(known > shown)
            high = max(self._chips[0].sizeHint().height(), self._more.sizeHint().height())
            if self._key_row.heightForWidth(width) <= _ROWS * (high + self._key_row.spacing()):
                break
        self._keys.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.step == 2 and event.size().width() != event.oldSize().width():
            self._fit_keys()

    def _chosen(self, class_id: int, *_: object) -> None:
        self.class_chosen.emit(class_id)

    def _tint(self) -> None:
        self._away.setIcon(theme().icon("close"))
        self._away.setIconSize(QSize(14, 14))
        self._show()

    # --- actions ----------------------------------------------------------------------------------------------------
    def _do(self) -> None:
        if self.step == 1 and self.names.names():
            self._project.add_classes(self.names.names())
        elif self.step == 3 and (self._rounds.waiting or self._suggested()):
            self._leads = False
            self._rounds.take_over()
            self._show()
            self.suggestions_wanted.emit()
        elif self.step == 3 and not self._rounds.running:
            self._rounds.start()
