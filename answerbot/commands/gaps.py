"""`answerbot gaps`: search for what customers ask and no article answers.

Knows: what to print, which encoder reads the questions.
Must not know: tables, how gaps are found.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
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
from answerbot.gaps.looking import Embed, Search
from answerbot.settings import Settings
from answerbot.store.db import Store
from answerbot.store.gap_searches import Searches
from answerbot.store.gaps import Gaps
from indexer.embed import VectorCache
from indexer.encoder import OnnxEncoder, Vectors
from indexer.errors import IndexerError
from indexer.generation import building, current, read_manifest
from indexer.layout import ENCODER

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
    settings = settings_of(home)
    if background:
        os.nice(KIND)
    with (
        closing(Store(settings.database)) as store,
        building(settings.home / "gaps"),
        _encoder(settings) as (embed, name),
        watched() as bars,
    ):
        search = Search(store, settings["locale"], utc_now, _random, embed, name)
        told = None if background else _seldom(bars)
        found = search.look(weeks or settings["gap_weeks"], told)
    if as_json:
        print_json(
            {name: getattr(found, name) for name in ("enquiries", "grouped", "left_out", "gaps")}
        )
        return
    click.echo(
        f"{found.gaps} gaps; {found.grouped} of {found.enquiries} questions without an answer"
        f" belong to one"
    )


@gaps.command("list")
@home_option
@json_option
def list_gaps(home: str | None, as_json: bool) -> None:
    """The gaps found last, largest first."""
    with closing(Store(settings_of(home).database)) as store:
        held, counted = Gaps(store), Gaps(store).counted()
        last = Searches(store).last_finished()
        found = sorted(
            (gap for gap in held.all() if gap.id in counted),
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


@contextmanager
def _encoder(settings: Settings) -> Iterator[tuple[Embed | None, str]]:
    """What reads the questions, by the model of the generation that serves, with its name; None
    without a model or an index."""
    folder = _model(settings.index)
    if folder is None:
        yield None, ""
        return
    encoder = OnnxEncoder(folder)
    digest = sha256(encoder.name.encode()).hexdigest()[:16]
    file = settings.home / "gaps" / f"{digest}.vectors.db"
    with closing(VectorCache(file, encoder, utc_now())) as cache:

        def embed(texts: Sequence[str], told: Callable[[int, int], None]) -> Vectors:
            return cache.embed(texts, "", lambda _step, done, all_: told(done, all_)).vectors

        yield embed, encoder.name


def _model(root: Path) -> Path | None:
    with suppress(IndexerError):
        folder = root / current(root)
        if read_manifest(folder).encoder:
            return folder / ENCODER
    return None


def _random() -> str:
    return token_urlsafe(12)


def _seldom(told: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
    """Bars only as often as somebody can see them move; ends always."""
    last = {"at": 0.0}

    def step(name: str, done: int, total: int) -> None:
        if done == total or monotonic() - last["at"] > 0.2:
            last["at"] = monotonic()
            told(name, done, total)

    return step
