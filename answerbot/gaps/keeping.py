"""Which of the groups found now is which of the gaps known before.

Knows: what groups and gaps have in common.
Must not know: how groups are found, SQL, what is decided about a gap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set

import numpy as np
from scipy.optimize import linear_sum_assignment

LEAST = 0.3
"""So much of the smaller of the two is in both, where a group is a known gap."""


def matched(groups: Sequence[Set[str]], known: Mapping[str, str]) -> dict[int, str]:
    """For the number of each group that is a known gap, which. `known` says of each text to which
    gap it belonged; texts that are in no group now do not count.

    As much as possible stays what it was: the assignment has the most texts in common. A gap that
    fell in two goes on as the larger part, two that grew together as the larger of them.
    """
    here = [Counter(known[text] for text in group if text in known) for group in groups]
    sizes = Counter[str]()
    for counts in here:
        sizes.update(counts)
    names = sorted(sizes)
    if not names:
        return {}
    common = np.array([[counts[name] for name in names] for counts in here])
    rows, columns = linear_sum_assignment(-common)
    pairs = [(int(row), names[column]) for row, column in zip(rows, columns, strict=True)]
    return {
        row: name
        for row, name in pairs
        if here[row][name] and here[row][name] >= LEAST * min(len(groups[row]), sizes[name])
    }
