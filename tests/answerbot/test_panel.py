"""Agents of other help desks get the same suggestions, and only their page may frame the panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from answerbot.errors import BadSettings
from answerbot.settings import read
from tests.answerbot.conftest import TOML, Deployment

DESK = "https://desk.shop.example"


@pytest.fixture
def framed(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(
        tmp_path,
        toml=f'panel_origins = "{DESK}, https://shop.zendesk.com"\n{TOML}',
        ANSWERBOT_FORM_PRECISION="0.45",
    )
    with deployment.client:
        yield deployment


def ask(bot: Deployment, **body: object) -> dict[str, Any]:
    answer = bot.call("POST", "/v1/agent/suggestions", body, key=bot.secret)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_ticket_s_words_give_suggestions_with_snippets_and_leave_no_trace(
    bot: Deployment,
) -> None:
    before = len(bot.services.ledger.everything())
    found = ask(bot, subject="Help", description="reset my password", locale="en")
    first = found["suggestions"][0]
    link = "http://bot.example/articles/password?locale=en"
    assert (first["article"], first["reason"]) == ("password", "words")
    assert first["link"].startswith(link)
    assert first["snippet"]["text"].startswith("> Open the sign-in page")
    assert f"Reset your password: {first['link']}" in first["snippet"]["text"]
    assert first["snippet"]["html"].startswith("<blockquote>Open the sign-in page")
    assert f'<a href="{first["link"]}">Reset your password</a>' in first["snippet"]["html"]
    assert len(bot.services.ledger.everything()) == before


def test_the_newest_message_counts_most(bot: Deployment) -> None:
    found = ask(bot, subject="x", messages=["hello", "reset my password"])
    assert [s["article"] for s in found["suggestions"]][:1] == ["password"]
    assert ask(bot, subject="zzz qqq")["abstained"] is True


def test_articles_of_an_audience_come_only_for_those_who_belong_to_it(bot: Deployment) -> None:
    words = "Invoices lie under Billing"
    found = ask(bot, subject=words, audiences=["partners"])
    assert "invoice" in [s["article"] for s in found["suggestions"]]
    assert "invoice" not in [s["article"] for s in ask(bot, subject=words)["suggestions"]]


@pytest.mark.parametrize(
    "body", [{}, {"subject": " "}, {"subject": "x", "messages": ["y"] * 51}, {"ticket": 1}]
)
def test_a_request_that_makes_no_sense_is_refused(bot: Deployment, body: object) -> None:
    answer = bot.call("POST", "/v1/agent/suggestions", body, key=bot.secret)
    assert answer.status_code == 422


def test_there_is_no_panel_unless_somebody_may_show_it(bot: Deployment) -> None:
    assert bot.client.get("/panel").status_code == 404
    assert bot.client.post("/panel", data={"subject": "x"}).status_code == 404


def test_only_the_panel_may_be_framed_and_only_by_those_who_are_named(framed: Deployment) -> None:
    for answer in (
        framed.client.get("/panel"),
        framed.client.post("/panel", data={"subject": "x"}),
    ):
        policy = answer.headers["content-security-policy"]
        assert f"frame-ancestors {DESK} https://shop.zendesk.com;" in policy
        assert "default-src 'none'" in policy
        assert "trusted-types 'none'" in policy
    framed.sign_in()
    for path in (
        "/",
        "/desk",
        "/sign-in",
        "/articles/password",
        "/panel-of-another",
        "/desk/macros",
    ):
        policy = framed.client.get(path).headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy, path


def test_words_that_are_posted_are_answered_without_signing_in(framed: Deployment) -> None:
    sent = {"subject": "<b>", "description": "reset my password", "locale": "en_US"}
    headers = {"origin": DESK}
    page = framed.client.post("/panel", data=sent, headers=headers).text
    assert "Reset your password" in page
    assert "http://bot.example/articles/password?locale=en" in page
    assert 'value="&lt;b&gt;"' in page
    assert "No article answers this" in framed.client.post("/panel", data={"subject": "qqq"}).text
    assert "Waiting for the ticket" in framed.client.post("/panel", data={}).text
    assert framed.services.ledger.everything() == []


def test_the_panel_shows_nothing_that_is_not_for_everyone(framed: Deployment) -> None:
    page = framed.client.post("/panel", data={"subject": "Invoices lie under Billing"}).text
    assert "/articles/invoice" not in page


@pytest.mark.parametrize(
    "wrong", ["https://*.zendesk.com", "shop.zendesk.com", "https://a.example/path", "https://a;x"]
)
def test_origins_that_are_none_stop_the_start(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(BadSettings, match="panel_origins"):
        read(tmp_path, {"ANSWERBOT_PANEL_ORIGINS": wrong})
