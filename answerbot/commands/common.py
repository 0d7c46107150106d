"""What commands share: the home folder, JSON, progress.

Knows: click and rich.
Must not know: any command.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from answerbot.settings import Settings, home_folder, read
from indexer import build, embed

F = TypeVar("F", bound=Callable[..., Any])

console = Console(stderr=True, highlight=False)
"""For people; figures that programs read go to standard output."""


def home_option(command: F) -> F:
    """--home DIR."""
    return click.option(
        "--home",
        type=click.Path(file_okay=False),
        help="The deployment's folder [ANSWERBOT_HOME, else ./answerbot-data].",
    )(command)


def json_option(command: F) -> F:
    """--json."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)


def settings_of(home: str | None) -> Settings:
    """The settings of the deployment."""
    return read(home_folder(home))


def print_json(data: Any) -> None:
    """One object on standard output."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


def options_of(settings: Settings, *, force: bool = False) -> build.Options:
    """How this deployment builds."""
    return build.Options(
        model=settings["model"],
        precision=settings["model_precision"],
        words_per_passage=settings["words_per_passage"],
        force=force,
    )


@contextmanager
def watched() -> Iterator[embed.Progress]:
    """Progress bars, one a step, on a terminal; nothing elsewhere."""
    columns = (
        TextColumn("{task.description:<20}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=console) as bars:

        def step(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bars.add_task(name, total=total)
            bars.update(tasks[name], completed=done, total=total)

        yield step


def shown(path: Path) -> str:
    """A path as the user would type it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
