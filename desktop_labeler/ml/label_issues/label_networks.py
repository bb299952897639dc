"""The networks that judge labels: trained on all labels but those of one fold, and used again while few have changed.

Training them on 1,000 labels takes seconds, and a round follows every few decisions. Until a fiftieth of the labels
has changed, the networks of an earlier round judge them all: each image is still judged by networks that have seen
neither it nor its group, whatever its label is now. On six folders no loss was to be
seen in the mean; up to a twentieth the worst folder lost 6 points of average precision
(.github/measurements/label_issues.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch

from desktop_labeler.array_types import AnyArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.cross_validation import assign_folds
from desktop_labeler.ml.classify.heads import finite_rows
from desktop_labeler.ml.classify.small_network import ROBUSTNESS
from desktop_labeler.ml.label_issues.out_of_fold import FoldNetwork, fit_fold_networks

_FEW = 8_000  # up to so many labels the length of the training is chosen on all folds, above on the first
_WORK = 400_000  # epochs × labels for each fold, 8 s of processor time: no more networks than that
_LONGEST = 500_000  # epochs × labels of the longest training that is tried
_FOLDS = 5
_EPOCHS = (3, 5, 10, 30)
_FEWEST_EPOCHS = 2  # where even the shortest of these takes too long
_MORE = 3  # additional networks with other seeds
_CHANGED = 0.02  # fraction of the labels that may change before the networks are trained again
_CHANGED_OF_CLASS = 0.5  # the same for each class, of the labels that it had


@dataclass(frozen=True, eq=False)
class LabelNetworks:
    """Networks for all folds, and what they were trained on.

    Attributes:
        labels: (N,) the labels that they learnt, −1 for none.
        weights: (N,) how much each label counted.
        groups: (N,) the groups that folds keep together; None for none.
        fold: (N,) the fold whose networks have seen neither the image nor its group; any fold for others.
        members: for each of a few seeds, a network for each fold.
    """

    labels: IntArray
    weights: Float32Array
    groups: AnyArray | None
    fold: IntArray
    members: list[list[FoldNetwork]]

    def held_out(self, vectors: AnyArray, places: IntArray, classes: int) -> Float32Array:
        """Return the mean probabilities of images by the networks that have not seen them, (n, classes).

        Args:
            vectors: (N, D) of all images; a row that is not finite is predicted from the zero vector.
            places: (n,) positions of the images.
            classes: number of classes.
        """
        rows, _ = finite_rows(vectors[places])
        found = np.zeros((len(places), classes), np.float32)
        for fold in range(_FOLDS):
            held = self.fold[places] == fold
            part = rows[torch.from_numpy(held)]
            said = [member[fold].probabilities(part, classes).numpy() for member in self.members]
            found[held] = np.mean(said, axis=0, dtype=np.float32)
        return found


def networks_of(
    vectors: AnyArray,
    labels: IntArray,
    weights: Float32Array,
    groups: AnyArray | None,
    checkable: IntArray,
    last: LabelNetworks | None,
    *,
    classes: int,
) -> LabelNetworks:
    """Return networks that can judge the labels: those of the last round, or new ones.

    The length of the training is chosen on held-out labels: the more labels are wrong, the earlier a network memorises
    them. The shortest is used that is not surely worse there by the loss that it was trained with, which tells more
    than how many labels it gets right. The mean of four networks of that length is better than one, above all when many
    labels are wrong (.github/measurements/label_issues.md).

    Args:
        vectors: (N, D); a row with NaN or infinity is not learnt from.
        labels: (N,) int in [0, classes), −1 for none; at least one label.
        weights: (N,) how much each label counts, at least 0.
        groups: (N,) group of each image, any values; None for none.
        checkable: (m,) positions of the labels that will be judged.
        last: the networks of an earlier round, for the same vectors and classes; None for none.
        classes: number of classes.
    """
    if last is not None and _still_good(last, labels, weights, groups, classes):
        fold = _folds_now(last, labels, groups)
        kept = LabelNetworks(last.labels, last.weights, last.groups, fold, last.members)
        if _knows(kept, labels, checkable):
            return kept
    return _trained(vectors, labels, weights, groups, classes)


def _still_good(
    last: LabelNetworks, labels: IntArray, weights: Float32Array, groups: AnyArray | None, classes: int
) -> bool:
    """Whether few labels have changed since the networks were trained, in all and of each class."""
    if len(last.labels) != len(labels):
        return False
    if last.groups is not groups and (last.groups is None or groups is None or not np.array_equal(last.groups, groups)):
        return False
    other = last.labels != labels
    changed = other | ((labels >= 0) & (last.weights != weights))
    before = np.bincount(last.labels[last.labels >= 0], minlength=classes)
    moved = np.concatenate([last.labels[other], labels[other]])
    of_class = np.bincount(moved[moved >= 0], minlength=classes)
    return bool(changed.sum() <= _CHANGED * before.sum() and (of_class <= _CHANGED_OF_CLASS * before).all())


def _folds_now(last: LabelNetworks, labels: IntArray, groups: AnyArray | None) -> IntArray:
    """(N,) the fold of each image: that of its group if the networks have seen the group, any for other new images."""
    fold = last.fold.copy()
    new = np.flatnonzero((labels >= 0) & (last.labels < 0))
    if groups is None or not len(new):
        return fold
    seen = np.flatnonzero(last.labels >= 0)
    of_group = dict(zip(groups[seen].tolist(), last.fold[seen].tolist(), strict=True))
    fold[new] = [of_group.get(group, own) for group, own in zip(groups[new].tolist(), fold[new].tolist(), strict=True)]
    return fold


def _knows(networks: LabelNetworks, labels: IntArray, checkable: IntArray) -> bool:
    """Whether the networks that judge each label know its class."""
    for fold, network in enumerate(networks.members[0]):
        judged = checkable[networks.fold[checkable] == fold]
        if not np.isin(labels[judged], network.present.numpy()).all():
            return False
    return True


def _trained(
    vectors: AnyArray, labels: IntArray, weights: Float32Array, groups: AnyArray | None, classes: int
) -> LabelNetworks:
    places = np.flatnonzero(labels >= 0)
    rows, finite = finite_rows(vectors[places])
    own, given = weights[places], labels[places]
    part = assign_folds(rows.numpy(), given, None if groups is None else groups[places], _FOLDS)
    fold = np.arange(len(labels)) % _FOLDS
    fold[places] = part
    share = torch.from_numpy(own) * finite

    def fitted(epochs: int, seed: int, folds: int) -> list[FoldNetwork]:
        return fit_fold_networks(
            rows, torch.from_numpy(given), share, torch.from_numpy(part), folds=folds, epochs=epochs, seed=seed
        )

    def losses(networks: list[FoldNetwork]) -> Float64Array:
        """The loss of each label of the folds that these networks have not seen."""
        found = np.zeros(len(places))
        for held, network in enumerate(networks):
            mine = part == held
            said = network.probabilities(rows[torch.from_numpy(mine)], classes).numpy()
            found[mine] = own[mine] * (1 - said[np.arange(len(said)), given[mine]] ** ROBUSTNESS)
        return found[part < len(networks)]

    count = len(places)
    lengths = [epochs for epochs in _EPOCHS if epochs * count <= _LONGEST] or [_FEWEST_EPOCHS]
    folds = _FOLDS if count <= _FEW else min(1, len(lengths) - 1)
    tried = {epochs: fitted(epochs, 0, folds) for epochs in lengths}
    best = shortest_length({epochs: losses(networks) for epochs, networks in tried.items()})
    members = [tried[best] if folds == _FOLDS else fitted(best, 0, _FOLDS)]
    left = _WORK - count * sum(lengths) * folds // _FOLDS - count * best * (folds < _FOLDS)
    more = min(_MORE, max(0, left // (count * best)))
    members += [fitted(best, _FOLDS * (number + 1), _FOLDS) for number in range(more)]
    return LabelNetworks(labels.copy(), weights.copy(), groups, fold, members)


def shortest_length(losses: Mapping[int, Float64Array]) -> int:
    """Return the fewest epochs whose held-out loss is at most one standard error above the lowest.

    Source: the one-standard-error rule of Breiman et al., "Classification and Regression Trees", 1984, here with the
    error of the difference on the same labels.

    Args:
        losses: for each number of epochs, the loss of each held-out label, (n,), in one order.
    """
    lowest = min(losses, key=lambda epochs: float(losses[epochs].sum()))
    for epochs in sorted(losses):
        more = losses[epochs] - losses[lowest]
        total = float(more.sum())
        if total <= 0 or total <= float(more.std()) * len(more) ** 0.5:
            return epochs
    return lowest
