"""`answerbot gaps`: search for what customers ask and no article answers.

Knows: what to print, which encoder reads the questions.
Must not know: tables, how gaps are found.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from secrets import token_urlsafe
from time import monotonic

import click

from answerbot.commands.common import (
    home_option,
    json_option,
    print_json,
    settings_of,
    utc_now,
    watched,
)
from answerbot.commands.reading import reader
from answerbot.gaps.looking import Looked, Search
from answerbot.settings import Settings
from answerbot.store.db import Store
from answerbot.store.gap_searches import Searches
from answerbot.store.gaps import Gaps
from indexer.generation import building

SHOWN = 20
KIND = 10
"""How far a search in the background steps back behind whoever serves."""


@click.group()
def gaps() -> None:
    """What customers ask and no article answers."""


@gaps.command()
@click.option("--weeks", type=click.IntRange(1, 52), help="Look at so many [gap_weeks].")
@click.option("--background", is_flag=True, help="Leave the processor to others.")
@home_option
@json_option
def find(weeks: int | None, background: bool, home: str | None, as_json: bool) -> None:
    """Search for gaps anew; the page /editor/gaps shows them.

    The server does this by itself once a day. Only questions that are new are read by the model.
    """
    found = search(settings_of(home), weeks, background=background)
    if as_json:
        print_json(
            {name: getattr(found, name) for name in ("enquiries", "grouped", "left_out", "gaps")}
        )
        return
    click.echo(
        f"{found.gaps} gaps; {found.grouped} of {found.enquiries} questions without an answer"
        f" belong to one"
    )


def search(settings: Settings, weeks: int | None = None, *, background: bool = False) -> Looked:
    """Search for gaps, with progress unless it is in the background."""
    if background:
        os.nice(KIND)
    with (
        closing(Store(settings.database)) as store,
        building(settings.home / "gaps"),
        reader(settings, "gaps") as (embed, name),
        watched() as bars,
    ):
        one = Search(store, settings["locale"], utc_now, _random, embed, name)
        told = None if background else seldom(bars)
        return one.look(weeks or settings["gap_weeks"], told)


@gaps.command("list")
@home_option
@json_option
def list_gaps(home: str | None, as_json: bool) -> None:
    """The gaps found last, largest first."""
    with closing(Store(settings_of(home).database)) as store:
        held, counted = Gaps(store), Gaps(store).counted()
        last = Searches(store).last_finished()
        found = sorted(
            (gap for gap in held.all() if gap.id in counted and not gap.part_of),
            key=lambda gap: (-counted[gap.id].volume, gap.id),
        )
    if as_json:
        print_json(
            [
                {
                    "gap": gap.id,
                    "name": gap.name,
                    "language": gap.language,
                    "status": gap.decision.status.value,
                    "questions": counted[gap.id].volume,
                    "tickets": counted[gap.id].submitted,
                }
                for gap in found
            ]
        )
        return
    for gap in found[:SHOWN]:
        n = counted[gap.id]
        click.echo(f"{n.volume:>6}  {n.submitted:>5} tickets  {gap.decision.status:<9}  {gap.name}")
    if not last:
        click.echo("Nothing has been searched yet; run: answerbot gaps find", err=True)
    elif not found:
        click.echo("There is no gap", err=True)


def _random() -> str:
    return token_urlsafe(12)


def seldom(told: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    """Bars only as often as somebody can see them move; ends always."""
    last = {"at": 0.0}

    def step(name: str, done: int, total: int) -> None:
        if done == total or monotonic() - last["at"] > 0.2:
            last["at"] = monotonic()
            told(name, done, total)

    return step
