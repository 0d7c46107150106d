"""Agents change tickets, one or many; all of it is recorded, can be taken back, and
overwrites nobody."""

from __future__ import annotations

import re
from typing import Any

import pytest

from answerbot.enquiries import Event, Kind
from answerbot.tickets import Priority, Status
from tests.answerbot.conftest import Deployment
from tests.answerbot.test_desk_queue import numbers


def made(bot: Deployment, count: int) -> None:
    for n in range(1, count + 1):
        bot.clock.pass_time(minutes=1)
        bot.ticket(subject=f"Ticket {n}")
    bot.sign_in()


def change(bot: Deployment, number: int, field: str, to: str, **more: str) -> str:
    sent = {"field": field, "to": to, **more}
    answer = bot.client.post(f"/desk/{number}/change", data=sent)
    assert answer.status_code == 200, answer.text
    text: str = answer.text
    return text


def bulk(bot: Deployment, what: str, tickets: list[int], **more: Any) -> str:
    answer = bot.client.post("/desk/bulk", data={"set": what, "ticket": tickets, **more})
    assert answer.status_code == 200, answer.text
    text: str = answer.text
    return text


def press_undo(bot: Deployment, page: str) -> str:
    form = re.search(r'<form method="post" action="/desk/undo">(.*?)</form>', page, re.DOTALL)
    assert form, "no Undo"
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form[1]):
        fields.setdefault(name, []).append(value.replace("&amp;", "&"))
    text: str = bot.client.post("/desk/undo", data=fields).text
    return text


def events(bot: Deployment, number: int) -> list[Event]:
    ticket = bot.services.tickets.numbered(number)
    return bot.services.ledger.events(ticket.enquiry)


@pytest.mark.parametrize(
    ("field", "to", "kind", "words"),
    [
        ("assignee", "link", Kind.ASSIGNED, "printed link took it"),
        ("team", "Second", Kind.ASSIGNED, "printed link gave it to the team Second"),
        ("priority", "urgent", Kind.CHANGED, "printed link set the priority from normal to urgent"),
        ("status", "pending", Kind.CHANGED, "printed link set the status from open to pending"),
        ("status", "solved", Kind.SOLVED, "printed link closed it"),
        ("tag", "VIP", Kind.CHANGED, "printed link tagged it vip"),
    ],
)
def test_a_change_is_made_recorded_told_and_taken_back(
    bot: Deployment, field: str, to: str, kind: Kind, words: str
) -> None:
    made(bot, 1)
    before = bot.services.tickets.numbered(1)
    bot.clock.pass_time(minutes=5)
    page = change(bot, 1, field, to)
    last = events(bot, 1)[-1]
    assert (last.kind, last.who, last.channel) == (kind, "staff:link", "desk")
    assert page.count(words) == 2, "in the news and in the story"
    after = press_undo(bot, page)
    assert "Taken back." in after
    now = bot.services.tickets.numbered(1)
    held = ("assignee", "team", "priority", "status", "tags", "waiting_since")
    assert [getattr(now, name) for name in held] == [getattr(before, name) for name in held]


def test_who_comes_too_late_overwrites_nothing_and_is_told(bot: Deployment) -> None:
    made(bot, 1)
    change(bot, 1, "priority", "urgent", was="normal")
    page = change(bot, 1, "priority", "low", was="normal")
    assert "set the priority from normal to urgent" in page
    assert "Nothing was overwritten" in page
    assert bot.services.tickets.numbered(1).priority is Priority.URGENT
    assert [e.kind for e in events(bot, 1)].count(Kind.CHANGED) == 1


@pytest.mark.parametrize(
    ("field", "to"), [("priority", "soon"), ("tag", "<b>"), ("tag", "bot_resolved")]
)
def test_a_value_that_makes_no_sense_is_said_and_not_set(
    bot: Deployment, field: str, to: str
) -> None:
    made(bot, 1)
    before = bot.services.tickets.numbered(1)
    assert "Not changed:" in change(bot, 1, field, to)
    assert bot.services.tickets.numbered(1) == before


