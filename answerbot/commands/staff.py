"""`answerbot staff`: accounts of those who work here.

Knows: what to print and to ask.
Must not know: tables, how a password is hashed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import click

from answerbot.commands.common import home_option, json_option, print_json, settings_of, utc_now
from answerbot.commands.serving import address_in
from answerbot.errors import NotFound
from answerbot.security.passwords import Passwords, checked
from answerbot.settings import Settings
from answerbot.signing_in import INVITED_FOR
from answerbot.staff import Member, Role, new_member
from answerbot.store.db import Store
from answerbot.store.members import Account, Members

BY = "command"
ROLES = click.Choice([role.value for role in Role])


@click.group()
def staff() -> None:
    """Those who work at the desk and on articles."""


@staff.command()
@click.argument("email")
@click.option("--name", default="", help="Their name [the part before the @].")
@click.option("--role", type=ROLES, default="agent", show_default=True, help="What they may do.")
@click.option("--ask", is_flag=True, help="Ask for a password instead of making a link.")
@home_option
def add(email: str, name: str, role: str, ask: bool, home: str | None) -> None:
    """Add somebody; prints a link by which they set their password."""
    with _members(home) as (settings, members):
        new = new_member(f"m_{secrets.token_urlsafe(9)}", name=name, email=email, role=role)
        kept = _asked(new) if ask else ""
        members.add(new, by=BY, now=utc_now())
        _let_in(settings, members, new, kept)


@staff.command("list")
@home_option
@json_option
def list_staff(home: str | None, as_json: bool) -> None:
    """Everybody."""
    with _members(home) as (_, members):
        found = members.all()
    if as_json:
        print_json([_shown(one) for one in found])
        return
    for one in found:
        row = _shown(one)
        click.echo(f"{row['email']:<32} {row['role']:<6}  {row['state']:<11}  {row['name']}")
    if not found:
        click.echo("There is nobody yet; run: answerbot staff add EMAIL --role admin", err=True)


@staff.command()
@click.argument("email")
@click.argument("role", type=ROLES)
@home_option
def role(email: str, role: str, home: str | None) -> None:
    """Give EMAIL the role ROLE; they sign in anew."""
    with _members(home) as (_, members):
        one = _one(members, email)
        members.set_role(one.id, Role(role), by=BY, now=utc_now())
    click.echo(f"{one.name} is {role}")


@staff.command()
@click.argument("email")
@click.option("--link", is_flag=True, help="Print a link instead, by which they set it.")
@home_option
def password(email: str, link: bool, home: str | None) -> None:
    """Set the password of EMAIL, who is signed out everywhere."""
    with _members(home) as (settings, members):
        one = _one(members, email)
        _let_in(settings, members, one, "" if link else _asked(one))


@staff.command()
@click.argument("email")
@home_option
def disable(email: str, home: str | None) -> None:
    """Sign EMAIL out, and in no more."""
    with _members(home) as (_, members):
        one = _one(members, email)
        members.disable(one.id, by=BY, now=utc_now())
    click.echo(f"{one.name} is disabled; to undo: answerbot staff enable {email}")


@staff.command()
@click.argument("email")
@home_option
def enable(email: str, home: str | None) -> None:
    """Let EMAIL sign in again."""
    with _members(home) as (_, members):
        one = _one(members, email)
        members.enable(one.id, by=BY, now=utc_now())
    click.echo(f"{one.name} can sign in")


def _let_in(settings: Settings, members: Members, one: Member, kept: str) -> None:
    """Set a password, or print a link that does."""
    now = utc_now()
    if kept:
        members.set_password(one.id, kept, by=BY, now=now)
        click.echo(f"{one.email} can sign in")
        return
    token = secrets.token_urlsafe(32)
    members.invite(one.id, token, by=BY, now=now, expires=now + INVITED_FOR)
    running = "" if settings["public_url"] else address_in(settings.home)
    click.echo(f"{running or settings.address}/invitation/{token}")
    click.echo(f"It sets the password of {one.email}, once, within three days.", err=True)
    if not settings["public_url"] and not running:
        told = "No server runs here: the address is that of the settings (host and port)"
        click.echo(f"{told}; if it will be another, set public_url.", err=True)


def _asked(one: Member) -> str:
    """A password typed twice, without echo, hashed. Raises Invalid."""
    typed = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return Passwords().hash(checked(typed, email=one.email, name=one.name))


def _one(members: Members, email: str) -> Member:
    account = members.by_email(email)
    if account is None:
        raise NotFound(f"nobody has the address {email!r}; `answerbot staff list` shows who has")
    return account.member


def _shown(one: Account) -> dict[str, object]:
    state = "disabled" if one.disabled_at else "active" if one.password else "no password"
    member = one.member
    return {
        "id": member.id,
        "email": member.email,
        "name": member.name,
        "role": member.role.value,
        "state": state,
        "last_signed_in": one.last_seen,
    }


@contextmanager
def _members(home: str | None) -> Iterator[tuple[Settings, Members]]:
    settings = settings_of(home)
    store = Store(settings.database)
    try:
        yield settings, Members(store)
    finally:
        store.close()
