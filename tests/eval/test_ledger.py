"""The figures are what happened, counted once more by plain loops."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from sqlite_utils import Database

from answerbot.enquiries import State
from answerbot.store.db import Store
from answerbot.store.ledger import Ledger
from answerbot.store.standings import Standings
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

    store.write(lose)
    assert Ledger(store).settle() == 150
    assert Ledger(store).settle() == 0
    store.close()
    assert list(differences(world)) == []


def test_the_states_partition_the_enquiries(tmp_path: Path) -> None:
    world = written(tmp_path, 6, 150)
    store = Store(world.file)
    times = {event.id: event.at for event in Ledger(store).everything()}
    now = world.now + MATURES
    found = Standings(store).summary(now=now, matures=MATURES)
    store.close()
    assert found == summed(world.histories, times, now=now)
    assert sum(found.states.values()) == found.asked == 150
    assert found.confirmed is not None
    assert found.confirmed.share == found.states[State.CONFIRMED] / 150
