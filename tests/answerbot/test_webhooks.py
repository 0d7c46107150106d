"""What happens is told to real servers on loopback, however they behave."""

from __future__ import annotations

import html
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from standardwebhooks import Webhook

from answerbot.cli import main
from answerbot.enquiries import Event, Kind
from answerbot.errors import Invalid
from answerbot.staff import Role
from answerbot.store.audit import Audit
from answerbot.store.deliveries import Deliveries
from answerbot.store.targets import Watched
from answerbot.store.webhooks import Webhooks
from answerbot.tickets import Status
from answerbot.webhooks.courier import Courier
from answerbot.webhooks.endpoint import Endpoint, Format, Jira, checked, new_secret
from answerbot.webhooks.happenings import HAPPENINGS, NAMES, TEST, named
from answerbot.webhooks.messages import found_issue
from answerbot.webhooks.post import Limits, Post
from answerbot.webhooks.retries import FIRST, LONGEST, TRIES, Answer, Verdict, pause, verdict, wait
from answerbot.webhooks.signing import headers
from answerbot.webhooks.slack import SENTENCES, escaped
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.receivers import (
    DRIP_BODY,
    DRIP_HEADERS,
    ENDLESS,
    HANG,
    Behaviour,
    Got,
    Receiver,
    answer,
    closed_port,
)

QUICK = Limits(connect=0.5, read=0.5, total=1.0, bytes=20_000)
SECRET = new_secret()
ATTACK = "<!channel> <https://evil.example|click> & *bold*"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def bot(bot: Deployment) -> Deployment:
    """Its own courier rests: the tests say when there is a turn."""
    bot.services.courier.stop()
    return bot


@pytest.fixture
def courier(bot: Deployment) -> Courier:
    return courier_of(bot)


def courier_of(bot: Deployment) -> Courier:
    post = Post(("127.0.0.1",))
    shared = bot.services
    return Courier(
        shared.store, post, "https://help.example", bot.clock, shared.random, lambda: 0.5
    )


def tell(bot: Deployment, url: str, **more: Any) -> Endpoint:
    made = Endpoint(more.pop("id", "wh_1"), url, secret=more.pop("secret", SECRET), **more)
    Webhooks(bot.services.store).add(made, by="test", now=bot.clock())
    return made


def messages(bot: Deployment, webhook: str = "wh_1") -> list[Any]:
    return Deliveries(bot.services.store).latest(webhook, 1_000)


def only(bot: Deployment, webhook: str = "wh_1") -> Any:
    (message,) = messages(bot, webhook)
    return message


# --- What is told


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


# --- Servers that behave badly

