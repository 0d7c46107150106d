"""Incidents stand above suggestions, unanswered questions where there are none, for whom and
when their editor said."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from answerbot.cli import main
from answerbot.errors import Invalid
from answerbot.store.topics import Follower, Topics
from answerbot.topics import Kind, Said, Topic, checked
from indexer.query import Query
from tests.answerbot.conftest import START, Deployment
from tests.indexer.conftest import NOW

EN = Said(title="Uploads fail in Asia", text="We are on it.", words=("upload", "video stops"))


def topic(name: str = "top_a", **more: Any) -> Topic:
    fields = {"kind": Kind.INCIDENT, "texts": {"en": EN}, "starts": START, **more}
    return Topic.model_validate({"id": name, **fields})


def add(bot: Deployment, *topics: Topic) -> None:
    for one in topics:
        Topics(bot.services.store).add(one, author="ada", now=bot.clock())


def unanswered(name: str = "top_u", **more: Any) -> Topic:
    said = Said(title="Dark mode?", text="Not yet.", words=("dark mode",))
    return topic(name, kind=Kind.UNANSWERED, texts={"en": said}, **more)


def test_an_incident_stands_above_what_it_is_about(bot: Deployment) -> None:
    fix = START + timedelta(hours=3)
    add(bot, topic(fix=fix, url="https://status.example/1"))
    found = bot.suggest("my upload stops at 99 %")
    assert found["banner"] == {
        "topic": "top_a",
        "title": "Uploads fail in Asia",
        "text": "We are on it.",
        "until": "2026-11-01T12:00:00Z",
        "url": "https://status.example/1",
        "follow": True,
    }
    assert found["suggestions"]
    assert bot.suggest("UPLOADING xqzw")["banner"]["topic"] == "top_a"
    assert bot.suggest("reset my password")["banner"] is None
    assert bot.suggest("my video is nice")["banner"] is None
    detail = bot.services.ledger.events(found["enquiry"])[-1].detail
    assert detail["banner"] == "top_a"


def test_an_incident_without_words_is_shown_to_everybody_at_once(bot: Deployment) -> None:
    add(bot, topic(texts={"en": Said(title="All is slow"), "it": Said(title="Tutto è lento")}))
    assert [b["title"] for b in bot.call("GET", "/v1/config").json()["banners"]] == ["All is slow"]
    italian = bot.call("GET", "/v1/config?locale=it-CH").json()
    assert [b["title"] for b in italian["banners"]] == ["Tutto è lento"]
    found = bot.suggest("xqzw zzz", locale="fr")
    assert found["abstained"]
    assert found["banner"]["title"] == "All is slow"
    add(bot, topic("top_b", starts=START - timedelta(days=1)))
    assert bot.suggest("upload stops")["banner"]["topic"] == "top_b", "the nearer one"


def test_while_typing_half_a_word_is_no_match(bot: Deployment) -> None:
    add(bot, topic())
    assert bot.suggest("my uplo", typing=True)["banner"] is None
    assert bot.suggest("my upload", typing=True)["banner"]["topic"] == "top_a", (
        "no space is waited for"
    )


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"starts": START + timedelta(seconds=1)}, False),
        ({"starts": START}, True),
        ({"ends": START + timedelta(seconds=1)}, True),
        ({"starts": START - timedelta(days=2), "ends": START}, False),
        ({"open": False}, False),
        ({"audience": "partners"}, False),
    ],
)
def test_a_topic_is_shown_when_and_to_whom_it_is_meant(
    bot: Deployment, change: dict[str, Any], shown: bool
) -> None:
    add(bot, topic(**change), unanswered(**change))
    assert bool(bot.suggest("upload stops")["banner"]) == shown
    assert bool(bot.suggest("dark mode")["topic"]) == shown
    for name in ("top_a", "top_u"):
        body = {"email": "ada@x.example"}
        response = bot.call("POST", f"/v1/topics/{name}/followers", body)
        assert response.status_code == (204 if shown else 404)


def test_a_known_question_without_an_answer_is_named_where_nothing_fits(bot: Deployment) -> None:
    said = Said(title="Reset?", words=("reset password",))
    add(bot, unanswered(), topic("top_r", kind=Kind.UNANSWERED, texts={"en": said}))
    found = bot.suggest("dark mode please")
    assert (found["abstained"], found["banner"]) == (True, None)
    assert found["topic"] == {"id": "top_u", "title": "Dark mode?", "text": "Not yet."}
    assert bot.suggest("reset my password")["topic"] is None, "an article fits"
    assert bot.suggest("dark")["topic"] is None
    detail = bot.services.ledger.events(found["enquiry"])[-1].detail
    assert detail["topic"] == "top_u"


@pytest.mark.parametrize(
    ("query", "found"),
    [("my uplod sticks", True), ("the uplaod", True), ("uploda 🎬", True), ("loud noise", False)],
)
def test_a_typing_error_hides_no_incident(bot: Deployment, query: str, found: bool) -> None:
    add(bot, topic())
    assert (bot.suggest(query)["banner"] is not None) == found


def test_a_word_that_articles_use_is_no_typing_error(bot: Deployment) -> None:
    """It is one letter away from a word of the topic, and means itself."""
    add(bot, topic(texts={"en": Said(title="T", words=("vidfos",))}))
    assert bot.suggest("large videos")["banner"] is None
    assert bot.suggest("large vidfoz")["banner"] is not None


def test_many_words_in_many_languages_are_analysed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    locales = ("en", "it", "fr", "de", "es", "pt", "nl")
    many = tuple(f"word{number} more" for number in range(30))
    one = topic(texts={at: Said(title="T", words=many) for at in locales})
    assert not one.concerns(Query("a first question", NOW))
    analysed: list[str] = []
    monkeypatch.setattr("answerbot.topics.terms", lambda text, _: analysed.append(text))
    assert one.concerns(Query("is there more of word7", NOW))
    assert analysed == []


def test_words_count_in_every_language_of_the_topic(bot: Deployment) -> None:
    texts = {
        "en": EN,
        "it": Said(title="Caricamenti", words=("caricamento",)),
        "ja": Said(title="失敗", words=("アップロード",)),
        "ar": Said(title="فشل", words=("تحميل الفيديو",)),
    }
    add(bot, topic(texts=texts))
    for query in ("i caricamenti si fermano", "動画のアップロードが失敗", "لا يعمل تحميل الفيديو"):
        assert bot.suggest(query)["banner"]["topic"] == "top_a", query
    assert bot.suggest("upload fails", locale="ar")["banner"]["title"] == "فشل"


def test_following_twice_is_following_once_and_looks_the_same(bot: Deployment) -> None:
    add(bot, topic())
    enquiry = bot.suggest("upload")["enquiry"]
    answers = [
        bot.call("POST", "/v1/topics/top_a/followers", {"email": email, "enquiry": enquiry})
        for email in ("Ada@x.example", "ada@X.example", "bob@x.example")
    ]
    assert [(a.status_code, a.content) for a in answers] == [(204, b"")] * 3
    held = Topics(bot.services.store)
    assert [f.email for f in held.followers("top_a")] == ["Ada@x.example", "bob@x.example"]
    assert held.followers("top_a")[0].enquiry == enquiry
    assert held.get("top_a").followers == 2
    assert held.forget(" ADA@x.example") == 1
    assert [f.email for f in held.followers("top_a")] == ["bob@x.example"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 422, "email"),
        ({"email": ""}, 422, "email"),
        ({"email": "ada"}, 422, "email"),
        ({"email": "a b@x.example"}, 422, "email"),
        ({"email": f"{'x' * 250}@x.example"}, 422, "email"),
        ({"email": "ada@x.example", "locale": "<b>"}, 422, "locale"),
        ({"email": "ada@x.example", "enquiry": "enq_unknown"}, 404, None),
        ({"email": "ada@x.example", "name": "Ada"}, 422, "name"),
    ],
)
def test_followers_that_make_no_sense(
    bot: Deployment, body: dict[str, str], status: int, field: str | None
) -> None:
    add(bot, topic())
    response = bot.call("POST", "/v1/topics/top_a/followers", body)
    assert (response.status_code, response.json()["error"].get("field")) == (status, field)
    assert Topics(bot.services.store).followers("top_a") == []


def test_another_tab_s_enquiry_cannot_be_named(bot: Deployment) -> None:
    add(bot, topic())
    enquiry = bot.suggest("upload")["enquiry"]
    body = {"email": "ada@x.example", "enquiry": enquiry}
    response = bot.call("POST", "/v1/topics/top_a/followers", body, session="tab-2")
    assert response.status_code == 403


def test_following_is_rate_limited(tmp_path: Any) -> None:
    strict = Deployment(tmp_path, ANSWERBOT_WRITE_BURST="2")
    with strict.client:
        add(strict, topic())
        codes = [
            strict.call("POST", "/v1/topics/top_a/followers", {"email": f"a{i}@x.example"})
            for i in range(3)
        ]
    assert [response.status_code for response in codes] == [204, 204, 429]


def test_a_change_can_be_undone_and_done_again(bot: Deployment) -> None:
    held = Topics(bot.services.store)
    add(bot, topic())
    held.change(topic(open=False), author="bob", now=bot.clock())
    assert held.open() == []
    for is_open in (True, False):
        held.undo("top_a", author="bob", now=bot.clock())
        assert held.get("top_a").topic.open is is_open


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"texts": {}}, "title"),
        ({"texts": {"en": Said(title=" ")}}, "title_en"),
        ({"texts": {"en": Said(title="x" * 151)}}, "title_en"),
        ({"texts": {"en": Said(title="x", text="y" * 1_001)}}, "text_en"),
        ({"texts": {"en": Said(title="x", words=("!?",))}}, "words_en"),
        ({"texts": {"en": Said(title="x", words=("y" * 101,))}}, "words_en"),
        ({"texts": {"en": Said(title="x", words=tuple(f"w{i}" for i in range(31)))}}, "words_en"),
        ({"texts": {"?": Said(title="x")}}, "title"),
        ({"kind": Kind.UNANSWERED, "texts": {"en": Said(title="x")}}, "words"),
        ({"ends": START}, "ends"),
        ({"url": "javascript:hack()"}, "url"),
        ({"url": "status.example"}, "url"),
    ],
)
def test_topics_that_make_no_sense(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        checked(topic(**change))
    assert caught.value.field == field


@settings(deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4), st.booleans())
def test_no_text_breaks_matching(query: str, words: list[str], typing: bool) -> None:
    for locale in ("en", "ja", "ar", "zh-Hans"):
        said = Said(title="x", words=tuple(words))
        one = topic(texts={locale: said})
        assert one.concerns(Query(query, NOW, typing=typing)) in (True, False)


def test_a_spreadsheet_that_opens_the_followers_runs_nothing(
    bot: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(bot, topic())
    held = Topics(bot.services.store)
    evil = ('=cmd|"/C"!A1@x.example', "+1@x.example", "-2@x.example", '"@x.example', "@a@x.example")
    for email in (*evil, "ada@x.example"):
        held.follow("top_a", Follower(email, "en", "", START))
    monkeypatch.setenv("ANSWERBOT_HOME", str(bot.settings.home))
    printed = CliRunner().invoke(main, ["topics", "followers", "top_a"]).output
    cells = [row[0] for row in csv.reader(StringIO(printed))]
    assert sorted(cell.removeprefix("'") for cell in cells[1:]) == sorted((*evil, "ada@x.example"))
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_topics_on_the_command_line(bot: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    add(bot, topic(), unanswered(open=False))
    Topics(bot.services.store).follow("top_a", Follower("ada@x.example", "en", "", START))
    monkeypatch.setenv("ANSWERBOT_HOME", str(bot.settings.home))

    def run(*arguments: str) -> str:
        return CliRunner().invoke(main, ["topics", *arguments]).output

    first, second = run("list").splitlines()
    assert first.split() == ["top_a", "incident", "open", "1", *EN.title.split()]
    assert "closed" in second
    assert json.loads(run("list", "--json"))[0]["followers"] == 1
    assert run("forget", "ADA@x.example") == "erased from 1 topic\n"
    assert run("forget", "ADA@x.example") == "erased from 0 topics\n"
    assert "no topic 'top_x'" in run("followers", "top_x")
