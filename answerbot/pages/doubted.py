"""What an editor hears of a wording before it is kept, and how they press on.

Knows: which articles and questions a wording is held against.
Must not know: SQL, what raises a doubt (`answerbot/doubts.py` does).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pydantic import BaseModel

from answerbot.curation import Wording, article_of, checked
from answerbot.doubts import LOOKED_AT, Place, doubts
from answerbot.pages.texts import language_name
from answerbot.services import Services
from answerbot.store.questions import latest
from corpora.curation import Pin


class Doubt(NamedTuple):
    """What speaks against what was `sent`, and what the button sends back that presses on."""

    against: Sequence[str]
    sent: BaseModel
    sure: str


def doubted(shared: Services, wording: Wording, sure: str) -> list[str]:
    """What speaks against keeping it; nothing if the editor is `sure` of these very words.

    Raises Invalid for what makes no sense in itself.
    """
    wording = checked(wording)
    searcher = shared.searcher
    if searcher is None or sure == named(wording):
        return []
    locales = searcher.locales_of(article_of(wording))
    place = Place(
        share=searcher.share_with,
        name=language_name,
        languages=searcher.languages,
        article=tuple(dict.fromkeys(locale.split("-")[0] for locale in locales)),
        asked=latest(shared.store, LOOKED_AT) if isinstance(wording, Pin) else (),
    )
    return doubts(wording, place)


def named(wording: Wording) -> str:
    """The wording in one line, which the button sends back that says to keep it all the same."""
    return checked(wording).model_dump_json()
