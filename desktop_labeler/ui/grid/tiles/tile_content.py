"""What a tile of a grid shows."""

from dataclasses import dataclass

from desktop_labeler.data.project.project_file import LabelClass, State


@dataclass(frozen=True)
class TileContent:
    """What a tile shows.

    Attributes:
        state: the state of the image.
        label: the class of the image, or the suggested one.
        suggested: whether `label` is only a suggestion.
        note: the confidence or rank on the right of the caption.
        second: whether a second opinion is wanted.
        rejected: whether a suggestion was rejected and nothing else is known.
        doubt: whether the model doubts the label.
        instead: the class that the model expects instead of the label, or what the person answered, see `answer`.
        answer: whether `instead` is the person's answer, beside which the project's rule keeps another label.
        decided: whether it was decided on this page.
        plain: the first line if there is no class.
        lines: further lines of the caption.
        problem: why there is no picture; empty otherwise.
        size: how many images it stands for.
        agreeing: for how many of them `label` is suggested, where that is not the same for all; else 0.
    """

    state: State
    label: LabelClass | None = None
    suggested: bool = False
    note: str = ""
    second: bool = False
    rejected: bool = False
    doubt: bool = False
    instead: LabelClass | str | None = None
    answer: bool = False
    decided: bool = False
    plain: str = ""
    lines: tuple[str, ...] = ()
    problem: str = ""
    size: int = 1
    agreeing: int = 0
