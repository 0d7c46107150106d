"""Who is calling, checked before anything else is done.

Knows: keys, origins, cookies, limits.
Must not know: resources.

The checks are coroutines although nothing in them waits: an index look-up costs less
than handing it to a thread and back.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Request

from answerbot.errors import Forbidden, Invalid, Unauthorised
from answerbot.identity import NOBODY, Identity
from answerbot.security.keys import Caller
from answerbot.security.origins import permitted
from answerbot.security.ratelimit import client_address, network
from answerbot.security.sessions import HEADER, cookie_name, is_form_token
from answerbot.security.tokens import identity_of
from answerbot.services import Services
from answerbot.staff import Member, Role, refusal

IDENTITY_HEADER = "x-answerbot-identity"
VISITOR_HEADER = "x-answerbot-visitor"
VISITOR = re.compile(r"[A-Za-z0-9_-]{16,64}")
"""Long enough that nobody guesses another's."""

NOT_LISTED = (
    "this key does not work on pages of {origin!r}; "
    "make one that does: answerbot keys add --kind public --origin {origin}"
)


async def services(request: Request) -> Services:
    """The parts that the app was wired with."""
    found: Services = request.app.state.services
    return found


Shared = Annotated[Services, Depends(services)]


async def caller(request: Request, shared: Shared) -> Caller:
    """The caller by bearer key, or by staff cookie on the server's own pages.

    Raises Unauthorised, or Forbidden for a page that the key is not meant for. A token that
    proves nobody is refused here too, whatever is asked: nobody becomes anonymous by mistake.
    """
    found = _caller(request, shared)
    token = request.headers.get(IDENTITY_HEADER, "")
    request.state.customer = proven(token, shared)
    return found


def _caller(request: Request, shared: Services) -> Caller:
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and text:
        return holder(text, request, shared)
    member = staff(request, shared)
    if member and same_site(request, shared):
        if request.method not in SAFE:
            sent_by_us(request, request.headers.get(HEADER, ""), shared)
        return Caller("staff", "staff", member)
    raise Unauthorised("send a key: Authorization: Bearer pk_...")


def holder(text: str, request: Request, shared: Services) -> Caller:
    """The caller who sends the key `text`. Raises Unauthorised, or Forbidden for a page that
    the key is not meant for."""
    origin = request.headers.get("origin", "")
    key = shared.keys.find(text.strip())
    if key is None:
        raise Unauthorised("the key is unknown or revoked; `answerbot keys add` makes one")
    if key.kind == "secret":
        return Caller("secret", key.id)
    if not permitted(origin, address(request, shared), key.origins):
        raise Forbidden(NOT_LISTED.format(origin=origin[:200]), code="origin_not_allowed")
    return Caller("public", key.id)


def address(request: Request, shared: Services) -> str:
    """The address that browsers reach this server by, without a slash at its end: behind a
    proxy the request itself does not know it."""
    public: str = shared.settings["public_url"]
    return public.rstrip("/") or f"{request.url.scheme}://{request.url.netloc}"


def staff(request: Request, shared: Services) -> Member | None:
    """Whose cookie the request carries, if they are still staff."""
    return shared.sessions.member(session_of(request, shared), now=shared.clock())


def session_of(request: Request, shared: Services) -> str:
    """The id of the session in the cookie, ended or not; empty without one."""
    return request.cookies.get(cookie_name(secure=is_secure(request, shared)), "")


def is_secure(request: Request, shared: Services) -> bool:
    """Whether browsers reach this server by https."""
    return address(request, shared).startswith("https:")


def sent_by_us(request: Request, token: str, shared: Services) -> None:
    """Raises Forbidden for what no page of this session sent."""
    if not same_site(request, shared):
        raise Forbidden("this form was sent from another site")
    if not is_form_token(token, session_of(request, shared)):
        raise Forbidden(
            "this form is of another session than the present one; go back, load the page again"
            " and send it once more"
        )


