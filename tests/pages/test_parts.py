"""Times, outlines, links and words: the rules behind the pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.api.explain import ExplainRequest
from answerbot.api.schemas import (
    AgentRequest,
    Beacon,
    EventRequest,
    FollowRequest,
    Sent,
    SuggestRequest,
    TicketRequest,
)
from answerbot.enquiries import Kind
from answerbot.pages import moments, reference, wording
from answerbot.pages.links import addresses, target
from answerbot.pages.outline import headings, levelled, nested
from answerbot.pages.texts import EN, FR, IT
from answerbot.story import Line
from corpora.article import Heading, ListItem

NOW = datetime(2026, 11, 22, 12, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "words", "waiting"),
    [
        (timedelta(seconds=-5), "just now", "0 min"),
        (timedelta(seconds=59), "just now", "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min ago", "59 min"),
        (timedelta(hours=23), "23 h ago", "23 h"),
        (timedelta(hours=47), "1 day ago", "47 h"),
        (timedelta(days=13), "13 days ago", "13 days"),
        (timedelta(days=14), "8 November 2026", "14 days"),
    ],
)
def test_times_in_words(passed: timedelta, words: str, waiting: str) -> None:
    assert moments.ago(NOW - passed, NOW, EN) == words
    assert moments.waiting(NOW - passed, NOW) == waiting


def test_dates_in_other_languages() -> None:
    assert moments.date(NOW, FR) == "22 novembre 2026"
    assert moments.ago(NOW - timedelta(hours=3), NOW, IT) == "3 h fa"


def heading(level: int) -> Heading:
    return Heading(level=level, text=str(level), anchor=f"a{level}")


@pytest.mark.parametrize(
    ("levels", "drawn"),
    [
        ([2, 3, 2], [2, 3, 2]),
        ([4, 6, 4, 1], [2, 3, 2, 2]),
        ([1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 6]),
        ([3, 2, 3], [2, 2, 3]),
    ],
)
def test_no_heading_level_is_skipped(levels: list[int], drawn: list[int]) -> None:
    assert [level for _, level in levelled(map(heading, levels))] == drawn


def test_contents_are_the_outermost_headings() -> None:
    assert [h.level for h in headings(map(heading, [3, 4, 3, 2]))] == [3, 3, 2]


@given(st.lists(st.integers(-3, 40)))
def test_every_item_is_drawn_once_and_in_order(depths: list[int]) -> None:
    items = [ListItem(depth=depth, text=str(i)) for i, depth in enumerate(depths)]

    def walk(branches: list[object]) -> list[str]:
        found: list[str] = []
        for branch in branches:
            found += [branch.item.text, *walk(branch.children)]  # type: ignore[attr-defined]
        return found

    assert walk(list(nested(items))) == [item.text for item in items]


@pytest.mark.parametrize(
    ("href", "to"),
    [
        ("article:reset", "/articles/reset?locale=it"),
        ("article:a%20b#c", "/articles/a%20b?locale=it#c"),
        ("#here", "#here"),
        ("https://x.example/y", "https://x.example/y"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("../img/x", "https://help.example/img/x"),
        ("javascript:alert(1)", ""),
        ("JAVASCRIPT\t:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//evil.example/x", "https://evil.example/x"),
    ],
)
def test_links_lead_where_they_may(href: str, to: str) -> None:
    assert target(href, base="https://help.example/a/b", locale="it") == to


@pytest.mark.parametrize("base", ["", "javascript:alert(1)", "/a/b"])
def test_a_path_leads_nowhere_without_an_address_to_start_from(base: str) -> None:
    assert target("img/x", base=base) == ""


def test_addresses_in_a_message_end_before_the_full_stop() -> None:
    text = "See https://x.example/a?b=1. Or (http://y.example)."
    assert [a for _, a in addresses(text) if a] == ["https://x.example/a?b=1", "http://y.example"]


@given(st.text())
def test_addresses_lose_no_character(text: str) -> None:
    assert "".join(words for words, _ in addresses(text)) == text


@given(st.text())
def test_any_href_leads_to_a_safe_address_or_nowhere(href: str) -> None:
    to = target(href)
    assert to == "" or to.startswith(("/articles/", "#", "https://", "http://", "mailto:", "tel:"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("did_not_answer", "It does not answer my question"),
        ("out_of_date since 2020", "It is out of date. since 2020"),
        ("free words", "free words"),
        ("", ""),
    ],
)
def test_objections_are_spelt_out(words: str, said: str) -> None:
    assert wording.objection(Line(NOW, Kind.REJECTED, words)) == said


@pytest.mark.parametrize(
    ("confidence", "words"), [(0.8, "Very likely"), (0.5, "Likely"), (0, "Possible")]
)
def test_confidence_in_words(confidence: float, words: str) -> None:
    assert wording.sure(confidence) == words


def test_the_examples_of_the_reference_are_valid_requests() -> None:
    models: dict[str, type[Sent]] = {
        "suggest": SuggestRequest,
        "events": EventRequest,
        "tickets": TicketRequest,
        "explain": ExplainRequest,
        "beacon": Beacon,
        "followers": FollowRequest,
        "suggestions": AgentRequest,
    }
    for path, body in reference.BODIES.items():
        models[path.rpartition("/")[2]].model_validate(body)
