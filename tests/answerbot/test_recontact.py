"""Who asks the same again within seven days was not helped: the earlier resolution falls."""

from __future__ import annotations

from typing import Any

import pytest

from answerbot.enquiries import Kind
from answerbot.intent import Leads, likeness, same
from answerbot.store.recontacts import Recontacts
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.test_identity import Site

BROWSER = "browser-0123456789"
ASKED, AGAIN, OTHER = "reset my password", "how can I reset the password?", "upload stops"


@pytest.fixture
def site(bot: Deployment) -> Site:
    return Site(bot)


def ask(
    site: Site, text: str = ASKED, *, person: str = "", session: str = "tab-1",
    browser: str = "", **more: Any,
) -> str:  # fmt: skip
    headers = {"as_": site.token(person) if person else "", "x_answerbot_visitor": browser}
    body = {"query": text, **more}
    response = site.call("POST", "/v1/suggest", body, session=session, **headers)
    assert response.status_code == 200, response.text
    return str(response.json()["enquiry"])


def accept(
    site: Site, enquiry: str, *, person: str = "", session: str = "tab-1", browser: str = ""
) -> None:
    event = {"id": f"yes-{enquiry}", "kind": "accepted", "article": "password"}
    path = f"/v1/enquiries/{enquiry}/events"
    token = site.token(person) if person else ""
    response = site.call("POST", path, event, session=session, as_=token)
    assert response.json()["state"] == "accepted"


def again(site: Site, enquiry: str) -> list[str]:
    """The enquiries that revoked this one."""
    events = site.bot.services.ledger.events(enquiry)
    return [e.detail["enquiry"] for e in events if e.kind is Kind.RECONTACTED]


def solved(site: Site, **who: str) -> str:
    enquiry = ask(site, **who)
    accept(site, enquiry, **who)
    return enquiry


@pytest.mark.parametrize(
    ("before", "after", "falls"),
    [
        ({"person": "ada"}, {"person": "ada", "session": "phone"}, True),
        ({"person": "ada"}, {"person": "bob"}, False),
        ({"person": "ada"}, {}, False),
        ({}, {}, True),
        ({}, {"session": "phone"}, False),
        ({"browser": BROWSER}, {"session": "next page", "browser": BROWSER}, True),
        ({"browser": BROWSER}, {"session": "phone", "browser": BROWSER[::-1]}, False),
        ({"person": "ada", "browser": BROWSER}, {"session": "x", "browser": BROWSER}, False),
        ({"browser": BROWSER}, {"person": "ada", "session": "x", "browser": BROWSER}, False),
    ],
)
def test_only_the_same_person_asks_again(
    site: Site, before: dict[str, str], after: dict[str, str], falls: bool
) -> None:
    first = solved(site, **before)
    later = ask(site, AGAIN, **after)
    assert again(site, first) == ([later] if falls else [])


def test_another_question_or_half_a_one_revokes_nothing(site: Site) -> None:
    first = solved(site)
    ask(site, OTHER)
    ask(site, AGAIN, typing=True)
    assert again(site, first) == []


@pytest.mark.parametrize(("days", "falls"), [(6.9, True), (7.1, False)])
def test_what_stood_for_seven_days_stands(site: Site, days: float, falls: bool) -> None:
    first = solved(site)
    site.bot.clock.pass_time(days=days)
    ask(site, AGAIN)
    assert bool(again(site, first)) == falls


def test_however_often_it_is_asked_again_it_counts_once(site: Site) -> None:
    first = solved(site)
    later = ask(site, AGAIN)
    ask(site, ASKED, enquiry=later)
    ask(site, AGAIN)
    assert again(site, first) == [later]
    state = site.bot.call("POST", f"/v1/enquiries/{first}/events", {
        "id": "event-id-1", "kind": "seen", "article": "password"}).json()["state"]  # fmt: skip
    assert state == "revoked"


def test_a_ticket_that_the_site_s_server_makes_is_its_enquiry_s_browser_s(site: Site) -> None:
    """Its form sends enquiry and session on; the id of the browser stands with the enquiry."""
    first = solved(site, browser=BROWSER)
    later = ask(site, OTHER, session="next page", browser=BROWSER)
    site.bot.call("POST", "/v1/tickets", {"subject": AGAIN, "enquiry": later},
                  key=site.bot.secret, session="next page")  # fmt: skip
    assert again(site, first) == [later]


