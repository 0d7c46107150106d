"""Nothing of an article reaches somebody whom it is not for: generated help centers, customers and
requests over every route that customers can call. `python -m eval.leaks` sends 10,000."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

import numpy as np
import pytest

from answerbot import reading
from answerbot.api import callers
from answerbot.identity import NOBODY, Identity
from answerbot.services import Services
from answerbot.topics import Topic
from eval.leaks.customers import CASES
from eval.leaks.hunt import for_customers, hunt, running
from indexer.filters import Eligibility
from indexer.query import Query


def test_every_route_that_customers_can_call_is_tried() -> None:
    with running(Random(1)) as (world, client):
        assert for_customers(world, client) <= set(CASES), "add a case to eval/leaks/customers.py"


def test_no_word_reaches_somebody_whom_it_is_not_for() -> None:
    found = hunt(1_000, worlds=2)
    assert found.leaks == []
    assert found.requests == 1_000
    assert found.rightly > 100, "customers got nothing: a server that is silent leaks nothing"
    assert not [route for (route, status) in found.calls if status >= 500]


def everything(held: Eligibility, _query: Query) -> Any:
    return np.ones(len(held._audience), dtype=np.bool_)


def always(topic: Topic, _now: datetime, _audiences: object = ()) -> bool:
    return topic.open


def believing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends a browser's id is the person who sent it last; in the hunt all share one."""
    real, last = callers.proven, [NOBODY]

    def proven(token: str, shared: Services) -> Identity:
        found = real(token, shared)
        last[0] = found if found.proven else last[0]
        return last[0]

    monkeypatch.setattr(callers, "proven", proven)


MUTANTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "ranking does not filter": lambda m: m.setattr(Eligibility, "visible", everything),
    "every article may be read": lambda m: m.setattr(reading, "_is_for", lambda *_: True),
    "every incident is shown": lambda m: m.setattr(Topic, "current", always),
    "any token is believed to be of everybody": lambda m: m.setattr(
        callers, "identity_of", lambda *_, **__: Identity("x", ("group0", "group1"))
    ),
    "who used a browser is who uses it": believing,
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_the_suite_finds_a_server_that_leaks(mutant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    MUTANTS[mutant](monkeypatch)
    assert hunt(150, worlds=1).leaks
