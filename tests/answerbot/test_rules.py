"""Offers, tickets, figures and stories: rules that need no server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.enquiries import Event, Kind
from answerbot.metrics import wilson
from answerbot.story import story
from answerbot.suggest import offer, question
from answerbot.tickets import Status, Ticket, after
from indexer.query import Hit, Ranking

NOW = datetime(2026, 11, 1, tzinfo=UTC)
HIT = Hit("a", "en", "A", "", (), "", "text", (), 1.0, 0.5, "both", {})
TICKET = Ticket(
    "tkt", 1, "enq", "s", "d", "", "", "", "en", "form", Status.OPEN, (), "", NOW, NOW
)  # fmt: skip


def ranking(*confidences: float) -> Ranking:
    hits = (replace(HIT, article=str(i), confidence=c) for i, c in enumerate(confidences))
    return Ranking(tuple(hits), "en")


@pytest.mark.parametrize(
    ("confidences", "shown"),
    [
        ((), 0),
        ((0.39, 0.1), 0),
        ((0.4,), 1),
        ((0.9, 0.2, 0.19), 2),
        ((0.3, 0.8), 2),
        ((0.9, 0.9, 0.9, 0.9), 3),
    ],
)
def test_an_offer_needs_one_article_that_is_likely_enough(
    confidences: tuple[float, ...], shown: int
) -> None:
    chosen = offer(ranking(*confidences), threshold=0.4, limit=3)
    assert len(chosen.hits) == shown
    assert chosen.abstained == (shown == 0)


def test_what_is_pinned_is_offered_by_the_editors_word_and_nothing_unlikely_beside_it() -> None:
    unlikely = ranking(0.1, 0.09, 0.08)
    pinned = replace(unlikely.hits[0], reason="pinned")
    chosen = offer(replace(unlikely, hits=(pinned, *unlikely.hits[1:])), threshold=0.4, limit=3)
    assert chosen.hits == (pinned,)


def test_a_question_is_what_the_fields_say_each_once() -> None:
    assert question("help", " help ", "my video\nstops") == "help\nmy video\nstops"
    assert question("", "", " ") == ""
    assert question("  reset ") == "reset "
    assert question("reset", "my  ", " ") == "reset\nmy "


def test_accepting_solves_a_ticket_and_undoing_opens_it_again() -> None:
    solved = after(TICKET, Kind.ACCEPTED, "a", NOW)
    assert (solved.status, solved.tags, solved.resolved_by) == ("solved", ("bot_resolved",), "a")
    undone = after(solved, Kind.UNDONE, "a", NOW)
    assert (undone.status, undone.tags, undone.resolved_by) == ("open", (), "")
    assert after(solved, Kind.REOPENED, "", NOW).status == "reopened"
    assert after(solved, Kind.REJECTED, "a", NOW).status == "open"
    assert after(solved, Kind.REJECTED, "b", NOW) == solved
    assert after(TICKET, Kind.SEEN, "a", NOW) == TICKET


@given(st.lists(st.sampled_from(list(Kind)), max_size=20))
def test_a_ticket_is_tagged_if_and_only_if_an_article_solved_it(kinds: list[Kind]) -> None:
    ticket = TICKET
    for kind in kinds:
        ticket = after(ticket, kind, "a", NOW)
        assert ticket.bot_resolved == bool(ticket.resolved_by) == (ticket.status == Status.SOLVED)
        assert len(set(ticket.tags)) == len(ticket.tags)


def test_wilson_is_the_published_interval() -> None:
    found = wilson(7, 50)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.0695, 0.2619)
    assert wilson(0, 0) is None


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share(successes: int, n: int) -> None:
    found = wilson(min(successes, n), n)
    assert found is not None
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1


def test_a_story_keeps_the_last_words_of_a_question_typed_on() -> None:
    def shown(query: str, minute: int, *articles: str) -> Event:
        kind = Kind.OFFERED if articles else Kind.UNOFFERED
        at = NOW + timedelta(minutes=minute)
        return Event(f"{minute}", "x", kind, at, detail={"query": query, "articles": articles})

    lines = story(
        [
            shown("my vid", 0),
            shown("my video sto", 1, "upload"),
            shown("my video stops", 2, "upload", "formats"),
            Event("o", "x", Kind.OPENED, NOW + timedelta(minutes=3), "upload"),
            Event("r", "x", Kind.REJECTED, NOW + timedelta(minutes=4), "upload",
                  detail={"reason": "out_of_date", "text": "old menu"}),
            shown("refund", 5),
        ],
        lambda article, _locale: article.upper(),
    )  # fmt: skip
    assert [(line.kind, line.words) for line in lines] == [
        ("offered", "my video stops"),
        ("opened", ""),
        ("rejected", "out_of_date old menu"),
        ("unoffered", "refund"),
    ]
    assert lines[0].articles == (("upload", "UPLOAD"), ("formats", "FORMATS"))
