"""What is found out about one article is what its enquiries say."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from answerbot.article_record import records
from answerbot.article_story import (
    Met,
    Vocabulary,
    fate_of,
    lacking,
    question_of,
    questions,
    rivals,
    sections,
    usual_terms,
    with_fate,
)
from answerbot.edits import effects
from answerbot.enquiries import Event, Kind

BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def met(*happened: str, query: str = "my card is refused", locale: str = "en") -> Met:
    """An enquiry told in words: `offered a b`, `opened a`, `rejected a out_of_date`."""
    events = []
    for number, line in enumerate(happened):
        kind, *articles = line.split()
        detail: dict[str, object] = {}
        if kind == "offered":
            anchors = [f"{one}-part" for one in articles]
            detail = {"articles": articles, "query": query, "anchors": anchors}
        if kind == "rejected":
            detail = {"reason": articles[1]}
        article = articles[0] if articles and kind != "offered" else ""
        at = BEGIN + timedelta(minutes=number)
        events.append(Event(f"e{number}", "enq", Kind(kind), at, article, "en", detail=detail))
    return Met("enq", locale, records(events, locale)["a"], events)


@pytest.mark.parametrize(
    ("happened", "fate"),
    [
        (["offered a b"], "ignored"),
        (["offered a b", "opened a"], "read"),
        (["offered a b", "accepted b"], "other"),
        (["offered a b", "opened a", "accepted a"], "resolved"),
        (["offered a b", "accepted a", "recontacted"], "rejected"),
        (["offered a b", "opened a", "rejected a out_of_date", "submitted"], "rejected"),
        (["offered a b", "submitted"], "ticketed"),
        (["offered a b", "accepted a", "undone", "submitted"], "ticketed"),
    ],
)
def test_a_question_has_one_fate(happened: list[str], fate: str) -> None:
    assert fate_of(met(*happened)) == fate


def test_equal_words_are_one_question_and_nothing_private_is_shown() -> None:
    found = questions(
        [
            met("offered a b", "opened a", "rejected a out_of_date", query="Card refused?"),
            met("offered a b", query="card  refused"),
            met("offered a b", query="write to ada@x.example about card 4111 1111 1111 1111"),
            met("linked a"),
        ],
        "a",
    )
    assert [(one.n, one.text) for one in found] == [
        (2, "Card refused?"),
        (1, "write to about card"),
    ]
    assert found[0].fates == {"rejected": 1, "ignored": 1}
    assert [one.n for one in with_fate(found, "ignored")] == [2, 1]
    assert [one.n for one in with_fate(found, "rejected")] == [2]
    assert found[0].reasons == {"out_of_date": 1}


def test_a_finished_question_stands_for_what_was_typed_on_the_way() -> None:
    one = met("offered a", "offered a")
    typed = Event("t", "enq", Kind.OFFERED, BEGIN, detail={
        "articles": ["a"], "query": "my card is refused in sho", "typing": True,
    })  # fmt: skip
    assert question_of(Met("e", "en", one.record, [*one.events, typed]), "a") == (
        "my card is refused"
    )


def test_words_that_it_lacks_are_several_customers_and_unusual() -> None:
    asked = [
        met("offered a", query="how is a voucher redeemed"),
        met("offered a", query="how do I redeem vouchers"),
        met("offered a", query="how is the coupon used"),
        met("offered a", "accepted a", query="how how coupon coupon"),
        met("offered a", query="comment utiliser un bon", locale="fr"),
    ]
    usual = usual_terms([("en", f"how is thing {n}") for n in range(50)])
    found = lacking(asked, "a", Vocabulary({"en": {"redeem"}}, usual))
    assert [(one.word, one.n) for one in found] == [("voucher", 2)]
    common = Vocabulary({"en": {"redeem"}}, usual, lambda term, _: term == "voucher")
    assert lacking(asked, "a", common) == []
    again = [met("offered a", query="how is a voucher redeemed") for _ in range(9)]
    assert lacking(again, "a", Vocabulary({"en": {"redeem"}}, usual)) == [], "one wording"


def test_rivals_are_chosen_where_both_were_offered() -> None:
    found = rivals(
        [
            met("offered a b c", "opened b"),
            met("offered a b", "accepted b"),
            met("offered a b", "opened a", "opened b"),
            met("offered a c", "opened a"),
            met("offered a", "offered b", "opened b"),
        ],
        "a",
    )
    assert [tuple(one) for one in found] == [("b", 3, 2, 0)]


def test_passages_are_those_that_suggestions_led_to() -> None:
    found = sections([met("offered b a", "opened a"), met("offered a b"), met("linked a")], "a")
    assert [tuple(one) for one in found] == [("a-part", "en", 2, 1)]


def test_an_edit_is_judged_by_the_days_around_it_alone() -> None:
    def days(*spans: tuple[date, int, int]) -> dict[date, dict[str, int]]:
        names = ("accepted", "opened", "clicked", "offered", "rejected", "ticketed")
        return {
            first: dict.fromkeys(names, 0) | {"accepted": part, "opened": whole}
            for first, part, whole in spans
        }

    edit, second = date(2026, 10, 10), date(2026, 10, 20)
    told = days(
        (date(2026, 9, 1), 100, 100),
        (date(2026, 10, 9), 20, 100),
        (edit, 100, 100),
        (date(2026, 10, 12), 60, 100),
        (second, 0, 100),
        (date(2026, 10, 22), 5, 10),
    )
    later, first = effects(told, [edit, second, date(2025, 1, 1)], date(2026, 11, 1))
    assert (first.before.n, first.after.n) == (20, 60)
    assert first.change is not None
    assert first.change.clear
    assert first.change.difference == pytest.approx(0.4)
    assert (later.before.n, later.after.n, later.change) == (60, 5, None)
    assert (first.day, later.day) == (edit, second)
