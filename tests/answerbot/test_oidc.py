"""Staff sign in at a provider of identities: a small real one on loopback, with RS256 keys."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2 as httpx
import pytest

from answerbot.app import create_app
from answerbot.errors import BadSettings
from answerbot.identities import are_rules, identity, rules_of
from answerbot.security.oidc import is_safe
from answerbot.settings import read
from answerbot.staff import Member, Role
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.receivers import Receiver, answer

jwt = pytest.importorskip("joserfc.jwt")
jwk = pytest.importorskip("joserfc.jwk")

SECRET = "the-client-secret"
NOW = int(START.timestamp())
ROLES = "groups:support=agent, realm_access.roles:boss=admin"


@dataclass
class Idp:
    """A provider. What it answers can be spoilt by `claims`, `about` and `sign_with`."""

    receiver: Receiver = field(default_factory=Receiver)
    key: Any = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "k1"}))
    claims: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    sign_with: Any = None
    algorithm: str = "RS256"
    kid: str = "k1"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.receiver.behaviour = self._answer

    @property
    def issuer(self) -> str:
        return self.receiver.url

    def approve(self, address: str) -> str:
        """What the browser does there: returns where it is sent back to."""
        sent = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert sent["response_type"] == "code"
        assert sent["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = sent
        return f"{sent['redirect_uri']}?code={code}&state={sent['state']}"

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = urlsplit(handler.path).path
        found: Callable[[], tuple[int, Any]] = {
            "/.well-known/openid-configuration": self._discovery,
            "/keys": lambda: (200, {"keys": [self.key.as_dict(private=False)]}),
            "/token": self._token,
        }[path]
        status, data = found()
        answer(status, json.dumps(data).encode(), content_type="application/json")(handler)

    def _discovery(self) -> tuple[int, Any]:
        url = self.issuer
        return 200, {
            "issuer": url, "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token", "jwks_uri": f"{url}/keys", **self.about,
        }  # fmt: skip

    def _token(self) -> tuple[int, Any]:
        got = self.receiver.got[-1]
        form = {name: values[0] for name, values in parse_qs(got.body.decode()).items()}
        asked = self.codes.pop(form["code"], None)
        basic = base64.b64encode(f"answerbot:{SECRET}".encode()).decode()
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        fits = asked and base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        if (
            asked is None
            or fits != asked["code_challenge"]
            or got.headers["authorization"] != f"Basic {basic}"
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            return 400, {"error": "invalid_grant"}
        claims = {
            "iss": self.issuer, "aud": "answerbot", "sub": "u-1", "iat": NOW, "exp": NOW + 300,
            "nonce": asked["nonce"], "email": "Ada@shop.example", "email_verified": True,
            "name": "Ada L.", **self.claims,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.kid}
        key = self.sign_with or self.key
        token = jwt.encode(header, claims, key, algorithms=[self.algorithm])
        return 200, {"access_token": "at", "token_type": "Bearer", "id_token": token}


@pytest.fixture
def idp() -> Iterator[Idp]:
    made = Idp()
    yield made
    made.receiver.close()


@pytest.fixture
def bot(tmp_path: Path, idp: Idp) -> Iterator[Deployment]:
    deployment = Deployment(
        tmp_path,
        ANSWERBOT_OIDC_ISSUER=idp.issuer,
        ANSWERBOT_OIDC_CLIENT_ID="answerbot",
        ANSWERBOT_OIDC_CLIENT_SECRET=SECRET,
        ANSWERBOT_OIDC_ROLES=ROLES,
        ANSWERBOT_OIDC_NAME="Acme",
        ANSWERBOT_WATCH_SECONDS="3600",
        ANSWERBOT_WRITE_BURST="100000",
    )
    with deployment.client:
        deployment.client.follow_redirects = False
        yield deployment


@pytest.fixture
def ada(bot: Deployment) -> Member:
    member = Member("m_ada", "Ada", Role.EDITOR, "ada@shop.example")
    bot.services.members.add(member, by="test", now=START)
    return member


def leave(bot: Deployment, after: str = "/editor") -> str:
    response = bot.client.get("/sign-in/oidc", params={"after": after})
    assert response.status_code == 303, response.text
    return response.headers["location"]


def go(bot: Deployment, idp: Idp) -> httpx.Response:
    return bot.client.get(idp.approve(leave(bot)))


def role(bot: Deployment) -> Role | None:
    found = bot.services.sessions.member(bot.client.cookies.get("answerbot") or "", now=bot.clock())
    return found.role if found else None


def test_a_member_signs_in_at_the_provider(bot: Deployment, idp: Idp, ada: Member) -> None:
    page = bot.client.get("/sign-in?after=/editor").text
    assert '<a class="button" href="/sign-in/oidc?after=/editor">Sign in with Acme</a>' in page
    response = go(bot, idp)
    assert (response.status_code, response.headers["location"]) == (303, "/editor")
    assert role(bot) is Role.EDITOR
    assert bot.services.members.get("m_ada").subject == f"{idp.issuer} u-1"
    assert bot.client.get("/overview").status_code == 200


def test_a_member_is_known_by_subject_although_the_address_changes(
    bot: Deployment, idp: Idp, ada: Member
) -> None:
    go(bot, idp)
    idp.claims = {"email": "ada@married.example", "email_verified": False}
    assert go(bot, idp).status_code == 303
    idp.claims = {"sub": "u-2"}
    assert go(bot, idp).status_code == 403  # somebody else with Ada's address


SPOILT: dict[str, dict[str, Any]] = {
    "wrong nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "wrong aud": {"aud": "other"},
    "aud of many without azp": {"aud": ["answerbot", "other"], "azp": "other"},
    "expired": {"exp": NOW - 120},
    "issued by another": {"iss": "https://evil.example"},
    "no sub": {"sub": None},
    "not valid yet": {"nbf": NOW + 300},
}


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_a_token_that_is_not_for_us_signs_nobody_in(
    bot: Deployment, idp: Idp, ada: Member, name: str
) -> None:
    idp.claims = SPOILT[name]
    response = go(bot, idp)
    assert response.status_code == 403
    assert "The identity token is not valid" in response.text
    assert role(bot) is None


def test_a_token_of_another_key_signs_nobody_in(bot: Deployment, idp: Idp, ada: Member) -> None:
    idp.sign_with = jwk.RSAKey.generate_key(2048, {"kid": "k1"})
    assert go(bot, idp).status_code == 403
    assert role(bot) is None


def test_a_token_by_shared_secret_or_none_signs_nobody_in(
    bot: Deployment, idp: Idp, ada: Member
) -> None:
    idp.algorithm, idp.sign_with = "HS256", jwk.OctKey.import_key(SECRET.ljust(32, "x"))
    assert go(bot, idp).status_code == 403
    idp.algorithm, idp.sign_with = "none", jwk.OctKey.import_key("x" * 32)
    assert go(bot, idp).status_code == 403
    assert role(bot) is None


def test_keys_that_were_changed_are_read_anew(bot: Deployment, idp: Idp, ada: Member) -> None:
    go(bot, idp)
    idp.kid = "k2"
    idp.key = jwk.RSAKey.generate_key(2048, {"kid": "k2"})
    assert go(bot, idp).status_code == 303


def test_a_provider_that_is_another_is_not_believed(bot: Deployment, idp: Idp) -> None:
    idp.about = {"issuer": "https://evil.example"}
    response = bot.client.get("/sign-in/oidc")
    assert response.status_code == 403
    assert "says that it is" in response.text


def test_endpoints_must_be_https(bot: Deployment, idp: Idp) -> None:
    idp.about = {"authorization_endpoint": "http://shop.example/authorize"}
    response = bot.client.get("/sign-in/oidc")
    assert "names no authorization_endpoint that can be used" in response.text


def test_a_provider_that_is_down_is_told_so(bot: Deployment, idp: Idp) -> None:
    idp.receiver.behaviour = answer(500, b"")
    response = bot.client.get("/sign-in/oidc")
    assert (response.status_code, "answered 500" in response.text) == (403, True)


def test_what_was_begun_elsewhere_is_refused(bot: Deployment, idp: Idp, ada: Member) -> None:
    back = idp.approve(leave(bot))
    cookie = bot.client.cookies.get("answerbot-oidc")
    assert bot.client.get(re.sub("state=.*", "state=other", back)).status_code == 403
    assert bot.client.cookies.get("answerbot-oidc") is None  # a try uses it up
    assert bot.client.get(back).status_code == 403
    bot.client.cookies.set("answerbot-oidc", f"{cookie}x", domain="bot.example")
    assert bot.client.get(back).status_code == 403
    assert role(bot) is None


def test_an_answer_of_another_provider_is_refused(bot: Deployment, idp: Idp, ada: Member) -> None:
    back = idp.approve(leave(bot)) + "&iss=https://evil.example"
    assert "another provider answered" in bot.client.get(back).text.lower()


def test_who_refuses_there_comes_back_to_the_form(bot: Deployment, idp: Idp) -> None:
    state = parse_qs(urlsplit(leave(bot)).query)["state"][0]
    response = bot.client.get(f"/sign-in/oidc/back?error=access_denied&state={state}")
    assert "The provider refused (access_denied)." in response.text


def test_a_code_counts_once(bot: Deployment, idp: Idp, ada: Member) -> None:
    back = idp.approve(leave(bot))
    kept = bot.client.cookies.get("answerbot-oidc")
    assert bot.client.get(back).status_code == 303
    bot.client.cookies.set("answerbot-oidc", str(kept), domain="bot.example")
    assert bot.client.get(back).status_code == 403


@pytest.mark.parametrize(
    ("claims", "expected"),
    [({}, None), ({"groups": ["cooks"]}, None), ({"groups": ["support"]}, Role.AGENT),
     ({"groups": "support"}, Role.AGENT), ({"realm_access": {"roles": ["boss"]}}, Role.ADMIN),
     ({"groups": ["support"], "realm_access": {"roles": ["boss"]}}, Role.ADMIN),
     ({"groups": ["support"], "email_verified": False}, Role.AGENT),
     ({"groups": ["support"], "email": None, "preferred_username": "ada"}, None),
     ({"groups": {"support": 1}, "realm_access": "boss"}, None)],
)  # fmt: skip
def test_an_unknown_address_comes_in_only_if_a_claim_says_so(
    bot: Deployment, idp: Idp, claims: dict[str, Any], expected: Role | None
) -> None:
    idp.claims = claims
    response = go(bot, idp)
    assert (response.status_code == 303) == (expected is not None)
    assert role(bot) is expected
    if expected is None:
        assert bot.services.members.all() == []


def test_an_address_that_nobody_verified_is_nobody_s(
    bot: Deployment, idp: Idp, ada: Member
) -> None:
    idp.claims = {"email_verified": None, "groups": ["support"]}
    assert go(bot, idp).status_code == 403
    assert bot.services.members.get("m_ada").subject == ""


def test_roles_follow_the_provider_but_the_last_admin_stays(
    bot: Deployment, idp: Idp, ada: Member
) -> None:
    idp.claims = {"realm_access": {"roles": ["boss"]}}
    go(bot, idp)
    assert role(bot) is Role.ADMIN
    idp.claims = {"groups": ["support"]}
    go(bot, idp)
    assert role(bot) is Role.ADMIN
    other = Member("m_bob", "Bob", Role.ADMIN, "bob@shop.example")
    bot.services.members.add(other, by="test", now=START)
    go(bot, idp)
    assert role(bot) is Role.AGENT


def test_whom_a_group_let_in_goes_with_the_group(bot: Deployment, idp: Idp) -> None:
    idp.claims = {"groups": ["support"]}
    assert go(bot, idp).status_code == 303
    idp.claims = {"groups": []}
    assert go(bot, idp).status_code == 403


def test_who_is_disabled_stays_out(bot: Deployment, idp: Idp, ada: Member) -> None:
    go(bot, idp)
    bot.services.members.disable("m_ada", by="test", now=START)
    response = go(bot, idp)
    assert "This account is disabled" in response.text
    assert role(bot) is None


def test_without_a_provider_there_is_no_button(tmp_path: Path) -> None:
    plain = Deployment(tmp_path)
    with plain.client:
        assert "/sign-in/oidc" not in plain.client.get("/sign-in").text
        for path in ("/sign-in/oidc", "/sign-in/oidc/back"):
            assert plain.client.get(path).status_code == 404


@pytest.mark.parametrize(
    "more",
    [{}, {"ANSWERBOT_OIDC_CLIENT_ID": "x"}, {"ANSWERBOT_OIDC_CLIENT_SECRET": "x"},
     {"ANSWERBOT_OIDC_ROLES": "groups=agent"}, {"ANSWERBOT_OIDC_SCOPES": "email"}],
)  # fmt: skip
def test_half_a_provider_stops_the_start(tmp_path: Path, more: dict[str, str]) -> None:
    with pytest.raises(BadSettings, match="oidc_"):
        create_app(read(tmp_path, {"ANSWERBOT_OIDC_ISSUER": "https://id.example", **more}))


@pytest.mark.parametrize(
    ("setting", "good"),
    [("", True), (ROLES, True), ("https://x.example/roles:a=agent", True), ("a:b=king", False),
     ("a:b", False), ("roles:Answerbot.Admin=admin", True)],
)  # fmt: skip
def test_what_a_mapping_looks_like(setting: str, good: bool) -> None:
    assert are_rules(setting) == good


def test_claims_of_any_shape_are_read(idp: Idp) -> None:
    rules = rules_of("a.b:c=agent, x:y=editor")
    shapes: tuple[dict[str, Any], ...] = (
        {"a": None}, {"a": []}, {"a": {"b": None}}, {"x": 1}, {"a.b": ["c"]},
    )  # fmt: skip
    for claims in shapes:
        found = identity({"iss": "i", "sub": "s", **claims}, rules)
        assert found.role is (Role.AGENT if "a.b" in claims else None)


@pytest.mark.parametrize(
    ("address", "safe"),
    [("https://id.example/x", True), ("http://localhost:8080/x", True),
     ("http://id.example", False),
     ("ftp://id.example", False), ("", False), ("https://", False)],
)  # fmt: skip
def test_where_a_provider_may_be(address: str, safe: bool) -> None:
    assert is_safe(address) == safe
