"""Customers whose site says who they are: what is theirs, and what they may read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx2 as httpx
import jwt
import pytest
from click.testing import CliRunner

from answerbot.cli import main
from answerbot.security.keys import create_identity
from answerbot.topics import Kind, Said, Topic
from tests.answerbot.conftest import START, Deployment


class Site:
    """A site that signs who its customers are."""

    def __init__(self, bot: Deployment) -> None:
        self.bot = bot
        self.key, self.secret = create_identity(bot.services.identity_keys, label="shop", now=START)

    def token(self, person: str = "u1", *audiences: str, **more: Any) -> str:
        now = int(self.bot.clock().timestamp())
        claims = {"sub": person, "aud": "Test Help", "iat": now, "exp": now + 600}
        claims |= {"audiences": list(audiences), **more}
        return jwt.encode(claims, self.secret, "HS256", headers={"kid": self.key})

    def call(self, method: str, path: str, body: Any = None, *, as_: str, **more: Any) -> Any:
        return self.bot.call(method, path, body, x_answerbot_identity=as_, **more)


@pytest.fixture
def site(bot: Deployment) -> Site:
    return Site(bot)


def articles(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [one["article"] for one in response.json()["suggestions"]]


def test_a_partner_is_shown_partners_articles_and_nobody_else_is(site: Site) -> None:
    bot, question = site.bot, {"query": "where do invoices lie"}
    partner, user = site.token("u1", "partners"), site.token("u2")
    assert "invoice" in articles(site.call("POST", "/v1/suggest", question, as_=partner))
    for response in (
        bot.call("POST", "/v1/suggest", question, session="tab-2"),
        site.call("POST", "/v1/suggest", question, as_=user, session="tab-3"),
    ):
        assert "invoice" not in articles(response)


def test_what_is_not_for_one_is_as_if_it_did_not_exist(site: Site) -> None:
    bot = site.bot
    enquiry = bot.suggest()["enquiry"]

    def told(article: str) -> list[tuple[int, str]]:
        event = {"kind": "opened", "article": article}
        found = [
            bot.call("GET", f"/v1/articles/{article}"),
            bot.client.get(f"/articles/{article}"),
            bot.call(
                "POST", f"/v1/enquiries/{enquiry}/events", {"id": f"event-{article}", **event}
            ),
        ]
        return [
            (r.status_code, r.text.replace(article, "X").replace(r.headers["x-request-id"], "ID"))
            for r in found
        ]

    assert told("invoice") == told("unknown")
    token = site.token("u9", "partners")
    assert site.call("GET", "/v1/articles/invoice", as_=token).status_code == 200


def test_forms_and_languages_are_those_that_one_may_read(site: Site) -> None:
    def links(response: httpx.Response) -> list[str]:
        return [link["article"] for link in response.json()["forms"][0]["quick_links"]]

    assert links(site.bot.call("GET", "/v1/config")) == ["password"]
    seen = site.call("GET", "/v1/config", as_=site.token("u1", "partners"))
    assert links(seen) == ["password", "invoice"]


def test_a_wrong_token_is_refused_wherever_it_is_sent(site: Site) -> None:
    bot = site.bot
    bot.ticket(subject="x")
    enquiry = bot.suggest()["enquiry"]
    old = site.token()
    bot.clock.pass_time(minutes=12)
    calls: list[tuple[str, str, Any]] = [
        ("POST", "/v1/suggest", {"query": "x"}),
        ("GET", "/v1/config", None),
        ("GET", "/v1/articles/password", None),
        ("POST", "/v1/tickets", {"subject": "x"}),
        ("GET", "/v1/tickets", None),
        ("POST", f"/v1/enquiries/{enquiry}/events", {"id": "event-id-1", "kind": "undone"}),
    ]
    for method, path, body in calls:
        for token, code in ((old, "identity_expired"), ("a.b.c", "identity_invalid")):
            response = site.call(method, path, body, as_=token, key=bot.secret)
            assert (response.status_code, response.json()["error"]["code"]) == (401, code)
    beacon = {
        "key": bot.public,
        "session": "tab-1",
        "identity": old,
        "events": [{"enquiry": enquiry, "event": {"id": "event-id-2", "kind": "undone"}}],
    }
    assert bot.call("POST", "/v1/beacon", beacon).json()["error"]["code"] == "identity_expired"


def test_a_wrong_key_is_said_before_a_wrong_token(site: Site) -> None:
    response = site.call("GET", "/v1/config", as_="a.b.c", key="pk_wrong")
    assert response.json()["error"]["code"] == "unauthorised"


def test_an_enquiry_of_a_person_is_theirs_in_every_session_and_nobody_else_s(site: Site) -> None:
    bot, ada = site.bot, site.token("ada")
    first = site.call("POST", "/v1/suggest", {"query": "reset password"}, as_=ada, session="phone")
    enquiry = first.json()["enquiry"]
    body = {"id": "event-id-1", "kind": "accepted", "article": "password"}
    path = f"/v1/enquiries/{enquiry}/events"
    for response in (
        bot.call("POST", path, body, session="phone"),
        site.call("POST", path, body, as_=site.token("bob"), session="phone"),
        bot.call("POST", "/v1/tickets", {"subject": "x", "enquiry": enquiry}, session="phone"),
    ):
        assert response.status_code == 403
    assert site.call("POST", path, body, as_=ada, session="laptop").json()["state"] == "accepted"
    assert bot.services.ledger.enquiry(enquiry).person == "ada"


def test_what_a_browser_keeps_opens_nothing(site: Site) -> None:
    """Whoever sits at the same browser, or has learnt its id, gets what a stranger gets."""
    bot, browser = site.bot, {"x_answerbot_visitor": "browser-0123456789"}
    ask = {"query": "where do invoices lie"}
    ada = site.token("ada", "partners")
    first = site.call("POST", "/v1/suggest", ask, as_=ada, **browser)
    assert "invoice" in articles(first)
    theirs = first.json()["enquiry"]
    assert bot.services.ledger.enquiry(theirs).visitor == "", "not kept beside an identity"
    mine = bot.call("POST", "/v1/suggest", ask, session="tab-2", **browser)
    assert "invoice" not in articles(mine)
    assert bot.call("GET", "/v1/articles/invoice", **browser).status_code == 404
    ticket = site.call("POST", "/v1/tickets", {"subject": "Invoice", "enquiry": theirs}, as_=ada)
    event = {"id": "event-id-1", "kind": "undone"}
    for enquiry in (theirs, mine.json()["enquiry"]):
        for path, body in (
            (f"/v1/enquiries/{enquiry}/events", event),
            ("/v1/suggest", {**ask, "enquiry": enquiry}),
            ("/v1/tickets", {"subject": "x", "enquiry": enquiry}),
        ):
            assert bot.call("POST", path, body, session="tab-3", **browser).status_code == 403
    path = f"/v1/tickets/{ticket.json()['ticket']}"
    assert site.call("GET", path, as_=site.token("bob"), **browser).status_code == 404


def test_an_anonymous_enquiry_becomes_that_of_the_person_at_the_tab(site: Site) -> None:
    bot = site.bot
    enquiry = bot.suggest()["enquiry"]
    more = {"query": "reset my password now", "enquiry": enquiry}
    stranger = site.call("POST", "/v1/suggest", more, as_=site.token("bob"), session="tab-2")
    assert stranger.status_code == 403
    assert site.call("POST", "/v1/suggest", more, as_=site.token("ada")).status_code == 200
    assert bot.call("POST", "/v1/suggest", more).status_code == 403


def test_what_is_proven_goes_before_what_is_typed(site: Site) -> None:
    token = site.token("ada", "partners", email="ada@x.example", name="Ada", locale="it")
    typed = {"subject": "Invoices", "email": "eve@evil.test", "name": "Eve"}
    sent = site.call("POST", "/v1/tickets", typed, as_=token)
    found = site.bot.services.tickets.get(sent.json()["ticket"])
    assert (found.person, found.audiences) == ("ada", ("partners",))
    assert (found.email, found.name, found.locale) == ("ada@x.example", "Ada", "it")
    mine = f"/v1/tickets/{found.id}"
    assert site.call("GET", mine, as_=token).status_code == 200
    assert site.call("GET", mine, as_=site.token("bob")).status_code == 404


def test_a_partner_s_ticket_offers_partners_articles_in_place(site: Site) -> None:
    bot = site.bot
    token = site.token("ada", "partners")
    question = {"subject": "Where do invoices lie?"}
    theirs = site.call("POST", "/v1/tickets", question, as_=token).json()["ticket"]
    other = bot.ticket(**question, session="tab-2")["ticket"]
    assert "invoice" in articles(bot.call("GET", f"/v1/tickets/{theirs}/suggestions"))
    assert "invoice" not in articles(bot.call("GET", f"/v1/tickets/{other}/suggestions"))
    assert "under Billing" in bot.client.get(f"/tickets/{theirs}?article=invoice").text
    assert "under Billing" not in bot.client.get(f"/tickets/{other}?article=invoice").text
    opened = {"article": "invoice", "locale": "en"}
    for ticket, status in ((theirs, 303), (other, 422)):
        path = f"/tickets/{ticket}/accepted"
        assert bot.client.post(path, data=opened, follow_redirects=False).status_code == status


def test_an_agent_is_told_whom_an_article_is_for_and_sends_no_link_in_vain(site: Site) -> None:
    bot = site.bot
    question = {"subject": "Where do invoices lie?"}
    token = site.token("ada", "partners")
    theirs = site.call("POST", "/v1/tickets", question, as_=token).json()
    other = bot.ticket(**question, session="tab-2")
    bot.sign_in()
    seen = [bot.client.get(f"/desk/{t['number']}").text for t in (theirs, other)]
    assert all("Only for <strong>partners</strong>" in text for text in seen)
    assert [text.count("Reply with this link") for text in seen] == [1, 0]
    assert bot.client.get("/articles/invoice").status_code == 200
    link = {"text": "Here:", "article": "invoice", "locale": "en"}
    for ticket, status in ((theirs, 303), (other, 422)):
        path = f"/desk/{ticket['number']}/reply"
        assert bot.client.post(path, data=link, follow_redirects=False).status_code == status
    (message,) = bot.services.tickets.messages(bot.services.tickets.get(theirs["ticket"]))
    assert message.text.endswith(f"/tickets/{theirs['ticket']}?article=invoice#article")


def test_topics_are_shown_to_their_audience(site: Site) -> None:
    bot = site.bot
    said = {"en": Said(title="Payouts are late", words=("payouts",))}
    topic = Topic(id="late", kind=Kind.INCIDENT, texts=said, starts=START, audience="partners")
    always = topic.model_copy(update={"id": "down", "texts": {"en": Said(title="Portal down")}})
    from answerbot.store.topics import Topics

    for one in (topic, always):
        Topics(bot.services.store).add(one, author="x", now=START)
    token = site.token("ada", "partners")
    question = {"query": "when do payouts come"}
    seen = site.call("POST", "/v1/suggest", question, as_=token).json()["banner"]
    assert seen["topic"] == "late"
    assert bot.suggest(session="tab-2", **question)["banner"] is None
    assert bot.call("GET", "/v1/config").json()["banners"] == []
    assert len(site.call("GET", "/v1/config", as_=token).json()["banners"]) == 1
    follow = {"email": "ada@x.example"}
    path = "/v1/topics/late/followers"
    assert bot.call("POST", path, follow).status_code == 404
    assert site.call("POST", path, follow, as_=token).status_code == 204


def test_nothing_that_is_for_some_is_kept_by_caches(site: Site) -> None:
    token = site.token("ada", "partners")
    for path in ("/v1/articles/invoice", "/v1/config"):
        response = site.call("GET", path, as_=token)
        assert response.headers["cache-control"] == "no-store"
        assert "etag" not in response.headers
    allowed = site.bot.client.options(
        "/v1/suggest",
        headers={"origin": "https://shop.example", "access-control-request-method": "POST"},
    )
    assert "X-Answerbot-Identity" in allowed.headers["access-control-allow-headers"]


def run(bot: Deployment, *arguments: str) -> Any:
    home = ("--home", str(bot.settings.home))
    return CliRunner().invoke(main, ["keys", *arguments, *home])


def test_keys_are_added_retired_and_revoked_while_others_work(bot: Deployment) -> None:
    made = json.loads(run(bot, "add", "--kind", "identity", "--json").stdout)
    assert (made["kind"], made["aud"]) == ("identity", "Test Help")
    site = Site(bot)
    now = int(START.timestamp())
    claims = {"sub": "ada", "aud": "Test Help", "iat": now - 5, "exp": now + 600}
    token = jwt.encode(claims, made["key"], "HS256", headers={"kid": made["id"]})

    def status(text: str) -> int:
        return int(site.call("GET", "/v1/config", as_=text).status_code)

    assert (status(token), status(site.token())) == (200, 200)
    listed = run(bot, "list").stdout
    assert made["id"] in listed
    assert made["key"] not in listed
    assert run(bot, "retire", made["id"]).exit_code == 0
    assert status(token) == 200
    assert run(bot, "revoke", made["id"]).exit_code == 0
    assert (status(token), status(site.token())) == (401, 200)
    assert run(bot, "retire", "idk_gone").exit_code == 1
    stored = b"".join(file.read_bytes() for file in bot.settings.home.glob("answerbot.db"))
    assert made["key"].encode() not in stored


def test_the_audience_of_tokens_is_a_setting(tmp_path: Path) -> None:
    bot = Deployment(tmp_path, ANSWERBOT_IDENTITY_AUDIENCE="shop-help")
    with bot.client:
        site = Site(bot)
        assert site.call("GET", "/v1/config", as_=site.token(aud="shop-help")).status_code == 200
        wrong = site.call("GET", "/v1/config", as_=site.token()).json()["error"]
        assert "wanted 'shop-help'" in wrong["message"]
