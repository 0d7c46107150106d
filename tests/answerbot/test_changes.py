"""What a change makes of a ticket: a table of values, and what comes too late."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from answerbot.changes import MOST_TAGS, Change, Field, Outdated, changed
from answerbot.enquiries import Kind
from answerbot.errors import Invalid
from answerbot.tickets import Priority, Status, Ticket

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
TICKET = Ticket(
    id="tkt", number=1, enquiry="enq", subject="s", description="d", name="", email="", form="",
    locale="en", channel="form", status=Status.OPEN, tags=("vip",), resolved_by="",
    created_at=NOW, updated_at=NOW, waiting_since=NOW,
)  # fmt: skip


PENDING = {"status": Status.PENDING, "waiting_since": None, "paused_at": LATER}


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (Change(Field.ASSIGNEE, "ada"), {"assignee": "ada"}),
        (Change(Field.TEAM, " second   level "), {"team": "second level"}),
        (Change(Field.PRIORITY, "high"), {"priority": Priority.HIGH}),
        (Change(Field.TAG, "  Needs  Refund "), {"tags": ("vip", "needs refund")}),
        (Change(Field.UNTAG, "vip"), {"tags": ()}),
        (Change(Field.STATUS, "pending"), PENDING),
        (Change(Field.STATUS, "solved"), {**PENDING, "status": Status.SOLVED}),
    ],
)
def test_a_change_sets_its_field_and_nothing_else(change: Change, after: dict[str, object]) -> None:
    assert changed(TICKET, change, LATER) == replace(TICKET, updated_at=LATER, **after)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        Change(Field.ASSIGNEE, ""),
        Change(Field.PRIORITY, "normal", was="low"),
        Change(Field.TAG, "VIP"),
        Change(Field.UNTAG, "never there"),
        Change(Field.STATUS, "open"),
    ],
)
def test_what_is_so_already_is_no_change(change: Change) -> None:
    assert changed(TICKET, change, LATER) is TICKET


@pytest.mark.parametrize(
    "change",
    [
        Change(Field.PRIORITY, "soon"),
        Change(Field.STATUS, "gone"),
        Change(Field.TEAM, "x" * 61),
        Change(Field.TAG, ""),
        Change(Field.TAG, "<script>"),
        Change(Field.TAG, "a, b"),
        Change(Field.TAG, "bot_resolved"),
        Change(Field.UNTAG, "bot_resolved"),
        Change(Field.TAG, "x" * 41),
    ],
)
def test_what_makes_no_sense_is_refused(change: Change) -> None:
    with pytest.raises(Invalid):
        changed(TICKET, change, LATER)


def test_a_ticket_has_only_so_many_tags() -> None:
    full = replace(TICKET, tags=tuple(f"t{n}" for n in range(MOST_TAGS)))
    with pytest.raises(Invalid, match="at most"):
        changed(full, Change(Field.TAG, "more"), LATER)


def test_a_change_of_what_is_another_by_now_comes_too_late() -> None:
    with pytest.raises(Outdated, match="'normal' by now"):
        changed(TICKET, Change(Field.PRIORITY, "high", was="urgent"), LATER)


def test_who_is_open_again_waits_since_they_did_before() -> None:
    solved = changed(TICKET, Change(Field.STATUS, "solved"), LATER)
    back = Change(Field.STATUS, "open", "solved", NOW)
    assert back.kind is Kind.REOPENED
    assert changed(solved, back, LATER).waiting_since == NOW
