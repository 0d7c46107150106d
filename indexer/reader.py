"""Questions in one language, read: corrected, completed, widened by synonyms.

Knows: the words of an index, what people said of them, unfinished words.
Must not know: vectors, articles, other languages, files.

A word that the help center uses is never corrected, nor is a number, a code, an
abbreviation in capitals or a script without spaces.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from indexer.completion import completions, frequent
from indexer.lexical import Lexical
from indexer.partition import Partition
from indexer.rank import scaled
from indexer.slots import Alternative, Slot, search
from indexer.spelling import Spelling
from indexer.surface import Surface
from indexer.thesaurus import Phrase, Thesaurus
from indexer.tokens import grams, is_word, normalise, plain, terms, tokens
from indexer.wording import Text, Wording

CORRECTED = 0.8
"""The weight of a word that was probably meant beside one that was typed."""

CORRECTIONS = 3

COMPLETED = 0.9
"""The weight of a word that was perhaps begun."""

COMPLETIONS = 24
"""So many of the words that begin as typed are read, the most frequent ones."""

ENCODED = 4
"""So many completions of the question are encoded."""

MOST_WORDS = 400
"""So many words of a question are read: more is a letter, and its beginning says enough."""

MOST_CORRECTED = 20
"""So many unknown words of a question are corrected: each is compared with the vocabulary."""

SYNONYM = 0.9
"""The weight of a synonym beside the word that was typed."""

Allowed = NDArray[np.bool_]


class Said(NamedTuple):
    """A word of the question: where it stands, its term, the words it was corrected to."""

    start: int
    end: int
    term: str
    meant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """`surface` and `spelling` hold the words of the index `words`."""

    language: str
    words: Lexical
    pieces: Lexical
    surface: Surface
    spelling: Spelling
    thesaurus: Thesaurus

    @classmethod
    def of(cls, partition: Partition, thesaurus: Thesaurus) -> Self:
        """A reader for the indexes of one language."""
        surface = partition.surface
        spelling = Spelling.of(surface.words, surface.counts)
        return cls(
            partition.language, partition.words, partition.pieces, surface, spelling, thesaurus
        )

    def read(
        self,
        text: str,
        allowed: Allowed,
        *,
        visible: Allowed | None = None,
        typing: bool = False,
    ) -> Wording:
        """The question `text`; `typing`: its last word has perhaps only begun.

        `allowed` says of each passage whether it may be shown; `visible`, whether the asker
        may see it at all, be it not for this question. A word that stands only in others is
        one that nobody has written. What words were read as is not told of words that hidden
        ones have too: this form may stand there alone.
        """
        seen = allowed if visible is None else visible
        found = list(islice(tokens(text, self.language), MOST_WORDS + 1))
        if len(found) > MOST_WORDS:
            found.pop()
            text, typing = text[: found[-1].end], False
        said = [Said(start, end, term) for term, start, end in found]
        begun = self._begun(text, said, seen) if typing else None
        if begun:
            said.pop()
        said = self._all_corrected(text, said, allowed, seen)
        wording = self._heard(text, said, begun, seen)
        if begun:
            wording = self._completed(text, wording, begun, allowed)
        hidden = ~allowed
        told = tuple(p for p in wording.read_as if not self._is_in(self._term(p[1]), hidden))
        return replace(wording, read_as=told)

    def may_go_on(self, text: str, visible: Allowed) -> bool:
        """Whether the last word of an unfinished text may be the beginning of one: not if it is
        of letters, and begins no word that the asker may see."""
        said = [Said(start, end, term) for term, start, end in tokens(text, self.language)]
        if not said or said[-1].end != len(text):
            return False
        is_letters = is_word(text[said[-1].start :])
        return not is_letters or self._begun(text, said, visible) is not None

    def _begun(self, text: str, said: Sequence[Said], visible: Allowed) -> Said | None:
        """The last word, if the text ends with it and words begin with it."""
        if not said or said[-1].end != len(text) or not is_word(text[said[-1].start :]):
            return None
        typed = plain(text[said[-1].start :], self.language)
        begins = self.surface.starting(typed)
        rows = self.surface.rows[begins]
        seen = any(self.words.row_is_in(row, visible) for row in rows)
        return said[-1] if typed and seen else None

    def _all_corrected(
        self, text: str, said: Iterable[Said], allowed: Allowed, visible: Allowed
    ) -> list[Said]:
        """The words with what those may be meant for that the help center does not know."""
        left, read = MOST_CORRECTED, list[Said]()
        for word in said:
            if left and self._is_unknown(text, word, visible):
                left -= 1
                read.append(self._corrected(text, word, allowed))
            else:
                read.append(word)
        return read

    def _is_unknown(self, text: str, word: Said, visible: Allowed) -> bool:
        known = word.term in self.words.vocabulary and self._is_in(word.term, visible)
        if known or word.term in self.thesaurus.known:
            return False
        typed = text[word.start : word.end]
        return is_word(typed) and not _is_abbreviation(typed, text)

    def _corrected(self, text: str, word: Said, allowed: Allowed) -> Said:
        typed = text[word.start : word.end]
        found = self.spelling.corrections(plain(typed, self.language), len(self.surface.words))
        seen = (other for other in found if self._is_in(self._term(other), allowed))
        meant = tuple(islice(seen, CORRECTIONS))
        return word._replace(term=self._term(meant[0]) if meant else word.term, meant=meant)

    def _heard(
        self, text: str, said: Sequence[Said], begun: Said | None, visible: Allowed
    ) -> Wording:
        """The slots of `said` and of the word that has `begun`."""
        words, pieces = list[Slot](), list[Slot]()
        for span, phrase in self._phrases(said, begun):
            typed = text[span[0].start : span[-1].end]
            others = self.thesaurus.others.get(phrase, ())
            words.append(self._readings(span) + self._synonyms(others))
            meant = span[0].meant if len(span) == 1 else ()
            pieces.append(_pieces(typed, CORRECTED, meant) + _pieces("", SYNONYM, others)[1:])
        if begun:
            words.append(self._beginnings(text[begun.start :], begun.term, visible))
            pieces.append((Alternative(tuple(grams(text[begun.start :], unfinished=True))),))
        return Wording(words, pieces, [Text(_in_words(text, said))], _changes(text, said))

    def _phrases(
        self, said: Sequence[Said], begun: Said | None
    ) -> Iterator[tuple[Sequence[Said], Phrase]]:
        """The question cut into words, and phrases that have synonyms, stop words left out
        unless nothing else is said."""
        read = [word.term for word in said]
        telling = begun or any(term not in self.thesaurus.stops for term in read)
        place = 0
        while place < len(said):
            phrase = self.thesaurus.phrase_at(read, place)
            span = said[place : place + max(1, len(phrase))]
            place += len(span)
            if phrase or not telling or span[0].term not in self.thesaurus.stops:
                yield span, phrase

    def _readings(self, span: Sequence[Said]) -> Slot:
        """A phrase as one reading, or a word with its corrections."""
        if len(span) > 1 or not span[0].meant:
            return (Alternative(tuple(word.term for word in span)),)
        stems = dict.fromkeys(map(self._term, span[0].meant))
        return tuple(Alternative((stem,), CORRECTED) for stem in stems)

    def _synonyms(self, others: Iterable[str]) -> Slot:
        return tuple(Alternative(tuple(terms(o, self.language)), SYNONYM) for o in others)

    def _beginnings(self, typed: str, term: str, visible: Allowed) -> Slot:
        """The words that begin as `typed`, and `term`, which it is if it is whole."""
        numbers = frequent(self.surface, plain(typed, self.language), COMPLETIONS)
        rows = self.surface.rows
        seen = (n for n in numbers if self.words.row_is_in(rows[n], visible))
        stems = (self._term(self.surface.words[number]) for number in seen)
        begun = tuple(
            Alternative((stem,), COMPLETED) for stem in dict.fromkeys(stems) if stem != term
        )
        return (Alternative((term,)), *begun)

    def _completed(self, text: str, wording: Wording, begun: Said, allowed: Allowed) -> Wording:
        """`wording` with the texts that its last word may make of it."""
        scores = 0.5 * scaled(search(self.words, wording.words) * allowed)
        scores += 0.5 * scaled(search(self.pieces, wording.pieces) * allowed)
        typed = plain(text[begun.start :], self.language)
        scores = np.where(allowed, scores, -1)
        found = completions(self.surface, self.words, typed, scores, ENCODED)
        if not found:
            return wording
        stem = wording.texts[0].text.removesuffix(text[begun.start :])
        change = ((text[begun.start :], found[0].word),) if found[0].word != typed else ()
        return replace(
            wording,
            texts=[Text(stem + word, math.sqrt(likely)) for word, likely in found],
            read_as=wording.read_as + change,
        )

    def _term(self, word: str) -> str:
        return normalise(word, self.language)

    def _is_in(self, term: str, allowed: Allowed) -> bool:
        """Whether a passage that may be shown has `term`."""
        return self.words.is_in(term, allowed)


def _is_abbreviation(typed: str, text: str) -> bool:
    """Whether a word stands in capitals where not all do."""
    return typed.isupper() and not text.isupper()


def _pieces(typed: str, weight: float, others: Iterable[str]) -> Slot:
    """What was typed, cut into pieces, or one of `others`."""
    more = (Alternative(tuple(grams(other)), weight) for other in others)
    return (Alternative(tuple(grams(typed))), *more)


def _in_words(text: str, said: Iterable[Said]) -> str:
    """`text` with its corrections in place."""
    for word in reversed(list(said)):
        if word.meant:
            text = text[: word.start] + word.meant[0] + text[word.end :]
    return text


def _changes(text: str, said: Iterable[Said]) -> tuple[tuple[str, str], ...]:
    return tuple((text[word.start : word.end], word.meant[0]) for word in said if word.meant)
