"""Do two questions want the same? Precision and recall on pairs of labelled questions.

Knows: which pairs are drawn, how figures are made, the table.
Must not know: how likeness is computed (`answerbot/intent.py` does).

Run `python -m eval.intent FOLDER...`. Two questions with the same right article want the same, two
without a common one do not; of the latter some are drawn at random and some among the
tenth that has most words in common, which is where a mistake is likely. `--fit` looks for the
threshold on these folders; report it on others.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

import click
import numpy as np

from answerbot import intent
from answerbot.intent import LOOKED_AT, Leads
from answerbot.settings import home_folder
from eval.folder import read_folder
from eval.index import Setup, open_index
from eval.records import LabelledQuery
from eval.runner import query_of
from indexer.searcher import Searcher
from indexer.tokens import terms

SEED = 7
QUESTIONS = 200
PAIRS = 300
"""So many of each kind at most."""

WRONGLY, WRONGLY_NEAR = 0.01, 0.15
"""What `--fit` bears: of different questions, and of the nearest of them, the share that is called
the same."""


class Pair(NamedTuple):
    """Two questions: whether they are labelled the same, whether they were drawn for their near
    words, and what tells."""

    same: bool
    near: bool
    likeness: float


class Figures(NamedTuple):
    """Of pairs that are the same the share that is called so, and of others, any and near ones;
    precision where as many pairs are the same as are any others."""

    pairs: int
    precision: float
    recall: float
    wrongly: float
    wrongly_near: float


def pairs_of(folder: Path, setup: Setup) -> list[Pair]:
    """Labelled pairs of a data set, and how alike they look."""
    data = read_folder(folder)
    random = Random(SEED)  # noqa: S311  a sample's, not a secret's
    queries = random.sample(list(data.queries), min(QUESTIONS, len(data.queries)))
    searcher = open_index(folder.name, data.articles, setup)
    leads = {query.id: leads_of(searcher, query, setup) for query in queries}
    words = [frozenset(terms(query.text, query.language or "en")) for query in queries]
    graded = {query.id: data.qrels.get(query.id, {}) for query in queries}
    right = {name: {a for a, grade in found.items() if grade > 0} for name, found in graded.items()}
    alike, unlike = list[tuple[int, int]](), list[tuple[int, int]]()
    for i, j in itertools.combinations(range(len(queries)), 2):
        first, second = right[queries[i].id], right[queries[j].id]
        (alike if first & second else unlike).append((i, j))
    unlike.sort(key=lambda pair: -_common(words[pair[0]], words[pair[1]]))
    tenth = len(unlike) // 10
    hard, rest = unlike[:tenth], unlike
    drawn = [
        *((True, False, pair) for pair in _some(random, alike, PAIRS)),
        *((False, True, pair) for pair in _some(random, hard, PAIRS)),
        *((False, False, pair) for pair in _some(random, rest, PAIRS)),
    ]
    return [
        Pair(
            is_same,
            is_near,
            intent.likeness(leads[queries[i].id], leads[queries[j].id]),
        )
        for is_same, is_near, (i, j) in drawn
    ]


def leads_of(searcher: Searcher, query: LabelledQuery, setup: Setup) -> Leads:
    """What a question leads to."""
    found = searcher.search(query_of(query, setup, limit=LOOKED_AT))
    return Leads({hit.article: hit.confidence for hit in found.hits})


def figures(pairs: Sequence[Pair], least: float) -> Figures:
    """With this threshold."""

    def called(chosen: Sequence[Pair]) -> float:
        return float(np.mean([pair.likeness >= least for pair in chosen])) if chosen else 0.0

    recall = called([p for p in pairs if p.same])
    wrongly = called([p for p in pairs if not p.same and not p.near])
    near = called([p for p in pairs if p.near])
    return Figures(len(pairs), recall / max(1e-9, recall + wrongly), recall, wrongly, near)


def fitted(sets: Sequence[Sequence[Pair]]) -> float:
    """The threshold of most recall, mean over the sets, where no more is called the same wrongly
    than is bearable."""
    best = (0.0, 1.0)
    for least in np.arange(0.2, 0.96, 0.025).tolist():
        found = [figures(pairs, least) for pairs in sets]
        recall, wrongly, near = (float(np.mean([f[i] for f in found])) for i in (2, 3, 4))
        if wrongly <= WRONGLY and near <= WRONGLY_NEAR and recall > best[0]:
            best = (recall, least)
    return round(best[1], 3)


def _common(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of words that two questions have in common."""
    return len(first & second) / max(1, len(first | second))


def _some(random: Random, pairs: list[tuple[int, int]], most: int) -> Iterator[tuple[int, int]]:
    yield from random.sample(pairs, min(most, len(pairs)))


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--fit", is_flag=True, help="Look for the threshold on these folders.")
@click.option("--home", default=None, help="Where indexes are built.")
@click.option("--json", "as_json", is_flag=True)
def main(folders: tuple[Path, ...], fit: bool, home: str | None, as_json: bool) -> None:
    """Precision and recall of "the same intent" on labelled FOLDERS."""
    setup = Setup(home_folder(home), datetime.now(UTC))
    sets = {folder.name: pairs_of(folder, setup) for folder in folders}
    least = fitted(list(sets.values())) if fit else intent.SAME
    found = {name: figures(pairs, least) for name, pairs in sets.items()}
    if as_json:
        rows = {name: row._asdict() for name, row in found.items()}
        click.echo(json.dumps({"least": least, "sets": rows}))
        return
    click.echo(f"threshold {least}")
    click.echo(f"{'':<22}{'pairs':>7}{'precision':>11}{'recall':>8}{'wrongly':>9}{'near':>7}")
    for name, row in found.items():
        shares = f"{row.precision:>11.3f}{row.recall:>8.3f}{row.wrongly:>9.3f}"
        click.echo(f"{name:<22}{row.pairs:>7}{shares}{row.wrongly_near:>7.3f}")


if __name__ == "__main__":
    main()
