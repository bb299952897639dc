"""What the latest checks on Suspects found, and whether to go on, in a sentence."""

from collections.abc import Sequence

from desktop_labeler.messages import Message
from desktop_labeler.statistics import CLEAN_RUN
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.language import translator, worded
from desktop_labeler.ui.rounds.round_lists import few_left

_YIELD = 50  # latest checks that the yield is measured on
_tr = translator("SuspectsPage")


def yield_text(checks: Sequence[bool], left: int | None) -> str:
    """Return the sentence; what the keys do before the first check.

    Args:
        checks: whether each of the latest checks corrected its label, the newest first.
        left: how many labels nobody has confirmed; None where that is not known yet.
    """
    if not checks:
        text = _tr("{keep} keeps the label, {take} takes the expected one, a class key gives another class.")
        return text.format(keep=key_map().shown("keep"), take=key_map().shown("take"))
    recent = checks[:_YIELD]
    found = worded(Message("Last {n:image|# images} checked: {k} corrected.", n=len(recent), k=sum(recent)))
    clean = checks.index(True) if True in checks else len(checks)
    if clean >= CLEAN_RUN:
        advice = _tr("You can stop: {n} in a row needed no correction (under 5 % of the rest are wrong, p = 0.05).")
    elif left is not None and clean + left < CLEAN_RUN:
        advice = few_left(left)
    else:
        advice = _tr("Continue until {enough} in a row need no correction (now {n}).")
    return found + " " + advice.format(n=clean, enough=CLEAN_RUN)
