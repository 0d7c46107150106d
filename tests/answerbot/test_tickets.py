"""A request for a human: seen by the agent, solvable by an article, never lost."""

from __future__ import annotations

from typing import Any

import pytest

from answerbot.store.tickets import Message
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.pressing import PERSON, press


def test_a_ticket_carries_what_the_customer_saw(bot: Deployment) -> None:
    enquiry = bot.suggest("my upload stops")["enquiry"]
    bot.event(enquiry, "opened", "event-id-1", article="upload")
    bot.event(enquiry, "rejected", "event-id-2", article="upload", reason="did_not_answer")
    ticket = bot.ticket(enquiry=enquiry, subject="Upload", description="It stops at 40 %.")
    assert (ticket["number"], ticket["status"], ticket["tags"]) == (1, "open", [])
    assert ticket["url"] == f"http://bot.example/tickets/{ticket['ticket']}"
    assert ticket["enquiry"] == enquiry
    bot.sign_in()
    page = bot.client.get("/desk/1").text
    assert "my upload stops" in page
    assert "An upload stops" in page


def test_accepting_an_article_solves_the_ticket_and_undoing_opens_it(bot: Deployment) -> None:
    ticket = bot.ticket(subject="How do I reset my password?")
    path = f"/v1/tickets/{ticket['ticket']}"
    offered = bot.call("GET", f"{path}/suggestions").json()["suggestions"]
    assert offered[0]["article"] == "password"
    accept = {"id": "event-id-1", "kind": "accepted", "article": "password"}
    for _ in range(2):
        assert bot.call("POST", f"{path}/events", accept).json()["state"] == "accepted"
    solved = bot.call("GET", path).json()
    assert (solved["status"], solved["tags"], solved["resolved_by"]) == (
        "solved", ["bot_resolved"], "password",
    )  # fmt: skip
    undo = {"id": "event-id-2", "kind": "undone"}
    assert bot.call("POST", f"{path}/events", undo).json()["state"] == "escalated"
    assert bot.call("GET", path).json()["status"] == "open"


def test_a_yes_in_the_widget_after_the_form_solves_the_ticket_too(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    ticket = bot.ticket(enquiry=enquiry, subject="x")
    bot.event(enquiry, "accepted", "event-id-1", article="password")
    assert bot.call("GET", f"/v1/tickets/{ticket['ticket']}").json()["status"] == "solved"


def test_a_rejected_article_is_not_suggested_again(bot: Deployment) -> None:
    ticket = bot.ticket(subject="reset my password")
    path = f"/v1/tickets/{ticket['ticket']}"
    reject = {"id": "event-id-1", "kind": "rejected", "article": "password"}
    bot.call("POST", f"{path}/events", reject)
    offered = bot.call("GET", f"{path}/suggestions").json()["suggestions"]
    assert "password" not in [s["article"] for s in offered]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "description"),
        ({"subject": "  "}, "description"),
        ({"subject": "x", "email": "not an address"}, "email"),
        ({"subject": "x", "form": "gone"}, "form"),
        ({"subject": "x" * 501}, "subject"),
        ({"subject": "x", "status": "solved"}, "status"),
    ],
)
def test_a_wrong_ticket_names_its_field(bot: Deployment, body: dict[str, str], field: str) -> None:
    response = bot.call("POST", "/v1/tickets", body)
    assert response.status_code == 422
    assert response.json()["error"]["field"] == field


def test_unknown_tickets_are_not_found(bot: Deployment) -> None:
    event = {"id": "event-id-1", "kind": "undone"}
    for method, path, body in (
        ("GET", "/v1/tickets/tkt_x", None),
        ("GET", "/v1/tickets/1", None),
        ("GET", "/v1/tickets/tkt_x/suggestions", None),
        ("POST", "/v1/tickets/tkt_x/events", event),
        ("POST", "/v1/tickets", {"subject": "x", "enquiry": "enq_x"}),
    ):
        response = bot.call(method, path, body)
        assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_the_customer_s_page_works_without_any_script(bot: Deployment) -> None:
    form = {"subject": "reset my password", "email": "ann@example.org"}
    page = bot.client.post("/contact", data=form)
    assert page.status_code == 200
    ticket = str(page.url).rsplit("/", 1)[1]
    assert "Reset your password" in page.text
    accept: dict[str, Any] = {"article": "password", "locale": "en"}
    press(bot, f"/tickets/{ticket}", "accepted", **accept)
    assert bot.services.tickets.get(ticket).bot_resolved
    press(bot, f"/tickets/{ticket}", "undone")
    assert not bot.services.tickets.get(ticket).bot_resolved


