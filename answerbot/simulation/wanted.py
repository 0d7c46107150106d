"""What made-up customers ask: the sample's questions, and those that no article answers.

Knows: the files that lie with the sample help center.
Must not know: who asks, how often, what is offered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

EVERYONE = "everyone"
BADLY_SERVED = "nl"
"""A locale without articles: its customers write English and are offered what is in English."""


class Sort(StrEnum):
    """Why there is an answer, or none."""

    ANSWERED = "answered"
    GAP = "gap"
    NOISE = "noise"
    INCIDENT = "incident"


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in somebody's words. `intent` is what is meant: the article that answers it
    best, the gap, or nothing; `answers` are all articles that do."""

    text: str
    locale: str
    sort: Sort
    intent: str = ""
    form: str = ""
    answers: tuple[str, ...] = ()
    audience: str = EVERYONE

    @property
    def stratum(self) -> str:
        """Which customers ask it: those of a locale, or those of an audience."""
        return self.locale if self.audience == EVERYONE else self.audience


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is asked again and again and that no article says; `answer` is what agents
    write."""

    id: str
    answer: str
    wordings: tuple[Wording, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that is asked."""

    wordings: tuple[Wording, ...]
    gaps: Mapping[str, Gap] = field(default_factory=dict)


INCIDENT = {
    "en": (
        "is everything down right now? colleagues say so too", "farview is down?",
        "nothing loads since ten minutes", "the studio does not open, error 503",
        "site down? all our videos are gone from the page",
    ),
    "fr": ("tout est en panne ?", "le site ne répond plus depuis dix minutes"),
    "it": ("non funziona più niente, siete giù?", "il sito non si apre da dieci minuti"),
}  # fmt: skip
"""What is asked while nothing works."""


def wanted_in(sample: Path) -> Wanted:
    """What the customers of the sample help center ask."""
    gaps = {gap.id: gap for gap in _gaps(sample)}
    found = [*_answered(sample), *(w for gap in gaps.values() for w in gap.wordings)]
    known = {wording.text for wording in found}
    found += [wording for wording in _noise(sample) if wording.text not in known]
    for locale, texts in INCIDENT.items():
        found += [Wording(text, locale, Sort.INCIDENT, "incident") for text in texts]
    return Wanted((*found, *_badly_served(found)), gaps)


def _badly_served(found: list[Wording]) -> Iterator[Wording]:
    """Every other question that English articles answer, and what is asked in an incident."""
    english = [one for one in found if one.stratum == "en"]
    answered = [one for one in english if one.sort is Sort.ANSWERED][::2]
    for one in (*answered, *(one for one in english if one.sort is Sort.INCIDENT)):
        yield Wording(one.text, BADLY_SERVED, one.sort, one.intent, one.form, one.answers)


def _answered(sample: Path) -> Iterator[Wording]:
    grades: dict[str, list[tuple[int, str]]] = {}
    for line in (sample / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, article, grade = line.split("\t")
        grades.setdefault(query, []).append((-int(grade), article))
    for row in _rows(sample / "queries.jsonl"):
        answers = tuple(article for _, article in sorted(grades.get(row["id"], [])))
        yield Wording(
            row["text"], row["lang"], Sort.ANSWERED, answers[0] if answers else "",
            row.get("form", ""), answers, row.get("audience", EVERYONE),
        )  # fmt: skip


def _noise(sample: Path) -> Iterator[Wording]:
    for row in _rows(sample / "oos.jsonl"):
        yield Wording(row["text"], row["lang"], Sort.NOISE)


def _gaps(sample: Path) -> Iterator[Gap]:
    for row in _rows(sample / "gaps.jsonl"):
        texts = {row["lang"]: row["wordings"], **row["also"]}
        wordings = tuple(
            Wording(text, locale, Sort.GAP, row["id"], row["form"])
            for locale, said in texts.items()
            for text in said
        )
        yield Gap(row["id"], row["answer"], wordings)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
