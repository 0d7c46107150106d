"""An article's passages: the parts that are indexed, ranked and shown.

Knows: headings, lengths, how a passage reads to an encoder.
Must not know: terms, vectors, scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from corpora.article import Article, Block, Code, Heading, block_text
from indexer.tokens import UNSPACED

WORDS_PER_PASSAGE = 150
"""About 200 word pieces of English text; the encoder reads 256."""

_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+|(?<=[。！？；])|\n")
_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of one article. `heading` is the path of headings above it."""

    article: str
    locale: str
    title: str
    heading: tuple[str, ...]
    anchor: str
    text: str

    @property
    def language(self) -> str:
        """The language part of the locale."""
        return self.locale.split("-")[0]

    @property
    def full_text(self) -> str:
        """Title, headings and text: what both arms of the search read."""
        return "\n".join(filter(None, (self.title, " > ".join(self.heading), self.text)))

    @property
    def digest(self) -> str:
        """sha256 of what the encoder reads: equal digests have equal vectors."""
        return sha256(self.full_text.encode()).hexdigest()


def passages_of(article: Article, *, size: int = WORDS_PER_PASSAGE) -> list[Passage]:
    """Cut an article at its headings, then into parts of at most about `size` words.

    An article without a body has one passage with an empty text, so that it can
    be found by its title.
    """
    found = [
        Passage(article.id, article.locale, article.title, path, anchor, text)
        for path, anchor, blocks in _sections(article.blocks)
        for text in _parts(blocks, size)
    ]
    return found or [Passage(article.id, article.locale, article.title, (), "", "")]


def _sections(blocks: Iterable[Block]) -> Iterator[tuple[tuple[str, ...], str, list[Block]]]:
    path: list[tuple[int, str]] = []
    anchor, held = "", list[Block]()
    for block in blocks:
        if not isinstance(block, Heading):
            held.append(block)
            continue
        if held:
            yield tuple(text for _, text in path), anchor, held
        path = [(level, text) for level, text in path if level < block.level]
        path.append((block.level, block.text))
        anchor, held = block.anchor, []
    if held:
        yield tuple(text for _, text in path), anchor, held


def _parts(blocks: Iterable[Block], size: int) -> Iterator[str]:
    part, length = list[str](), 0
    for piece in _pieces(blocks, size):
        words = word_count(piece)
        if part and length + words > size:
            yield "\n".join(part)
            part, length = [], 0
        part.append(piece)
        length += words
    if part:
        yield "\n".join(part)


def _pieces(blocks: Iterable[Block], size: int) -> Iterator[str]:
    """The blocks' texts, those longer than a passage cut at sentences, then at words."""
    for block in blocks:
        text = block_text(block).strip()
        if not text:
            continue
        if word_count(text) <= size or (isinstance(block, Code) and len(text) < 8 * size):
            yield text
        else:
            for sentence in filter(None, map(str.strip, _SENTENCE_END.split(text))):
                yield from _chopped(sentence, size)


def _chopped(sentence: str, size: int) -> Iterator[str]:
    if word_count(sentence) <= size:
        yield sentence
        return
    step = size * 6
    for start in range(0, len(sentence), step):
        yield sentence[start : start + step].strip()


def word_count(text: str) -> int:
    """Words, where two characters of an unspaced script count as one."""
    unspaced = len(_UNSPACED.findall(text))
    return len(text.split()) + unspaced // 2


def by_language(passages: Iterable[Passage]) -> dict[str, list[Passage]]:
    """The passages of each language, in order."""
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.language, []).append(passage)
    return found
