"""One generation, loaded: queries in, ranked articles out.

Knows: partitions, filters, how passages become articles.
Must not know: HTTP, SQL, what is done with a ranking. Immutable once opened: threads share it.
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
from indexer.calibrate import Confidence, features, spread
from indexer.candidates import Candidates, candidates
from indexer.encoder import OnnxEncoder, Vectors, unit
from indexer.errors import GenerationDamaged, NoGeneration
from indexer.filters import Eligibility, may_be_shown
from indexer.generation import Manifest, current, existing, verify
from indexer.hits import calm, in_language, kept, no_surer_than_before, reason_of, unique
from indexer.language import detect, read_in
from indexer.partition import Partition
from indexer.passages import Passage, by_language
from indexer.pins import Pins, put_first, unranked
from indexer.query import Hit, Query, Ranking
from indexer.reader import Reader
from indexer.signals import Array
from indexer.thesaurus import Thesaurus
from indexer.tokens import says_something
from indexer.wording import Text, Wording


class Considered(NamedTuple):
    """The candidates for a question among the articles of one language."""

    partition: Partition
    found: Candidates

    @property
    def articles(self) -> list[int]:
        """The number of each candidate article, as in `Searcher.articles`."""
        numbers: list[int] = self.partition.owner[self.found.best].tolist()
        return numbers

    def covered(self, places: Sequence[int]) -> list[float]:
        """The share of the question that the candidates at `places` have words of."""
        articles = self.found.articles[np.array(places, np.int64)]
        shares = self.partition.coverages(self.found.asked.wording.words, articles)
        return [float(share) for share in shares]


class Searcher:
    """What serves. Make one with `open_folder` or `open_current`."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self.articles = layout.read_cards(folder)
        self._eligibility = Eligibility(self.articles)
        self.curation = layout.read_curation(folder)
        self._blocks = layout.BlockFile(folder)
        self._pins = Pins(self.curation.pins)
        self._number = {article.key: i for i, article in enumerate(self.articles)}
        self._passages = by_language(layout.read_passages(folder))
        self._partitions = {
            language: layout.read_partition(folder, language, self._owner(passages))
            for language, passages in self._passages.items()
        }
        self._readers = {
            language: Reader.of(partition, Thesaurus.of(self.curation, language))
            for language, partition in self._partitions.items()
        }
        self._encoder = OnnxEncoder(folder / layout.ENCODER) if manifest.encoder else None
        self.judge = layout.read_judge(folder)

    @property
    def confidence(self) -> Confidence:
        """The fit of most questions: the taught one if any language has phrasings."""
        return self.fits[-1]

    @property
    def fits(self) -> tuple[Confidence, ...]:
        """Those in force: that of languages without phrasings, and that of the others."""
        kinds = {part.taught for part in self._partitions.values()}
        return tuple(self._judging(taught) for taught in sorted(kinds))

    def _judging(self, taught: bool) -> Confidence:
        return self.judge.taught if taught else self.judge.plain

    def threshold(self, precision: float) -> float:
        """The confidence of an offer that is right as often as `precision`, a share, by
        whichever fit."""
        return max(fit.threshold(precision) for fit in self.fits)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have articles."""
        return self.manifest.languages

    @property
    def audiences(self) -> frozenset[str]:
        """Those that articles are for, everyone among them if any is."""
        return self._eligibility.audiences

    def languages_for(self, query: Query) -> tuple[str, ...]:
        """The languages that have an article which the asker may see now, sorted."""
        shown = self._eligibility.visible(query)
        return tuple(
            language
            for language, partition in self._partitions.items()
            if shown[partition.owner].any()
        )

    def locales_of(self, article: str) -> tuple[str, ...]:
        """The locales in which an article exists, sorted."""
        return tuple(sorted(locale for found, locale in self._number if found == article))

    def subjects_of(self, article: str) -> frozenset[str]:
        """The sections and labels that an article has in any of its languages, folded."""
        return self._eligibility.subjects.get(article, frozenset())

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

    def passages_of(self, article: str, locale: str) -> list[Passage]:
        """An article's passages in exactly this locale, in order; for explanations."""
        passages = self._passages.get(locale.split("-")[0], [])
        return [p for p in passages if (p.article, p.locale) == (article, locale)]

    def idf(self, term: str, language: str) -> float | None:
        """How much a term tells in a language; None if none of its articles has it."""
        partition = self._partitions.get(language)
        row = partition.words.vocabulary.get(term) if partition else None
        return None if partition is None or row is None else float(partition.words.idf[row])

    def share_with(self, term: str, language: str) -> float:
        """The share of a language's passages that have a term; 0 if it has no articles."""
        partition = self._partitions.get(language)
        return partition.words.share(term) if partition else 0.0

    def knows(self, term: str, language: str, query: Query) -> bool:
        """Whether an article that the asker may see now has a term of this language."""
        partition = self._partitions.get(language)
        if partition is None or term not in partition.words.vocabulary:
            return False
        visible = self._eligibility.visible(query)[partition.owner]
        return partition.words.is_in(term, visible)

    def warm(self) -> None:
        """Touch everything that a first query would wait for."""
        detect("warm", self.languages)
        if self._encoder:
            self._encoder.encode(["warm"])

    def search(self, query: Query) -> Ranking:
        """Rank the articles that the asker may see, in the asker's language: the page's,
        unless the question is plainly in another one.

        Only if that language has no article at all, or none that matches, are
        those of the other languages ranked; `translated` then says so. Articles that
        are pinned for the question's words stand first.
        """
        ranking = self._found(query)
        if ranking.translated:
            own = self._with_pins(query, Ranking((), ranking.language))
            if own.hits:
                return own
        return self._with_pins(query, ranking)

    def _found(self, query: Query) -> Ranking:
        language = self._language(query)
        if not says_something(query.text):
            return Ranking((), language)
        if language in self._partitions:
            wording = self._wording(query, language)
            hits = self._hits(query, self._vector(wording.texts), {language: wording})
            if hits:
                return Ranking(hits, language, read_as=wording.read_as)
        return self._elsewhere(query)

    def elsewhere(self, query: Query) -> Ranking:
        """Rank the articles in all languages but the asker's."""
        return self._with_pins(query, self._elsewhere(query))

    def _elsewhere(self, query: Query) -> Ranking:
        language = self._language(query)
        others = [other for other in self.languages if other != language]
        if not others or not says_something(query.text):
            return Ranking((), language, translated=True)
        wordings = {other: self._wording(query, other) for other in others}
        hits = self._hits(query, self._vector([Text(query.text)]), wordings)
        return Ranking(hits, language, translated=True)

    def _with_pins(self, query: Query, ranking: Ranking) -> Ranking:
        """The ranking with what editors pinned first, if the asker may see it."""
        asked = self._finished(query, ranking.language)
        articles = self._pins.articles(asked, ranking.language)
        cards = [c for a in articles if (c := self._pinnable(a, query, ranking))]
        if not cards:
            return ranking
        held = {hit.article: hit for hit in ranking.hits}
        if any(card.id not in held for card in cards):
            everything = replace(query, limit=len(self.articles), shown=())
            ranked = self._elsewhere if ranking.translated else self._found
            held = {hit.article: hit for hit in ranked(everything).hits} | held
        pinned = [in_language(held.get(card.id), card) or self._opening(card) for card in cards]
        return replace(ranking, hits=put_first(ranking.hits, pinned)[: query.limit])

    def _finished(self, query: Query, language: str) -> Query:
        """A query whose last word is whole already is no longer typed: a word that no article
        has would otherwise pin nothing for as long as nothing follows it."""
        reader = self._readers.get(language)
        if not query.typing or not self.curation.pins or reader is None:
            return query
        visible = self._eligibility.visible(query)[self._partitions[language].owner]
        return query if reader.may_go_on(query.text, visible) else replace(query, typing=False)

    def _pinnable(self, article: str, query: Query, ranking: Ranking) -> Article | None:
        """The article's card among the languages that were ranked, that of the asker's locale
        first; None if the asker may not see it."""
        cards = [self.articles[self._number[article, x]] for x in self.locales_of(article)]
        shown = [
            card
            for card in cards
            if (card.language == ranking.language) != ranking.translated
            and may_be_shown(card, query, self.subjects_of(card.id))
        ]
        return min(shown, key=lambda card: card.locale != query.locale, default=None)

    def _opening(self, card: Article) -> Hit:
        """An article that no arm has found."""
        return unranked(card, self.passages_of(*card.key)[0])

    def _wording(self, query: Query, language: str) -> Wording:
        owner = self._partitions[language].owner
        allowed = self._eligibility.allowed(query)[owner]
        visible = self._eligibility.visible(query)[owner]
        reader = self._readers[language]
        return reader.read(query.text, allowed, visible=visible, typing=query.typing)

    def _vector(self, texts: Sequence[Text]) -> Vectors | None:
        """The middle of the readings' vectors, of length one."""
        if not self._encoder:
            return None
        vectors = self._encoder.encode([reading.text for reading in texts])
        middle: Vectors = unit(np.array([[reading.weight for reading in texts]]) @ vectors)[0]
        return middle

    def _language(self, query: Query) -> str:
        return read_in(query.text, query.language, self.languages)

    def _hits(
        self, query: Query, vector: Vectors | None, wordings: Mapping[str, Wording]
    ) -> tuple[Hit, ...]:
        found = [
            hit
            for language, wording in wordings.items()
            for hit in self._ranked(query, vector, wording, language)
        ]
        found.sort(key=lambda hit: (-hit.score, hit.article, hit.locale))
        hits = list(unique(found))
        if shown := kept(query):
            hits = calm(hits, shown)
        return tuple(no_surer_than_before(hits))[: query.limit]

    def considered(self, query: Query, language: str) -> Considered | None:
        """The articles of one language that are worth ranking, before they are ranked."""
        wording = self._wording(query, language)
        return self._considered(query, self._vector(wording.texts), wording, language)

    def _considered(
        self, query: Query, vector: Vectors | None, wording: Wording, language: str
    ) -> Considered | None:
        partition = self._partitions[language]
        shown = self._eligibility.allowed(query)[partition.owner]
        share = self.judge.ranker.vector_share(partition.exam.trust)
        found = candidates(partition, wording, vector, shown, share)
        return Considered(partition, found) if found else None

    def _ranked(
        self, query: Query, vector: Vectors | None, wording: Wording, language: str
    ) -> Iterator[Hit]:
        considered = self._considered(query, vector, wording, language)
        if considered is None:
            return
        partition, found = considered
        scores = self.judge.ranker.scores(found.signals)
        uncertain, telling = spread(scores), partition.telling(wording)
        model = self._judging(partition.taught)
        chosen = self._chosen(partition, found, scores, query)
        shares = considered.covered([place for place, _ in chosen])
        for (place, passage), covered in zip(chosen, shares, strict=True):
            known = features(found.signals, place, scores, covered, uncertain)
            yield self._hit(
                self._passages[language][passage],
                partition.marks.of(passage, telling),
                known,
                model.of(known),
            )

    def _chosen(
        self, partition: Partition, found: Candidates, scores: Array, query: Query
    ) -> list[tuple[int, int]]:
        """The best articles, each as its place among the candidates and the passage to show:
        of an article's regional variants the one in the asker's locale. Beyond the limit, those
        that may stay because they are shown."""
        best: dict[str, tuple[int, int]] = {}
        for place in np.lexsort((found.articles, -scores)).tolist():
            passage = int(found.best[place])
            card = self.articles[partition.owner[passage]]
            if card.id in best:
                if card.locale == query.locale:
                    best[card.id] = best[card.id][0], passage
            elif len(best) < query.limit or card.id in kept(query):
                best[card.id] = place, passage
            elif not query.locale and not kept(query):
                break
        return list(best.values())

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
            reason=reason_of(found),
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
    except (OSError, ValueError, KeyError, TypeError) as error:
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