def require(member: Member, least: Role, shared: Services) -> None:
    """Raises Forbidden, which says who can change it, for a role that is not enough."""
    if not member.role.covers(least):
        raise Forbidden(refusal(member, least, shared.members.admins()))


async def acting(request: Request, shared: Shared) -> Member:
    """The member of staff who does this. Raises Unauthorised."""
    member = staff(request, shared)
    if member is None:
        raise Unauthorised("sign in first")
    return member


def same_site(request: Request, shared: Services) -> bool:
    """Whether the request comes from our own pages, so that a cookie may be believed."""
    origin = request.headers.get("origin", "")
    if origin:
        return origin == address(request, shared)
    return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


Known = Annotated[Caller, Depends(caller)]
SAFE = ("GET", "HEAD")
"""Methods that change nothing."""


def proven(token: str, shared: Services) -> Identity:
    """Who the token says the customer is; nobody without one. Raises Unauthorised."""
    if not token.strip():
        return NOBODY
    wanted = shared.settings["identity_audience"] or shared.settings["name"]
    return identity_of(
        token.strip(), shared.identity_keys.find, audience=wanted, now=shared.clock()
    )


async def customer(request: Request, _who: Known) -> Identity:
    """The customer that the request is about."""
    found: Identity = request.state.customer
    return found


async def trusted(who: Known) -> Caller:
    """Only servers and staff. Raises Forbidden."""
    if not who.trusted:
        raise Forbidden("this needs a secret key or a signed-in agent")
    return who


async def analyst(who: Known, shared: Shared) -> Caller:
    """Only servers and editors. Raises Forbidden."""
    if who.member:
        require(who.member, Role.EDITOR, shared)
    return await trusted(who)


def looked_at_by_staff(request: Request, shared: Services) -> bool:
    """Whether a member of staff asks, also by the widget on our own pages: what they do is counted
    apart. It permits nothing."""
    return same_site(request, shared) and staff(request, shared) is not None


async def session(request: Request) -> str:
    """The hash of the browser tab's session id; empty if none was sent."""
    return hashed(request.headers.get("x-answerbot-session", ""))


def hashed(text: str) -> str:
    """What is kept of a session id."""
    return sha256(text[:200].encode()).hexdigest() if text else ""


async def visitor(request: Request) -> str:
    """The hash of the id that a browser keeps if the site wants that; empty if none was sent.
    It proves nothing: experiments and re-contact may go by it, no permission. Raises Invalid."""
    sent = request.headers.get(VISITOR_HEADER, "")
    if sent and not VISITOR.fullmatch(sent):
        raise Invalid(
            f"X-Answerbot-Visitor {sent[:80]!r} is not 16 to 64 letters, digits, - and _;"
            " send a random id, or none",
            field="X-Answerbot-Visitor",
        )
    return hashed(sent)


async def suggest_limited(request: Request, who: Known, shared: Shared) -> None:
    """Raises TooMany. Servers and staff are not limited."""
    if not who.trusted:
        shared.suggest_limit.take(_bucket(request, who, shared))


async def write_limited(request: Request, who: Known, shared: Shared) -> None:
    """Raises TooMany. Servers and staff are not limited."""
    limit_writing(request, who, shared)


def limit_writing(request: Request, who: Caller, shared: Services) -> None:
    """Counts one event or ticket. Raises TooMany. Servers and staff are not limited."""
    if not who.trusted:
        shared.write_limit.take(_bucket(request, who, shared))


def _bucket(request: Request, who: Caller, shared: Services) -> str:
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    address = client_address(peer, forwarded, shared.settings["proxies"])
    return f"{who.key} {network(address)}"


Analyst = Annotated[Caller, Depends(analyst)]
Trusted = Annotated[Caller, Depends(trusted)]
Session = Annotated[str, Depends(session)]
Visitor = Annotated[str, Depends(visitor)]
Customer = Annotated[Identity, Depends(customer)]
SuggestLimited = Depends(suggest_limited)
Acting = Annotated[Member, Depends(acting)]
WriteLimited = Depends(write_limited)
