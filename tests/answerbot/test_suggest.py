"""A customer types, gets articles or nothing, and the ledger knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerbot import asking
from answerbot.asking import Question, offering, search
from answerbot.choosing import chosen_from
from answerbot.enquiries import Kind
from answerbot.settings import read
from answerbot.suggest import Offer
from answerbot.thresholds import Channel, Thresholds, in_force
from corpora.curation import Curation, Pin
from indexer.build import build
from indexer.query import Query
from indexer.searcher import open_current
from tests.answerbot.conftest import START, Deployment
from tests.indexer.conftest import HELP_CENTER, WORDS_ONLY


def kinds(bot: Deployment, enquiry: str) -> list[str]:
    return [event.kind for event in bot.services.ledger.events(enquiry)]


def test_the_answer_has_the_promised_shape(bot: Deployment) -> None:
    answer = bot.suggest("how do I RESET my passwords")
    first = answer["suggestions"][0]
    text = first["passage"]["text"]
    assert first["article"] == "password"
    assert [text[a:b] for a, b in first["passage"]["highlights"]] == ["password"]
    assert set(first) == {
        "article", "title", "url", "locale", "passage", "confidence", "reason",
    }  # fmt: skip
    assert 0 < first["confidence"] <= 1
    assert answer["generation"] == "gen-000001"
    assert answer["abstained"] is False


def test_offsets_count_code_points_beside_emoji(bot: Deployment) -> None:
    passage = bot.suggest("browser for large videos")["suggestions"][0]["passage"]
    assert "🎬" in passage["text"]
    marked = [passage["text"][a:b] for a, b in passage["highlights"]]
    assert marked == ["Large", "videos", "browser"]


def test_one_enquiry_lasts_while_the_customer_types(bot: Deployment) -> None:
    first = bot.suggest("reset", typing=True)
    second = bot.suggest("reset pass", typing=True, enquiry=first["enquiry"])
    third = bot.suggest("reset pass", typing=True, enquiry=first["enquiry"])
    assert first["enquiry"] == second["enquiry"] == third["enquiry"]
    assert kinds(bot, first["enquiry"]) == [Kind.ASKED, Kind.OFFERED, Kind.OFFERED]


def test_a_space_after_the_last_word_is_no_news(bot: Deployment) -> None:
    first = bot.suggest("reset", typing=True)
    bot.suggest("reset ", typing=True, enquiry=first["enquiry"])
    events = bot.services.ledger.events(first["enquiry"])
    assert [event.detail.get("query") for event in events] == [None, "reset"]


def test_an_unfinished_word_gets_what_it_begins(bot: Deployment) -> None:
    assert bot.suggest("passw", typing=True)["suggestions"][0]["article"] == "password"


def test_what_is_shown_stays_while_typing(bot: Deployment) -> None:
    first = bot.suggest("reset", typing=True)
    shown = asking._shown(bot.services, Question("reset pass", enquiry=first["enquiry"]))
    assert shown == tuple(s["article"] for s in first["suggestions"]) != ()
    assert asking._shown(bot.services, Question("reset")) == ()


def test_the_sent_question_is_recorded_even_if_the_list_is_the_same(bot: Deployment) -> None:
    first = bot.suggest("reset", typing=True)
    bot.suggest("reset password", enquiry=first["enquiry"])
    assert kinds(bot, first["enquiry"]) == [Kind.ASKED, Kind.OFFERED, Kind.OFFERED]


def test_abstaining_is_an_answer_and_is_recorded(bot: Deployment) -> None:
    answer = bot.suggest("zzz qqq")
    assert (answer["suggestions"], answer["abstained"]) == ([], True)
    assert kinds(bot, answer["enquiry"]) == [Kind.ASKED, Kind.UNOFFERED]


def test_another_language_comes_with_a_notice(bot: Deployment) -> None:
    answer = bot.suggest("R-12", locale="it-IT")
    assert answer["notice"]["code"] == "other_language"
    assert answer["suggestions"][0]["locale"] == "en"
    assert bot.suggest("password", locale="it")["notice"] is None


def test_another_language_is_asked_only_when_its_own_has_nothing_good_enough(
    bot: Deployment,
) -> None:
    own = bot.suggest("la password della fattura", locale="it")
    assert {s["locale"] for s in own["suggestions"]} == {"it"}
    searcher = bot.services.live.searcher
    mixed = Query("apri computer", bot.clock(), "it")
    here, there = searcher.search(mixed).hits[0], searcher.elsewhere(mixed).hits[0]
    assert here.locale == "it"
    assert there.article == "offline"
    assert here.confidence < there.confidence
    assert not offered(bot, mixed, here.confidence, 1.0).translated
    between = (here.confidence + there.confidence) / 2
    assert offered(bot, mixed, between, 1.0).abstained
    elsewhere = offered(bot, mixed, between, between)
    assert elsewhere.best == (here.confidence, there.confidence)
    assert elsewhere.translated
    assert elsewhere.hits[0].article == "offline"


def test_an_offer_is_booked_on_the_generation_that_made_it(bot: Deployment) -> None:
    question = Question("reset my password")
    asked = search(bot.services, question)
    build([*HELP_CENTER[1:]], bot.settings.index, now=START, options=WORDS_ONLY)
    bot.services.live.look()
    event = offering(bot.services, "enq", question, asked)
    assert (event.generation, bot.services.live.searcher.manifest.name) == (
        "gen-000001", "gen-000002",
    )  # fmt: skip


def offered(bot: Deployment, query: Query, own: float, elsewhere: float) -> Offer:
    least = Thresholds(own, elsewhere)
    return chosen_from(bot.services.live.searcher, query, least=least, limit=3)


def test_partners_articles_are_never_shown_to_everyone(bot: Deployment) -> None:
    shown = bot.suggest("invoices billing", limit=10)["suggestions"]
    assert "invoice" not in [s["article"] for s in shown]


def test_subject_and_description_are_searched_too(bot: Deployment) -> None:
    answer = bot.suggest("", subject="Help", description="my upload stops")
    assert answer["suggestions"][0]["article"] == "upload"


@pytest.mark.parametrize(
    "query",
    ["", "   ", "👩‍💻🔥", "\x00\x07\x1b", "ไม่สามารถ", "?" * 4_000, "\u202e\u200f", "a" * 4_000],
)
def test_odd_questions_get_200_and_nothing(bot: Deployment, query: str) -> None:
    assert bot.suggest(query)["abstained"] is True


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.text(max_size=400),
    subject=st.text(max_size=50),
    description=st.text(max_size=200),
    typing=st.booleans(),
)
def test_no_text_is_answered_by_a_server_error(
    bot: Deployment, query: str, subject: str, description: str, typing: bool
) -> None:
    body = {"query": query, "subject": subject, "description": description, "typing": typing}
    assert bot.call("POST", "/v1/suggest", body).status_code in (200, 422)


@pytest.mark.parametrize("locale", ["EN", "en_GB", "En-us", " en "])
def test_locales_count_however_pages_write_them(bot: Deployment, locale: str) -> None:
    found = bot.suggest("reset my password", locale=locale)
    assert found["suggestions"][0]["locale"] == "en"


def test_of_a_page_s_address_only_what_names_the_page_is_kept(bot: Deployment) -> None:
    page = "https://shop.example/help?token=secret#ada@example.com"
    found = bot.suggest("reset my password", page=page)
    enquiry = bot.services.ledger.enquiry(found["enquiry"])
    assert enquiry.page == "https://shop.example/help"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"query": "x" * 10_000}, "query"),
        ({"query": 3}, "query"),
        ({"query": "x", "limit": 0}, "limit"),
        ({"query": "x", "limit": "many"}, "limit"),
        ({"query": "x", "locale": "not a locale"}, "locale"),
        ({"query": "x", "audience": "staff"}, "audience"),
        ({"description": "x" * 30_000}, "description"),
        ([], "body"),
    ],
)
def test_a_wrong_field_is_named(bot: Deployment, body: object, field: str) -> None:
    response = bot.call("POST", "/v1/suggest", body)
    assert response.status_code == 422
    error = response.json()["error"]
    assert (error["code"], error["field"]) == ("invalid_request", field)


def test_what_is_not_json_is_refused(bot: Deployment) -> None:
    headers = {"authorization": f"Bearer {bot.public}", "content-type": "application/json"}
    for content in (b"", b"{", b"\xff\xfe", b'"' + b"[" * 30_000):
        response = bot.client.post("/v1/suggest", content=content, headers=headers)
        assert response.status_code == 422, content[:10]
        assert response.json()["error"]["code"] == "invalid_request"


def test_an_article_comes_as_blocks_in_the_nearest_locale(bot: Deployment) -> None:
    def read(name: str, locale: str) -> dict[str, object]:
        response = bot.call("GET", f"/v1/articles/{name}?locale={locale}")
        assert response.status_code == 200
        data: dict[str, object] = response.json()
        return data

    assert read("password", "it-IT")["title"] == "Reimposta la password"
    assert read("password", "sv")["locale"] == "en"
    assert read("password", "en")["locales"] == ["en", "it"]
    assert read("upload", "en")["blocks"] == [
        {
            "kind": "paragraph",
            "text": "Large videos may stop. 🎬 Try another browser.",
            "links": [],
        }
    ]


@pytest.mark.parametrize(
    "name", ["gone", "invoice", "a/b", "%00", "..%2f..%2fetc%2fpasswd", "x" * 400]
)
def test_articles_that_do_not_exist_or_are_for_others_are_not_found(
    bot: Deployment, name: str
) -> None:
    response = bot.call("GET", f"/v1/articles/{name}")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


def test_the_widget_s_configuration(bot: Deployment) -> None:
    config = bot.call("GET", "/v1/config?locale=it").json()
    assert config["name"] == "Test Help"
    assert config["languages"] == ["en", "it", "ja"]
    (form,) = config["forms"]
    assert form["title"] == "Conto"
    assert form["quick_links"] == [
        {"article": "password", "title": "Reimposta la password", "locale": "it"}
    ]


def test_a_pinned_article_is_offered_and_says_so(bot: Deployment) -> None:
    pins = (Pin(article="empty", words=("outage",)),)
    build(
        HELP_CENTER,
        bot.settings.index,
        now=START,
        options=WORDS_ONLY,
        curation=Curation(pins=pins),
    )
    bot.services.live.look()
    first = bot.suggest("is there an outage")["suggestions"][0]
    assert (first["article"], first["reason"]) == ("empty", "pinned")


def test_a_calm_list_is_no_reason_for_silence(sample_home: Path) -> None:
    """What is shown keeps its place above what is a little better, and lends it its doubts."""
    searcher = open_current(read(sample_home, {}).index).searcher
    least = in_force(searcher, read(sample_home, {})[Channel.TYPING.setting])
    question = "cant log in after chang my pasword"
    for end in range(4, len(question)):
        begun = Query(question[:end], START, "en", locale="en", typing=True)
        shown = tuple(
            hit.article for hit in chosen_from(searcher, begun, least=least, limit=3).hits
        )
        whole = Query(question, START, "en", locale="en", typing=True, shown=shown)
        assert not chosen_from(searcher, whole, least=least, limit=3).abstained, question[:end]
