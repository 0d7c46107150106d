"""`answerbot index`: the store's articles and wordings into a generation.

Knows: what to print about it.
Must not know: how generations are made.
"""

from __future__ import annotations

from datetime import timedelta

import click

from answerbot.commands.common import (
    console,
    home_option,
    json_option,
    options_of,
    print_json,
    settings_of,
    utc_now,
    watched,
)
from answerbot.settings import Settings
from answerbot.store.articles import Articles
from answerbot.store.curation import Wordings
from answerbot.store.db import Store
from answerbot.teaching import taught
from indexer.build import Built, build

UNDO = timedelta(days=1)
"""How long a wording that was removed can be brought back, at least."""


def build_index(settings: Settings, *, force: bool = False) -> Built:
    """Build a generation of what is imported, set and learnt, with progress bars."""
    store = Store(settings.database)
    try:
        Wordings(store).erase(utc_now() - UNDO)
        articles, curation = Articles(store).all(), taught(store, settings).curation
    finally:
        store.close()
    with watched() as progress:
        return build(
            articles,
            settings.index,
            now=utc_now(),
            curation=curation,
            options=options_of(settings, force=force),
            progress=progress,
        )


@click.command()
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@home_option
@json_option
def index(force: bool, home: str | None, as_json: bool) -> None:
    """Build the index that the server serves.

    A running server takes it over by itself, without losing a request. Only
    passages that are new are embedded.
    """
    built = build_index(settings_of(home), force=force)
    if as_json:
        summary = built.manifest.model_dump(mode="json", exclude={"files"})
        print_json({**summary, "changed": built.changed, "embedded": built.embedded})
        return
    report(built)


def report(built: Built) -> None:
    """One line about a generation, and its warning."""
    manifest = built.manifest
    if manifest.warning:
        console.print(f"[yellow]warning[/] {manifest.warning}")
    languages = ", ".join(manifest.languages)
    left_out = f", {built.drafts} drafts left out" if built.drafts else ""
    what = f"{manifest.articles} articles, {manifest.passages} passages ({languages}){left_out}"
    if built.changed:
        click.echo(f"{manifest.name}: {what}; {built.embedded} passages embedded")
    else:
        click.echo(f"{manifest.name}: {what}; nothing has changed")
