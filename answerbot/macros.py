"""Macros: texts that agents send often, with places for what differs.

Knows: the placeholders, what makes a macro wrong, how one is filled.
Must not know: SQL, HTTP, pages.

Filling is plain replacement from a fixed list: a macro can compute nothing, and what a customer
wrote is never read as a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from answerbot.errors import Invalid

PLACEHOLDERS = (
    "customer.name",
    "customer.email",
    "ticket.number",
    "ticket.subject",
    "ticket.url",
    "agent.name",
    "article.title",
    "article.url",
)
LONGEST_TITLE = 100
LONGEST = 5_000

_PLACE = re.compile(r"\{\{\s*(.*?)\s*\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Macro:
    """`locale` is the language that it is written in; empty: for any."""

    id: str
    title: str
    locale: str
    text: str
    author: str
    updated_at: datetime
    removed_at: datetime | None = None


def checked(macro: Macro) -> Macro:
    """The macro as it is kept. Raises Invalid naming what is wrong."""
    title, text = " ".join(macro.title.split()), macro.text.strip()
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid(f"a title of 1 to {LONGEST_TITLE} characters, please", field="title")
    if not text or len(text) > LONGEST:
        raise Invalid(f"a text of 1 to {LONGEST} characters, please", field="text")
    for name in _PLACE.findall(text):
        if name not in PLACEHOLDERS:
            known = ", ".join(PLACEHOLDERS)
            raise Invalid(f"no placeholder {{{{{name[:40]}}}}}; there are {known}", field="text")
    return replace(macro, title=title, text=text)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with what is known put in; what is not known stays, for the agent to see."""

    def known(match: re.Match[str]) -> str:
        return values.get(match[1], "") or match[0]

    return _PLACE.sub(known, text)


def unfilled(text: str) -> list[str]:
    """The placeholders that a reply still has, as they are written."""
    return [match[0] for match in _PLACE.finditer(text) if match[1] in PLACEHOLDERS]


def fitting(macros: Iterable[Macro], locale: str) -> list[Macro]:
    """Those of a ticket's language, and those for any."""
    language = locale.split("-")[0]
    return [macro for macro in macros if macro.locale.split("-")[0] in ("", language)]
