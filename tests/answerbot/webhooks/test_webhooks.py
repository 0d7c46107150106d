"""What happens is told, signed, to who asked for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from answerbot.enquiries import Event, Kind
from answerbot.errors import Invalid
from answerbot.staff import Role
from answerbot.store.targets import Watched
from answerbot.store.webhooks import Webhooks
from answerbot.tickets import Status
from answerbot.webhooks.courier import Courier
from answerbot.webhooks.endpoint import Endpoint, Format, Jira, checked, new_secret
from answerbot.webhooks.happenings import HAPPENINGS, NAMES, named
from answerbot.webhooks.retries import FIRST, LONGEST, TRIES, Answer, Verdict, pause, verdict, wait
from answerbot.webhooks.signing import headers
from answerbot.webhooks.slack import SENTENCES
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.receivers import (
    Receiver,
)
from tests.answerbot.webhooks.hooked import SECRET, messages, tell


def test_a_ticket_s_life_is_told_signed(
    bot: Deployment, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot.ticket(subject="before anybody was to be told")
    tell(bot, f"{receiver.url}/in?x=1")
    number = bot.ticket(subject="My secret subject", email="eve@x.example")["number"]
    bot.sign_in(Role.AGENT)
    bot.client.post(f"/desk/{number}/reply", data={"text": "Hello", "solves": "true"})
    assert courier.turn() == 3
    assert [got.json["type"] for got in receiver.got] == [
        "ticket.created", "ticket.replied", "ticket.solved",
    ]  # fmt: skip
    monkeypatch.setattr("standardwebhooks.webhooks.datetime", Frozen)
    for got in receiver.got:
        assert Webhook(SECRET).verify(got.body, got.headers) == got.json
        assert got.path == "/in?x=1"
        assert b"secret subject" not in got.body
        assert b"eve@" not in got.body
    created, replied, _ = (got.json for got in receiver.got)
    assert created["timestamp"] == START.isoformat()
    assert created["data"]["by"] == "customer"
    assert replied["data"]["by"] == "staff:m_agent"
    assert created["data"]["ticket"]["desk"] == f"https://help.example/desk/{number}"
    assert courier.turn() == 0
    assert [one.state for one in messages(bot)] == ["done"] * 3


class Frozen(datetime):
    """The library looks at its own clock."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]  # noqa: ARG003
        return START


