"""`answerbot import`: a source of articles into the store.

Knows: the summary of an import.
Must not know: formats, tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import click

from answerbot.commands.common import (
    console,
    home_option,
    json_option,
    print_json,
    settings_of,
    utc_now,
)
from answerbot.settings import Settings
from answerbot.store.articles import Articles, Imported
from answerbot.store.db import Store
from corpora.article import Article
from corpora.loaders import Options, open_source
from corpora.report import Note, Skipped


class Report(NamedTuple):
    """What an import did, and what it left out."""

    changes: Imported
    articles: int
    locales: tuple[str, ...]
    skipped: list[Skipped]
    notes: list[Note]


def fill(
    settings: Settings, source: str, options: Options, *, strict: bool = False, name: str = ""
) -> Report:
    """Make the source's articles those of the store; with `strict`, only if none was skipped.

    The source is known by `name`, by default its path or address.

    Articles that are gone from the source go here too, unless only changes were read, or
    something was skipped: what cannot be read is not gone.
    """
    articles: list[Article] = []
    skipped: list[Skipped] = []
    notes: list[Note] = []
    loader = open_source(source, options)
    with console.status(f"Reading {source}") as status:
        for found in loader:
            match found:
                case Article():
                    articles.append(found)
                case Skipped():
                    skipped.append(found)
                case Note():
                    notes.append(found)
            if len(articles) % 100 == 0:
                status.update(f"Reading {source}: {len(articles)} articles")
    changes = Imported()
    if not (strict and skipped):
        changes = _store(
            settings, name or named(source), articles, sweep=loader.complete and not skipped
        )
    locales = tuple(sorted({article.locale for article in articles}))
    return Report(changes, len(articles), locales, skipped, notes)


def _store(settings: Settings, source: str, articles: list[Article], *, sweep: bool) -> Imported:
    store = Store(settings.database)
    try:
        return Articles(store).replace(source, articles, now=utc_now(), sweep=sweep)
    finally:
        store.close()


def named(source: str) -> str:
    """One name for a source, however its path is written."""
    return source if "://" in source else str(Path(source).resolve())


@click.command("import")
@click.argument("source")
@click.option("--name", default="", help="What to know it by, where its path changes [its path].")
@click.option("--locale", default="", help="Where the source does not say [setting locale].")
@click.option(
    "--audience",
    "audiences",
    multiple=True,
    metavar="THEIRS=OURS",
    help="What the source's audience is called here, such as Admin=everyone; repeatable.",
)
@click.option("--email", default="", help="Zendesk: an agent's address, for articles not public.")
@click.option(
    "--token",
    default="",
    envvar="ANSWERBOT_ZENDESK_TOKEN",
    help="Zendesk: an API token [ANSWERBOT_ZENDESK_TOKEN].",
)
@click.option("--since", type=int, help="Zendesk: only changes since this time (Unix seconds).")
@click.option("--strict", is_flag=True, help="Change nothing if anything has to be skipped.")
@home_option
@json_option
def import_source(
    source: str,
    name: str,
    home: str | None,
    as_json: bool,
    strict: bool,
    audiences: tuple[str, ...],
    **how: Any,
) -> None:
    """Import articles from a folder, file or address.

    SOURCE is a folder of Markdown or HTML, a Zendesk export or address, a CSV of
    questions and answers, or a labelled folder. Importing it again brings only
    what has changed; what is gone from the source goes here too.
    """
    settings = settings_of(home)
    how["locale"] = how["locale"] or settings["locale"]
    options = Options(audiences=_mapped(audiences), **how)
    report = fill(settings, source, options, strict=strict, name=name)
    if as_json:
        print_json(_as_json(report))
    else:
        _print(report)
        _print_others(settings, name or named(source))
    if strict and report.skipped:
        raise click.ClickException("something was skipped, so nothing was changed (--strict)")


@click.command()
@click.argument("source")
@home_option
def forget(source: str, home: str | None) -> None:
    """Remove all articles of a source, named as `import` shows it."""
    settings = settings_of(home)
    changes = _store(settings, source, [], sweep=True)
    if not changes.removed:
        known = ", ".join(_sources(settings)) or "there are none"
        raise click.ClickException(f"no articles are from {source!r}; sources: {known}")
    click.echo(f"{changes.removed} removed. Now run: answerbot index")
    _print_wordings(changes)


def _print_wordings(changes: Imported) -> None:
    """What became of the wordings of articles that went or changed."""
    if changes.wordings_dropped:
        click.echo(f"{changes.wordings_dropped} wordings went with their articles")
    if changes.wordings_to_review:
        hint = "do they still fit? answerbot curate list --review"
        click.echo(
            f"{changes.wordings_to_review} wordings are of articles that changed much: {hint}"
        )


def _sources(settings: Settings) -> dict[str, int]:
    store = Store(settings.database)
    try:
        return Articles(store).sources()
    finally:
        store.close()


def _print_others(settings: Settings, source: str) -> None:
    for other, count in _sources(settings).items():
        if other != source:
            click.echo(f"Also here: {count} articles from {other} (answerbot forget removes them)")


def _mapped(audiences: tuple[str, ...]) -> dict[str, str]:
    pairs = [audience.partition("=") for audience in audiences]
    for theirs, equals, ours in pairs:
        if not (theirs and equals and ours):
            raise click.BadParameter(f"{theirs + equals + ours!r} is not THEIRS=OURS")
    return {theirs: ours for theirs, _, ours in pairs}


def _as_json(report: Report) -> dict[str, object]:
    return {
        **report.changes._asdict(),
        "skipped": [s._asdict() for s in report.skipped],
        "notes": [n._asdict() for n in report.notes],
        "articles": report.articles,
        "locales": report.locales,
    }


def _print(report: Report) -> None:
    for item in report.skipped:
        console.print(f"[yellow]skipped[/] {item.name}: {item.reason}", markup=True)
    for note in report.notes:
        console.print(f"[dim]note[/] {note.name}: {note.text}")
    done = report.changes
    counted = (done.added, "added"), (done.changed, "changed"), (done.unchanged, "unchanged")
    words = " · ".join(f"{n} {name}" for n, name in (*counted, (done.removed, "removed")))
    click.echo(f"{words} · {len(report.skipped)} skipped")
    _print_wordings(done)
    locales = ", ".join(report.locales)
    plural = "" if len(report.locales) == 1 else "s"
    click.echo(f"{report.articles} articles in {len(report.locales)} locale{plural} ({locales})")
    if report.skipped:
        click.echo("Nothing was removed, since what was skipped may only be unreadable.")
    if report.changes.added or report.changes.changed or report.changes.removed:
        click.echo("Now run: answerbot index")
