"""One generation, loaded: queries in, ranked articles out.

Knows: partitions, filters, how passages become articles.
Must not know: HTTP, SQL, what is done with a ranking. Immutable once opened, so
any number of threads may search while another one opens its successor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpora.article import Article
from indexer import layout
from indexer.encoder import OnnxEncoder, Vectors, unit
from indexer.errors import GenerationDamaged, NoGeneration
from indexer.filters import Eligibility
from indexer.generation import Manifest, current, existing, verify
from indexer.language import contradicted, detect
from indexer.passages import Passage
from indexer.query import Hit, Query, Ranking
from indexer.rank import Confidence, features, fused
from indexer.reader import Reader
from indexer.stability import steady
from indexer.thesaurus import Thesaurus
from indexer.tokens import says_something
from indexer.wording import Text, Wording

SHARED_WORDS = 0.3
LIKE_MEANING = 0.45
"""From these on, an arm counts as a reason by itself. For people; no ranking depends on it."""


class Searcher:
    """What serves. Make one with `open_folder` or `open_current`."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self.articles = layout.read_cards(folder)
        self._eligibility = Eligibility(self.articles)
        self.curation = layout.read_curation(folder)
        self._blocks = layout.BlockFile(folder)
        self._number = {article.key: i for i, article in enumerate(self.articles)}
        self._passages = _by_language(layout.read_passages(folder))
        self._partitions = {
            language: layout.read_partition(folder, language, self._owner(passages))
            for language, passages in self._passages.items()
        }
        self._readers = {
            language: Reader.of(partition, Thesaurus.of(self.curation, language))
            for language, partition in self._partitions.items()
        }
        self._encoder = OnnxEncoder(folder / layout.ENCODER) if manifest.encoder else None
        self._confidence = Confidence.from_json(layout.read_json(folder / layout.CONFIDENCE))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have articles."""
        return self.manifest.languages

    def locales_of(self, article: str) -> tuple[str, ...]:
        """The locales in which an article exists, sorted."""
        return tuple(sorted(locale for found, locale in self._number if found == article))

    def card(self, article: str, locale: str) -> Article | None:
        """An article without its blocks, in exactly this locale."""
        number = self._number.get((article, locale))
        return None if number is None else self.articles[number]

    def article(self, article: str, locale: str) -> Article | None:
        """An article with its blocks, in exactly this locale."""
        number = self._number.get((article, locale))
        if number is None:
            return None
        return self.articles[number].model_copy(update={"blocks": self._blocks.read(number)})

    def warm(self) -> None:
        """Touch everything that a first query would wait for."""
        detect("warm", self.languages)
        if self._encoder:
            self._encoder.encode(["warm"])

    def search(self, query: Query) -> Ranking:
        """Rank the articles that the asker may see, in the asker's language: the page's,
        unless the question is plainly in another one.

        Only if that language has no article at all, or none that matches, are
        those of the other languages ranked; `translated` then says so.
        """
        language = self._language(query)
        if not says_something(query.text):
            return Ranking((), language)
        if language in self._partitions:
            wording = self._wording(query, language)
            hits = self._hits(query, self._vector(wording.texts), {language: wording})
            if hits:
                return Ranking(hits, language, read_as=wording.read_as)
        return self.elsewhere(query)

    def elsewhere(self, query: Query) -> Ranking:
        """Rank the articles in all languages but the asker's."""
        language = self._language(query)
        others = [other for other in self.languages if other != language]
        if not others or not says_something(query.text):
            return Ranking((), language, translated=True)
        wordings = {other: self._wording(query, other) for other in others}
        hits = self._hits(query, self._vector([Text(query.text)]), wordings)
        return Ranking(hits, language, translated=True)

    def _wording(self, query: Query, language: str) -> Wording:
        allowed = self._eligibility.allowed(query)[self._partitions[language].owner]
        return self._readers[language].read(query.text, allowed, typing=query.typing)

    def _vector(self, texts: Sequence[Text]) -> Vectors | None:
        """The middle of the readings' vectors, of length one."""
        if not self._encoder:
            return None
        vectors = self._encoder.encode([reading.text for reading in texts])
        middle: Vectors = unit(np.array([[reading.weight for reading in texts]]) @ vectors)[0]
        return middle

    def _language(self, query: Query) -> str:
        if query.language is None:
            return detect(query.text, self.languages)
        return contradicted(query.text, query.language, self.languages)

    def _hits(
        self, query: Query, vector: Vectors | None, wordings: Mapping[str, Wording]
    ) -> tuple[Hit, ...]:
        found = [
            hit
            for language, wording in wordings.items()
            for hit in self._ranked(query, vector, wording, language)
        ]
        found.sort(key=lambda hit: (-hit.score, hit.article, hit.locale))
        hits = list(_unique(found))
        if kept := _kept(query):
            hits = _steady(hits, kept)
        return tuple(_no_surer_than_before(hits))[: query.limit]

    def _ranked(
        self, query: Query, vector: Vectors | None, wording: Wording, language: str
    ) -> Iterator[Hit]:
        partition = self._partitions[language]
        shown = self._eligibility.allowed(query)[partition.owner]
        rows, signals = partition.candidates(wording, vector, shown)
        if not len(rows):
            return
        scores = fused(signals)
        owner = partition.owner[rows]
        best = self._variants(owner, _best_passages(owner, scores), query)
        telling = partition.telling(wording)
        for place, (score_of, i) in enumerate(best):
            if place >= query.limit and self.articles[owner[i]].id not in _kept(query):
                continue
            runner_up = float(scores[best[place + 1][0]]) if place + 1 < len(best) else 0.0
            found = features(signals, i, float(scores[score_of]), runner_up)
            marks = partition.marks.of(int(rows[i]), telling)
            confidence = self._confidence.of(found)
            yield self._hit(self._passages[language][rows[i]], marks, found, confidence)

    def _variants(
        self, owner: NDArray[np.int32], best: Iterable[int], query: Query
    ) -> list[tuple[int, int]]:
        """Of each article its place (the candidate that won it) and the candidate to show:
        of its regional variants the one in the asker's locale. One more than the limit, and
        those that may stay because they are shown."""
        found: dict[str, tuple[int, int]] = {}
        for i in best:
            card = self.articles[owner[i]]
            if card.id in found:
                if card.locale == query.locale:
                    found[card.id] = found[card.id][0], i
            elif len(found) <= query.limit or card.id in _kept(query):
                found[card.id] = i, i
            elif not query.locale and not _kept(query):
                break
        return list(found.values())

    def _hit(
        self,
        passage: Passage,
        marks: tuple[tuple[int, int], ...],
        found: dict[str, float],
        confidence: float,
    ) -> Hit:
        card = self.articles[self._number[passage.article, passage.locale]]
        return Hit(
            article=passage.article,
            locale=passage.locale,
            title=passage.title,
            url=card.url,
            heading=passage.heading,
            anchor=passage.anchor,
            text=passage.text,
            highlights=marks,
            score=found["score"],
            confidence=confidence,
            reason=_reason(found),
            signals=found,
        )

    def _owner(self, passages: Iterable[Passage]) -> NDArray[np.int32]:
        return np.array([self._number[p.article, p.locale] for p in passages], dtype=np.int32)