@pytest.mark.parametrize("kind", ["accepted", "opened", "rejected"])
def test_machines_press_nothing_on_the_customer_s_page(bot: Deployment, kind: str) -> None:
    ticket = bot.ticket(subject="reset my password")
    here = f"/tickets/{ticket['ticket']}"
    about: dict[str, Any] = {"article": "password"}
    bot.client.post(f"{here}/{kind}", data=about, headers=PERSON)  # no token
    press(bot, here, kind, after=0.1, **about)
    press(bot, here, kind, headers={**PERSON, "user-agent": "curl/8.5.0"}, **about)
    again = press(bot, here, kind, headers={**PERSON, "sec-fetch-user": ""}, **about)
    assert "Please press once more" in again.text
    found = bot.services.ledger.events(ticket["enquiry"])
    excluded = [event for event in found if event.kind == "excluded"]
    assert [event.detail["sign"] for event in excluded] == [
        "unbound",
        "too_soon",
        "agent",
        "gesture",
    ]
    assert not {kind} & {event.kind.value for event in found}
    press(bot, here, kind, **about)
    assert kind in {event.kind.value for event in bot.services.ledger.events(ticket["enquiry"])}


def test_looking_at_a_ticket_s_page_changes_nothing(bot: Deployment) -> None:
    ticket = bot.ticket(subject="reset my password")
    before = bot.services.ledger.events(ticket["enquiry"])
    for path in ("", "?article=password", "/accepted", "/opened"):
        bot.client.get(f"/tickets/{ticket['ticket']}{path}")
        bot.client.head(f"/tickets/{ticket['ticket']}{path}")
    assert bot.services.ledger.events(ticket["enquiry"]) == before


def test_an_agent_s_link_is_recorded_and_reaches_the_customer(bot: Deployment) -> None:
    ticket = bot.ticket(subject="where are invoices")
    bot.sign_in()
    bot.client.post("/desk/1/reply", data={"text": "See here", "article": "upload", "locale": "en"})
    kinds = [event.kind for event in bot.services.ledger.events(ticket["enquiry"])]
    assert kinds[-1] == "linked"
    page = bot.client.get(f"/tickets/{ticket['ticket']}").text
    assert "See here" in page
    assert "/articles/upload" in page
    bot.client.post("/desk/1/solve")
    solved = bot.call("GET", f"/v1/tickets/{ticket['ticket']}").json()
    assert (solved["status"], solved["tags"]) == ("solved", [])


def test_partner_articles_cannot_be_reached_through_a_ticket(bot: Deployment) -> None:
    ticket = bot.ticket(subject="where are invoices")
    path = f"/v1/tickets/{ticket['ticket']}"
    for article in ("invoice", "gone"):
        event = {"id": f"event-{article}", "kind": "accepted", "article": article}
        response = bot.call("POST", f"{path}/events", event)
        assert (response.status_code, response.json()["error"]["field"]) == (422, "article")
        form = press(bot, f"/tickets/{ticket['ticket']}", "accepted", article=article)
        assert form.status_code == 422
    page = bot.client.get(f"/tickets/{ticket['ticket']}?article=invoice").text
    assert "Invoices lie under Billing" not in page
    assert bot.call("GET", path).json()["status"] == "open"
    bot.sign_in()
    sent = bot.client.post("/desk/1/reply", data={"text": "See", "article": "invoice"})
    assert sent.status_code == 422


