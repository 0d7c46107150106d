"""`answerbot webhooks`: who is told of what happens.

Knows: what to print.
Must not know: tables, formats.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import click

from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.errors import Invalid
from answerbot.settings import Settings, listed
from answerbot.store.db import Store
from answerbot.store.deliveries import Deliveries
from answerbot.store.webhooks import Webhooks
from answerbot.webhooks.courier import Courier
from answerbot.webhooks.endpoint import Endpoint, Format, Jira, checked, new_secret
from answerbot.webhooks.happenings import NAMES, TEST
from answerbot.webhooks.post import Post

BY = "command"
RESTS = timedelta(minutes=1)


@click.group()
def webhooks() -> None:
    """Other programs that are told of what happens."""


@webhooks.command()
@click.argument("url")
@click.option("--format", "kind", type=click.Choice([f.value for f in Format]), default="standard",
              show_default=True, help="How a message is written.")  # fmt: skip
@click.option("--label", default="", help="What people call it [its host].")
@click.option("--event", "events", multiple=True, type=click.Choice(NAMES),
              help="What to tell; repeatable [everything].")  # fmt: skip
@click.option("--words", is_flag=True, help="With the customer's words.")
@click.option("--project", default="", help="Jira: the project's key.")
@click.option("--issue-type", default="Task", show_default=True, help="Jira: the type of issues.")
@click.option("--email", default="", help="Jira: the account's address.")
@click.option(
    "--token",
    default="",
    envvar="ANSWERBOT_JIRA_TOKEN",
    help="Jira: its API token; or ANSWERBOT_JIRA_TOKEN, which no list shows.",
)
@home_option
@json_option
def add(
    url: str, kind: str, label: str, events: tuple[str, ...], words: bool, project: str,
    issue_type: str, email: str, token: str, home: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Tell URL of what happens from now on; prints the secret, if it has one."""
    jira = Jira(project, issue_type, email, token) if kind == "jira" else Jira()
    secret = new_secret() if kind == "standard" else ""
    name = f"wh_{secrets.token_urlsafe(9)}"
    with _store(home) as (settings, store):
        made = Endpoint(name, url, Format(kind), label, events, words, secret, jira=jira)
        hosts = listed(settings["webhook_hosts"])
        Webhooks(store).add(checked(made, hosts=hosts), by=BY, now=utc_now())
    if as_json:
        print_json({"id": name, "secret": secret})
        return
    click.echo(name)
    if secret:
        click.echo(secret)
        click.echo("Receivers verify messages with the secret; it is not shown again.", err=True)


@webhooks.command("list")
@home_option
@json_option
def list_webhooks(home: str | None, as_json: bool) -> None:
    """Who is told, and how many messages arrived, wait, or were given up."""
    with _store(home) as (_, store):
        found, counts = Webhooks(store).all(), Deliveries(store).counts()
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "format": one.format.value,
            "events": list(one.events),
            "state": f"disabled: {one.why}" if one.disabled_at else "active",
            **{
                state: counts.get(one.id, {}).get(state, 0) for state in ("done", "waiting", "dead")
            },
        }
        for one in found
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        figures = f"{row['done']} arrived, {row['waiting']} waiting, {row['dead']} given up"
        click.echo(f"{row['id']}  {row['format']:<8}  {row['name']}  {row['state']}  {figures}")
    if not rows:
        click.echo("Nobody is told yet; run: answerbot webhooks add URL", err=True)


@webhooks.command()
@click.argument("webhook")
@home_option
def test(webhook: str, home: str | None) -> None:
    """Send WEBHOOK a test now, and say what it answered."""
    with _store(home) as (settings, store):
        endpoint, message = Webhooks(store).get(webhook), f"msg_{secrets.token_urlsafe(12)}"
        now = utc_now()
        # A server that runs leaves it alone meanwhile.
        Deliveries(store).add(endpoint.id, TEST, message, ticket=None, now=now, rests=RESTS)
        post = Post(listed(settings["webhook_hosts"]))
        chance = random.SystemRandom().random
        courier = Courier(store, post, settings.address, utc_now, secrets.token_urlsafe, chance)
        answer = courier.send_now(endpoint, message)
    if not answer.good:
        raise Invalid(f"{endpoint.name} answered {answer.status or 'nothing'}: {answer.text}")
    click.echo(f"{endpoint.name} answered {answer.status} in {answer.milliseconds} ms")


@webhooks.command()
@click.argument("webhook")
@home_option
def rotate(webhook: str, home: str | None) -> None:
    """Give WEBHOOK another secret; the one before signs for a day more."""
    secret = new_secret()
    with _store(home) as (_, store):
        Webhooks(store).rotate(webhook, secret, by=BY, now=utc_now())
    click.echo(secret)


@webhooks.command()
@click.argument("webhook")
@home_option
def remove(webhook: str, home: str | None) -> None:
    """Tell WEBHOOK nothing more, and erase its secrets."""
    with _store(home) as (_, store):
        Webhooks(store).remove(webhook, by=BY, now=utc_now())
    click.echo(f"{webhook} is removed")


@webhooks.command()
@click.argument("webhook")
@home_option
def again(webhook: str, home: str | None) -> None:
    """Send WEBHOOK once more what was given up."""
    with _store(home) as (_, store):
        count = Deliveries(store).again(webhook, now=utc_now())
    click.echo(f"{count} {'message waits' if count == 1 else 'messages wait'} to be sent")


@contextmanager
def _store(home: str | None) -> Iterator[tuple[Settings, Store]]:
    settings = settings_of(home)
    store = Store(settings.database)
    try:
        yield settings, store
    finally:
        store.close()
