"""A draft of the article that a gap wants, from its questions and what agents answered.

Knows: Markdown, what of words may be shown to others.
Must not know: SQL, HTTP, which answers are the best (they come in that order).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from answerbot.gaps.gap import Gap
from answerbot.tasks import LONGEST_DRAFT, impersonal_lines, literal

QUESTIONS = 8
ANSWERS = 5


def draft(gap: Gap, questions: Sequence[str], answers: Iterable[tuple[int, Sequence[str]]]) -> str:
    """Markdown for an editor to make an article of. `answers` are tickets' numbers with what
    agents said there. Nobody publishes it by itself."""
    asked = list(dict.fromkeys(questions))[:QUESTIONS]
    parts = [f"# {literal(gap.name)}", "## What customers ask"]
    parts.append("\n".join(f"- {literal(text)}" for text in asked))
    parts.append("## What agents answered")
    said = [
        f"### Ticket {number}\n\n{words}"
        for number, texts in answers
        if (words := "\n\n".join(filter(None, map(impersonal_lines, texts))))
    ][:ANSWERS]
    parts += said or ["No agent has answered a ticket of this gap yet."]
    return ("\n\n".join(parts) + "\n")[:LONGEST_DRAFT]
