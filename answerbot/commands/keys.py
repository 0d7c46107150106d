"""`answerbot keys`: make, list, retire and revoke keys.

Knows: what to print about them.
Must not know: tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, NamedTuple

import click

from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.security.keys import IDENTITY_PREFIX, create, create_identity
from answerbot.store.db import Store
from answerbot.store.identity_keys import IdentityKeys
from answerbot.store.keys import Keys


class Held(NamedTuple):
    """The keys of callers, and those by which sites sign who their customers are."""

    callers: Keys
    identity: IdentityKeys


@click.group()
def keys() -> None:
    """Keys of browsers (public), servers (secret), and of sites that say who their customers
    are (identity)."""


@keys.command()
@click.option(
    "--kind",
    type=click.Choice(["public", "secret", "identity"]),
    required=True,
    help="Who holds it: a browser, a server, or a site that signs who its customers are.",
)
@click.option("--label", default="", help="What it is for.")
@click.option("--origin", multiple=True, help="https://host of a page it works on; repeatable.")
@home_option
@json_option
def add(
    kind: Literal["public", "secret", "identity"],
    label: str,
    origin: tuple[str, ...],
    home: str | None,
    as_json: bool,
) -> None:
    """Make a key. A secret or an identity key is shown only now."""
    if kind == "identity":
        _add_identity(label, origin, home, as_json)
        return
    with _keys(home) as held:
        key, text = create(held.callers, kind, label=label, origins=origin, now=utc_now())
    if as_json:
        print_json({"id": key.id, "kind": kind, "key": text, "origins": list(origin)})
        return
    click.echo(text)
    if kind == "public" and not origin:
        click.echo("It works on this server's own pages only; --origin adds others.", err=True)
    if kind == "secret":
        click.echo("Keep it now: only its hash is stored.", err=True)


def _add_identity(label: str, origin: tuple[str, ...], home: str | None, as_json: bool) -> None:
    if origin:
        raise click.BadParameter("an identity key works on no page", param_hint="--origin")
    settings = settings_of(home)
    with _keys(home) as held:
        key, secret = create_identity(held.identity, label=label, now=utc_now())
    audience = settings["identity_audience"] or settings["name"]
    if as_json:
        print_json({"id": key, "kind": "identity", "key": secret, "aud": audience})
        return
    click.echo(secret)
    click.echo(
        f"Sign HS256 tokens with it, kid {key!r} and aud {audience!r}; see docs/IDENTITY.md. "
        "Keep it now on your server: it is not shown again, and no browser may have it.",
        err=True,
    )


@keys.command("list")
@home_option
@json_option
def list_keys(home: str | None, as_json: bool) -> None:
    """The keys that are not revoked."""
    with _keys(home) as held:
        found, signing = held.callers.all(), held.identity.all()
    if as_json:
        rows: list[dict[str, Any]] = [
            {"id": k.id, "kind": k.kind, "label": k.label, "origins": k.origins} for k in found
        ]
        rows += [
            {
                "id": k.id,
                "kind": "identity",
                "label": k.label,
                "origins": (),
                "retired_at": k.retired_at.isoformat() if k.retired_at else None,
            }
            for k in signing
        ]
        print_json(rows)
        return
    for key in found:
        click.echo(
            f"{key.id}  {key.kind:<8}  {key.public or 'sk_…'}  {key.label}  {' '.join(key.origins)}"
        )
    for one in signing:
        retired = f"retired {one.retired_at:%Y-%m-%d %H:%M} UTC" if one.retired_at else ""
        click.echo(f"{one.id}  identity  {IDENTITY_PREFIX}…  {one.label}  {retired}".rstrip())
    if not found:
        click.echo("There is no key yet; run: answerbot keys add --kind public", err=True)


@keys.command()
@click.argument("key")
@home_option
def retire(key: str, home: str | None) -> None:
    """Let the identity key KEY sign nothing more. Tokens made before are good until they end,
    an hour at most: for changing keys without signing anybody out."""
    with _keys(home) as held:
        held.identity.retire(key, now=utc_now())
    click.echo(f"{key} is retired; revoke it in an hour")


@keys.command()
@click.argument("key")
@home_option
def revoke(key: str, home: str | None) -> None:
    """Revoke the key with the id KEY, at once and for good."""
    with _keys(home) as held:
        kept: Keys | IdentityKeys = held.callers
        if any(one.id == key for one in held.identity.all()):
            kept = held.identity
        kept.revoke(key, now=utc_now())
    click.echo(f"{key} is revoked")


@contextmanager
def _keys(home: str | None) -> Iterator[Held]:
    store = Store(settings_of(home).database)
    try:
        yield Held(Keys(store), IdentityKeys(store))
    finally:
        store.close()