def test_of_two_tickets_the_one_acted_on_follows(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    first, second = (bot.ticket(enquiry=enquiry, subject=s)["ticket"] for s in ("one", "two"))
    event = {"id": "event-id-1", "kind": "accepted", "article": "password"}
    bot.call("POST", f"/v1/tickets/{first}/events", event)
    states = [bot.call("GET", f"/v1/tickets/{t}").json()["status"] for t in (first, second)]
    assert states == ["solved", "open"]
    bot.client.post(f"/tickets/{first}/reply", data={"text": "It came back"})
    assert bot.call("GET", f"/v1/tickets/{first}").json()["status"] == "reopened"


def test_a_yes_in_the_widget_closes_all_tickets_of_the_enquiry(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    tickets = [bot.ticket(enquiry=enquiry, subject=s)["ticket"] for s in ("one", "two")]
    bot.event(enquiry, "accepted", "event-id-1", article="password")
    for ticket in tickets:
        assert bot.call("GET", f"/v1/tickets/{ticket}").json()["tags"] == ["bot_resolved"]


def test_an_agent_s_solution_is_not_taken_back_by_an_undo(bot: Deployment) -> None:
    ticket = bot.ticket(subject="x")["ticket"]
    bot.sign_in()
    bot.client.post("/desk/1/solve")
    for kind in ("undone", "rejected"):
        event = {"id": f"event-{kind}", "kind": kind}
        bot.call("POST", f"/v1/tickets/{ticket}/events", event)
    assert bot.call("GET", f"/v1/tickets/{ticket}").json()["status"] == "solved"


def test_a_ticket_that_is_sent_again_is_the_same_ticket(bot: Deployment) -> None:
    body = {"id": "my-ticket-1", "subject": "Upload", "description": "It stops"}
    first, again = (bot.call("POST", "/v1/tickets", body).json() for _ in range(2))
    assert (first["ticket"], first["number"]) == (again["ticket"], again["number"])
    assert len(bot.services.ledger.everything()) == 2, "submitted, and what was offered"
    other = bot.call("POST", "/v1/tickets", {**body, "description": "Something else"})
    assert (other.status_code, other.json()["error"]["code"]) == (409, "conflict")
    stranger = bot.call("POST", "/v1/tickets", body, session="tab-2").json()
    assert stranger["ticket"] != first["ticket"], "of another tab it is another one"


def test_no_browser_can_take_the_id_of_an_event_of_ours(bot: Deployment) -> None:
    """Ids of ours hold a colon; those that a browser chooses must not."""
    ticket = bot.ticket(subject="My upload stops", email="ada@x.example")
    for number in range(1, 6):
        for taken in (f"wrote:{number}", f"act:x:{number}", f"reminded:1:{number}"):
            assert bot.event(ticket["enquiry"], "seen", taken, article="upload").status_code == 422
        bot.event(ticket["enquiry"], "seen", f"wrote-000{number}", article="upload")
        bot.services.tickets.say(
            bot.services.tickets.numbered(1), Message("customer", "Well?", START)
        )
    assert len(bot.services.tickets.messages(bot.services.tickets.numbered(1))) == 5


def test_a_rating_says_who_solved_it_and_waits_until_it_is_solved(bot: Deployment) -> None:
    ticket = bot.ticket(subject="My upload stops")
    path = f"/v1/tickets/{ticket['ticket']}/events"
    rated = {"id": "rating-0001", "kind": "rated", "satisfaction": 4}
    assert bot.call("POST", path, rated).status_code == 422
    bot.sign_in()
    bot.form("/desk/1/solve", {})
    assert bot.call("POST", path, rated).status_code == 200
    (event,) = bot.services.ledger.named(["rating-0001"])
    assert event.detail["solved_by"] == "agent"
    bot.form("/desk/1/change", {"field": "status", "to": "open"})
    assert bot.call("POST", path, rated).status_code == 200
    accepted = {"id": "accept-0001", "kind": "accepted", "article": "upload"}
    bot.form("/desk/1/solve", {})
    assert bot.call("POST", path, accepted).status_code == 422
