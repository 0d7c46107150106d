"""Two texts side by side, their differences marked.

Knows: lines, words, difflib.
Must not know: articles, HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

LONGEST = 20_000
"""Characters of each; beyond that a comparison takes long and nobody reads it."""

_WORD = re.compile(r"\s+|[^\s]+")


class Piece(NamedTuple):
    """Some words, and whether the other text has them too."""

    text: str
    same: bool


Pieces = tuple[Piece, ...]


def side_by_side(one: str, other: str) -> list[tuple[Pieces, Pieces]]:
    """Rows of lines that belong together; a line that only one has stands beside none."""
    left, right = one[:LONGEST].splitlines(), other[:LONGEST].splitlines()
    rows: list[tuple[Pieces, Pieces]] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            rows += [((Piece(line, True),), (Piece(line, True),)) for line in left[a:b]]
        else:
            rows += _changed(left[a:b], right[c:d])
    return rows


def _changed(left: Sequence[str], right: Sequence[str]) -> list[tuple[Pieces, Pieces]]:
    rows = []
    for place in range(max(len(left), len(right))):
        one = left[place] if place < len(left) else ""
        other = right[place] if place < len(right) else ""
        rows.append(_words(one, other))
    return rows


def _words(one: str, other: str) -> tuple[Pieces, Pieces]:
    left, right = _WORD.findall(one), _WORD.findall(other)
    found: tuple[list[Piece], list[Piece]] = ([], [])
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        same = what == "equal"
        for pieces, words in ((found[0], left[a:b]), (found[1], right[c:d])):
            if words:
                pieces.append(Piece("".join(words), same))
    return tuple(found[0]), tuple(found[1])
