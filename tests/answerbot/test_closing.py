"""A person closes their ticket by a link in our mail; no machine that follows it ever does."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from answerbot.asking import outcome_of
from answerbot.enquiries import Kind, State
from answerbot.outgoing import Sort
from answerbot.scanners import EXPLAINED, Sign
from answerbot.tickets import Status, Ticket
from tests.answerbot.conftest import TOML, Deployment
from tests.answerbot.mail.clients import plain
from tests.answerbot.pressing import PERSON, press_in

PATTERNS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "machines.json").read_text(encoding="utf-8")
)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(
        tmp_path,
        toml=TOML,
        ANSWERBOT_MAIL_ADDRESSES="support@shop.example",
        ANSWERBOT_SUGGEST_BURST="100000",
        ANSWERBOT_WRITE_BURST="100000",
        ANSWERBOT_WATCH_SECONDS="3600",
    )
    deployment.services.live.start()
    yield deployment
    deployment.services.live.stop()


class Link:
    """The link of a new ticket, and a browser to open it with."""

    def __init__(self, bot: Deployment, name: str = "1", article: str = "password") -> None:
        self.bot = bot
        self.number = bot.services.inbox.take(
            plain("reset my password", message_id=f"<{name}@c.example>")
        ).ticket
        self.path = f"/a/{bot.services.article_links.token(self.number, article, 'en')}"
        self.browser = TestClient(bot.app, base_url="http://bot.example")
        self.press = ""
        self.used = ""

    @property
    def ticket(self) -> Ticket:
        return self.bot.services.tickets.numbered(self.number)

    def open(self, headers: dict[str, str] = PERSON) -> httpx.Response:
        answer = self.browser.get(self.path, headers=headers)
        self.press = press_in(answer.text)
        return answer

    def send(
        self, deed: str = "yes", headers: dict[str, str] = PERSON, after: float = 30, **data: str
    ) -> httpx.Response:
        self.bot.clock.pass_time(seconds=after)
        sent = {"press": self.press, **data}
        return self.browser.post(f"{self.path}/{deed}", data=sent, headers=headers)

    def events(self, *kinds: Kind) -> list[Any]:
        found = self.bot.services.ledger.events(self.ticket.enquiry)
        return [event for event in found if event.kind in kinds]


def replay(link: Link, other: Link, step: dict[str, Any]) -> None:
    """One request of a recorded pattern."""
    if step["method"] == "PERSON":
        link.open()
        link.used = link.press
        link.send("yes")
        link.open()
        link.send("undo")
        assert link.ticket.status is Status.OPEN
        return
    link.bot.clock.pass_time(seconds=step.get("after", 0))
    agent = link.browser if step.get("cookies", True) is True else TestClient(link.bot.app)
    if step.get("cookies") == "other":
        agent = other.browser
    deed = step.get("deed", "")
    path = f"{link.path}/{deed}" if deed else link.path
    data = None
    if step["method"] == "POST":
        presses = {"page": link.press, "none": "", "forged": "x" * 40, "used": link.used}
        data = {"press": other.press if step["press"] == "other" else presses[step["press"]]}
    agent.headers.clear()
    answer = agent.request(step["method"], path, headers=step["headers"], data=data)
    if step["method"] == "GET":
        link.press = press_in(answer.text) or link.press


def test_no_recorded_machine_closes_a_ticket(bot: Deployment) -> None:
    assert len(PATTERNS) >= 40
    closed, told = [], Counter[str]()
    other = Link(bot, "other")
    other.open()
    for number, pattern in enumerate(PATTERNS):
        link = Link(bot, f"n{number}")
        for step in pattern["steps"]:
            replay(link, other, step)
        signs = {event.detail["sign"] for event in link.events(Kind.EXCLUDED)}
        told.update(signs)
        assert signs == ({pattern["sign"]} if pattern["sign"] else set()), pattern["name"]
        if link.ticket.status is not Status.OPEN:
            closed.append(pattern["name"])
    assert closed == []
    assert set(told) == set(Sign) == set(EXPLAINED)
    assert other.ticket.status is Status.OPEN
    assert outcome_of(bot.services, other.ticket.enquiry).state is State.ESCALATED


def test_a_person_closes_a_ticket_is_told_and_takes_it_back(bot: Deployment) -> None:
    link = Link(bot)
    page = link.open()
    assert "Yes, this solved it" in page.text
    assert "Nothing happens until you press a button" in page.text
    assert link.events(Kind.OPENED, Kind.ACCEPTED, Kind.EXCLUDED) == []
    closed = link.send("yes")
    assert "is closed" in closed.text
    ticket = link.ticket
    assert (ticket.status, ticket.bot_resolved) == (Status.SOLVED, True)
    assert ticket.resolved_by == "password"
    opened, accepted = link.events(Kind.OPENED, Kind.ACCEPTED)
    for event in (opened, accepted):
        assert (event.who, event.channel, event.article) == ("customer", "email", "password")
    (mail,) = [one.outgoing for one in bot.services.outbox.latest(9)]
    assert (mail.sort, mail.recipient) == (Sort.CONFIRMATION, "jo@customer.example")
    (again,) = set(re.findall(r"http://127\.0\.0\.1:8080(/a/\S+)", mail.text))
    link.path = again
    link.open()
    undone = link.send("undo")
    assert "Yes, this solved it" in undone.text
    assert "Your request 1 is open again" in undone.text
    assert (link.ticket.status, link.ticket.tags) == (Status.OPEN, ())


def test_a_no_stays_with_the_team_and_says_why(bot: Deployment) -> None:
    link = Link(bot)
    link.open()
    page = link.send("no", reason="out_of_date", text="The button is gone")
    assert "stays with our team" in page.text
    (event,) = link.events(Kind.REJECTED)
    assert event.detail == {"reason": "out_of_date", "text": "The button is gone"}
    assert link.ticket.status is Status.OPEN
    bot.sign_in()
    assert "The button is gone" in bot.client.get(f"/desk/{link.number}").text


def test_one_press_counts_once_and_too_quick_a_person_presses_again(bot: Deployment) -> None:
    link = Link(bot)
    link.open()
    again = link.send("yes", after=0.3)
    assert "Please press once more" in again.text
    link.press = press_in(again.text)
    first = link.press
    link.send("yes", after=3)
    link.press = first
    link.send("yes", after=3)
    assert link.ticket.status is Status.SOLVED
    assert len(link.events(Kind.ACCEPTED)) == 1
    assert len(bot.services.outbox.latest(9)) == 1


def test_what_a_too_quick_person_wrote_stays(bot: Deployment) -> None:
    link = Link(bot)
    link.open()
    again = link.send("no", after=0.3, reason="out_of_date", text="The <b>menu</b> moved")
    assert "Please press once more" in again.text
    assert ">The &lt;b&gt;menu&lt;/b&gt; moved</textarea>" in again.text
    assert 'value="out_of_date" checked' in again.text


def test_a_yes_can_be_taken_back_for_a_while(bot: Deployment) -> None:
    link = Link(bot)
    link.open()
    link.send("yes")
    bot.clock.now += timedelta(days=15)
    page = link.open()
    assert "Undo" not in page.text
    assert "answer our message" in page.text
    link.send("undo")
    assert link.ticket.status is Status.SOLVED


def test_old_and_broken_links_lead_on(bot: Deployment) -> None:
    link = Link(bot)
    broken = link.browser.get(link.path[:-3], headers=PERSON)
    assert broken.status_code == 404
    assert "This link is not complete" in broken.text
    assert 'href="/?locale=en#contact"' in broken.text
    french = link.browser.get("/a/x", headers={**PERSON, "accept-language": "fr"})
    assert "Ce lien est incomplet" in french.text
    link.open()
    bot.clock.now += timedelta(days=31)
    old = link.open()
    assert old.status_code == 410
    assert "This link is too old" in old.text
    assert link.send("yes", after=0).status_code == 410
    assert link.ticket.status is Status.OPEN
    for token in ("", "x" * 5000, "%00", "é"):
        assert link.browser.get(f"/a/{token}", headers=PERSON).status_code in (404, 410)


def test_links_are_good_for_their_purpose_alone(bot: Deployment) -> None:
    link = Link(bot)
    mine = link.path.removeprefix("/a/")
    bot.set_cookie(mine)
    assert bot.client.get("/desk").status_code == 401
    assert bot.services.presses.check(mine, link.path, "x" * 20) is None
    other = Link(bot, "2", article="upload")
    other.open()
    swapped = link.path
    link.open()
    link.path = other.path
    link.send("yes")  # the token of one page at the address of another
    assert other.ticket.status is Status.OPEN
    assert swapped != other.path


def test_the_page_tells_nobody_its_address(bot: Deployment) -> None:
    answer = Link(bot).open()
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"]
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/a" in cookie
    assert "script" not in answer.text


def test_an_article_that_is_gone_can_close_nothing(bot: Deployment) -> None:
    link = Link(bot, article="invoice")  # for partners alone
    assert "not available any more" in link.open().text
    link.press = bot.services.presses.token(link.path, link.browser.cookies["answerbot_page"])
    link.send("yes")
    assert link.ticket.status is Status.OPEN


def test_what_our_team_solved_can_be_opened_again(bot: Deployment) -> None:
    link = Link(bot)
    bot.sign_in()
    bot.client.post(f"/desk/{link.number}/solve")
    assert "marked request" in link.open().text
    link.send("reopen")
    assert link.ticket.status is Status.REOPENED


def test_a_partner_s_link_shows_what_partners_may_read(bot: Deployment) -> None:
    link = Link(bot, article="invoice")
    bot.services.store.write(
        lambda db: db.execute("UPDATE tickets SET audiences = '[\"partners\"]'")
    )
    assert "Invoices lie under Billing" in link.open().text
    link.send("yes")
    assert link.ticket.resolved_by == "invoice"
