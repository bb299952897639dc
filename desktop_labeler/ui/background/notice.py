"""A notice: what happened, with a button for what to do about it; it never takes the keyboard focus."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """A message that does not interrupt the work: the end of a job, an undo.

    Attributes:
        text: one line.
        button: the text of its button; empty for none.
        does: called when the button is pressed.
        tone: a role of the style sheet: "care" or "wrong" where something needs attention.
        lasts: whether it stays until the person closes it, as what needs attention or an answer does; else it goes
            after some seconds.
        everywhere: whether it still holds when the open project is closed.
        declined: called when the notice is closed without pressing its button.
        holds: whether it is still true, asked after every decision; None where no decision changes that.
    """

    text: str
    button: str = ""
    does: Callable[[], object] | None = None
    tone: str = ""
    lasts: bool = True
    everywhere: bool = False
    declined: Callable[[], object] | None = None
    holds: Callable[[], bool] | None = None
