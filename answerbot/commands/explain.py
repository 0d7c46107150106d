"""`answerbot explain`: why an article is shown for a question, or why it is not.

Knows: how to print an explanation.
Must not know: ranking.
"""

from __future__ import annotations

from collections.abc import Iterator

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from answerbot.api.explain import shaped
from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.context import context_of
from answerbot.explain import Verdict, judged
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.exclusions import Exclusions
from answerbot.store.precisions import Precisions
from answerbot.thresholds import of_question
from indexer.explain import SIGNALS
from indexer.query import Query
from indexer.searcher import open_current


@click.command()
@click.argument("query")
@click.option("--article", required=True, metavar="ID", help="The article to explain.")
@click.option("--locale", default="", help="The asker's locale [found out from the text].")
@click.option("--audience", multiple=True, help="An audience of the asker; may be repeated.")
@click.option("--form", default="", help="The id of the contact form where it is asked.")
@click.option("--typing", is_flag=True, help="As if it were still being typed.")
@home_option
@json_option
def explain(
    query: str,
    article: str,
    locale: str,
    audience: tuple[str, ...],
    form: str,
    typing: bool,
    home: str | None,
    as_json: bool,
) -> None:
    """Say why an article is shown for the question QUERY, or why it is not."""
    if not query.strip():
        raise click.BadParameter("write a question", param_hint="QUERY")
    settings = settings_of(home)
    opened = open_current(settings.index)
    if opened.warning:
        click.echo(f"warning: {opened.warning}", err=True)
    store = Store(settings.database)
    try:
        versions = Articles(store).versions(article)
        precision = Precisions(store, settings).wanted(of_question(typing=typing))
        excluded = Exclusions(store).current()
    finally:
        store.close()
    asked = Query(
        text=query,
        now=utc_now(),
        language=locale.split("-")[0] or None,
        locale=locale,
        audiences=frozenset(audience),
        excluded=excluded,
        typing=typing,
    )
    context = context_of(settings.forms, form)
    if form and not context.form:
        known = ", ".join(one.id for one in settings.forms) or "none"
        raise click.BadParameter(f"no form {form!r}; there are: {known}", param_hint="--form")
    verdict = judged(
        opened.searcher,
        asked,
        article,
        versions=versions,
        precision=precision,
        limit=settings["suggestions"],
        context=context,
    )
    if as_json:
        print_json(shaped(verdict).model_dump(mode="json"))
        return
    _print(verdict)


def _print(verdict: Verdict) -> None:
    out, found = Console(highlight=False), verdict.explanation
    out.print(Text(verdict.sentence, style="bold"))
    where = f"{found.generation}, read as {found.language}, threshold {verdict.threshold:.2f}"
    out.print(Text(f"{found.article} {found.locale}  {found.title}  ({where})", style="dim"))
    for condition in found.filters:
        mark = "[green]met[/]    " if condition.met else "[yellow]not met[/]"
        out.print(f"  {mark} {condition.name:<9}", Text(condition.text))
    for table in _tables(verdict):
        if table.row_count:
            out.print(table)


def _tables(verdict: Verdict) -> Iterator[Table]:
    found = verdict.explanation
    yield _table(
        ("Word", "Read as", "Tells", "Stands in"),
        (
            (t.typed, t.read_as, "unknown" if t.idf is None else f"{t.idf:.2f}",
             ", ".join(t.places) or "missing")
            for t in found.terms
        ),
    )  # fmt: skip
    signals = found.hit.signals if found.hit else {}
    rows = ((name, f"{value:.3f}", SIGNALS.get(name, "")) for name, value in signals.items())
    yield _table(("Signal", "Value", "Meaning"), rows)
    yield _table(
        ("Rank", "Article", "Confidence", "Score", "Ahead by"),
        (row for _, row in sorted(_places(verdict))),
    )


def _places(verdict: Verdict) -> Iterator[tuple[int, tuple[str, ...]]]:
    found = verdict.explanation
    for n in found.neighbours:
        ahead = "" if n.ahead is None else f"{n.ahead:+.3f}"
        figures = f"{100 * n.confidence:.1f} %", f"{n.score:.3f}", ahead
        yield n.rank, (str(n.rank), n.title, *figures)
    if found.rank and found.hit:
        figures = f"{100 * found.hit.confidence:.1f} %", f"{found.hit.score:.3f}", "this one"
        yield found.rank, (str(found.rank), found.title, *figures)


def _table(heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Table:
    table = Table(*heads, box=None, header_style="dim", pad_edge=True)
    for row in rows:
        table.add_row(*map(Text, row))
    return table
