"""`answerbot replay`: what would the bot have done with past tickets?

Knows: options, JSON, exit codes.
Must not know: how anything is measured, what a table looks like.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from answerbot import settings
from answerbot.errors import AnswerbotError
from eval.errors import EvalError
from eval.progress import bars
from eval.replay.asking import Past
from eval.replay.columns import Columns
from eval.replay.forecast import ACCEPTANCE, Acceptance
from eval.replay.page import NAME, page
from eval.replay.report import Replay, Wanted
from eval.replay.report import replay as replay_tickets
from eval.replay.tables import show
from eval.replay.tickets import KINDS, Kind, read_tickets
from indexer.errors import IndexerError
from indexer.searcher import open_current


def _columns(_context: Any, _option: Any, pairs: Sequence[str]) -> Columns:
    try:
        return Columns.parse(pairs)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _acceptance(_context: Any, _option: Any, text: str) -> Acceptance:
    try:
        return Acceptance.parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command()
@click.argument("tickets", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--home", help="The folder of this deployment's data. [default: answerbot-data]")
@click.option("--format", "kind", type=click.Choice(KINDS), help="Of the file; else found out.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=COLUMN",
    callback=_columns,
    help="What the file calls a value, such as subject=Betreff; may be repeated.",
)
@click.option("--last", type=click.IntRange(min=1), help="Only the N newest tickets.")
@click.option(
    "--acceptance",
    metavar="LOW-HIGH",
    default=f"{ACCEPTANCE.low:g}-{ACCEPTANCE.high:g}",
    show_default=True,
    callback=_acceptance,
    help="For the forecast: the share of right offers that end as confirmed resolutions.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=10,
    show_default=True,
    help="Show at most N misses of each kind, and N articles to write.",
)
@click.option("--no-texts", is_flag=True, help="Leave customers' texts out of all output.")
@click.option("--seed", type=int, default=0, show_default=True, help="For the resamples.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Save replay.html and replay.json here.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def replay(
    tickets: Path,
    home: str | None,
    out: Path | None,
    as_json: bool,
    **choices: Any,
) -> None:
    """Ask the bot what past TICKETS asked: what it would have offered, what would have been
    right, which articles are missing, and a forecast.

    TICKETS is a table (CSV), lines of JSON, or an export of Zendesk's tickets, with id,
    subject, description, and perhaps created_at, form, locale, and solved_by: the id or
    address of the article that solved it. Nothing is recorded.
    """
    now = datetime.now(UTC)
    try:
        found = _replay(tickets, settings.read(settings.home_folder(home)), now, **choices)
        if out:
            _save(found, out, now)
    except AnswerbotError as error:
        raise click.ClickException(error.message) from None
    except (EvalError, IndexerError) as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror or error}") from None
    if as_json:
        click.echo(json.dumps(found.report, ensure_ascii=False))
    else:
        show(found.report, Console())


def _replay(
    file: Path,
    values: settings.Settings,
    now: datetime,
    *,
    columns: Columns,
    kind: Kind | None,
    last: int | None,
    acceptance: Acceptance,
    samples: int,
    no_texts: bool,
    seed: int,
) -> Replay:
    tickets = read_tickets(file, columns, kind=kind, last=last)
    opened = open_current(values.index)
    if opened.warning:
        click.echo(f"warning: {opened.warning}", err=True)
    wanted = Wanted(acceptance=acceptance, most=samples, texts=not no_texts, seed=seed)
    with bars(file.name) as progress:
        return replay_tickets(
            tickets, Past(opened.searcher, values, now), wanted, progress=progress
        )


def _save(found: Replay, out: Path, now: datetime) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / NAME).write_text(page(found, now=now), encoding="utf-8")
    text = json.dumps(found.report, ensure_ascii=False, indent=2)
    (out / "replay.json").write_text(f"{text}\n", encoding="utf-8")
