"""Which articles a customer may read: the one rule that every page and call goes by.

Knows: audiences, dates, the nearest locale.
Must not know: HTTP, SQL, ranking.

`audiences` are what a customer proved (`identity.py`), or a ticket's customer did; without them
they are everyone and nobody more. What is not for them is as if it did not exist.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from answerbot.errors import Invalid
from answerbot.settings import Form
from corpora.article import EVERYONE, Article
from indexer.filters import in_effect
from indexer.query import Query
from indexer.searcher import Searcher

Audiences = Collection[str]


def readable_locales(
    searcher: Searcher, article: str, *, now: datetime, audiences: Audiences = ()
) -> tuple[str, ...]:
    """The locales in which a customer may read an article now, sorted; none if it is not for
    them or does not exist, so that the two cannot be told apart."""
    cards = (searcher.card(article, locale) for locale in searcher.locales_of(article))
    return tuple(c.locale for c in cards if c and _is_for(c, audiences) and in_effect(c, now))


def _is_for(card: Article, audiences: Audiences) -> bool:
    return card.audience == EVERYONE or card.audience in audiences


def readable_languages(
    searcher: Searcher, *, now: datetime, audiences: Audiences = ()
) -> tuple[str, ...]:
    """The languages of the articles that a customer may read now, sorted."""
    return searcher.languages_for(Query("", now=now, audiences=frozenset(audiences)))


def nearest(
    searcher: Searcher,
    article: str,
    locale: str,
    *,
    home: str,
    now: datetime,
    audiences: Audiences = (),
) -> Article | None:
    """The article in this locale, else language, else the help center's, else any."""
    have = readable_locales(searcher, article, now=now, audiences=audiences)
    if not have:
        return None
    language = locale.split("-")[0]
    order = [locale, *(x for x in have if x.split("-")[0] == language), home, *have]
    return searcher.article(article, next(x for x in order if x in have))


def require_readable(
    searcher: Searcher, article: str, *, now: datetime, audiences: Audiences = ()
) -> None:
    """Raises Invalid for an article that a customer could not have seen."""
    if not readable_locales(searcher, article, now=now, audiences=audiences):
        raise Invalid(f"no article {article[:80]!r}", field="article")


def title(
    searcher: Searcher | None,
    article: str,
    locale: str,
    *,
    now: datetime,
    audiences: Audiences = (),
) -> str:
    """The title that a customer may see, or the id if there is none."""
    if searcher is None or not article:
        return article
    have = readable_locales(searcher, article, now=now, audiences=audiences)
    card = searcher.card(article, locale if locale in have else have[0]) if have else None
    return card.title if card else article


def quick_links(
    searcher: Searcher,
    form: Form,
    locale: str,
    *,
    home: str,
    now: datetime,
    audiences: Audiences = (),
    excluded: Collection[str] = (),
) -> list[dict[str, str]]:
    """The form's articles that a customer may read, titled in the nearest locale; without those
    that are `excluded` from the bot."""
    found = (
        nearest(searcher, a, locale, home=home, now=now, audiences=audiences)
        for a in form.quick_links
        if a not in excluded
    )
    return [{"article": a.id, "title": a.title, "locale": a.locale} for a in found if a]
