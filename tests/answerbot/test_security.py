"""Who may do what, from where, how often: tables, so that a new route cannot be forgotten."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from hypothesis import given
from hypothesis import strategies as st

from answerbot.errors import CODES, TooMany
from answerbot.queue import View
from answerbot.security.origins import is_origin
from answerbot.security.ratelimit import Limiter, Rate, client_address, network
from answerbot.security.sessions import FIELD, HEADER, form_token
from answerbot.staff import Role
from answerbot.store.queue import Queues
from tests.answerbot.conftest import LINK_TOKEN, ORIGIN, Deployment

NOBODY, PUBLIC, SECRET = "nobody", "public", "secret"
STAFF, EDITOR, ADMIN = Role
"""In a row: this role and those above it."""

CALLERS = (NOBODY, PUBLIC, SECRET, STAFF, EDITOR, ADMIN)
ANYONE = {NOBODY, PUBLIC, SECRET, STAFF}
ANY_KEY = {PUBLIC, SECRET, STAFF}
EVENT = {"id": "event-id-1", "kind": "undone"}
BEACON = {"key": "", "events": [{"enquiry": "unknown", "event": EVENT}]}
"""Its key stands in its body: a cookie is worth nothing there."""

Row = tuple[set[str], object]
ROUTES: dict[tuple[str, str], Row] = {
    ("POST", "/v1/suggest"): (ANY_KEY, {"query": "x"}),
    ("POST", "/v1/enquiries/{enquiry}/events"): (ANY_KEY, EVENT),
    ("GET", "/v1/enquiries/{enquiry}/chain"): ({SECRET, STAFF}, None),
    ("POST", "/v1/beacon"): ({PUBLIC, SECRET}, BEACON),
    ("GET", "/v1/articles/{article:path}"): (ANY_KEY, None),
    ("GET", "/v1/config"): (ANY_KEY, None),
    ("POST", "/v1/topics/{topic}/followers"): (ANY_KEY, {"email": "ada@x.example"}),
    ("POST", "/v1/agent/suggestions"): ({SECRET, STAFF}, {"subject": "x"}),
    ("POST", "/tickets/{ticket}/rated"): (ANYONE, None),
    ("GET", "/panel"): (ANYONE, None),
    ("POST", "/panel"): (ANYONE, None),
    ("POST", "/v1/tickets"): (ANY_KEY, {"subject": "x"}),
    ("GET", "/v1/tickets"): ({SECRET, STAFF}, None),
    ("GET", "/v1/tickets/{ticket}"): (ANY_KEY, None),
    ("GET", "/v1/tickets/{ticket}/suggestions"): (ANY_KEY, None),
    ("POST", "/v1/tickets/{ticket}/events"): (ANY_KEY, EVENT),
    ("POST", "/v1/explain"): ({SECRET, STAFF}, {"query": "x", "article": "x"}),
    ("GET", "/health/live"): (ANYONE, None),
    ("GET", "/health/ready"): (ANYONE, None),
    ("HEAD", "/health/live"): (ANYONE, None),
    ("HEAD", "/health/ready"): (ANYONE, None),
    ("GET", "/desk"): ({STAFF}, None),
    ("GET", "/desk/{number}"): ({STAFF}, None),
    ("POST", "/desk/{number}/reply"): ({STAFF}, None),
    ("POST", "/desk/{number}/solve"): ({STAFF}, None),
    ("POST", "/desk/{number}/change"): ({STAFF}, None),
    ("POST", "/desk/bulk"): ({STAFF}, None),
    ("GET", "/desk/macros"): ({STAFF}, None),
    ("POST", "/desk/macros"): ({STAFF}, None),
    ("GET", "/desk/macros/{macro}"): ({STAFF}, None),
    ("POST", "/desk/macros/{macro}/change"): ({STAFF}, None),
    ("POST", "/desk/macros/{macro}/remove"): ({STAFF}, None),
    ("POST", "/desk/macros/{macro}/restore"): ({STAFF}, None),
    ("POST", "/desk/{number}/flag"): ({STAFF}, None),
    ("POST", "/desk/{number}/pin"): ({STAFF}, None),
    ("POST", "/desk/{number}/unflag"): ({STAFF}, None),
    ("GET", "/editor/tasks"): ({EDITOR}, None),
    ("GET", "/editor/tasks/{task}"): ({EDITOR}, None),
    ("GET", "/editor/tasks/{task}/draft.md"): ({EDITOR}, None),
    ("POST", "/editor/tasks/{task}/done"): ({EDITOR}, None),
    ("POST", "/editor/tasks/{task}/open"): ({EDITOR}, None),
    ("GET", "/desk/events"): ({STAFF}, None),
    ("POST", "/desk/undo"): ({STAFF}, None),
    ("POST", "/desk/{number}/topic"): ({STAFF}, None),
    ("GET", "/desk/mail"): ({STAFF}, None),
    ("POST", "/desk/mail"): ({STAFF}, None),
    ("GET", "/desk/outbox"): ({STAFF}, None),
    ("GET", "/desk/outbox/{number}"): ({STAFF}, None),
    ("GET", "/desk/outbox/{number}/html"): ({STAFF}, None),
    ("POST", "/desk/outbox/{number}/again"): ({STAFF}, None),
    ("GET", "/editor"): ({EDITOR}, None),
    ("GET", "/editor/articles"): ({EDITOR}, None),
    ("GET", "/editor/articles.csv"): ({EDITOR}, None),
    ("GET", "/overview"): ({EDITOR}, None),
    ("GET", "/overview.csv"): ({EDITOR}, None),
    ("GET", "/overview.svg"): ({EDITOR}, None),
    ("GET", "/explain"): ({STAFF}, None),
    ("GET", "/precision"): ({EDITOR}, None),
    ("GET", "/wordings"): ({EDITOR}, None),
    ("POST", "/wordings/add"): ({EDITOR}, None),
    ("POST", "/wordings/{number}/change"): ({EDITOR}, None),
    ("POST", "/wordings/{number}/remove"): ({EDITOR}, None),
    ("POST", "/wordings/{number}/restore"): ({EDITOR}, None),
    ("POST", "/wordings/{number}/keep"): ({EDITOR}, None),
    ("GET", "/editor/topics"): ({EDITOR}, None),
    ("GET", "/editor/topics/new"): ({EDITOR}, None),
    ("POST", "/editor/topics/new"): ({EDITOR}, None),
    ("GET", "/editor/topics/{topic}"): ({EDITOR}, None),
    ("POST", "/editor/topics/{topic}/change"): ({EDITOR}, None),
    ("POST", "/editor/topics/{topic}/close"): ({EDITOR}, None),
    ("POST", "/editor/topics/{topic}/open"): ({EDITOR}, None),
    ("POST", "/editor/topics/{topic}/undo"): ({EDITOR}, None),
    ("GET", "/editor/topics/{topic}/tell"): ({EDITOR}, None),
    ("POST", "/editor/topics/{topic}/tell"): ({EDITOR}, None),
    ("POST", "/editor/topics/{topic}/gather"): ({EDITOR}, None),
    ("POST", "/editor/tellings/{telling}/cancel"): ({EDITOR}, None),
    ("GET", "/editor/mail"): ({EDITOR}, None),
    ("GET", "/editor/mail/html"): ({EDITOR}, None),
    ("GET", "/editor/topics/{topic}/followers.csv"): ({EDITOR}, None),
    ("POST", "/editor/topics/{topic}/forget"): ({EDITOR}, None),
    ("GET", "/"): (ANYONE, None),
    ("POST", "/contact"): (ANYONE, None),
    ("GET", "/articles/{article:path}"): (ANYONE, None),
    ("GET", "/a/{token}"): (ANYONE, None),
    ("HEAD", "/a/{token}"): (ANYONE, None),
    ("POST", "/a/{token}/{deed}"): (ANYONE, None),
    ("GET", "/tickets/{ticket}"): (ANYONE, None),
    ("POST", "/tickets/{ticket}/{kind}"): (ANYONE, None),
    ("POST", "/tickets/{ticket}/reply"): (ANYONE, None),
    ("GET", "/docs"): (ANYONE, None),
    ("GET", "/playground"): (ANYONE, None),
    ("GET", "/widget/{path:path}"): (ANYONE, None),
    ("GET", "/sign-in"): (ANYONE, None),
    ("POST", "/sign-in"): (ANYONE, None),
    ("POST", "/sign-out"): (ANYONE, None),
    ("GET", "/sign-in/oidc"): (ANYONE, None),
    ("GET", "/sign-in/oidc/back"): (ANYONE, None),
    ("GET", "/invitation/{token}"): (ANYONE, None),
    ("POST", "/invitation/{token}"): (ANYONE, None),
    ("GET", "/staff"): ({ADMIN}, None),
    ("POST", "/staff/invite"): ({ADMIN}, None),
    ("POST", "/staff/lift"): ({ADMIN}, None),
    ("POST", "/staff/{member}/link"): ({ADMIN}, None),
    ("POST", "/staff/{member}/role"): ({ADMIN}, None),
    ("POST", "/staff/{member}/disable"): ({ADMIN}, None),
    ("POST", "/staff/{member}/enable"): ({ADMIN}, None),
    ("GET", "/staff/webhooks"): ({ADMIN}, None),
    ("POST", "/staff/webhooks/add"): ({ADMIN}, None),
    ("GET", "/staff/webhooks/{webhook}"): ({ADMIN}, None),
    ("POST", "/staff/webhooks/{webhook}/test"): ({ADMIN}, None),
    ("POST", "/staff/webhooks/{webhook}/rotate"): ({ADMIN}, None),
    ("POST", "/staff/webhooks/{webhook}/disable"): ({ADMIN}, None),
    ("POST", "/staff/webhooks/{webhook}/enable"): ({ADMIN}, None),
    ("POST", "/staff/webhooks/{webhook}/remove"): ({ADMIN}, None),
    ("POST", "/staff/webhooks/{webhook}/again"): ({ADMIN}, None),
    ("POST", "/desk/{number}/issue"): ({STAFF}, None),
}

PERMISSIONS = list(itertools.product(ROUTES, CALLERS))


def may(caller: str, allowed: set[str]) -> bool:
    least = [one for one in allowed if isinstance(one, Role)]
    return caller in allowed or (
        isinstance(caller, Role) and any(caller.covers(one) for one in least)
    )


def routes(bot: Deployment) -> set[tuple[str, str]]:
    found = set()
    pending = list(bot.app.routes)
    while pending:
        route = pending.pop()
        if isinstance(route, APIRoute):
            found |= {(method, route.path) for method in route.methods or ()}
        pending += getattr(getattr(route, "original_router", None), "routes", [])
    return found


def test_every_route_is_in_the_table(bot: Deployment) -> None:
    assert routes(bot) == set(ROUTES)


@pytest.mark.parametrize(("route", "caller"), PERMISSIONS)
def test_the_table_of_permissions(bot: Deployment, route: tuple[str, str], caller: str) -> None:
    allowed, body = ROUTES[route]
    method, path = route
    key = {PUBLIC: bot.public, SECRET: bot.secret}.get(caller, "")
    if isinstance(caller, Role):
        bot.sign_in(caller)
    path = example(path)
    if body is BEACON:
        body = {**BEACON, "key": key or "none"}
    bot.services.feed.close()  # a stream of events would not end
    response = bot.call(method, path, body, key=key, session="")
    refused = response.status_code in (401, 403) and path != "/sign-in"
    assert refused != may(caller, allowed), response.text
    assert response.status_code < 500


STAFF_POSTS = [path for (method, path), (who, _) in ROUTES.items()
               if method == "POST" and not path.startswith("/v1/")
               and (NOBODY not in who or path == "/sign-out")]  # fmt: skip


@pytest.mark.parametrize("token", ["", "wrong", "of another session"])
@pytest.mark.parametrize("path", STAFF_POSTS)
def test_no_form_of_staff_counts_without_its_session_s_token(
    bot: Deployment, path: str, token: str
) -> None:
    bot.sign_in()
    other = bot.client.headers.pop(HEADER)
    bot.sign_in()
    del bot.client.headers[HEADER]
    data = {FIELD: other if token == "of another session" else token} if token else {}
    response = bot.client.post(example(path), data=data)
    assert response.status_code == 403
    assert "load the page again" in response.json()["error"]["message"]


def test_scripts_of_staff_call_the_api_with_the_token(bot: Deployment) -> None:
    bot.sign_in(Role.AGENT)
    sent = {"query": "x"}
    assert bot.call("POST", "/v1/suggest", sent, key="").status_code == 200
    del bot.client.headers[HEADER]
    assert bot.call("POST", "/v1/suggest", sent, key="").status_code == 403
    assert bot.call("GET", "/v1/tickets", key="").status_code == 200


def example(path: str) -> str:
    """The path of a route, about things that are not there."""
    names = ("enquiry", "ticket", "topic", "article:path", "kind", "token", "member", "task")
    for name in (*names, "deed", "webhook", "macro", "telling"):
        path = path.replace(f"{{{name}}}", "unknown")
    return path.replace("{number}", "1")


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
    asyncio.run(bot.app(scope, receive, send))
    assert sent == []
    assert Queues(bot.services.store).counts().views[View.ALL] == 0


def test_only_the_widget_s_own_files_are_served(bot: Deployment) -> None:
    assert bot.client.get("/widget/embed.js").status_code == 200
    assert bot.client.get("/widget/answerbot.js").status_code == 200
    for name in ("README.md", "__init__.py", "package.json", "test/state.test.js"):
        assert bot.client.get(f"/widget/{name}").status_code == 404
