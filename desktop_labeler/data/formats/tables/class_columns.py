"""Tells the columns that each stand for a class from other columns of numbers, such as an id, a width or a flag."""

import numpy as np

from desktop_labeler.array_types import Float64Array

_NEAR = 0.02  # by how much rounded numbers of a row may miss their sum


def columns_of_classes(values: Float64Array, total: float = 1.0) -> list[int]:
    """Return the columns whose numbers sum to the same total in at least half of the rows.

    Columns with a number above the total are none of them. Then the column without which most further rows sum to the
    total is left out, as long as there is one: an id, or a flag beside the classes. A column that alone says something
    about a row is a class.

    Args:
        values: (n, c) numbers of at least 0; NaN where a cell is empty.
        total: 1 for probabilities and one-hot tables, 100 for percentages.

    Returns:
        The positions of the columns, at least two of them; empty if the numbers do not sum to the total.
    """
    known = np.nan_to_num(values)
    found = np.flatnonzero((known <= total * (1 + _NEAR)).all(axis=0) & (known > 0).any(axis=0))
    rows = known[(known[:, found] > 0).any(axis=1)]
    while len(found) > 1:
        numbers = rows[:, found]
        sums = numbers.sum(axis=1)
        fitting = int((np.abs(sums - total) < total * _NEAR).sum())
        without = (np.abs(sums[:, None] - numbers - total) < total * _NEAR).sum(axis=0)
        without[((numbers > 0) & (numbers == sums[:, None])).any(axis=0)] = 0
        worst = int(without.argmax())
        if len(found) == 2 or without[worst] <= fitting:
            # a class that no row of the sample has is a column of zeros: it belongs to the others
            zeros = np.flatnonzero((known == 0).all(axis=0)).tolist()
            return sorted({*found.tolist(), *zeros}) if fitting and 2 * fitting >= len(rows) else []
        found = np.delete(found, worst)
    return []
