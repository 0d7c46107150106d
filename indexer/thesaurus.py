"""What people said of the words of one language: which mean the same, which say nothing.

Knows: synonyms and stop words, as terms.
Must not know: passages, scores, other languages, files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from corpora.curation import Curation
from indexer.tokens import terms

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """`others` gives, of each word or phrase (as terms), the texts that it stands for; `stops`
    are terms to ignore; no phrase has more than `longest` terms. `known` are all these terms."""

    others: Mapping[Phrase, tuple[str, ...]] = field(default_factory=dict)
    stops: frozenset[str] = frozenset()
    longest: int = 0
    known: frozenset[str] = frozenset()

    @classmethod
    def of(cls, curation: Curation, language: str) -> Self:
        """What `curation` says of `language`. A word in several groups stands for all of them;
        a stop word of which analysis leaves several terms is none."""
        others: dict[Phrase, dict[str, None]] = {}
        for group in curation.synonyms:
            if group.language == language:
                phrases = [(tuple(terms(word, language)), word) for word in group.words]
                for phrase, _ in phrases:
                    rest = (word for other, word in phrases if other and other != phrase)
                    others.setdefault(phrase, {}).update(dict.fromkeys(rest))
        others.pop((), None)
        stops = (terms(s.word, language) for s in curation.stop_words if s.language == language)
        stop_terms = frozenset(found[0] for found in stops if len(found) == 1)
        return cls(
            {phrase: tuple(texts) for phrase, texts in others.items()},
            stop_terms,
            max(map(len, others), default=0),
            stop_terms.union(*others),
        )

    def phrase_at(self, read: Sequence[str], start: int) -> Phrase:
        """The longest phrase with synonyms that begins at place `start` of the terms `read`;
        empty if there is none."""
        for length in range(min(self.longest, len(read) - start), 0, -1):
            phrase = tuple(read[start : start + length])
            if phrase in self.others:
                return phrase
        return ()
