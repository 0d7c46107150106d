"""How fast is /v1/suggest over HTTP, beside the same pipeline by hand?

Knows: rounds, medians, the questions asked.
Must not know: how the server is started, how either side searches.

Run `python -m eval.bench --source DIR`. Both answer the same questions, each question
once, in alternating rounds, so that a busy machine slows both. The server is a real one
in a process of its own; the naive pipeline runs in this one and pays for no HTTP.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import click
import numpy as np

from answerbot.errors import AnswerbotError
from answerbot.settings import home_folder
from eval.errors import EvalError, NoAnswers
from eval.naive import Naive
from eval.records import read_queries
from eval.server import Server, command, public_key, serving
from indexer import layout
from indexer.generation import current, read_manifest

SAMPLE = Path(__file__).parents[1] / "corpora" / "samples" / "farview" / "articles"
PER_ROUND = 60

QUESTIONS = (
    "cant log in after chang my pasword",
    "it says no connection, what now??",
    "how do i get my money back",
    "board not detected on windows",
    "upload hangs at 99 percent",
    "do you have a discount for schools",
    "I want to talk to a human",
    "where is the serial number",
)
"""As customers type; some have no answer anywhere."""


class Round(NamedTuple):
    """Median milliseconds a question of one round, over HTTP and by hand."""

    served_ms: float
    naive_ms: float

    @property
    def ratio(self) -> float:
        """Served time as a share of the naive time."""
        return self.served_ms / self.naive_ms


def compare(
    served: Callable[[str], object],
    naive: Callable[[str], object],
    queries: Sequence[str],
    rounds: int,
) -> list[Round]:
    """Let both answer, in alternating order; each round has questions of its own.

    Raises NoAnswers if there are fewer questions than rounds.
    """
    if len(queries) < rounds:
        raise NoAnswers(f"{len(queries)} questions are too few for {rounds} rounds")
    found = []
    for number in range(rounds):
        mine = list(islice(queries[number::rounds], PER_ROUND))
        if number % 2:
            naive_ms, served_ms = _timed(naive, mine), _timed(served, mine)
        else:
            served_ms, naive_ms = _timed(served, mine), _timed(naive, mine)
        found.append(Round(served_ms, naive_ms))
    return found


def _timed(search: Callable[[str], object], queries: Sequence[str]) -> float:
    """The median time of a question in milliseconds; nothing else runs meanwhile."""
    took = []
    for query in queries:
        start = perf_counter()
        search(query)
        took.append((perf_counter() - start) * 1000)
    return median(took)


def summary(
    rounds: Sequence[Round], server: Server, source: str, torch: bool | None
) -> dict[str, Any]:
    """What is printed."""
    ratios = [one.ratio for one in rounds]
    return {
        "source": source,
        "rounds": len(rounds),
        "served_median_ms": round(median(one.served_ms for one in rounds), 3),
        "naive_median_ms": round(median(one.naive_ms for one in rounds), 3),
        "ratio": round(median(ratios), 4),
        "ratio_range": [round(min(ratios), 4), round(max(ratios), 4)],
        "ready_s": round(server.ready_s, 2),
        "torch_in_server": torch,
    }


def _suggest(client: HTTPConnection, key: str, query: str) -> None:
    """One question over a kept connection, by the standard library's plain client, so that
    little of the time is the client's own. Raises NoAnswers."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    client.request("POST", "/v1/suggest", json.dumps({"query": query}), headers)
    response = client.getresponse()
    if response.status != HTTPStatus.OK or not json.load(response)["enquiry"]:
        raise NoAnswers(f"/v1/suggest answered {response.status} to {query!r}")


def by_hand(index: Path) -> Naive:
    """The naive pipeline over the passages and vectors of the generation in `index`."""
    folder = index / current(index)
    passages = layout.read_passages(folder)
    matrices = [
        np.load(folder / language / "vectors.npy", allow_pickle=False)
        for language in dict.fromkeys(passage.language for passage in passages)
    ]
    return Naive(
        [passage.full_text for passage in passages],
        [passage.article for passage in passages],
        vectors=np.concatenate(matrices),
    )


def questions(index: Path, file: Path | None) -> list[str]:
    """Distinct questions: those of `file`, else written ones and the articles' titles."""
    if file:
        return list(dict.fromkeys(query.text for query in read_queries(file)))
    titles = (card.title for card in layout.read_cards(index / current(index)))
    return list(dict.fromkeys((*QUESTIONS, *titles)))


def measure(home: Path, source: str, file: Path | None, rounds: int) -> dict[str, Any]:
    """Build, serve, compare. Raises NoAnswers, BadLabels."""
    command(home, "import", source)
    command(home, "index")
    index = home / "index"
    if read_manifest(index / current(index)).encoder is None:
        raise NoAnswers("the index has no vectors, so there is nothing to compare with")
    naive, queries, key = by_hand(index), questions(index, file), public_key(home)
    with serving(home) as server, closing(HTTPConnection(urlsplit(server.url).netloc)) as client:
        served = partial(_suggest, client, key)
        served("warm")
        naive.search("warm")
        found = compare(served, naive.search, queries, rounds)
        return summary(found, server, source, server.maps("libtorch"))


@click.command()
@click.option("--source", default=str(SAMPLE), help="Anything that import reads. [the sample]")
@click.option("--queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--rounds", type=click.IntRange(min=5), default=5, show_default=True)
@click.option("--home", help="The folder of this deployment's data. [default: answerbot-data]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(source: str, queries: Path | None, rounds: int, home: str | None, as_json: bool) -> None:
    """Compare /v1/suggest over HTTP with the same pipeline written by hand."""
    name = Path(source).resolve().name
    try:
        found = measure(home_folder(home) / "bench" / name, source, queries, rounds)
    except (AnswerbotError, EvalError, HTTPException) as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(found))
        return
    low, high = found["ratio_range"]
    torch = {True: "loaded", False: "not loaded", None: "unknown"}[found["torch_in_server"]]
    click.echo(
        f"/v1/suggest over HTTP  {found['served_median_ms']:8.2f} ms\n"
        f"naive, in process      {found['naive_median_ms']:8.2f} ms\n"
        f"ratio                  {found['ratio']:8.3f}    ({low:.3f} to {high:.3f} in "
        f"{found['rounds']} rounds; at most 0.25 is the aim)\n"
        f"start to ready         {found['ready_s']:8.2f} s  (3 s is the aim)\n"
        f"torch in the server    {torch}"
    )


if __name__ == "__main__":
    main()
