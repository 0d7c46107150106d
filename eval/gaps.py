"""Are gaps found? Planted among questions that are of no gap, and looked for as the product does.

Knows: what is planted, which figures are made.
Must not know: how gaps are found (`answerbot/gaps/` does), SQL.

Run `python -m eval.gaps FOLDER...`: labelled folders of intents. For each seed ten intents are
planted, each with so many of its questions; beside them stand one question of each other intent
and the questions out of scope. `--rivals` looks for them by other methods too.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, NamedTuple

import click
import numpy as np

from answerbot.gaps.grouping import Likeness, Method, grouped
from answerbot.gaps.looking import FEWEST
from answerbot.gaps.words import Words
from answerbot.settings import home_folder
from eval.folder import read_folder
from indexer.embed import VectorCache
from indexer.encoder import Vectors
from indexer.export import BUNDLED, export

PLANTED, SMALL, LARGE = 10, 20, 120
"""Gaps of a trial, and the questions of the smallest and of the largest."""

PURE, HELD = 0.8, 1 / 3
"""A gap is found by a group of which so much is of the gap, and which has so much of it."""

HELD_OUT = "in-domain"
"""Questions out of scope of this type are of intents that were held out: no noise."""

Labelled = Sequence[tuple[str, str]]
"""Texts with the gap of each; empty for noise."""

Grouping = Callable[[Sequence[str], Vectors | None, str], list[list[int]]]


class Figures(NamedTuple):
    """Of the planted gaps the share that is found, how pure those groups are and how much of their
    gap they have; of the ten largest groups the share that is a planted gap; groups of which most
    is noise; the share of noise in any group; and seconds."""

    found: float
    purity: float
    held: float
    largest: float
    of_noise: float
    noise: float
    seconds: float


def labelled(folder: Path) -> tuple[dict[str, list[str]], list[str], str]:
    """The questions of each intent, those of none, and the language."""
    data = read_folder(folder)
    by_intent: dict[str, list[str]] = defaultdict(list)
    for query in data.queries:
        right = [name for name, grade in data.qrels.get(query.id, {}).items() if grade > 0]
        if right:
            by_intent[min(right)].append(query.text)
    for known in data.phrasings:
        by_intent[known.article].append(known.text)
    return dict(by_intent), _noise(folder), data.queries[0].language or "en"


def _noise(folder: Path) -> list[str]:
    file = folder / "oos.jsonl"
    if not file.exists():
        return []
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [row["text"] for row in rows if not row.get("type", "").startswith(HELD_OUT)]


def planted(by_intent: Mapping[str, Sequence[str]], noise: Sequence[str], seed: int) -> Labelled:
    """A trial."""
    random = Random(seed)  # noqa: S311  a sample's, not a secret's
    names = sorted(name for name, texts in by_intent.items() if len(set(texts)) >= FEWEST)
    large = [name for name in names if len(set(by_intent[name])) >= SMALL] or names
    gaps = random.sample(large, min(PLANTED, len(large) // 2))
    found = [(text, "") for text in noise]
    for name, texts in sorted(by_intent.items()):
        different = sorted(set(texts))
        size = min(len(different), random.randint(SMALL, LARGE)) if name in gaps else 1
        found += [(text, name if name in gaps else "") for text in random.sample(different, size)]
    random.shuffle(found)
    return found


def figures(groups: Sequence[Sequence[int]], labels: Sequence[str], seconds: float) -> Figures:
    """What a grouping found of what was planted."""
    sizes = Counter(label for label in labels if label)
    large = sorted((g for g in groups if len(g) >= FEWEST), key=len, reverse=True)
    told = [_majority(group, labels) for group in large]
    found = {
        name: (share, n / sizes[name])
        for name, n, share in told
        if name and share >= PURE and n >= HELD * sizes[name]
    }
    ten = [bool(name) and share >= PURE for name, _, share in told[: len(sizes)]]
    in_groups = sum(not labels[number] for group in large for number in group)
    return Figures(
        len(found) / len(sizes),
        float(np.mean([share for share, _ in found.values()])) if found else 0.0,
        float(np.mean([held for _, held in found.values()])) if found else 0.0,
        float(np.mean(ten)) if ten else 0.0,
        sum(share < 0.5 for _, _, share in told),
        in_groups / max(1, labels.count("")),
        seconds,
    )


def _majority(group: Sequence[int], labels: Sequence[str]) -> tuple[str, int, float]:
    """The planted gap that has most of a group, how many questions, which share."""
    counts = Counter(labels[number] for number in group if labels[number])
    if not counts:
        return "", 0, 0.0
    name, n = max(counts.items(), key=lambda one: (one[1], one[0]))
    return name, n, n / len(group)


def ours(texts: Sequence[str], meaning: Vectors | None, language: str) -> list[list[int]]:
    """As the product does."""
    return grouped(Likeness(Words(texts, language).vectors(), meaning))


def by_meaning(texts: Sequence[str], meaning: Vectors | None, language: str) -> list[list[int]]:
    """Ours, without words."""
    words = Words(texts, language).vectors()
    return grouped(Likeness(words, meaning, share=0.0), method=Method(least=0.38))


def hdbscan(_texts: Sequence[str], meaning: Vectors | None, _language: str) -> list[list[int]]:
    """scikit-learn's HDBSCAN on the vectors."""
    from sklearn.cluster import HDBSCAN

    return _groups(HDBSCAN(min_cluster_size=8, copy=True).fit_predict(meaning))


