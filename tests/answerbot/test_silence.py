"""Customers who do not answer are reminded, and their tickets closed, only where that is wished."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answerbot.asking import outcome_of
from answerbot.enquiries import Kind, State
from answerbot.errors import BadSettings
from answerbot.outgoing import Sort
from answerbot.silence import Silence
from answerbot.tickets import Status
from tests.answerbot.conftest import TOML, Deployment
from tests.answerbot.mail.clients import plain


@pytest.fixture
def answered(tmp_path: Path) -> Callable[..., Deployment]:
    """A ticket that an agent answered."""

    def make(remind: int, assume: int) -> Deployment:
        bot = Deployment(
            tmp_path,
            toml=TOML,
            ANSWERBOT_MAIL_ADDRESSES="support@shop.example",
            ANSWERBOT_REMIND_AFTER_DAYS=str(remind),
            ANSWERBOT_ASSUME_AFTER_DAYS=str(assume),
        )
        bot.services.inbox.take(plain("It stops", subject="Upload"))
        bot.sign_in()
        bot.client.post("/desk/1/reply", data={"text": "Try Firefox."})
        return bot

    return make


def days(bot: Deployment, number: int) -> list[str]:
    """What has been done by so many days later, and twice a day."""
    for _ in range(number * 2):
        bot.clock.pass_time(hours=12)
        Silence(bot.services).turn()
    ticket = bot.services.tickets.numbered(1)
    events = bot.services.ledger.events(ticket.enquiry)
    return [e.kind.value for e in events if e.kind in (Kind.REMINDED, Kind.ASSUMED)]


def reminders(bot: Deployment) -> list[str]:
    posts = bot.services.outbox.of_ticket(1)
    return [one.outgoing.text for one in posts if one.outgoing.sort is Sort.REMINDER]


@pytest.mark.parametrize(
    ("remind", "assume", "done", "status"),
    [
        (0, 0, [], Status.PENDING),
        (3, 0, ["reminded"], Status.PENDING),
        (0, 5, ["assumed"], Status.SOLVED),
        (3, 5, ["reminded", "assumed"], Status.SOLVED),
        (30, 40, [], Status.PENDING),
    ],
)
def test_silence_is_what_the_settings_say(
    answered: Callable[..., Deployment],
    remind: int,
    assume: int,
    done: list[str],
    status: Status,
) -> None:
    bot = answered(remind, assume)
    assert days(bot, 10) == done
    ticket = bot.services.tickets.numbered(1)
    assert (ticket.status, ticket.bot_resolved) == (status, False)
    assert len(reminders(bot)) == done.count("reminded")
    state = outcome_of(bot.services, ticket.enquiry).state
    assert state is (State.ASSUMED if "assumed" in done else State.ESCALATED)


def test_whoever_answers_is_left_alone(answered: Callable[..., Deployment]) -> None:
    bot = answered(2, 4)
    assert days(bot, 3) == ["reminded"]
    (text,) = reminders(bot)
    assert "> Try Firefox." in text
    assert "in 2 days" in text
    reply = plain("Still", message_id="<m2@c.example>", in_reply_to="<m1@customer.example>")
    bot.services.inbox.take(reply)
    assert days(bot, 10) == ["reminded"], "it waits for us"
    bot.sign_in()
    bot.client.post("/desk/1/reply", data={"text": "Then try this."})
    assert days(bot, 3) == ["reminded", "reminded"], "we said something new"
    assert days(bot, 2) == ["reminded", "reminded", "assumed"]
    late = plain("No!", message_id="<m3@c.example>", in_reply_to="<m1@customer.example>")
    bot.services.inbox.take(late)
    ticket = bot.services.tickets.numbered(1)
    assert ticket.status is Status.REOPENED
    assert outcome_of(bot.services, ticket.enquiry).state is State.ESCALATED


def test_a_late_reminder_leaves_the_days_that_it_tells(
    answered: Callable[..., Deployment],
) -> None:
    bot = answered(3, 7)
    bot.clock.pass_time(days=8)  # the server was down
    assert Silence(bot.services).turn() == 1
    assert "in 4 days" in reminders(bot)[0]
    assert days(bot, 3) == ["reminded"]
    assert bot.services.tickets.numbered(1).status is Status.PENDING
    assert days(bot, 1) == ["reminded", "assumed"]


def test_a_reminder_needs_time_to_be_answered(answered: Callable[..., Deployment]) -> None:
    with pytest.raises(BadSettings, match="must be above"):
        answered(5, 5)


def test_mail_that_was_kept_out_is_forgotten_and_still_taken_once(
    answered: Callable[..., Deployment],
) -> None:
    bot = answered(0, 0)
    away = plain("I am away until Monday", subject="Automatic reply", message_id="<a@c.example>")
    bot.services.inbox.take(away)
    assert bot.services.inbox.forget() == 0
    bot.clock.pass_time(days=31)
    assert (bot.services.inbox.forget(), bot.services.inbox.forget()) == (1, 0)
    assert bot.services.mails.kept_out(9) == []
    assert bot.services.inbox.take(away).became == "repeated"
    assert bot.services.mails.get("a@c.example").text == ""
