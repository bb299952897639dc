"""Finds the column that holds the probability of a class, under whatever name a program or a person gave it."""

import re
from collections.abc import Sequence

_WORDS = frozenset(
    [
        *("p", "prob", "probs", "proba", "probability", "probabilities", "confidence", "confidences", "conf"),
        *("score", "scores", "softmax", "likelihood", "certainty"),
        *("wahrscheinlichkeit", "konfidenz", "sicherheit", "gewissheit", "probabilité", "confiance", "probabilidad"),
        *("confianza", "probabilità", "confidenza"),
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
_JOINT = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
_FIRST = re.compile(r"(?<!\d)0*1(?!\d)")


def probability_columns(names: Sequence[str]) -> list[str]:
    """Return the names with a word that stands for a probability, the likeliest first.

    "top1_prob" comes before "top2_prob", and else what comes first in the table. A lone "p" counts, one among other
    words does not. "Problem" and "uncertainty" are other words.
    """
    found = []
    for name in names:
        words = [word.casefold() for word in _WORD.findall(_JOINT.sub(" ", name))]
        if _WORDS.intersection(words if len(words) == 1 else {*words} - {"p"}):
            found.append(name)
    return sorted(found, key=lambda name: _rank(name))


def _rank(name: str) -> int:
    """Return 0 for the first of several, 1 for a name without a number, 2 for a later one."""
    if not any(letter.isdigit() for letter in name):
        return 1
    return 0 if _FIRST.search(name) else 2
