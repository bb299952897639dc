"""Finds the column that holds the probability of a class, under whatever name a program or a person gave it."""

import re
from collections.abc import Sequence

_SURE = frozenset(["p", "prob", "probs", "proba", "conf", "confs", "softmax", "confiance", "confianza", "confidenza"])
_ROOTS = ("probabilit", "wahrscheinlichkeit", "confidence", "konfidenz", "likelihood")  # also within longer words
_ENDS = ("prob", "probs", "proba", "conf")  # of words written together, such as "maxprob"
_LIKELY = frozenset(["score", "scores", "certainty", "sicherheit", "gewissheit", "zuversicht", "vertrauen"])
_OTHERS = ("improbab", "unwahrschein", "conference")
_WORD = re.compile(r"[^\W\d_]+")
_JOINT = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_FIRST = re.compile(r"(?<!\d)0*1(?!\d)")


def probability_columns(names: Sequence[str]) -> list[str]:
    """Return the names with a word that stands for a probability, the likeliest first.

    "top1_prob" comes before "top2_prob", "max_prob" before "blur_score", and else what comes first in the table. A lone
    "p" counts, one among other words does not. "Problem" and "uncertainty" are other words.
    """
    ranks = {name: _rank(name) for name in names}
    return sorted((name for name in names if ranks[name] is not None), key=lambda name: ranks[name] or (0, 0))


def _rank(name: str) -> tuple[int, int] | None:
    """Return how likely a name stands for a probability, the least first: by its words, then by its number.

    The number is 0 for the first of several, 1 for a name without a number, 2 for a later one.
    """
    words = [word.casefold() for word in _WORD.findall(_JOINT.sub(" ", name))]
    words = [word for word in words if (word != "p" or len(words) == 1) and not word.startswith(_OTHERS)]
    sure = any(word in _SURE or word.endswith(_ENDS) or any(root in word for root in _ROOTS) for word in words)
    if not sure and not _LIKELY.intersection(words):
        return None
    place = 1 if not any(letter.isdigit() for letter in name) else 0 if _FIRST.search(name) else 2
    return 0 if sure else 1, place
