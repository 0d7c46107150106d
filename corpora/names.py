"""Sets of names written as one text, so that long ones stay readable.

Knows: blanks between names.
Must not know: what the names stand for.
"""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """The names in a text with blanks between them."""
    return frozenset(text.split())
