"""The figures are what happened, counted once more by plain loops."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from answerbot.enquiries import Standing, State
from answerbot.identity import Identity
from answerbot.store import ledger as kept
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, Ledger
from answerbot.store.standings import Standings, keep_standing, kept_by
from eval.ledger import MATURES, World, differences, summed

SPOILED = (
    "UPDATE standings SET state = 'accepted' WHERE state = 'revoked'",
    "UPDATE standings SET offered = 1 - offered",
    "UPDATE standings SET clicked = 0",
    "UPDATE daily SET silent = silent + 1 WHERE day = (SELECT max(day) FROM daily)",
    "UPDATE standings SET since = '2026-01-01T00:00:00+00:00' WHERE since <> ''",
    "UPDATE standings SET effort = 6 - effort WHERE effort <> 3",
    "UPDATE standings SET article = 'a' WHERE state = 'accepted' AND article = 'b'",
    "DELETE FROM standings WHERE enquiry = 'enq_7'",
    "UPDATE encounters SET failed = 1 - failed",
    "DELETE FROM encounters WHERE wanted <> ''",
    "UPDATE article_daily SET linked = linked + 1 WHERE day = (SELECT max(day) FROM article_daily)",
)


def written(folder: Path, seed: int, histories: int) -> World:
    world = World(random.Random(seed), folder / "answerbot.db")
    world.run(histories)
    return world


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_are_a_plain_loop_over_what_happened(tmp_path: Path, seed: int) -> None:
    world = written(tmp_path, seed, 150)
    assert min(world.counts[name] for name in ("repeats", "clock changes")) > 0
    assert list(differences(world)) == []


@pytest.mark.parametrize("sql", SPOILED)
def test_a_wrong_row_is_noticed(tmp_path: Path, sql: str) -> None:
    world = written(tmp_path, 4, 150)
    store = Store(world.file)
    store.write(lambda db: db.execute(sql))
    store.close()
    assert list(differences(world))


def test_the_rows_can_be_made_anew_from_the_ledger(tmp_path: Path) -> None:
    world = written(tmp_path, 5, 150)
    store = Store(world.file)

    def lose(db: Database) -> None:
        db.execute("DELETE FROM standings")
        db.execute("DELETE FROM encounters WHERE article = 1")
        db.execute("UPDATE encounters SET opened = 1 - opened, reason = 'out_of_date'")

    store.write(lose)
    assert Ledger(store).settle() == 150
    assert Ledger(store).settle() == 0
    store.close()
    assert list(differences(world)) == []


def test_others_write_while_rows_are_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = written(tmp_path, 7, 50)
    store, other = Store(world.file), Store(world.file)
    monkeypatch.setattr(kept, "SETTLED_AT_ONCE", 20)
    store.write(lambda db: db.execute("DELETE FROM standings"))
    store.write(lambda db: db.execute("DELETE FROM meta WHERE name = 'standings'"))
    found: list[str] = []

    def counting(db: Database, enquiry: str, standing: Standing) -> None:
        if len(found) == 20:
            with closing(sqlite3.connect(world.file)) as reader:
                (n,) = reader.execute("SELECT count(*) FROM standings").fetchone()
                assert n == 20, "the first are committed before the next begin"
                assert not kept_by(other.read())
        found.append(enquiry)
        keep_standing(db, enquiry, standing)

    monkeypatch.setattr(kept, "keep_standing", counting)
    assert Ledger(store).settle() == 50
    assert kept_by(other.read()) == kept.RULES
    store.close()
    other.close()
    assert list(differences(world)) == []


def test_who_proves_more_is_counted_there_at_once(tmp_path: Path) -> None:
    store = Store(tmp_path / "answerbot.db")
    ledger = Ledger(store)
    ledger.settle()
    at = datetime(2026, 11, 1, tzinfo=UTC)
    ledger.open(Enquiry("enq_1", "", "widget", "en", "", "", at, visitor="browser"), [])
    ledger.recognise("enq_1", Identity("u1", ("partners",)))
    assert ledger.enquiry("enq_1").visitor == "", "not kept beside a proven person"
    ledger.recognise("enq_1", Identity("u2", ("staff",)))

    def counted() -> list[tuple[str, int]]:
        return store.read().execute("SELECT audiences, asked FROM daily WHERE asked").fetchall()

    at_once = counted()
    assert at_once == [('["partners"]', 1)]
    store.write(lambda db: db.execute("DELETE FROM meta WHERE name = 'standings'"))
    assert ledger.settle() == 1
    assert counted() == at_once
    store.close()


def test_the_states_partition_the_enquiries(tmp_path: Path) -> None:
    world = written(tmp_path, 6, 150)
    store = Store(world.file)
    times = {event.id: event.at for event in Ledger(store).everything()}
    now = world.now + MATURES
    found = Standings(store).summary(now=now, matures=MATURES)
    store.close()
    assert found == summed(world.customers(), times, now=now)
    assert 0 < sum(found.states.values()) == found.asked < len(world.histories)
    assert found.confirmed is not None
    assert found.confirmed.share == found.states[State.CONFIRMED] / found.asked
