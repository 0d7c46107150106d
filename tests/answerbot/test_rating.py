"""Whoever was helped, by an article or by an agent, may say how it was, without any script."""

from __future__ import annotations

import pytest

from answerbot.enquiries import Event, Kind
from answerbot.store.ratings import ratings
from tests.answerbot.conftest import Deployment
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
