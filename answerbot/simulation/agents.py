"""The made-up agents: when they get to a ticket, and what they write.

Knows: their hours, their words.
Must not know: SQL, what customers do.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from answerbot.simulation.wanted import Gap, Wording
from answerbot.staff import Member, Role

AGENTS = (
    Member("m_demo_ann", "Ann", Role.AGENT, "ann@farview.example"),
    Member("m_demo_bo", "Bo", Role.AGENT, "bo@farview.example"),
    Member("m_demo_eve", "Eve", Role.EDITOR, "eve@farview.example"),
)
ANSWERING = 2
"""The first so many of them answer tickets."""

FROM, TO = 7, 17
SATURDAY = 5

HELLO = {"fr": "Bonjour", "it": "Buongiorno"}
TRY = {
    "en": "please have a look at this page of the help center, and tell us if that was it:",
    "fr": "vous trouverez la réponse dans cette page de l’aide ; dites-nous si cela suffit :",
    "it": "troverà la risposta in questa pagina della guida; ci dica se basta:",
}
ASK = {
    "en": "we looked into it and set it right on our side. Please try again and tell us.",
    "fr": "nous avons corrigé cela de notre côté. Réessayez, et dites-nous.",
    "it": "abbiamo sistemato dalla nostra parte. Riprovi e ci faccia sapere.",
}
BACK = {
    "en": "Thank you, but it still does not work.",
    "fr": "Merci, mais cela ne marche toujours pas.",
    "it": "Grazie, ma non funziona ancora.",
}


def worked(since: datetime, hours: float) -> datetime:
    """When so many hours of work have passed, from Monday to Friday."""
    at, left = since, timedelta(hours=hours)
    while True:
        opens, closes = (at.replace(hour=h, minute=0, second=0, microsecond=0) for h in (FROM, TO))
        start = max(at, opens)
        if at.weekday() < SATURDAY and start < closes:
            if left <= closes - start:
                return start + left
            left -= closes - start
        at = opens + timedelta(days=1)


def reply(agent: str, name: str, one: Wording, gap: Gap | None, linked: str) -> str:
    """What an agent writes: of a gap what everybody needs to know."""
    hello = f"{HELLO.get(one.locale, 'Hello')} {name.split()[0]},"
    said = f"{said_in(TRY, one.locale)}\n{linked}" if linked else said_in(ASK, one.locale)
    return f"{hello}\n\n{gap.answer if gap else said}\n\n{agent}"


def said_in(texts: dict[str, str], locale: str) -> str:
    """In the customer's language, else in English."""
    return texts.get(locale, texts["en"])
