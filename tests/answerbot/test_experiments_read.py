"""What an experiment says: intervals that hold on any day, words, guards, how long it takes."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from answerbot.experiments.experiment import Arm
from answerbot.experiments.measures import Sums
from answerbot.experiments.mismatch import balance
from answerbot.experiments.reading import Reading, days_left, headline, read
from answerbot.experiments.sequence import difference
from tests.answerbot.conftest import START
from tests.answerbot.test_experiments import experiment


def people(rng: np.random.Generator, n: int, rate: float) -> Sums:
    """Persons of different inclinations who ask once or several times, and what they submit."""
    asked = 1 + rng.poisson(0.4, n)
    sent = rng.binomial(asked, np.clip(rate * 2 * rng.beta(2, 2, n), 0, 1))
    found = (sent.sum(), asked.sum(), sent @ sent, asked @ asked, sent @ asked)
    return Sums(n, *(int(one) for one in found))


def test_the_interval_covers_the_true_difference() -> None:
    rng = np.random.default_rng(11)
    covered = []
    for _ in range(200):
        usual = people(rng, 800, 0.20)
        other = people(rng, 200, 0.28)
        found = difference(usual, other, people=1_000)
        assert found is not None
        covered.append(found.fixed.low <= 0.08 <= found.fixed.high)
        assert found.always.low < found.fixed.low
    assert 0.91 <= np.mean(covered) <= 0.99


def test_looking_every_day_does_no_harm_to_the_sequence_and_much_to_the_interval() -> None:
    """A smaller twin of `python -m eval.experiments`."""
    rng = np.random.default_rng(12)
    always = fixed = 0
    for _ in range(100):
        usual, other, seen = Sums(), Sums(), [False, False]
        for _day in range(30):
            usual += people(rng, 40, 0.25)
            other += people(rng, 20, 0.25)
            found = difference(usual, other, people=1_800)
            if found:
                seen = [seen[0] or found.always.clear, seen[1] or found.fixed.clear]
        always, fixed = always + seen[0], fixed + seen[1]
    assert always <= 5
    assert fixed >= 12


def test_few_tell_nothing_and_nobody_divides_nothing() -> None:
    some = people(np.random.default_rng(1), 99, 0.3)
    assert difference(some, some, people=1_000) is None
    assert difference(Sums(), Sums(), people=1_000) is None
    never = Sums(1_000, 0, 1_000, 0, 1_000, 0)
    assert difference(never, never, people=1_000) is None, "nobody asked for anybody"


def test_arms_of_another_size_than_drawn_are_noticed() -> None:
    assert not balance(7_950, 2_050, 200_000).wrong
    assert balance(7_700, 2_300, 200_000).wrong
    assert balance(0, 0, 200_000).p == 1.0


def reading(usual: tuple[int, int], other: tuple[int, int], *, day: int, days: int = 60) -> Reading:
    """So many days into an experiment of `days`; (persons, requests) of each arm, all counted."""
    made = experiment(ends_at=START + timedelta(days=days), people=5_000, window=1)
    at = (START + timedelta(days=day)).date()
    sums_of = {arm: Sums(n, k, n, k, n, k) for arm, (n, k) in zip(Arm, (usual, other), strict=True)}
    found = [(at, arm, some) for arm, some in sums_of.items()]
    now = START + timedelta(days=day)
    return read(made, {"requesting": found}, drawn=(usual[0], other[0]), waiting=0, now=now)


@pytest.mark.parametrize(
    ("usual", "other", "day", "days", "says"),
    [
        ((0, 0), (0, 0), 1, 60, "Nothing is known yet"),
        ((1_000, 200), (1_000, 320), 20, 60, "The bot spares 12 in 100 people asking for a human"),
        ((1_000, 320), (1_000, 200), 20, 60, "The bot makes 12 more in 100 people ask for a human"),
        ((1_000, 200), (1_000, 235), 20, 60, "if the effect is as it seems."),
        ((1_000, 200), (1_000, 235), 20, 22, "if the effect is as it seems; it ends before."),
        ((1_000, 200), (1_000, 200), 20, 60, "Not known yet."),
        ((1_000, 200), (1_000, 235), 70, 60, "It ended without telling"),
        ((2_000, 200), (1_000, 320), 20, 60, "Do not trust these figures"),
    ],
)
def test_it_is_said_in_words(
    usual: tuple[int, int], other: tuple[int, int], day: int, days: int, says: str
) -> None:
    assert says in headline(reading(usual, other, day=day, days=days), START + timedelta(days=day))


def test_a_guard_that_gets_worse_is_told_beside_the_headline() -> None:
    """The bot prevents requests, and more people fall silent with it."""
    made, at, now = experiment(), START.date(), START + timedelta(days=20)
    arms = {"requesting": ((1_000, 200), (1_000, 320)), "silent": ((1_000, 700), (1_000, 500))}
    days = {
        name: [(at, arm, Sums(n, k, n, k, n, k)) for arm, (n, k) in zip(Arm, of, strict=True)]
        for name, of in arms.items()
    }
    found = read(made, days, drawn=(1_000, 1_000), waiting=0, now=now)
    assert [line.measure.name for line in found.harmed] == ["silent"]
    assert not found.harms(found.head)


def test_the_days_that_are_left_are_about_right() -> None:
    """As many more as make the present difference just as large as its interval."""
    now = START + timedelta(days=20)
    found = reading((1_000, 200), (1_000, 235), day=20)
    left = days_left(found, now)
    assert left is not None
    more = (20 + left) / 20
    usual, other = ((round(1_000 * more), round(k * more)) for k in (200, 235))
    later = reading(usual, other, day=20 + left, days=365).head.found
    assert later is not None
    assert later.always.low == pytest.approx(0, abs=0.002)
