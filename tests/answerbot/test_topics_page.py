"""The editor's page of topics without a browser: every language, undo, no other site's forms."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx2 as httpx
import pytest

from answerbot.pages.topics_texts import CATALOGUES, EN
from answerbot.store.topics import Follower, Topics
from tests.answerbot.conftest import ORIGIN, START, Deployment
from tests.pages.test_texts import places

FORM = {
    "kind": "incident",
    "title_en": "Uploads fail in Asia",
    "text_en": "We are on it.",
    "words_en": "upload, video stops",
    "title_it": "Caricamenti fermi",
    "text_it": "",
    "words_it": "caricamento，video",
    "title_ja": "",
    "starts": "",
    "ends": "2026-11-02T09:00",
    "fix": "2026-11-01T15:30",
    "url": "https://status.example/1",
}


@pytest.fixture
def editor(bot: Deployment) -> Deployment:
    bot.sign_in()
    bot.site = ORIGIN
    return bot


def post(bot: Deployment, path: str, data: Any = None, **headers: str) -> httpx.Response:
    return bot.client.post(f"/editor/topics/{path}", data=data or {}, headers=headers)


def only(bot: Deployment) -> Any:
    (kept,) = Topics(bot.services.store).all()
    return kept


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_catalogues_have_the_same_keys_and_places(language: str) -> None:
    assert list(CATALOGUES[language]) == list(EN)
    for key, text in CATALOGUES[language].items():
        assert text.strip()
        assert places(text) == places(EN[key]), key


def test_a_topic_is_written_and_counts_at_once(editor: Deployment) -> None:
    page = html.unescape(post(editor, "new", FORM).text)
    assert "“Uploads fail in Asia” is saved and counts at once." in page
    topic = only(editor).topic
    assert topic.starts == START
    assert topic.texts["it"].words == ("caricamento", "video")
    assert set(topic.texts) == {"en", "it"}
    banner = editor.suggest("my upload")["banner"]
    assert (banner["title"], banner["until"]) == ("Uploads fail in Asia", "2026-11-01T15:30:00Z")


def test_what_was_typed_stays_where_something_is_wrong(editor: Deployment) -> None:
    for change, message in (
        ({"title_en": "", "title_it": "", "text_en": "", "words_en": "", "words_it": ""},
         "Write a title in at least one language."),
        ({"ends": "2026-10-01T09:00"}, "before it starts"),
        ({"fix": "soon"}, "'soon' is no date and time"),
        ({"url": "javascript:hack()"}, "is no web address"),
        ({"kind": "unanswered", "words_en": "", "words_it": ""}, "needs words"),
        ({"title_en": ""}, "Write a title, or leave this language out"),
    ):  # fmt: skip
        response = post(editor, "new", {**FORM, **change})
        page = html.unescape(response.text)
        assert response.status_code == 422
        assert message in page
        assert 'aria-invalid="true"' in page
        assert f'value="{FORM["ends"] if "ends" not in change else change["ends"]}"' in page
    assert Topics(editor.services.store).all() == []


def test_closing_and_changing_can_be_undone(editor: Deployment) -> None:
    post(editor, "new", FORM)
    name = only(editor).topic.id
    assert "is closed: nobody sees it any more" in post(editor, f"{name}/close").text
    assert editor.suggest("upload")["banner"] is None
    assert "is undone" in post(editor, f"{name}/undo").text
    assert editor.suggest("upload")["banner"]
    post(editor, f"{name}/change", {**FORM, "title_en": "Solved?"})
    assert editor.suggest("upload")["banner"]["title"] == "Solved?"
    post(editor, f"{name}/undo")
    assert editor.suggest("upload")["banner"]["title"] == "Uploads fail in Asia"
    post(editor, f"{name}/close")
    assert post(editor, f"{name}/open").status_code == 200
    assert only(editor).topic.open


def test_an_editor_sees_whom_a_topic_would_reach_before_it_is_kept(editor: Deployment) -> None:
    for query in ("upload <b>stops</b>", "my uploads fail", "reset password", "xqzw zz"):
        editor.suggest(query, session="")
    page = html.unescape(post(editor, "new", {**FORM, "try": "1"}).text)
    assert "Of the latest 4 questions within 30 days, it would have been shown for 2." in page
    assert '<li dir="auto">upload <b>stops</b></li>' in page
    assert "<b>stops" not in post(editor, "new", {**FORM, "try": "1"}).text
    everybody = {**FORM, "words_en": "", "words_it": "", "try": "1"}
    assert "for all of the latest 4 questions within 30 days" in post(editor, "new", everybody).text
    unanswered = {**FORM, "kind": "unanswered", "words_en": "xqzw", "try": "1"}
    page = post(editor, "new", unanswered).text
    assert re.search(
        r"Of the latest [12] questions within 30 days that no .*, it would have been shown for 1\.",
        page,
    )
    assert Topics(editor.services.store).all() == []
    editor.clock.pass_time(days=31)
    editor.sign_in()
    assert (
        "the latest 0 questions within 30 days"
        in post(editor, "new", {**FORM, "ends": "", "try": "1"}).text
    )


def test_followers_are_listed_downloaded_and_erased(editor: Deployment) -> None:
    post(editor, "new", FORM)
    name = only(editor).topic.id
    for email in ("ada@x.example", "=1+1@x.example"):
        Topics(editor.services.store).follow(name, Follower(email, "it", "", START))
    page = html.unescape(editor.client.get(f"/editor/topics/{name}").text)
    assert "ada@x.example" in page
    assert "We will write to you" in page
    response = editor.client.get(f"/editor/topics/{name}/followers.csv")
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"] == 'attachment; filename="followers.csv"'
    assert '"\'=1+1@x.example"' in response.text
    page = post(editor, f"{name}/forget", {"email": "ADA@x.example"}).text
    assert "The address is erased." in page
    assert only(editor).followers == 1


@pytest.mark.parametrize("language", ["fr", "it"])
def test_the_page_speaks_the_editor_s_language(editor: Deployment, language: str) -> None:
    words = CATALOGUES[language]
    page = editor.client.get("/editor/topics", headers={"accept-language": language}).text
    assert words["none"] in html.unescape(page)
    page = editor.client.get("/editor/topics/new", headers={"accept-language": language}).text
    assert words["words_help"] in html.unescape(page)


def test_another_site_s_form_changes_nothing(editor: Deployment) -> None:
    post(editor, "new", FORM)
    name = only(editor).topic.id
    for path in ("new", f"{name}/change", f"{name}/close", f"{name}/undo", f"{name}/forget"):
        response = post(editor, path, FORM, origin="https://evil.example")
        assert response.status_code == 403, path
    assert only(editor).topic.open


def test_a_topic_that_is_unknown_is_not_found(editor: Deployment) -> None:
    for path in ("top_x/change", "top_x/close", "top_x/open", "top_x/undo"):
        assert post(editor, path, FORM).status_code == 404, path
    for path in ("top_x", "top_x/followers.csv"):
        assert editor.client.get(f"/editor/topics/{path}").status_code == 404
    post(editor, "new", FORM)
    assert post(editor, f"{only(editor).topic.id}/undo").status_code == 404


def test_an_agent_sees_which_incident_the_customer_read(editor: Deployment) -> None:
    post(editor, "new", FORM)
    enquiry = editor.suggest("my upload stops")["enquiry"]
    number = editor.ticket(subject="my upload stops", enquiry=enquiry)["number"]
    desk = editor.client.get(f"/desk/{number}").text
    name = only(editor).topic.id
    assert f'<a href="/editor/topics/{name}">Uploads fail in Asia</a>' in desk


def test_hostile_texts_stay_words(editor: Deployment) -> None:
    attack = "<img src=x onerror=hack()>"
    post(editor, "new", {**FORM, "title_en": attack, "text_en": attack, "words_en": attack})
    for path in ("/editor/topics", f"/editor/topics/{only(editor).topic.id}"):
        page = editor.client.get(path).text
        assert "<img" not in page
        assert html.escape(attack) in page
