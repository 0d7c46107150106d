"""Gaps are found among noise, keep their names from week to week, and follow what was decided."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from answerbot.enquiries import Event, Kind
from answerbot.errors import Invalid
from answerbot.experiments.experiment import Arm, Experiment, Exposure
from answerbot.experiments.experiment import Kind as Trial
from answerbot.gaps.failing import Question, Why, why
from answerbot.gaps.gap import (
    Closing,
    Decision,
    Failing,
    Gap,
    Status,
    come_back,
    dismissed,
    followed,
    published,
    undone,
)
from answerbot.gaps.grouping import Likeness, grouped, nearest
from answerbot.gaps.keeping import matched
from answerbot.gaps.looking import Looked, Search
from answerbot.gaps.words import Words, name_of
from answerbot.store.db import Store
from answerbot.store.experiments import insert_experiment
from answerbot.store.exposures import insert_exposures
from answerbot.store.gap_searches import Searches
from answerbot.store.gaps import Counted, Gaps
from answerbot.store.ledger import Ledger, insert_events
from tests.answerbot.gaps.asked import INVOICE, NOISE, REFUND, ask

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)


class Place:
    """A store, a clock, and searches by words."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder / "answerbot.db")
        self.now = NOW
        self.gaps = Gaps(self.store)
        self._numbers = itertools.count(1)

    def look(self, weeks: int = 8) -> Looked:
        search = Search(self.store, "en", lambda: self.now, lambda: str(next(self._numbers)))
        return search.look(weeks)

    def named(self) -> dict[str, str]:
        """The present gaps by the commonest first word of their questions."""
        counted = self.gaps.counted()
        return {gap.words[0]: gap.id for gap in self.gaps.all() if gap.id in counted}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path)
    yield made
    made.store.close()


def test_gaps_stand_out_of_noise(place: Place) -> None:
    for name, texts in (("r", REFUND), ("i", INVOICE), ("n", NOISE)):
        ask(place.store, texts, NOW - timedelta(days=9), name=name, ticket=name == "i")
    found = place.look()
    assert (found.enquiries, found.grouped, found.gaps) == (18, 12, 2)
    counted = sorted(place.gaps.counted().values(), key=lambda one: one.submitted)
    assert [(one.volume, one.submitted) for one in counted] == [(6, 0), (6, 6)]
    assert {text for one in counted for text in one.samples} == {*REFUND, *INVOICE}


def test_what_is_answered_is_no_gap(place: Place) -> None:
    ask(place.store, REFUND, NOW - timedelta(days=9), name="a", offered="refunds", accepted=True)
    ask(place.store, INVOICE, NOW - timedelta(days=70), name="old")
    assert place.look().enquiries == 0


def test_a_machine_at_a_mail_s_link_takes_no_question_away(place: Place) -> None:
    ask(place.store, REFUND, NOW - timedelta(days=9), name="a", ticket=True)
    looks = [
        Event(f"evt_{n}", f"enq_a_{n}", Kind.EXCLUDED, NOW - timedelta(days=8), article="refunds")
        for n in range(len(REFUND))
    ]
    place.store.write(lambda db: insert_events(db, looks))
    assert place.look().enquiries == 6


def test_only_what_a_hold_out_kept_back_is_left_out(place: Place) -> None:
    began = NOW - timedelta(days=9)
    ask(place.store, REFUND, began, name="none")
    ask(place.store, INVOICE, began, name="kept", withheld="invoices", ticket=True)
    trial = Experiment("e", "h", Trial.HOLDOUT, 500_000, "salt", began, NOW)
    shown = [
        Exposure("e", f"enq_{name}_{n}", f"{name}{n}", Arm.OTHER, began)
        for name in ("none", "kept")
        for n in range(6)
    ]
    place.store.write(lambda db: insert_experiment(db, trial))
    place.store.write(lambda db: insert_exposures(db, shown))
    assert place.look().enquiries == 6
    assert {text for one in place.gaps.counted().values() for text in one.samples} == {*REFUND}


def test_a_gap_keeps_its_name_while_weeks_pass(place: Place) -> None:
    for week in range(4):
        ask(place.store, REFUND, NOW + timedelta(weeks=week), name=f"r{week}")
        ask(
            place.store,
            INVOICE[week:] + INVOICE[:week],
            NOW + timedelta(weeks=week),
            name=f"i{week}",
        )
    names = []
    for week in range(1, 5):
        place.now = NOW + timedelta(weeks=week)
        place.look(weeks=1)
        names.append(place.named())
    assert len(names[0]) == 2
    assert names[0] == names[1] == names[2] == names[3]


