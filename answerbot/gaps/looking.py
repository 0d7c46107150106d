"""One search for gaps: the questions without an answer, in groups, kept under stable names.

Knows: the order of steps.
Must not know: SQL, HTTP, how likeness is computed, when to search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from answerbot.clock import Clock
from answerbot.gaps.failing import Question, failing
from answerbot.gaps.gap import Gap, come_back
from answerbot.gaps.grouping import Likeness, grouped, nearest
from answerbot.gaps.keeping import matched
from answerbot.gaps.words import Words, name_of, sameness
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.gap_searches import Searches
from answerbot.store.gaps import Found, Gaps
from indexer.encoder import Vectors
from indexer.language import contradicted

FEWEST = 5
"""Questions of a gap; what is asked more rarely is counted, not shown."""

WORDINGS, SHORT = 3, 3
"""People ask in words of their own. What has fewer wordings comes from one source (an example on a
page, a script), unless it is of so few words that anybody would write it so."""

Embed = Callable[[Sequence[str], Callable[[int, int], None]], Vectors]
"""Texts to unit vectors; says how many are done of how many."""

Told = Callable[[str, int, int], None]
"""The step, what is done of it and what there is."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a search found."""

    number: int
    enquiries: int
    grouped: int
    left_out: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Search:
    """What a search needs. `home` is the language of what has none."""

    store: Store
    home: str
    clock: Clock
    random: Callable[[], str]
    embed: Embed | None = None
    encoder: str = ""

    def look(self, weeks: int, told: Told | None = None) -> Looked:
        """Search the questions of the last `weeks`, and keep what is found."""
        searches, began = Searches(self.store), self.clock()
        first = began - timedelta(weeks=weeks)
        number = searches.begin(first, now=began, encoder=self.encoder)

        def tell(step: str, done: int, total: int) -> None:
            searches.move(number, step, done, total, now=self.clock())
            if told:
                told(step, done, total)

        try:
            return self._look(searches, number, first, tell)
        except Exception as error:
            searches.fail(number, f"{type(error).__name__}: {error}", now=self.clock())
            raise

    def _look(self, searches: Searches, number: int, first: datetime, tell: Told) -> Looked:
        tell("Reading", 0, 0)
        questions = list(searches.questions(first, self.home))
        saying = [one for one in questions if one.text]
        there = _languages(self.store)
        by_language = _by_language(saying, {name for names in there.values() for name in names})
        gaps = Gaps(self.store)
        held = {gap.id: gap for gap in gaps.all()}
        pieces = [
            (_found(name, group, language, held.get(name), there), group.questions)
            for language, asked in sorted(by_language.items())
            for name, group in self._groups(gaps, language, asked, tell)
        ]
        wholes = gaps.wholes()
        found, back = _together(pieces, wholes, held, there, at=self.clock())
        left_out = len(questions) - len(saying)
        searches.finish(number, found, back, questions=questions, now=self.clock())
        members = sum(len(one.members) for one in found)
        gaps_now = {wholes.get(one.gap.id, one.gap.id) for one in found}
        return Looked(number, len(questions), members, left_out, len(gaps_now))

    def _groups(
        self, gaps: Gaps, language: str, asked: Sequence[Question], tell: Told
    ) -> Iterator[tuple[str, Group]]:
        """The groups of one language that are large enough, with the ids of the gaps that they are,
        or will be."""
        same = _same(asked, language)
        texts = sorted(same)
        words = Words(texts, language)
        meaning = None
        if self.embed:
            meaning = self.embed(texts, lambda done, all_: tell("Reading meaning", done, all_))
        likeness = Likeness(words.vectors(), meaning)
        places = grouped(
            likeness,
            progress=lambda done, all_: tell("Comparing", done, all_),
        )
        alone = set(range(len(texts))) - {place for group in places for place in group}
        places += [[place] for place in sorted(alone)]
        groups = [
            Group(tuple(texts[place] for place in group), same, tuple(words.telling(group)))
            for group in places
        ]
        large = [number for number, group in enumerate(groups) if group.large]
        keys = [{sameness(text, language) for text in groups[number].texts} for number in large]
        names = matched(keys, gaps.known(language))
        ids = [names.get(place) or f"gap_{self.random()}" for place in range(len(large))]
        near = nearest(likeness, [places[number] for number in large])
        for name, number, others in zip(ids, large, near, strict=True):
            yield name, replace(groups[number], near=tuple(ids[other] for other in others))


