"""`answerbot learn`: take in what customers and agents taught, if it does no harm.

Knows: options, exit statuses.
Must not know: how anything is learnt, examined or shown.
"""

from __future__ import annotations

import click
from rich.console import Console

from answerbot.commands.common import (
    home_option,
    json_option,
    print_json,
    settings_of,
    utc_now,
    watched,
)
from eval.errors import EvalError
from eval.learn_report import as_json_object, show
from eval.lessons import REFUSED, run


@click.command()
@click.option("--dry-run", is_flag=True, help="Examine and report, but publish nothing.")
@home_option
@json_option
def learn(dry_run: bool, home: str | None, as_json: bool) -> None:
    """Learn from customers and agents, if it does no harm.

    Builds the next index with what customers accepted or rejected and agents
    linked, and asks it and the present one the same questions: wordings that
    were held back, the articles' titles, and those of regressions/ in the home
    folder (queries.jsonl, qrels.tsv). The new one serves only if it is not worse
    beyond chance and keeps first what editors put first.

    Exit status: 0 published or nothing to learn, 1 refused.
    """
    settings = settings_of(home)
    try:
        with watched() as progress:
            found = run(settings, now=utc_now(), dry_run=dry_run, progress=progress)
    except EvalError as error:
        raise click.ClickException(str(error)) from None
    if as_json:
        print_json(as_json_object(found))
    else:
        show(found, Console())
    if found.decision == REFUSED:
        raise SystemExit(1)