def test_the_same_question_in_other_words_and_languages(place: Place) -> None:
    ask(place.store, ["Money back!"] * 3 + ["money back?", "MONEY  BACK"], NOW, name="a")
    ask(place.store, ["money back"] * 5, NOW, name="de", locale="de-AT")
    place.now = NOW + timedelta(days=1)
    assert place.look().gaps == 2
    assert sorted((gap.language, gap.name) for gap in place.gaps.all()) == [
        ("de", "Money back"),
        ("en", "MONEY BACK"),
    ]


def test_one_long_sentence_from_one_source_is_no_gap(place: Place) -> None:
    ask(place.store, ["For example: how do I reset the router of my mother?"] * 9, NOW, name="a")
    place.now = NOW + timedelta(days=1)
    assert place.look().gaps == 0


def test_personal_data_is_not_kept(place: Place) -> None:
    how = ("charged", "billed", "charged too much", "billed again", "charged once more", "blocked")
    texts = [f"my card 4111 1111 1111 111{n} of jo@x.example was {how[n]}" for n in range(6)]
    ask(place.store, texts, NOW, name="a")
    place.now = NOW + timedelta(days=1)
    place.look()
    (gap,) = place.gaps.all()
    kept = [gap.name, *(one.text for _, one in place.gaps.members(gap.id, most=99))]
    assert len(kept) == 7
    assert not any("4111" in text or "@" in text for text in kept)


def test_figures_are_those_of_a_plain_loop(place: Place) -> None:
    ask(place.store, REFUND[:3], NOW - timedelta(days=20), name="a", ticket=True)
    ask(place.store, REFUND, NOW - timedelta(days=9), name="b", offered="x", rejected="not_related")
    ask(place.store, REFUND[:4], NOW - timedelta(days=2), name="c", nearest="y", sure=0.4)
    place.look()
    for gap, counted in place.gaps.counted().items():
        assert counted == by_hand(place, gap)
    (gap_,) = place.gaps.all()
    assert gap_.failing == Failing(
        {"rejected": 6, "not_sure": 4, "nothing_close": 3}, "y", 4, 0.4, {"not_related": 6}
    )


def by_hand(place: Place, gap: str) -> Counted:
    members = [one for _, one in place.gaps.members(gap, most=1_000)]
    ledger, weeks, told = Ledger(place.store), Counter[object](), Counter[str]()
    for one in members:
        kinds = {event.kind.value for event in ledger.events(one.enquiry)}
        told.update(kinds)
        day = ledger.enquiry(one.enquiry).asked_at.date()
        weeks[day - timedelta(days=day.weekday())] += 1
    return Counted(
        len(members),
        len(members) - told["offered"],
        told["rejected"],
        told["submitted"],
        weeks,  # type: ignore[arg-type]
        tuple(dict.fromkeys(one.text for one in members))[:6],
    )


def test_a_dismissed_gap_comes_back_when_it_doubles(place: Place) -> None:
    ask(place.store, REFUND, NOW, name="a")
    place.now = NOW + timedelta(days=1)
    place.look()
    (gap,) = place.gaps.all()
    place.gaps.change(
        gap.id, lambda held: dismissed(held, "no refunds", volume=6, by="Eda", at=place.now)
    )
    ask(place.store, REFUND[:5], NOW, name="b")
    place.look()
    assert place.gaps.get(gap.id).decision.status is Status.DISMISSED
    ask(place.store, REFUND[:1], NOW, name="c")
    place.look()
    back = place.gaps.get(gap.id)
    assert back.decision.status is Status.OPEN
    assert back.decision.reason == "came back: 12 questions, 6 when it was dismissed"
    assert undone(back).decision.reason == "no refunds"


def test_a_search_that_fails_says_so_and_leaves_what_was_found(place: Place) -> None:
    ask(place.store, REFUND, NOW, name="a")
    place.now = NOW + timedelta(days=1)
    place.look()

    def broken(texts: object, told: object) -> np.ndarray:
        raise OSError("no model")

    search = Search(place.store, "en", lambda: place.now, lambda: "x", broken, "broken")
    with pytest.raises(OSError, match="no model"):
        search.look(8)
    searches = Searches(place.store)
    last, finished = searches.last(), searches.last_finished()
    assert last
    assert last.error == "OSError: no model"
    assert finished
    assert finished.number == 1
    assert len(place.gaps.counted()) == 1


