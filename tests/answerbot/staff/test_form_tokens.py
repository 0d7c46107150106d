"""Every form of staff carries the token of its session."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi.routing import APIRoute

from answerbot.security.sessions import FIELD, HEADER
from answerbot.staff import Member
from tests.answerbot.conftest import Deployment


def pages_of(bot: Deployment) -> Iterator[str]:
    pending = list(bot.app.routes)
    while pending:
        route = pending.pop()
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            yield route.path
        pending += getattr(getattr(route, "original_router", None), "routes", [])


def test_every_form_that_posts_carries_the_token(bot: Deployment, ada: Member) -> None:
    bot.ticket(subject="password")
    bot.sign_in()
    bot.services.feed.close()  # a stream of events would not end
    forms = 0
    for path in pages_of(bot):
        page = bot.client.get(path.replace("{number}", "1").replace("{member}", "m_ada"))
        if not page.headers["content-type"].startswith("text/html"):
            continue
        if "sandbox" in page.headers["content-security-policy"]:  # a mail, shown as it is
            continue
        found = re.findall(r"<form[^>]*>.{0,120}", page.text.replace("\n", " "))
        posts = [form for form in found if 'method="post"' in form.lower()]
        assert all(f'name="{FIELD}" value="{bot.client.headers[HEADER]}"' in f for f in posts), path
        assert f'name="answerbot-token" content="{bot.client.headers[HEADER]}"' in page.text
        forms += len(posts)
    assert forms > 10


def test_templates_write_post_in_the_one_way_that_is_seen() -> None:
    import answerbot.pages.view as view

    assert view.ENVIRONMENT.loader
    for name in view.ENVIRONMENT.list_templates():
        source = view.ENVIRONMENT.loader.get_source(view.ENVIRONMENT, name)[0]
        for form in re.findall(r"<form[^>]*", source):
            methods = re.findall(r'method="?([^"\s>]*)"?', form)
            assert set(methods) <= {"post", "get", "dialog"}, (name, form)
            assert 'method="' in form or not methods, (name, form)
        assert "formmethod" not in source, name


def test_nobody_s_page_carries_no_token(bot: Deployment) -> None:
    assert FIELD not in bot.client.get("/").text
    assert "answerbot-token" not in bot.client.get("/sign-in").text
