"""Messages reach real servers on loopback, however they behave."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from answerbot.store.deliveries import Deliveries
from answerbot.store.webhooks import Webhooks
from answerbot.webhooks.courier import Courier
from answerbot.webhooks.endpoint import Format
from answerbot.webhooks.happenings import TEST
from answerbot.webhooks.post import Limits, Post
from answerbot.webhooks.retries import FIRST, TRIES
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.receivers import (
    DRIP_BODY,
    DRIP_HEADERS,
    ENDLESS,
    HANG,
    Behaviour,
    Receiver,
    answer,
    closed_port,
)
from tests.answerbot.webhooks.hooked import courier_of, messages, only, tell

QUICK = Limits(connect=0.5, read=0.5, total=1.0, bytes=20_000)


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
