"""Zendesk articles, from export files and over the API of a server on loopback."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpora.article import Article, Link, Paragraph
from corpora.fetch import Fetcher
from corpora.loaders import Options, open_source
from corpora.loaders.zendesk_api import ZendeskApiLoader
from corpora.report import Loaded, Note, Skipped, SourceError

if TYPE_CHECKING:
    from tests.corpora.conftest import Site

Write = Callable[[dict[str, str | bytes]], Path]
API = "/api/v2/help_center"
FIRST = f"{API}/en-us/articles.json?include=translations,sections,categories&page[size]=100"


def record(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "title": f"Title {number}",
        "body": f"<p>Body {number}</p>",
        "locale": "en-us",
        "source_locale": "en-us",
        "section_id": 5,
        "user_segment_id": None,
        "draft": False,
        "promoted": False,
        "outdated": False,
        "label_names": [],
        "html_url": f"https://help.example/hc/en-us/articles/{number}-title",
        "updated_at": "2024-05-06T07:08:09Z",
        **changes,
    }


def articles(found: Iterable[Loaded]) -> list[Article]:
    return [one for one in found if isinstance(one, Article)]


def export(folder: Write, value: object, name: str = "export.json", **options: Any) -> list[Loaded]:
    text = value if isinstance(value, str) else json.dumps(value)
    return list(open_source(str(folder({name: text}) / name), Options(**options)))


PAGE = {
    "articles": [
        record(
            1,
            label_names=["bot", "login"],
            promoted=True,
            translations=[
                {"locale": "en-us", "title": "Own", "body": "<p>Own</p>", "draft": False},
                {
                    "locale": "fr",
                    "title": "Titre",
                    "body": "<p>Corps</p>",
                    "draft": True,
                    "outdated": True,
                    "html_url": "https://help.example/hc/fr/articles/1",
                },
            ],
        ),
        record(2, user_segment_id=77, draft=True),
        record(3, user_segment_ids=[78, 79], section_id=99),
    ],
    "sections": [{"id": 5, "name": "Sign in", "category_id": 6}],
    "categories": [{"id": 6, "name": "Account"}],
}


def test_a_page_is_read_with_names_translations_and_segments(folder: Write) -> None:
    found = export(folder, PAGE, audiences={"78": "partner"})
    english, french, second, third = articles(found)
    assert english == Article(
        id="1",
        title="Own",
        locale="en-US",
        blocks=(Paragraph(text="Own"),),
        url="https://help.example/hc/en-us/articles/1-title",
        section="Account / Sign in",
        labels=("bot", "login"),
        updated_at=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        promoted=True,
    )
    assert (french.key, french.title, french.draft) == (("1", "fr"), "Titre", True)
    assert french.url == "https://help.example/hc/fr/articles/1"
    assert (second.audience, second.draft) == ("segment-77", True)
    assert (third.audience, third.section) == ("partner", "")
    assert found[-1] == Note("translations", "1 are marked outdated: 1 (fr)")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("a.json", [record(1), record(2)]),
        ("a.json", {"articles": [record(1), record(2)]}),
        ("a.json", [{"articles": [record(1)]}, {"articles": [record(2)]}]),
        ("a.jsonl", f"{json.dumps(record(1))}\n\n{json.dumps(record(2))}\n"),
        ("a.jsonl", "\n".join(json.dumps({"articles": [record(n)]}) for n in (1, 2))),
        ("a.jsonl", "\n".join(json.dumps({"article": record(n)}) for n in (1, 2))),
    ],
)
def test_exports_have_many_shapes(folder: Write, name: str, value: object) -> None:
    found = export(folder, value, name)
    assert [article.title for article in articles(found)] == ["Title 1", "Title 2"]
    assert len(found) == 2


def test_links_to_articles_of_the_export_open_in_place(folder: Write) -> None:
    html = """<a href="https://help.example/hc/fr/articles/2-x#y">two</a>
    <a href="/hc/en-us/articles/2">also</a> <a href="/hc/en-us/articles/9">gone</a>
    <a href="https://other.example/hc/en-us/articles/2">other</a>"""
    first, _ = articles(export(folder, [record(1, body=html), record(2)]))
    (block,) = first.blocks
    assert isinstance(block, Paragraph)
    assert [link.href for link in block.links] == [
        "article:2",
        "article:2",
        "/hc/en-us/articles/9",
        "https://other.example/hc/en-us/articles/2",
    ]
    assert block.links[0] == Link(start=0, end=3, href="article:2")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (record(1, body=""), "no text"),
        (record(1, body=None, title=""), "empty"),
        (record(1, body="<script>x</script>"), "no text"),
        ({"title": "x", "body": "y"}, "no `id`"),
        ("text", "no `id`"),
        (None, "no `id`"),
        ([], "no `id`"),
    ],
)
def test_a_bad_record_is_skipped_with_its_reason(folder: Write, value: object, reason: str) -> None:
    skipped, article = export(folder, {"articles": [value, record(2)]})
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason
    assert isinstance(article, Article)


def test_odd_values_do_no_harm(folder: Write) -> None:
    odd = record(
        1, title="", locale="??", label_names="a,b", updated_at=5, section_id=[], promoted=1
    )
    (article,) = articles(export(folder, [odd], locale="de"))
    assert (article.title, article.locale, article.labels) == ("Body 1", "de", ("a", "b"))
    assert (article.updated_at, article.promoted) == (None, False)


def test_a_repeated_article_is_skipped(folder: Write) -> None:
    _, again = export(folder, [record(1), record(1)])
    assert again == Skipped("1 (en-US)", "repeats id '1' in locale en-US")


def test_a_bad_line_is_skipped_and_a_bad_file_is_an_error(folder: Write) -> None:
    bad, article = export(folder, f"{{no\n{json.dumps(record(1))}", "a.jsonl")
    assert isinstance(bad, Skipped)
    assert bad.name == "a.jsonl:1"
    assert isinstance(article, Article)
    for text in ("{no", "[" * 100_000):
        with pytest.raises(SourceError, match=r"b\.json is not JSON"):
            export(folder, text, "b.json")


def live(site: Site, **options: Any) -> list[Loaded]:
    fetcher = Fetcher(allow_private=True, sleep=lambda _: None)
    return list(ZendeskApiLoader(site.origin, fetcher, **options))


def test_the_api_is_read_by_cursor_to_its_end(site: Site) -> None:
    after = FIRST + "&page[after]=x"
    site.answer(f"{API}/locales.json", {"locales": ["en-us", "fr"], "default_locale": "en-us"})
    more = {"meta": {"has_more": True}, "links": {"next": site.origin + after}}
    site.answer(FIRST, {**PAGE, **more})
    last = {"meta": {"has_more": False}, "links": {"next": site.origin + after}}
    site.answer(after, {"articles": [record(4)], **last})
    found = articles(live(site))
    assert [article.key for article in found] == [
        ("1", "en-US"), ("1", "fr"), ("2", "en-US"), ("3", "en-US"), ("4", "en-US"),
    ]  # fmt: skip
    assert found[-1].section == "Account / Sign in"


def test_the_api_is_read_by_page_numbers(site: Site) -> None:
    site.answer(FIRST, {"articles": [record(1)], "next_page": f"{site.origin}/two"})
    site.answer("/two", {"articles": [record(2)], "next_page": None})
    assert len(articles(live(site, locale="en-US"))) == 2


def test_a_next_page_on_another_host_is_refused(site: Site) -> None:
    site.answer(FIRST, {"articles": [record(1)], "next_page": "https://evil.example/two"})
    with pytest.raises(SourceError, match="another host"):
        live(site, locale="en-US")


def test_a_page_that_leads_to_itself_ends(site: Site) -> None:
    site.answer(FIRST, {"articles": [record(1)], "next_page": site.origin + FIRST})
    assert len(live(site, locale="en-US")) == 1


def test_changes_are_read_until_the_end_time_stands_still(site: Site) -> None:
    first = (
        f"{API}/incremental/articles.json?start_time=100&include=translations,sections,categories"
    )
    second = f"{API}/incremental/articles.json?start_time=200"
    site.answer(
        first, {"articles": [record(1)], "next_page": site.origin + second, "end_time": 200}
    )
    site.answer(
        second, {"articles": [record(2)], "next_page": site.origin + second, "end_time": 200}
    )
    fetcher = Fetcher(allow_private=True)
    loader = ZendeskApiLoader(site.origin, fetcher, since=100)
    assert len(articles(loader)) == 2
    assert loader.end_time == 200
    assert not loader.complete


def test_credentials_are_sent_as_zendesk_wants_them(site: Site) -> None:
    site.answer(FIRST, {"articles": [record(1)], "next_page": None})
    options = Options(email="me@x.example", token="secret", locale="en-us", allow_private=True)
    assert len(list(open_source(site.origin, options))) == 1
    expected = base64.b64encode(b"me@x.example/token:secret").decode()
    assert site.requests[-1][1]["authorization"] == f"Basic {expected}"
    assert "secret" not in repr(options)


def test_a_busy_api_is_asked_again(site: Site) -> None:
    site.answer(FIRST, status=429, Retry_After="1")
    site.answer(FIRST, {"articles": [record(1)], "next_page": None})
    assert len(live(site, locale="en-US")) == 1


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (401, {"error": "Couldn't authenticate you"}, "API token"),
        (404, {}, "answered 404"),
        (200, b"<html>", "not JSON"),
        (200, [1], "not a page"),
        (200, b"[" * 100_000, "not JSON"),
    ],
)
def test_a_refusal_is_an_error_with_a_way_out(
    site: Site, status: int, body: object, message: str
) -> None:
    site.answer(FIRST, body, status=status)
    with pytest.raises(SourceError, match=message):
        live(site, locale="en-US")


def test_a_failure_in_the_middle_is_an_error(site: Site) -> None:
    """Half a help center must never look like a whole one from which articles were deleted."""
    site.answer(FIRST, {"articles": [record(1)], "next_page": f"{site.origin}/two"})
    site.answer("/two", status=500)
    with pytest.raises(SourceError, match="answered 500"):
        live(site, locale="en-US")


def test_the_own_network_is_not_read_unless_allowed(site: Site) -> None:
    with pytest.raises(SourceError, match="public internet"):
        list(open_source(site.origin))
