"""What was acknowledged is kept: killed processes, repeats, other versions."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from answerbot.enquiries import Event, Kind
from answerbot.errors import BadSettings
from answerbot.store.articles import Articles, Imported
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, Ledger
from tests.answerbot.conftest import START
from tests.indexer.conftest import article


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "answerbot.db")
    yield opened
    opened.close()


def test_importing_twice_changes_nothing(store: Store) -> None:
    articles = [article("a", "A"), article("b", "B"), article("a", "A", locale="it")]
    held = Articles(store)
    assert held.replace("s", articles, now=START) == Imported(added=3)
    assert held.replace("s", articles, now=START) == Imported(unchanged=3)


def test_what_changed_and_what_is_gone_is_counted(store: Store) -> None:
    held = Articles(store)
    held.replace("s", [article("a", "A"), article("b", "B")], now=START)
    held.replace("other", [article("o", "O")], now=START)
    changes = held.replace("s", [article("a", "A2"), article("c", "C")], now=START)
    assert changes == Imported(added=1, changed=1, removed=1)
    assert [a.id for a in held.all()] == ["a", "c", "o"]


def test_an_article_is_read_as_it_was_written(store: Store) -> None:
    made = article("a", "Título 🎬", "שלום <b>", labels=("x",), promoted=True, audience="partners")
    Articles(store).replace("s", [made], now=START)
    assert Articles(store).all() == [made]


def test_the_ledger_cannot_be_changed(store: Store) -> None:
    ledger = Ledger(store)
    ledger.open(Enquiry("e", "", "widget", "", "", "", START), [Event("1", "e", Kind.ASKED, START)])
    for sql in ("UPDATE events SET kind = 'accepted'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            store.write(partial(_execute, sql))
    assert [event.kind for event in ledger.events("e")] == [Kind.ASKED]


def _execute(sql: str, db: Database) -> None:
    db.execute(sql)


def test_a_failed_write_leaves_nothing_behind(store: Store) -> None:
    ledger = Ledger(store)
    twice = Event("1", "unknown", Kind.ASKED, START)
    with pytest.raises(sqlite3.IntegrityError):
        ledger.open(Enquiry("e", "", "widget", "", "", "", START), [twice])
    assert ledger.everything() == []
    assert list(ledger.states()) == []


def test_readers_cannot_write(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.read().execute("DELETE FROM tickets")


def test_a_database_of_a_newer_version_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "answerbot.db"
    Store(file).close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(BadSettings, match="schema 99"):
        Store(file)


WRITER = """
import sys, itertools
from pathlib import Path
from answerbot.enquiries import Event, Kind
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, Ledger
from tests.answerbot.conftest import START

ledger = Ledger(Store(Path(sys.argv[1])))
ledger.open(Enquiry(sys.argv[2], "", "widget", "", "", "", START), [])
for number in itertools.count():
    event = f"{sys.argv[2]}-{number}"
    ledger.append([Event(event, sys.argv[2], Kind.SEEN, START, "a")], durable=number % 2 == 0)
    print(event, flush=True)
"""


def test_events_that_were_acknowledged_survive_kill_9(tmp_path: Path) -> None:
    file = tmp_path / "answerbot.db"
    Store(file).close()
    for round_ in range(8):
        command = [sys.executable, "-c", WRITER, str(file), f"enq-{round_}"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(7 + 13 * round_)]
        process.kill()
        acknowledged += process.stdout.read().split()
        process.stdout.close()
        process.wait()
        store = Store(file)
        kept = {event.id for event in Ledger(store).events(f"enq-{round_}")}
        assert store.read().execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        store.close()
        assert set(acknowledged) <= kept


IMPORTER = """
import os, sys, threading
from pathlib import Path
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from tests.answerbot.conftest import START
from tests.indexer.conftest import article

held = Articles(Store(Path(sys.argv[1])))
articles = [article(f"a{n}", "New", "words " * 50) for n in range(3_000)]
threading.Timer(float(sys.argv[2]) / 1000, os.kill, (os.getpid(), 9)).start()
held.replace("s", articles, now=START)
"""


@pytest.mark.parametrize("milliseconds", [0, 5, 40, 120])
def test_an_import_killed_half_way_changes_nothing_or_everything(
    tmp_path: Path, milliseconds: int
) -> None:
    file = tmp_path / "answerbot.db"
    store = Store(file)
    before = [article("old", "Old")]
    Articles(store).replace("s", before, now=START)
    store.close()
    command = [sys.executable, "-c", IMPORTER, str(file), str(milliseconds)]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode in (0, -9), done.stderr
    store = Store(file)
    kept = Articles(store).all()
    store.close()
    assert kept == before or len(kept) == 3_000
