"""What the page Train shows of a project's classifier, and when another training may be better.

Nothing here loads a network, so that the window can import it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_labeler.data.computed.classifier import has_classifier
from desktop_labeler.data.computed.embeddings import backbone_in_use
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.jobs.classifiers.finetune_plan import (
    Judgement,
    Part,
    UnfinishedFinetune,
    last_choice,
    last_judgement,
    unfinished_finetune,
    waits_for_a_round,
)
from desktop_labeler.jobs.classifiers.unclassified import unclassified

FIRST_UNASKED = (
    200  # labels from which a classifier is trained without being asked: with 100 it gained on one folder of five
)
GROWTH = 1.5  # how many times as many labels make another training worth its minutes, if the last one is in use
_TRIED = "classifier labels"  # the setting that holds how many labels there were then


@dataclass(frozen=True)
class ClassifierOutlook:
    """What the page Train shows of a project's classifier.

    Attributes:
        labels: number of labels.
        classes: number of classes with a label.
        images: number of images.
        analysed: whether there is an embedding.
        judgement: how the last classifier was judged, None before the first.
        kept: whether it takes part in suggestions.
        stored: whether it is stored, so that it can be kept or discarded.
        new: number of usable images about which it says nothing, because they were added or changed since.
        unfinished: a training that was interrupted, None without one.
        tried: number of labels that there were when the last one was trained; 0 before the first.
        chosen: the budget of the last training in minutes, and its part; None before the first.
        waits: whether no round was run since it was kept, so that no suggestion knows it yet.
    """

    labels: int
    classes: int
    images: int
    analysed: bool
    judgement: Judgement | None
    kept: bool
    stored: bool
    new: int
    unfinished: UnfinishedFinetune | None
    tried: int = 0
    waits: bool = False
    chosen: tuple[float, Part] | None = None

    @property
    def due(self) -> bool:
        """Whether so many labels are new that a training may be better than the last one.

        One that was not better is tried again with twice as many labels. What a person interrupted is left to them.
        """
        if not self.analysed or self.classes < 2 or self.unfinished is not None:
            return False
        growth = GROWTH if self.kept else 2.0
        return self.labels >= max(FIRST_UNASKED, growth * self.tried)


def note_tried(project: Project) -> None:
    """Store that a classifier was trained now, whatever came of it."""
    project.save_setting(_TRIED, sum(_labels_of_classes(project.counts()).values()))


def _labels_of_classes(counts: Mapping[tuple[State, int | None], int]) -> dict[int, int]:
    """Return the number of labels of each class that has one."""
    found: dict[int, int] = {}
    for (_, class_id), count in counts.items():
        if class_id is not None:
            found[class_id] = found.get(class_id, 0) + count
    return found


def read_classifier_outlook(project: Project) -> ClassifierOutlook:
    """Read what there is to train a classifier with, and what came of the last one.

    Raises:
        ProjectError: the file cannot be read.
    """
    counts = project.counts()
    labels, tried = _labels_of_classes(counts), project.setting(_TRIED)
    known = last_judgement(project)
    return ClassifierOutlook(
        labels=sum(labels.values()),
        classes=len(labels),
        images=sum(counts.values()),
        analysed=backbone_in_use(project) is not None,
        judgement=known[0] if known is not None else None,
        kept=known is not None and known[1],
        stored=has_classifier(project),
        new=len(unclassified(project).missing),
        unfinished=unfinished_finetune(project.path),
        tried=tried if isinstance(tried, int) else 0,
        waits=waits_for_a_round(project),
        chosen=last_choice(project),
    )
