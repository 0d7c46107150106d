"""`answerbot curate`: what editors set so that the right articles are found.

Knows: what to print about wordings.
Must not know: tables, what makes a wording wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import click

from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.curation import Entry, Kind, Wording, article_of, scope_of, words_of
from answerbot.store.curation import Wanted, Wordings
from answerbot.store.db import Store
from answerbot.wording_file import as_plain, read, written
from corpora.curation import Phrasing, Pin, StopWord, Synonyms

AUTHOR = "command line"
NEXT = "It takes effect with the next index: answerbot index"

LOCALE = click.option("--locale", default="", help="Where it counts [every locale].")


@click.group()
def curate() -> None:
    """Phrasings, synonyms, pins and stop words. They take effect with the next index."""


@curate.command()
@click.argument("article")
@click.argument("text")
@LOCALE
@home_option
def phrase(article: str, text: str, locale: str, home: str | None) -> None:
    """Say that TEXT, in a customer's words, is answered by ARTICLE."""
    _add(home, [Phrasing(text=text, article=article, locale=locale, source="editor")])


@curate.command()
@click.argument("language")
@click.argument("words", nargs=-1, required=True)
@home_option
def synonyms(language: str, words: tuple[str, ...], home: str | None) -> None:
    """Say that WORDS (quote one that has spaces) mean the same in LANGUAGE."""
    _add(home, [Synonyms(language=language, words=words)])


@curate.command()
@click.argument("article")
@click.argument("words", nargs=-1, required=True)
@LOCALE
@home_option
def pin(article: str, words: tuple[str, ...], locale: str, home: str | None) -> None:
    """Put ARTICLE first when a question has all of WORDS."""
    _add(home, [Pin(article=article, words=words, locale=locale)])


@curate.command()
@click.argument("language")
@click.argument("words", nargs=-1, required=True)
@home_option
def stop(language: str, words: tuple[str, ...], home: str | None) -> None:
    """Ignore each of WORDS in questions in LANGUAGE."""
    _add(home, [StopWord(language=language, word=word) for word in words])


@curate.command("list")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Only these.")
@click.option("--in", "scope", default="", metavar="LOCALE", help="Only this locale or language.")
@click.option("--find", default="", help="Only what has this in its words, article or author.")
@click.option("--review", is_flag=True, help="Only those whose article has changed much since.")
@home_option
@json_option
def list_wordings(
    kind: Kind | None, scope: str, find: str, review: bool, home: str | None, as_json: bool
) -> None:
    """Everything that was added, oldest first."""
    wanted = Wanted(kind=kind, scopes=(scope,) if scope else (), find=find, review=review)
    with _held(home) as held:
        entries = held.all(wanted)
    if as_json:
        print_json([_as_json(entry) for entry in entries])
        return
    for entry in entries:
        click.echo(_line(entry))
    if not entries:
        click.echo("There is none. See: answerbot curate --help", err=True)


@curate.command()
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))
@home_option
def remove(numbers: tuple[int, ...], home: str | None) -> None:
    """Take out the wordings with these NUMBERS."""
    with _held(home) as held:
        for number in numbers:
            entry = held.remove(number, now=utc_now())
            click.echo(f"Removed {_line(entry)}")
    back = " ".join(map(str, numbers))
    click.echo(f"{NEXT}. Bring back: answerbot curate restore {back}", err=True)


@curate.command()
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))
@home_option
def restore(numbers: tuple[int, ...], home: str | None) -> None:
    """Bring back what was removed, for a day at least."""
    with _held(home) as held:
        for number in numbers:
            held.restore(number)
            click.echo(f"Restored {_line(held.get(number))}")


@curate.command()
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1))
@home_option
def keep(numbers: tuple[int, ...], home: str | None) -> None:
    """Say that these still fit, although their article has changed much."""
    with _held(home) as held:
        for number in numbers:
            held.keep(number)
            click.echo(f"Kept {_line(held.get(number))}")


@curate.command()
@click.argument("file", default="-", type=click.Path(dir_okay=False, allow_dash=True))
@home_option
def export(file: str, home: str | None) -> None:
    """Write everything to FILE [standard output], one JSON object a line."""
    with _held(home) as held:
        wordings = [entry.wording for entry in held.all()]
    if file == "-":
        click.echo(written(wordings), nl=False)
        return
    Path(file).write_text(written(wordings), encoding="utf-8")
    click.echo(f"Wrote {len(wordings)} to {file}")


@curate.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@home_option
@json_option
def import_wordings(file: Path, home: str | None, as_json: bool) -> None:
    """Add everything in FILE, as `export` writes it; nothing if a line is wrong.

    What is there already stays as it is, so that importing twice changes nothing.
    """
    lines = list(read(str(file), file.read_bytes()))
    with _held(home) as held:
        new = held.add_all(lines, author=AUTHOR, now=utc_now())
    if as_json:
        print_json({"added": sum(new), "unchanged": len(new) - sum(new)})
        return
    click.echo(f"{sum(new)} added · {len(new) - sum(new)} unchanged")
    if any(new):
        click.echo(NEXT, err=True)


def _add(home: str | None, wordings: Iterable[Wording]) -> None:
    with _held(home) as held:
        for wording in wordings:
            number = held.add(wording, author=AUTHOR, now=utc_now())
            click.echo(_line(held.get(number)))
    click.echo(NEXT, err=True)


def _line(entry: Entry) -> str:
    kind, place = entry.kind.replace("_", " "), scope_of(entry.wording) or "all"
    words = " · ".join(words_of(entry.wording))
    article = article_of(entry.wording)
    sense = "not " if getattr(entry.wording, "source", "") == "rejected" else ""
    target = f" -> {sense}{article}" if article else ""
    review = "  (its article has changed)" if entry.review else ""
    return f"{entry.number:>5}  {kind:<9}  {place:<5}  {words}{target}{review}"


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        **as_plain(entry.wording),
        "author": entry.author,
        "created_at": entry.created_at,
        "review": entry.review,
    }


@contextmanager
def _held(home: str | None) -> Iterator[Wordings]:
    store = Store(settings_of(home).database)
    try:
        yield Wordings(store)
    finally:
        store.close()