def agglomerative(
    _texts: Sequence[str], meaning: Vectors | None, _language: str
) -> list[list[int]]:
    """scikit-learn's average linkage on the vectors, cut where it was best on clinc150."""
    from sklearn.cluster import AgglomerativeClustering

    method = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=0.55
    )
    return _groups(method.fit_predict(meaning))


def _groups(labels: Sequence[int]) -> list[list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for number, label in enumerate(labels):
        if label >= 0:
            found[label].append(number)
    return list(found.values())


RIVALS: dict[str, Grouping] = {
    "meaning alone": by_meaning,
    "HDBSCAN": hdbscan,
    "agglomerative": agglomerative,
}


def measured(
    folder: Path, seeds: int, cache: VectorCache, methods: Mapping[str, Grouping]
) -> Iterator[tuple[str, int, Figures]]:
    """For each method the mean figures over the seeds, and the mean questions of a trial."""
    by_intent, noise, language = labelled(folder)
    trials = [planted(by_intent, noise, seed) for seed in range(seeds)]
    every = sorted({text for trial in trials for text, _ in trial})
    vectors = cache.embed(every, "encoding", lambda *_: None).vectors
    place = {text: number for number, text in enumerate(every)}
    for name, method in methods.items():
        found = []
        for trial in trials:
            texts = [text for text, _ in trial]
            meaning = None if name == "words alone" else vectors[[place[text] for text in texts]]
            begun = perf_counter()
            groups = method(texts, meaning, language)
            labels = [label for _, label in trial]
            found.append(figures(groups, labels, perf_counter() - begun))
        mean = Figures(*(float(np.mean(column)) for column in zip(*found, strict=True)))
        yield name, round(float(np.mean([len(trial) for trial in trials]))), mean


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--seeds", default=10, help="Trials of each folder.")
@click.option("--rivals", is_flag=True, help="Other methods too.")
@click.option("--home", default=None, help="Where the model and vectors are kept.")
@click.option("--json", "as_json", is_flag=True)
def main(
    folders: tuple[Path, ...], seeds: int, rivals: bool, home: str | None, as_json: bool
) -> None:
    """Plant gaps of labelled FOLDERS, and look for them."""
    root = home_folder(home)
    encoder = export(BUNDLED, root / "index" / "models" / f"{BUNDLED}-int8")
    methods = {"ours": ours, "words alone": ours, **(RIVALS if rivals else {})}
    (root / "gaps").mkdir(parents=True, exist_ok=True)
    told: list[dict[str, Any]] = []
    with closing(
        VectorCache(root / "gaps" / "eval.vectors.db", encoder, datetime.now(UTC))
    ) as kept:
        for folder in folders:
            for name, n, found in measured(folder, seeds, kept, methods):
                told.append({"set": folder.name, "method": name, "n": n, **found._asdict()})
                if not as_json:
                    shares = " ".join(
                        f"{key} {value:6.2f}" for key, value in found._asdict().items()
                    )
                    click.echo(f"{folder.name:<20} {name:<14} n {n:>5} {shares}")
    if as_json:
        click.echo(json.dumps(told))


if __name__ == "__main__":
    main()
