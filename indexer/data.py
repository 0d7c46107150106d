"""Fitted coefficients that ship with the code (made by `python -m eval.fit`).

Knows: where they lie.
Must not know: what they mean.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def confidence() -> dict[str, Any]:
    """{"hybrid": {...}, "words": {...}}: coefficients with and without vectors.

    Whatever else the file says, of how it was made, is left out.
    """
    text = files("indexer").joinpath("confidence.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return {kind: data[kind] for kind in ("hybrid", "words")}
