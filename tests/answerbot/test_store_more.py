"""Threads that come and go, moments between a read and a write, first starts, broken files."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerbot.cli import main
from answerbot.enquiries import Event, Kind
from answerbot.errors import BadSettings, Conflict
from answerbot.queue import Sort, View, Wanted
from answerbot.store import migrations
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, Ledger
from answerbot.store.queue import Queues
from answerbot.store.tickets import Message, NewTicket, Tickets
from answerbot.tickets import Status, Ticket
from tests.answerbot.conftest import START
from tests.indexer.conftest import article

LATER = START + timedelta(hours=1)
DESCRIPTORS = Path("/proc/self/fd")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "answerbot.db")
    yield opened
    opened.close()


def enquiry(name: str) -> Enquiry:
    return Enquiry(name, "", "widget", "en", "", "", START)


def event(name: str, kind: Kind, of: str = "enq", article: str = "") -> Event:
    return Event(name, of, kind, LATER, article)


def ticket(store: Store) -> Ticket:
    new = NewTicket("tkt", "Help", "Please", "Ann", "", "", "en", "widget")
    asked = event("submitted", Kind.SUBMITTED)
    return Tickets(store).create(new, enquiry("enq"), asked, opened=False, now=START)


def in_threads(number: int, work: Callable[[], object]) -> None:
    """Run `work` in threads that are all there at once, and end."""
    together = threading.Barrier(number)

    def run() -> None:
        together.wait()
        work()

    with ThreadPoolExecutor(number) as pool:
        for done in [pool.submit(run) for _ in range(number)]:
            done.result()


def descriptors(file: Path) -> int:
    names = []
    for name in os.listdir(DESCRIPTORS):  # noqa: PTH208
        try:
            names.append((DESCRIPTORS / name).readlink().name)
        except FileNotFoundError:  # the listing's own
            continue
    return sum(name.startswith(file.name) for name in names)


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="descriptors are counted in /proc")
def test_threads_that_come_and_go_leave_no_connection_behind(tmp_path: Path) -> None:
    file = tmp_path / "counted.db"
    store = Store(file)
    for _ in range(25):
        in_threads(4, lambda: Articles(store).count())
    # SQLite keeps a closed file of its busiest moment open for the next connection.
    assert descriptors(file) <= 4 + 4
    assert Articles(store).count() == 0
    store.close()
    assert descriptors(file) == 0


def test_a_reader_of_a_living_thread_is_closed_with_the_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "answerbot.db")
    reader = store.read()
    assert store.read() is reader
    store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        reader.execute("SELECT 1")


def test_closing_a_ticket_keeps_what_the_customer_accepted_meanwhile(store: Store) -> None:
    tickets, seen = Tickets(store), ticket(store)
    tickets.apply([seen], event("yes", Kind.ACCEPTED, article="password"))
    tickets.solve(seen, event("solved", Kind.SOLVED))
    now = tickets.get(seen.id)
    assert (now.status, now.resolved_by, now.bot_resolved) == (Status.SOLVED, "password", True)


def test_a_customer_who_writes_is_never_left_in_a_solved_ticket(store: Store) -> None:
    tickets, seen = Tickets(store), ticket(store)
    tickets.solve(seen, event("solved", Kind.SOLVED))
    tickets.say(seen, Message("customer", "No!", LATER), event("again", Kind.REOPENED))
    assert tickets.get(seen.id).status is Status.REOPENED
    assert [e.kind for e in Ledger(store).events("enq")] == [
        Kind.SUBMITTED,
        Kind.SOLVED,
        Kind.WROTE,
        Kind.REOPENED,
    ]
    tickets.say(seen, Message("customer", "Well?", LATER), event("once more", Kind.REOPENED))
    assert not Ledger(store).known("once more")
    assert [message.text for message in tickets.messages(seen)] == ["No!", "Well?"]


def test_an_agent_s_message_does_not_open_a_ticket(store: Store) -> None:
    tickets, seen = Tickets(store), ticket(store)
    tickets.solve(seen, event("solved", Kind.SOLVED))
    tickets.say(seen, Message("agent", "Bye", LATER), event("link", Kind.LINKED, article="a"))
    assert tickets.get(seen.id).status is Status.SOLVED
    assert Ledger(store).known("link")


def test_a_message_is_kept_with_its_event_or_not_at_all(store: Store) -> None:
    tickets, seen = Tickets(store), ticket(store)
    tickets.solve(seen, event("solved", Kind.SOLVED))
    solved = tickets.get(seen.id)
    used = replace(event("submitted", Kind.REOPENED), article="other")
    with pytest.raises(Conflict):
        tickets.say(seen, Message("customer", "No!", LATER), used)
    assert tickets.messages(seen) == []
    assert tickets.get(seen.id) == solved


def test_figures_are_of_one_moment_while_enquiries_are_opened(store: Store) -> None:
    ledger, opened = Ledger(store), 0

    def meanwhile(_sql: str) -> None:
        nonlocal opened
        opened += 1
        name = f"enq-{opened}"
        ledger.open(enquiry(name), [event(f"asked-{opened}", Kind.ASKED, name)])

    ledger.open(enquiry("silent"), [])
    store.read().conn.set_trace_callback(meanwhile)
    states = dict(ledger.states())
    store.read().conn.set_trace_callback(None)
    assert opened
    assert states.pop("silent") == []
    assert all([e.enquiry for e in events] == [name] for name, events in states.items())


def test_events_are_grouped_by_enquiry_in_the_order_of_arrival(store: Store) -> None:
    ledger = Ledger(store)
    for name in ("b", "a"):
        ledger.open(enquiry(name), [event(f"{name}-asked", Kind.ASKED, name)])
    for name in ("b", "a", "b"):
        ledger.append([event(f"{name}-{len(ledger.everything())}", Kind.SEEN, name)])
    grouped = {name: [e.id for e in events] for name, events in ledger.states()}
    assert grouped == {"a": ["a-asked", "a-3"], "b": ["b-asked", "b-2", "b-4"]}


@pytest.mark.parametrize("view", list(View))
def test_no_ticket_is_read_but_those_of_the_page(store: Store, view: View) -> None:
    """Filters, orders and counts look at an index alone."""
    statements: list[str] = []
    reader, queues = store.read(), Queues(store)
    reader.conn.set_trace_callback(statements.append)
    for sort in (Sort.WAITING, Sort.DUE, Sort.LATEST):
        queues.page(Wanted(view=view, sort=sort, tag="x", team="y"))
        queues.page(Wanted(view=view, sort=sort))
    queues.counts()
    queues.choices()
    reader.conn.set_trace_callback(None)
    for sql in (sql for sql in statements if "FROM tickets" in sql):
        plan = [str(row[3]) for row in reader.execute(f"EXPLAIN QUERY PLAN {sql}")]
        looks = [step for step in plan if " tickets" in step and "PRIMARY KEY" not in step]
        assert looks, sql
        assert all("COVERING INDEX" in step for step in looks), plan


def test_first_starts_at_the_same_time_all_succeed(tmp_path: Path) -> None:
    for number in range(25):
        file = tmp_path / f"{number}.db"
        in_threads(4, lambda file=file: Store(file).close())  # type: ignore[misc]
        with closing(sqlite3.connect(file)) as made:
            (version,) = made.execute("PRAGMA user_version").fetchone()
        assert version == len(migrations.STEPS)


def test_a_start_that_finds_the_schema_made_meanwhile_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "answerbot.db"
    slow, fast = sqlite3.connect(file), sqlite3.connect(file)

    def meanwhile(sql: str) -> None:
        if sql.startswith("BEGIN IMMEDIATE"):
            slow.set_trace_callback(None)
            migrations.migrate(fast, file)

    slow.set_trace_callback(meanwhile)
    migrations.migrate(slow, file)
    (version,) = slow.execute("PRAGMA user_version").fetchone()
    assert version == len(migrations.STEPS)
    slow.close()
    fast.close()


def test_a_file_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    file = tmp_path / "answerbot.db"
    old = sqlite3.connect(file)
    old.executescript(f"{migrations.STEPS[0]}; PRAGMA user_version = 1;")
    old.execute("INSERT INTO meta VALUES ('cookie_key', 'kept')")
    old.commit()
    old.close()
    store = Store(file)
    reader = store.read()
    assert reader.execute("PRAGMA user_version").fetchone()[0] == len(migrations.STEPS)
    assert reader.execute("SELECT value FROM meta").fetchone()[0] == "kept"
    assert Queues(store).page(Wanted()).total == 0
    store.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "answerbot.db"
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, "CREATE TABLE meta (x);"))
    with pytest.raises(BadSettings, match=r"answerbot\.db .*already exists"):
        Store(file)
    connection = sqlite3.connect(file)
    assert connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)
    connection.close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANSWERBOT_MODEL", "")
    return tmp_path


def failed(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    return result


def examined(home: Path) -> str:
    """What the doctor says of the database; its other checks go on."""
    findings = json.loads(failed("doctor", "--json", "--home", str(home)).stdout)
    assert [finding["check"] for finding in findings][-2:] == ["index", "model"]
    (found,) = (f for f in findings if f["check"] == "database" and f["level"] == "error")
    return str(found["text"])


@pytest.mark.parametrize("size", [700, 20_000])
def test_a_file_that_is_no_database_is_named(home: Path, size: int) -> None:
    content = random.Random(7).randbytes(size)
    (home / "answerbot.db").write_bytes(content)
    assert "answerbot.db cannot be used" in examined(home)
    lines = failed("keys", "list", "--home", str(home)).stderr.splitlines()
    assert len(lines) == 1
    assert "answerbot.db cannot be used" in lines[0]
    assert (home / "answerbot.db").read_bytes() == content


def test_a_damaged_database_is_a_finding_and_one_line(home: Path) -> None:
    file = home / "answerbot.db"
    store = Store(file)
    Articles(store).replace("s", [article(f"a{n}", "A", "w " * 900) for n in range(800)], now=START)
    store.close()
    content, schema = file.read_bytes(), 256 * 4096
    file.write_bytes(content[:schema] + random.Random(7).randbytes(len(content) - schema))
    assert "answerbot.db cannot be read" in examined(home)
    lines = failed("index", "--home", str(home)).stderr.splitlines()
    assert len(lines) == 1
    assert "answerbot doctor" in lines[0]
