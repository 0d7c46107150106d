"""`answerbot health`: what is wrong with the articles themselves.

Knows: what to print.
Must not know: tables, what is looked for.
"""

from __future__ import annotations

import os
from collections import Counter
from contextlib import closing
from functools import partial

import click

from answerbot.commands.common import (
    home_option,
    json_option,
    print_json,
    settings_of,
    utc_now,
    watched,
)
from answerbot.commands.gaps import KIND, seldom
from answerbot.commands.reading import reader
from answerbot.health.finding import Kind
from answerbot.health.looking import look
from answerbot.settings import Settings
from answerbot.store.db import Store
from answerbot.store.health import Health
from indexer.generation import building

SHOWN = 20


@click.group()
def health() -> None:
    """What is wrong with the articles themselves: stale, twice, broken, too long, unread."""


@health.command()
@click.option("--background", is_flag=True, help="Leave the processor to others.")
@home_option
@json_option
def find(background: bool, home: str | None, as_json: bool) -> None:
    """Look at every article anew; the page /editor/health shows what is found.

    The server does this by itself once a day.
    """
    found = search(settings_of(home), background=background)
    if as_json:
        print_json({kind.value: found[kind] for kind in Kind})
        return
    for kind in Kind:
        click.echo(f"{found[kind]:>6}  {kind}")


def search(settings: Settings, *, background: bool = False) -> Counter[Kind]:
    """Look at every article, with progress unless it is in the background; how much was found."""
    if background:
        os.nice(KIND)
    with (
        closing(Store(settings.database)) as store,
        building(settings.home / "health"),
        reader(settings, "health") as (embed, _),
        watched() as bars,
    ):
        told = seldom(bars)

        def tell(done: int, n: int) -> None:
            if not background:
                told("Reading", done, n)

        read = partial(embed, told=tell) if embed else None
        return Counter(one.kind for one in look(store, utc_now, read))


@health.command("list")
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@home_option
@json_option
def list_findings(kind: str, home: str | None, as_json: bool) -> None:
    """The findings of a KIND, the heaviest first."""
    with closing(Store(settings_of(home).database)) as store:
        found = Health(store).list(Kind(kind), most=100_000 if as_json else SHOWN)
    if as_json:
        print_json(
            [
                {"article": o.article, "locale": o.locale, "other": o.other, "note": o.note}
                for o in found
            ]
        )
        return
    for one in found:
        other = f" and {one.other}" if one.other else ""
        click.echo(f"{one.article} ({one.locale}){other}: {one.note}")
