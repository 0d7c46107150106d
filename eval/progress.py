"""Progress bars on stderr, so that stdout holds nothing but results.

Knows: rich.
Must not know: what is being done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from indexer.embed import Progress as Report


@contextmanager
def bars(title: str) -> Iterator[Report]:
    """A callback (step, done, total) that draws one bar a step."""
    columns = (TextColumn(f"{title}: {{task.description}}", markup=False), BarColumn())
    with Progress(
        *columns, MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True)
    ) as progress:
        tasks: dict[str, TaskID] = {}

        def report(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = progress.add_task(step, total=total)
            progress.update(tasks[step], completed=done, total=total)

        yield report
