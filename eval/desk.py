"""How fast is the desk with many tickets?

Knows: how many tickets, which pages agents look at all day, rounds and medians.
Must not know: how a page finds its tickets, how suggestions are made.

Run `python -m eval.desk`. The deployment is a new one with 50,000 tickets, of which 10,000
are not solved; a real server in a process of its own is asked over HTTP, by a member of
staff, for every page in turn.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from statistics import median
from time import perf_counter

import click
import httpx2 as httpx
from sqlite_utils import Database

from answerbot.enquiries import Event, Kind
from answerbot.errors import AnswerbotError
from answerbot.security.sessions import LINK, cookie_name
from answerbot.settings import read
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, insert_enquiry
from answerbot.store.sessions import Sessions
from answerbot.store.tickets import NewTicket, insert_ticket
from answerbot.tickets import Priority
from eval.bench import QUESTIONS, SAMPLE
from eval.errors import EvalError, NoAnswers
from eval.server import command, serving

SESSION = "measured"
START = datetime(2026, 1, 1, tzinfo=UTC)
AT_ONCE = 5_000

PAGES = {
    "queue": "/desk",
    "queue, last page": "/desk?page=10000",
    "queue, next target first": "/desk?sort=due",
    "queue, mine": "/desk?view=mine",
    "queue, filtered": "/desk?priority=urgent&form=account&tag=vip",
    "queue, solved": "/desk?view=solved",
    "queue, found by words": "/desk?find=customer77",
}
"""What an agent looks at, by what it is called in the report."""


def fill(home: Path, tickets: int, unsolved: int, me: str) -> None:
    """Put so many tickets into the deployment; the latest are those that are not solved."""
    store = Store(read(home).database)
    try:
        for first in range(1, tickets + 1, AT_ONCE):
            numbers = range(first, min(first + AT_ONCE, tickets + 1))
            store.write(lambda db, numbers=numbers: _insert(db, numbers, me))  # type: ignore[misc]
        Sessions(store).begin(SESSION, LINK, now=datetime.now(UTC))
        solved = (tickets - unsolved,)
        store.write(lambda db: db.execute(_SOLVE, solved))
        store.write(lambda db: db.execute("PRAGMA optimize"))
    finally:
        store.close()


_SOLVE = "UPDATE tickets SET status = 'solved', waiting_since = '' WHERE number <= ?"


def _insert(db: Database, numbers: Sequence[int], me: str) -> None:
    chance = random.Random(numbers[0])  # noqa: S311 - no secret
    for number in numbers:
        at = START + timedelta(minutes=number)
        enquiry = f"enq_{number}"
        insert_enquiry(db, Enquiry(enquiry, "", "form", "en", "", "", at))
        event = Event(f"ev_{number}", enquiry, Kind.SUBMITTED, at)
        insert_ticket(db, _ticket(number, at, chance, me), event, at)
        if number % 9 == 0:
            db.execute("UPDATE tickets SET tags = '[\"vip\"]' WHERE number = ?", (number,))


def _ticket(number: int, at: datetime, chance: random.Random, me: str) -> NewTicket:
    words = chance.choice(QUESTIONS)
    return NewTicket(
        id=f"tkt_{number}",
        subject=words,
        description=" ".join(chance.choices(QUESTIONS, k=8)),
        name=f"Customer {number}",
        email=f"customer{number}@mail.example",
        form=chance.choice(("account", "", "billing")),
        locale="en",
        channel=chance.choice(("email", "form", "widget")),
        priority=chance.choice(list(Priority)),
        audiences=chance.choice(((), ("partner",))),
        assignee=chance.choice(("", "ada", me)),
        answer_due=at + timedelta(hours=4),
        solve_due=at + timedelta(days=2),
    )


def measure(home: Path, *, tickets: int, unsolved: int, rounds: int) -> dict[str, float]:
    """Median milliseconds by page. Raises NoAnswers."""
    if not (home / "index").is_dir():
        command(home, "import", str(SAMPLE))
        command(home, "index")
    fill(home, tickets, unsolved, LINK)
    pages = {**PAGES, "ticket, with its suggestions": ""}
    taken: dict[str, list[float]] = {name: [] for name in pages}
    with serving(home) as server, httpx.Client(base_url=server.url, trust_env=False) as client:
        client.cookies.set(cookie_name(secure=False), SESSION)
        for turn in range(rounds + 1):
            for name, path in pages.items():
                started = perf_counter()
                _look(client, path or f"/desk/{tickets - turn}")
                taken[name].append(1000 * (perf_counter() - started))
    return {name: round(median(times[1:]), 1) for name, times in taken.items()}


def _look(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != HTTPStatus.OK or "/desk/" not in answer.text:
        raise NoAnswers(f"{path} answered {answer.status_code}")


@click.command()
@click.option("--tickets", type=click.IntRange(min=1), default=50_000, show_default=True)
@click.option("--unsolved", type=click.IntRange(min=1), default=10_000, show_default=True)
@click.option("--rounds", type=click.IntRange(min=5), default=15, show_default=True)
@click.option(
    "--home",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A deployment with an index, to be copied. [default: a new one of the sample]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(tickets: int, unsolved: int, rounds: int, home: Path | None, as_json: bool) -> None:
    """Median milliseconds of the desk's pages, over HTTP, signed in."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "home"
        if home:
            shutil.copytree(home, copy)
        try:
            found = measure(copy, tickets=tickets, unsolved=unsolved, rounds=rounds)
        except (AnswerbotError, EvalError) as error:
            raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps({"tickets": tickets, "unsolved": unsolved, "median_ms": found}))
        return
    click.echo(f"{tickets} tickets, {unsolved} of them not solved; medians of {rounds} rounds")
    for name, took in found.items():
        click.echo(f"{took:8.1f} ms  {name}")


if __name__ == "__main__":
    main()
