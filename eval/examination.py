"""What a deployment is examined with before it takes new lessons in.

Knows: which questions have a known answer, and what editors expect to stand first.
Must not know: how questions are asked, what becomes of the result.

    lessons     wordings of customers and agents that were held back, so are not taught
    titles      each article's title, as a question for the article
    own         the deployment's own labelled questions: <home>/regressions/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from answerbot.curation import same
from answerbot.teaching import Taught
from corpora.article import EVERYONE, Article
from corpora.curation import Curation, Phrasing
from eval.folder import read_questions
from eval.index import Setup
from eval.records import LabelledQuery, Qrels
from eval.runner import query_of
from indexer.filters import may_be_shown
from indexer.pins import together
from indexer.searcher import Searcher

T = TypeVar("T")

OWN = "regressions"
"""The folder in the home folder with `queries.jsonl` and `qrels.tsv`."""

MOST = 1000
"""Questions of a kind, always the same ones: more take longer and tell little more."""

Part = Literal["lessons", "titles", "own"]
PARTS: tuple[Part, ...] = ("lessons", "titles", "own")


class Guard(NamedTuple):
    """An article that editors want first, by a pin or a phrasing, for a question."""

    kind: Literal["pin", "phrasing"]
    query: LabelledQuery
    article: str
    locale: str = ""


class Examination(NamedTuple):
    """Questions with their right answers, the part that each belongs to, and the guards."""

    queries: tuple[LabelledQuery, ...]
    qrels: Qrels
    parts: dict[str, Part]
    guards: tuple[Guard, ...]


def examination(searcher: Searcher, taught: Taught, setup: Setup) -> Examination:
    """All that can be asked of the help center in `searcher`. Raises BadLabels for own
    questions that are not understood."""
    found: dict[Part, dict[LabelledQuery, dict[str, int]]] = {
        "lessons": _lessons(taught, searcher, setup),
        "titles": _titles(searcher, setup),
        "own": _own(setup.home / OWN),
    }
    parts = {query.id: part for part in PARTS for query in found[part]}
    qrels = {query.id: right for part in PARTS for query, right in found[part].items()}
    queries = tuple(query for part in PARTS for query in found[part])
    return Examination(queries, qrels, parts, tuple(_guards(taught.kept, searcher)))


def _lessons(
    taught: Taught, searcher: Searcher, setup: Setup
) -> dict[LabelledQuery, dict[str, int]]:
    """The lessons held back; none that editors teach in the same words."""
    known = {(p.article, same(p.text)) for p in taught.kept.phrasings}
    found: dict[tuple[str, str], list[Phrasing]] = {}
    for phrasing in taught.held_out:
        card = searcher.card(phrasing.article, phrasing.locale)
        asked_alike = (phrasing.article, same(phrasing.text)) in known
        if card and not asked_alike and _shown(card, setup):
            found.setdefault((phrasing.locale, phrasing.text), []).append(phrasing)
    return {
        LabelledQuery(f"lessons:{locale}:{text}", text, locale): {p.article: 1 for p in phrasings}
        for (locale, text), phrasings in _drawn(found.items(), lambda item: "\n".join(item[0]))
    }


def _titles(searcher: Searcher, setup: Setup) -> dict[LabelledQuery, dict[str, int]]:
    shown = [card for card in searcher.articles if card.title.strip() and _shown(card, setup)]
    alike: dict[tuple[str, str], dict[str, int]] = {}
    for card in shown:
        alike.setdefault((card.language, same(card.title)), {})[card.id] = 1
    return {
        LabelledQuery(
            f"titles:{card.locale}:{card.id}", card.title, card.locale, audience=card.audience
        ): alike[card.language, same(card.title)]
        for card in _drawn(shown, lambda card: f"{card.locale}\n{card.id}")
    }


def _own(folder: Path) -> dict[LabelledQuery, dict[str, int]]:
    if not folder.is_dir():
        return {}
    queries, qrels = read_questions(folder)
    return {q._replace(id=f"own:{q.id}"): dict(qrels.get(q.id, {})) for q in queries}


def _guards(kept: Curation, searcher: Searcher) -> Iterator[Guard]:
    for pin in kept.pins:
        for card in _cards(searcher, pin.article, pin.locale):
            yield _guard("pin", " ".join(pin.words), card)
    for phrasing in kept.phrasings:
        if phrasing.source != "rejected":
            for card in _cards(searcher, phrasing.article, phrasing.locale):
                yield _guard("phrasing", phrasing.text, card)


def _guard(kind: Literal["pin", "phrasing"], text: str, card: Article) -> Guard:
    name = f"{kind}:{card.locale}:{card.id}:{text}"
    query = LabelledQuery(name, text, card.locale, audience=card.audience)
    return Guard(kind, query, card.id, card.locale)


def _cards(searcher: Searcher, article: str, locale: str) -> Iterator[Article]:
    for one in searcher.locales_of(article):
        card = searcher.card(article, one)
        if card and together(locale, one):
            yield card


def _shown(card: Article, setup: Setup) -> bool:
    """Whether it may be shown now to those whom it is for."""
    asked = LabelledQuery("", card.title, audience=card.audience or EVERYONE)
    return may_be_shown(card, query_of(asked, setup), frozenset())


def _drawn(items: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """At most MOST, by the checksum of their names."""
    found = list(items)
    if len(found) <= MOST:
        return found
    return sorted(found, key=lambda item: sha256(name(item).encode()).digest())[:MOST]
