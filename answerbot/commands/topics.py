"""`answerbot topics`: who is to be told what, and forgetting them.

Knows: what to print.
Must not know: tables. Topics are written on the page /editor/topics.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from answerbot.commands.common import home_option, json_option, print_json, settings_of
from answerbot.follower_file import csv_of
from answerbot.store.db import Store
from answerbot.store.topics import Topics


@click.group()
def topics() -> None:
    """Incidents and unanswered questions, and who follows them."""


@topics.command("list")
@home_option
@json_option
def list_topics(home: str | None, as_json: bool) -> None:
    """All topics, open ones first."""
    settings = settings_of(home)
    with _topics(home) as held:
        found = held.all()
    if as_json:
        print_json([{**k.topic.model_dump(mode="json"), "followers": k.followers} for k in found])
        return
    for kept in found:
        topic, title = kept.topic, kept.topic.said(settings["locale"], settings["locale"]).title
        state = "open" if topic.open else "closed"
        click.echo(f"{topic.id}  {topic.kind:<10}  {state:<6}  {kept.followers:>5}  {title}")
    if not found:
        click.echo("There is no topic; editors write them on the page /editor/topics", err=True)


@topics.command()
@click.argument("topic")
@home_option
def followers(topic: str, home: str | None) -> None:
    """Who wants to be told about TOPIC, as CSV."""
    with _topics(home) as held:
        click.echo(csv_of(held.followers(topic)), nl=False)


@topics.command("forget")
@click.argument("email")
@home_option
def forget_address(email: str, home: str | None) -> None:
    """Erase the address EMAIL from all topics."""
    with _topics(home) as held:
        count = held.forget(email)
    click.echo(f"erased from {count} {'topic' if count == 1 else 'topics'}")


@contextmanager
def _topics(home: str | None) -> Iterator[Topics]:
    store = Store(settings_of(home).database)
    try:
        yield Topics(store)
    finally:
        store.close()
