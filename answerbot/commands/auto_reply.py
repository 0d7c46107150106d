"""`answerbot auto-reply`: why a ticket got an automatic answer, or none.

Knows: how a decision is told.
Must not know: what rules look at, SQL.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

from answerbot.answering import facts_of
from answerbot.auto_reply import EXPLAINED, Considered, decide
from answerbot.commands.common import home_option, json_option, print_json, settings_of
from answerbot.enquiries import Event, Kind
from answerbot.store.auto_replies import AutoReplies
from answerbot.store.db import Store
from answerbot.store.ledger import Ledger
from answerbot.store.tickets import Tickets


@click.command("auto-reply")
@click.argument("number", type=click.IntRange(1, 2**53))
@home_option
@json_option
def auto_reply(number: int, home: str | None, as_json: bool) -> None:
    """Say what was decided of the automatic answer to ticket NUMBER, and what the rules say.

    It sends nothing. The rules are those of answerbot.toml now; what was decided stays.
    """
    settings = settings_of(home)
    store = Store(settings.database)
    try:
        ticket = Tickets(store).numbered(number)
        decided = AutoReplies(store).of_ticket(number)
        looked = _looked(Ledger(store).events(ticket.enquiry))
    finally:
        store.close()
    decision = decide(settings.auto_replies, facts_of(ticket))
    if as_json:
        print_json(
            {
                "ticket": number,
                "outcome": decided.outcome if decided else None,
                "rule": decided.rule if decided else None,
                "decided_at": decided.at if decided else None,
                "articles": looked,
                "rules_now": [one._asdict() for one in decision.considered],
            }
        )
        return
    if decided:
        click.echo(
            f"Ticket {number}: {EXPLAINED[decided.outcome]} ({decided.at:%Y-%m-%d %H:%M} UTC)"
        )
        _tell(decided.considered)
        for article, confidence in looked.items():
            click.echo(f"  {article}: confidence {confidence:.2f}")
    else:
        click.echo(f"Ticket {number}: not decided; a server decides new tickets if there are rules")
    if not settings.auto_replies:
        click.echo("There are no rules: write [[auto_reply]] into answerbot.toml")
    elif not decided or decided.considered != decision.considered:
        click.echo("By the rules of now:")
        _tell(decision.considered)


def _looked(events: Sequence[Event]) -> dict[str, float]:
    """The articles of the automatic answer with their confidence; where none was sure enough, the
    one that was nearest."""
    kinds = (Kind.OFFERED, Kind.UNOFFERED)
    mails = [e.detail for e in events if e.kind in kinds and e.detail.get("channel") == "email"]
    if not mails:
        return {}
    found = mails[-1]
    if articles := found.get("articles") or found.get("withheld"):
        return dict(zip(articles, found.get("confidence", []), strict=False))
    best = max(found.get("best", []), default=0.0)
    return {found["nearest"]: best} if found.get("nearest") else {}


def _tell(considered: tuple[Considered, ...]) -> None:
    for one in considered:
        click.echo(f"  {one.rule}: {one.against or 'applies'}")
