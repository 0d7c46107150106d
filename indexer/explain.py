"""Why an article stands where it does for a question, or nowhere.

Knows: a searcher's public face: rankings, signals, terms, cards, filters.
Must not know: how ranking works, thresholds, SQL. It shows whatever signals there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from corpora.article import Article
from indexer.filters import in_effect
from indexer.passages import Passage
from indexer.query import Hit, Query, Ranking
from indexer.searcher import Searcher
from indexer.tokens import terms, tokens

SIGNALS = {
    "score": "Place among the candidates: words, meaning, title and phrasings together.",
    "gap": "How far the score stands below that of the best candidate.",
    "cosine": "How alike question and passage are in meaning; -1 to 1, 0 without a model.",
    "sentence_cosine": "Likewise for the nearest sentence, list item or title.",
    "likeness": "The nearest sentence or known phrasing, whichever is nearer.",
    "words_share": "Words in common, as a share of what a passage with all of them would score.",
    "pieces_share": "Likewise for pieces of four letters: typing errors, parts of long words.",
    "words_standing": "How far its words stand out among all articles, in deviations.",
    "coverage": "The share of the question's words that it has anywhere, rare ones counting more.",
    "spread": "How evenly the candidates share the question: 0 where one stands alone.",
    "nearest": "How alike the nearest known phrasing is; 0 without any.",
    "similar": "Likewise, the mean of the nearest three.",
    "classified": "How likely what the phrasings teach makes it; 0 without any.",
    "refused": "How much more alike a wording is that customers said it does not answer.",
    "log_terms": "How much was asked: logarithm of the number of words, and one.",
}
"""What each signal of a hit means. A test keeps it complete."""

BESIDE = 2
"""How many neighbours are shown on each side."""

Place = Literal["title", "heading", "body"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question. `read_as` is what it was corrected or completed to, else empty.

    `idf` is how much it tells (Robertson and Walker's, as in BM25); None if no article of the
    language has it. `places` are where the article has it, none if it has not.
    """

    typed: str
    read_as: str
    idf: float | None
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition for being shown, whether it is met, and its values in words."""

    name: Literal["indexed", "excluded", "audience", "dates", "labels", "subjects", "language"]
    met: bool
    text: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An article near it. `ahead` is its score above the explained article's, below it
    negative; None if that one was not found."""

    rank: int
    article: str
    title: str
    score: float
    confidence: float
    ahead: float | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """`rank` counts from 1 among the `ranked` articles that were found and may be shown; None
    if the article is not among them. `translated`: it was ranked among other languages."""

    article: str
    title: str
    locale: str
    language: str
    translated: bool
    generation: str
    terms: tuple[Term, ...]
    filters: tuple[Filter, ...]
    rank: int | None
    ranked: int
    hit: Hit | None
    neighbours: tuple[Neighbour, ...]

    @property
    def missed(self) -> Filter | None:
        """The first condition that is not met; the language is none, as others may be asked."""
        unmet = (f for f in self.filters if not f.met and f.name != "language")
        return next(unmet, None)


def explain(searcher: Searcher, query: Query, article: str) -> Explanation:
    """Explain one article for one question, whatever `query.limit` says."""
    everything = replace(query, limit=max(1, len(searcher.articles)), shown=())
    ranking = searcher.search(everything)
    cards = [c for x in searcher.locales_of(article) if (c := searcher.card(article, x))]
    if cards and not _own(cards, ranking.language) and not ranking.translated:
        ranking = searcher.elsewhere(everything)
    rank = next((i for i, h in enumerate(ranking.hits, start=1) if h.article == article), None)
    hit = ranking.hits[rank - 1] if rank else None
    card = _nearest(cards, query, ranking, hit)
    return Explanation(
        article=article,
        title=card.title if card else "",
        locale=card.locale if card else "",
        language=ranking.language,
        translated=ranking.translated,
        generation=searcher.manifest.name,
        terms=_terms(searcher, query, ranking, card),
        filters=tuple(_filters(searcher, query, card, cards, ranking.language)),
        rank=rank,
        ranked=len(ranking.hits),
        hit=hit,
        neighbours=_neighbours(ranking.hits, rank),
    )


def _own(cards: Iterable[Article], language: str) -> list[Article]:
    return [card for card in cards if card.language == language]