class Opened(NamedTuple):
    """A searcher, and what was wrong with newer generations, if anything."""

    searcher: Searcher
    warning: str = ""


def open_folder(folder: Path) -> Searcher:
    """Verify and load one generation. Raises GenerationDamaged."""
    manifest = verify(folder)
    try:
        return Searcher(folder, manifest)
    except (OSError, ValueError, KeyError) as error:
        raise GenerationDamaged(f"{folder}: {error}; run: answerbot index --force") from error


def open_current(root: Path) -> Opened:
    """Open the generation that CURRENT names, or, if it is damaged, the newest sound one.

    Raises NoGeneration if nothing was ever published, GenerationDamaged if none is sound.
    """
    names, troubles = existing(root), list[str]()
    try:
        names = [current(root), *names]
    except (NoGeneration, GenerationDamaged) as error:
        if not names:
            raise
        troubles.append(str(error))
    for name in dict.fromkeys(names):
        try:
            return Opened(open_folder(root / name), "; ".join(troubles))
        except GenerationDamaged as error:
            troubles.append(str(error))
    raise GenerationDamaged("; ".join(troubles))


def _by_language(passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.language, []).append(passage)
    return found


def _best_passages(owner: NDArray[np.int32], scores: NDArray[np.float32]) -> list[int]:
    """Of each article its best passage, best article first, ties to the earlier article."""
    order = np.lexsort((np.arange(len(scores)), owner, -scores))
    _, first = np.unique(owner[order], return_index=True)
    return [int(order[i]) for i in np.sort(first)]


def _kept(query: Query) -> tuple[str, ...]:
    """The articles that may stay in the list although others are a little better."""
    return query.shown if query.typing else ()


def _steady(hits: Sequence[Hit], shown: Sequence[str]) -> list[Hit]:
    """`hits` in the order in which they change least for who sees `shown`."""
    by_article = {hit.article: hit for hit in hits}
    order = steady({hit.article: hit.score for hit in hits}, shown)
    return [by_article[article] for article in order]


def _unique(hits: Iterable[Hit]) -> Iterator[Hit]:
    """Each article once: of several translations the best."""
    seen: set[str] = set()
    for hit in hits:
        if hit.article not in seen:
            seen.add(hit.article)
            yield hit


def _no_surer_than_before(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The confidence of each capped by that of the hit before it: order and figures agree.

    One that is kept above a little better one thus lowers that one's: never is more
    claimed than was found.
    """
    cap = 1.0
    for hit in hits:
        cap = min(cap, hit.confidence)
        yield replace(hit, confidence=cap)


def _reason(found: dict[str, float]) -> str:
    """Which arm found it, in a word that pages translate: words, meaning or both."""
    by_words, by_meaning = found["words_share"] >= SHARED_WORDS, found["cosine"] >= LIKE_MEANING
    if by_words and by_meaning:
        return "both"
    return "meaning" if found["cosine"] > found["words_share"] else "words"