def test_enquiries_with_other_articles_cost_a_followed_gap_nothing(place: Place) -> None:
    ask(place.store, REFUND, NOW, name="a", offered="refunds", accepted=True)
    ask(place.store, REFUND[:2], NOW, name="b", offered="refunds", ticket=True)
    ask(place.store, REFUND, NOW - timedelta(hours=6), name="before", offered="refunds")
    expected = (8, 6, 2)

    def steps() -> int:
        taken = itertools.count()
        place.store.read().conn.set_progress_handler(lambda: next(taken) and 0, 1)
        assert place.gaps.offered_since("refunds", NOW) == expected
        return next(taken)

    few = steps()
    ask(place.store, INVOICE * 10, NOW, name="c", offered="invoices")
    assert steps() < few + 20


GAP = Gap("g", "en", "Refunds", ("refund",), NOW, Failing())


def test_a_decision_needs_its_reason() -> None:
    with pytest.raises(Invalid, match="why no article"):
        dismissed(GAP, "  ", volume=1, by="Eda", at=NOW)
    assert undone(GAP) == GAP
    assert come_back(GAP, 100, at=NOW) is GAP


@pytest.mark.parametrize(
    ("days", "unanswered", "closing"),
    [
        (3, 0, Closing.EARLY),
        (28, 2, Closing.CLOSED),
        (28, 30, Closing.SMALLER),
        (28, 40, Closing.STAYS),
    ],
)
def test_a_published_article_closes_the_gap_or_not(
    days: int, unanswered: int, closing: Closing
) -> None:
    gap = published(GAP, "refunds", volume=80, rate=10.0, by="Eda", at=NOW)
    told = followed(
        gap.decision, unanswered=unanswered, offered=9, resolved=5, ticketed=1,
        first=NOW - timedelta(weeks=4), until=NOW + timedelta(days=days),
    )  # fmt: skip
    assert told
    assert (told.before, told.closing) == (10.0, closing)
    none = {"unanswered": 0, "offered": 0, "resolved": 0, "ticketed": 0}
    assert followed(Decision(), **none, first=NOW, until=NOW) is None


def test_what_falls_in_two_goes_on_as_the_larger_part() -> None:
    known = dict.fromkeys("abcdef", "one") | dict.fromkeys("xyz", "two")
    assert matched([{"a", "b"}, {"c", "d", "e", "f"}], known) == {1: "one"}
    assert matched([{*"abcdef", *"xyz"}], known) == {0: "one"}
    assert matched([{"p", "q"}], known) == {}
    assert matched([], known) == {}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"rejected": ("not_related",), "offered": True}, Why.REJECTED),
        ({"offered": True}, Why.NOT_ENOUGH),
        ({}, Why.NOTHING_CLOSE),
        ({"nearest": "a", "confidence": 0.02}, Why.NOTHING_CLOSE),
        ({"nearest": "a", "confidence": 0.3}, Why.NOT_SURE),
        ({"nearest": "it", "confidence": 0.3}, Why.OTHER_LANGUAGE),
        ({"nearest": "gone", "confidence": 0.3}, Why.NOT_SURE),
    ],
)
def test_why_nothing_answered(question: dict[str, object], expected: Why) -> None:
    asked = Question("e", NOW, "en", "x", **question)  # type: ignore[arg-type]
    assert why(asked, {"a": {"en", "it"}, "it": {"it"}}) is expected


def test_groups_do_not_depend_on_order_and_bear_the_odd(place: Place) -> None:
    texts = [*REFUND, *INVOICE, *NOISE]
    found = grouped(Likeness(Words(texts, "en").vectors(), None))
    assert [sorted(group) for group in found] == [list(range(6)), list(range(6, 12))]
    turned = texts[::-1]
    again = grouped(Likeness(Words(turned, "en").vectors(), None))
    assert {frozenset(turned[n] for n in g) for g in again} == {
        frozenset(texts[n] for n in g) for g in found
    }
    for few in ([], ["?"], ["one question"], ["", ""]):
        assert grouped(Likeness(Words(few, "en").vectors(), None)) in ([], [[0, 1]])


def test_names_are_short() -> None:
    assert name_of("how  do I\nreset it???", ()) == "How do I reset it???"
    assert len(name_of("word " * 50, ())) <= 91
    assert name_of("", ("a", "b")) == "a, b"


def test_the_likest_groups_are_named_and_no_others() -> None:
    """As an editor is offered them to put together: by their sums, the likest first."""
    texts = ["refund my money", "money back", "refund of the money", "invoice", "", "?"]
    likeness = Likeness(Words(texts, "en").vectors(), None)
    assert nearest(likeness, [[0, 1], [2], [3], [4], [5]]) == [[1], [0], [], [], []]
    assert nearest(likeness, [[0]]) == [[]]
    assert nearest(likeness, []) == []
