"""What a page says while it is being left counts as if it had been said before, and once."""

from __future__ import annotations

import json
from typing import Any

import httpx2 as httpx
import pytest

from answerbot.enquiries import Kind
from tests.answerbot.conftest import ORIGIN, Deployment

ID = "0b0e7a52-8f3c-4a58-9a39-00000000000"


def event(number: int, kind: str = "opened", **more: Any) -> dict[str, Any]:
    return {"id": f"{ID}{number}", "kind": kind, "article": "password", **more}


def send(bot: Deployment, body: object, *, origin: str = ORIGIN) -> httpx.Response:
    """As a browser does: text without any header of ours."""
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    headers = {"content-type": "text/plain;charset=UTF-8", "origin": origin}
    return bot.client.post("/v1/beacon", content=content, headers=headers)


def beacon(bot: Deployment, enquiry: str, *events: object, session: str = "tab-1") -> object:
    return {
        "key": bot.public,
        "session": session,
        "events": [{"enquiry": enquiry, "event": one} for one in events],
    }


def kinds(bot: Deployment, enquiry: str) -> list[Kind]:
    return [one.kind for one in bot.services.ledger.events(enquiry)][2:]


def test_events_of_a_page_that_is_left_are_recorded_once(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    sent = beacon(bot, enquiry, event(1), event(2, "accepted"))
    for _ in range(2):
        response = send(bot, sent)
        assert (response.status_code, response.content) == (204, b"")
    assert bot.event(enquiry, "accepted", f"{ID}2", article="password").status_code == 200
    assert kinds(bot, enquiry) == [Kind.OPENED, Kind.ACCEPTED]


def test_an_accepted_article_solves_the_ticket_by_beacon_too(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    ticket = bot.ticket(subject="reset my password", enquiry=enquiry)["ticket"]
    assert send(bot, beacon(bot, enquiry, event(1, "accepted"))).status_code == 204
    assert bot.services.tickets.get(ticket).bot_resolved


def test_another_tab_s_enquiry_is_not_this_one_s(bot: Deployment) -> None:
    enquiry = bot.suggest(session="tab-1")["enquiry"]
    for session in ("tab-2", ""):
        response = send(bot, beacon(bot, enquiry, event(1), session=session))
        assert (response.status_code, response.json()["error"]["code"]) == (403, "forbidden")
    assert kinds(bot, enquiry) == []


def test_one_bad_event_does_not_lose_the_others(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    sent = beacon(bot, enquiry, event(1, article="gone"), event(2), event(3, "accepted"))
    response = send(bot, sent)
    assert (response.status_code, response.json()["error"]["field"]) == (422, "article")
    assert kinds(bot, enquiry) == [Kind.OPENED, Kind.ACCEPTED]


def test_a_page_that_the_key_is_not_meant_for_cannot_report(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    response = send(bot, beacon(bot, enquiry, event(1)), origin="https://evil.example")
    assert (response.status_code, response.json()["error"]["code"]) == (403, "origin_not_allowed")
    assert kinds(bot, enquiry) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ("not json", "body"),
        (b"\xff\xfe\x00", "body"),
        ("", "body"),
        ("[]", "body"),
        ("null", "body"),
        ("[" * 50_000, "body"),
        ({"key": None}, "key"),
        ({"events": []}, "events"),
        ({"events": "x"}, "events"),
        ({"events": [{"enquiry": "x", "event": event(1)}] * 101}, "events"),
        ({"events": [{"enquiry": "x"}]}, "events.0.event"),
        ({"events": [{"enquiry": "x", "event": event(1, "asked")}]}, "events.0.event.kind"),
        ({"events": [{"enquiry": "x", "event": event(1, id="x")}]}, "events.0.event.id"),
        ({"session": 7}, "session"),
        ({"more": 1}, "more"),
    ],
)  # fmt: skip
def test_a_beacon_that_makes_no_sense(bot: Deployment, change: Any, field: str) -> None:
    good = beacon(bot, "enq_unknown", event(1))
    assert isinstance(good, dict)
    response = send(bot, {**good, **change} if isinstance(change, dict) else change)
    error = response.json()["error"]
    assert (response.status_code, error["code"], error["field"]) == (422, "invalid_request", field)


def test_a_beacon_counts_as_one_write_and_keeps_all_or_nothing(tmp_path: Any) -> None:
    """Nobody sends it again: the last event, an accepted article say, must not be cut off."""
    strict = Deployment(tmp_path, ANSWERBOT_WRITE_BURST="2", ANSWERBOT_WRITE_PER_MINUTE="1")
    with strict.client:
        enquiry = strict.suggest()["enquiry"]
        events = [*(event(number, "seen") for number in range(5)), event(5, "accepted")]
        assert send(strict, beacon(strict, enquiry, *events)).status_code == 204
        assert kinds(strict, enquiry)[-1] == "accepted"
        assert send(strict, beacon(strict, enquiry, event(6, "undone"))).status_code == 204
        response = send(strict, beacon(strict, enquiry, event(7, "accepted")))
        assert (response.status_code, response.headers["retry-after"]) == (429, "60")


def test_a_large_beacon_is_refused(bot: Deployment) -> None:
    response = send(bot, "x" * 70_000)
    assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")
