"""Whoever was helped, by an article or by an agent, may say how it was, without any script."""

from __future__ import annotations

import random
from typing import Any

import pytest

from answerbot.enquiries import RATINGS, Event, Kind
from answerbot.store.mails import KEPT_OUT_COUNTS
from answerbot.store.migrations import STEPS, statements
from answerbot.store.ratings import MEANS, ratings
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.pressing import press


def rated(bot: Deployment) -> list[Event]:
    return [e for e in bot.services.ledger.everything() if e.kind is Kind.RATED]


def solved(bot: Deployment, solver: str) -> str:
    made = bot.ticket(subject="reset my password")
    path = f"/tickets/{made['ticket']}"
    if solver == "agent":
        bot.sign_in()
        bot.client.post(f"/desk/{made['number']}/solve")
    else:
        press(bot, path, "accepted", article="password", locale="en")
    return path


@pytest.mark.parametrize("solver", ["agent", "bot"])
def test_a_rating_is_kept_shown_and_counted_by_who_solved_it(bot: Deployment, solver: str) -> None:
    path = solved(bot, solver)
    assert "How did we do?" in bot.client.get(path).text
    page = press(bot, path, "rated", satisfaction="2").text
    assert "Thank you for rating" in page
    assert press(bot, path, "rated", satisfaction="4", effort="5").status_code == 200
    assert [e.detail["solved_by"] for e in rated(bot)] == [solver, solver]
    assert {e.who for e in rated(bot)} == {"customer"}
    assert ratings(bot.services.store) == {solver: {"satisfaction": (4.0, 1), "effort": (5.0, 1)}}
    bot.sign_in()
    desk = bot.client.get("/desk?view=solved").text
    words = "After an agent" if solver == "agent" else "After an article"
    assert f"{words}: satisfaction 4.0 of 5 (n = 1), ease 5.0 of 5 (n = 1)" in desk


def test_what_is_still_open_is_not_rated(bot: Deployment) -> None:
    made = bot.ticket(subject="x")
    path = f"/tickets/{made['ticket']}"
    assert "How did we do?" not in bot.client.get(path).text
    assert press(bot, path, "rated", satisfaction="5").status_code == 409
    assert rated(bot) == []


@pytest.mark.parametrize("grade", ["6", "0", "very"])
def test_a_grade_that_is_none_is_refused(bot: Deployment, grade: str) -> None:
    path = solved(bot, "agent")
    assert press(bot, path, "rated", effort=grade).status_code == 422
    assert rated(bot) == []


def test_nothing_chosen_is_nothing_rated(bot: Deployment) -> None:
    path = solved(bot, "agent")
    assert press(bot, path, "rated").status_code == 200
    assert rated(bot) == []


def test_a_machine_rates_nothing(bot: Deployment) -> None:
    path = solved(bot, "agent")
    bot.client.post(f"{path}/rated", data={"satisfaction": "1"})
    assert rated(bot) == []


def test_it_is_asked_in_the_customer_s_language(bot: Deployment) -> None:
    made = bot.ticket(subject="x", locale="it")
    bot.sign_in()
    bot.client.post(f"/desk/{made['number']}/solve")
    page = bot.client.get(f"/tickets/{made['ticket']}").text
    assert "Quanto sei soddisfatto" in page


def test_the_means_are_those_of_a_loop_over_the_ledger(bot: Deployment) -> None:
    chance = random.Random(1)
    enquiries = [bot.suggest("password", session=f"tab-{n}")["enquiry"] for n in range(8)]
    for number in range(120):
        given = {name: chance.randint(1, 5) for name in RATINGS if chance.random() < 0.7}
        solver = {"solved_by": chance.choice(["bot", "agent"])} if chance.random() < 0.8 else {}
        of = chance.choice(enquiries)
        event = Event(f"rated-{number:03}", of, Kind.RATED, START, detail={**given, **solver})
        bot.services.ledger.append([event, event])
    last = {
        (event.enquiry, name): (event.detail.get("solved_by", "bot"), event.detail[name])
        for event in rated(bot)
        for name in RATINGS
        if name in event.detail
    }
    by: dict[tuple[str, str], list[int]] = {}
    for (_, name), (solver_, grade) in last.items():
        by.setdefault((solver_, name), []).append(grade)

    def kept() -> dict[tuple[str, str], Any]:
        found = ratings(bot.services.store)
        return {(s, name): one for s, names in found.items() for name, one in names.items()}

    expected = {key: (pytest.approx(sum(of) / len(of)), len(of)) for key, of in by.items()}
    assert kept() == expected
    (fill,) = [one for step in STEPS for one in statements(step) if "INTO ratings\n" in one]
    bot.services.store.write(lambda db: db.execute("DELETE FROM ratings"))
    bot.services.store.write(lambda db: db.execute(fill))
    assert kept() == expected, "an older database begins with the same"


def test_the_queue_does_not_read_what_it_does_not_show(bot: Deployment) -> None:
    plans = [
        str(row[3])
        for sql in (KEPT_OUT_COUNTS, MEANS)
        for row in bot.services.store.read().execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()
    ]
    assert not any("events" in plan for plan in plans), plans
    assert all("COVERING INDEX mails_by_reason" in plan for plan in plans if "mails" in plan), plans
