"""The precision wanted: what it would do to past enquiries, counted and on the command line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from answerbot.asking import Question, ask
from answerbot.cli import main
from answerbot.enquiries import Event, Kind
from answerbot.precision import FEW, WANTED, History, Past, change, history, rows
from answerbot.store.precisions import Saved
from answerbot.thresholds import Channel, Thresholds, thresholds
from indexer import data
from indexer.calibrate import Confidence
from indexer.curve import Curve, Point
from tests.answerbot.conftest import Deployment

NOW = datetime(2026, 11, 1, tzinfo=UTC)
CURVE = Curve((Point(0.0, 0.4, 1.0), Point(0.2, 0.6, 0.7), Point(0.4, 0.8, 0.3)))
KNOWN = Confidence(0, {}, CURVE)
shares = st.floats(0, 1)
bests = st.lists(shares, min_size=1, max_size=2).map(tuple)


def past(*found: tuple[float, ...]) -> History:
    return History(tuple(Past(str(i), NOW, "x", best) for i, best in enumerate(found)), 0)


def looked(kind: Kind, **detail: Any) -> Event:
    return Event("e", "enq", kind, NOW, detail={"query": "x", "typing": False, **detail})


def test_another_language_must_be_surer() -> None:
    least = thresholds(KNOWN, 0.6)
    assert least == (0.2, 0.4)
    assert least.passed((0.2,))
    assert least.passed((0.1, 0.4))
    assert not least.passed((0.1, 0.3))


@pytest.mark.parametrize(
    ("events", "best", "untold"),
    [
        ([], None, 0),
        ([looked(Kind.OFFERED, best=[0.5])], (0.5,), 0),
        ([looked(Kind.UNOFFERED, best=[0.1, 0.2])], (0.1, 0.2), 0),
        ([looked(Kind.UNOFFERED, best=[0.1, 0.2]), looked(Kind.OFFERED, best=[0.5])],
         (0.5, 0.2), 0),
        ([looked(Kind.OFFERED, confidence=[0.3, 0.4])], (0.4,), 0),
        ([looked(Kind.UNOFFERED)], None, 1),
        ([looked(Kind.OFFERED, best=[], confidence=[0.01])], None, 1),
        ([looked(Kind.OFFERED, best=[0.5], typing=True)], None, 0),
        ([looked(Kind.OFFERED, best=[0.5], channel="email")], None, 0),
        ([Event("e", "enq", Kind.OPENED, NOW)], None, 0),
    ],
)  # fmt: skip
def test_what_is_recorded_of_an_enquiry(
    events: Sequence[Event], best: tuple[float, ...] | None, untold: int
) -> None:
    found = history([("enq", events)], Channel.FORM)
    assert [one.best for one in found.enquiries] == ([best] if best else [])
    assert found.untold == untold


def test_too_few_enquiries_get_no_number() -> None:
    few, enough = past(*[(0.5,)] * (FEW - 1)), past(*[(0.5,)] * FEW)
    assert {row.offered for row in rows(KNOWN, few, 0.6)} == {None}
    assert [row.offered for row in rows(KNOWN, enough, 0.6) if row.current] == [FEW]


def test_what_is_out_of_reach_offers_nothing() -> None:
    last = rows(KNOWN, past(*[(0.99,)] * FEW), 0.6)[-1]
    assert (last.reached, last.coverage, last.offered) == (False, 0.0, 0)


def test_a_current_precision_between_the_rows_has_its_own() -> None:
    found = rows(KNOWN, past(), 0.62)
    assert [row.wanted for row in found] == sorted({*WANTED, 0.62})
    assert [row.wanted for row in found if row.current] == [0.62]


@given(st.lists(bests, max_size=30), shares, shares)
def test_a_change_is_what_asking_again_would_make(
    found: list[tuple[float, ...]], current: float, wanted: float
) -> None:
    known = Confidence.from_json(data.confidence()["hybrid"])
    before, after = thresholds(known, current), thresholds(known, wanted)
    made = change(known, past(*found), current, wanted)
    gained = {str(i) for i, b in enumerate(found) if slow(after, b) and not slow(before, b)}
    lost = {str(i) for i, b in enumerate(found) if slow(before, b) and not slow(after, b)}
    assert {one.enquiry for one in made.gained} == gained
    assert {one.enquiry for one in made.lost} == lost
    assert not (made.gained and wanted > current)
    assert not (made.lost and wanted < current)


def slow(least: Thresholds, best: tuple[float, ...]) -> bool:
    if best[0] >= least.own:
        return True
    return len(best) > 1 and best[1] >= least.elsewhere


def test_the_ledger_has_the_best_even_of_what_was_not_offered(bot: Deployment) -> None:
    bot.suggest("reset my password")
    bot.suggest("zzz qqq")
    found = [e.detail["best"] for e in bot.services.ledger.everything() if "query" in e.detail]
    assert found[0][0] > 0
    assert found[1] == [0.0, 0.0]
    bot.services.precisions.save(Saved(Channel.FORM, 1.0, "staff:eve", bot.clock()))
    enquiry = ask(bot.services, Question("reset my password", locale="en")).enquiry
    last = bot.services.ledger.events(enquiry)[-1]
    assert (last.kind, last.detail["nearest"]) == (Kind.UNOFFERED, "password")
    assert last.detail["best"][0] == found[0][0]


def run(bot: Deployment, *arguments: str) -> str:
    home = str(bot.settings.home)
    result = CliRunner().invoke(main, ["precision", "--home", home, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def asked(bot: Deployment, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setattr("answerbot.commands.precision.utc_now", bot.clock)
    for i in range(times):
        bot.suggest("reset my password" if i % 2 else "zzz qqq")


def test_the_command_says_when_there_is_too_little(
    bot: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(bot, monkeypatch, 3)
    text = run(bot, "--channel", "form", "--want", "0.9")
    assert "3 enquiries in 30 days, of which 20 are needed" in text
    assert "Too few enquiries to tell" in text
    assert "form_precision = 0.9" in text
    assert "out of reach" in text
    bot.clock.pass_time(days=40)
    assert "0 enquiries" in run(bot, "--channel", "form")


def test_the_command_shows_what_would_change(
    bot: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(bot, monkeypatch, 2 * FEW)
    found = json.loads(run(bot, "--channel", "form", "--want", "1", "--json"))
    assert (found["enquiries"], found["gained"]["n"], found["lost"]["n"]) == (2 * FEW, 0, FEW)
    assert len(found["lost"]["examples"]) == 10
    assert found["lost"]["examples"][0]["text"] == "reset my password"
    text = run(bot, "--channel", "form", "--want", "1")
    assert "20 of 40 enquiries lose it" in text
    assert "reset my password" in text
    assert json.loads(run(bot, "--channel", "email", "--json"))["enquiries"] == 0
