"""Do experiments tell the truth? Simulated ones, of which the truth is known.

Knows: how persons ask and submit, with and without suggestions; how often an analysis is wrong.
Must not know: how the analysis works.

Persons differ in inclination and ask once or several times, so that their enquiries are not
independent. Figures are looked at once a day.

    python -m eval.experiments
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import click
import numpy as np

from answerbot.experiments.experiment import MILLION
from answerbot.experiments.measures import Sums
from answerbot.experiments.mismatch import balance
from answerbot.experiments.power import Plan, Traffic, plan
from answerbot.experiments.sequence import difference


@dataclass(frozen=True, slots=True)
class World:
    """What is true: requests in an enquiry with suggestions and without, who asks how often."""

    rate: float
    effect: float = 0.0
    share: float = 0.2
    a_day: int = 100
    days: int = 60
    again: float = 0.4

    @property
    def people(self) -> int:
        """All persons of an experiment."""
        return self.a_day * self.days


@dataclass(frozen=True, slots=True)
class Run:
    """One experiment, looked at every day. `always` and `fixed` are the first days on which the
    interval left out zero, None if it never did; `covers` is whether they held the truth: the
    sequence on all days, the fixed interval on the last."""

    always: int | None
    fixed: int | None
    always_covers: bool
    fixed_covers: bool
    last_clear: bool
    mismatch: bool


WORLDS = (
    World(0.30, share=0.5),
    World(0.30, share=0.2),
    World(0.20, share=0.1),
    World(0.05, share=0.05),
    World(0.02, share=0.1),
)
TRUE = World(0.25, effect=0.05, share=0.2)


def simulated(world: World, rng: np.random.Generator) -> list[tuple[Sums, Sums]]:
    """The sums of both arms by the end of each day."""
    n = world.people
    other = rng.random(n) < world.share
    asked = 1 + rng.poisson(world.again, n)
    inclined = 2 * rng.beta(2, 2, n)
    rate = np.where(other, world.rate + world.effect, world.rate)
    sent = rng.binomial(asked, np.clip(rate * inclined, 0, 1))
    columns = np.stack([np.ones(n, int), sent, asked, sent * sent, asked * asked, sent * asked])
    arms = [
        (columns * mask).reshape(6, world.days, world.a_day).sum(axis=2).cumsum(axis=1)
        for mask in (~other, other)
    ]
    return [
        (Sums(*map(int, arms[0][:, day])), Sums(*map(int, arms[1][:, day])))
        for day in range(world.days)
    ]


def run(world: World, rng: np.random.Generator) -> Run:
    """One experiment."""
    always: int | None = None
    fixed: int | None = None
    covers = last_covers = True
    last_clear = False
    seen = simulated(world, rng)
    for day, (usual, other) in enumerate(seen, start=1):
        found = difference(usual, other, people=world.people)
        if found is None:
            continue
        always = always or (day if found.always.clear else None)
        fixed = fixed or (day if found.fixed.clear else None)
        covers = covers and found.always.low <= world.effect <= found.always.high
        last_covers = found.fixed.low <= world.effect <= found.fixed.high
        last_clear = found.fixed.clear
    usual, other = seen[-1]
    wrong = balance(usual.n, other.n, round(world.share * MILLION)).wrong
    return Run(always, fixed, covers, last_covers, last_clear, wrong)


def share(runs: Sequence[Run], name: str) -> float:
    """The share of runs in which something is so: of days, in which there is one."""
    return sum(getattr(one, name) not in (None, False) for one in runs) / len(runs)


def planned(world: World, rng: np.random.Generator) -> Plan:
    """What the calculator says for a world, from two weeks of its past."""
    past = simulated(World(world.rate, 0.0, 0.5, a_day=world.a_day, days=14), rng)[-1]
    traffic = Traffic(past[0] + past[1], 7 * world.a_day, 7)
    found = plan(traffic, share=round(world.share * MILLION), effect=world.effect, window=0)
    if found is None:
        raise click.ClickException("the simulated past is too small to plan by")
    return found


@click.command()
@click.option("--runs", default=1000, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(runs: int, seed: int) -> None:
    """Print coverage, false alarms and power."""
    rng = np.random.default_rng(seed)
    echo = click.echo
    echo(f"No effect, {WORLDS[0].people:,} persons in {WORLDS[0].days} days, {runs:,} runs each,")
    echo("looked at every day: how often an effect is reported that there is not (aim: 5 %)")
    echo("  rate  other arm   sequence   fixed interval   mismatch")
    worst = 0.0
    for world in WORLDS:
        found = [run(world, rng) for _ in range(runs)]
        alarms = share(found, "always")
        worst = max(worst, alarms)
        echo(
            f"  {world.rate:4.0%}  {world.share:9.0%}   {alarms:8.1%}"
            f"   {share(found, 'fixed'):14.1%}   {share(found, 'mismatch'):8.2%}"
        )
    found = [run(TRUE, rng) for _ in range(runs)]
    days = [one.always for one in found if one.always]
    points = 100 * TRUE.effect
    echo(f"\nA true effect of {points:.0f} points on {TRUE.rate:.0%}, {TRUE.share:.0%} held out")
    echo(f"  held by the fixed interval on the last day  {share(found, 'fixed_covers'):6.1%}")
    echo(f"  held by the sequence on all days            {share(found, 'always_covers'):6.1%}")
    echo(f"  found by the sequence in {TRUE.days} days         {share(found, 'always'):6.1%}")
    echo(f"  on day (median)                             {median(days):6.0f}")
    _power(runs, rng)
    if worst > 0.05 + 2 * math.sqrt(0.05 * 0.95 / runs):
        sys.exit("the sequence raises more false alarms than it promises")


def _power(runs: int, rng: np.random.Generator) -> None:
    """As many persons as the calculator wants: how often the effect is found (aim: 80 %)."""
    made = planned(TRUE, rng)
    for name, needed in (("one look at the end", made.once), ("a look every day", made.daily)):
        days = math.ceil(needed / TRUE.a_day)
        world = World(TRUE.rate, TRUE.effect, TRUE.share, TRUE.a_day, days)
        found = [run(world, rng) for _ in range(runs)]
        key = "last_clear" if needed == made.once else "always"
        when = [one.always for one in found if one.always]
        typical = f", median day {median(when):.0f}" if key == "always" and when else ""
        click.echo(
            f"  calculator, {name:20} {needed:6,} persons, {days:3} days:"
            f" found in {share(found, key):5.1%}{typical}"
        )


if __name__ == "__main__":
    main()
