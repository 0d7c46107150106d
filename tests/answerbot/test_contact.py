"""Where nothing fits, that is said, and so is how to reach a human."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from answerbot.contact import Contact, contact_of
from answerbot.errors import BadSettings
from answerbot.pages.texts import CATALOGUES
from answerbot.settings import read
from tests.answerbot.conftest import Deployment

WAYS = Contact("help@farview.example", "+39 (06) 555-01", "9 to 17")


@pytest.fixture
def reachable(tmp_path: Path) -> Iterator[Deployment]:
    given = {f"ANSWERBOT_CONTACT_{name.upper()}": value for name, value in WAYS._asdict().items()}
    deployment = Deployment(tmp_path, **given)
    with deployment.client:
        yield deployment


def page(bot: Deployment, path: str) -> LexborHTMLParser:
    response = bot.client.get(path)
    assert response.status_code == 200
    return LexborHTMLParser(response.text)


def words(found: LexborHTMLParser, selector: str) -> str:
    return " ".join(node.text() for node in found.css(selector))


def ticket(bot: Deployment, subject: str, locale: str = "en") -> str:
    made = bot.ticket(subject=subject, description="", email="a@b.example", locale=locale)
    return f"/tickets/{made['ticket']}"


@pytest.mark.parametrize("locale", sorted(CATALOGUES))
def test_a_ticket_that_nothing_answers_says_so(reachable: Deployment, locale: str) -> None:
    found = page(reachable, ticket(reachable, "zzz qqq", locale))
    assert words(found, "#_nothing") == CATALOGUES[locale]["nothing_fits"]
    links = [a.attributes["href"] for a in found.css(".ways a")]
    assert links == ["mailto:help@farview.example", "tel:+390655501"]
    assert "9 to 17" in words(found, ".ways")


def test_a_ticket_with_an_offer_does_not(bot: Deployment) -> None:
    found = page(bot, ticket(bot, "reset my password"))
    assert found.css("#_suggestions")
    assert not found.css("#_nothing")


def test_without_ways_none_are_promised(bot: Deployment) -> None:
    found = page(bot, ticket(bot, "zzz qqq"))
    assert found.css("#_nothing")
    assert not found.css(".ways")
    assert not page(bot, "/").css(".ways")


def test_the_contact_form_names_them_without_a_script(reachable: Deployment) -> None:
    assert len(page(reachable, "/").css("#contact .ways a")) == 2


def test_the_widget_is_told(reachable: Deployment) -> None:
    assert reachable.call("GET", "/v1/config").json()["contact"] == WAYS._asdict()


@pytest.mark.parametrize("name", ["contact_email", "contact_phone"])
def test_what_nobody_could_reach_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSettings, match=name):
        read(tmp_path, {f"ANSWERBOT_{name.upper()}": "javascript:alert"})
    assert contact_of(read(tmp_path, {})) == ("", "", "")
