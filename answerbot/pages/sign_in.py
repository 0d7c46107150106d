"""/sign-in: staff get their cookie.

Knows: the form, the cookie.
Must not know: when somebody may come in (`answerbot/signing_in.py` does).

The link that `serve` prints carries its token behind a `#`, which browsers do not
send and logs do not keep; a script on the page posts it.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Shared, address, is_secure, same_site, sent_by_us, session_of
from answerbot.errors import AnswerbotError, Forbidden, TooMany
from answerbot.pages.view import Token, page, see, visitor
from answerbot.security.sessions import ABSOLUTE, cookie_name
from answerbot.services import Services
from answerbot.signing_in import Door, Wrong

router = APIRouter()

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Sent(BaseModel):
    """The form; `link` is the token of the printed link, sent instead of the rest."""

    email: str = Field(default="", max_length=300)
    password: str = Field(default="", max_length=2_000)
    link: str = Field(default="", max_length=200)
    after: str = Field(default="/desk", max_length=200)


@router.get("/sign-in")
def show(request: Request, shared: Shared, after: str = "/desk") -> HTMLResponse:
    """The form."""
    return _page(request, shared, Sent(after=after[:200]))


@router.post("/sign-in")
def sign_in(request: Request, shared: Shared, sent: Annotated[Sent, Form()]) -> Response:
    """E-mail and password, or the link's token, for a cookie."""
    if not same_site(request, shared):
        raise Forbidden("this form was sent from another site")
    network = visitor(request, shared)
    shared.write_limit.take(f"sign-in {network}")
    door = Door(shared, network)
    try:
        if sent.link:
            session = door.by_link(sent.link.strip())
        else:
            session = door.by_password(sent.email, sent.password)
    except (Wrong, TooMany) as error:
        return refused(request, shared, error, sent)
    return entered(request, shared, session, local(sent.after))


@router.post("/sign-out")
def sign_out(request: Request, shared: Shared, token: Token) -> Response:
    """End the session and forget the cookie."""
    session = session_of(request, shared)
    if shared.sessions.member(session, now=shared.clock()):
        sent_by_us(request, token, shared)
        Door(shared, visitor(request, shared)).leave(session)
    response = see("/sign-in")
    secure = is_secure(request, shared)
    response.delete_cookie(cookie_name(secure=secure), secure=secure, httponly=True, samesite="lax")
    return response


def entered(request: Request, shared: Services, session: str, after: str) -> Response:
    """Give the cookie of a new session; the one before ends."""
    shared.sessions.end(session_of(request, shared))
    response = see(after)
    secure = is_secure(request, shared)
    response.set_cookie(
        cookie_name(secure=secure),
        session,
        max_age=int(ABSOLUTE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    return response


def local(address: str) -> str:
    """`address` if it is a path on this server, else the desk."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and "\n" not in address and "\r" not in address else "/desk"


def refused(
    request: Request, shared: Services, error: AnswerbotError, sent: Sent | None = None
) -> HTMLResponse:
    """The form once more, with what was wrong."""
    response = _page(request, shared, sent or Sent(), error)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _page(
    request: Request, shared: Services, sent: Sent, error: AnswerbotError | None = None
) -> HTMLResponse:
    host = urlsplit(address(request, shared)).hostname
    return page(
        request,
        "sign_in.html",
        status=error.status if error else 200,
        after=local(sent.after),
        email=sent.email,
        wrong=error.message if error else "",
        readable=not is_secure(request, shared) and host not in LOOPBACK,
        provider=shared.settings["oidc_name"] if shared.provider else "",
    )
