"""Simulations for tests: the sample's questions, and offers that are made up from their labels."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from answerbot.enquiries import Event, Kind
from answerbot.simulation.parameters import Parameters
from answerbot.simulation.simulation import Simulation, simulate
from answerbot.simulation.wanted import BADLY_SERVED, Sort, Wanted, Wording, wanted_in
from tests.conftest import SAMPLE

UNTIL = datetime(2026, 11, 1, 9, tzinfo=UTC)


@lru_cache
def wanted() -> Wanted:
    return wanted_in(SAMPLE)


@lru_cache
def offers() -> tuple[Event, ...]:
    """Three of four questions that have an answer are offered it; a quarter of the others are
    offered something else."""
    return tuple(_offer(one) for one in wanted().wordings)


def _offer(one: Wording) -> Event:
    lot = sha256(one.text.encode()).digest()[0]
    right = one.answers if lot < 192 else ()
    articles = right[:2] or (("compare-plans",) if lot % 4 == 0 else ())
    locale = "en" if one.locale == BADLY_SERVED else one.locale
    detail: dict[str, Any] = {
        "query": one.text,
        "typing": False,
        "channel": "widget",
        "best": [0.5],
    }
    if not articles:
        kind = Kind.UNOFFERED
        return Event("", "", kind, UNTIL, generation="gen-1", detail={**detail, "nearest": ""})
    detail |= {"articles": list(articles), "confidence": [0.8] * len(articles)}
    return Event("", "", Kind.OFFERED, UNTIL, locale=locale, generation="gen-1", detail=detail)


def simulated(seed: int, enquiries: int = 20_000, **more: Any) -> Simulation:
    p = Parameters(enquiries=enquiries, **more)
    return simulate(seed, wanted(), offers(), UNTIL, p)


def intents(sort: Sort) -> set[str]:
    return {one.intent for one in wanted().wordings if one.sort is sort}
