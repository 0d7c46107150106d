"""`answerbot route`: which rule decides where a ticket goes, and why.

Knows: how to print it.
Must not know: rules.
"""

from __future__ import annotations

import click

from answerbot.commands.common import home_option, json_option, print_json, settings_of
from answerbot.identity import Claim, Identity
from answerbot.routing import Asking, reasons, routed


@click.command()
@click.option("--email", default="", help="The address that the ticket comes from.")
@click.option("--verified", is_flag=True, help="The site's token has that address.")
@click.option("--audience", multiple=True, help="An audience in the token; may be repeated.")
@click.option("--claim", multiple=True, help="Another claim, such as plan=gold; repeatable.")
@click.option("--form", default="", help="The id of the contact form.")
@click.option("--channel", default="widget", show_default=True, help="widget, api, form or email.")
@click.option("--locale", default="", help="The ticket's locale.")
@home_option
@json_option
def route(
    email: str,
    verified: bool,
    audience: tuple[str, ...],
    claim: tuple[str, ...],
    form: str,
    channel: str,
    locale: str,
    home: str | None,
    as_json: bool,
) -> None:
    """Say which of the [[routes]] decides for a ticket, and why those before it do not."""
    settings = settings_of(home)
    proven = bool(audience or claim or verified)
    customer = Identity(
        person="somebody" if proven else "",
        audiences=audience,
        email=email if verified else "",
        claims=dict(map(_claim, claim)),
    )
    asking = Asking(customer, email, form, channel, locale or settings["locale"])
    found, why = routed(settings.routes, asking), reasons(settings.routes, asking)
    if as_json:
        print_json({**found._asdict(), "reasons": [reason._asdict() for reason in why]})
        return
    for reason in why:
        click.echo(f"{'fits    ' if reason.fits else 'does not'}  {reason.route}: {reason.why}")
    if not found.route:
        click.echo("No route fits" if settings.routes else "There are no [[routes]]", err=True)
    click.echo(f"priority   {found.priority}")
    click.echo(f"team       {found.team or '-'}")
    click.echo(f"tags       {', '.join(found.tags) or '-'}")
    click.echo(f"audiences  {', '.join(found.audiences) or 'everyone, and nobody more'}")
    if found.withheld:
        names = ", ".join(found.withheld)
        click.echo(f"not granted, as it is not proven: {names} (only a token proves an address)")


def _claim(text: str) -> tuple[str, Claim]:
    """name=value; true, false and whole numbers are read as such."""
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise click.BadParameter(f"{text!r} is not name=value", param_hint="--claim")
    if value in ("true", "false"):
        return name, value == "true"
    return name, int(value) if value.removeprefix("-").isdecimal() else value
