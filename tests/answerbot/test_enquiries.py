"""What became of an enquiry follows from its events alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.enquiries import Event, Kind, State, outcome

START = datetime(2026, 11, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
LATER = START + timedelta(days=30)


def events(*kinds: str) -> list[Event]:
    """`accepted:a` accepts article a; each event one minute after the one before."""
    made = []
    for minute, text in enumerate(kinds):
        kind, _, article = text.partition(":")
        at = START + timedelta(minutes=minute)
        made.append(Event(f"event-{minute}", "enq", Kind(kind), at, article))
    return made


@pytest.mark.parametrize(
    ("kinds", "state", "article"),
    [
        ([], "silent", ""),
        (["asked"], "silent", ""),
        (["asked", "offered", "seen:a", "opened:a"], "silent", ""),
        (["asked", "unoffered"], "silent", ""),
        (["asked", "offered", "accepted:a"], "confirmed", "a"),
        (["asked", "accepted:a", "accepted:b"], "confirmed", "b"),
        (["asked", "rejected:a"], "rejected", ""),
        (["asked", "rejected:a", "accepted:b"], "confirmed", "b"),
        (["asked", "accepted:a", "rejected:b"], "confirmed", "a"),
        (["asked", "accepted:a", "rejected:a"], "revoked", "a"),
        (["asked", "accepted:a", "rejected"], "revoked", "a"),
        (["asked", "accepted:a", "submitted"], "revoked", "a"),
        (["asked", "accepted:a", "recontacted"], "revoked", "a"),
        (["asked", "submitted"], "escalated", ""),
        (["asked", "rejected:a", "submitted"], "escalated", ""),
        (["asked", "submitted", "accepted:a"], "confirmed", "a"),
        (["asked", "submitted", "accepted:a", "reopened"], "revoked", "a"),
        (["asked", "submitted", "accepted:a", "undone"], "escalated", ""),
        (["asked", "accepted:a", "undone"], "silent", ""),
        (["asked", "accepted:a", "rejected:a", "accepted:b"], "confirmed", "b"),
        (["asked", "submitted", "linked:a"], "escalated", ""),
        (["asked", "submitted", "reminded", "assumed"], "assumed", ""),
        (["asked", "submitted", "assumed", "reopened"], "escalated", ""),
        (["asked", "submitted", "assumed", "accepted:a"], "confirmed", "a"),
        (["asked", "submitted", "solved"], "escalated", ""),
    ],
)
def test_the_table_of_outcomes(kinds: list[str], state: str, article: str) -> None:
    found = outcome(events(*kinds), now=LATER, matures=WEEK)
    assert (found.state, found.article) == (state, article)


@pytest.mark.parametrize(("days", "state"), [(0, "accepted"), (6.99, "accepted"), (7, "confirmed")])
def test_an_acceptance_is_confirmed_after_a_week(days: float, state: str) -> None:
    (accepted,) = events("accepted:a")
    found = outcome([accepted], now=START + timedelta(days=days), matures=WEEK)
    assert found.state == state


KINDS = st.tuples(st.sampled_from(list(Kind)), st.sampled_from(["", "a", "b"]))


@given(st.lists(KINDS, max_size=12), st.randoms(use_true_random=False), st.integers(0, 20))
def test_neither_the_order_of_arrival_nor_repeats_matter(
    kinds: list[tuple[Kind, str]], random: object, repeats: int
) -> None:
    made = events(*(f"{kind}:{article}" for kind, article in kinds))
    shuffled = made + made[:repeats]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert outcome(shuffled, now=LATER, matures=WEEK) == outcome(made, now=LATER, matures=WEEK)


@given(st.lists(KINDS, max_size=12))
def test_success_needs_a_human_s_yes_and_silence_is_never_success(
    kinds: list[tuple[Kind, str]],
) -> None:
    made = events(*(f"{kind}:{article}" for kind, article in kinds))
    found = outcome(made, now=LATER, matures=WEEK)
    if found.state in (State.CONFIRMED, State.ACCEPTED, State.REVOKED):
        assert any(event.kind is Kind.ACCEPTED for event in made)
