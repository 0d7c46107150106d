"""`answerbot doctor`: is everything in order, and if not, what mends it?

Knows: the checks.
Must not know: how things are mended.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from typing import Literal, NamedTuple

import click

from answerbot.commands.common import console, home_option, json_option, print_json
from answerbot.errors import AnswerbotError
from answerbot.settings import Settings, home_folder, read
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.keys import Keys
from answerbot.store.precisions import Precisions
from answerbot.thresholds import Channel, in_force
from indexer.calibrate import UNREACHED
from indexer.errors import IndexerError, ModelUnavailable
from indexer.export import BUNDLED, model_folder
from indexer.searcher import open_current
from indexer.subjects import folded, subjects


class Finding(NamedTuple):
    """One line of the report."""

    check: str
    level: Literal["ok", "warning", "error"]
    text: str


@click.command()
@home_option
@json_option
def doctor(home: str | None, as_json: bool) -> None:
    """Check settings, database, index, model and keys. Exit status 1 on an error."""
    findings = list(examine(home))
    if as_json:
        print_json([finding._asdict() for finding in findings])
    else:
        colour = {"ok": "green", "warning": "yellow", "error": "red"}
        for finding in findings:
            mark = f"[{colour[finding.level]}]{finding.level:<8}[/]"
            console.print(f"{mark}{finding.check:<10}{finding.text}")
    if any(finding.level == "error" for finding in findings):
        raise SystemExit(1)


def examine(home: str | None) -> Iterator[Finding]:
    """Every check, each on its own: one that fails does not hide the next."""
    folder = home_folder(home)
    try:
        settings = read(folder)
    except AnswerbotError as error:
        yield Finding("settings", "error", error.message)
        return
    yield Finding("settings", "ok", f"home is {folder}")
    for name, check in CHECKS.items():
        try:
            yield from check(settings)
        except (AnswerbotError, IndexerError, OSError) as error:
            yield Finding(name, "error", str(error))
        except sqlite3.Error as error:
            text = f"{settings.database} cannot be read ({error}); restore a backup"
            yield Finding(name, "error", text)


def _database(settings: Settings) -> Iterator[Finding]:
    store = Store(settings.database)
    try:
        (state,) = store.read().execute("PRAGMA quick_check(1)").fetchone()
        if state != "ok":
            raise sqlite3.DatabaseError(" ".join(state.split()))
        yield Finding("database", "ok", "integrity ok")
        count = Articles(store).count()
        if count:
            yield Finding("articles", "ok", f"{count} imported")
        else:
            yield Finding("articles", "warning", "none; run: answerbot import SOURCE")
        if any(key.kind == "public" for key in Keys(store).all()):
            yield Finding("keys", "ok", "a public key exists")
        else:
            hint = "no public key, so no widget; run: answerbot keys add --kind public"
            yield Finding("keys", "warning", hint)
    finally:
        store.close()


def _index(settings: Settings) -> Iterator[Finding]:
    opened = open_current(settings.index)
    manifest = opened.searcher.manifest
    text = f"{manifest.name}, {manifest.articles} articles, {manifest.passages} passages, sound"
    yield Finding("index", "warning" if opened.warning else "ok", opened.warning or text)
    if manifest.warning:
        yield Finding("index", "warning", manifest.warning)
    with closing(Store(settings.database)) as store:
        precisions = Precisions(store, settings)
        wanted_of = {one: precisions.wanted(one) for one in (Channel.TYPING, Channel.FORM)}
    for channel, precision in wanted_of.items():
        if in_force(opened.searcher, precision).own >= UNREACHED:
            wanted = f"{channel.setting} = {precision:g}"
            text = f"{wanted} is out of reach, so nothing is offered; see: answerbot precision"
            yield Finding("precision", "warning", text)
    known = frozenset[str]().union(*subjects(opened.searcher.articles).values())
    for form in settings.forms:
        unknown = [name for name in (*form.prefers, *form.only) if folded(name) not in known]
        if unknown:
            text = f"form {form.id!r}: no article has the section or label {unknown[0]!r}"
            yield Finding("forms", "warning", text)


def _model(settings: Settings) -> Iterator[Finding]:
    if not settings["model"]:
        yield Finding("model", "warning", "none is set: articles are found by their words only")
        return
    try:
        model_folder(settings["model"])
    except ModelUnavailable as error:
        yield Finding("model", "warning", f"{error}; the index that exists goes on serving")
        return
    if find_spec("sentence_transformers") is None:
        hint = "sentence-transformers is missing: pip install 'answerbot[index]' to build indexes"
        yield Finding("model", "warning", hint)
        return
    verified = " (weights verified)" if settings["model"] == BUNDLED else ""
    yield Finding("model", "ok", f"{settings['model']}{verified}")


CHECKS: dict[str, Callable[[Settings], Iterator[Finding]]] = {
    "database": _database,
    "index": _index,
    "model": _model,
}
