"""Slack-compatible chats and Jira are told in their own shapes."""

from __future__ import annotations

import re

import pytest

from answerbot.enquiries import Event, Kind
from answerbot.staff import Role
from answerbot.store.deliveries import Deliveries
from answerbot.webhooks.courier import Courier
from answerbot.webhooks.endpoint import Endpoint, Format
from answerbot.webhooks.happenings import TEST
from answerbot.webhooks.messages import found_issue
from answerbot.webhooks.slack import escaped
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.receivers import (
    Receiver,
    answer,
)
from tests.answerbot.webhooks.hooked import JIRA, tell

ATTACK = "<!channel> <https://evil.example|click> & *bold*"


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
