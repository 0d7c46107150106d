"""The demo's people leave no page empty, and are the same each time."""

from __future__ import annotations

import itertools
from datetime import timedelta
from pathlib import Path
from random import Random

from answerbot.app import make_services
from answerbot.demonstration import Demonstration, Time, Wanted, questions_of
from answerbot.metrics import Summary
from answerbot.queue import View
from answerbot.services import Services
from answerbot.store.queue import Queues
from tests.answerbot.conftest import START, Deployment
from tests.conftest import SAMPLE

QUESTIONS = [
    Wanted("reset my password", "en", "account", ("password",)),
    Wanted("zebra crossing colours", "en", ""),
]


def shown(bot: Deployment, seed: int) -> tuple[Services, Summary]:
    time, ids = Time(START - timedelta(days=40)), itertools.count()
    services = make_services(bot.settings, time, lambda: f"id{seed}-{next(ids):08}", lambda: 0.0)
    services.live.look()
    show = Demonstration(services, time, Random(seed), QUESTIONS)
    assert list(show.run(START, enquiries=60, days=20)) == list(range(1, 61))
    summary = services.standings.summary(now=START, matures=timedelta(days=7))
    return services, summary


def test_people_ask_solve_and_are_answered(bot: Deployment) -> None:
    services, summary = shown(bot, 1)
    assert summary.asked == 60
    assert sum(summary.states.values()) == 60
    assert summary.confirmed is not None
    assert 0.05 < summary.confirmed.share < 0.6
    counts = Queues(services.store).counts("m_demo_ann")
    assert counts.views[View.WAITING] < counts.views[View.SOLVED]
    services.store.close()


def test_the_sample_has_questions_with_and_without_an_answer() -> None:
    found = questions_of(Path(SAMPLE))
    assert {wanted.locale for wanted in found} >= {"en", "fr", "it"}
    assert any(wanted.answers for wanted in found)
    assert not all(wanted.answers for wanted in found)
