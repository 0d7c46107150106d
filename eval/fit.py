"""Fit the confidence: P(the first article is right) from its absolute signals.

Knows: which signals are used, logistic regression, leave-one-folder-out.
Must not know: how signals are made.

Run `python -m eval.fit FOLDER... --out indexer/confidence.json`. Questions come from
folders with `oos.jsonl` or `silver_oos.json`; each folder weighs the same, however many
it has. Two fits: `hybrid` with vectors, `words` without. What is printed for a folder
comes from a fit on all *other* folders.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from answerbot.errors import AnswerbotError
from eval.cli import setup_of
from eval.errors import EvalError
from eval.folder import Folder, read_folder, without_dropped
from eval.index import Setup, open_index
from eval.measures import Judged
from eval.progress import bars
from eval.records import Answer
from eval.runner import ask, judged, measured
from indexer.embed import Progress
from indexer.rank import Confidence

FEATURES = {
    "hybrid": ("cosine", "words_share", "pieces_share", "margin", "log_terms"),
    "words": ("words_share", "pieces_share", "margin", "log_terms"),
}
"""Chosen by leave-one-folder-out (docs/MEASURING.md)."""

BINS = 10
COMMAND = "python -m eval.fit FOLDER... --out indexer/confidence.json"

Floats = NDArray[np.float64]


class Trial(NamedTuple):
    """The questions of one folder against one index: signals of the first article of each
    (None without one), beside the labels."""

    folder: str
    scope: str
    judged: Judged
    signals: dict[str, dict[str, float] | None]

    @property
    def right(self) -> Floats:
        """1 where the first article is right, in the order of `signals`."""
        inside = frozenset(self.judged.in_scope)
        found = [query in inside and self.judged.right(query) for query in self.signals]
        return np.array(found, dtype=float)

    def matrix(self, names: Sequence[str]) -> Floats:
        """Shape (queries, names); zeros where nothing was found."""
        rows = [[s[n] if s else 0.0 for n in names] for s in self.signals.values()]
        return np.array(rows, dtype=float)

    def confidences(self, model: Confidence) -> dict[str, float]:
        """What `model` says of each first article; nothing where there is none."""
        return {query: model.of(s) for query, s in self.signals.items() if s}


def trials(folder: Folder, setup: Setup, progress: Progress) -> Iterator[Trial]:
    """Ask a folder's questions: once with those out of scope, once with articles left out."""
    part = without_dropped(folder)
    for scope, scored in (("oos", folder if folder.oos else None), ("silver", part)):
        if scored is None:
            continue
        left_out = scope == "silver"
        searcher = open_index(folder.name, scored.articles, setup, part=left_out, progress=progress)
        asked = ask(searcher, (*scored.queries, *scored.oos), setup, progress=progress)
        signals = {q: r.hits[0].signals if r.hits else None for q, r in asked.rankings.items()}
        yield Trial(folder.name, scope, judged(scored, asked.run), signals)


def fit(chosen: Sequence[Trial], names: Sequence[str]) -> Confidence:
    """The regression on all trials; folders weigh the same, and so do a folder's trials.

    Raises EvalError if the first articles are all right, or all wrong.
    """
    x = np.concatenate([trial.matrix(names) for trial in chosen])
    y = np.concatenate([trial.right for trial in chosen])
    if len(np.unique(y)) < 2:
        raise EvalError("nothing to fit: the first articles are all right, or all wrong")
    mean, scale = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    model = LogisticRegression(max_iter=1000)
    model.fit((x - mean) / scale, y, sample_weight=_weights(chosen))
    weights = model.coef_[0] / scale
    bias = float(model.intercept_[0] - weights @ mean)
    return Confidence(
        round(bias, 4), {n: round(float(w), 4) for n, w in zip(names, weights, strict=True)}
    )


def _weights(chosen: Sequence[Trial]) -> Floats:
    """One weight a question, 1 on average."""
    folders = [trial.folder for trial in chosen]
    parts = [
        np.full(len(t.signals), 1 / (len(t.signals) * folders.count(t.folder))) for t in chosen
    ]
    weights = np.concatenate(parts)
    return np.asarray(weights / weights.mean())


def left_out(
    chosen: Sequence[Trial], names: Sequence[str]
) -> Iterator[tuple[Trial, dict[str, float | None]]]:
    """Each trial with its figures under a fit on the other folders."""
    for trial in chosen:
        others = [other for other in chosen if other.folder != trial.folder]
        if others:
            yield trial, figures(trial, fit(others, names))


def figures(trial: Trial, model: Confidence) -> dict[str, float | None]:
    """AUROC, expected calibration error and solved@p80 of one trial under `model`."""
    said = trial.confidences(model)
    run = {q: (Answer(trial.judged.run[q][0].article, c),) for q, c in said.items()}
    measures = measured(trial.judged._replace(run=run), ("auroc", "solved@p80"))
    confidence = np.array([said.get(query, 0.0) for query in trial.signals])
    return {**measures, "ece": round(calibration_error(confidence, trial.right), 4)}


def calibration_error(confidence: Floats, right: Floats) -> float:
    """Expected calibration error over ten equal bins: the mean distance between what was
    claimed and what was right, weighted by the bins' sizes. 0 for no question."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [abs(float(np.sum(confidence[bins == b] - right[bins == b]))) for b in range(BINS)]
    return sum(gaps) / max(1, len(confidence))


@click.command()
@click.argument(
    "folders",
    metavar="FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here.")
@click.option("--home", help="The folder of this deployment's data. [default: answerbot-data]")
def main(folders: Sequence[Path], out: Path | None, home: str | None) -> None:
    """Fit the confidence on labelled folders that have questions out of scope."""
    try:
        setup = setup_of(home, None, None)
        read = [read_folder(path) for path in folders]
        fitted = {kind: _fit_kind(kind, read, setup) for kind in FEATURES}
    except (AnswerbotError, EvalError) as error:
        raise click.ClickException(str(error)) from None
    made_by = {"command": COMMAND, "folders": sorted(folder.name for folder in read)}
    text = json.dumps({**fitted, "made_by": made_by}, indent=1)
    if out:
        out.write_text(f"{text}\n", encoding="utf-8")
    else:
        click.echo(text)


def _fit_kind(kind: str, folders: Sequence[Folder], setup: Setup) -> dict[str, Any]:
    if kind == "words":
        setup = replace(setup, model="")
    found: list[Trial] = []
    for folder in folders:
        with bars(folder.name) as progress:
            found += trials(folder, setup, progress)
    if not found:
        raise EvalError("no folder has questions out of scope: oos.jsonl or silver_oos.json")
    names = FEATURES[kind]
    _show(kind, list(left_out(found, names)))
    return fit(found, names).to_json()


def _show(kind: str, results: Sequence[tuple[Trial, dict[str, float | None]]]) -> None:
    names = ("auroc", "ece", "solved@p80")
    table = Table(f"{kind}, fitted on the other folders", *names)
    for trial, found in results:
        table.add_row(f"{trial.folder} {trial.scope}", *(_cell(found[name]) for name in names))
    table.add_section()
    columns = [[f[name] for _, f in results if f[name] is not None] for name in names]
    means = [float(np.mean(np.array(c, dtype=float))) if c else None for c in columns]
    table.add_row("mean", *map(_cell, means))
    Console().print(table)


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
