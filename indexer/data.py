"""Fitted coefficients that ship with the code (made by `python -m eval.fit`).

Knows: where they lie.
Must not know: what they mean.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def ranker() -> dict[str, float]:
    """The coefficients of the ranker."""
    weights: dict[str, float] = _read("ranker.json")["weights"]
    return weights


def confidence() -> dict[str, Any]:
    """By kind: coefficients with and without vectors ("hybrid", "words"), and those where
    articles have phrasings ("hybrid, taught", "words, taught").

    Whatever else the file says, of how it was made, is left out.
    """
    data = _read("confidence.json")
    return {kind: value for kind, value in data.items() if kind != "made_by"}


def _read(name: str) -> dict[str, Any]:
    text = files("indexer").joinpath(name).read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