BAD: dict[str, tuple[Behaviour, int, str]] = {
    "500": (answer(500, b"oops \x00 <b>"), 500, "oops"),
    "404": (answer(404), 404, "ok"),
    "redirect": (answer(302, location="http://127.0.0.1:1/"), 302, "ok"),
    "hang": (HANG, 0, ""),
    "dripping headers": (DRIP_HEADERS, 0, "no answer within 1 s"),
    "dripping body": (DRIP_BODY, 0, "no answer within 1 s"),
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_does_not_arrive_is_tried_again(
    bot: Deployment, courier: Courier, receiver: Receiver, name: str
) -> None:
    receiver.behaviour, status, text = BAD[name]
    tell(bot, receiver.url)
    bot.ticket(subject="x")
    began = time.monotonic()
    assert replace(courier, post=Post(("127.0.0.1",), QUICK)).turn() == 1
    assert time.monotonic() - began < 10
    message = only(bot)
    assert (message.state, message.tries, message.status) == ("waiting", 1, status)
    assert text in message.answer
    assert message.answer.isprintable()
    assert message.next_at == START + FIRST
    assert courier.turn() == 0
    receiver.behaviour = answer(200)
    bot.clock.pass_time(seconds=6)
    assert courier.turn() == 1
    assert only(bot).state == "done"
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == message.id
    assert first.body == second.body
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


def test_an_endless_answer_is_cut_off(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = ENDLESS
    tell(bot, receiver.url)
    bot.ticket(subject="x")
    courier.turn()
    message = only(bot)
    assert (message.state, len(message.answer)) == ("done", Limits().kept)


def test_a_server_that_is_not_there_is_tried_again(bot: Deployment, courier: Courier) -> None:
    tell(bot, f"http://127.0.0.1:{closed_port()}/")
    bot.ticket(subject="x")
    courier.turn()
    message = only(bot)
    assert (message.state, message.status, bool(message.answer)) == ("waiting", 0, True)


def test_an_address_is_not_shown_in_an_error(bot: Deployment, courier: Courier) -> None:
    tell(bot, "https://nowhere.invalid/services/the-secret", format=Format.SLACK)
    bot.ticket(subject="x")
    courier.turn()
    assert "nowhere.invalid" in only(bot).answer
    assert "the-secret" not in only(bot).answer


def test_after_three_days_it_is_given_up_and_can_be_sent_again(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(500)
    tell(bot, receiver.url)
    for _ in range(2):
        bot.ticket(subject="x")
    for _ in range(3 * TRIES):
        courier.turn()
        bot.clock.pass_time(hours=12, seconds=6)
    assert [(one.state, one.tries) for one in messages(bot)] == [("dead", TRIES)] * 2
    ids = {one.id for one in messages(bot)}
    receiver.got.clear()
    receiver.behaviour = answer(200)
    held = Deliveries(bot.services.store)
    first = messages(bot)[0].id
    assert held.again("wh_1", now=bot.clock(), message=first) == 1
    courier.turn()
    assert [got.headers["webhook-id"] for got in receiver.got] == [first]
    assert held.again("wh_1", now=bot.clock()) == 1
    courier.turn()
    assert {got.headers["webhook-id"] for got in receiver.got} == ids
    assert held.again("wh_1", now=bot.clock()) == 0


def test_410_disables_until_somebody_enables_it(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(410)
    tell(bot, receiver.url)
    bot.ticket(subject="x")
    courier.turn()
    held = Webhooks(bot.services.store)
    assert held.get("wh_1").disabled_at
    assert "410" in held.get("wh_1").why
    bot.ticket(subject="y")
    assert courier.turn() == 0
    receiver.behaviour = answer(200)
    held.enable("wh_1", by="test", now=bot.clock())
    assert courier.turn() == 0, "what happened meanwhile is not told"
    bot.ticket(subject="z")
    assert courier.turn() == 1
    assert sorted(one.state for one in messages(bot)) == ["dead", "done"]


def test_the_queue_of_a_disabled_webhook_does_not_grow_and_ends(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    tell(bot, receiver.url)
    bot.ticket(subject="before it was disabled")
    bot.clock.pass_time(seconds=1)
    Webhooks(bot.services.store).disable("wh_1", "test", by="test", now=bot.clock())
    for number in range(5):
        bot.ticket(subject=f"{number}")
    courier.turn()
    held = Deliveries(bot.services.store)
    assert held.counts() == {"wh_1": {"waiting": 1}}
    bot.clock.pass_time(days=29)
    held.forget(now=bot.clock())
    assert held.counts() == {"wh_1": {"waiting": 1}}
    bot.clock.pass_time(days=2)
    held.forget(now=bot.clock())
    assert held.counts() == {}


def test_a_failed_try_rewrites_no_other_message(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(503, retry_after="120")
    tell(bot, receiver.url)
    for _ in range(3):
        bot.ticket(subject="x")
    courier.turn()
    waits = sorted(one.next_at - bot.clock() for one in messages(bot))
    assert waits == [timedelta(0), timedelta(0), timedelta(minutes=2)]
    bot.ticket(subject="new ones are held back too")
    assert courier.turn() == 0
    Deliveries(bot.services.store).add("wh_1", TEST, "msg_test", ticket=None, now=bot.clock())
    assert courier.turn() == 1, "somebody waits to see the answer to a test"


def test_who_asks_to_wait_is_left_alone(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(429, retry_after="120")
    tell(bot, receiver.url)
    for _ in range(3):
        bot.ticket(subject="x")
    assert courier.turn() == 1
    bot.clock.pass_time(seconds=119)
    assert courier.turn() == 0
    receiver.behaviour = answer(200)
    bot.clock.pass_time(seconds=1)
    assert courier.turn() == 3


@pytest.mark.parametrize(
    "header",
    ["1 Jan 99999999999999999999 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359", "soon",
     "1 Jan 0001 00:00:00 +2359", "9" * 400],
)  # fmt: skip
def test_no_retry_after_keeps_a_try_from_being_recorded(
    bot: Deployment, courier: Courier, receiver: Receiver, header: str
) -> None:
    receiver.behaviour = answer(200, retry_after=header)
    tell(bot, receiver.url)
    bot.ticket(subject="x")
    assert [courier.turn() for _ in range(3)] == [1, 0, 0]
    assert (only(bot).state, only(bot).tries) == ("done", 1)


def test_what_fails_on_our_side_is_a_failed_try(
    bot: Deployment, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_more: object) -> None:
        raise LookupError("nobody thought of this")

    tell(bot, receiver.url)
    bot.ticket(subject="x")
    with monkeypatch.context() as patched:
        patched.setattr("answerbot.webhooks.courier.message", broken)
        assert [courier.turn() for _ in range(3)] == [1, 0, 0]
    message = only(bot)
    assert (message.state, message.tries, message.next_at) == ("waiting", 1, START + FIRST)
    assert message.answer == "answerbot failed: LookupError"
    bot.clock.pass_time(seconds=6)
    assert courier.turn() == 1
    assert only(bot).state == "done"


def test_one_that_hangs_holds_up_no_other(bot: Deployment, receiver: Receiver) -> None:
    slow = Receiver(behaviour=HANG)
    try:
        tell(bot, slow.url, id="wh_slow")
        tell(bot, receiver.url)
        post = Post(("127.0.0.1",), Limits(read=20, total=20))
        running = replace(courier_of(bot), post=post)
        bot.ticket(subject="x")
        running.start()
        wait_until(lambda: len(slow.got) == 1 and len(receiver.got) == 1)
        bot.ticket(subject="y")
        running.hurry()
        wait_until(lambda: len(receiver.got) == 2)
        assert len(slow.got) == 1
        began = time.monotonic()
        running.stop()
        assert time.monotonic() - began < 5
        assert {one.state for one in messages(bot, "wh_slow")} == {"waiting"}
    finally:
        slow.close()


def wait_until(is_so: Callable[[], bool], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_kill_between_sending_and_recording_repeats_with_the_same_id(
    bot: Deployment, courier: Courier, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(bot, receiver.url)
    bot.ticket(subject="x")

    def killed(*_args: object, **_more: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patched:
        patched.setattr(Deliveries, "tried", killed)
        with pytest.raises(SystemExit):
            courier.turn()
    assert only(bot).state == "waiting"
    assert courier_of(bot).turn() == 1
    first, second = (got.headers["webhook-id"] for got in receiver.got)
    assert first == second
    assert only(bot).state == "done"


def test_no_event_is_skipped_or_told_twice_over_many_turns(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    tell(bot, receiver.url, events=("ticket.created",))
    for number in range(60):
        bot.ticket(subject=f"{number}")
        if number % 7 == 0:
            courier_of(bot).turn()
    while courier.turn():
        pass
    assert len({got.headers["webhook-id"] for got in receiver.got}) == len(receiver.got) == 60


# --- Where nothing is sent


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "::1", "fd00::1",
     "::ffff:127.0.0.1", "0.0.0.0", "100.64.0.1"],
)  # fmt: skip
def test_the_own_network_is_never_reached(
    bot: Deployment, receiver: Receiver, address: str
) -> None:
    asked: list[str] = []

    def lookup(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["93.184.216.34", address]

    tell(bot, "https://inside.example/hook")
    bot.ticket(subject="x")
    courier = replace(courier_of(bot), post=Post((), QUICK, lookup))
    courier.turn()
    message = only(bot)
    assert (message.state, message.status) == ("waiting", 0)
    assert "is not an address of the public internet" in message.answer
    assert asked == ["inside.example"]
    assert receiver.got == []


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(
    bot: Deployment, receiver: Receiver
) -> None:
    asked: list[str] = []

    def lookup(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    port = receiver.url.rpartition(":")[2]
    tell(bot, f"http://intranet.example:{port}/hook")
    bot.ticket(subject="x")
    replace(courier_of(bot), post=Post(("intranet.example",), QUICK, lookup)).turn()
    assert only(bot).state == "done"
    assert asked == ["intranet.example"]
    assert receiver.got[0].headers["host"] == f"intranet.example:{port}"


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


# --- Rules


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


# --- Slack


def test_slack_is_told_in_words_that_command_nothing(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(200)
    tell(bot, receiver.url, format=Format.SLACK, words=True, secret="")
    number = bot.ticket(subject=ATTACK, description=f"{ATTACK}\nSecond line")["number"]
    courier.turn()
    got = receiver.got[0]
    assert "webhook-signature" not in got.headers
    text = got.json["text"]
    assert text == f"New ticket: ticket {number} {escaped(ATTACK)}"
    head, words, facts = got.json["blocks"]
    commands = re.findall(r"<[^>]*>", got.body.decode())
    assert commands == [f"<https://help.example/desk/{number}|ticket {number}>"]
    assert words["text"]["text"].endswith("Second line")
    assert facts["type"] == "context"
    assert head["text"]["type"] == "mrkdwn"


def test_slack_without_words_names_the_ticket_only(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    tell(bot, receiver.url, format=Format.SLACK, events=("target.nearing",))
    ticket = bot.ticket(subject="Very private")
    detail = {"ticket": ticket["ticket"], "target": "answer", "due": "2026-11-01T10:00:00+00:00"}
    event = Event("event-0005", ticket["enquiry"], Kind.NEARING, START, detail=detail)
    bot.services.ledger.append([event])
    courier.turn()
    assert receiver.got[0].json["text"] == f"A target is near: ticket {ticket['number']}"
    assert "due 2026-11-01T10:00" in receiver.got[0].body.decode()
    assert b"private" not in receiver.got[0].body


# --- Jira

JIRA = Jira("SUP", "Bug", "bot@shop.example", "the-token")
CREATED = b'{"id":"10000","key":"SUP-24","self":"https://x/rest/api/3/issue/10000"}'


def test_an_agent_makes_an_issue_and_the_ticket_shows_it(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(201, CREATED)
    tell(bot, f"{receiver.url}/", format=Format.JIRA, jira=JIRA, words=True,
         events=("article.flagged",), label="Jira")  # fmt: skip
    number = bot.ticket(subject="It\nbreaks", description="Badly")["number"]
    bot.sign_in(Role.AGENT)
    assert "Create an issue in Jira" in bot.client.get(f"/desk/{number}").text
    for _ in range(2):
        page = bot.client.post(f"/desk/{number}/issue", data={"webhook": "wh_1"}).text
        assert "An issue is being made" in page
    assert "Create an issue" not in page
    assert courier.turn() == 1
    (got,) = receiver.got
    assert (got.method, got.path) == ("POST", "/rest/api/3/issue")
    assert got.headers["authorization"] == "Basic Ym90QHNob3AuZXhhbXBsZTp0aGUtdG9rZW4="
    fields = got.json["fields"]
    assert fields["project"] == {"key": "SUP"}
    assert fields["issuetype"] == {"name": "Bug"}
    assert fields["summary"] == f"Ticket {number}: It breaks"
    adf = fields["description"]
    assert (adf["type"], adf["version"]) == ("doc", 1)
    words, link = adf["content"]
    assert words["content"] == [{"type": "text", "text": "Badly"}]
    assert link["content"][0]["marks"][0]["attrs"]["href"] == f"https://help.example/desk/{number}"
    page = bot.client.get(f"/desk/{number}").text
    assert f'<a href="{receiver.url}/browse/SUP-24" rel="noopener noreferrer">SUP-24</a>' in page
    bot.client.post(f"/desk/{number}/issue", data={"webhook": "wh_1"})
    assert courier.turn() == 0


def test_jira_s_issues_come_by_event_too_and_without_words(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(201, CREATED)
    tell(bot, receiver.url, format=Format.JIRA, jira=JIRA, events=("ticket.created",))
    number = bot.ticket(subject="Very private")["number"]
    courier.turn()
    assert receiver.got[0].json["fields"]["summary"] == f"Ticket {number}"
    assert b"private" not in receiver.got[0].body
    (link,) = Deliveries(bot.services.store).links(number)
    assert link.name == "SUP-24"
    ticket = bot.services.tickets.numbered(number)
    bot.services.ledger.append([Event("event-0007", ticket.enquiry, Kind.SUBMITTED, START)])
    assert (courier.turn(), len(receiver.got)) == (1, 1)


def test_where_issues_are_made_nothing_is_told_unasked(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(200, b"{}")
    tell(bot, receiver.url, format=Format.JIRA, jira=JIRA)
    bot.ticket(subject="x")
    assert courier.turn() == 0
    Deliveries(bot.services.store).add("wh_1", TEST, "msg_test", ticket=None, now=START)
    courier.turn()
    assert [(got.method, got.path) for got in receiver.got] == [("GET", "/rest/api/3/project/SUP")]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"key": 1}', b'{"key": "<script>"}', b'{"key": "../x"}', b"\xff",
     b"[" * 65_000],
)  # fmt: skip
def test_an_answer_that_names_no_issue_makes_no_link(body: bytes) -> None:
    assert found_issue(Endpoint("wh_1", "https://x.example", Format.JIRA), body) is None


# --- The page and the command


def test_an_admin_adds_tests_and_removes_a_webhook(bot: Deployment, receiver: Receiver) -> None:
    bot.sign_in()
    assert "Nobody is told yet" in bot.client.get("/staff/webhooks").text
    wrong = bot.client.post("/staff/webhooks/add", data={"url": "http://shop.example/"})
    assert wrong.status_code == 422
    assert "must begin with https://" in html.unescape(wrong.text)
    form = {"url": "https://shop.example/hook?key=secret-path", "label": "Shop",
            "events": ["ticket.created", "ticket.solved"], "words": "true"}  # fmt: skip
    made = bot.client.post("/staff/webhooks/add", data=form).text
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", made)
    (one,) = Webhooks(bot.services.store).all()
    assert (one.secret, one.events, one.words) == (secret, tuple(form["events"]), True)
    here = f"/staff/webhooks/{one.id}"
    for path in ("/staff/webhooks", here):
        page = bot.client.get(path).text
        assert secret not in page
        assert "secret-path" not in page
    assert "A test is on its way" in bot.client.post(f"{here}/test").text
    rotated = bot.client.post(f"{here}/rotate").text
    assert re.findall(r"whsec_[A-Za-z0-9+/=]+", rotated) != [secret]
    assert "disabled" in bot.client.post(f"{here}/disable").text
    assert "It is told again" in bot.client.post(f"{here}/enable").text
    assert "Removed, with its secrets" in bot.client.post(f"{here}/remove").text
    assert bot.client.get(here).status_code == 404
    stored = bot.services.store.read().execute("SELECT record FROM webhooks").fetchall()
    assert "whsec_" not in str(stored)
    acts = [deed.about for deed in Audit(bot.services.store).latest(5)]
    assert acts == [
        "removed Shop",
        "enabled Shop",
        "disabled Shop",
        "new secret of Shop",
        "added Shop",
    ]


def test_dead_letters_are_seen_and_sent_again_from_the_page(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(500, b"<b>down</b>")
    tell(bot, receiver.url)
    bot.ticket(subject="x")
    for _ in range(TRIES):
        courier.turn()
        bot.clock.pass_time(hours=12)
    bot.sign_in()
    page = bot.client.get("/staff/webhooks/wh_1").text
    assert "given up" in page
    assert "&lt;b&gt;down&lt;/b&gt;" in page
    bot.client.post("/staff/webhooks/wh_1/again", data={"message": only(bot).id})
    receiver.behaviour = answer(200)
    courier.turn()
    assert only(bot).state == "done"
    assert bot.client.post("/staff/webhooks/wh_1/again", data={"message": "x"}).status_code == 404


def run(home: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        main,
        ["webhooks", *words, "--home", str(home)],
        env={"ANSWERBOT_WEBHOOK_HOSTS": "127.0.0.1"},
    )
    return result.exit_code, result.output


def test_webhooks_on_the_command_line(bot: Deployment, receiver: Receiver) -> None:
    home = bot.settings.home
    code, said = run(home, "add", "http://shop.example/")
    assert (code, "must begin with https://" in said) == (1, True)
    code, said = run(home, "add", receiver.url, "--event", "ticket.created", "--label", "Mine")
    webhook, secret = said.split()[:2]
    assert (code, secret[:6]) == (0, "whsec_")
    code, said = run(home, "test", webhook)
    assert (code, "Mine answered 204" in said) == (0, True)
    got: Got = receiver.got[0]
    assert got.json["type"] == "webhook.test"
    assert Webhook(secret).verify(got.body, got.headers)
    receiver.behaviour = answer(500, b"broken")
    code, said = run(home, "test", webhook)
    assert (code, "answered 500: broken" in said) == (1, True)
    code, said = run(home, "list")
    assert re.search(rf"{webhook} +standard +Mine +active +1 arrived, 1 waiting, 0 given up", said)
    assert run(home, "rotate", webhook)[1].startswith("whsec_")
    assert run(home, "again", webhook) == (0, "0 messages wait to be sent\n")
    assert run(home, "remove", webhook)[0] == 0
    assert run(home, "test", webhook)[0] == 1