def test_a_ticket_from_the_same_address_shows_the_chain(site: Site) -> None:
    bot = site.bot
    one = bot.ticket(subject=ASKED, email="Ada@x.example", session="tab-1")
    accepted = {"id": "event-id-1", "kind": "accepted", "article": "password"}
    bot.call("POST", f"/v1/tickets/{one['ticket']}/events", accepted)
    stranger = bot.ticket(subject=AGAIN, email="eve@x.example", session="tab-2")
    assert again(site, one["enquiry"]) == []
    two = bot.ticket(subject=AGAIN, email="ada@X.example", session="tab-3")
    assert again(site, one["enquiry"]) == [two["enquiry"]]

    def chain(enquiry: str) -> list[list[int]]:
        found = bot.call("GET", f"/v1/enquiries/{enquiry}/chain", key=bot.secret).json()
        return [[link["ticket"] for link in found[name]] for name in ("earlier", "later")]

    assert chain(one["enquiry"]) == [[], [two["number"]]]
    assert chain(two["enquiry"]) == [[one["number"]], []]
    assert chain(stranger["enquiry"]) == [[], []]
    bot.sign_in()
    assert f'href="/desk/{one["number"]}"' in bot.client.get(f"/desk/{two['number']}").text
    assert f'href="/desk/{two["number"]}"' in bot.client.get(f"/desk/{one['number']}").text


def test_a_message_from_the_same_address_asks_again(site: Site) -> None:
    bot = site.bot
    one = bot.ticket(subject=ASKED, email="ada@x.example")
    accepted = {"id": "event-id-1", "kind": "accepted", "article": "password"}
    bot.call("POST", f"/v1/tickets/{one['ticket']}/events", accepted)
    mail = (
        f"From: ada@x.example\nTo: a@b.example\nSubject: {AGAIN}\n"
        f"Message-ID: <1@x.example>\n\n{ASKED}"
    )
    taken = bot.services.inbox.take(mail.encode())
    ticket = bot.services.tickets.numbered(taken.ticket)
    assert again(site, one["enquiry"]) == [ticket.enquiry]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({"a": 0.9}, {"a": 0.9}, 1.0),
        ({"a": 0.9}, {"b": 0.9}, 0.0),
        ({"a": 0.8, "b": 0.2}, {"a": 0.4}, 0.4),
        ({}, {}, 0.0),
    ],
)
def test_likeness_is_how_much_of_what_two_questions_lead_to_is_the_same(
    first: dict[str, float], second: dict[str, float], alike: float
) -> None:
    for a, b in ((first, second), (second, first)):
        assert likeness(Leads(a), Leads(b)) == pytest.approx(alike)
        assert same(Leads(a), Leads(b), least=alike)


@pytest.mark.parametrize(
    ("asked", "index"),
    [({"person": "u1"}, "enquiries_by_person"), ({"session": "s1"}, "enquiries_by_session"),
     ({"email": "a@b.example"}, "tickets_by_email"), ({"visitor": "b1"}, "enquiries_by_visitor")],
)  # fmt: skip
def test_who_asked_before_is_found_by_an_index(
    bot: Deployment, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str], index: str
) -> None:
    plans: list[str] = []
    database = bot.services.store.read()
    explained = Explained(database, plans)
    monkeypatch.setattr(bot.services.store, "read", lambda: explained)
    given = {"person": "", "email": "", "session": "", **asked}
    assert Recontacts(bot.services.store).accepted(since=START, **given) == []
    assert any(index in plan for plan in plans), plans
    assert not any(plan.startswith(("SCAN enquiries", "SCAN tickets")) for plan in plans), plans


class Explained:
    """Keeps the plans of what is asked."""

    def __init__(self, database: Any, plans: list[str]) -> None:
        self._database, self._plans = database, plans

    def execute(self, sql: str, values: list[Any]) -> Any:
        plan = self._database.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        self._plans.extend(row[3] for row in plan)
        return self._database.execute(sql, values)
