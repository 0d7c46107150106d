"""How a page is made: templates, and what every page needs.

Knows: Jinja2, the signed-in check.
Must not know: what any page shows.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import Annotated, Any

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from answerbot import __version__
from answerbot.api.callers import (
    SAFE,
    Shared,
    require,
    sent_by_us,
    session_of,
    staff,
)
from answerbot.contact import contact_of
from answerbot.errors import AnswerbotError
from answerbot.pages import links, moments, outline, shortcuts, wording
from answerbot.pages.overview_plot import letter
from answerbot.pages.texts import EN, language_name, texts
from answerbot.period import is_day
from answerbot.security.ratelimit import client_address, network
from answerbot.security.sessions import FIELD, HEADER, form_token
from answerbot.services import Services
from answerbot.staff import Role
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


def _audiences(written: str) -> str:
    """A set of audiences, as it is kept, in words."""
    return ", ".join(json.loads(written)) or "everyone"


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
    audiences=_audiences,
    letter=letter,
    is_day=is_day,
)
ENVIRONMENT.globals.update(
    article_path=links.article_path,
    mending_path=links.mending_path,
    target=links.target,
    outward=links.outward,
    wording=wording,
    Role=Role,
    shortcuts_on=shortcuts.on,
    next_due=next_due,
)


def page(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template. Every page knows the request, the settings and who looks.

    `locale` in the context chooses the texts; without it they are in English. While somebody is
    signed in, each form that posts carries their token without the template's doing.
    """
    shared = request.app.state.services
    known = staff(request, shared)
    token = form_token(session_of(request, shared)) if known else ""
    text = ENVIRONMENT.get_template(template).render(
        path=request.url.path,
        help_center=shared.settings["name"],
        staff=known,
        form_token=token,
        version=__version__,
        now=shared.clock(),
        contact=contact_of(shared.settings),
        t=texts(context["locale"]) if "locale" in context else EN,
        warning=shared.warning if known else "",
        made_up=shared.demo and known is not None,
        **context,
    )
    return HTMLResponse(with_token(text, token) if token else text, status_code=status)


_FORM = re.compile(r"<form\b[^>]*\bmethod=\"post\"[^>]*>")


def with_token(text: str, token: str) -> str:
    """A page with the token in each form that posts. (What people wrote is escaped in it: a tag
    is ours, and there is no `>` within.)"""
    field = f'<input type="hidden" name="{FIELD}" value="{token}">'
    return _FORM.sub(lambda form: form[0] + field, text)


def see(address: str) -> RedirectResponse:
    """After a POST: look here."""
    return RedirectResponse(address, status_code=303)


async def token_sent(request: Request) -> str:
    """The token that came with a form, or from a script by a header."""
    if request.method in SAFE:
        return ""
    if HEADER in request.headers:
        return request.headers[HEADER]
    sent = (await request.form()).get(FIELD, "")
    return sent if isinstance(sent, str) else ""


Token = Annotated[str, Depends(token_sent)]


STREAM = "text/event-stream"


class Needs:
    """A dependency: whoever opens the page must have this role or one above it. Raises
    SignInNeeded; Forbidden, also for a form that no page of this session sent."""

    def __init__(self, least: Role) -> None:
        self.least = least

    def __call__(self, request: Request, shared: Shared, token: Token) -> None:
        """Check a request."""
        member = staff(request, shared)
        if not member:
            raise SignInNeeded("sign in first")
        if request.method not in SAFE:
            sent_by_us(request, token, shared)
        require(member, self.least, shared)
        if STREAM not in request.headers.get("accept", ""):  # a page left open is no use of it
            shared.sessions.touch(session_of(request, shared), now=shared.clock())


def visitor(request: Request, shared: Services) -> str:
    """The caller of a page as the rate limit counts it."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    return network(client_address(peer, forwarded, shared.settings["proxies"]))


StaffOnly = Depends(Needs(Role.AGENT))
EditorsOnly = Depends(Needs(Role.EDITOR))
AdminsOnly = Depends(Needs(Role.ADMIN))
