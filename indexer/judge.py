"""What a generation is ranked and judged by: the ranker, and confidence for each case.

Knows: which of the fitted coefficients belong together.
Must not know: questions, partitions, where a generation keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from indexer import data
from indexer.calibrate import Confidence
from indexer.rank import Ranker


class Judge(NamedTuple):
    """`plain` is for languages without phrasings, `taught` for the others."""

    ranker: Ranker
    plain: Confidence
    taught: Confidence

    @classmethod
    def fitted(cls, hybrid: bool, folder: Path | None = None) -> Self:
        """The coefficients that ship, or those of `folder`, with vectors or without."""
        kind, found = "hybrid" if hybrid else "words", data.confidence(folder)
        return cls.from_json(
            data.ranker(folder), {"plain": found[kind], "taught": found[f"{kind}, taught"]}
        )

    @classmethod
    def from_json(cls, ranker: Mapping[str, float], confidence: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        plain, taught = (Confidence.from_json(confidence[case]) for case in ("plain", "taught"))
        return cls(Ranker.from_json(ranker), plain, taught)

    def to_json(self) -> tuple[dict[str, float], dict[str, Any]]:
        """As plain data: the ranker's, and the confidence's by case."""
        fits = {"plain": self.plain.to_json(), "taught": self.taught.to_json()}
        return self.ranker.to_json(), fits
