"""`answerbot compare A B`: is B better than A, or is there no telling?

Knows: options, pairing of saved evaluations, the table, exit codes.
Must not know: how differences are found.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.errors import EvalError, NoAnswers
from eval.measures import Judged
from eval.saved import Saved, read_saved
from eval.significance import RESAMPLES, Sampled, mean_of, sampled
from eval.tables import cell, numbers

MEAN = "mean"
STYLES = {"better": "green", "worse": "red", "no telling": "dim"}

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


class Pair(NamedTuple):
    """One dataset of both evaluations, cut down to the questions of both."""

    dataset: str
    a: Judged
    b: Judged
    left_out: int

    @property
    def queries(self) -> int:
        """How many questions are compared."""
        return len(self.a.in_scope) + len(self.a.out_of_scope)


@click.command()
@click.argument("a", type=FOLDER)
@click.argument("b", type=FOLDER)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--seed", type=int, default=0, show_default=True, help="For the resamples.")
@click.option(
    "--resamples",
    type=click.IntRange(min=100),
    default=RESAMPLES,
    show_default=True,
    help="How many.",
)
def compare(a: Path, b: Path, as_json: bool, seed: int, resamples: int) -> None:
    """Say where the saved evaluation B is better or worse than A, and where there is no telling.

    A and B are folders that `answerbot evaluate ... --out DIR` wrote. A difference counts
    if its 95 % interval, from a paired bootstrap over the questions, leaves 0 out.
    """
    try:
        found = compared(read_saved(a), read_saved(b), seed=seed, resamples=resamples)
    except EvalError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        _show(found, Console())


def compared(
    a: dict[str, Saved], b: dict[str, Saved], *, seed: int, resamples: int = RESAMPLES
) -> dict[str, Any]:
    """Each dataset of both, and of several their mean. Raises NoAnswers."""
    names = sorted(a.keys() & b.keys())
    if not names:
        raise NoAnswers(f"no dataset is in both: {', '.join(sorted(a))}; {', '.join(sorted(b))}")
    pairs = [paired(name, a[name].judged, b[name].judged) for name in names]
    rng = np.random.default_rng(seed)
    found = [sampled(pair.a, pair.b, rng=rng, resamples=resamples) for pair in pairs]
    datasets = [_report(p.dataset, p.queries, one) for p, one in zip(pairs, found, strict=True)]
    if len(pairs) > 1:
        datasets.append(_report(MEAN, sum(pair.queries for pair in pairs), mean_of(found)))
    return {
        "datasets": datasets,
        "resamples": resamples,
        "seed": seed,
        "warnings": [*_alone(a, b), *_left_out(pairs)],
    }


def paired(dataset: str, a: Judged, b: Judged) -> Pair:
    """Both runs over the questions that both have, in the order of A.

    Raises NoAnswers if they share none, or do not agree on what is right.
    """
    inside, outside = frozenset(b.in_scope), frozenset(b.out_of_scope)
    common = a._replace(
        in_scope=tuple(query for query in a.in_scope if query in inside),
        out_of_scope=tuple(query for query in a.out_of_scope if query in outside),
    )
    asked = len(common.in_scope) + len(common.out_of_scope)
    if not asked:
        raise NoAnswers(f"{dataset}: no question is in both")
    for query in common.in_scope:
        if a.qrels[query] != b.qrels[query]:
            raise NoAnswers(
                f"{dataset}: what answers {query!r} was judged differently; evaluate both again"
            )
    all_asked = {*a.in_scope, *a.out_of_scope, *b.in_scope, *b.out_of_scope}
    other = b._replace(in_scope=common.in_scope, out_of_scope=common.out_of_scope)
    return Pair(dataset, common, other, len(all_asked) - asked)


def _report(dataset: str, queries: int, found: dict[str, Sampled]) -> dict[str, Any]:
    differences = [one.difference(name).report for name, one in found.items()]
    return {"dataset": dataset, "queries": queries, "measures": differences}


def _alone(a: dict[str, Saved], b: dict[str, Saved]) -> list[str]:
    return [f"{name} is in one of them only, and is not compared" for name in sorted(a.keys() ^ b)]


def _left_out(pairs: Sequence[Pair]) -> list[str]:
    return [
        f"{pair.dataset}: {pair.left_out} questions are in one of them only, and are left out"
        for pair in pairs
        if pair.left_out
    ]


def _show(found: dict[str, Any], console: Console) -> None:
    table: Table = numbers("dataset", "measure", "A", "B", "B - A", "95 %", "B is")
    table.columns[1].justify = "left"
    for dataset in found["datasets"]:
        table.add_section()
        for number, one in enumerate(dataset["measures"]):
            table.add_row(
                "" if number else f"{escape(dataset['dataset'])} ({dataset['queries']:,})",
                one["measure"],
                cell(one["a"]),
                cell(one["b"]),
                f"{one['difference']:+.3f}",
                f"{one['low']:+.3f} to {one['high']:+.3f}",
                f"[{STYLES[one['verdict']]}]{one['verdict']}[/]",
            )
    console.print(table)
    for warning in found["warnings"]:
        console.print(warning, markup=False, style="yellow")
