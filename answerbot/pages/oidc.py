"""/sign-in/oidc: to the provider of identities, and back.

Knows: redirects, the cookie that remembers what was begun.
Must not know: tokens, who may come in.

The cookie is signed with the client's secret and belongs to this browser, so that nobody can be
signed in as somebody else by a link.
"""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from itsdangerous import BadData, URLSafeTimedSerializer
from pydantic import BaseModel, Field

from answerbot.api.callers import Shared, address, is_secure
from answerbot.errors import NotFound
from answerbot.identities import identity, rules_of
from answerbot.pages.sign_in import entered, local, refused
from answerbot.pages.view import see, visitor
from answerbot.security.oidc import LASTS, Begun, Provider, ProviderFailed
from answerbot.services import Services
from answerbot.signing_in import Door, Wrong

router = APIRouter()

BACK = "/sign-in/oidc/back"


class Returned(BaseModel):
    """What the provider sends the browser back with."""

    code: str = Field(default="", max_length=4_000)
    state: str = Field(default="", max_length=200)
    iss: str = Field(default="", max_length=500)
    error: str = Field(default="", max_length=200)


@router.get("/sign-in/oidc")
def leave(
    request: Request, shared: Shared, after: Annotated[str, Query(max_length=200)] = "/desk"
) -> Response:
    """To the provider."""
    provider = _provider(shared)
    shared.write_limit.take(f"sign-in {visitor(request, shared)}")
    try:
        there, begun = provider.begin(_back(request, shared))
    except ProviderFailed as error:
        return refused(request, shared, error)
    kept = [begun.state, begun.nonce, begun.verifier, local(after)]
    response = see(there)
    response.set_cookie(
        _cookie(request, shared),
        _signed(shared).dumps(kept),
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=is_secure(request, shared),
    )
    return response


@router.get(BACK)
def back(request: Request, shared: Shared, sent: Annotated[Returned, Query()]) -> Response:
    """From the provider: a session for who is known here, or whom a claim grants a role."""
    provider = _provider(shared)
    network = visitor(request, shared)
    shared.write_limit.take(f"sign-in {network}")
    response: Response
    try:
        begun, after = _begun(request, shared, sent, provider)
        claims = provider.finish(sent.code, begun, _back(request, shared))
        found = identity(claims, rules_of(shared.settings["oidc_roles"]))
        session = Door(shared, network).by_identity(found)
    except (ProviderFailed, Wrong) as error:
        response = refused(request, shared, error)
    else:
        response = entered(request, shared, session, after)
    secure = is_secure(request, shared)
    response.delete_cookie(_cookie(request, shared), secure=secure, httponly=True, samesite="lax")
    return response


def _begun(
    request: Request, shared: Services, sent: Returned, provider: Provider
) -> tuple[Begun, str]:
    """What this browser began. Raises ProviderFailed for anything else that comes back."""
    try:
        cookie = request.cookies.get(_cookie(request, shared), "")
        age = int(LASTS.total_seconds())
        state, nonce, verifier, after = _signed(shared).loads(cookie, max_age=age)
    except (BadData, ValueError, TypeError):
        raise ProviderFailed("this sign-in was not begun here, or took too long") from None
    if not hmac.compare_digest(state.encode(), sent.state.encode()):
        raise ProviderFailed("this sign-in is not the one that was begun here")
    if sent.iss and sent.iss != provider.issuer:
        raise ProviderFailed("another provider answered than the one that was asked")
    if sent.error or not sent.code:
        raise ProviderFailed(f"the provider refused ({sent.error[:80] or 'no code'})")
    return Begun(state, nonce, verifier), after


def _provider(shared: Services) -> Provider:
    if shared.provider is None:
        raise NotFound("no provider of identities is set (oidc_issuer)")
    return shared.provider


def _back(request: Request, shared: Services) -> str:
    return address(request, shared) + BACK


def _cookie(request: Request, shared: Services) -> str:
    return f"{'__Host-' if is_secure(request, shared) else ''}answerbot-oidc"


def _signed(shared: Services) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(shared.settings["oidc_client_secret"], salt="oidc")
