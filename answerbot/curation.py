"""The rules of wordings: what editors may add so that the right articles are found.

Knows: phrasings, synonyms, pins, stop words; which of them make no sense.
Must not know: SQL, HTTP, how they count in ranking.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NoReturn

from answerbot.errors import Invalid, Repeated
from corpora.characters import clean_line
from corpora.curation import Phrasing, Pin, StopWord, Synonyms
from corpora.locales import locale_of
from indexer.tokens import UNSPACED, says_something, terms

Kind = Literal["phrasing", "synonyms", "pin", "stop_word"]
Wording = Phrasing | Synonyms | Pin | StopWord

KINDS: dict[Kind, type[Wording]] = {
    "phrasing": Phrasing,
    "synonyms": Synonyms,
    "pin": Pin,
    "stop_word": StopWord,
}

TEXT_LENGTH = 500
WORD_LENGTH = 60
MOST_SYNONYMS = 20
MOST_PIN_WORDS = 8

_WORD = re.compile(r"\w+")
_UNSPACED = re.compile(f"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A wording as kept. `review`: its article has changed much since."""

    number: int
    wording: Wording
    author: str
    created_at: datetime
    review: bool = False

    @property
    def kind(self) -> Kind:
        """Which of the four it is."""
        return kind_of(self.wording)


def kind_of(wording: Wording) -> Kind:
    """Which of the four it is."""
    return next(name for name, record in KINDS.items() if isinstance(wording, record))


def scope_of(wording: Wording) -> str:
    """The locale that it counts in, empty for all; the language of synonyms and stop words."""
    return wording.locale if isinstance(wording, Phrasing | Pin) else wording.language


def article_of(wording: Wording) -> str:
    """The article that it belongs to; empty for synonyms and stop words."""
    return wording.article if isinstance(wording, Phrasing | Pin) else ""


def words_of(wording: Wording) -> tuple[str, ...]:
    """What was written: one text, or several words."""
    match wording:
        case Phrasing():
            return (wording.text,)
        case StopWord():
            return (wording.word,)
        case _:
            return wording.words


def same(text: str) -> str:
    """Texts with equal words are the same text: case, spaces and punctuation do not count."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def sameness(wording: Wording) -> str:
    """Wordings of a kind, place and article with equal sameness are the same wording."""
    return "\n".join(sorted(map(same, words_of(wording))))


def checked(wording: Wording) -> Wording:
    """The wording as it is kept: spaces in order, words once.

    Raises Invalid, with the field, for what makes no sense in itself.
    """
    match wording:
        case Phrasing():
            text = _line(wording.text, "text", TEXT_LENGTH)
            if not says_something(text):
                _refuse("text", f"{text!r} says too little; write the question as customers do")
            return wording.model_copy(update={"text": text, "locale": _locale(wording.locale)})
        case Synonyms():
            words = _words(wording.words, MOST_SYNONYMS)
            if len(words) < 2:
                _refuse("words", f"{', '.join(words)!r} is one word; synonyms need at least two")
            return Synonyms(language=_language(wording.language), words=words)
        case Pin():
            words = _words(wording.words, MOST_PIN_WORDS)
            return Pin(article=wording.article, words=words, locale=_locale(wording.locale))
        case StopWord():
            return _stop_word(wording)


def fits(wording: Wording, locales: Collection[str]) -> None:
    """Raises Invalid if its article is none of ours, or not in its locale.

    `locales` are those in which the article exists, drafts included.
    """
    article, scope = article_of(wording), scope_of(wording)
    if not isinstance(wording, Phrasing | Pin):
        return
    if not locales:
        _refuse("article", f"no article {article[:80]!r} is imported; run: answerbot import SOURCE")
    if scope and scope not in locales:
        have = ", ".join(sorted(locales))
        _refuse("locale", f"the article {article[:80]!r} is not in {scope!r}, only in {have}")


def stands_alone(wording: Wording, held: Iterable[Entry]) -> None:
    """Raises Repeated for what is there already, Invalid for what contradicts it.

    `held` are entries of the same kind that may be in the way.
    """
    for entry in held:
        if isinstance(wording, Phrasing) and isinstance(entry.wording, Phrasing):
            _beside_phrasing(wording, entry.wording, entry.number)
        elif isinstance(wording, Synonyms) and isinstance(entry.wording, Synonyms):
            _beside_group(wording, entry.wording, entry.number)
        elif _place(wording) == _place(entry.wording) and sameness(wording) == sameness(
            entry.wording
        ):
            _repeat(wording, entry.number)


def _beside_phrasing(new: Phrasing, held: Phrasing, number: int) -> None:
    overlap = not new.locale or not held.locale or new.locale == held.locale
    if not overlap or sameness(new) != sameness(held):
        return
    alike = (new.source == "rejected") == (held.source == "rejected")
    if new.article == held.article and alike:
        _repeat(new, number)
    if new.article != held.article and "rejected" not in (new.source, held.source):
        _refuse(
            "text",
            f"{new.text[:80]!r} belongs to the article {held.article!r} already"
            f" (number {number}); remove it there first",
        )


def _beside_group(new: Synonyms, held: Synonyms, number: int) -> None:
    if new.language == held.language and set(map(same, new.words)) <= set(map(same, held.words)):
        _repeat(new, number)


def _place(wording: Wording) -> tuple[str, str]:
    return scope_of(wording), article_of(wording)


def _repeat(wording: Wording, number: int) -> NoReturn:
    text = ", ".join(words_of(wording))
    raise Repeated(f"{text[:80]!r} is there already (number {number})", field=_field(wording))


def _field(wording: Wording) -> str:
    match wording:
        case Phrasing():
            return "text"
        case StopWord():
            return "word"
        case _:
            return "words"


def _stop_word(wording: StopWord) -> StopWord:
    word, language = _line(wording.word, "word", WORD_LENGTH), _language(wording.language)
    if not terms(word, language):
        _refuse("word", f"{word!r} has no letter and no digit")
    if len(terms(word, language)) > 1 and not _UNSPACED.search(word):
        _refuse("word", f"{word!r} is more than one word; add them one by one")
    return StopWord(language=language, word=word)


def _words(words: Iterable[str], most: int) -> tuple[str, ...]:
    """Each word once, in order."""
    found = dict[str, str]()
    for word in (_line(word, "words", WORD_LENGTH) for word in words if word.strip()):
        if not same(word):
            _refuse("words", f"{word!r} has no letter and no digit")
        found.setdefault(same(word), word)
    if not found:
        _refuse("words", "write at least one word")
    if len(found) > most:
        _refuse("words", f"{len(found)} words are too many; {most} are the most")
    return tuple(found.values())


def _line(text: str, field: str, longest: int) -> str:
    bad = next((c for c in text if unicodedata.category(c) == "Cc" and not c.isspace()), "")
    if bad:
        _refuse(field, f"{text[:40]!r} holds the control character U+{ord(bad):04X}; remove it")
    line = clean_line(text)
    if not line:
        _refuse(field, "it is empty")
    if len(line) > longest:
        _refuse(field, f"{line[:40]!r}… has {len(line)} characters; {longest} are the most")
    return line


def _locale(text: str) -> str:
    found = locale_of(text) if text else ""
    if found is None:
        _refuse("locale", f"{text[:40]!r} is no locale; write one like en or pt-BR")
    return found


def _language(text: str) -> str:
    found = locale_of(text)
    if found is None or "-" in found:
        _refuse("language", f"{text[:40]!r} is no language; write a code like en")
    return found


def _refuse(field: str, message: str) -> NoReturn:
    raise Invalid(f"{field}: {message}", field=field)