def test_the_customer_s_words_are_sent_to_who_asks_for_them(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    tell(bot, receiver.url, words=True)
    bot.ticket(subject="Locked out", description="Since Monday")
    courier.turn()
    told = receiver.got[0].json["data"]["ticket"]
    assert (told["subject"], told["description"]) == ("Locked out", "Since Monday")


def test_only_what_was_asked_for_is_told(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    tell(bot, receiver.url, events=("target.breached", "ticket.bot_resolved"))
    sent = bot.suggest("reset my password")
    bot.event(sent["enquiry"], "accepted", "event-0001", article="password")
    ticket = bot.ticket(subject="password")
    body = {"id": "event-0002", "kind": "accepted", "article": "password"}
    bot.call("POST", f"/v1/tickets/{ticket['ticket']}/events", body)
    courier.turn()
    assert [got.json["type"] for got in receiver.got] == ["ticket.bot_resolved"]
    assert receiver.got[0].json["data"]["article"] == "password"


@pytest.mark.parametrize("row", HAPPENINGS, ids=NAMES)
@pytest.mark.parametrize("format_", list(Format))
def test_everything_in_the_table_can_be_told(
    bot: Deployment, courier: Courier, receiver: Receiver, row: Any, format_: Format
) -> None:
    ticket = bot.ticket(subject="password")
    if not row.needs_ticket and row.kind is Kind.ACCEPTED:
        enquiry, detail = bot.suggest("password", session="other")["enquiry"], {}
    else:
        enquiry, detail = ticket["enquiry"], {"ticket": ticket["ticket"], "due": "2026-11-02"}
    jira = Jira("SUP", "Bug", "a@b.example", "t")
    tell(bot, receiver.url, events=(row.name,), format=format_, jira=jira)
    event_id = f"made-of-{ticket['ticket']}-due"
    event = Event(event_id, enquiry, row.kind, START, article="password", detail=detail)
    bot.services.ledger.append([event])
    assert courier.turn() == 1
    assert len(receiver.got) == 1
    assert ticket["ticket"].encode() not in receiver.got[0].body
    assert b"tkt_" not in receiver.got[0].body


def test_a_target_does_not_tell_what_opens_the_ticket(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    number = bot.ticket(subject="private")["number"]
    ticket = bot.services.tickets.numbered(number)
    due = "UPDATE tickets SET answer_due = ?"
    bot.services.store.write(lambda db: db.execute(due, (START.isoformat(),)))
    tell(bot, receiver.url)
    Watched(bot.services.store).tell(bot.clock(), bot.clock())
    courier.turn()
    got = receiver.got[0]
    assert got.json["type"] == "target.breached"
    assert ticket.id.encode() not in got.body
    (breached,) = [e for e in bot.services.ledger.everything() if e.kind is Kind.BREACHED]
    sql = "SELECT sequence FROM events WHERE id = ?"
    row = bot.services.store.read().execute(sql, (breached.id,)).fetchone()
    assert got.json["data"]["event"] == row[0]


@pytest.mark.parametrize(
    ("says", "opened"),
    [(["accepted:password", "undone"], True), (["accepted:password", "rejected:password"], True),
     (["accepted:password", "rejected"], True), (["accepted:password", "rejected:invoice"], False),
     (["undone"], False), (["rejected:password"], False),
     (["accepted:password", "undone", "rejected:password"], True)],
)  # fmt: skip
def test_a_solution_that_is_taken_back_opens_the_ticket(
    bot: Deployment, courier: Courier, receiver: Receiver, says: list[str], opened: bool
) -> None:
    sent = bot.ticket(subject="password")
    ticket = bot.services.tickets.numbered(sent["number"])
    tell(bot, receiver.url, events=("ticket.reopened",))
    was_solved = "accepted:password" in says
    for n, (kind, _, article) in enumerate(one.partition(":") for one in says):
        event = Event(f"event-{n:04}", ticket.enquiry, Kind(kind), START, article=article)
        bot.services.tickets.apply([ticket], event)
    courier.turn()
    assert [got.json["type"] for got in receiver.got] == ["ticket.reopened"] * opened
    still_solved = bot.services.tickets.numbered(ticket.number).status is Status.SOLVED
    assert opened is (was_solved and not still_solved)


def test_each_event_has_one_name_and_a_sentence() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert set(NAMES) < set(SENTENCES)
    for kind in Kind:
        event = Event("event-0004", "enq", kind, START)
        with_ticket, without = (named(event, has_ticket=has) for has in (True, False))
        assert with_ticket in ("", *NAMES)
        assert without in ("", *(one.name for one in HAPPENINGS if not one.needs_ticket))


def test_two_secrets_sign_while_one_is_changed(
    bot: Deployment, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standardwebhooks.webhooks.datetime", Frozen)
    tell(bot, receiver.url)
    new = new_secret()
    Webhooks(bot.services.store).rotate("wh_1", new, by="test", now=bot.clock())
    bot.ticket(subject="x")
    courier.turn()
    got = receiver.got[0]
    assert len(got.headers["webhook-signature"].split()) == 2
    for secret in (SECRET, new):
        Webhook(secret).verify(got.body, got.headers)
    bot.clock.pass_time(days=1)
    bot.ticket(subject="x")
    courier.turn()
    assert len(receiver.got[1].headers["webhook-signature"].split()) == 1


def test_signatures_are_those_of_the_standard_s_own_library() -> None:
    body, now = '{"a":"é"}'.encode(), datetime(2026, 11, 28, tzinfo=UTC)
    made = headers("msg_1", body, [SECRET], now)
    assert made["webhook-signature"] == Webhook(SECRET).sign("msg_1", now, body.decode())


@pytest.mark.parametrize(
    ("change", "field"),
    [({"url": "http://shop.example/x"}, "url"), ({"url": "ftp://shop.example"}, "url"),
     ({"url": "https://user:pw@shop.example"}, "url"), ({"url": ""}, "url"),
     ({"events": ("ticket.eaten",)}, "events"),
     ({"format": Format.JIRA, "jira": Jira("SUP", "Bug", "", "t")}, "email"),
     ({"format": Format.JIRA}, "project")],
)  # fmt: skip
def test_what_an_endpoint_must_be_like(change: dict[str, Any], field: str) -> None:
    good = Endpoint("wh_1", "https://shop.example/x", secret=SECRET)
    assert checked(good) is good
    assert checked(replace(good, url="http://intranet/x"), hosts=("intranet",))
    with pytest.raises(Invalid) as error:
        checked(replace(good, **change))
    assert error.value.field == field


def test_waits_grow_to_about_three_days() -> None:
    bad = Answer(500, "")
    waits = [wait(bad, tries, 0.5) for tries in range(1, TRIES)]
    assert waits[:3] == [FIRST, FIRST * 4, FIRST * 16]
    assert waits[-1] == LONGEST
    assert timedelta(days=2.5) < sum(waits, timedelta()) < timedelta(days=3.5)
    assert wait(bad, 1, 0.0) == FIRST * 0.8
    assert wait(bad, 1, 1.0) == FIRST * 1.2
    asked = Answer(503, "", retry_after=3_600)
    assert wait(asked, 1, 0.5) == pause(asked) == timedelta(hours=1)
    assert wait(Answer(429, "", retry_after=1e9), 1, 0.5) == timedelta(days=1)
    assert pause(Answer(404, "")) is None


@pytest.mark.parametrize(
    ("status", "tries", "expected"),
    [(200, 1, Verdict.DONE), (204, 1, Verdict.DONE), (299, TRIES, Verdict.DONE),
     (301, 1, Verdict.AGAIN), (0, 1, Verdict.AGAIN), (404, 1, Verdict.AGAIN),
     (500, TRIES - 1, Verdict.AGAIN), (500, TRIES, Verdict.DEAD), (410, 1, Verdict.GONE)],
)  # fmt: skip
def test_what_follows_from_a_status(status: int, tries: int, expected: Verdict) -> None:
    assert verdict(Answer(status, ""), tries) is expected
