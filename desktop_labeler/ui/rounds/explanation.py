"""Why an image is shown: a sentence, the nearest images of both classes, and other oddities."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from desktop_labeler.data.decisions.label_givers import giver_of
from desktop_labeler.data.decisions.proof.verdicts import disagreed
from desktop_labeler.data.project.project_file import ImageRow, LabelClass, Source, State
from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.core.language import day, grouped, translator, worded
from desktop_labeler.ui.core.model_names import model_name
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.round_view import RoundView
from desktop_labeler.ui.rounds.round_hints import agreement_meaning, rank_text
from desktop_labeler.ui.widgets.breaking_text import breakable

_COUNTED = 10  # most similar images whose classes the sentence counts
_SHOWN = 5  # images that are shown of each class


@dataclass(frozen=True)
class Neighbor:
    """A similar image: its id and its cosine similarity."""

    image: int
    similarity: float


@dataclass(frozen=True)
class Row:
    """A row of the nearest images of one class."""

    title: str
    neighbors: tuple[Neighbor, ...]


@dataclass(frozen=True)
class Explanation:
    """What the panel shows about an image.

    Attributes:
        sentence: rich text.
        rows: the nearest images of the expected class, then of the given (or next likely) class.
        chips: texts about what else is odd.
        keeps: whether there is a label to keep.
        takes: whether there is a class to take.
    """

    sentence: str
    rows: tuple[Row, ...]
    chips: tuple[str, ...]
    keeps: bool
    takes: bool


def explain(view: RoundView, project: OpenProject, row: ImageRow) -> Explanation | None:
    """Return what a round says about an image, None if it does not know it; takes 1 ms, for 50 rows."""
    if view.row(row.id) is None:
        return None
    labelled = row.state in (State.LABELLED, State.CONFIRMED) and row.class_id is not None
    expected = _expected(view, project, row, labelled=labelled)
    other = _given(view, project, row, expected) if labelled else _runner_up(view, project, row, expected)
    near, confirmed = _near(view, project, row, expected)
    parts = [_counted(near, project, expected, confirmed=confirmed), _standing(view, project, row, expected)]
    rows = [
        Row(_title(label, confirmed=confirmed), _of_class(near, label))
        for label in (expected, other)
        if label is not None
    ]
    return Explanation(
        " ".join(filter(None, parts)),
        tuple(found for place, found in enumerate(rows) if found.neighbors or place == 0),
        _chips(view, project, row),
        keeps=labelled and row.state != State.CONFIRMED,
        takes=expected is not None and not (labelled and expected.id == row.class_id),
    )


def _expected(view: RoundView, project: OpenProject, row: ImageRow, *, labelled: bool) -> LabelClass | None:
    found = view.expected_of(row.id) if labelled else view.suggestion_of(row.id)
    return project.class_of(found[0]) if found is not None else None


def _given(view: RoundView, project: OpenProject, row: ImageRow, expected: LabelClass | None) -> LabelClass | None:
    """Return the label, or the label that the round doubted if the image now has the expected class."""
    place = view.row(row.id)
    if place is not None and expected is not None and row.class_id == expected.id:
        before = project.class_of(int(view.arrays["given"][place]))
        return before if before is not None and before.id != expected.id else None
    return project.class_of(row.class_id)


def _runner_up(view: RoundView, project: OpenProject, row: ImageRow, first: LabelClass | None) -> LabelClass | None:
    place = view.row(row.id)
    if place is None or "top_classes" not in view.arrays:
        return None
    others = (int(number) for number in view.arrays["top_classes"][place] if number >= 0)
    return next((project.class_of(number) for number in others if first is None or number != first.id), None)


def _near(
    view: RoundView, project: OpenProject, row: ImageRow, expected: LabelClass | None
) -> tuple[list[tuple[ImageRow, float]], bool]:
    """Return the similar images with a class, nearest first, and whether all of them are confirmed.

    Unconfirmed labels are used until a person has confirmed enough of them, including one of the expected class.
    """
    images, cosines = view.nearest(row.id)
    rows = project.rows(images.tolist())
    known = [
        (rows[image], float(cosine))
        for image, cosine in zip(images.tolist(), cosines.tolist(), strict=True)
        if image in rows and rows[image].class_id is not None
    ]
    confirmed = [pair for pair in known if pair[0].state == State.CONFIRMED]
    speaks = expected is None or any(near.class_id == expected.id for near, _ in confirmed)
    return (confirmed, True) if speaks and len(confirmed) >= _SHOWN else (known, False)


def _of_class(near: Sequence[tuple[ImageRow, float]], label: LabelClass) -> tuple[Neighbor, ...]:
    found = [Neighbor(row.id, cosine) for row, cosine in near if row.class_id == label.id]
    return tuple(found[:_SHOWN])


# --- words ------------------------------------------------------------------------------------------------------------
_tr = translator("Explanation")


def _title(label: LabelClass, *, confirmed: bool) -> str:
    text = _tr("Nearest confirmed “{name}”") if confirmed else _tr("Nearest labelled “{name}”")
    return text.format(name=label.name)


def _counted(
    near: Sequence[tuple[ImageRow, float]], project: OpenProject, expected: LabelClass | None, *, confirmed: bool
) -> str:
    first = [row for row, _ in near[:_COUNTED]]
    if not first or expected is None:
        return _tr("No similar image has a label yet.") if not first else ""
    count = sum(row.class_id == expected.id for row in first)
    if not count:
        text = Message(
            "The model expects “{name}”, though {n:the most similar labelled image is not|none of the # most similar "
            "labelled images is}.",
            n=len(first),
            name=expected.name,
        )
    elif len(first) == 1:
        only = Message("The most similar confirmed image is “{name}”.", name=expected.name)
        text = only if confirmed else Message("The most similar labelled image is “{name}”.", name=expected.name)
    elif confirmed:
        text = Message(
            "{k} of the {n} most similar confirmed images {k:is|are} “{name}”.",
            k=count,
            n=len(first),
            name=expected.name,
        )
    else:
        text = Message(
            "{k} of the {n} most similar labelled images {k:is|are} “{name}”.",
            k=count,
            n=len(first),
            name=expected.name,
        )
    return f"<b>{_html(worded(text))}</b>"


def _standing(view: RoundView, project: OpenProject, row: ImageRow, expected: LabelClass | None) -> str:
    """Return a sentence about what the image is now and where that comes from."""
    label = project.class_of(row.class_id)
    if label is not None:
        text = _tr("This one is labelled {name} ({source}).")
        return _html(text).format(name=f"<b>{_html(label.name)}</b>", source=_html(_source(project, row)))
    if expected is not None and expected.id in row.rejected:
        text = _tr("You marked it not {name}; it will not be suggested again.")
        return _html(text).format(name=f"<i>{_html(expected.name)}</i>")
    place = view.place_of(row.id) if row.state == State.UNLABELLED else None
    if place is not None and expected is not None:
        text = _tr("Number {place} of {total} suggested to be “{name}”, surest first.")
        said = text.format(place=grouped(place[0]), total=grouped(place[1]), name=expected.name)
        return _html(" ".join(filter(None, [said, agreement_meaning(view.agreed_over(row.id))])))
    states = {State.UNSURE: _tr("It is marked unsure."), State.EXCLUDED: _tr("It is excluded: none of the classes.")}
    return states.get(row.state, "")


def _source(project: OpenProject, row: ImageRow) -> str:
    sources = {
        Source.IMPORTED: _tr("imported"),
        Source.HUMAN: _tr("by a person"),
        Source.ACCEPTED: _tr("accepted suggestion"),
    }
    parts = [sources[row.source]] if row.source in sources else []
    given = giver_of(project.project, row.id)
    if given is not None:
        who, time = given
        parts += [day(datetime.fromisoformat(time)), worded(who)]
    return ", ".join(filter(None, parts))


def _chips(view: RoundView, project: OpenProject, row: ImageRow) -> tuple[str, ...]:
    flags = (
        ("conflict", _tr("near-duplicate with another label")),
        ("outlier", _tr("outlier")),
        ("blurred", _tr("blurred")),
        ("dark", _tr("dark")),
        ("odd_size", _tr("unusual size")),
    )
    found = [*_others(view, project, row), *(text for name, text in flags if view.flag(row.id, name))]
    if disagreed(project.project, row.id):
        found.append(_tr("people disagreed"))
    return tuple(found)


def _others(view: RoundView, project: OpenProject, row: ImageRow) -> Iterator[str]:
    """Yield what each model from elsewhere says, as in “SpeciesNet 4.0: owl .93”."""
    place = view.row(row.id)
    for other in view.others if place is not None else ():
        label = project.class_of(int(other.classes[place]))
        if label is not None:
            probability = round(float(other.probabilities[place]), 4)
            yield f"{model_name(other.name)}: {visible(label.name)} {rank_text(probability)}"


def _html(text: str) -> str:
    return escape(breakable(text))
