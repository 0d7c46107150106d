"""What a site's token must say, and what each mistake is called."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.errors import CODES, Unauthorised
from answerbot.identity import Identity
from answerbot.security.tokens import SigningKey, identity_of

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
AT = int(NOW.timestamp())
SECRET = "ik_" + "s" * 43
KEYS = {
    "new": SigningKey("new", SECRET),
    "old": SigningKey("old", "ik_" + "o" * 43, retired_at=NOW - timedelta(minutes=10)),
}


def token(
    claims: dict[str, Any] | None = None, *, kid: object = "new", secret: str = SECRET, **more: Any
) -> str:
    said = {"sub": "u1", "aud": "Help", "iat": AT, "exp": AT + 600, **(claims or {})}
    said = {name: value for name, value in said.items() if value is not ...}
    return jwt.encode(said, secret, "HS256", headers={"kid": kid, **more})


def read(text: str, now: datetime = NOW) -> Identity:
    return identity_of(text, KEYS.get, audience="Help", now=now)


def test_a_good_token_says_who_it_is() -> None:
    found = read(
        token(
            {
                "email": "ada@x.example",
                "name": "Ada",
                "locale": "fr_CA",
                "audiences": ["partner", "everyone", "partner", "beta"],
                "plan": "gold",
                "roles": ["a", "b"],
                "nested": {"left": "out"},
                "aud": ["Other", "Help"],
            }
        )
    )
    assert found == Identity(
        person="u1",
        audiences=("partner", "beta"),
        email="ada@x.example",
        name="Ada",
        locale="fr-CA",
        claims={"plan": "gold", "roles": ("a", "b")},
    )


def unsigned(header: dict[str, Any], claims: object = None) -> str:
    parts = (json.dumps(header), json.dumps(claims or {"sub": "u1"}), "x")
    return ".".join(base64.urlsafe_b64encode(p.encode()).decode().rstrip("=") for p in parts)


INVALID = "identity_invalid"
WRONG = {
    "no token at all": ("nonsense", INVALID, "no JSON web token"),
    "no algorithm": (unsigned({"alg": "none", "kid": "new"}), INVALID, "alg is 'none'; only HS256"),
    "another algorithm": (unsigned({"alg": "RS256", "kid": "new"}), INVALID, "alg is 'RS256'"),
    "no kid": (unsigned({"alg": "HS256"}), INVALID, "no kid"),
    "a key that is not": (token(kid="gone"), "identity_key_unknown", "no key 'gone'"),
    "another's signature": (
        token(secret="x" * 40),
        INVALID,
        "signature is not that of the key 'new'",
    ),
    "a payload that is none": (
        jwt.api_jws.encode(b"[1]", SECRET, "HS256", headers={"kid": "new"}),
        INVALID,
        "payload is no JSON object",
    ),
    "no aud": (token({"aud": ...}), INVALID, "aud is missing, wanted 'Help'"),
    "another aud": (token({"aud": "Shop"}), INVALID, "aud is 'Shop', wanted 'Help'"),
    "no exp": (token({"exp": ...}), INVALID, "no exp"),
    "no iat": (token({"iat": ...}), INVALID, "no iat"),
    "a time in words": (token({"exp": "soon"}), INVALID, "exp is 'soon'"),
    "a time that is true": (token({"nbf": True}), INVALID, "nbf is True"),
    "no time on earth": (token({"exp": 1e300}), INVALID, "which is no date"),
    "too long": (token({"exp": AT + 3601}), INVALID, "exp is 60 min after iat; at most 60 min"),
    "ended before it began": (token({"iat": AT + 5, "exp": AT + 5}), INVALID, "not after iat"),
    "made in the future": (token({"iat": AT + 61, "exp": AT + 90}), INVALID, "61 s in the future"),
    "not yet": (token({"nbf": AT + 90}), INVALID, "nbf is 90 s in the future"),
    "over": (token({"iat": AT - 900, "exp": AT - 60}), "identity_expired", "expired 60 s ago"),
    "made after the key retired": (
        token(kid="old", secret=KEYS["old"].secret),
        "identity_key_unknown",
        "'old' is retired",
    ),
    "nobody": (token({"sub": ...}), INVALID, "no sub"),
    "an empty person": (token({"sub": ""}), INVALID, "no sub"),
    "a person who is a number": (token({"sub": 7}), INVALID, "sub is 7"),
    "a person with a line break": (token({"sub": "a\nb"}), INVALID, "characters not to be seen"),
    "no address": (token({"email": "ada"}), INVALID, "email is 'ada'"),
    "one audience as text": (token({"audiences": "partner"}), INVALID, "must be a list of names"),
    "an audience that is none": (token({"audiences": [""]}), INVALID, "is no name"),
    "too many audiences": (token({"audiences": ["x"] * 51}), INVALID, "at most 50"),
    "too large": (token({"x": "y" * 9_000}), INVALID, "characters, at most 8000"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_and_no_secret_with_it(case: str) -> None:
    text, code, words = WRONG[case]
    with pytest.raises(Unauthorised) as raised:
        read(text)
    assert raised.value.code == code
    assert CODES[code].status == 401
    assert words in str(raised.value)
    assert SECRET not in str(raised.value)
    assert text.rpartition(".")[2][:20] not in str(raised.value) or text == "nonsense"


@pytest.mark.parametrize(
    ("claims", "kid"),
    [
        ({"iat": AT + 60, "exp": AT + 100}, "new"),
        ({"iat": AT - 900, "exp": AT - 59}, "new"),
        ({"iat": AT - 1200, "exp": AT + 600}, "old"),
        ({"iat": AT, "exp": AT + 3600}, "new"),
        ({"nbf": AT + 60}, "new"),
    ],
)
def test_clocks_may_differ_by_a_minute_and_old_tokens_outlive_a_retired_key(
    claims: dict[str, Any], kid: str
) -> None:
    assert read(token(claims, kid=kid, secret=KEYS[kid].secret)).person == "u1"


@given(st.text(max_size=60))
def test_no_text_is_anybody(text: str) -> None:
    with pytest.raises(Unauthorised):
        read(text)


@given(st.integers(0, 500), st.integers(1, 127))
def test_no_changed_token_is_good(place: int, change: int) -> None:
    good = token()
    place %= good.rindex(".") - 1
    wrong = good[:place] + chr((ord(good[place]) + change) % 128) + good[place + 1 :]
    with pytest.raises(Unauthorised):
        read(wrong)
