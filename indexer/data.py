"""Fitted coefficients that ship with the code (made by `python -m eval.fit`).

Knows: where they lie.
Must not know: what they mean.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from indexer.errors import IndexerError


def ranker(folder: Path | None = None) -> dict[str, float]:
    """The coefficients of the ranker: those that ship, or others of `folder`."""
    weights: dict[str, float] = _read("ranker.json", folder)["weights"]
    return weights


def confidence(folder: Path | None = None) -> dict[str, Any]:
    """By kind: coefficients with and without vectors ("hybrid", "words"), and those where
    articles have phrasings ("hybrid, taught", "words, taught").

    Whatever else the file says, of how it was made, is left out.
    """
    data = _read("confidence.json", folder)
    return {kind: value for kind, value in data.items() if kind != "made_by"}


def _read(name: str, folder: Path | None) -> dict[str, Any]:
    file = folder / name if folder else files("indexer").joinpath(name)
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise IndexerError(f"{file}: cannot be read: {error}") from None
    return data
