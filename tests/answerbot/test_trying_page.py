"""The page on the precision wanted says what the ledger holds, in three languages."""

from __future__ import annotations

import string
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from answerbot.enquiries import Event, Kind
from answerbot.pages.trying_texts import CATALOGUES, EN
from answerbot.precision import FEW
from answerbot.store.audit import Audit
from answerbot.verdicts import bins, verdicts
from tests.answerbot.conftest import ORIGIN, START, Deployment

HOSTILE = '<script>alert(1)</script> reset my password "'


@pytest.fixture
def signed_in(bot: Deployment) -> Deployment:
    bot.sign_in()
    bot.site = ORIGIN
    return bot


def shown(bot: Deployment, query: str = "", language: str = "en", status: int = 200) -> Any:
    response = bot.client.get(f"/try?{query}", headers={"accept-language": language})
    assert response.status_code == status, response.text
    return LexborHTMLParser(response.text)


def text(page: Any, selector: str) -> str:
    return " ".join(" ".join(node.text() for node in page.css(selector)).split())


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_the_page_speaks_three_languages(signed_in: Deployment, language: str) -> None:
    catalogue = CATALOGUES[language]
    assert list(catalogue) == list(EN)
    assert all(places(words) == places(EN[key]) for key, words in catalogue.items())
    page = shown(signed_in, "want=0.8", language)
    assert text(page, "h1") == catalogue["title"]
    assert catalogue["curve"] in page.css_first("svg[role=img]").attributes["aria-label"]


def test_it_is_for_staff(bot: Deployment) -> None:
    response = bot.client.get("/try", follow_redirects=False)
    assert (response.status_code, HOSTILE in response.text) == (401, False)


def test_what_a_customer_would_see_is_shown_and_what_not(signed_in: Deployment) -> None:
    asks = "channel=form&query=reset+my+password&locale=en"
    page = shown(signed_in, asks)
    assert text(page, ".verdict h2") == EN["is_shown"]
    first = page.css_first(".tried-on tbody tr")
    offered = signed_in.suggest("reset my password", locale="en")["suggestions"]
    assert first.css_first("th span").text() == offered[0]["title"]
    assert len(page.css(".tried-on tbody tr.this")) == len(offered)
    page = shown(signed_in, f"{asks}&want=1")
    assert "At 1.0 nothing would be shown." in text(page, ".verdict")
    link = first.css_first("a").attributes["href"]
    assert "is shown, as number 1" in signed_in.client.get(link).text
    page = shown(signed_in, "query=qqxz+wwyq")
    assert text(page, ".verdict h2") == EN["not_found"]
    enquiries = [name for name, _ in signed_in.services.ledger.states()]
    assert len(enquiries) == 1, "trying is recorded"


def test_an_audience_and_a_language_are_heeded(signed_in: Deployment) -> None:
    for audiences, found in (("", False), ("partners", True)):
        page = shown(signed_in, f"channel=form&query=invoices&audiences={audiences}")
        assert ("Invoices" in text(page, ".tried-on")) is found
    page = shown(signed_in, "query=reset&locale=english", status=422)
    assert page.css_first("input[name=locale]").attributes["aria-invalid"] == "true"


def test_a_precision_is_saved_for_a_channel_and_taken_back(signed_in: Deployment) -> None:
    def save(want: str) -> Any:
        return signed_in.form("/try/save", {"channel": "form", "want": want})

    def offers() -> bool:
        return bool(signed_in.suggest("reset my password", locale="en")["suggestions"])

    page = shown(signed_in, "channel=form&want=1")
    assert "(Sent questions)" in text(page, ".tried form")
    assert (offers(), save("1").status_code, offers()) == (True, 303, False)
    page = shown(signed_in, "channel=form")
    assert "Saved by" in text(page, "main")
    assert page.css_first("tr.this th").text().split()[0] == "1.0"
    assert text(page, "form[action='/try/save'] button") == "Undo: 0.45 again"
    assert text(shown(signed_in, "channel=typing"), "tr.this th").startswith("0.45")
    save("")
    assert offers()
    deeds = [deed.about for deed in Audit(signed_in.services.store).latest(2)]
    assert deeds == ["form_precision = as in answerbot.toml", "form_precision = 1"]
    assert [save(want).status_code for want in ("2", "nan", "x")] == [422] * 3


