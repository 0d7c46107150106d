"""The command line: one group, its commands beside it in `commands/`.

Knows: how errors become one line and an exit status (0 done, 1 failed, 2 wrong usage).
Must not know: what commands do.

Commands of higher layers (`evaluate`) come in through the entry-point group
`answerbot.commands`, so that nothing here imports upwards.
"""

from __future__ import annotations

import logging
import sqlite3
import sys
from importlib.metadata import entry_points
from typing import Any

import click

from answerbot import __version__
from answerbot.commands.auto_reply import auto_reply
from answerbot.commands.curate import curate
from answerbot.commands.doctor import doctor
from answerbot.commands.explain import explain
from answerbot.commands.fill import forget, import_source
from answerbot.commands.gaps import gaps
from answerbot.commands.health import health
from answerbot.commands.index import index
from answerbot.commands.init import init
from answerbot.commands.keys import keys
from answerbot.commands.mail import mail
from answerbot.commands.precision import precision
from answerbot.commands.route import route
from answerbot.commands.serve import demo, serve
from answerbot.commands.staff import staff
from answerbot.commands.suggest import suggest
from answerbot.commands.topics import topics
from answerbot.commands.webhooks import webhooks
from answerbot.errors import AnswerbotError
from corpora.report import SourceError
from indexer.errors import IndexerError


class Commands(click.Group):
    """Adds installed commands, and turns our errors into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Own commands and those of the entry points."""
        return sorted({*super().list_commands(ctx), *(p.name for p in _plugged())})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, imported only when it is called."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        for point in _plugged():
            if point.name == cmd_name:
                command: click.Command = point.load()
                return command
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run; what is known to go wrong ends in one line."""
        try:
            return super().invoke(ctx)
        except (AnswerbotError, IndexerError, SourceError, OSError) as error:
            raise click.ClickException(str(error)) from error
        except sqlite3.Error as error:
            hint = "`answerbot doctor` checks it"
            raise click.ClickException(f"the database failed: {error}; {hint}") from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="answerbot")
@click.option("--verbose", is_flag=True, help="Log what happens.")
def main(verbose: bool) -> None:
    """A self-hosted answer bot: shows the articles that answer a question.

    Everything that one deployment keeps lies in one folder: --home DIR of each
    command, or ANSWERBOT_HOME, or ./answerbot-data.
    """
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
        stream=sys.stderr,
    )


def _plugged() -> list[Any]:
    return list(entry_points(group="answerbot.commands"))


for command in (
    auto_reply,
    curate,
    demo,
    doctor,
    explain,
    forget,
    gaps,
    health,
    import_source,
    index,
    init,
    keys,
    mail,
    precision,
    route,
    serve,
    staff,
    suggest,
    topics,
    webhooks,
):
    main.add_command(command)

if __name__ == "__main__":
    main()
