"""Whether an audit reaches its target, and what of its sample still could, by the interval of its own design."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from desktop_labeler.array_types import BoolArray
from desktop_labeler.audit_looks import look_sizes
from desktop_labeler.data.decisions.proof.audits import Audit
from desktop_labeler.jobs.audits import audit_design
from desktop_labeler.statistics import MeasuredFraction

_SLACK = 1e-9  # a bound of 0.95 is 1 − 0.05 too


@dataclass(frozen=True, eq=False)
class Answers:
    """What was answered of a sample.

    Attributes:
        audit: the sample.
        claimed: (n,) whether the class of each claim is still there.
        answered: (n,) whether nothing more will be said of it.
        counts: (n,) whether it counts.
        right: (n,) whether it was right.
        deleted: ids of the classes that were deleted since, as text.
    """

    audit: Audit
    claimed: BoolArray
    answered: BoolArray
    counts: BoolArray
    right: BoolArray
    deleted: AbstractSet[str]

    def measured(self) -> tuple[MeasuredFraction, Audit]:
        """Return how many of the population are right, and the audit of the claims that are left."""
        if not self.deleted:
            return audit_design.measured(self.audit, self.right, self.counts, self.answered), self.audit
        done = int(self.answered.sum())
        return audit_design.of_claims_left(self.audit, self.claimed, self.counts, self.right, done, self.deleted)

    def with_right(self, more: int) -> "Answers":
        """Return them with so many further images of the sample, the next in its order, found right."""
        now = np.zeros(len(self.answered), np.bool_)
        now[np.flatnonzero(~self.answered)[:more]] = True
        return replace(self, answered=self.answered | now, counts=self.counts | now, right=self.right | now)


def outlook(answers: Answers, whole: MeasuredFraction) -> tuple[int | None, float]:
    """Return how many further images of the sample, all right, reach the target; and the bound if all open ones are.

    Args:
        answers: so far.
        whole: what they show.

    Returns:
        0 images if the lower bound reaches the target, None if the sample, or an audit that was ended, cannot.
    """
    target, done = answers.audit.target - _SLACK, int(answers.answered.sum())
    open_ones = 0 if answers.audit.ended else len(answers.answered) - done

    def low_after(more: int) -> float:
        return answers.with_right(more).measured()[0].low

    best = low_after(open_ones) if open_ones else whole.low
    if whole.count and whole.low >= target:
        return 0, best
    if not open_ones or best < target:
        return None, best
    below, enough = 0, open_ones
    while enough - below > 1:
        middle = (below + enough) // 2
        below, enough = (below, middle) if low_after(middle) >= target else (middle, enough)
    looks = [look - done for look in look_sizes(len(answers.answered), answers.audit.design.looks)]
    sooner = (look for look in looks if 0 < look < enough and low_after(look) >= target)  # narrower than between them
    return next(sooner, enough), best
