"""Near-identical articles of a help center, listed to be read and judged.

Knows: sources, what is printed.
Must not know: how they are found (`answerbot/health/near.py` does).

Run `python -m eval.duplicates SOURCE [--locale fr] [--most 50] [--text]`. Whether a pair is one is
for a reader to say: what was said, by which criterion, stands in docs/MEASURING.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from answerbot.health.near import Pair, likest
from answerbot.health.reading import meaning_of, text_of
from answerbot.settings import home_folder
from corpora.article import Article
from corpora.loaders import Options, open_source
from indexer.embed import VectorCache
from indexer.export import BUNDLED, export

SHOWN = 900


def pairs_of(articles: Sequence[Article], home: Path) -> list[Pair]:
    """The likest, whether or not the product calls them near-identical."""
    encoder = export(BUNDLED, home / "index" / "models" / f"{BUNDLED}-int8")
    (home / "health").mkdir(parents=True, exist_ok=True)
    file = home / "health" / "eval.vectors.db"
    with closing(VectorCache(file, encoder, datetime.now(UTC))) as cache:
        texts = [meaning_of(article) for article in articles]
        vectors = cache.embed(texts, "encoding", lambda *_: None).vectors
    return likest([text_of(article) for article in articles], vectors)


@click.command()
@click.argument("source", type=click.Path(exists=True))
@click.option("--locale", default="", help="Only articles of this language.")
@click.option("--most", default=50, help="So many pairs.")
@click.option("--text", "with_text", is_flag=True, help="What they say, too.")
@click.option("--home", default=None, help="Where the model and vectors are kept.")
def main(source: str, locale: str, most: int, with_text: bool, home: str | None) -> None:
    """List the pairs of articles of SOURCE that are likest to each other."""
    loaded = open_source(source, Options(locale="en"))
    articles = [
        item
        for item in loaded
        if isinstance(item, Article) and (not locale or item.language == locale)
    ]
    found = pairs_of(articles, home_folder(home))
    click.echo(f"{len(articles)} articles, {len(found)} pairs")
    for number, pair in enumerate(found[:most], 1):
        one, other = articles[pair.one], articles[pair.other]
        click.echo(
            f"{number:>3} shared {pair.shared:.2f} meaning {pair.meaning:.2f}\n"
            f"    {one.title} [{one.id}]\n    {other.title} [{other.id}]"
        )
        if with_text:
            for article in (one, other):
                click.echo(f"    | {' '.join(article.plain_text.split())[:SHOWN]}")


if __name__ == "__main__":
    main()
