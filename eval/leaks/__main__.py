"""`python -m eval.leaks`: so many requests, and what leaked.

Knows: what to print.
Must not know: requests, answers.
"""

from __future__ import annotations

from collections import Counter

import click

from eval.leaks.hunt import SEED, WORLDS, hunt


@click.command()
@click.option("--requests", default=10_000, show_default=True, type=click.IntRange(1))
@click.option("--worlds", default=WORLDS, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=SEED, show_default=True)
def main(requests: int, worlds: int, seed: int) -> None:
    """Send REQUESTS to generated help centers; exit status 1 if anything leaks."""
    found = hunt(requests, seed=seed, worlds=worlds)
    calls = Counter[str]()
    for (route, _), count in found.calls.items():
        calls[route] += count
    for route, count in calls.most_common():
        told = {code: n for (name, code), n in sorted(found.calls.items()) if name == route}
        click.echo(f"{count:>6}  {route:<42} {told}")
    click.echo(f"{found.rightly} answers had words of an audience that the customer belongs to")
    for leak in found.leaks[:10]:
        click.echo(f"LEAK {leak.words} to {leak.allowed}: {leak.request}")
    click.echo(f"{len(found.leaks)} of {found.requests} answers leaked (seed {seed})")
    raise SystemExit(1 if found.leaks else 0)


if __name__ == "__main__":
    main()
