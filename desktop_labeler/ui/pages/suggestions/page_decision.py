"""The one decision on a page of Suggestions: what it changes, and how it is put in words."""

from collections.abc import Collection, Sequence

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit
from desktop_labeler.data.project.project_file import Source, State
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import grouped, translator

_tr = translator("SuggestionsPage")


def page_edit(images: Sequence[int], rejected: Collection[int], class_id: int) -> Edit:
    """Return what accepting a page changes: the class is rejected for some of its images, the others get it."""
    state = State.CONFIRMED if len(images) == 1 else State.LABELLED  # a single image was examined closely
    return Edit(
        state=[None if image in rejected else state for image in images],
        class_id=[None if image in rejected else class_id for image in images],
        source=[None if image in rejected else Source.ACCEPTED for image in images],
        reject=[class_id if image in rejected else None for image in images],
    )


def page_text(accepted: int, rejected: int, name: str) -> DecisionText:
    """Return the history text of a page."""
    if not accepted:
        return DecisionText("reject_as", n=rejected, name=name)
    if rejected:
        return DecisionText("accept_some", n=accepted, name=name, rejected=rejected)
    return DecisionText("accept_as", n=accepted, name=name)


def button_text(accepted: int, rejected: int) -> str:
    """Return what the button for the page does: how many images it accepts and rejects."""
    if not accepted and not rejected:
        return _tr("Next page")
    if not rejected:
        return _tr("Accept {n}").format(n=grouped(accepted))
    if not accepted:
        return _tr("Reject {k}").format(k=grouped(rejected))
    return _tr("Accept {n} · reject {k}").format(n=grouped(accepted), k=grouped(rejected))


def with_keys(text: str) -> str:
    """Fill in the keys that mark an image, that answer for a page, and that open a stack."""
    names = {"right": "page_right", "wrong": "page_wrong", "mark": "reject", "open": "accept"}
    return text.format(**{word: key_map().shown(name) for word, name in names.items()})