def test_too_few_are_said_to_be(signed_in: Deployment) -> None:
    signed_in.suggest("reset my password")
    page = shown(signed_in, "channel=form&want=0.9")
    assert "Too few to tell: 1 enquiries in 30 days" in text(page, ".tried")
    assert text(page, ".tried code") == "form_precision = 0.9"
    assert text(page, "tr.this th").startswith("0.45")


def test_who_would_lose_an_offer_is_named_and_led_to(signed_in: Deployment) -> None:
    for _ in range(FEW):
        signed_in.clock.pass_time(seconds=1)
        asked = signed_in.suggest(HOSTILE, locale="en")
    signed_in.ticket(subject="Locked out", description="", email="a@b.example", locale="en",
                     enquiry=asked["enquiry"])  # fmt: skip
    page = shown(signed_in, "channel=form&want=1&days=7")
    assert page.css("script:not([src])") == []
    assert f"{FEW} of {FEW} enquiries would lose it" in text(page, ".tried")
    assert "0 of 20 enquiries would gain an offer" in text(page, ".tried")
    assert len(page.css(".tried li")) == 10
    links = [a.attributes["href"] for a in page.css(".tried li a")]
    assert "/desk/1" in links
    why = next(link for link in links if link.startswith("/explain"))
    assert signed_in.client.get(why).status_code == 200
    assert "article=password" in why


@pytest.mark.parametrize("query", ["want=2", "want=x", "want=nan", "days=0", "days=1.5", "days=-1"])
def test_what_is_no_number_is_pointed_at(signed_in: Deployment, query: str) -> None:
    page = shown(signed_in, query, status=422)
    name, _, value = query.partition("=")
    field = page.css_first(f"input[name={name}]")
    assert (field.attributes["aria-invalid"], field.attributes["value"]) == ("true", value)
    assert text(page, ".wrong")


def test_a_comma_is_a_point(signed_in: Deployment) -> None:
    assert text(shown(signed_in, "want=0,8"), ".tried code") == "typing_precision = 0.8"


def said(*kinds: tuple[Kind, str]) -> list[Event]:
    offered = {"articles": ["a", "b"], "confidence": [0.9, 0.3]}
    first = Event("0", "enq", Kind.OFFERED, START, detail=offered)
    rest = (Event(str(i), "enq", kind, START, article) for i, (kind, article) in enumerate(kinds))
    return [first, *rest]


@pytest.mark.parametrize(
    ("kinds", "found"),
    [
        ([], []),
        ([(Kind.OPENED, "a")], []),
        ([(Kind.ACCEPTED, "a")], [(0.9, True)]),
        ([(Kind.REJECTED, "b"), (Kind.ACCEPTED, "a")], [(0.3, False), (0.9, True)]),
        ([(Kind.REJECTED, "a"), (Kind.ACCEPTED, "a")], [(0.9, True)]),
        ([(Kind.ACCEPTED, "a"), (Kind.UNDONE, "a")], []),
        ([(Kind.ACCEPTED, "elsewhere")], []),
    ],
)
def test_a_verdict_is_the_last_word(
    kinds: list[tuple[Kind, str]], found: list[tuple[float, bool]]
) -> None:
    assert list(verdicts([("enq", said(*kinds))])) == found


def test_verdicts_are_binned_with_their_n() -> None:
    found = bins([(0.0, False), (0.1, True), (0.2, True), (1.0, True)])
    assert [(b.low, b.n, b.accepted) for b in found] == [(0.0, 2, 1), (0.2, 1, 1), (0.8, 1, 1)]
    assert found[0].claimed == pytest.approx(0.05)
    assert found[0].interval.low < found[0].right < found[0].interval.high
    assert bins([]) == []


def test_enough_verdicts_are_drawn(signed_in: Deployment) -> None:
    for i in range(FEW):
        asked = signed_in.suggest("reset my password")
        kind = "accepted" if i % 2 else "rejected"
        signed_in.event(asked["enquiry"], kind, f"event-{i:020d}", article="password")
    page = shown(signed_in)
    assert len(page.css("svg[role=img]")) == 2
    assert "50 %" in text(page, ".plot table")
