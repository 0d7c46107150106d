"""A table under construction: cells put on a grid, spans filled, header found.

Knows: rows, cells, spans.
Must not know: HTML tags, text inside cells.
"""

from __future__ import annotations

from corpora.article import Table, Text

MAX_COLUMNS = 40
MAX_ROW_SPAN = 1_000
_EMPTY = Text(text="")


class Grid:
    """Collects cells row by row. A cell that spans fills the places it covers with blanks."""

    def __init__(self) -> None:
        self._rows: list[list[Text]] = []
        self._covered: dict[int, int] = {}
        self._header: list[bool] = []

    def start_row(self) -> None:
        """What follows is a new row."""
        self._rows.append([])
        self._header.append(True)

    def add(self, cell: Text, columns: int = 1, rows: int = 1, *, header: bool = False) -> None:
        """Put a cell at the next free place of the row."""
        if not self._rows:
            self.start_row()
        row = self._rows[-1]
        self._skip_covered(row)
        if len(row) >= MAX_COLUMNS:
            return
        self._header[-1] &= header
        first, width = len(row), max(1, min(columns, MAX_COLUMNS - len(row)))
        row.extend([cell] + [_EMPTY] * (width - 1))
        if rows > 1:
            below = min(rows, MAX_ROW_SPAN) - 1
            self._covered.update(dict.fromkeys(range(first, first + width), below))

    def _skip_covered(self, row: list[Text]) -> None:
        while len(row) < MAX_COLUMNS and self._covered.get(len(row), 0) > 0:
            self._covered[len(row)] -= 1
            row.append(_EMPTY)

    def end_row(self) -> None:
        """The row is complete."""
        if self._rows:
            self._skip_covered(self._rows[-1])

    def table(self) -> Table | None:
        """The rows with words in them, all of one width; None if there are none."""
        full = [place for place, row in enumerate(self._rows) if any(cell.text for cell in row)]
        if not full:
            return None
        width = max(len(self._rows[place]) for place in full)
        rows = (self._rows[place] for place in full)
        return Table(
            header=self._header[full[0]] and len(full) > 1,
            rows=tuple(tuple(row + [_EMPTY] * (width - len(row))) for row in rows),
        )