def _nearest(
    cards: Sequence[Article], query: Query, ranking: Ranking, hit: Hit | None
) -> Article | None:
    """The version that was found, else that of the asker's locale, language, any."""

    def distance(card: Article) -> tuple[bool, ...]:
        found = hit is not None and card.locale == hit.locale
        return not found, card.locale != query.locale, card.language != ranking.language

    return min(cards, key=distance, default=None)


def _terms(
    searcher: Searcher, query: Query, ranking: Ranking, card: Article | None
) -> tuple[Term, ...]:
    language = card.language if card else ranking.language
    read_as = {typed.casefold(): read for typed, read in ranking.read_as}
    places = _places(searcher.passages_of(*card.key) if card else (), language)
    found = dict[str, Term]()
    for token in tokens(query.text, language):
        typed = query.text[token.start : token.end]
        read = read_as.get(typed.casefold(), "")
        for term in terms(read, language) if read else [token.term]:
            known = tuple(name for name, held in places.items() if term in held)
            found.setdefault(term, Term(typed, read, searcher.idf(term, language), known))
    return tuple(found.values())


def _places(passages: Iterable[Passage], language: str) -> dict[Place, frozenset[str]]:
    """The terms of an article's title, headings and body."""
    held: dict[Place, set[str]] = {"title": set(), "heading": set(), "body": set()}
    for passage in passages:
        held["title"].update(terms(passage.title, language))
        held["heading"].update(terms(" \n ".join(passage.heading), language))
        held["body"].update(terms(passage.text, language))
    return {name: frozenset(found) for name, found in held.items()}


def _filters(
    searcher: Searcher,
    query: Query,
    card: Article | None,
    cards: Sequence[Article],
    language: str,
) -> Iterable[Filter]:
    """Every condition, in the order in which they are worth reading."""
    if card is None:
        yield Filter("indexed", False, "this index does not have it")
        return
    yield Filter("indexed", True, "this index has it")
    if card.id in query.excluded:
        yield Filter("excluded", False, "an editor excluded it from the bot")
    who = ", ".join(sorted(query.may_see))
    yield Filter(
        "audience", card.audience in query.may_see, f"it is for {card.audience}; who asks is {who}"
    )
    yield Filter("dates", in_effect(card, query.now), _dates(card))
    yield _labels(card, query)
    if query.within:
        names = searcher.subjects_of(card.id)
        met = bool(query.within & names)
        wanted, has = (", ".join(sorted(some)) for some in (query.within, names))
        yield Filter("subjects", met, f"it is about {has or 'nothing'}; the form is for {wanted}")
    have = ", ".join(sorted(c.locale for c in cards))
    text = f"it is in {have}; the question is read as {language}"
    yield Filter("language", bool(_own(cards, language)), text)


def _dates(card: Article) -> str:
    begin, end = card.effective_from, card.effective_until
    if begin is None and end is None:
        return "it has none"
    parts = (
        f"from {begin:%Y-%m-%d %H:%M}" if begin else "",
        f"until {end:%Y-%m-%d %H:%M}" if end else "",
    )
    return f"it is shown {' '.join(filter(None, parts))} UTC"


def _labels(card: Article, query: Query) -> Filter:
    labels = frozenset(card.labels)
    faults = (
        (query.labels_all - labels, "it lacks {}"),
        (query.labels_none & labels, "it has {}"),
        (query.labels_any if not query.labels_any & labels else frozenset(), "it has none of {}"),
    )
    for wrong, words in faults:
        if wrong:
            return Filter("labels", False, words.format(", ".join(sorted(wrong))))
    return Filter(
        "labels", True, f"it has {', '.join(sorted(labels))}" if labels else "it has none"
    )


def _neighbours(hits: Sequence[Hit], rank: int | None) -> tuple[Neighbour, ...]:
    """The first, and those just before and after; the first few if it is not among them."""
    near = range(rank - BESIDE, rank + BESIDE + 1) if rank else range(1, BESIDE + 2)
    places = sorted({1, *near} - {rank})
    own = hits[rank - 1].score if rank else None
    return tuple(
        Neighbour(
            rank=place,
            article=hit.article,
            title=hit.title,
            score=hit.score,
            confidence=hit.confidence,
            ahead=None if own is None else hit.score - own,
        )
        for place in places
        if 1 <= place <= len(hits)
        for hit in (hits[place - 1],)
    )
