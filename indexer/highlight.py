"""Which words of a passage the query matched, as offsets.

Knows: terms and their places.
Must not know: markup, scores.
"""

from __future__ import annotations

from indexer.tokens import terms, tokens

MINIMUM = 3
"""Shorter words (in spaced scripts) are mostly articles and prepositions: not marked."""


def highlights(text: str, query: str, language: str) -> tuple[tuple[int, int], ...]:
    """Where `text` has words of `query`: [start, end) in code points, merged, ascending."""
    wanted = set(terms(query, language))
    found: list[tuple[int, int]] = []
    for token in tokens(text, language):
        if token.term not in wanted or _slight(text[token.start : token.end]):
            continue
        if found and token.start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], token.end))
        else:
            found.append((token.start, token.end))
    return tuple(found)


def _slight(word: str) -> bool:
    return len(word) < MINIMUM and word.isascii() and not any(map(str.isdigit, word))
