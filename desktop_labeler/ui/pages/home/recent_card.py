"""The card of a recent project: pictures, name, and progress, or that making it was not finished."""

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout

from desktop_labeler.jobs.classifiers.begun_runs import BegunRun
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.language import FEW, images, worded
from desktop_labeler.ui.pages.home.recent import Recent
from desktop_labeler.ui.widgets.basics import Picture, set_role
from desktop_labeler.ui.widgets.key_button import ElidedLabel


class RecentCard(QFrame):
    """A card that opens its project on a click.

    Signals:
        chosen: the project, whose card was clicked.
        forgotten: the project, which should be removed from the list.
        go_on_wanted: a new project that was not finished should be completed.
        discard_wanted: a new project that was not finished should be deleted.
        analyse_wanted: the project, whose images should be analysed.
        classify_wanted: the BegunRun of a folder whose classification with this project was interrupted.
    """

    chosen = Signal(object)
    forgotten = Signal(object)
    go_on_wanted = Signal(object)
    discard_wanted = Signal(object)
    analyse_wanted = Signal(object)
    classify_wanted = Signal(object)

    def __init__(self, project: Path, recent: Recent | None) -> None:
        super().__init__()
        self.project = project
        self.words = ""
        self._recent: Recent | None = None
        self._run: BegunRun | None = None
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(visible(project.stem))
        self.setToolTip(visible(str(project)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pictures = [Picture() for _ in range(4)]
        pictures = QHBoxLayout()
        pictures.setSpacing(6)
        for picture in self._pictures:
            picture.setFixedHeight(74)
            pictures.addWidget(picture)
        self._under = ElidedLabel(visible(str(project.parent)), "quiet")
        self._forget = QPushButton(self.tr("Remove"))
        self._forget.setProperty("role", "flat")
        self._forget.setToolTip(self.tr("Remove from this list; the project file stays."))
        self._forget.clicked.connect(self._forget_it)
        self.go_on = QPushButton(self.tr("Continue"))
        self.go_on.clicked.connect(self._go_on)
        self.discard = QPushButton(self.tr("Discard…"))
        self.discard.setProperty("role", "flat")
        self.discard.clicked.connect(self._discard)
        row = QHBoxLayout()
        row.addWidget(self._under, 1)
        row.addWidget(self._forget)
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(ElidedLabel(visible(project.stem), "strong", elide=Qt.TextElideMode.ElideMiddle), 1)
        top.addWidget(self.go_on)
        top.addWidget(self.discard)
        for button in (self._forget, self.go_on, self.discard):
            button.hide()
        self.interrupted = ElidedLabel(role="care")
        self.interrupted.hide()
        self.unanalysed = ElidedLabel(role="quiet")
        self.analyse = QPushButton(self.tr("Analyse"))
        self.analyse.setToolTip(self.tr("Open the project and analyse them: until then nothing is suggested there."))
        self.analyse.clicked.connect(self._analyse)
        left = QHBoxLayout()
        left.setSpacing(4)
        left.addWidget(self.unanalysed, 1)
        left.addWidget(self.analyse)
        for part in (self.unanalysed, self.analyse):
            part.hide()
        self._bar = QProgressBar(textVisible=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 14)
        layout.setSpacing(6)
        layout.addLayout(pictures)
        layout.addLayout(top)
        layout.addWidget(self.interrupted)
        layout.addLayout(row)
        layout.addLayout(left)
        layout.addWidget(self._bar)
        if recent is not None:
            self.show_recent(recent)

    def show_recent(self, recent: Recent) -> None:
        """Show what was read from the project file."""
        for place, image in zip(self._pictures, recent.pictures, strict=False):
            place.show_pixmap(QPixmap.fromImage(image))
        self._recent = recent
        self.show_words()
        hint = self.tr("A better embedding is in the box than the one that this project uses: see the page Train.")
        self.setToolTip(f"{visible(str(self.project))}\n{hint}" if recent.older else visible(str(self.project)))
        set_role(self._under, "care" if recent.problem else "quiet")
        self._forget.setVisible(bool(recent.problem) and not recent.images)
        self.discard.setVisible(recent.unfinished)
        self._bar.setRange(0, max(recent.images, 1))
        self._bar.setValue(recent.decided)
        set_role(self._bar, "good" if recent.images and recent.decided == recent.images else "")

    def show_run(self, run: BegunRun | None) -> None:
        """Show that the classification of a folder with this project was interrupted; None for none."""
        self._run = run
        self.show_words()

    def show_words(self) -> None:
        """Say what is known, with the time since the project was used as it is now."""
        recent = self._recent
        if recent is None:
            return
        run = None if recent.problem or recent.unfinished else self._run
        self.words = recent.problem or self._words(recent)
        if run is not None:
            said = self.tr("Classifying {folder} was interrupted").format(folder=visible(run.folder.name))
            self.interrupted.setText(said)
        self.interrupted.setVisible(run is not None)
        unseen = 0 if recent.problem or recent.unfinished else recent.unanalysed
        self.unanalysed.setText(worded(Message("{n:# image|# images} not analysed", n=unseen)))
        for part in (self.unanalysed, self.analyse):
            part.setVisible(unseen > 0)
        self._under.setText(self.words)
        self.go_on.setVisible(recent.unfinished or run is not None)
        tip = self.tr("Go on with the folder, in the table {table}.")
        self.go_on.setToolTip(tip.format(table=visible(str(run.out))) if run is not None else "")

    def _words(self, recent: Recent) -> str:
        if recent.unfinished:
            return self.tr("Not finished: {images} found so far").format(images=images(recent.images))
        parts = [images(recent.images)]
        if recent.images < FEW:
            parts.append(self.tr("{n} decided").format(n=recent.decided))
        else:
            parts.append(self.tr("{n} % decided").format(n=100 * recent.decided // recent.images))
        parts.append(self._ago((datetime.now(UTC) - recent.used).total_seconds()))
        if recent.older:
            parts.append(self.tr("better embedding in the box"))
        return " · ".join(parts)

    def _ago(self, seconds: float) -> str:
        if seconds < 3600:
            return self.tr("{n} min ago").format(n=max(1, int(seconds / 60)))
        if seconds < 24 * 3600:
            return self.tr("{n} h ago").format(n=int(seconds / 3600))
        days = int(seconds / 86400)
        return self.tr("yesterday") if days == 1 else self.tr("{n} days ago").format(n=days)

    def _forget_it(self) -> None:
        self.forgotten.emit(self.project)

    def _go_on(self) -> None:
        unfinished = self._recent is not None and self._recent.unfinished
        if self._run is not None and not unfinished:
            self.classify_wanted.emit(self._run)
        else:
            self.go_on_wanted.emit(self.project)

    def _analyse(self) -> None:
        self.analyse_wanted.emit(self.project)

    def _discard(self) -> None:
        self.discard_wanted.emit(self.project)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.project)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.project)
        else:
            super().keyPressEvent(event)
