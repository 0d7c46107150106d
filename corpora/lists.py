"""A list under construction: nested items flattened, numbering kept over interruptions.

Knows: items, depth, numbering.
Must not know: HTML tags, text inside items.
"""

from __future__ import annotations

from corpora.article import ListBlock, ListItem, Text

MAX_DEPTH = 9
MAX_START = 1_000_000


class ListBuilder:
    """Collects the items of one outermost list.

    A code block, picture or table inside an item interrupts the list: the items so far
    are taken out as one block, and the next block goes on counting.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._ordered = False
        self._next = 1
        self._start = 1
        self._items: list[ListItem] = []

    @property
    def inside(self) -> bool:
        """Whether a list is open."""
        return self._depth > 0

    def enter(self, *, ordered: bool, start: int = 1) -> None:
        """A list begins, inside the open one if there is one."""
        if not self.inside:
            self._ordered = ordered
            self._next = self._start = start if 0 <= start <= MAX_START else 1
        self._depth += 1

    def leave(self) -> None:
        """The innermost list ends."""
        self._depth = max(0, self._depth - 1)

    def add(self, text: Text) -> None:
        """One item of the innermost list."""
        depth = min(max(self._depth - 1, 0), MAX_DEPTH)
        self._items.append(ListItem(depth=depth, text=text.text, links=text.links))
        if depth == 0:
            self._next += 1

    def skip(self) -> None:
        """An item that holds no text of its own, but counts."""
        if self._depth == 1:
            self._next += 1
            self._start = self._start if self._items else self._next

    def take(self) -> ListBlock | None:
        """The items since the last call as a block; None if there are none."""
        if not self._items:
            return None
        block = ListBlock(ordered=self._ordered, start=self._start, items=tuple(self._items))
        self._items, self._start = [], self._next
        return block
