"""Fit what ships: `python -m eval.fit FOLDER... --out indexer`.

Knows: folders, files, what is printed.
Must not know: how anything is fitted.

Writes ranker.json and confidence.json. What is printed for a folder comes from a fit on
all *other* folders; with `--left-out DIR` those fits are written too, for
`answerbot evaluate FOLDER --coefficients DIR/FOLDER`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from answerbot.errors import AnswerbotError
from eval.cli import setup_of
from eval.errors import EvalError
from eval.fitting import confidence, ranker
from eval.fitting.trials import Trial, trials
from eval.folder import read_folder
from eval.index import Setup
from eval.progress import bars
from indexer.calibrate import Confidence
from indexer.rank import Ranker
from indexer.reference import Claims, curve

COMMAND = "python -m eval.fit FOLDER... --out indexer"
KINDS = tuple(confidence.FEATURES)
MEASURES = ("hit@1", "hit@3", "mrr@10", "auroc", "solved@p80", "ece")

Trials = dict[bool, list[Trial]]
"""With vectors, and without."""


@click.command()
@click.argument(
    "folders",
    metavar="FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Write here.")
@click.option(
    "--left-out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write the fits without each folder here, too.",
)
@click.option("--home", help="The folder of this deployment's data. [default: answerbot-data]")
def main(
    folders: Sequence[Path], out: Path | None, left_out: Path | None, home: str | None
) -> None:
    """Fit ranker and confidence on labelled folders, and judge each by the others."""
    try:
        setup = setup_of(home)
        asked = {
            vectors: _asked(folders, setup if vectors else replace(setup, model=""))
            for vectors in (True, False)
        }
        names = sorted({trial.folder for trial in asked[True]})
        for name in names if len(names) > 1 else ():
            _judge(name, asked, left_out)
        fitted = _fit(asked)
        if not fitted[1]:
            raise EvalError("no folder has questions out of scope: oos.jsonl or silver_oos.json")
    except (AnswerbotError, EvalError) as error:
        raise click.ClickException(str(error)) from None
    _write(out, *fitted, names)


def _asked(folders: Iterable[Path], setup: Setup) -> list[Trial]:
    found: list[Trial] = []
    for path in folders:
        with bars(path.resolve().name) as progress:
            found += trials(read_folder(path), setup, progress)
    return found


def _fit(asked: Trials) -> tuple[Ranker, dict[str, Confidence]]:
    weights = ranker.fitted(asked[True])
    return weights, {kind: fit for kind in KINDS if (fit := _fit_kind(kind, asked, weights))}


def _fit_kind(kind: str, asked: Trials, weights: Ranker) -> Confidence | None:
    names = confidence.FEATURES[kind]
    tables = [confidence.table(trial, weights, names) for trial in _of_kind(kind, asked)]
    if not tables:
        return None
    fitted = confidence.fit(tables, names)
    return replace(fitted, curve=curve(list(_claims(tables, names))))


def _claims(tables: Sequence[confidence.Table], names: Sequence[str]) -> Iterator[Claims]:
    """Each table's claims, by a fit on the other folders; one folder alone judges itself."""
    for folder in dict.fromkeys(part.folder for part in tables):
        others = [part for part in tables if part.folder != folder]
        model = confidence.fit(others or tables, names)
        for part in (part for part in tables if part.folder == folder):
            answered = part.answered[part.first]
            said = confidence.claimed(part, model, names)[answered]
            right = part.right[part.first][answered] > 0
            yield Claims(folder, said, right, len(answered) + part.silent)


def _of_kind(kind: str, asked: Trials) -> list[Trial]:
    taught = kind.endswith("taught")
    return [
        trial
        for trial in asked[kind.startswith("hybrid")]
        if trial.taught == taught and trial.has_both
    ]


def _judge(name: str, asked: Trials, folder: Path | None) -> None:
    """Print, and perhaps write, what a fit on all folders but `name` makes of it."""
    others = {v: [t for t in found if t.folder != name] for v, found in asked.items()}
    weights, fitted = _fit(others)
    table = Table(f"{name}, fitted on the other folders", *MEASURES)
    for vectors, found in asked.items():
        for trial in (trial for trial in found if trial.folder == name):
            kind = ("hybrid" if vectors else "words") + (", taught" if trial.taught else "")
            known = dict[str, float | None](ranker.figures(weights, trial))
            if kind in fitted:
                names = confidence.FEATURES[kind]
                part = confidence.table(trial, weights, names)
                known |= confidence.figures(part, fitted[kind], names)
            row = (known.get(measure) for measure in MEASURES)
            table.add_row(f"{trial.kind} ({'hybrid' if vectors else 'words'})", *map(_cell, row))
    Console().print(table)
    if folder:
        kept = sorted({trial.folder for trial in others[True]})
        _write(folder / name, weights, fitted, kept)


def _write(
    folder: Path | None, weights: Ranker, fitted: dict[str, Confidence], names: Sequence[str]
) -> None:
    made_by = {"command": COMMAND, "folders": list(names)}
    written: dict[str, dict[str, Any]] = {
        "ranker.json": {"weights": weights.to_json()},
        "confidence.json": {kind: model.to_json() for kind, model in fitted.items()},
    }
    for name, value in written.items():
        text = _flat(json.dumps({**value, "made_by": made_by}, indent=1))
        if folder is None:
            click.echo(f"{name}\n{text}")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(f"{text}\n", encoding="utf-8")


def _flat(text: str) -> str:
    """JSON with each list of numbers on a line of its own."""
    return re.sub(r"\[[-\d.e,\s]+\]", lambda found: " ".join(found[0].split()), text)


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    main()
