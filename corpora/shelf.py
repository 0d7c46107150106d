"""Where finished blocks are put: counted, and cut at the limits.

Knows: how much one article may hold.
Must not know: where blocks come from.
"""

from __future__ import annotations

from corpora.article import Block, Code, ListBlock, Paragraph, Table, block_text

MAX_BLOCKS = 5_000
MAX_TEXT = 400_000


class Shelf:
    """Takes blocks until one of the limits is reached; `truncated` says that it was."""

    def __init__(self, max_blocks: int = MAX_BLOCKS, max_text: int = MAX_TEXT) -> None:
        self.blocks: list[Block] = []
        self.truncated = False
        self._max_blocks = max_blocks
        self._room = max_text

    def add(self, block: Block) -> None:
        """Keep the block, or what fits of it; nothing follows one that did not fit."""
        if self.truncated:
            return
        size = len(block_text(block))
        if len(self.blocks) < self._max_blocks and size <= self._room:
            self.blocks.append(block)
            self._room -= size
            return
        self.truncated = True
        if len(self.blocks) < self._max_blocks and (part := _beginning(block, self._room)):
            self.blocks.append(part)


def _beginning(block: Block, room: int) -> Block | None:
    """The first items, rows or characters of the block that fit; None if none do."""
    match block:
        case ListBlock():
            items = block.items[: _fitting([len(item.text) + 1 for item in block.items], room)]
            return block.model_copy(update={"items": items}) if items else None
        case Table():
            sizes = [sum(len(cell.text) + 3 for cell in row) for row in block.rows]
            rows = block.rows[: _fitting(sizes, room)]
            return block.model_copy(update={"rows": rows}) if rows else None
        case Paragraph() | Code() if room > 0:
            text = block.text[:room].rstrip()
            return Code(text=text) if isinstance(block, Code) else _cut(block, text)
        case _:
            return None


def _fitting(sizes: list[int], room: int) -> int:
    """How many of the sizes fit into `room`, counted from the first."""
    for count, size in enumerate(sizes):
        room -= size
        if room < 0:
            return count
    return len(sizes)


def _cut(paragraph: Paragraph, text: str) -> Paragraph | None:
    links = tuple(link for link in paragraph.links if link.end <= len(text))
    return Paragraph(text=text, links=links) if text else None
