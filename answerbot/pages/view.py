"""How a page is made: templates, and what every page needs.

Knows: Jinja2, the signed-in check.
Must not know: what any page shows.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from answerbot import __version__
from answerbot.api.callers import Shared, same_site, staff
from answerbot.contact import contact_of
from answerbot.errors import AnswerbotError, Forbidden
from answerbot.pages import links, moments, outline, shortcuts, wording
from answerbot.pages.texts import EN, language_name, texts
from answerbot.security.ratelimit import client_address, network
from answerbot.services import Services
from answerbot.targets import next_due


class SignInNeeded(AnswerbotError):
    """A page for staff, and nobody is signed in: the answer leads to the sign-in page."""

    code = "unauthorised"


ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(str(files("answerbot") / "templates")),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def _spans(text: str, links: list[Any]) -> list[tuple[str, str]]:
    """A text with its links as (words, href) pieces, href empty for plain words."""
    pieces, at = [], 0
    for link in links:
        pieces += [(text[at : link.start], ""), (text[link.start : link.end], link.href)]
        at = link.end
    return [piece for piece in [*pieces, (text[at:], "")] if piece[0]]


def _marked(text: str, highlights: list[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text as (words, matched) pieces."""
    pieces, at = [], 0
    for start, end in highlights:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


ENVIRONMENT.filters.update(
    moment=moments.exact,
    date=moments.date,
    ago=moments.ago,
    waiting=moments.waiting,
    until=moments.until,
    percent=_percent,
    spans=_spans,
    marked=_marked,
    levelled=outline.levelled,
    headings=outline.headings,
    nested=outline.nested,
    addresses=links.addresses,
    language=language_name,
)
ENVIRONMENT.globals.update(
    article_path=links.article_path,
    target=links.target,
    outward=links.outward,
    wording=wording,
    shortcuts_on=shortcuts.on,
    next_due=next_due,
)


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template. Every page knows the request, the settings and who looks.

    `locale` in the context chooses the texts; without it they are in English.
    """
    shared = request.app.state.services
    known = staff(request, shared)
    text = ENVIRONMENT.get_template(template).render(
        path=request.url.path,
        help_center=shared.settings["name"],
        staff=known,
        version=__version__,
        now=shared.clock(),
        contact=contact_of(shared.settings),
        t=texts(context["locale"]) if "locale" in context else EN,
        warning=shared.live.warning if known else "",
        **context,
    )
    return HTMLResponse(text, status_code=status)


def see(address: str) -> RedirectResponse:
    """After a POST: look here."""
    return RedirectResponse(address, status_code=303)


def signed_in(request: Request, shared: Shared) -> None:
    """Staff only. Raises SignInNeeded; Forbidden for a form sent from another site."""
    if not staff(request, shared):
        raise SignInNeeded("sign in first")
    if request.method != "GET" and not same_site(request, shared):
        raise Forbidden("this form was sent from another site")


def visitor(request: Request, shared: Services) -> str:
    """The caller of a page as the rate limit counts it."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    return network(client_address(peer, forwarded, shared.settings["proxies"]))


StaffOnly = Depends(signed_in)
