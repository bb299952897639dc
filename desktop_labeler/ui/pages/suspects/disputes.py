"""The images on which people disagree, as one more reason on Suspects: counted, and settled one after another."""

from typing import Final

from PySide6.QtWidgets import QWidget

from desktop_labeler.messages import Message
from desktop_labeler.ui.core.disputed_images import DisputedImages
from desktop_labeler.ui.core.language import translator, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from desktop_labeler.ui.widgets.choices import Choice

DISPUTED: Final = "disputed"
"""The value of the chip."""

_tr = translator("Disputes")


def dispute_choices(disputed: DisputedImages) -> list[Choice]:
    """Return the chip, if there are such images."""
    return [Choice(DISPUTED, (_tr("People disagree"),), len(disputed))] if len(disputed) else []


def settle(project: OpenProject, page: QWidget) -> None:
    """Show them one after another, each with who said what."""
    SettleDialog(project, page.window()).open()


def nothing_left_texts(count: int) -> tuple[str, str, str]:
    """Return heading, sentence and button for a page on which nothing else is left, and people disagree on some."""
    return (
        worded(Message("People disagree on {n:# image|# images}", n=count)),
        _tr("The program doubts no other label. What people disagree on is settled here, with one key for each image."),
        _tr("Settle what people disagree on…"),
    )
