"""How people decided on the suggestions of the last rounds, image by image."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.computed.arrays import array_names, array_stamp, delete_arrays, load_array, save_arrays
from desktop_labeler.data.computed.round_history import SuggestionOutcomes
from desktop_labeler.data.project.project_file import Project, Source, State

KEPT = 4  # replaced rounds whose suggestions are kept: a page may still show one of them
_EARLIER = "shown/"  # arrays of what replaced rounds suggested: shown/NUMBER/ids, shown/NUMBER/suggested

# Only what a person said: an import is no answer to a suggestion. A decision that was undone no longer counts, since
# the image then names an earlier one as its last. One that was made while another round was shown is no answer to this
# one; one that names no round was made elsewhere, and counts for the round that was stored then.
_SINCE = (
    "image.decided > ?1 AND image.id IN (SELECT image_id FROM change WHERE decision_id > ?1) "
    "AND image.decided IN (SELECT id FROM decision WHERE id > ?1 AND (round = ?2 OR (round IS NULL AND id <= ?3))) "
    f"AND image.problem IS NULL AND image.source != {int(Source.IMPORTED)}"
)
_FOR_EVER = 2**62  # a number that no decision reaches


@dataclass(frozen=True)
class _Suggested:
    """What a round suggested for the images that had no label.

    Attributes:
        round: its number.
        since: number of the last decision that it knew.
        until: number of the last decision that the next round knew.
        ids: images in ascending order.
        classes: ids of the suggested classes, as many.
    """

    round: int
    since: int
    until: int
    ids: IntArray
    classes: IntArray

    def of(self, images: IntArray) -> IntArray:
        """Return the class suggested for each image, −1 for none."""
        if not len(self.ids):
            return np.full(len(images), -1, np.int64)
        places = np.searchsorted(self.ids, images).clip(max=len(self.ids) - 1)
        return np.where(self.ids[places] == images, self.classes[places], np.int64(-1))


def suggestion_outcomes_of(project: Project) -> SuggestionOutcomes | None:
    """Compare what the stored round suggested with what people decided since: None before the first round.

    Only images count that had no label when the round was computed, so each suggestion was made without knowing the
    answer. A million images in about 0.1 s and 0.3 s per 100,000 decided since: not for the main thread.

    Raises:
        ProjectError: the file cannot be read.
    """
    stored = _stored(project, _FOR_EVER)
    return _outcomes(project, stored) if stored is not None else None


def earlier_outcomes(project: Project) -> tuple[SuggestionOutcomes, ...]:
    """Return how people decided on the suggestions of the rounds before the stored one that are kept, in order.

    While a page shows a round, newer ones may be stored: what is decided on that page is an answer to the one shown.

    Raises:
        ProjectError: the file cannot be read.
    """
    stored = array_stamp(project, "round/ids")
    newest = stored["round"] if stored is not None else _FOR_EVER
    kept = (_kept(project, number) for number in _numbers(project) if number < newest)
    return tuple(_outcomes(project, found) for found in kept if found is not None)


def keep_suggestions(project: Project, until: int) -> None:
    """Keep what the stored round suggested before another replaces it, and no more than the last rounds.

    Args:
        project: open for writing.
        until: number of the last decision that the new round knows.

    Raises:
        ProjectError: disk full or the like.
    """
    stored = _stored(project, until)
    if stored is None:
        return
    place = f"{_EARLIER}{stored.round}/"
    stamp = {"round": stored.round, "decisions": stored.since, "until": until}
    save_arrays(project, {f"{place}ids": stored.ids, f"{place}suggested": stored.classes.astype(np.int32)}, stamp)
    for number in _numbers(project)[:-KEPT]:
        delete_arrays(project, f"{_EARLIER}{number}/")


def _numbers(project: Project) -> list[int]:
    names = array_names(project, _EARLIER)
    return sorted({int(name.split("/")[1]) for name in names})


def _stored(project: Project, until: int) -> _Suggested | None:
    stamp = array_stamp(project, "round/ids")
    if stamp is None:
        return None
    ids, suggested, given = (load_array(project, f"round/{name}") for name in ("ids", "suggested", "given"))
    if ids is None or suggested is None or given is None:
        ids = suggested = given = np.empty(0, np.int64)
    asked = (given < np.int32(0)) & (suggested >= np.int32(0))
    known, classes = ids[asked].astype(np.int64, copy=False), suggested[asked].astype(np.int64)
    order = np.argsort(known, kind="stable")
    return _Suggested(stamp["round"], stamp["decisions"], until, known[order], classes[order])


def _kept(project: Project, number: int) -> _Suggested | None:
    place = f"{_EARLIER}{number}/"
    stamp = array_stamp(project, f"{place}ids")
    ids, classes = load_array(project, f"{place}ids"), load_array(project, f"{place}suggested")
    if stamp is None or ids is None or classes is None:
        return None
    return _Suggested(number, stamp["decisions"], stamp["until"], ids.astype(np.int64), classes.astype(np.int64))


def _outcomes(project: Project, found: _Suggested) -> SuggestionOutcomes:
    ids, states, classes, sources = _decided_since(project, found)
    if not len(ids):
        return SuggestionOutcomes(found.round)
    suggested = found.of(ids)
    refused = _refused(project, found, ids, suggested)
    answered = np.isin(states, (State.LABELLED, State.CONFIRMED)) & (classes >= 0)
    kept = (suggested >= 0) & answered & (classes == suggested)
    changed = (suggested >= 0) & ((answered & (classes != suggested)) | (states == State.EXCLUDED) | refused)
    together = kept & (sources == Source.ACCEPTED) & (states == State.LABELLED)
    unsure = (suggested >= 0) & (states == State.UNSURE) & ~refused
    return SuggestionOutcomes(found.round, int(kept.sum()), int(changed.sum()), int(unsure.sum()), int(together.sum()))


def _decided_since(project: Project, found: _Suggested) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return ids, states, classes (−1 for none) and sources of the images decided since, looking at this round."""
    columns = ("image.id", "state", "coalesce(class_id, -1)", "source")
    listed = ", ".join(f"group_concat({column})" for column in columns)
    query = f"SELECT {listed} FROM image WHERE {_SINCE}"
    ids, states, classes, sources = project.integers(query, (found.since, found.round, found.until))
    return ids, states, classes, sources


def _refused(project: Project, found: _Suggested, images: IntArray, suggested: IntArray) -> BoolArray:
    """Return for which images a person said that they are not what was suggested."""
    query = f"SELECT image.id, rejected FROM image WHERE rejected != '' AND {_SINCE}"
    rows = project.rows(query, (found.since, found.round, found.until))
    place = {image: at for at, image in enumerate(images.tolist())}
    refused = np.zeros(len(images), np.bool_)
    for image, rejected in rows:
        at = place.get(image)
        if at is not None:
            refused[at] = str(int(suggested[at])) in rejected.split()
    return refused
