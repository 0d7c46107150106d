"""Mail goes out once, in its order, and is seen at the desk."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.headerregistry import Address

import pytest

from answerbot.chores import Chore, Chores
from answerbot.outgoing import (
    GIVEN_UP_AFTER,
    LONGEST_WAIT,
    MOST_URGENT_FIRST,
    Progress,
    Sort,
    next_try,
)
from answerbot.postman import MOST_IN_A_TURN, Postman
from answerbot.store.db import Store
from answerbot.store.outbox import LENT_FOR, Outbox, insert_outgoing
from tests.answerbot.conftest import START, Clock, Deployment
from tests.answerbot.outbox.mailing import OURS, SENDER, mail, postman
from tests.answerbot.post import Recording
from tests.answerbot.test_chores import Time


def test_a_message_goes_out_once_with_both_texts(store: Store, smtp: tuple[Recording, int]) -> None:
    taken, port = smtp
    clock, outbox = Clock(), Outbox(store)
    assert outbox.put(mail(html="<p>Try again.</p>", answers=("m1@customer.example",)), START)
    assert not outbox.put(mail(id="other@x.example"), START), "one cause, one message"
    post = postman(store, port, clock)
    assert (post.turn(), post.turn()) == (1, 0)
    (message,) = taken.messages
    assert message["from"].addresses == (Address("Shop Hélp", addr_spec=OURS),)
    assert (message["to"], message["reply-to"]) == ("jo@customer.example", OURS)
    assert message["message-id"] == "<c1@answerbot.shop.example>"
    assert (message["in-reply-to"], message["references"]) == ("<m1@customer.example>",) * 2
    texts = {part.get_content_type(): part.get_content() for part in message.iter_parts()}
    assert texts["text/plain"].split() == ["Try", "again.", ".", "From", "here"]
    assert texts["text/html"].strip() == "<p>Try again.</p>"
    assert (taken.recipients, taken.senders) == (["jo@customer.example"], [OURS])
    assert outbox.get(1).progress is Progress.SENT


def test_addresses_in_any_script_are_reached(store: Store, smtp: tuple[Recording, int]) -> None:
    taken, port = smtp
    outbox = Outbox(store)
    outbox.put(mail(recipient="jo@müller.example"), START)
    outbox.put(mail("c2", recipient="δοκιμή@παράδειγμα.example"), START)
    assert postman(store, port, Clock()).turn() == 2
    assert taken.recipients == [
        "jo@xn--mller-kva.example",
        "δοκιμή@xn--hxajbheg2az3al.example",
    ]


def test_what_is_put_in_with_a_failing_transaction_was_never_put_in(store: Store) -> None:
    def work(db: object) -> None:
        insert_outgoing(db, mail(), START)  # type: ignore[arg-type]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(work)
    assert Outbox(store).latest(10) == []


@pytest.mark.parametrize(
    ("at_rcpt", "said", "progress"),
    [
        (True, "550 5.1.1 no such user", Progress.FAILED),
        (False, "554 5.6.0 spam", Progress.FAILED),
        (True, "450 4.2.0 greylisted", Progress.QUEUED),
        (False, "451 4.3.0 later", Progress.QUEUED),
    ],
)
def test_a_refusal_is_for_good_or_for_now(
    store: Store, smtp: tuple[Recording, int], at_rcpt: bool, said: str, progress: Progress
) -> None:
    taken, port = smtp
    (taken.rcpt_answers if at_rcpt else taken.answers).append(said)
    clock, outbox = Clock(), Outbox(store)
    outbox.put(mail(), START)
    outbox.put(mail("c2"), START)
    post = postman(store, port, clock)
    assert post.turn() == 1, "the other message is none the worse"
    first = outbox.get(1)
    assert (first.progress, first.problem) == (progress, said)
    if progress is Progress.FAILED:
        outbox.send_again(1, clock())
    else:
        assert post.turn() == 0
        clock.pass_time(minutes=2)
    assert post.turn() == 1
    assert outbox.get(1).progress is Progress.SENT


def test_a_server_that_cannot_be_reached_is_no_message_s_fault(store: Store) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    clock, outbox = Clock(), Outbox(store)
    outbox.put(mail(), START)
    post = postman(store, port, clock)
    assert (post.turn(), post.turn()) == (0, 0)
    one = outbox.get(1)
    assert (one.progress, one.tries) == (Progress.QUEUED, 0)
    assert "ConnectionRefusedError" in one.problem
    clock.now += GIVEN_UP_AFTER + timedelta(hours=1)
    post.turn()
    assert outbox.get(1).progress is Progress.FAILED
    assert outbox.get(1).problem.startswith("given up: ")


def test_a_message_whose_sender_died_goes_out_later_with_its_id(
    store: Store, smtp: tuple[Recording, int]
) -> None:
    taken, port = smtp
    clock, outbox = Clock(), Outbox(store)
    outbox.put(mail(), START)
    assert outbox.claim(START) is not None  # and then the process is killed
    post = postman(store, port, clock)
    assert post.turn() == 0
    clock.now += LENT_FOR
    assert post.turn() == 1
    assert [m["message-id"] for m in taken.messages] == ["<c1@answerbot.shop.example>"]


def test_a_turn_is_bounded_and_a_delayed_message_can_be_cancelled(store: Store) -> None:
    clock, outbox = Clock(), Outbox(store)
    for n in range(MOST_IN_A_TURN + 3):
        outbox.put(mail(f"c{n}"), START)
    outbox.put(mail("news", not_before=START + timedelta(minutes=5)), START)
    post = Postman(outbox, None, SENDER, clock, lambda: 0.5)
    assert (post.turn(), post.turn(), post.turn()) == (MOST_IN_A_TURN, 3, 0)
    assert outbox.cancel("news", START)
    assert not outbox.cancel("c0", START), "it has gone"
    clock.pass_time(hours=1)
    assert post.turn() == 0
    assert outbox.counts() == {"kept": MOST_IN_A_TURN + 3, "cancelled": 1}


def test_who_waits_for_an_answer_does_not_wait_for_news(store: Store) -> None:
    outbox = Outbox(store)
    assert sorted(MOST_URGENT_FIRST) == sorted(Sort)
    for sort in (Sort.TOPIC_NEWS, Sort.REMINDER, Sort.AUTO_REPLY, Sort.AGENT_REPLY):
        for n in range(2):
            outbox.put(mail(f"{sort}-{n}", sort=sort), START + timedelta(seconds=n))
    later = START + timedelta(minutes=1)
    claimed = [outbox.claim(later) for _ in range(8)]
    assert [one.outgoing.cause for one in claimed if one] == [
        f"{sort}-{n}"
        for sort in (Sort.AGENT_REPLY, Sort.AUTO_REPLY, Sort.REMINDER, Sort.TOPIC_NEWS)
        for n in range(2)
    ]


class Slow:
    """A way out on which each message takes a while."""

    def __init__(self, time: Time, seconds: float) -> None:
        self.time = time
        self.seconds = seconds
        self.sent: list[str] = []
        self.then: Callable[[], None] = lambda: None

    @contextmanager
    def session(self) -> Iterator[Slow]:
        yield self

    def send(self, _message: object, _sender: str, recipient: str) -> None:
        self.time.now += self.seconds
        self.sent.append(recipient)
        self.then()


def test_a_slow_server_keeps_no_other_chore_waiting_and_no_shutdown(store: Store) -> None:
    time, outbox = Time(), Outbox(store)
    way, chores = Slow(time, 4.0), Chores((), time)
    post = Postman(outbox, way, SENDER, Clock(), lambda: 0.5, chores)
    chores.add(Chore("post", 5.0, post.turn))
    for n in range(9):
        outbox.put(mail(f"c{n}"), START)
    assert chores.turn() == 0.0, "what is left goes on at once, after the others"
    assert len(way.sent) == 3
    way.then = chores.stop
    chores.turn()
    assert len(way.sent) == 4, "the one that was on its way when the server stopped"
    assert outbox.counts() == {"sent": 4, "queued": 5}


def test_back_off_doubles_up_to_a_bound() -> None:
    waits = [next_try(n, START, 0.5) - START for n in range(1, 20)]
    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == LONGEST_WAIT
    assert next_try(1, START, 0.0) < next_try(1, START, 1.0)


def test_the_outbox_is_looked_at_and_sent_again_at_the_desk(bot: Deployment) -> None:
    bot.sign_in()
    assert "Nothing was sent yet" in bot.client.get("/desk/outbox").text
    evil = "<script>alert(1)</script><p onclick=x>Hi</p>"
    bot.services.outbox.put(mail(html=evil, subject="<b>hi</b> [#1]"), bot.clock())
    number = bot.services.outbox.latest(1)[0].number
    listed = bot.client.get("/desk/outbox").text
    assert "&lt;b&gt;hi&lt;/b&gt;" in listed
    shown = bot.client.get(f"/desk/outbox/{number}")
    assert 'sandbox=""' in shown.text
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    framed = bot.client.get(f"/desk/outbox/{number}/html")
    assert framed.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    bot.services.outbox.done(number, Progress.FAILED, bot.clock(), "550 no")
    assert "550 no" in bot.client.get("/desk/outbox?progress=failed").text
    assert "1 failed" in bot.client.get("/desk").text
    assert "Send again" in bot.client.get(f"/desk/outbox/{number}").text
    sent = bot.client.post(f"/desk/outbox/{number}/again", follow_redirects=False)
    assert sent.status_code == 303
    assert bot.services.outbox.get(number).progress in (Progress.QUEUED, Progress.KEPT)
    assert bot.client.get("/desk/outbox/999").status_code == 404


def test_strangers_do_not_see_the_outbox(bot: Deployment) -> None:
    for path in ("/desk/outbox", "/desk/outbox/1", "/desk/outbox/1/html"):
        assert bot.client.get(path).status_code == 401
