"""What the server does by itself goes on, whatever fails."""

from __future__ import annotations

import threading
from dataclasses import replace

from answerbot.chores import Chore, Chores
from tests.answerbot.conftest import Deployment


class Time:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def noting(done: list[str], name: str) -> Chore:
    def run() -> int:
        done.append(name)
        return 1

    return Chore(name, 10 if name == "seldom" else 1, run)


def test_a_chore_has_its_turn_when_it_is_due() -> None:
    time, done = Time(), list[str]()
    chores = Chores([noting(done, "often"), noting(done, "seldom")], time)
    assert chores.turn() == 1
    time.now = 1.0
    assert chores.turn() == 1
    assert done == ["often", "seldom", "often"]


def test_a_chore_that_fails_is_told_and_tried_again_and_stops_no_other() -> None:
    time, tries, done = Time(), list[int](), list[str]()

    def fails_once() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("no route")
        return 1

    chores = Chores([Chore("first", 5, fails_once), noting(done, "second")], time)
    chores.turn()
    assert (chores.failed, done) == ({"first": "OSError: no route"}, ["second"])
    time.now = 5.0
    chores.turn()
    assert (chores.failed, len(tries)) == ({}, 2)


def test_a_hurried_chore_does_not_wait() -> None:
    twice, done = threading.Event(), list[int]()

    def run() -> int:
        done.append(1)
        if len(done) == 2:
            twice.set()
        return 1

    chores = Chores([Chore("mail", 3_600, run)])
    chores.start()
    try:
        while not twice.wait(0.01):
            chores.hurry("mail")
    finally:
        chores.stop()
    assert len(done) >= 2


def test_without_chores_nothing_starts() -> None:
    before = threading.active_count()
    chores = Chores(())
    chores.start()
    assert threading.active_count() == before
    chores.stop()


def test_staff_are_told_of_a_chore_that_fails(bot: Deployment) -> None:
    def fails() -> int:
        raise OSError("no route")

    bot.services.chores.stop()
    bot.sign_in()
    assert "no route" not in bot.client.get("/desk").text
    failing = Chores([Chore("post", 60, fails)])
    failing.turn()
    services = replace(bot.services, chores=failing)
    assert services.warning.endswith("post fails and is tried again: OSError: no route")
