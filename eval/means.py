"""Figures of several folders to one row of means.

Knows: which keys of a report are figures that may be averaged.
Must not know: how figures are made or shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import Any

from eval.measures import MEASURES

AVERAGED = (*(measure.name for measure in MEASURES), "auroc_silver", "solved@p80_silver")
"""Shares and other figures from 0 to 1. Counts and times of different folders have no mean
that says anything."""


def means(reports: Sequence[Mapping[str, Any]]) -> dict[str, float | None]:
    """Of each figure the mean over the folders that have it, each folder weighing the same;
    None where none has it."""
    return {name: mean_of(report.get(name) for report in reports) for name in AVERAGED}


def mean_of(values: Iterable[float | None]) -> float | None:
    """The mean of what is there, rounded to four places; None if nothing is."""
    there = [value for value in values if value is not None]
    return round(fmean(there), 4) if there else None