def test_a_ticket_goes_to_members_only(bot: Deployment) -> None:
    made(bot, 1)
    sent = {"field": "assignee", "to": "stranger"}
    assert bot.client.post("/desk/1/change", data=sent).status_code == 422
    answer = bot.client.post("/desk/bulk", data={"set": "assignee:stranger", "ticket": [1]})
    assert answer.status_code == 422


def test_several_tickets_are_solved_at_once_and_taken_back_at_once(bot: Deployment) -> None:
    made(bot, 4)
    bot.client.post("/desk/2/solve")
    page = bulk(bot, "status:solved", [1, 2, 3], back="/desk?sort=newest")
    assert "2 tickets solved. 1 ticket was so before." in page
    assert numbers(page) == [4]
    page = press_undo(bot, page)
    assert "Taken back for 2 tickets." in page
    assert numbers(page) == [4, 3, 1]
    assert bot.services.tickets.numbered(2).status is Status.SOLVED


def test_taking_back_leaves_what_somebody_changed_since(bot: Deployment) -> None:
    made(bot, 3)
    page = bulk(bot, "priority:high", [1, 2, 3])
    change(bot, 2, "priority", "low")
    page = press_undo(bot, page)
    assert "Taken back for 2 tickets. 1 left as they are" in page
    held = [bot.services.tickets.numbered(n).priority.value for n in (1, 2, 3)]
    assert held == ["normal", "low", "normal"]


def test_the_same_form_sent_twice_acts_once(bot: Deployment) -> None:
    made(bot, 2)
    for _ in range(2):
        bulk(bot, "priority:high", [1, 2], act="once")
        change(bot, 1, "priority", "low", act="again")
    assert bot.services.tickets.numbered(1).priority is Priority.LOW
    assert len([e for e in events(bot, 1) if e.kind is Kind.CHANGED]) == 2


def test_nothing_selected_is_said(bot: Deployment) -> None:
    made(bot, 1)
    assert "No ticket was selected" in bulk(bot, "status:solved", [])


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/desk.evil"])
def test_an_act_never_leads_elsewhere(bot: Deployment, back: str) -> None:
    made(bot, 1)
    sent = {"set": "priority:low", "ticket": [1], "back": back}
    answer = bot.client.post("/desk/bulk", data=sent, follow_redirects=False)
    assert answer.headers["location"].startswith("/desk?")


def test_a_ticket_that_is_not_there_changes_none_of_the_others(bot: Deployment) -> None:
    made(bot, 1)
    answer = bot.client.post("/desk/bulk", data={"set": "priority:low", "ticket": [1, 99]})
    assert answer.status_code == 404
    assert bot.services.tickets.numbered(1).priority is Priority.NORMAL


def test_a_reply_is_held_back_if_somebody_wrote_first(bot: Deployment) -> None:
    made(bot, 1)
    ticket = bot.services.tickets.numbered(1)
    page = bot.client.get("/desk/1").text
    assert 'name="seen" id="_seen" value="0"' in page
    bot.client.post(f"/tickets/{ticket.id}/reply", data={"text": "It works by now!"})
    sent = {"text": "Try <this> again.", "article": "password", "seen": "0"}
    held = bot.client.post("/desk/1/reply", data=sent)
    assert held.status_code == 409
    assert "somebody wrote first" in held.text
    assert "It works by now!" in held.text
    assert "Try &lt;this&gt; again.</textarea>" in held.text
    assert 'name="article" value="password"' in held.text
    assert len(bot.services.tickets.messages(ticket)) == 1
    seen = re.findall(r'name="seen" id="_seen" value="(\d+)"', held.text)[0]
    assert bot.client.post("/desk/1/reply", data={**sent, "seen": seen}).status_code == 200
    assert len(bot.services.tickets.messages(ticket)) == 2
