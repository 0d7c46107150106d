"""Macros are filled from a fixed list, and nothing half-filled is ever sent."""

from __future__ import annotations

import re
from html import unescape

import pytest

from answerbot.enquiries import Kind
from answerbot.macros import PLACEHOLDERS, filled, unfilled
from tests.answerbot.conftest import Deployment

HELLO = "Hello {{customer.name}}, see {{ article.title }}: {{article.url}}\nYours, {{agent.name}}"


def test_filling_puts_in_what_is_known_and_reads_nothing_twice() -> None:
    values = {"customer.name": "{{agent.name}}", "agent.name": "Ada", "ticket.number": ""}
    assert (
        filled("{{customer.name}} {{ticket.number}}", values) == "{{agent.name}} {{ticket.number}}"
    )
    assert unfilled("{{ ticket.number }} {{other}}") == ["{{ ticket.number }}"]


def add(bot: Deployment, title: str, text: str, locale: str = "") -> int:
    sent = {"title": title, "text": text, "locale": locale}
    return bot.client.post("/desk/macros", data=sent).status_code


@pytest.mark.parametrize(
    ("title", "text", "locale", "named"),
    [
        ("x", "Hi {{customer.nmae}}", "", "no placeholder {{customer.nmae}}"),
        ("x", "{{ 7 * 7 }}", "", "no placeholder {{7 * 7}}"),
        ("x", "{{''.__class__}}", "", "no placeholder"),
        ("", "Hi", "", "a title of"),
        ("x", "  ", "", "a text of"),
        ("x", "Hi", "klingon", "is no language"),
    ],
)
def test_what_is_wrong_is_named_and_what_was_typed_stays(
    bot: Deployment, title: str, text: str, locale: str, named: str
) -> None:
    bot.sign_in()
    answer = bot.client.post("/desk/macros", data={"title": title, "text": text, "locale": locale})
    page = unescape(answer.text)
    assert (answer.status_code, named in page, text.strip() in page) == (422, True, True)
    assert "No macros yet" in bot.client.get("/desk/macros").text


def test_a_macro_is_changed_removed_and_brought_back(bot: Deployment) -> None:
    bot.sign_in()
    assert add(bot, "Greeting", " ".join(f"{{{{{name}}}}}" for name in PLACEHOLDERS)) == 200
    page = bot.client.get("/desk/macros").text
    path = re.findall(r'href="(/desk/macros/mac_[^"]+)"', page)[0]
    assert "Greeting" in bot.client.get(path).text
    bot.client.post(f"{path}/change", data={"title": "Welcome", "text": "Hi"})
    removed = bot.client.post(f"{path}/remove").text
    assert "“Welcome” is removed" in removed
    assert "No macros yet" in removed
    assert "Welcome" in bot.client.post(f"{path}/restore").text


def test_a_macro_is_filled_on_the_ticket_and_teaches_its_article(bot: Deployment) -> None:
    bot.ticket(subject="reset my password", name="Zoë <b>")
    bot.sign_in()
    add(bot, "Article", HELLO, "en")
    add(bot, "Articolo", "Ciao", "it")
    page = bot.client.get("/desk/1").text
    assert "Articolo" not in page
    path = unescape(re.findall(r'href="(/desk/1\?macro=[^"]+)"', page)[0]).partition("#")[0]
    shown = bot.client.get(path).text
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", shown, re.DOTALL)
    assert found
    text = unescape(found[1])
    assert text.startswith("Hello Zoë <b>, see Reset your password: http://bot.example/articles/")
    bot.client.post("/desk/1/reply", data={"text": text, "quoted": ["password"]})
    events = bot.services.ledger.everything()
    assert [e.article for e in events if e.kind is Kind.LINKED] == ["password"]


def test_a_reply_that_is_not_filled_in_is_not_sent(bot: Deployment) -> None:
    bot.ticket(subject="x")
    bot.sign_in()
    answer = bot.client.post("/desk/1/reply", data={"text": "Hello {{customer.name}}"})
    assert answer.status_code == 422
    assert "Not sent: the reply still has {{customer.name}}" in answer.text
    assert "Hello {{customer.name}}</textarea>" in answer.text
    assert bot.services.tickets.messages(bot.services.tickets.numbered(1)) == []
