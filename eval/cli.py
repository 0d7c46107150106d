"""`answerbot evaluate`: how good are the suggestions on labelled folders?

Knows: options, the table, JSON lines, exit codes.
Must not know: how anything is measured.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from answerbot import settings
from answerbot.errors import AnswerbotError
from eval.errors import EvalError
from eval.folder import read_folder
from eval.index import Setup
from eval.progress import bars
from eval.runner import evaluate as evaluate_folder
from indexer.export import Precision

COLUMNS = (
    "queries", "oos", "documents", "hit@1", "hit@3", "mrr@10", "ndcg@10",
    "auroc", "solved@p80", "auroc_silver", "solved@p80_silver",
)  # fmt: skip


@click.command()
@click.argument(
    "folders",
    metavar="FOLDER...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a folder, one a line.")
@click.option("--home", help="The folder of this deployment's data. [default: answerbot-data]")
@click.option("--model", help="Another model than the setting's; '' for words only.")
@click.option("--precision", type=click.Choice(["int8", "fp32"]), help="Of the model's weights.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask only the first N queries.")
def evaluate(folders: Sequence[Path], as_json: bool, limit: int | None, **options: Any) -> None:
    """Measure the suggestions on labelled folders: what is found, and what is withheld.

    Each FOLDER has queries.jsonl, qrels.tsv, and corpus.jsonl or articles/.
    """
    try:
        setup = setup_of(**options)
    except AnswerbotError as error:
        raise click.ClickException(error.message) from None
    reports = [r for path in folders if (r := _report(path, setup, limit)) is not None]
    if as_json:
        for report in reports:
            click.echo(json.dumps(report, ensure_ascii=False))
    elif reports:
        _show(reports)
    if len(reports) < len(folders):
        raise click.exceptions.Exit(1)


def setup_of(home: str | None, model: str | None, precision: Precision | None) -> Setup:
    """The deployment's settings, with what the command line says instead."""
    values = settings.read(settings.home_folder(home))
    return Setup(
        home=values.home,
        now=datetime.now(UTC),
        model=values["model"] if model is None else model,
        precision=precision or values["model_precision"],
        words_per_passage=values["words_per_passage"],
    )


def _report(path: Path, setup: Setup, limit: int | None) -> dict[str, Any] | None:
    """One folder's report, or None after a line that says what is wrong."""
    try:
        with bars(path.resolve().name) as progress:
            return evaluate_folder(read_folder(path), setup, limit=limit, progress=progress)
    except (EvalError, OSError) as error:
        click.echo(f"Error: {error}", err=True)
        return None


def _show(reports: Sequence[dict[str, Any]]) -> None:
    console = Console()
    table = Table("dataset", *COLUMNS, "p50 ms", "p95 ms")
    for column in table.columns[1:]:
        column.justify = "right"
    for report in reports:
        latency = report["latency_ms"] or {}
        cells = [report[name] for name in COLUMNS] + [latency.get("p50"), latency.get("p95")]
        table.add_row(report["dataset"], *map(_cell, cells))
    console.print(table)
    for report in reports:
        for warning in report["warnings"]:
            console.print(f"{report['dataset']}: {warning}", markup=False, style="yellow")


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
