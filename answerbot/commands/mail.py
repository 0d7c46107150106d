"""`answerbot mail`: one message from standard input, as a mail server pipes it.

Knows: what mail servers make of an exit status (sysexits.h).
Must not know: MIME, tables.
"""

from __future__ import annotations

import sqlite3
import sys
from typing import NoReturn

import click

from answerbot.app import random_id
from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.errors import AnswerbotError, Unreadable
from answerbot.inbox import Became, Inbox, Taken
from answerbot.settings import Settings
from answerbot.store.db import Store

EX_DATAERR = 65
EX_TEMPFAIL = 75

SAID = {
    Became.TICKET: "ticket {ticket}",
    Became.REPLY: "added to ticket {ticket}",
    Became.REPEATED: "known already",
    Became.KEPT_OUT: "kept out: {reason}",
}


@click.command()
@home_option
@json_option
def mail(home: str | None, as_json: bool) -> None:
    """Take one message by e-mail from standard input: answerbot mail < message.eml

    It becomes a ticket, or is added to the one that it answers. Exit status 0: taken, for
    good. 65: it can never be read, tell its sender. 75: not now, try again.
    """
    try:
        settings = settings_of(home)
        taken = _take(settings, sys.stdin.buffer.read(settings["mail_limit"] + 1))
    except Unreadable as error:
        _fail(f"cannot be read: {error}", EX_DATAERR)
    except (AnswerbotError, sqlite3.Error, OSError) as error:
        _fail(f"not taken, try again: {error}", EX_TEMPFAIL)
    if as_json:
        print_json({"became": taken.became, "ticket": taken.ticket or None, "reason": taken.reason})
    else:
        click.echo(SAID[taken.became].format(ticket=taken.ticket, reason=taken.reason))


def _take(settings: Settings, raw: bytes) -> Taken:
    store = Store(settings.database)
    try:
        return Inbox(settings, store, utc_now, random_id).take(raw)
    finally:
        store.close()


def _fail(text: str, status: int) -> NoReturn:
    click.echo(f"Error: {text}", err=True)
    raise SystemExit(status)
