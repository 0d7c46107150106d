"""Where is it good, and where not: hit@3 by language, length, section, and what was seen.

Knows: the kinds of slices, and which question belongs to which.
Must not know: how a question is answered, how slices are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from answerbot.metrics import wilson
from eval.folder import Folder
from eval.measures import Judged
from eval.records import LabelledQuery

FEWEST = 20
"""Fewer questions than these tell nothing."""

SHOWN = 3

LENGTHS = ((1, 2), (3, 5), (6, 10))
"""In words, both included; what is longer is one slice more."""


class Slice(NamedTuple):
    """hit@3 of the questions that have `value` in common, with its Wilson 95 % interval."""

    kind: str
    value: str
    n: int
    hit: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        """Whether there are enough questions to tell anything."""
        return self.n >= FEWEST

    @property
    def report(self) -> dict[str, Any]:
        """As it stands in a report."""
        rounded = (round(value, 4) for value in (self.hit, self.low, self.high))
        figures = dict(zip(("hit@3", "low", "high"), rounded, strict=True))
        return {
            "slice": self.kind,
            "value": self.value,
            "n": self.n,
            **figures,
            "enough": self.enough,
        }


def slices(folder: Folder, judged: Judged) -> list[Slice]:
    """All slices of a folder's questions in scope, kind by kind, the largest first; lengths
    from short to long.

    A kind that puts all questions into one slice says nothing and is left out.
    """
    found = []
    for kind, value_of in _kinds(folder).items():
        groups: dict[str, list[bool]] = {}
        for query in folder.queries:
            groups.setdefault(value_of(query), []).append(hit(judged, query.id))
        if len(groups) > 1:
            found += sorted(_slices(kind, groups), key=_place)
    return found


def hit(judged: Judged, query: str) -> bool:
    """Whether a right article is among the three shown."""
    grades = judged.qrels.get(query, {})
    answers = judged.run.get(query, ())[:SHOWN]
    return any(grades.get(answer.article, 0) > 0 for answer in answers)


def length_of(text: str) -> str:
    """The slice of a text's length in words, as spaces divide them."""
    words = len(text.split())
    for low, high in LENGTHS:
        if words <= high:
            return f"{low}-{high}"
    return f"{LENGTHS[-1][1] + 1}+"


def best_article(folder: Folder, query: str) -> str | None:
    """The right article of the highest grade, the first of several; None without one."""
    grades = folder.qrels.get(query, {})
    best = max(grades, key=lambda article: grades[article], default=None)
    return best if best is not None and grades[best] > 0 else None


def _place(one: Slice) -> tuple[int, str]:
    by_length = one.kind == "words"
    return (int(one.value.rstrip("+").split("-")[0]) if by_length else -one.n, one.value)


def _kinds(folder: Folder) -> Mapping[str, Callable[[LabelledQuery], str]]:
    sections = {article.id: article.section for article in folder.articles}
    kinds: dict[str, Callable[[LabelledQuery], str]] = {
        "language": lambda query: query.language or "not labelled",
        "words": lambda query: length_of(query.text),
        "section": lambda query: sections.get(best_article(folder, query.id) or "") or "none",
    }
    if folder.phrasings:
        seen = {phrasing.article for phrasing in folder.phrasings}
        kinds["article"] = lambda query: "seen" if _any_seen(folder, query, seen) else "unseen"
    return kinds


def _any_seen(folder: Folder, query: LabelledQuery, seen: Collection[str]) -> bool:
    grades = folder.qrels.get(query.id, {})
    return any(grade > 0 and article in seen for article, grade in grades.items())


def _slices(kind: str, groups: Mapping[str, Sequence[bool]]) -> Iterator[Slice]:
    for value, hits in groups.items():
        interval = wilson(sum(hits), len(hits))
        if interval:
            yield Slice(kind, value, len(hits), *interval)
