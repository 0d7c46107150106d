"""Keys, origins, limits, headers and errors keep their word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.errors import CODES, TooMany
from answerbot.queue import View
from answerbot.security.origins import is_origin
from answerbot.security.ratelimit import Limiter, Rate, client_address, network
from answerbot.security.sessions import HEADER, form_token
from answerbot.store.queue import Queues
from tests.answerbot.conftest import LINK_TOKEN, ORIGIN, Deployment
from tests.loops import run_apart


@pytest.mark.parametrize("key", ["pk_wrong", "sk_wrong", "", "x" * 500, "pk_"])
def test_a_wrong_key_is_refused(bot: Deployment, key: str) -> None:
    response = bot.call("POST", "/v1/suggest", {"query": "x"}, key=key)
    assert (response.status_code, response.json()["error"]["code"]) == (401, "unauthorised")


def test_a_revoked_key_is_refused_at_once(bot: Deployment) -> None:
    (key,) = [k for k in bot.services.keys.all() if k.kind == "public"]
    bot.services.keys.revoke(key.id, now=bot.clock())
    assert bot.call("POST", "/v1/suggest", {"query": "x"}).status_code == 401


def test_secret_keys_are_kept_as_hashes_only(bot: Deployment) -> None:
    bot.suggest()
    stored = b"".join(file.read_bytes() for file in bot.settings.home.glob("answerbot.db*"))
    assert bot.secret.encode() not in stored
    assert bot.public.encode() in stored


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("", True),
        (ORIGIN, True),
        ("http://bot.example", True),
        ("http://shop.example", False),
        ("https://shop.example:8443", False),
        ("https://shop.example.evil.test", False),
        ("https://evil-shop.example", False),
        ("null", False),
    ],
)
def test_a_public_key_works_on_its_origins_only(
    bot: Deployment, origin: str, allowed: bool
) -> None:
    headers = {"origin": origin} if origin else {}
    response = bot.call("POST", "/v1/suggest", {"query": "x"}, **headers)
    assert response.status_code == (200 if allowed else 403)
    expected = origin if allowed and origin else None
    assert response.headers.get("access-control-allow-origin") == expected
    if not allowed:
        assert response.json()["error"]["code"] == "origin_not_allowed"


def test_a_staff_cookie_beside_a_public_key_tells_who_asks_and_permits_nothing(
    bot: Deployment,
) -> None:
    def asked(**headers: str) -> str:
        made = bot.call("POST", "/v1/suggest", {"query": "password"}, **headers)
        assert "access-control-allow-credentials" not in made.headers
        return bot.services.ledger.enquiry(made.json()["enquiry"]).channel

    other = bot.suggest(session="another tab")["enquiry"]
    bot.sign_in()
    assert (asked(), asked(origin=ORIGIN)) == ("staff", "widget")
    refused = {"id": "event-0001", "kind": "rejected"}
    assert bot.call("GET", "/v1/tickets").status_code == 403
    assert bot.call("GET", "/v1/editor/gaps").status_code == 403
    assert bot.call("POST", f"/v1/enquiries/{other}/events", refused).status_code == 403


def test_a_preflight_is_answered_for_listed_origins_only(bot: Deployment) -> None:
    def ask(origin: str) -> str | None:
        headers = {"origin": origin, "access-control-request-method": "POST"}
        response = bot.client.options("/v1/suggest", headers=headers)
        assert response.status_code == 204
        return response.headers.get("access-control-allow-headers")

    assert "X-Answerbot-Session" in (ask(ORIGIN) or "")
    assert ask("https://evil.test") is None


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"origin": "http://bot.example"}, True),
        ({"sec_fetch_site": "same-origin"}, True),
        ({"origin": "https://evil.test"}, False),
        ({"origin": "null"}, False),
        ({"sec_fetch_site": "cross-site"}, False),
        ({"sec_fetch_site": "same-site"}, False),
    ],
)
def test_another_site_cannot_use_an_agent_s_cookie(
    bot: Deployment, headers: dict[str, str], allowed: bool
) -> None:
    bot.ticket(subject="x")
    bot.sign_in()
    response = bot.call("POST", "/desk/1/solve", key="", session="", **headers)
    assert (response.status_code == 200) == allowed
    assert (bot.services.tickets.numbered(1).status == "solved") == allowed
    response = bot.call("GET", "/v1/tickets", key="", session="", **headers)
    assert (response.status_code == 200) == allowed


@pytest.mark.parametrize(
    "after", ["//evil.test", "https://evil.test", "/\\evil.test", "javascript:x"]
)
def test_signing_in_never_leads_to_another_site(bot: Deployment, after: str) -> None:
    form = {"link": LINK_TOKEN, "after": after}
    response = bot.client.post("/sign-in", data=form, follow_redirects=False)
    assert response.headers["location"] == "/desk"


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(tmp_path, ANSWERBOT_SUGGEST_BURST="3", ANSWERBOT_WRITE_BURST="2")
    with deployment.client:
        yield deployment


def test_too_many_requests_are_told_when_to_come_back(strict: Deployment) -> None:
    codes = [strict.call("POST", "/v1/suggest", {"query": "x"}) for _ in range(4)]
    assert [response.status_code for response in codes] == [200, 200, 200, 429]
    assert codes[-1].headers["retry-after"] == "1"
    assert codes[-1].json()["error"]["code"] == "rate_limited"
    strict.clock.pass_time(seconds=1)
    assert strict.call("POST", "/v1/suggest", {"query": "x"}).status_code == 200
    assert strict.call("POST", "/v1/suggest", {"query": "x"}, key=strict.secret).status_code == 200


@given(
    st.lists(st.floats(0, 5), min_size=1, max_size=100),
    st.floats(0.1, 50),
    st.integers(1, 20),
)
def test_never_more_than_the_burst_and_what_time_gives(
    pauses: list[float], per_second: float, burst: int
) -> None:
    now = 0.0
    limiter = Limiter(Rate(per_second, burst), lambda: now)
    passed = 0
    for pause in pauses:
        now += pause
        with suppress(TooMany):
            limiter.take("x")
            passed += 1
    assert passed <= burst + per_second * now + 1e-6


@pytest.mark.parametrize(
    ("address", "same_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::ffff"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("nonsense", ""),
    ],
)
def test_addresses_that_count_as_one(address: str, same_as: str) -> None:
    assert network(address) == network(same_as)
    assert network("192.0.2.1") != network("192.0.2.2")
    assert network("2001:db8:0:1::1") != network("2001:db8:0:2::1")


def test_forwarded_addresses_are_believed_only_from_our_proxies() -> None:
    assert client_address("10.0.0.1", "1.1.1.1", 0) == "10.0.0.1"
    assert client_address("10.0.0.1", "forged, 2.2.2.2", 1) == "2.2.2.2"
    assert client_address("10.0.0.1", "forged, 2.2.2.2, 10.0.0.9", 2) == "2.2.2.2"
    assert client_address("10.0.0.1", "2.2.2.2", 2) == "10.0.0.1"


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://a.example", True),
        ("http://localhost:3000", True),
        ("https://a.example/", False),
        ("a.example", False),
        ("https://*.example", False),
        ("https://A.example", False),
        ("https://a.example:443", False),
        ("http://a.example:80", False),
        ("null", False),
        ("https://u@a.example", False),
    ],
)
def test_what_an_origin_looks_like(text: str, good: bool) -> None:
    assert is_origin(text) == good


def test_a_large_body_is_refused_whether_it_says_so_or_not(bot: Deployment) -> None:
    headers = {"authorization": f"Bearer {bot.public}", "content-type": "application/json"}
    large = b'{"query": "' + b"x" * 70_000 + b'"}'
    pieces = (large[i : i + 1_000] for i in range(0, len(large), 1_000))
    for content in (large, pieces):
        response = bot.client.post("/v1/suggest", content=content, headers=headers)
        assert (response.status_code, response.json()["error"]["code"]) == (413, "body_too_large")


def test_pages_forbid_scripts_of_others_and_framing(bot: Deployment) -> None:
    policy = bot.client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    response = bot.call("GET", "/v1/config")
    assert response.headers["content-security-policy"].startswith("default-src 'none'")
    assert response.headers["x-content-type-options"] == "nosniff"


def test_an_unexpected_error_shows_an_id_and_nothing_else(
    bot: Deployment, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("secret detail\nforged line")

    monkeypatch.setattr("answerbot.api.suggest.ask", broken)
    response = bot.call("POST", "/v1/suggest", {"query": "x"})
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (500, "internal_error")
    assert "secret" not in response.text
    assert error["request_id"] == response.headers["x-request-id"]
    assert error["request_id"] in caplog.text


def test_errors_have_one_shape_wherever_they_arise(bot: Deployment) -> None:
    responses = [
        bot.call("GET", "/v1/nowhere"),
        bot.call("DELETE", "/v1/suggest"),
        bot.call("POST", "/v1/suggest", {"query": 1}),
        bot.call("POST", "/v1/suggest", key=""),
        bot.call("GET", "/v1/articles/gone"),
    ]
    for response in responses:
        error = response.json()["error"]
        assert set(error) - {"field"} == {"code", "message", "request_id"}
        assert CODES[error["code"]].status == response.status_code
        assert error["message"]


@pytest.fixture
def behind_a_proxy(tmp_path: Path) -> Iterator[Deployment]:
    deployment = Deployment(
        tmp_path, ANSWERBOT_PUBLIC_URL="https://help.example/", ANSWERBOT_PROXIES="1"
    )
    with deployment.client:
        yield deployment


def test_behind_a_proxy_our_own_pages_are_those_of_the_public_address(
    behind_a_proxy: Deployment,
) -> None:
    bot = behind_a_proxy
    for origin, status in (("https://help.example", 200), ("http://bot.example", 403)):
        response = bot.call("POST", "/v1/suggest", {"query": "x"}, origin=origin)
        assert response.status_code == status
    assert bot.ticket(subject="x")["url"].startswith("https://help.example/tickets/")
    form = {"link": LINK_TOKEN}
    cookie = bot.client.post("/sign-in", data=form, follow_redirects=False).headers["set-cookie"]
    value, *about = cookie.split("; ")
    name, _, session = value.partition("=")
    assert name == "__Host-answerbot"
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= set(about)
    assert "Domain" not in cookie
    headers = {"cookie": value, "origin": "https://help.example", HEADER: form_token(session)}
    assert bot.client.post("/desk/1/solve", headers=headers, follow_redirects=False).is_redirect


def test_half_a_request_is_no_request(bot: Deployment) -> None:
    sent: list[object] = []
    messages = iter(
        [
            {"type": "http.request", "body": b"description=My+account+is+12", "more_body": True},
            {"type": "http.disconnect"},
        ]
    )

    async def receive() -> Any:
        return next(messages)

    async def send(message: Any) -> None:
        sent.append(message)

    form = [(b"content-type", b"application/x-www-form-urlencoded"), (b"host", b"bot.example")]
    scope = {
        "type": "http", "method": "POST", "path": "/contact", "raw_path": b"/contact",
        "query_string": b"", "headers": form, "scheme": "http", "http_version": "1.1",
        "client": ("192.0.2.1", 1), "server": ("bot.example", 80), "root_path": "",
    }  # fmt: skip
    run_apart(bot.app(scope, receive, send))
    assert sent == []
    assert Queues(bot.services.store).counts().views[View.ALL] == 0


def test_only_the_widget_s_own_files_are_served(bot: Deployment) -> None:
    assert bot.client.get("/widget/embed.js").status_code == 200
    assert bot.client.get("/widget/answerbot.js").status_code == 200
    for name in ("README.md", "__init__.py", "package.json", "test/state.test.js"):
        assert bot.client.get(f"/widget/{name}").status_code == 404
