"""What is learnt of customers' and agents' word, and what is not believed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.enquiries import Event, Kind
from answerbot.lessons import COMMON, Evidence, Limits, Told, evidence, lessons, split
from answerbot.redaction import LONGEST, impersonal, teachable
from corpora.curation import Phrasing

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
SETTLED = {("password", "en"): NOW, ("upload", "en"): NOW}
ANYBODY = Limits(visitors=1, per_visitor=1000)


def told(
    *events: tuple[Kind, str] | tuple[Kind, str, dict[str, Any]],
    visitor: str = "v",
    tickets: dict[str, str] | None = None,
) -> Told:
    found = []
    for number, (kind, article, *detail) in enumerate(events):
        at = NOW + timedelta(minutes=number)
        found.append(Event(f"e{number}", "enq", kind, at, article, "en", "", dict(*detail)))
    return Told(visitor, found, tickets or {})


def offered(query: str, *articles: str) -> tuple[Kind, str, dict[str, Any]]:
    return Kind.OFFERED, "", {"query": query, "articles": articles}


def rejected(article: str, reason: str = "") -> tuple[Kind, str, dict[str, Any]]:
    return Kind.REJECTED, article, {"reason": reason} if reason else {}


def said(one: Told) -> list[tuple[str, str, str]]:
    return [(e.source, e.article, e.text) for e in evidence(one)]


ASKED = offered("reset pass", "password"), offered("reset password", "password", "upload")
ACCEPTED = (Kind.ACCEPTED, "password")


def test_an_acceptance_teaches_the_words_for_which_the_article_was_offered_last() -> None:
    later = offered("video stops", "upload")
    words = [("accepted", "password", "reset password")]
    assert said(told(*ASKED, later, ACCEPTED, offered("thanks", "password"))) == words


@pytest.mark.parametrize(
    "after",
    [
        (Kind.UNDONE, ""),
        (Kind.REOPENED, ""),
        (Kind.RECONTACTED, ""),
        (Kind.SUBMITTED, "", {"ticket": "t"}),
        rejected("password", "out_of_date"),
    ],
)
def test_an_acceptance_that_does_not_stand_teaches_nothing(after: Any) -> None:
    assert said(told(*ASKED, ACCEPTED, after)) == []


def test_an_article_that_was_never_offered_teaches_nothing() -> None:
    found = evidence(told((Kind.ACCEPTED, "password")))
    assert lessons(found, SETTLED, ANYBODY) == []


@pytest.mark.parametrize(
    ("reason", "teaches"),
    [
        ("not_related", True),
        ("did_not_answer", True),
        ("out_of_date", False),
        ("could_not_follow", False),
        ("", False),
    ],
)
def test_a_rejection_teaches_if_it_speaks_of_the_question(reason: str, teaches: bool) -> None:
    words = [("rejected", "upload", "reset password")]
    assert said(told(*ASKED, rejected("upload", reason))) == (words if teaches else [])


def test_a_rejection_that_was_thought_better_of_teaches_the_acceptance_only() -> None:
    one = told(*ASKED, rejected("password", "not_related"), ACCEPTED)
    assert said(one) == [("accepted", "password", "reset password")]


def test_an_agents_link_teaches_the_tickets_words_once_unless_the_customer_objects() -> None:
    events = (Kind.SUBMITTED, "", {"ticket": "t"}), (Kind.LINKED, "upload"), (Kind.LINKED, "upload")
    tickets = {"t": "Video stops\nIt stops halfway. " + "And so on. " * 40}
    (found,) = said(told(*events, tickets=tickets))
    assert found[:2] == ("agent", "upload")
    assert found[2].startswith("Video stops It stops halfway. And so on.")
    assert len(found[2]) <= LONGEST
    assert said(told(*events, rejected("upload", "did_not_answer"), tickets=tickets)) == [
        ("rejected", "upload", "")
    ]


def one(visitor: int, text: str = "reset my password", article: str = "upload", **more: Any) -> Any:
    known: dict[str, Any] = {"locale": "en", "source": "accepted", "at": NOW, **more}
    return Evidence(article=article, text=text, visitor=f"v{visitor}", **known)


def learnt(*found: Evidence, limits: Limits | None = None) -> list[str]:
    return [p.text for p in lessons(found, SETTLED, limits or Limits())]


def test_one_visitor_alone_teaches_nothing_however_often() -> None:
    assert learnt(*(one(1, at=NOW + timedelta(days=n)) for n in range(500))) == []
    reworded = (one(1, f"reset my password {n}", at=NOW + timedelta(days=n)) for n in range(500))
    assert learnt(*reworded) == []


def test_several_visitors_who_say_alike_teach_each_their_own_words() -> None:
    words = ["reset my password", "how to reset my password", "password reset", "video stops"]
    found = [one(number, text) for number, text in enumerate(words)]
    assert learnt(*found) == sorted(words[:3])
    assert learnt(*found[:2]) == []


def test_common_words_support_little_once_many_articles_are_known() -> None:
    names = [f"topic{n}" for n in range(30)]
    settled = {(name, "en"): NOW for name in names}
    usual = [
        one(10 * n + v, f"how do i change the {name} {extra}", name)
        for n, name in enumerate(names)
        for v, extra in enumerate(("here", "now", "later"))
    ]
    stray = one(999, "how do i get the espresso", "topic1")
    told_ = one(999, "topic1 broken", "topic1")
    found = {(p.article, p.text) for p in lessons([*usual, stray, told_], settled, Limits())}
    assert ("topic1", told_.text) in found
    assert ("topic1", stray.text) not in found
    assert len(found) == len(usual) + 1


def test_agents_are_believed_at_once() -> None:
    assert learnt(one(1, source="agent")) == ["reset my password"]


def test_a_visitor_is_heard_so_often_a_day() -> None:
    texts = [f"reset my password {'now ' * n}".strip() for n in range(9)]
    limits = Limits(visitors=1, per_visitor=4)
    assert len(learnt(*(one(1, t) for t in texts), limits=limits)) == 4
    days = (one(1, t, at=NOW + timedelta(days=n)) for n, t in enumerate(texts))
    assert len(learnt(*days, limits=limits)) == 9


def test_the_majority_is_believed() -> None:
    for_ = [one(n) for n in range(4)]
    against = [one(10 + n, source="rejected") for n in range(5)]
    assert {p.source for p in lessons([*for_, *against], SETTLED, Limits())} == {"rejected"}
    assert {p.source for p in lessons([*for_, *against[:3]], SETTLED, Limits())} == {"accepted"}
    assert lessons([*for_, *against[:4]], SETTLED, Limits()) == []


def test_the_last_word_of_a_visitor_counts() -> None:
    later = NOW + timedelta(days=1)
    found = [*(one(n) for n in range(3)), *(one(n, source="rejected", at=later) for n in range(3))]
    assert {p.source for p in lessons(found, SETTLED, Limits())} == {"rejected"}


def test_evidence_older_than_the_article_or_of_none_is_left_out() -> None:
    before = NOW - timedelta(seconds=1)
    assert learnt(one(1, at=before), limits=ANYBODY) == []
    assert learnt(one(1, article="gone"), limits=ANYBODY) == []
    assert learnt(one(1, locale="it"), limits=ANYBODY) == ["reset my password"]


def test_a_wording_is_held_out_each_time_or_never_unless_it_is_common() -> None:
    found = [Phrasing(text=f"wording {n}", article="a", source="accepted") for n in range(500)]
    taught, kept = split(found)
    assert 60 <= len(kept) <= 140
    assert sorted([*taught, *kept], key=found.index) == found
    assert split(reversed(kept))[0] == []
    assert split(kept[:1] * COMMON) == (kept[:1] * COMMON, [])
    refused = [p.model_copy(update={"source": "rejected"}) for p in kept]
    assert split(refused) == (refused, [])


@given(st.lists(st.tuples(
    st.integers(0, 4),
    st.sampled_from(["reset password", "password reset help", "video stops", "x"]),
    st.sampled_from(["password", "upload", "gone"]),
    st.sampled_from(["accepted", "agent", "rejected"]),
)))  # fmt: skip
def test_lessons_do_not_hang_on_the_order_and_each_is_somebodys_word(
    rows: list[tuple[int, str, str, Literal["accepted", "agent", "rejected"]]],
) -> None:
    found = [one(v, text, article, source=source) for v, text, article, source in rows]
    result = lessons(found, SETTLED, Limits(visitors=2))
    assert lessons(found[::-1], SETTLED, Limits(visitors=2)) == result
    told_ = {(e.text, e.article, e.source) for e in found}
    assert {(p.text, p.article, p.source) for p in result} <= told_
    assert all(p.article != "gone" for p in result)
    visitors: Sequence[Phrasing] = [p for p in result if p.source != "agent"]
    for p in visitors:
        same = {e.visitor for e in found if (e.article, e.source) == (p.article, p.source)}
        assert len(same) >= 2


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("refund to ann@example.com please", "refund to please"),
        ("my order 123456 is late", "my order is late"),
        ("call +39 340 123 4567 about the bill", "call about the bill"),
        ("card 4111-1111-1111-1111 refused", "card refused"),
        ("IBAN IT60X0542811101000000123456 wrong", "IBAN wrong"),
        ("see https://shop.example/?token=abc broken", "see broken"),
        ("error 404 on windows 11 since 2024", "error 404 on windows 11 since 2024"),
        ("R-12 offline", "R-12 offline"),
    ],
)
def test_addresses_and_long_numbers_teach_nothing(text: str, left: str) -> None:
    assert impersonal(text) == left


@given(st.text(max_size=400))
def test_what_teaches_is_short_says_something_and_has_no_address(text: str) -> None:
    found = teachable(text)
    assert len(found) <= LONGEST
    assert "@" not in found
    assert teachable(found) == found or len(found) == LONGEST
