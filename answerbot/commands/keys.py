"""`answerbot keys`: make, list and revoke keys.

Knows: what to print about them.
Must not know: tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.security.keys import create
from answerbot.store.db import Store
from answerbot.store.keys import KeyKind, Keys


@click.group()
def keys() -> None:
    """Keys of browsers (public) and servers (secret)."""


@keys.command()
@click.option(
    "--kind",
    type=click.Choice(["public", "secret"]),
    required=True,
    help="Who holds it: a browser or a server.",
)
@click.option("--label", default="", help="What it is for.")
@click.option("--origin", multiple=True, help="https://host of a page it works on; repeatable.")
@home_option
@json_option
def add(
    kind: KeyKind, label: str, origin: tuple[str, ...], home: str | None, as_json: bool
) -> None:
    """Make a key. A secret one is shown only now."""
    with _keys(home) as held:
        key, text = create(held, kind, label=label, origins=origin, now=utc_now())
    if as_json:
        print_json({"id": key.id, "kind": kind, "key": text, "origins": list(origin)})
        return
    click.echo(text)
    if kind == "public" and not origin:
        click.echo("It works on this server's own pages only; --origin adds others.", err=True)
    if kind == "secret":
        click.echo("Keep it now: only its hash is stored.", err=True)


@keys.command("list")
@home_option
@json_option
def list_keys(home: str | None, as_json: bool) -> None:
    """The keys that are not revoked."""
    with _keys(home) as held:
        found = held.all()
    if as_json:
        print_json(
            [{"id": k.id, "kind": k.kind, "label": k.label, "origins": k.origins} for k in found]
        )
        return
    for key in found:
        click.echo(
            f"{key.id}  {key.kind:<6}  {key.public or 'sk_…'}  {key.label}  {' '.join(key.origins)}"
        )
    if not found:
        click.echo("There is no key yet; run: answerbot keys add --kind public", err=True)


@keys.command()
@click.argument("key")
@home_option
def revoke(key: str, home: str | None) -> None:
    """Revoke the key with the id KEY, at once and for good."""
    with _keys(home) as held:
        held.revoke(key, now=utc_now())
    click.echo(f"{key} is revoked")


@contextmanager
def _keys(home: str | None) -> Iterator[Keys]:
    store = Store(settings_of(home).database)
    try:
        yield Keys(store)
    finally:
        store.close()
