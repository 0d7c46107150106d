"""`answerbot suggest`: a question on the command line.

Knows: how to print hits.
Must not know: ranking.
"""

from __future__ import annotations

from contextlib import closing

import click
from rich.console import Console
from rich.text import Text

from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.store.db import Store
from answerbot.store.exclusions import Exclusions
from answerbot.store.precisions import Precisions
from answerbot.suggest import Offer, offer
from answerbot.thresholds import Channel, in_force
from indexer.query import Hit, Query
from indexer.searcher import open_current


@click.command()
@click.argument("text")
@click.option("--locale", default="", help="The asker's locale [found out from the text].")
@click.option("--audience", multiple=True, help="An audience of the asker; may be repeated.")
@click.option(
    "--limit", default=3, show_default=True, type=click.IntRange(1, 10), help="How many at most."
)
@click.option("--all", "everything", is_flag=True, help="Show what is below the threshold too.")
@home_option
@json_option
def suggest(
    text: str,
    locale: str,
    audience: tuple[str, ...],
    limit: int,
    everything: bool,
    home: str | None,
    as_json: bool,
) -> None:
    """Show the articles that answer TEXT, or say that none does."""
    if not text.strip():
        raise click.BadParameter("write a question", param_hint="TEXT")
    settings = settings_of(home)
    opened = open_current(settings.index)
    if opened.warning:
        click.echo(f"warning: {opened.warning}", err=True)
    with closing(Store(settings.database)) as store:
        precision = Precisions(store, settings).wanted(Channel.FORM)
        excluded = Exclusions(store).current()
    query = Query(
        text=text,
        now=utc_now(),
        language=locale.split("-")[0] or None,
        locale=locale,
        audiences=frozenset(audience),
        excluded=excluded,
        limit=limit,
    )
    ranking = opened.searcher.search(query)
    least = in_force(opened.searcher, precision)
    threshold = 0.0 if everything else least.own
    chosen = offer(ranking, threshold=threshold, limit=limit)
    if as_json:
        print_json({"abstained": chosen.abstained, "suggestions": list(map(_as_json, chosen.hits))})
        return
    _print(chosen)


def _as_json(hit: Hit) -> dict[str, object]:
    return {name: getattr(hit, name) for name in hit.__dataclass_fields__}


def _print(chosen: Offer) -> None:
    out = Console(highlight=False)
    if chosen.abstained:
        out.print("No article is likely enough to answer that. (--all shows the nearest.)")
    if chosen.translated and chosen.hits:
        out.print("There is none in that language; these are in another one.")
    for place, hit in enumerate(chosen.hits, start=1):
        out.print(f"\n[bold]{place}. [/bold]", Text(hit.title, style="bold"), sep="", end="")
        out.print(f"  {100 * hit.confidence:.0f} %  [dim]{hit.article} {hit.locale}[/dim]")
        if hit.heading:
            out.print(Text("   " + " > ".join(hit.heading), style="dim"))
        out.print(_excerpt(hit))


def _excerpt(hit: Hit, width: int = 240) -> Text:
    """The passage around its first match, matched words marked."""
    first = hit.highlights[0][0] if hit.highlights else 0
    start = max(0, first - 60)
    text = Text("   ")
    text.append("…" if start else "")
    body = Text(hit.text[start : start + width].replace("\n", " "))
    for begin, end in hit.highlights:
        if begin >= start:
            body.stylize("bold green", begin - start, end - start)
    text.append_text(body)
    text.append("…" if start + width < len(hit.text) else "")
    return text
