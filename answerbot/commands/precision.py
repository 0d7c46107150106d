"""`answerbot precision`: what the precision wanted does, and what another would.

Knows: how to print it.
Must not know: SQL, rules.
"""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.precision import (
    EXAMPLES,
    FEW,
    Change,
    History,
    Past,
    Row,
    change,
    history,
    line,
    rows,
)
from answerbot.store.db import Store
from answerbot.store.ledger import Ledger
from answerbot.store.precisions import Precisions
from answerbot.thresholds import Channel
from indexer.calibrate import Confidence
from indexer.searcher import open_current

HEADS = ("precision wanted", "threshold", "reference questions offered", "enquiries offered")


@click.command()
@click.option(
    "--channel",
    type=click.Choice([channel.value for channel in Channel]),
    default=Channel.TYPING.value,
    show_default=True,
    help="Where something is offered.",
)
@click.option("--want", type=click.FloatRange(0, 1), help="What this precision would change.")
@click.option(
    "--days",
    type=click.IntRange(1, 3650),
    default=30,
    show_default=True,
    help="Count the enquiries of so many days.",
)
@home_option
@json_option
def precision(channel: str, want: float | None, days: int, home: str | None, as_json: bool) -> None:
    """Show how much is offered at each precision wanted, the one in force marked.

    Changes nothing: the settings typing_precision, form_precision and email_precision do.
    """
    settings, chosen = settings_of(home), Channel(channel)
    opened = open_current(settings.index)
    if opened.warning:
        click.echo(f"warning: {opened.warning}", err=True)
    with closing(Store(settings.database)) as store:
        past = history(Ledger(store).states(since=utc_now() - timedelta(days=days)), chosen)
        current = Precisions(store, settings).wanted(chosen)
    known = opened.searcher.confidence
    table = rows(known, past, current)
    changed = None if want is None else change(known, past, current, want)
    if as_json:
        found = _as_json(chosen, current, days, past, table, want, changed)
        print_json({**found, "own_questions": known.curve.own})
        return
    out = Console(highlight=False)
    _print_rows(out, table, past)
    out.print(_source(known))
    out.print(_told(past, days))
    if want is not None and changed is not None:
        _print_change(out, chosen, current, want, past, changed)


def _as_json(
    channel: Channel, current: float, days: int, past: History, table: list[Row],
    want: float | None, changed: Change | None,
) -> dict[str, Any]:  # fmt: skip
    found: dict[str, Any] = {
        "channel": channel,
        "precision": current,
        "days": days,
        "enquiries": len(past.enquiries),
        "untold": past.untold,
        "enough": past.enough,
        "rows": [row._asdict() for row in table],
    }
    if changed is not None:
        found["want"] = want
        for name, ones in changed._asdict().items():
            found[name] = {"n": len(ones), "examples": [p._asdict() for p in ones[:EXAMPLES]]}
    return found


def _print_rows(out: Console, table: list[Row], past: History) -> None:
    shown = Table(*HEADS, "")
    for row in table:
        enquiries = "too few to tell" if row.offered is None else _of(row.offered, past)
        cells = ("out of reach", "nothing") if not row.reached else (
            f"{row.threshold:g}", f"{100 * row.coverage:.0f} %",
        )  # fmt: skip
        shown.add_row(f"{row.wanted:g}", *cells, enquiries, "in force" if row.current else "")
    out.print(shown)


def _of(n: int, past: History) -> str:
    return f"{n:,} of {len(past.enquiries):,}"


def _source(known: Confidence) -> str:
    own = known.curve.own
    if not own:
        return "Reference questions: those of other help centers."
    return (
        f"Reference questions: {own:,}, made of your own phrasings (held back, or of articles "
        "that were hidden)."
    )


def _told(past: History, days: int) -> str:
    few = "" if past.enough else f", of which {FEW} are needed"
    left = f" {past.untold:,} more are left out: no confidence is recorded." if past.untold else ""
    return f"{len(past.enquiries):,} enquiries in {days} days{few}.{left}"


def _print_change(
    out: Console, channel: Channel, current: float, want: float, past: History, changed: Change
) -> None:
    out.print(f"\n{want:g} instead of {current:g}:")
    if not past.enough:
        out.print("Too few enquiries to tell.")
    else:
        for ones, what in ((changed.gained, "gain an offer"), (changed.lost, "lose it")):
            out.print(f"{_of(len(ones), past)} enquiries {what}")
            for one in ones[:EXAMPLES]:
                out.print(Text(f"  {_sure(one)}  {_first_line(one)}"))
    out.print(
        f"To have it, save it on the page /try, or put this line into answerbot.toml:"
        f" {line(channel, want)}"
    )


def _sure(one: Past) -> str:
    return f"{100 * max(one.best):.0f} %"


def _first_line(one: Past, width: int = 100) -> str:
    text = " ".join(one.text.split())
    return text if len(text) <= width else f"{text[: width - 1]}…"
