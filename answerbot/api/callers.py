"""Who is calling, checked before anything else is done.

Knows: keys, origins, cookies, limits.
Must not know: resources.

The checks are coroutines although nothing in them waits: an index look-up costs less
than handing it to a thread and back.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import Depends, Request

from answerbot.errors import Forbidden, Unauthorised
from answerbot.security.keys import Caller
from answerbot.security.origins import permitted
from answerbot.security.ratelimit import client_address, network
from answerbot.security.sessions import COOKIE
from answerbot.services import Services


async def services(request: Request) -> Services:
    """The parts that the app was wired with."""
    found: Services = request.app.state.services
    return found


Shared = Annotated[Services, Depends(services)]


async def caller(request: Request, shared: Shared) -> Caller:
    """The caller by bearer key, or by staff cookie on the server's own pages.

    Raises Unauthorised, or Forbidden for a page that the key is not meant for.
    """
    scheme, _, text = request.headers.get("authorization", "").partition(" ")
    origin = request.headers.get("origin", "")
    own = f"{request.url.scheme}://{request.url.netloc}"
    if scheme.lower() == "bearer" and text:
        key = shared.keys.find(text.strip())
        if key is None:
            raise Unauthorised("the key is unknown or revoked; `answerbot keys` makes one")
        if key.kind == "secret":
            return Caller("secret", key.id)
        if not permitted(origin, own, key.origins):
            raise Forbidden(
                f"origin {origin!r} is not on this key's list", code="origin_not_allowed"
            )
        return Caller("public", key.id)
    if shared.staff.valid(request.cookies.get(COOKIE, "")) and same_site(request):
        return Caller("staff", "staff")
    raise Unauthorised("send a key: Authorization: Bearer pk_...")


def same_site(request: Request) -> bool:
    """Whether the request comes from our own pages, so that a cookie may be believed."""
    origin = request.headers.get("origin", "")
    if origin:
        return origin == f"{request.url.scheme}://{request.url.netloc}"
    return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")


Known = Annotated[Caller, Depends(caller)]


async def trusted(who: Known) -> Caller:
    """Only servers and staff. Raises Forbidden."""
    if not who.trusted:
        raise Forbidden("this needs a secret key or a signed-in agent")
    return who


async def session(request: Request) -> str:
    """The hash of the browser tab's session id; empty if none was sent."""
    text = request.headers.get("x-answerbot-session", "")[:200]
    return sha256(text.encode()).hexdigest() if text else ""


async def suggest_limited(request: Request, who: Known, shared: Shared) -> None:
    """Raises TooMany. Servers and staff are not limited."""
    if not who.trusted:
        shared.suggest_limit.take(_bucket(request, who, shared))


async def write_limited(request: Request, who: Known, shared: Shared) -> None:
    """Raises TooMany. Servers and staff are not limited."""
    if not who.trusted:
        shared.write_limit.take(_bucket(request, who, shared))


def _bucket(request: Request, who: Caller, shared: Services) -> str:
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "")
    address = client_address(peer, forwarded, shared.settings["proxies"])
    return f"{who.key} {network(address)}"


Trusted = Annotated[Caller, Depends(trusted)]
Session = Annotated[str, Depends(session)]
SuggestLimited = Depends(suggest_limited)
WriteLimited = Depends(write_limited)
