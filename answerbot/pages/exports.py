"""Tables and pictures as files: CSV that spreadsheets open as it is meant, SVG on white.

Knows: CSV, which cells a spreadsheet takes for formulas, how a browser is told to save.
Must not know: what any table or picture holds.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from fastapi import Response
from fastapi.responses import StreamingResponse

from answerbot.plots.svg import Plot, standalone

AT_ONCE = 1_000
"""Rows of a piece: each piece is a change of thread."""


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """A table to download under a name, piece by piece: there may be a million rows. A row must
    have as many cells as there are heads."""

    def pieces() -> Iterator[str]:
        every = chain([heads], rows)
        while some := list(islice(every, AT_ONCE)):
            out = io.StringIO()
            writer = csv.writer(out)
            for row in some:
                writer.writerow([_plain(cell) for _, cell in zip(heads, row, strict=True)])
            yield out.getvalue()

    return StreamingResponse(
        pieces(), media_type="text/csv; charset=utf-8", headers=_saved_as(name)
    )


def svg_file(name: str, plot: Plot) -> Response:
    """A plot to download under a name."""
    return Response(standalone(plot.svg), media_type="image/svg+xml", headers=_saved_as(name))


def _saved_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _plain(cell: object) -> object:
    """A text that no spreadsheet takes for a formula."""
    formula = isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{cell}" if formula else cell
