"""The queue shows what its address asks for, no more and no less, and says how much there is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from answerbot.asking import event_of
from answerbot.enquiries import Kind
from answerbot.queue import Sort, View, Wanted
from answerbot.store.ledger import Enquiry
from answerbot.store.queue import Queues
from answerbot.store.tickets import NewTicket, save
from answerbot.tickets import Priority, Status, Ticket
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.test_desk_queue import numbers

ME = "link"
Keeps = Callable[[Ticket], bool]


def fill(bot: Deployment, count: int = 120) -> list[Ticket]:
    """Tickets of every sort, the same each time."""
    chance, tickets = random.Random(7), bot.services.tickets
    pick = chance.choice
    for n in range(1, count + 1):
        enquiry = Enquiry(f"enq_{n}", "", "api", "en", "", "", START)
        new = NewTicket(
            id=f"tkt_{n}", subject=f"Printer {n % 10}", description="x",
            name=pick(["Ada", "Zoë Müller", ""]), email=pick(["ada@x.example", "b_b@y.example"]),
            form=pick(["account", ""]), locale=pick(["en", "fr"]), channel=pick(["email", "form"]),
            audiences=pick([(), ("partner",), ("partner", "user")]), priority=pick(list(Priority)),
            team=pick(["", "second"]), assignee=pick(["", ME, "other"]),
            answer_due=pick([None, START + timedelta(hours=chance.randrange(99))]),
            solve_due=pick([None, START + timedelta(hours=chance.randrange(99))]),
        )  # fmt: skip
        now = START + timedelta(minutes=chance.randrange(10_000))
        made = tickets.create(
            new, enquiry, event_of(bot.services, enquiry.id, Kind.SUBMITTED), opened=False, now=now
        )
        status = pick([Status.OPEN, Status.REOPENED, Status.PENDING, Status.SOLVED])
        ours = status in (Status.OPEN, Status.REOPENED)
        later = replace(
            made, status=status, waiting_since=made.waiting_since if ours else None,
            updated_at=now + timedelta(hours=1), tags=pick([(), ("vip",), ("vip", "beta")]),
            answered_at=pick([None, now]),
        )  # fmt: skip
        bot.services.store.write(lambda db, later=later: save(db, later))  # type: ignore[misc]
    return [tickets.numbered(n) for n in range(1, count + 1)]


def ours(ticket: Ticket) -> bool:
    return ticket.status in (Status.OPEN, Status.REOPENED)


def everything(_: Ticket) -> bool:
    return True


def nothing(_: Ticket) -> bool:
    return False


WANTED: tuple[tuple[dict[str, object], Keeps], ...] = (
    ({}, ours),
    ({"view": "mine"}, lambda t: t.assignee == ME and t.status is not Status.SOLVED),
    ({"view": "unassigned"}, lambda t: ours(t) and not t.assignee),
    ({"view": "pending"}, lambda t: t.status is Status.PENDING),
    ({"view": "solved"}, lambda t: t.status is Status.SOLVED),
    ({"view": "all"}, everything),
    ({"form": "account"}, lambda t: ours(t) and t.form == "account"),
    ({"audience": "user"}, lambda t: ours(t) and "user" in t.audiences),
    ({"team": "second", "priority": "urgent"},
     lambda t: ours(t) and t.team == "second" and t.priority is Priority.URGENT),
    ({"channel": "email", "locale": "fr"},
     lambda t: ours(t) and t.channel == "email" and t.locale == "fr"),
    ({"tag": "beta", "view": "all"}, lambda t: "beta" in t.tags),
    ({"status": "reopened"}, lambda t: t.status is Status.REOPENED),
    ({"find": "printer 3"}, lambda t: t.subject == "Printer 3"),
    ({"find": "b_b@"}, lambda t: t.email.startswith("b_b")),
    ({"find": "zoë"}, lambda t: t.name.startswith("Zoë")),
    ({"find": "ZOË MÜLLER"}, lambda t: t.name == "Zoë Müller"),
    ({"find": "#17"}, lambda t: t.number == 17),
    ({"find": "%"}, nothing),
    ({"find": "ada", "view": "mine"},
     lambda t: t.assignee == ME and t.status is not Status.SOLVED
     and ("ada@" in t.email or t.name == "Ada")),
)  # fmt: skip


def test_filters_keep_what_a_loop_over_all_tickets_keeps(bot: Deployment) -> None:
    tickets, queues = fill(bot), Queues(bot.services.store)
    for asked, keeps in WANTED:
        wanted = Wanted.model_validate(asked)
        expected = {t.number for t in tickets if keeps(t)}
        found, page = set[int](), 1
        while True:
            got = queues.page(wanted.model_copy(update={"page": page}), ME)
            assert got.total == len(expected), asked
            found |= {t.number for t in got.tickets}
            if page >= got.pages:
                break
            page += 1
        assert found == expected, asked


def test_counts_are_what_the_views_hold(bot: Deployment) -> None:
    fill(bot)
    queues = Queues(bot.services.store)
    counts = queues.counts(ME).views
    assert counts == {view: queues.page(Wanted(view=view), ME).total for view in View}


def next_due(ticket: Ticket) -> str:
    dues = [ticket.solve_due, None if ticket.answered_at else ticket.answer_due]
    return min((due.isoformat() for due in dues if due), default="~")


ORDERS: dict[Sort, Callable[[Ticket], tuple[object, ...]]] = {
    Sort.WAITING: lambda t: (str(t.waiting_since or "~"), t.number),
    Sort.DUE: lambda t: (
        t.status is Status.PENDING, next_due(t), str(t.waiting_since or "~"), t.number,
    ),
    Sort.NEWEST: lambda t: (-t.created_at.timestamp(), -t.number),
    Sort.LATEST: lambda t: (-t.updated_at.timestamp(), -t.number),
}  # fmt: skip


@pytest.mark.parametrize("sort", list(Sort))
def test_the_order_is_the_one_that_is_asked_for(bot: Deployment, sort: Sort) -> None:
    tickets = [t for t in fill(bot) if t.status is not Status.SOLVED]
    ordered = sorted(tickets, key=ORDERS[sort])
    queues, wanted = Queues(bot.services.store), Wanted(view=View.UNSOLVED, sort=sort)
    found = [
        t.number
        for page in (1, 2)
        for t in queues.page(wanted.model_copy(update={"page": page})).tickets
    ]
    assert found == [t.number for t in ordered[:100]]


def test_a_view_can_be_shared_and_turned_by_its_address(bot: Deployment) -> None:
    fill(bot, 250)
    bot.sign_in()
    address = "/desk?view=all&form=account&sort=newest"
    page = bot.client.get(address).text
    following = unescape(re.findall(r'rel="next" href="([^"]+)"', page)[0])
    assert set(following.partition("?")[2].split("&")) == {
        "view=all", "form=account", "sort=newest", "page=2",
    }  # fmt: skip
    assert numbers(bot.client.get(following).text)
    assert not set(numbers(page)) & set(numbers(bot.client.get(following).text))


@pytest.mark.parametrize("query", ["view=nobody", "sort=up", "priority=x", "page=0", "status=odd"])
def test_an_address_that_makes_no_sense_is_refused(bot: Deployment, query: str) -> None:
    bot.sign_in()
    assert bot.client.get(f"/desk?{query}").status_code == 422


def test_filters_left_empty_by_the_form_ask_for_everything(bot: Deployment) -> None:
    fill(bot, 10)
    bot.sign_in()
    empty = "/desk?find=&form=&priority=&status=&team=&tag=&audience=&channel=&locale=&sort=waiting"
    assert numbers(bot.client.get(empty).text) == numbers(bot.client.get("/desk").text)
