"""Nobody waits unseen: every ticket stands on a page of the queue, in the order of waiting."""

from __future__ import annotations

import re

import pytest

from answerbot.enquiries import Kind
from tests.answerbot.conftest import Deployment

ALL = 103


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'class="subject"><a href="/desk/(\d+)"', page)]


def link(page: str, rel: str) -> str:
    found = re.search(rf'<a rel="{rel}" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def wait(bot: Deployment, tickets: int) -> None:
    for _ in range(tickets):
        bot.clock.pass_time(minutes=1)
        bot.ticket(subject="x")
    bot.sign_in()


@pytest.mark.parametrize("solved", [False, True])
def test_turning_the_pages_shows_every_ticket_once(bot: Deployment, solved: bool) -> None:
    wait(bot, ALL)
    for number in range(1, ALL + 1) if solved else ():
        bot.clock.pass_time(minutes=1)
        bot.client.post(f"/desk/{number}/solve")
    address, seen, spans = "/desk?view=solved" if solved else "/desk", [], []
    while address:
        page = bot.client.get(address).text
        seen.append(numbers(page))
        spans += re.findall(r"(\d+–\d+ of \d+)", page)
        address = link(page, "next")
    order = list(range(1, ALL + 1))[:: -1 if solved else 1]
    assert seen == [order[:50], order[50:100], order[100:]]
    assert spans == ["1–50 of 103", "51–100 of 103", "101–103 of 103"]
    second = bot.client.get(link(page, "prev")).text
    assert numbers(second) == order[50:100]
    assert numbers(bot.client.get(link(second, "prev")).text) == order[:50]


def test_one_page_needs_no_turning(bot: Deployment) -> None:
    wait(bot, 50)
    page = bot.client.get("/desk").text
    assert len(numbers(page)) == 50
    assert link(page, "next") == link(page, "prev") == ""
    assert numbers(bot.client.get("/desk?page=2").text) == numbers(page)


def test_a_page_that_is_no_more_shows_the_last(bot: Deployment) -> None:
    wait(bot, 51)
    assert numbers(bot.client.get("/desk?page=9").text) == [51]
    bot.client.post("/desk/7/solve")
    assert 51 in numbers(bot.client.get("/desk?page=2").text)
    assert bot.client.get("/desk?page=0").status_code == 422
    assert "Nobody is waiting" not in bot.client.get("/desk?page=10000").text


def test_who_waits_longest_comes_first_whatever_the_number(bot: Deployment) -> None:
    for hours in (3, -2, 1):
        bot.clock.pass_time(hours=hours)
        bot.ticket(subject="x")
    bot.sign_in()
    assert numbers(bot.client.get("/desk").text) == [2, 3, 1]


def test_what_was_solved_last_comes_first_whatever_the_number(bot: Deployment) -> None:
    wait(bot, 3)
    for number in (2, 3, 1):
        bot.clock.pass_time(minutes=1)
        bot.client.post(f"/desk/{number}/solve")
    assert numbers(bot.client.get("/desk?view=solved").text) == [1, 3, 2]


def test_the_api_gives_the_queue_in_pages_with_a_total(bot: Deployment) -> None:
    wait(bot, 52)
    pages = [bot.call("GET", f"/v1/tickets?page={n}", key=bot.secret) for n in (1, 2, 3)]
    found = [[ticket["number"] for ticket in page.json()] for page in pages]
    assert found == [list(range(1, 51)), [51, 52], []]
    assert {page.headers["x-total-count"] for page in pages} == {"52"}
    solved = bot.call("GET", "/v1/tickets?solved=true", key=bot.secret)
    assert (solved.json(), solved.headers["x-total-count"]) == ([], "0")
    assert bot.call("GET", "/v1/tickets?page=0", key=bot.secret).status_code == 422


def test_a_reply_to_a_solved_ticket_brings_it_back_to_the_queue(bot: Deployment) -> None:
    made = bot.ticket(subject="x")
    bot.sign_in()
    bot.client.post("/desk/1/solve")
    assert numbers(bot.client.get("/desk").text) == []
    bot.client.post(f"/tickets/{made['ticket']}/reply", data={"text": "It is not solved."})
    assert numbers(bot.client.get("/desk").text) == [1]
    kinds = [event.kind for event in bot.services.ledger.events(made["enquiry"])]
    assert kinds.count(Kind.REOPENED) == 1
