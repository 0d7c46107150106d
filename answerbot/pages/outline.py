"""The shape of an article's blocks, as a page needs it.

Knows: heading levels, nested lists.
Must not know: HTML, addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpora.article import Block, Heading, ListItem

DEEPEST = 6


class Branch(NamedTuple):
    """An item with the items under it."""

    item: ListItem
    children: list[Branch]


def levelled(blocks: Iterable[Block], *, under: int = 1) -> list[tuple[Block, int]]:
    """Every block with the heading level to draw it at, 0 for what is no heading.

    No level is skipped below `under`, whatever levels the author chose.
    """
    drawn: list[tuple[Block, int]] = []
    above: list[int] = []
    for block in blocks:
        if not isinstance(block, Heading):
            drawn.append((block, 0))
            continue
        while above and above[-1] >= block.level:
            above.pop()
        above.append(block.level)
        drawn.append((block, min(DEEPEST, under + len(above))))
    return drawn


def headings(blocks: Iterable[Block], *, under: int = 1) -> list[Heading]:
    """The outermost headings: a table of contents."""
    return [
        block
        for block, level in levelled(blocks, under=under)
        if isinstance(block, Heading) and level == under + 1
    ]


def nested(items: Sequence[ListItem]) -> list[Branch]:
    """Flat items with depths as a tree; an item deeper than its parent allows is one deeper."""
    roots: list[Branch] = []
    path: list[Branch] = []
    for item in items:
        branch = Branch(item, [])
        del path[max(0, min(item.depth, len(path))) :]
        (path[-1].children if path else roots).append(branch)
        path.append(branch)
    return roots
