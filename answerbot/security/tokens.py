"""The signed token by which a site says who its customer is: JWT, HS256, at most an hour.

Knows: which claims a token must have, and what each mistake is called.
Must not know: HTTP, SQL, what an identity is good for.

The signature is PyJWT's to check, by one algorithm that no token can choose. Times are checked
here, against the clock that is passed in. Every message says what is wrong with the token and
what was wanted; none has a secret, a signature or more of a claim than its beginning.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import jwt
from jwt.types import Options

from answerbot.errors import Unauthorised
from answerbot.identity import Claim, Identity
from corpora.article import EVERYONE
from corpora.characters import clean_line
from corpora.locales import locale_of

ALGORITHM = "HS256"
LONGEST = timedelta(hours=1)
"""A token is worth nothing later than this after it was made: it cannot be taken back."""

SKEW = timedelta(seconds=60)
"""By so much may the clocks of the site and of this server differ."""

MOST_CHARACTERS = 8_000
MOST_AUDIENCES = 50
MOST_CLAIMS = 50
MOST_LETTERS = 200

_OURS = frozenset(
    {"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "email", "audiences", "locale", "name"}
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


_SIGNATURE_ONLY: Options = {
    "verify_signature": True,
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
    "verify_iss": False,
    "verify_sub": False,
    "verify_jti": False,
}
"""What a token says is looked at here, with our clock and in our words."""


class SigningKey(NamedTuple):
    """A secret that a site signs with. `retired_at`: it signs nothing since then, and tokens
    made before are good until they end."""

    id: str
    secret: str
    retired_at: datetime | None = None


FindKey = Callable[[str], SigningKey | None]


def identity_of(token: str, find: FindKey, *, audience: str, now: datetime) -> Identity:
    """Who the token says it is. `find` gives the key of an id, `audience` is our own name.

    Raises Unauthorised: identity_invalid, identity_key_unknown or identity_expired.
    """
    if len(token) > MOST_CHARACTERS:
        raise _invalid(f"it has {len(token)} characters, at most {MOST_CHARACTERS} are read")
    key = _key(token, find)
    claims = _signed(token, key)
    _check_audience(claims, audience)
    _check_times(claims, key, now)
    return _identity(claims)


def _key(token: str, find: FindKey) -> SigningKey:
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        raise _invalid("it is no JSON web token, header.payload.signature") from None
    if header.get("alg") != ALGORITHM:
        raise _invalid(f"alg is {_shown(header.get('alg'))}; only {ALGORITHM} is taken")
    kid = header.get("kid")
    if not isinstance(kid, str) or not kid.isascii() or not kid:
        raise _invalid("its header has no kid: name the key that signed it")
    found = find(kid)
    if found is None:
        raise Unauthorised(
            f"identity: no key {_shown(kid)}, or it was revoked; `answerbot keys list` shows them",
            code="identity_key_unknown",
        )
    return found


def _signed(token: str, key: SigningKey) -> Mapping[str, Any]:
    """The claims, if the signature is good. What they say is looked at by the other checks."""
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key.secret, algorithms=[ALGORITHM], options=_SIGNATURE_ONLY
        )
    except jwt.InvalidSignatureError:
        raise _invalid(f"its signature is not that of the key {key.id!r}") from None
    except (jwt.InvalidTokenError, ValueError, TypeError, RecursionError):
        raise _invalid("its payload is no JSON object") from None
    return claims


def _check_audience(claims: Mapping[str, Any], wanted: str) -> None:
    given = claims.get("aud")
    names = given if isinstance(given, list) else [given]
    if wanted not in names:
        shown = _shown(given) if "aud" in claims else "missing"
        raise _invalid(f"aud is {shown}, wanted {wanted!r} (setting identity_audience)")


def _check_times(claims: Mapping[str, Any], key: SigningKey, now: datetime) -> None:
    made, ends = _moment(claims, "iat"), _moment(claims, "exp")
    if ends - made > LONGEST:
        raise _invalid(f"exp is {_long(ends - made)} after iat; at most {_long(LONGEST)}")
    if ends <= made:
        raise _invalid("exp is not after iat")
    if made - now > SKEW:
        raise _invalid(f"iat is {_long(made - now)} in the future; look at the clocks")
    if "nbf" in claims and (begins := _moment(claims, "nbf")) - now > SKEW:
        raise _invalid(f"nbf is {_long(begins - now)} in the future; look at the clocks")
    if now - ends >= SKEW:
        raise Unauthorised(
            f"identity: the token expired {_long(now - ends)} ago; make a new one",
            code="identity_expired",
        )
    if key.retired_at and made > key.retired_at:
        raise Unauthorised(
            f"identity: the key {key.id!r} is retired and the token was made after that;"
            " sign with a newer one",
            code="identity_key_unknown",
        )


def _moment(claims: Mapping[str, Any], name: str) -> datetime:
    given = claims.get(name)
    if given is None:
        raise _invalid(f"it has no {name}, in seconds since 1970")
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        raise _invalid(f"{name} is {_shown(given)}; it must be a number of seconds since 1970")
    try:
        return datetime.fromtimestamp(given, UTC)
    except (OverflowError, ValueError, OSError):
        raise _invalid(f"{name} is {_shown(given)}, which is no date") from None


def _identity(claims: Mapping[str, Any]) -> Identity:
    person = _text(claims, "sub")
    if not person:
        raise _invalid("it has no sub: your id of the customer, as text")
    email = _text(claims, "email")
    if email and not _EMAIL.fullmatch(email):
        raise _invalid(f"email is {_shown(email)}, which is no address")
    return Identity(
        person=person,
        audiences=_audiences(claims.get("audiences", [])),
        email=email,
        name=_text(claims, "name"),
        locale=locale_of(_text(claims, "locale")) or "",
        claims=_others(claims),
    )


def _text(claims: Mapping[str, Any], name: str) -> str:
    given = claims.get(name, "")
    if given is None:
        return ""
    if not isinstance(given, str):
        raise _invalid(f"{name} is {_shown(given)}; it must be a text")
    if len(given) > MOST_LETTERS:
        raise _invalid(f"{name} has {len(given)} characters; at most {MOST_LETTERS}")
    if clean_line(given) != given:
        raise _invalid(f"{name} is {_shown(given)}: spaces around it or characters not to be seen")
    return given


def _audiences(given: object) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise _invalid(f"audiences is {_shown(given)}; it must be a list of names")
    if len(given) > MOST_AUDIENCES:
        raise _invalid(f"audiences has {len(given)} names; at most {MOST_AUDIENCES}")
    for name in given:
        if not name or len(name) > MOST_LETTERS or clean_line(name) != name:
            raise _invalid(f"audiences has {_shown(name)}, which is no name")
    return tuple(dict.fromkeys(name for name in given if name != EVERYONE))


def _others(claims: Mapping[str, Any]) -> dict[str, Claim | tuple[Claim, ...]]:
    """What rules may ask for: single values and lists of them, the rest is left out."""
    found: dict[str, Claim | tuple[Claim, ...]] = {}
    for name, value in claims.items():
        if name in _OURS or len(found) == MOST_CLAIMS:
            continue
        if isinstance(value, Claim):
            found[name] = value
        elif isinstance(value, list) and all(isinstance(one, Claim) for one in value):
            found[name] = tuple(value)
    return found


def _invalid(what: str) -> Unauthorised:
    return Unauthorised(f"identity: {what}", code="identity_invalid")


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _long(span: timedelta) -> str:
    seconds = round(span.total_seconds())
    return f"{seconds} s" if seconds < 600 else f"{seconds // 60} min"
