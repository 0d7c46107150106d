"""Text to terms: one analysis, used alike when building and when querying.

Knows: words, scripts, accents, stems.
Must not know: articles, scores, files.

Languages written with spaces give one Snowball stem a word. Chinese, Japanese,
Korean, Thai, Lao, Khmer and Burmese give overlapping pairs of characters, since
they (or, in Korean, the particles) are not separated by spaces.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

SNOWBALL = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech",
    "da": "danish", "nl": "dutch", "en": "english", "eo": "esperanto", "et": "estonian",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi",
    "hu": "hungarian", "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian",
    "ne": "nepali", "nb": "norwegian", "nn": "norwegian", "no": "norwegian", "fa": "persian",
    "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

# Readers of these leave accents out when they type, and no word changes its meaning much.
FOLDED = frozenset({"en", "it", "fr", "es", "pt", "ca", "ro", "nl", "el", "ga"})

GRAM = 4

LEAST_LETTERS = 3

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)


SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""They say how the emoji before them is drawn, and are part of no word."""


def _marks() -> str:
    """Combining marks of spaced scripts, which `\\w` leaves out although words contain them."""
    unspaced = re.compile(f"[{UNSPACED}]")
    points = (chr(p) for p in range(0x300, 0x1E000))
    marks = (c for c in points if unicodedata.category(c) in ("Mn", "Mc") and c not in SELECTORS)
    return "".join(c for c in marks if not unspaced.match(c))


_LETTER = rf"(?:[^\W_{UNSPACED}]|[{_marks()}])"
_WORD = rf"[^\W_{UNSPACED}]{_LETTER}*"
"""A mark alone is no word: without accents nothing of it is left."""

_CODE = r"(?P<code>\b[A-Za-z]{1,3}-\d+\b)"
_RUN = rf"(?P<unspaced>[{UNSPACED}]+)"
_SPLIT = re.compile(rf"{_CODE}|{_RUN}|{_WORD}")
_JOINED = re.compile(rf"{_CODE}|{_RUN}|{_WORD}(?:['’]{_WORD})*")

_UNSPACED = re.compile(f"[{UNSPACED}]")

_UNIT = re.compile(r".[\u3099\u309a\uff9e\uff9f]?", re.DOTALL)
"""A character with its voicing mark, which half-width katakana writes apart."""

_POSSESSIVE = re.compile(r"['’]s$")


class Token(NamedTuple):
    """A term and where it stands: offsets in code points, end exclusive."""

    term: str
    start: int
    end: int


def fold(text: str) -> str:
    """Without accents: `è` as `e`."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


_local = threading.local()


def _stemmer(language: str) -> snowballstemmer.stemmer:
    """A stemmer of this thread's own: it keeps the word it works on in itself."""
    stemmers: dict[str, snowballstemmer.stemmer] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(SNOWBALL[language])
    return stemmers[language]


def plain(word: str, language: str) -> str:
    """One word as it is compared before its ending goes: case and, where readers leave them
    out, accents."""
    word = unicodedata.normalize("NFKC", word).casefold()
    if language == "en":
        word = _POSSESSIVE.sub("", word).replace("'", "").replace("’", "")
    return fold(word) if language in FOLDED else word


@lru_cache(maxsize=200_000)
def normalise(word: str, language: str) -> str:
    """One word as the term under which it is indexed."""
    word = plain(word, language)
    if language not in SNOWBALL:
        return word
    stem: str = _stemmer(language).stemWord(word)
    return stem or word


def tokens(text: str, language: str) -> Iterator[Token]:
    """The terms of a text in `language` (ISO 639-1), with their offsets, in order."""
    pattern = _JOINED if language == "en" else _SPLIT
    for match in pattern.finditer(text):
        if match["unspaced"]:
            yield from _pairs(match["unspaced"], match.start())
        elif match["code"]:
            yield Token(match["code"].replace("-", "").casefold(), *match.span())
        else:
            yield Token(normalise(match[0], language), *match.span())


def says_something(text: str) -> bool:
    """Whether there is enough to search for: three letters or digits, or two characters of
    a script without spaces."""
    if len(re.findall(f"[{UNSPACED}]", text)) >= 2:
        return True
    return sum(map(str.isalnum, text)) >= LEAST_LETTERS


def terms(text: str, language: str) -> list[str]:
    """The terms alone."""
    return [token.term for token in tokens(text, language)]


def _pairs(run: str, start: int) -> Iterator[Token]:
    units = [match.span() for match in _UNIT.finditer(run)]
    for (begin, end), (_, close) in zip(units, units[1:] or [units[0]], strict=False):
        last = max(end, close)
        yield Token(normalise(run[begin:last], ""), start + begin, start + last)


def words(text: str) -> Iterator[str]:
    """The words as written, codes in one; a run of an unspaced script is one too."""
    for match in _SPLIT.finditer(text):
        yield match[0].replace("-", "")


def grams(text: str, *, unfinished: bool = False) -> list[str]:
    """Words cut into overlapping pieces of four characters, their edges marked.

    They find what stems cannot: typing errors and the parts of compound words.
    Not stemmed; accents go in every language, since a piece that meets by
    chance weighs little. `unfinished`: what the text ends with has no end yet.
    """
    found: list[str] = []
    for match in _SPLIT.finditer(text):
        if match["unspaced"]:
            found += [pair.term for pair in _pairs(match["unspaced"], 0)]
        else:
            found += _word_grams(match[0].replace("-", ""))
            if unfinished and match.end() == len(text):
                found.pop()
    return found


def is_word(text: str) -> bool:
    """Whether a token's text is a word of letters: no number, no code, not a pair of
    characters of a script without spaces."""
    return not any(c.isdigit() for c in text) and not _UNSPACED.search(text)


@lru_cache(maxsize=200_000)
def _word_grams(word: str) -> tuple[str, ...]:
    edged = f"_{fold(unicodedata.normalize('NFKC', word).casefold())}_"
    return tuple(edged[i : i + GRAM] for i in range(max(1, len(edged) - GRAM + 1)))
