"""Targets run from the moment a request comes in, and what is missed is said once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from answerbot.enquiries import Event, Kind
from answerbot.errors import BadSettings
from answerbot.settings import read
from answerbot.store.targets import AT_ONCE, Watched
from answerbot.watching import watch
from tests.answerbot.conftest import START, TOML, Deployment
from tests.answerbot.mail.clients import plain

HOURS = """
near_minutes = 30
mail_addresses = "support@shop.example"
"""
TARGETS = """
[[targets]]
priority = "urgent"
answer_minutes = 15
[[targets]]
answer_minutes = 60
solve_minutes = 240
[business_hours]
time_zone = "UTC"
sunday = "09:00-17:00"
monday = "09:00-17:00"
"""


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path, toml=f"{HOURS}{TOML}{TARGETS}", ANSWERBOT_WRITE_BURST="1000")
    with deployment.client:
        deployment.services.chores.stop()
        yield deployment


def turn(bot: Deployment) -> int:
    return watch(bot.services.settings, Watched(bot.services.store), bot.clock)


def told(bot: Deployment) -> list[tuple[str, str]]:
    kinds = (Kind.NEARING, Kind.BREACHED)
    events: list[Event] = bot.services.ledger.everything()
    return [(e.kind.value, str(e.detail["target"])) for e in events if e.kind in kinds]


def test_a_ticket_and_a_mail_are_due_from_when_they_come(bot: Deployment) -> None:
    bot.ticket(subject="x")
    bot.services.inbox.take(plain("help", subject="y"))
    for number in (1, 2):
        ticket = bot.services.tickets.numbered(number)
        assert ticket.answer_due == START + timedelta(hours=1)
        assert ticket.solve_due == START + timedelta(hours=4)


def test_what_is_near_and_what_is_missed_is_said_once(bot: Deployment) -> None:
    bot.ticket(subject="x")
    assert turn(bot) == 0
    bot.clock.pass_time(minutes=31)
    assert [turn(bot), turn(bot)] == [1, 0]
    assert told(bot) == [("nearing", "answer")]
    bot.clock.pass_time(minutes=30)
    assert [turn(bot), turn(bot)] == [1, 0]
    bot.clock.pass_time(days=2)
    assert [turn(bot), turn(bot)] == [1, 0]
    assert told(bot) == [("nearing", "answer"), ("breached", "answer"), ("breached", "solve")]
    bot.sign_in()
    page = bot.client.get("/desk/1").text
    assert "A target was missed" in page
    assert "Answer 2 days late" in page
    assert "Answer 2 days late" in bot.client.get("/desk?sort=due").text


def test_what_was_missed_long_ago_keeps_no_other_from_being_near(bot: Deployment) -> None:
    for number in range(AT_ONCE):
        bot.ticket(subject=f"{number}")
    bot.clock.pass_time(minutes=90)
    turn(bot)
    fresh = bot.ticket(subject="fresh")
    bot.clock.pass_time(minutes=45)
    turn(bot)
    kinds = [event.kind for event in bot.services.ledger.events(fresh["enquiry"])]
    assert Kind.NEARING in kinds


def test_the_time_to_solve_stands_still_for_the_customer(bot: Deployment) -> None:
    made = bot.ticket(subject="x")
    bot.sign_in()
    bot.clock.pass_time(hours=1)
    bot.client.post("/desk/1/reply", data={"text": "Which version?"})
    assert "stands still" in bot.client.get("/desk/1").text
    bot.clock.pass_time(hours=20)
    assert turn(bot) == 0
    bot.clock.pass_time(hours=4)
    bot.client.post(f"/tickets/{made['ticket']}/reply", data={"text": "The newest."})
    assert turn(bot) == 1
    ticket = bot.services.tickets.numbered(1)
    assert ticket.solve_due == START + timedelta(days=1, hours=1 + 3)
    assert told(bot) == []


def test_another_priority_has_another_target(bot: Deployment) -> None:
    bot.ticket(subject="x")
    bot.sign_in()
    bot.client.post("/desk/1/change", data={"field": "priority", "to": "urgent"})
    ticket = bot.services.tickets.numbered(1)
    assert (ticket.answer_due, ticket.solve_due) == (START + timedelta(minutes=15), None)
    bot.clock.pass_time(minutes=1)
    turn(bot)
    assert told(bot) == [("nearing", "answer")]


def test_an_answer_in_time_is_no_news(bot: Deployment) -> None:
    bot.ticket(subject="x")
    bot.sign_in()
    bot.client.post("/desk/1/reply", data={"text": "Here.", "solves": "true"})
    bot.clock.pass_time(days=3)
    assert turn(bot) == 0


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[targets]]\nanswer_minutes = -1", "answer_minutes"),
        ("[[targets]]\nhours = 3", "hours"),
        ('[business_hours]\nmonday = "9-5"', "monday"),
        ('[business_hours]\ntime_zone = "Mars"', "time_zone"),
        ("targets = 3", "targets"),
    ],
)
def test_settings_that_make_no_sense_stop_the_start(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "answerbot.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=named):
        read(tmp_path, {})
