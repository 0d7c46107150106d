"""OpenID Connect: sign-in at a provider of identities, by code with PKCE, state and nonce.

Knows: the protocol, by Authlib and joserfc (the extra `oidc`).
Must not know: members, roles, pages.

The provider is named in the settings, so its address may be of the own network. Authlib is
imported when it is needed: who does not set a provider need not have it.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2 as httpx

from answerbot.clock import Clock
from answerbot.errors import AnswerbotError

ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "ES384", "RS512", "ES512", "EdDSA"]
"""None of them with a shared secret: a public key can never be taken for one."""

SECONDS = 10.0
LARGEST = 1_000_000
LEEWAY = 60
LASTS = timedelta(minutes=10)
"""How long somebody may take to sign in at the provider."""


class ProviderFailed(AnswerbotError):
    """The provider cannot be believed, reached or understood. The message says no secret."""

    code = "forbidden"


@dataclass(frozen=True, slots=True)
class Begun:
    """What is remembered between leaving for the provider and coming back."""

    state: str
    nonce: str
    verifier: str


@dataclass
class Provider:
    """A provider of identities. `get` and `post` open addresses."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: str
    clock: Clock
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _about: Mapping[str, Any] | None = None
    _keys: Mapping[str, Any] | None = None

    def begin(self, redirect: str) -> tuple[str, Begun]:
        """The address to send the browser to, and what to remember. Raises ProviderFailed."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        begun = Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
        address = prepare_grant_uri(
            self._endpoint("authorization_endpoint"),
            client_id=self.client_id,
            response_type="code",
            redirect_uri=redirect,
            scope=self.scopes,
            state=begun.state,
            nonce=begun.nonce,
            code_challenge=create_s256_code_challenge(begun.verifier),
            code_challenge_method="S256",
        )
        return str(address), begun

    def finish(self, code: str, begun: Begun, redirect: str) -> dict[str, Any]:
        """The claims of who came back with `code`, verified. Raises ProviderFailed."""
        answer = _opened(
            "POST",
            self._endpoint("token_endpoint"),
            auth=(self.client_id, self.client_secret),
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": redirect,
                "code_verifier": begun.verifier,
                "client_id": self.client_id,
            },
        )
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderFailed("the provider gave no identity token; ask for the scope openid")
        return self._claims(token, begun.nonce, answer.get("access_token"))

    def _claims(self, token: str, nonce: str, access_token: object) -> dict[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client_id},
        }
        params = {"nonce": nonce, "client_id": self.client_id, "access_token": access_token}
        try:
            read = jwt.decode(token, self._key_of(token), algorithms=ALGORITHMS)
            claims = CodeIDToken(read.claims, read.header, options, params)
            claims.validate(now=int(self.clock().timestamp()), leeway=LEEWAY)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
            name = type(error).__name__
            raise ProviderFailed(f"the identity token is not valid ({name}: {error})") from None
        return dict(claims)

    def _key_of(self, token: str) -> Any:
        """The provider's keys, read anew if it has signed with one that is not among them."""
        from joserfc import jws
        from joserfc.jwk import KeySet

        wanted = jws.extract_compact(token.encode()).headers().get("kid")
        with self._lock:
            known = self._keys or {}
            if wanted not in [key.get("kid") for key in known.get("keys", [])]:
                known = self._keys = _opened("GET", self._endpoint("jwks_uri"))
        return KeySet.import_key_set(known)  # type: ignore[arg-type]

    def _endpoint(self, name: str) -> str:
        address = self._discovered().get(name)
        if not isinstance(address, str) or not is_safe(address):
            raise ProviderFailed(f"{self.issuer} names no {name} that can be used")
        return address

    def _discovered(self) -> Mapping[str, Any]:
        """What the provider says about itself; read once."""
        if self._about is None:
            about = _opened("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if about.get("issuer") != self.issuer:
                raise ProviderFailed(
                    f"{self.issuer} says that it is {str(about.get('issuer'))[:200]!r};"
                    " write oidc_issuer exactly like that, if it is right"
                )
            self._about = about
        return self._about


def is_safe(address: str) -> bool:
    """Whether a provider's address may be used: https, or this machine."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError):
        return False
    local = url.host in ("127.0.0.1", "::1", "localhost")
    return bool(url.host) and (url.scheme == "https" or (url.scheme == "http" and local))


def _opened(method: str, address: str, **more: Any) -> dict[str, Any]:
    """A JSON object from the provider. Raises ProviderFailed."""
    host = httpx.URL(address).host
    try:
        with httpx.Client(trust_env=False, timeout=SECONDS) as client:
            response = client.request(
                method, address, headers={"Accept": "application/json"}, **more
            )
        if response.status_code != 200 or len(response.content) > LARGEST:
            raise ProviderFailed(f"{host} answered {response.status_code}")
        found = response.json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProviderFailed(f"{host} cannot be reached ({type(error).__name__})") from None
    if not isinstance(found, dict):
        raise ProviderFailed(f"{host} answered what is no JSON object")
    return found
