"""What we send is one message to one recipient, whatever stands in it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerbot.errors import BadSettings, Invalid
from answerbot.mail.message import read as parsed
from answerbot.mail.ours import ours_of
from answerbot.outgoing import (
    WIDE,
    Progress,
    Sort,
    checked,
    subject_of,
    valid_address,
    written,
)
from answerbot.postman import sender_of
from answerbot.settings import Settings
from answerbot.store.db import Store
from answerbot.store.outbox import Outbox
from answerbot.transport import server_of
from tests.answerbot.conftest import START, Clock
from tests.answerbot.outbox.mailing import OURS, SENDER, SETTINGS, mail, postman
from tests.answerbot.post import Recording, smtp_server

HOSTILE = "Re: x\r\nBcc: all@victims.example\r\n\r\nbody \x00\u2028Bcc: me@x.example"


def test_no_header_can_be_smuggled_in(store: Store) -> None:
    out = checked(mail(subject=subject_of(HOSTILE, 7), answers=("a@b", "x>\r\nBcc: c@d")))
    message = written(out, replace(SENDER, name=HOSTILE), START)
    back = parsed(message.as_bytes())
    head = message.as_bytes().split(b"\r\n\r\n")[0]
    assert not any(line.lower().startswith(b"bcc") for line in head.split(b"\r\n"))
    assert back.subject.endswith("[#7]")
    assert out.answers == ("a@b",)


ENCODED = ["=?utf-8?q?", "=?utf-8?b?", "=?", "?=", "=3D=3Futf-8=3Fq=3F"]


INSIDE = ["=0d=0a", "=0D=0ABcc:x=40y.z", "DQpCY2M6IHhAeS56", "Bcc: x@y.z", "[#7]"]


BESIDE = ["\r\n", "\u2028", " ", "é", "@", "<", ">", "a"]


PIECES = st.lists(st.sampled_from([*ENCODED, *INSIDE, *BESIDE]), max_size=12).map("".join)


@settings(deadline=None)
@given(PIECES, PIECES, PIECES)
def test_encoded_words_make_no_header(subject: str, name: str, answer: str) -> None:
    out = mail(subject=subject_of(subject, 7), answers=(answer, f"{answer}@b"))
    message = written(out, replace(SENDER, name=name), START)
    names = {key.lower().encode() for key in written(mail(answers=("a@b",)), SENDER, START)}
    head = message.as_bytes(policy=WIDE).split(b"\r\n\r\n")[0]
    lines = re.sub(rb"\r\n[ \t]", b" ", head).split(b"\r\n")
    assert {line.partition(b":")[0].lower() for line in lines} <= names
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert parsed(message.as_bytes()).subject.endswith("[#7]")


@settings(deadline=None)
@given(PIECES, PIECES)
def test_what_is_an_address_can_be_written_to_and_is_one(local: str, domain: str) -> None:
    address = f"{local or 'a'}@{domain or 'b'}"
    if valid_address(address):
        raw = written(mail(recipient=address), SENDER, START).as_bytes(policy=WIDE)
        assert raw.split(b"\r\nTo: ")[1].split(b"\r\nReply-To")[0].count(b"@") == 1


@pytest.mark.parametrize(
    "hostile",
    ["=?utf-8?q?@$^?=&=", "a@=?utf-8?q?b?=", "a@b.example，c＠d.example", "a@＝？utf-8？q？=0a？="],
)
def test_one_that_cannot_be_written_holds_up_no_other(
    store: Store, smtp: tuple[Recording, int], hostile: str
) -> None:
    taken, port = smtp
    outbox = Outbox(store)
    outbox.put(mail("old"), START)  # and an older version took any address
    store.write(lambda db: db.execute("UPDATE outbox SET recipient = ?", (hostile,)))
    outbox.put(mail("good"), START)
    assert postman(store, port, Clock()).turn() == 1
    assert taken.recipients == ["jo@customer.example"]
    dead = outbox.get(1)
    assert dead.progress is Progress.FAILED
    assert "no address to write to" in dead.problem


def test_whatever_the_library_raises_becomes_a_dead_letter(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise IndexError("string index out of range")

    monkeypatch.setattr("answerbot.postman.written", breaks)
    outbox = Outbox(store)
    outbox.put(mail(), START)
    with smtp_server() as (_, port):
        assert postman(store, port, Clock()).turn() == 0
    assert outbox.get(1).progress is Progress.FAILED
    assert "IndexError: string index out of range" in outbox.get(1).problem


@pytest.mark.parametrize(
    "wrong",
    [
        {"recipient": "=?utf-8?q?@$^?=&="},
        {"recipient": "a@b.example，c＠d.example"},
        {"id": "=?utf-8?q?x?=@y.example"},
        {"headers": (("X-A", "=?utf-8?q?=0d=0aBcc:x?="),)},
        {"recipient": "a@b.example, c@d.example"},
        {"recipient": "a@b.example\r\nBcc: c@d.example"},
        {"recipient": "nobody"},
        {"id": "x> <y@z"},
        {"headers": (("X-A", "b\r\nBcc: c@d.example"),)},
        {"headers": (("Bcc: x", "y"),)},
    ],
)
def test_what_cannot_be_sent_is_not_put_in(store: Store, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        Outbox(store).put(mail(**wrong), START)


@pytest.mark.parametrize("sort", list(Sort))
def test_we_never_answer_ourselves(sort: Sort) -> None:
    raw = written(mail(sort=sort), SENDER, START).as_bytes()
    message = parsed(raw, ours_of([OURS]))
    assert message.automatic is not None
    if sort is Sort.AGENT_REPLY:  # a person's: another server may well answer it
        assert b"Auto-Submitted" not in raw
    else:
        assert parsed(raw, ours_of(["help@elsewhere.example"])).automatic is not None


def test_a_domain_in_any_script_names_our_mail_in_ascii() -> None:
    sender = sender_of(Settings(Path(), {"name": "x", "mail_addresses": "help@münchen.example"}))
    assert sender.id_domain == "answerbot.xn--mnchen-3ya.example"
    assert sender.address == sender.reply_to == "help@xn--mnchen-3ya.example"
    checked(mail(id=f"a@{sender.id_domain}"))
    ours = ours_of(["help@münchen.example"])
    assert ours.receives("help+1@xn--mnchen-3ya.example")
    assert ours.receives("Help@München.example")
    with pytest.raises(BadSettings, match="cannot be written in ASCII"):
        sender_of(Settings(Path(), {"name": "x", "mail_addresses": f"help@{'ü' * 70}.example"}))


def test_without_an_address_there_is_nobody_to_write_as() -> None:
    with pytest.raises(BadSettings, match="who writes"):
        server_of(Settings(Path(), {"smtp_out_host": "localhost"}))
    assert server_of(SETTINGS) is None
