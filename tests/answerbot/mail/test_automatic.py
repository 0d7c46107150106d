"""Machines are recognised, and people are not taken for machines."""

from __future__ import annotations

import pytest

from answerbot.mail.automatic import EXPLAINED, Automatic
from answerbot.mail.message import read
from answerbot.mail.ours import ours_of
from tests.answerbot.mail.clients import message, multi, part, plain

OURS = ours_of(["support@shop.example"])
A = Automatic

MACHINES = [
    ({"auto_submitted": "auto-replied"}, A.AUTO_REPLY),
    ({"auto_submitted": "auto-replied (vacation); owner-email=x"}, A.AUTO_REPLY),
    ({"auto_submitted": "Auto-Generated"}, A.AUTO_GENERATED),
    ({"x_auto_response_suppress": "All"}, A.AUTO_REPLY),
    ({"x_auto_response_suppress": "DR, OOF, AutoReply"}, A.AUTO_REPLY),
    ({"x_autoreply": "yes"}, A.AUTO_REPLY),
    ({"precedence": "auto_reply"}, A.AUTO_REPLY),
    ({"precedence": "bulk"}, A.BULK),
    ({"precedence": "junk"}, A.BULK),
    ({"precedence": "list"}, A.MAILING_LIST),
    ({"list_id": "News <news.other.example>"}, A.MAILING_LIST),
    ({"return_path": "<>"}, A.BOUNCE),
    ({"from": "Mail Delivery System <MAILER-DAEMON@mx.example>"}, A.BOUNCE),
    ({"from": "postmaster@mx.example"}, A.BOUNCE),
    ({"from": "Support <support@shop.example>"}, A.LOOP),
    ({"message_id": "<x.1@answerbot.shop.example>"}, A.LOOP),
    ({"x_loop": "support@shop.example"}, A.LOOP),
    ({"subject": "Automatic reply: your ticket"}, A.SUBJECT),
    ({"subject": "Out of Office: Re: Refund"}, A.SUBJECT),
    ({"subject": "Abwesenheitsnotiz: Urlaub"}, A.SUBJECT),
    ({"subject": "=?utf-8?q?R=C3=A9ponse_automatique_:_x?="}, A.SUBJECT),
    ({"subject": "=?utf-8?b?6Ieq5YuV5b+c562UOiB4?="}, A.SUBJECT),
    ({"subject": "Undelivered Mail Returned to Sender"}, A.SUBJECT),
]
PEOPLE: list[dict[str, str]] = [
    {},
    {"auto_submitted": "no"},
    {"precedence": "normal"},
    {"x_auto_response_suppress": "DR, RN, NRN"},
    {"list_id": "<support.shop.example>", "precedence": "list"},
    {"return_path": "<jo@customer.example>"},
    {"message_id": "<x@shop.example>", "from": "colleague@shop.example"},
    {"subject": "Your automatic reply did not help"},
    {"subject": "Why am I out of office hours?"},
]


@pytest.mark.parametrize(("heads", "reason"), MACHINES)
def test_machines(heads: dict[str, str], reason: Automatic) -> None:
    assert read(plain("x", **heads), OURS).automatic is reason


@pytest.mark.parametrize("heads", PEOPLE)
def test_people(heads: dict[str, str]) -> None:
    assert read(plain("x", **heads), OURS).automatic is None


def test_reports() -> None:
    status = "Content-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n"
    raw = message(multi(part("It failed."), status, kind="report; report-type=delivery-status"))
    assert read(raw, OURS).automatic is Automatic.REPORT


def test_a_bounce_without_a_sender_is_read() -> None:
    assert read(b"Return-Path: <>\r\nSubject: x\r\n\r\nx", OURS).automatic is Automatic.BOUNCE


def test_every_reason_is_explained() -> None:
    assert set(EXPLAINED) == set(Automatic)
