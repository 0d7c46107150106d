"""A draft of the article that a gap wants, from its questions and what agents answered.

Knows: Markdown, what of words may be shown to others.
Must not know: SQL, HTTP, which answers are the best (they come in that order).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from answerbot.gaps.gap import Gap
from answerbot.tasks import LONGEST_DRAFT, impersonal_lines, literal

_WORD = re.compile(r"\w+")

QUESTIONS = 8
ANSWERS = 5
TICKETS = 40
"""So many tickets, the best ones, are looked at for answers that differ."""

SAME_ANSWER = 0.7
"""Two answers that share this part of all their words say the same."""


def draft(gap: Gap, questions: Sequence[str], answers: Iterable[tuple[int, Sequence[str]]]) -> str:
    """Markdown for an editor to make an article of. `answers` are tickets' numbers with what
    agents said there. Nobody publishes it by itself."""
    asked = list(dict.fromkeys(questions))[:QUESTIONS]
    parts = [f"# {literal(gap.name)}", "## What customers ask"]
    parts.append("\n".join(f"- {literal(text)}" for text in asked))
    parts.append("## What agents answered")
    said = [
        (number, words)
        for number, texts in answers
        if (words := "\n\n".join(filter(None, map(impersonal_lines, texts))))
    ]
    parts += [f"### {_tickets(numbers)}\n\n{words}" for words, numbers in _different(said)]
    parts += [] if said else ["No agent has answered a ticket of this gap yet."]
    return ("\n\n".join(parts) + "\n")[:LONGEST_DRAFT]


def _different(said: Iterable[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    """The first answers that say something of their own, each with the tickets where it or
    nearly the same was said."""
    found = list[tuple[str, list[int]]]()
    for number, words in said:
        same = next((numbers for text, numbers in found if _alike(text, words)), None)
        if same is not None:
            same.append(number)
        elif len(found) < ANSWERS:
            found.append((words, [number]))
    return found


def _alike(text: str, other: str) -> bool:
    one, two = (set(_WORD.findall(words.casefold())) for words in (text, other))
    return len(one & two) >= SAME_ANSWER * len(one | two)


def _tickets(numbers: Sequence[int]) -> str:
    first, *others = numbers
    return f"Ticket {first}" + (f", and {len(others)} more like it" if others else "")
