"""What can go wrong when measuring.

Knows: the exceptions' names. Must not know: who raises or catches them.

EvalError
├── BadLabels       a labelled file is missing or holds something that is not understood
└── NoAnswers       an article or model that measuring needs cannot be had
"""

from __future__ import annotations

from pathlib import Path


class EvalError(Exception):
    """Base of all errors raised by this package; the message is for people."""


class BadLabels(EvalError):
    """A labelled file that cannot be used: names the file, the line and the reason."""

    def __init__(self, file: Path, line: int | None, reason: str) -> None:
        place = f"{file}:{line}" if line else f"{file}"
        super().__init__(f"{place}: {reason}")


class NoAnswers(EvalError):
    """There is nothing to measure: no article, no index, no server."""
