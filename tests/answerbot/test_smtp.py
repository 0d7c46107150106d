"""Mail by SMTP: what is acknowledged is committed, and strangers' mail is refused."""

from __future__ import annotations

import smtplib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from answerbot.app import create_app, mail_listener
from answerbot.errors import BadSettings
from answerbot.inbox import Inbox, Taken
from answerbot.mail.ours import ours_of
from answerbot.settings import read
from answerbot.smtp import Handler, Listener
from answerbot.store.db import Store
from answerbot.store.mails import Mails
from answerbot.store.tickets import Tickets
from tests.answerbot.conftest import Clock
from tests.answerbot.mail.clients import plain

OURS = "support@shop.example"


class Flaky:
    """An inbox that fails when told to, else the real one."""

    def __init__(self, home: Path) -> None:
        settings = read(home, {"ANSWERBOT_MAIL_ADDRESSES": OURS})
        self.store = Store(settings.database)
        numbers = iter(range(10_000))
        self.inbox = Inbox(settings, self.store, Clock(), lambda: f"random{next(numbers)}")
        self.failures: list[Exception] = []

    def take(self, raw: bytes) -> Taken:
        if self.failures:
            raise self.failures.pop()
        return self.inbox.take(raw)


@pytest.fixture
def flaky(tmp_path: Path) -> Iterator[Flaky]:
    inbox = Flaky(tmp_path)
    yield inbox
    inbox.store.close()


@pytest.fixture
def client(flaky: Flaky) -> Iterator[smtplib.SMTP]:
    handler = Handler(flaky, ours_of([OURS]))
    with (
        Listener(handler, "127.0.0.1", 0, limit=100_000) as listener,
        smtplib.SMTP(*listener.address, local_hostname="mx.example", timeout=20) as sending,
    ):
        sending.ehlo()
        yield sending


def send(
    client: smtplib.SMTP, raw: bytes, sender: str = "jo@customer.example"
) -> tuple[int, bytes]:
    client.mail(sender)
    client.rcpt(OURS)
    return client.data(raw)


def test_what_is_acknowledged_is_committed(client: smtplib.SMTP, flaky: Flaky) -> None:
    code, said = send(client, plain("Straße\n.\n..dots 😡", subject="Dots"))
    assert (code, said) == (250, b"2.0.0 ticket 1")
    assert Tickets(flaky.store).numbered(1).description == "Straße\n.\n..dots 😡"
    assert send(client, plain("x"))[1] == b"2.0.0 repeated 1"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        (OURS, 250),
        ("Support+tag@SHOP.example", 250),
        ("other@shop.example", 550),
        ("jo@elsewhere.example", 550),
    ],
)
def test_only_our_addresses_are_received(client: smtplib.SMTP, address: str, code: int) -> None:
    client.mail("jo@customer.example")
    assert client.rcpt(address)[0] == code


def test_no_sender_is_a_bounce(client: smtplib.SMTP, flaky: Flaky) -> None:
    raw = plain("x", return_path="<forged@customer.example>")
    assert send(client, raw, sender="")[1] == b"2.0.0 kept out"
    assert Mails(flaky.store).kept_out_counts() == {"bounce": 1}


@pytest.mark.parametrize(
    "error",
    [sqlite3.OperationalError("database is locked"), OSError("no space"), RuntimeError("a bug")],
)
def test_what_fails_is_to_be_sent_again(
    client: smtplib.SMTP, flaky: Flaky, error: Exception
) -> None:
    flaky.failures = [error]
    assert send(client, plain("x"))[0] == 451
    client.rset()
    assert send(client, plain("x"))[1] == b"2.0.0 ticket 1"


def test_what_never_can_be_taken_is_refused_for_good(client: smtplib.SMTP) -> None:
    code, said = send(client, b"Content-Type: text/plain;" + b" a=b;" * 2_000 + b"\r\n\r\nx")
    assert (code, said[:17]) == (554, b"5.6.0 a header of")
    client.rset()
    with pytest.raises(smtplib.SMTPSenderRefused) as caught:
        client.sendmail("jo@customer.example", [OURS], plain("x" * 200_000))
    assert caught.value.smtp_code == 552


def test_long_lines_are_taken(client: smtplib.SMTP) -> None:
    assert send(client, plain("word " * 3_000, how="8bit"))[0] == 250


def test_the_listener_needs_addresses_and_a_free_port(tmp_path: Path) -> None:
    app = create_app(read(tmp_path, {"ANSWERBOT_SMTP_PORT": "2525"}))
    with pytest.raises(BadSettings, match="mail_addresses"):
        mail_listener(app)
    app.state.services.store.close()
    handler = Handler(app.state.services.inbox, ours_of([OURS]))
    with (
        Listener(handler, "127.0.0.1", 0, limit=1) as listener,
        pytest.raises(BadSettings, match="smtp_port"),
    ):
        Listener(handler, "127.0.0.1", listener.address[1], limit=1)


def test_nothing_listens_unless_it_is_set(tmp_path: Path) -> None:
    app = create_app(read(tmp_path, {}))
    assert mail_listener(app) is None
    app.state.services.store.close()
