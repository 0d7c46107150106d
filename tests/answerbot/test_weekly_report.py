"""The weekly report: each Monday, once, to those who asked, in their language, and true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.enquiries import Event, Kind, outcome
from answerbot.metrics import Summary
from answerbot.period import Period
from answerbot.reporting import Reporter
from answerbot.staff import Role
from answerbot.store.ledger import Enquiry
from answerbot.weekly import due, final_week, weekly
from tests.answerbot.conftest import Deployment

MONDAY = datetime(2026, 11, 16, 6, 30, tzinfo=UTC)
"""Half past seven in Paris."""

MATURES = timedelta(days=7)
NO_SUMMARY = Summary(0, 0, 0, {}, {})


@given(
    st.integers(0, 4 * 365 * 24).map(lambda hours: MONDAY - timedelta(hours=hours)),
    st.sampled_from(["UTC", "Europe/Paris", "Pacific/Auckland", "America/Los_Angeles"]),
)
def test_a_week_is_told_from_its_monday_on(now: datetime, zone: str) -> None:
    week, moment = due(now, zone)
    assert (week.days, week.first.weekday()) == (7, 0)
    assert moment <= now < moment + timedelta(days=7, hours=1)
    assert (moment.hour, moment.weekday(), moment.date() - week.last) == (7, 0, timedelta(days=1))


@given(st.integers(1, 40), st.integers(0, 6))
def test_the_final_week_is_the_last_whose_every_answer_has_stood(days: int, ago: int) -> None:
    now, matures = MONDAY + timedelta(days=ago), timedelta(days=days)
    final = final_week(due(now, "UTC")[0], now, matures)
    last = datetime.combine(final.last + timedelta(days=1), datetime.min.time(), UTC)
    assert last + matures <= now
    assert last + matures + timedelta(days=7) > now or final == due(now, "UTC")[0]


def ask(bot: Deployment, at: datetime, *kinds: Kind) -> None:
    name = f"enq_{bot.services.random()}"
    enquiry = Enquiry(id=name, session=name, channel="widget", locale="en", form="", page="",
                      asked_at=at)  # fmt: skip
    events = [
        Event(f"{name}-{n}", name, kind, at, "password" if kind is Kind.ACCEPTED else "",
              detail={"articles": ["password"]} if kind is Kind.OFFERED else {})
        for n, kind in enumerate((Kind.ASKED, *kinds))
    ]  # fmt: skip
    bot.services.ledger.open(enquiry, events)


def fill(bot: Deployment) -> None:
    """In the week of 26 October 30 asked, of whom 12 were helped; 25 and 5 a week later."""
    for day, asked, helped in ((datetime(2026, 10, 28, 12, tzinfo=UTC), 30, 12),
                               (datetime(2026, 11, 4, 12, tzinfo=UTC), 30, 3),
                               (datetime(2026, 11, 11, 12, tzinfo=UTC), 25, 5)):  # fmt: skip
        for number in range(asked):
            ask(bot, day, Kind.OFFERED, *([Kind.ACCEPTED] if number < helped else ()))


def reports(bot: Deployment) -> list[str]:
    return [one.outgoing.text for one in bot.services.outbox.latest(10)]


def test_whoever_asks_gets_it_each_monday_once(bot: Deployment) -> None:
    bot.services.chores.stop()
    fill(bot)
    reporter = Reporter(bot.services)
    bot.clock.now = MONDAY - timedelta(days=2)
    bot.sign_in(Role.EDITOR)
    page = bot.client.get("/overview").text
    assert "Send it to me" in page
    bot.client.headers["accept-language"] = "fr-FR"
    assert bot.form("/overview/report", {}).status_code == 303
    assert (
        "The weekly report goes to editor@shop.example, in Français"
        in bot.client.get("/overview").text
    )
    assert reporter.turn() == 0, "the week that was over before one asked"
    bot.clock.now = MONDAY + timedelta(hours=1)
    assert [reporter.turn() for _ in range(3)] == [1, 0, 0]
    (text,) = reports(bot)
    assert "25 questions ont été posées du 2026-11-09 au 2026-11-15 (30 la semaine d’avant)" in text
    assert "5 d’entre elles sont résolues" in text
    assert "du 2026-11-02 au 2026-11-08" in text
    assert "10 % (3 sur 30 ; intervalle à 95 % : 3 % à 26 %)" in text
    assert "30.0 points de moins que la semaine d’avant" in text
    bot.clock.pass_time(days=7)
    assert reporter.turn() == 1
    bot.sign_in(Role.EDITOR)
    assert bot.form("/overview/report", {"stop": "true"}).status_code == 303
    bot.clock.pass_time(days=7)
    assert reporter.turn() == 0


@pytest.mark.parametrize("loss", ["disabled", "role"])
def test_who_may_not_see_it_any_more_gets_it_no_more(bot: Deployment, loss: str) -> None:
    bot.services.chores.stop()
    member = bot.sign_in(Role.EDITOR)
    bot.form("/overview/report", {})
    bot.clock.pass_time(days=14)
    if loss == "disabled":
        bot.services.members.disable(member.id, by="test", now=bot.clock())
    else:
        bot.services.members.set_role(member.id, Role.AGENT, by="test", now=bot.clock())
    assert Reporter(bot.services).turn() == 0


def test_the_printed_link_has_no_address(bot: Deployment) -> None:
    bot.sign_in()
    assert "has no address" in bot.client.get("/overview").text
    assert bot.form("/overview/report", {}).status_code == 422


@pytest.mark.parametrize("locale", ["en", "fr", "it"])
def test_it_can_be_seen_before(bot: Deployment, locale: str) -> None:
    bot.services.chores.stop()
    bot.clock.now = MONDAY + timedelta(hours=1)
    bot.sign_in()
    page = bot.client.get(f"/editor/mail?template=report&locale={locale}").text
    assert "/overview" in page
    fill(bot)
    assert "2026-11-09" in bot.client.get(f"/editor/mail?template=report&locale={locale}").text


def test_its_figures_are_those_of_a_plain_loop(bot: Deployment) -> None:
    fill(bot)
    now = bot.clock.now = MONDAY + timedelta(hours=1)
    week, _ = due(now, "UTC")
    told = Reporter(bot.services).report(week)
    states: list[str] = []
    for _, events in bot.services.ledger.states():
        if told.final.first <= events[0].at.date() <= told.final.last:
            states.append(outcome(events, now=now, matures=MATURES).state)
    assert (told.headline.part, told.headline.whole) == (states.count("confirmed"), len(states))


def test_an_empty_fortnight_says_so() -> None:
    def nothing(_period: Period) -> Summary:
        return NO_SUMMARY

    assert weekly(due(MONDAY, "UTC")[0], MONDAY, MATURES, nothing).empty