@dataclass(frozen=True, slots=True)
class Group:
    """Different texts, the middle ones first, and who asked each of them."""

    texts: tuple[str, ...]
    asked: Mapping[str, Sequence[Question]]
    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    """The gaps that may ask for the same."""

    @property
    def questions(self) -> list[Question]:
        """All of its questions, in the order of their texts."""
        return [one for text in self.texts for one in self.asked[text]]

    @property
    def large(self) -> bool:
        """Whether enough people ask for it."""
        own_words = len(self.texts) >= WORDINGS or len(self.texts[0].split()) <= SHORT
        return own_words and len(self.questions) >= FEWEST


def _found(
    name: str, group: Group, language: str, held: Gap | None, there: Mapping[str, Set[str]]
) -> Found:
    why, texts = failing(group.questions, there), group.texts
    if held is None:
        seen = min(one.asked_at for one in group.questions)
        held = Gap(name, language, name_of(texts[0], group.words), (), seen, why)
    gap = replace(held, words=group.words, failing=why, near=group.near)
    members = tuple((one.enquiry, one.asked_at, one.text) for one in group.questions)
    keys = dict.fromkeys(sameness(text, language) for text in texts)
    return Found(gap, members, tuple(keys))


def _together(
    pieces: Sequence[tuple[Found, Sequence[Question]]],
    wholes: Mapping[str, str],
    held: Mapping[str, Gap],
    there: Mapping[str, Set[str]],
    *,
    at: datetime,
) -> tuple[list[Found], list[Gap]]:
    """What was found, with the reasons of a whole from all of its parts, though none be its own
    piece; and which gaps come back, by the questions of all parts."""
    asked: dict[str, list[Question]] = defaultdict(list)
    for one, questions in pieces:
        asked[wholes.get(one.gap.id, one.gap.id)] += questions
    found = {one.gap.id: one for one, _ in pieces}
    back = []
    for name, questions in asked.items():
        one = found.get(name) or Found(held[name], (), ())
        if len(questions) > len(one.members):
            gap = replace(one.gap, failing=failing(questions, there))
            found[name] = replace(one, gap=gap)
        if (gap := come_back(found[name].gap, len(questions), at=at)) is not found[name].gap:
            back.append(gap)
    return list(found.values()), back


def _by_language(asked: Sequence[Question], known: Set[str]) -> dict[str, list[Question]]:
    """The questions by the language that they are written in: the page's, unless they plainly are
    in another one."""
    languages = known | {one.language for one in asked}
    found: dict[str, list[Question]] = defaultdict(list)
    for one in asked:
        language = contradicted(one.text, one.language, languages)
        found[language].append(replace(one, language=language))
    return found


def _same(asked: Sequence[Question], language: str) -> dict[str, list[Question]]:
    """The questions by their text; those of the same words have that of the first of them."""
    texts: dict[str, str] = {}
    same: dict[str, list[Question]] = defaultdict(list)
    for one in asked:
        key = sameness(one.text, language) or one.text
        same[texts.setdefault(key, one.text)].append(one)
    return dict(same)


def _languages(store: Store) -> dict[str, set[str]]:
    """In which languages each article is."""
    found: dict[str, set[str]] = defaultdict(set)
    for article, locale in Articles(store).settled():
        found[article].add(locale.split("-")[0])
    return found
