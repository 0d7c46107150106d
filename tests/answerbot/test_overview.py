"""The overview says what the ledger says, with n and interval, and in others' names too."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from answerbot.enquiries import Event, Kind, State
from answerbot.errors import Invalid
from answerbot.measures import OURS, ZENDESK, Change, difference, figure
from answerbot.metrics import Summary, wilson
from answerbot.overview import Mark, funnel, marks, trend
from answerbot.period import Period, last_days, period_of
from answerbot.store.gap_searches import Searches
from answerbot.store.ledger import Enquiry
from tests.answerbot.conftest import START, Deployment

TODAY = START.date()


@pytest.fixture
def signed_in(bot: Deployment) -> Deployment:
    bot.sign_in()
    return bot


def happen(bot: Deployment, number: int, days_ago: int, *kinds: str, **where: str) -> None:
    """An enquiry of so many days ago, with its events a minute apart."""
    at = START - timedelta(days=days_ago)
    channel, locale = where.get("channel", "widget"), where.get("locale", "en")
    enquiry = Enquiry(f"e{number}", "", channel, locale, "", "", at)
    events = [
        Event(f"e{number}-{i}", enquiry.id, Kind(kind), at + timedelta(minutes=i), "password")
        for i, kind in enumerate(kinds)
    ]
    bot.services.ledger.open(enquiry, events)


def shown(bot: Deployment, query: str = "", status: int = 200) -> Any:
    response = bot.client.get(f"/overview?{query}")
    assert response.status_code == status, response.text
    return LexborHTMLParser(response.text)


def text(page: Any, selector: str) -> str:
    return " ".join(" ".join(node.text() for node in page.css(selector)).split())


def fill(bot: Deployment) -> None:
    """Ten days ago 40 enquiries of which 10 are confirmed; 38 days ago 40 of which none is."""
    for number in range(40):
        solved = ("opened", "accepted") if number < 10 else ("opened", "rejected", "submitted")
        channel = "widget" if number % 2 else "email"
        happen(bot, number, 10, "asked", "offered", *solved, channel=channel)
        happen(bot, 100 + number, 38, "asked", "unoffered")
    happen(bot, 200, 1, "asked", "offered", "accepted")
    happen(bot, 201, 1, "asked", "offered", "excluded")


def test_the_headline_has_its_n_interval_and_the_period_before(signed_in: Deployment) -> None:
    fill(signed_in)
    page = shown(signed_in)
    head = text(page, ".headfigure")
    interval = wilson(10, 42)
    assert interval is not None
    assert "24 %" in head
    assert f"{100 * interval.low:.0f} to {100 * interval.high:.0f} %, 10 of n = 42" in head
    settled = wilson(10, 40)
    assert settled is not None
    assert "Of the days up to 2026-10-24, which have had their time: 25 %" in head
    assert "+25.0 points" in head, "young days would make every period look worse"
    assert "1 more accepted" in head
    assert "Days up to 2026-10-24" in head
    assert "1 hit by mail scanners" in text(page, ".figures")


def test_few_are_said_to_be_few_and_none_leads_on(signed_in: Deployment) -> None:
    assert "Nobody asked anything" in text(shown(signed_in), ".empty")
    happen(signed_in, 1, 0, "asked", "offered", "accepted")
    assert "Too few to tell" in text(shown(signed_in), ".headfigure")
    assert "%" not in text(shown(signed_in), ".headfigure .big")


def test_the_same_period_in_zendesk_s_names(signed_in: Deployment) -> None:
    fill(signed_in)
    page = shown(signed_in, "names=zendesk")
    rows = {
        text(row, "th").split("What")[0].strip(): text(row, ".share")
        for row in page.css(".rates tbody tr")
    }
    assert rows["Resolution rate"].startswith("26 %")
    assert rows["Unsuccessful attempts"].startswith("0 %")
    assert text(page, "#_rate") == "Resolution rate"
    assert text(page, "#_trend") == "Resolution rate over time"
    assert "Resolutions" in text(page, ".trend thead")
    assert "Resolution rate" in text(page, "[aria-labelledby=_by_channel] thead")
    assert "keeps our names" in text(page, ".figures"), "the states have no other"
    assert "Resolution rate" in signed_in.client.get("/overview.svg?names=zendesk").text


def test_it_can_be_narrowed_down_and_taken_away(signed_in: Deployment) -> None:
    fill(signed_in)
    assert "n = 22" in text(shown(signed_in, "channel=widget"), ".headfigure")
    found = signed_in.client.get("/overview.csv?by=channel")
    rows = {row["channel"]: row for row in csv.DictReader(io.StringIO(found.text))}
    assert (rows["email"]["asked"], rows["email"]["confirmed_n"]) == ("20", "5")
    picture = signed_in.client.get("/overview.svg")
    assert picture.headers["content-type"] == "image/svg+xml"
    assert ElementTree.fromstring(picture.text).attrib["width"] == "720"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=yesterday", "'yesterday' is no day"),
        ("first=2026-11-02&last=2026-11-01", "before it begins"),
        ("first=2001-01-01&last=2026-11-01", "too many"),
        ("first=0001-01-01&last=0001-01-05", "too long ago"),
    ],
)
def test_a_wrong_period_is_said_beside_its_field(
    signed_in: Deployment, query: str, words: str
) -> None:
    page = shown(signed_in, query, 422)
    assert words in text(page, ".choose .wrong")
    assert signed_in.client.get(f"/overview.csv?{query}").status_code == 422


def test_hostile_values_are_words(signed_in: Deployment) -> None:
    happen(signed_in, 1, 0, "asked", channel="=1+1", locale="<script>")
    page = signed_in.client.get("/overview")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "'=1+1" in signed_in.client.get("/overview.csv?by=channel").text


def test_it_is_for_staff(bot: Deployment) -> None:
    for path in ("/overview", "/overview.csv", "/overview.svg"):
        assert bot.client.get(path, follow_redirects=False).status_code == 401


def test_every_figure_has_a_definition_and_a_name_of_its_own() -> None:
    for measures in (OURS, ZENDESK):
        assert len({measure.name for measure in measures}) == len(measures)
        assert all(measure.definition.endswith(".") for measure in measures)


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_the_interval_of_a_difference_holds_it(n: int, m: int, data: st.DataObject) -> None:
    now, before = wilson(data.draw(st.integers(0, n)), n), wilson(data.draw(st.integers(0, m)), m)
    found = difference(now, before)
    assert found is not None
    assert -1 - 1e-9 <= found.low <= found.difference <= found.high <= 1 + 1e-9


def test_the_interval_of_a_difference_is_the_published_one() -> None:
    found = difference(wilson(56, 70), wilson(48, 80))
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)
    assert Change(0.1, 0.01, 0.2, 0.5).clear


def test_few_are_not_compared() -> None:
    few, many = Summary(5, 5, 5, {}, {}), Summary(500, 5, 5, {}, {})
    assert figure(OURS[0], few, many).change is None
    assert figure(OURS[0], many, few).change is None
    assert figure(OURS[0], many, many).change is not None


def test_stages_hold_those_that_came_further() -> None:
    def some(n: int, state: State) -> Summary:
        return Summary(n, 0, 0, {state: n}, {})

    found = funnel({"asked": some(5, State.SILENT), "opened": some(3, State.CONFIRMED)})
    assert [(stage.name, stage.n) for stage in found] == [
        ("asked", 8),
        ("offered", 3),
        ("opened", 3),
    ]
    assert all(sum(stage.states.values()) == stage.n for stage in found)


def test_periods() -> None:
    week = last_days(7, TODAY)
    assert (week.days, week.before.days) == (7, 7)
    assert week.before.last == week.first - timedelta(1)
    assert period_of("2026-10-01", "", days=7, today=TODAY) == Period(date(2026, 10, 1), TODAY)
    assert week.ripe(START, timedelta(days=7)) is None
    assert last_days(28, TODAY).ripe(START, timedelta(days=7)) == TODAY - timedelta(8)
    with pytest.raises(Invalid, match="no day"):
        period_of("1 May", "", days=7, today=TODAY)


def test_long_trends_are_by_week_and_short_ones_by_day() -> None:
    days = last_days(10, TODAY)
    by_day = {TODAY.isoformat(): Summary(3, 0, 0, {State.CONFIRMED: 2}, {})}
    assert [point.asked for point in trend(by_day, days, None)] == [0] * 9 + [3]
    weeks = trend(by_day, last_days(90, TODAY), TODAY - timedelta(8))
    assert (len(weeks), sum(point.asked for point in weeks), weeks[-1].figure.part) == (13, 3, 2)
    assert [week.young for week in weeks[-3:]] == [False, True, True]


def test_marks_of_a_day_and_kind_are_one() -> None:
    made = [Mark(TODAY, "edited", name) for name in "abcde"]
    (found,) = marks([*made, Mark(TODAY - timedelta(40), "edited", "old")], last_days(28, TODAY))
    assert found.text == "a, b, c and 2 more"


def test_what_staff_try_out_is_counted_apart(bot: Deployment) -> None:
    bot.suggest("reset my password", session="a customer")
    bot.sign_in()
    bot.suggest("reset my password", session="a tester")
    page = bot.client.get("/overview").text
    assert "1 enquiry by your own staff who tried something" in " ".join(page.split())
    assert "add up to the 1 that were asked" in page
    assert "by your own staff" not in bot.client.get("/overview?channel=staff").text
    assert [row["asked"] for row in csv.DictReader(io.StringIO(
        bot.client.get("/overview.csv").text))] == ["1"]  # fmt: skip
    met = "SELECT count(DISTINCT enquiry) FROM encounters"
    assert bot.services.store.read().execute(met).fetchone() == (1,)
    assert Searches(bot.services.store).unanswered_since(START - timedelta(days=1)) == 0
    bot.suggest("zzz qqq", session="a tester")
    assert Searches(bot.services.store).unanswered_since(START - timedelta(days=1)) == 0
    bot.client.cookies.clear()
    bot.suggest("zzz qqq", session="another customer")
    assert Searches(bot.services.store).unanswered_since(START - timedelta(days=1)) == 1
