"""`answerbot evaluate`: how good are the suggestions on labelled folders?

Knows: options, JSON lines, exit codes.
Must not know: how anything is measured, what a table looks like.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console

from answerbot import settings
from answerbot.errors import AnswerbotError
from eval.errors import EvalError
from eval.evaluation import Evaluation, Wanted
from eval.evaluation import evaluate as evaluate_folder
from eval.folder import read_folder
from eval.index import Setup
from eval.means import means
from eval.page import NAME, page
from eval.progress import bars
from eval.regressions import (
    TOLERANCE,
    Floors,
    falls,
    read_floors,
    unknown,
    updated,
    write_floors,
)
from eval.saved import save
from eval.tables import show
from indexer.export import Precision

F = TypeVar("F", bound=Callable[..., Any])

TYPED = 100

SETUP = (
    click.option("--home", help="The folder of this deployment's data. [default: answerbot-data]"),
    click.option("--model", help="Another model than the setting's; '' for words only."),
    click.option(
        "--precision", type=click.Choice(["int8", "fp32"]), help="Of the model's weights."
    ),
    click.option(
        "--coefficients",
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Rank by DIR/FOLDER, as `python -m eval.fit --left-out DIR` wrote it, or by DIR.",
    ),
)
WANTED = (
    click.option("--limit", type=click.IntRange(min=1), help="Ask only the first N queries."),
    click.option("--typing", is_flag=True, help="Type questions character by character, too."),
    click.option(
        "--typing-queries",
        type=click.IntRange(min=1),
        default=TYPED,
        show_default=True,
        help="With --typing: how many questions of a folder are typed.",
    ),
    click.option("--noise", is_flag=True, help="Ask with typing errors, too."),
    click.option("--slices", is_flag=True, help="By language, length, section, seen or not."),
    click.option(
        "--misses", type=click.IntRange(min=0), default=0, help="Show the N worst misses."
    ),
    click.option(
        "--train", metavar="FILE", help="Phrasings that are known: a name in FOLDER, or a path."
    ),
    click.option(
        "--learning-curve", is_flag=True, help="With --train: with few of them, and with more."
    ),
    click.option(
        "--seed", type=int, default=0, show_default=True, help="For whatever is drawn by chance."
    ),
)


def options(*found: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator."""

    def decorate(command: F) -> F:
        for option in reversed(found):
            command = option(command)
        return command

    return decorate


@click.command()
@click.argument(
    "folders",
    metavar="FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a folder, one a line.")
@click.option("--summary", is_flag=True, help="With --json: one more line, of means over folders.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Save report.html here, and the answers, to be compared.",
)
@click.option(
    "--check",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Fail if a figure fell below that in this file.",
)
@click.option("--update", is_flag=True, help="With --check: write the present figures there.")
@options(*SETUP, *WANTED)
def evaluate(
    folders: Sequence[Path],
    as_json: bool,
    summary: bool,
    out: Path | None,
    check: Path | None,
    update: bool,
    home: str | None,
    model: str | None,
    precision: Precision | None,
    coefficients: Path | None,
    **choices: Any,
) -> None:
    """Measure the suggestions on labelled folders: what is found, and what is withheld.

    Each FOLDER has queries.jsonl, qrels.tsv, and corpus.jsonl or articles/.
    """
    try:
        setup = setup_of(home, model, precision, coefficients)
    except AnswerbotError as error:
        raise click.ClickException(error.message) from None
    wanted = wanted_of(**choices)
    _refuse_nonsense(folders, out, check, limited=bool(wanted.limit), update=update)
    found = [e for path in folders if (e := _evaluation(path, setup, wanted)) is not None]
    reports = [evaluation.report for evaluation in found]
    if out:
        _save(found, out, setup.now)
    if as_json:
        for report in reports:
            click.echo(json.dumps(report, ensure_ascii=False))
        if summary:
            click.echo(json.dumps({"summary": len(reports), **means(reports)}))
    elif reports:
        show(reports, Console())
    held = _check(reports, check, update=update) if check else True
    if not held or len(found) < len(folders):
        raise click.exceptions.Exit(1)


def _refuse_nonsense(
    folders: Sequence[Path], out: Path | None, check: Path | None, *, limited: bool, update: bool
) -> None:
    """Options that contradict each other. Raises UsageError."""
    names = [path.resolve().name for path in folders]
    if out and len(set(names)) < len(names):
        raise click.UsageError("with --out, folders must have different names")
    if check and limited:
        raise click.UsageError("--check needs all queries; leave --limit out")
    if update and not check:
        raise click.UsageError("--update needs --check FILE")


def _check(reports: Sequence[dict[str, Any]], file: Path, *, update: bool) -> bool:
    """Whether no figure fell, after a line for each that did; `update` makes them the rule."""
    try:
        if update:
            known = read_floors(file) if file.exists() else Floors(TOLERANCE, {})
            write_floors(file, updated(reports, known))
            return True
        floors = read_floors(file)
    except (EvalError, OSError) as error:
        raise click.ClickException(str(error)) from None
    fallen = list(falls(reports, floors))
    for line in (*unknown(reports, floors), *(f"Fell: {line}" for line in fallen)):
        click.echo(line, err=True)
    return not fallen


def _save(found: Sequence[Evaluation], out: Path, now: datetime) -> None:
    try:
        for evaluation in found:
            save(evaluation, out)
        out.mkdir(parents=True, exist_ok=True)
        (out / NAME).write_text(page(found, now=now), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{out}: {error.strerror or error}") from None


def setup_of(
    home: str | None,
    model: str | None = None,
    precision: Precision | None = None,
    coefficients: Path | None = None,
) -> Setup:
    """The deployment's settings, with what the command line says instead."""
    values = settings.read(settings.home_folder(home))
    return Setup(
        home=values.home,
        now=datetime.now(UTC),
        model=values["model"] if model is None else model,
        precision=precision or values["model_precision"],
        words_per_passage=values["words_per_passage"],
        form_precision=values["form_precision"],
        coefficients=coefficients,
    )


def wanted_of(*, typing: bool, typing_queries: int, **choices: Any) -> Wanted:
    """What the options of WANTED ask for. Raises UsageError."""
    if choices["learning_curve"] and not choices["train"]:
        raise click.UsageError("--learning-curve needs --train FILE")
    return Wanted(typing=typing_queries if typing else 0, **choices)


def _evaluation(path: Path, setup: Setup, wanted: Wanted) -> Evaluation | None:
    """One folder's evaluation, or None after a line that says what is wrong."""
    try:
        with bars(path.resolve().name) as progress:
            return evaluate_folder(read_folder(path), setup, wanted, progress=progress)
    except (EvalError, OSError) as error:
        click.echo(f"Error: {error}", err=True)
        return None
