"""A message as it is understood: who, about what, in which thread, with which files."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerbot.errors import Unreadable
from answerbot.mail.message import LONGEST_WORDS, read
from answerbot.mail.parts import MOST_TEXT
from tests.answerbot.mail.clients import file, html, message, multi, part, plain
from tests.answerbot.mail.corpus import CASES, PNG, TNEF, Case


@pytest.mark.parametrize(
    ("written", "words", "forwarded"),
    [
        ("Re: Refund", "Refund", False),
        ("RE: AW: Re[2]: Refund", "Refund", False),
        ("SV: VS: Palautus", "Palautus", True),
        ("R: I: Rimborso", "Rimborso", True),
        ("TR : Remboursement", "Remboursement", True),
        ("RV: Reembolso", "Reembolso", True),
        ("=?utf-8?B?5Zue5aSN77yaIOS4i+i9vQ==?=", "下载", False),
        ("=?utf-8?q?WG:_=C3=9Cberweisung?=", "Überweisung", True),
        ("Fwd: FW: Refund", "Refund", True),
        ("[EXT] Re: Refund", "Refund", False),
        ("Re: [#12] Refund", "[#12] Refund", False),
        ("Reset: how?", "Reset: how?", False),
        ("=?nonsense?x?=?= Refund", "=?nonsense?x?=?= Refund", False),
        ("", "", False),
    ],
)
def test_a_subject_loses_what_programs_put_before_it(
    written: str, words: str, forwarded: bool
) -> None:
    mail = read(plain("x", subject=written))
    assert (mail.subject, mail.forwarded) == (words, forwarded)


def test_headers_are_read() -> None:
    mail = read(plain(
        "x",
        **{"from": "=?iso-8859-1?q?J=F6?= Customer <Jo@Customer.Example>"},
        to="Shop <support@shop.example>, other@x.example",
        in_reply_to="<a@shop.example>",
        references="<b@shop.example>\r\n <a@shop.example>",
        content_language="pt-br",
    ))  # fmt: skip
    assert mail.sender == ("Jö Customer", "jo@customer.example")
    assert [to.address for to in mail.to] == ["support@shop.example", "other@x.example"]
    assert (mail.id, mail.in_reply_to) == ("m1@customer.example", ("a@shop.example",))
    assert mail.references == ("b@shop.example", "a@shop.example")
    assert mail.date == datetime(2026, 3, 4, 9, 15, tzinfo=UTC)
    assert mail.locale == "pt-BR"


def test_a_contact_form_writes_in_the_customers_name() -> None:
    raw = plain("x", **{"from": "Site <www@shop.example>"}, reply_to="jo@customer.example")
    assert read(raw).sender == ("Site", "jo@customer.example")


def test_attachments_are_names_and_sizes() -> None:
    raw = message(multi(
        part("See the files."), file("screen.png", PNG, "image/png"),
        file("../../etc/pass\u202ewd.pdf", b"%PDF"), file("winmail.dat", TNEF, "application/ms-tnef"),
        part("a,b", "text/csv"), kind="mixed",
    ))  # fmt: skip
    mail = read(raw)
    assert [(a.name, a.size) for a in mail.attachments] == [
        ("screen.png", len(PNG)), ("passwd.pdf", 4), ("winmail.dat", len(TNEF)), ("unnamed text", 3),
    ]  # fmt: skip
    assert mail.text == "See the files."


def test_a_message_without_an_id_gets_the_same_one_each_time() -> None:
    raw = plain("x").replace(b"Message-Id: <m1@customer.example>\r\n", b"")
    assert read(raw).id == read(raw).id != read(raw + b"y").id


def test_long_words_are_cut_and_kept() -> None:
    mail = read(plain("word " * 5_000))
    assert len(mail.text) == LONGEST_WORDS
    assert "word word" in mail.quoted


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"no header at all", "no header"),
        (b"Subject: x\r\n\r\nx", "no sender"),
        (b"From: nobody\r\n\r\nx", "'nobody'"),
        (plain("x" * 70 + "\n" * 2, how="8bit") + b"long\n" * 300_000, f"{MOST_TEXT} characters"),
        (b"From: a@b.example\r\nContent-Type: text/plain; " + b"a=b; " * 9_000, "header of"),
        (b"".join(b"Content-Type: message/rfc822\r\n\r\n" for _ in range(9_000)), "MIME"),
    ],
)
def test_what_can_never_be_read_says_why(raw: bytes, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(raw)


BROKEN = (
    plain("caf\xe9", charset="latin-1", how="8bit").replace(b"latin-1", b"utf-8"),
    message(
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8gd29ybGQ\r\n!"
    ),
    message("Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\nno boundary is named\r\n"),
    message('Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n\r\nnever closed'),
    message("Content-Type: ;;;=\r\nContent-Transfer-Encoding: \xff\r\n\r\nx"),
    html("<p>" * 5_000 + "<blockquote>" * 5_000),
    html("\x1e<div id=Signature>-- <br>x"),
    plain("x", subject="=?utf-8?b?!!!?= =?utf-9?q?=FF?=", date="32 Foo 99999"),
)


@pytest.mark.parametrize("raw", BROKEN)
def test_broken_messages_are_read_all_the_same(raw: bytes) -> None:
    assert read(raw).sender.address == "jo@customer.example"


def test_base64_without_its_end_still_speaks() -> None:
    assert read(BROKEN[1]).text.startswith("Hello world")


SNIPPETS = st.sampled_from([
    b"From: a@b.example\r\n", b"Subject: Fwd: x\r\n", b"\r\n", b"\n", b"> ", b"-- \n", b"--x\r\n",
    b"Content-Type: multipart/alternative; boundary=x\r\n", b"Content-Type: text/html\r\n",
    b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Type: text/plain; charset=\"utf-7\"; format=flowed\r\n", b"=?utf-8?q?=C3?=",
    b"On 3 Mar 2026 10:15 a@b.example wrote:\n", b"From: a\nSent: b\nTo: c\nSubject: d\n",
    b"---------- Forwarded message ---------\n", b"<blockquote>", b"</div>", b"<pre>\n", b"\xff\xfe",
    b"Content-Disposition: attachment; filename*=utf-8''%FF\r\n", b"Regards\n", b"Sent from my x\n",
])  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(SNIPPETS, st.binary(max_size=30)), max_size=40).map(b"".join))
def test_no_bytes_raise_anything_else(raw: bytes) -> None:
    for data in (raw, b"From: a@b.example\r\n" + raw):
        try:
            mail = read(data)
        except Unreadable:
            continue
        assert "\x1e" not in mail.text + mail.quoted
        (mail.text + mail.subject + mail.sender.name + mail.id).encode()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CASES), st.integers(0, 4_000), st.binary(max_size=8))
def test_damaged_messages_raise_nothing_else(case: Case, at: int, junk: bytes) -> None:
    raw = case.raw
    place = at % len(raw)
    with suppress(Unreadable):
        read(raw[:place] + junk + raw[place + len(junk) :])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=30), max_size=8))
def test_plain_words_without_a_mark_stay(lines: list[str]) -> None:
    """Letters alone are the customer's, in any script."""
    text = "\n".join(lines)
    assert read(plain(text, how="base64")).text == text
