"""Who may call which route: one table, in which every route stands."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from answerbot.security.sessions import FIELD, HEADER
from answerbot.staff import Role
from tests.answerbot.conftest import Deployment, generous

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
    ("GET", "/v1/metrics/experiments"): ({SECRET, EDITOR}, None),
    ("GET", "/v1/metrics/experiments/{experiment}"): ({SECRET, EDITOR}, None),
    ("GET", "/v1/editor/health"): ({SECRET, EDITOR}, None),
    ("GET", "/v1/editor/gaps"): ({SECRET, EDITOR}, None),
    ("GET", "/v1/editor/gaps/{gap}"): ({SECRET, EDITOR}, None),
    ("POST", "/v1/explain"): ({SECRET, STAFF}, {"query": "x", "article": "x"}),
    ("GET", "/v1/editor/articles"): ({SECRET, EDITOR}, None),
    ("GET", "/v1/editor/articles/{article:path}"): ({SECRET, EDITOR}, None),
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
    ("GET", "/editor/articles/{article:path}"): ({EDITOR}, None),
    ("GET", "/editor/articles/{article:path}/trend.svg"): ({EDITOR}, None),
    ("POST", "/editor/articles/{article:path}/teach"): ({EDITOR}, None),
    ("POST", "/editor/articles/{article:path}/unteach"): ({EDITOR}, None),
    ("POST", "/editor/articles/{article:path}/reteach"): ({EDITOR}, None),
    ("POST", "/editor/articles/{article:path}/exclude"): ({EDITOR}, None),
    ("POST", "/editor/articles/{article:path}/include"): ({EDITOR}, None),
    ("POST", "/editor/articles/{article:path}/wish"): ({EDITOR}, None),
    ("POST", "/editor/articles/{article:path}/unwish"): ({EDITOR}, None),
    ("GET", "/editor/gaps"): ({EDITOR}, None),
    ("GET", "/editor/gaps.csv"): ({EDITOR}, None),
    ("POST", "/editor/gaps/find"): ({EDITOR}, None),
    ("GET", "/editor/gaps/{gap}"): ({EDITOR}, None),
    ("GET", "/editor/gaps/{gap}/questions.csv"): ({EDITOR}, None),
    ("GET", "/editor/gaps/{gap}/draft.md"): ({EDITOR}, None),
    ("POST", "/editor/gaps/{gap}/assign"): ({EDITOR}, None),
    ("POST", "/editor/gaps/{gap}/dismiss"): ({EDITOR}, None),
    ("POST", "/editor/gaps/{gap}/publish"): ({EDITOR}, None),
    ("POST", "/editor/gaps/{gap}/reopen"): ({EDITOR}, None),
    ("POST", "/editor/gaps/{gap}/undo"): ({EDITOR}, None),
    ("POST", "/editor/gaps/{gap}/join"): ({EDITOR}, None),
    ("POST", "/editor/gaps/{gap}/part"): ({EDITOR}, None),
    ("GET", "/editor/health"): ({EDITOR}, None),
    ("GET", "/editor/health.csv"): ({EDITOR}, None),
    ("GET", "/editor/health/compare"): ({EDITOR}, None),
    ("POST", "/editor/health/find"): ({EDITOR}, None),
    ("POST", "/editor/health/dismiss"): ({EDITOR}, None),
    ("POST", "/editor/health/restore"): ({EDITOR}, None),
    ("GET", "/overview"): ({EDITOR}, None),
    ("GET", "/overview.csv"): ({EDITOR}, None),
    ("POST", "/overview/report"): ({EDITOR}, None),
    ("GET", "/overview.svg"): ({EDITOR}, None),
    ("GET", "/experiments"): ({EDITOR}, None),
    ("GET", "/experiments/new"): ({ADMIN}, None),
    ("POST", "/experiments/new"): ({ADMIN}, None),
    ("GET", "/experiments/{experiment}"): ({EDITOR}, None),
    ("GET", "/experiments/{experiment}/stop"): ({ADMIN}, None),
    ("POST", "/experiments/{experiment}/stop"): ({ADMIN}, None),
    ("GET", "/experiments/{experiment}/assignments.csv"): ({EDITOR}, None),
    ("GET", "/experiments/{experiment}/figures.csv"): ({EDITOR}, None),
    ("GET", "/experiments/{experiment}/known.svg"): ({EDITOR}, None),
    ("GET", "/explain"): ({STAFF}, None),
    ("GET", "/try"): ({EDITOR}, None),
    ("POST", "/try/save"): ({EDITOR}, None),
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


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """One for all: what is refused changes nothing, and the rest is about things not there."""
    made = generous(tmp_path_factory.mktemp("permissions"))
    with made.client:
        made.services.feed.close()  # a stream of events would not end
        yield made


@pytest.fixture
def bot(held: Deployment) -> Deployment:
    held.client.cookies.clear()
    held.client.headers.pop(HEADER, None)
    return held


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
