"""What is wrong with articles is found, told, and dismissed for good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from answerbot.health.checks import Met, findings
from answerbot.health.differences import side_by_side
from answerbot.health.finding import Kind
from answerbot.health.looking import look
from answerbot.health.near import Text, near_identical
from answerbot.health.watching import health_watch
from answerbot.staff import Role
from answerbot.store.articles import Articles
from answerbot.store.health import Health
from corpora.article import Article, Heading, Link, Paragraph
from tests.answerbot.conftest import START, Deployment

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
STEPS = (
    "Open the settings, choose Security, and press Reset. We send a link to your address."
    " Follow it within an hour and choose a new password of twelve characters or more."
)


def article(name: str, *texts: str, **more: Any) -> Article:
    blocks = tuple(Paragraph(text=text) for text in texts)
    return Article.model_validate({"id": name, "title": name.title(), "blocks": blocks, **more})


def linked(href: str) -> Article:
    link = Link(start=0, end=4, href=href)
    text = Paragraph(text="Read on in the other article now", links=(link,))
    blocks = (Heading(level=2, text="Here", anchor="here"), text)
    return Article(id="a", title="A", blocks=blocks)


def kinds(one: Article, met: Met = Met()) -> list[Kind]:  # noqa: B008  a frozen record
    others = [one, article("b", STEPS), linked("#here").model_copy(update={"id": "c"})]
    return [found.kind for found in findings(one, met, {other.id for other in others}, NOW)]


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (article("a", STEPS), []),
        (article("a", "See below."), [Kind.EMPTY]),
        (article("a"), [Kind.EMPTY]),
        (article("a", "word " * 1_501), [Kind.LONG]),
        (article("a", STEPS, effective_until=NOW - timedelta(days=1)), [Kind.DATES]),
        (
            article("a", STEPS, effective_from=NOW, effective_until=NOW - timedelta(days=1)),
            [Kind.DATES],
        ),
        (article("a", STEPS, effective_until=NOW + timedelta(days=1)), []),
        (article("a", "It is valid until 31 March 2025, as long as we have some."), [Kind.DATES]),
        (article("a", "The offer is valid until March 2027, as long as we have some."), []),
        (article("a", "Founded in 1999, we ship since 2001 to every country."), []),
        (linked("#here"), []),
        (linked("article:b"), []),
        (linked("article:gone"), [Kind.LINK]),
        (linked("article:c#here"), []),
        (linked("https://elsewhere.example/gone"), []),
    ],
)  # fmt: skip
def test_an_article_s_faults(one: Article, expected: list[Kind]) -> None:
    assert kinds(one) == expected


@pytest.mark.parametrize(
    ("changed", "met", "expected"),
    [
        (400, Met(offered=9, last=date(2026, 10, 30)), [Kind.STALE]),
        (300, Met(offered=9, last=date(2026, 10, 30)), []),
        (400, Met(last=date(2026, 1, 1)), [Kind.UNREAD]),
        (400, Met(), [Kind.UNREAD]),
        (30, Met(), []),
    ],
)
def test_what_is_asked_for_and_old_is_stale_and_what_nobody_meets_unread(
    changed: int, met: Met, expected: list[Kind]
) -> None:
    assert kinds(article("a", STEPS, updated_at=NOW - timedelta(days=changed)), met) == expected


def test_near_identical_articles_are_found_and_others_are_not() -> None:
    texts = [
        Text(STEPS, "en"),
        Text(STEPS.replace("an hour", "two hours").replace("twelve", "ten"), "en"),
        Text("To pay by card open Billing and choose Add a card, then type its number.", "en"),
        Text(STEPS, "it"),
        Text("", "en"),
        Text("", "en"),
    ]
    found = near_identical(texts, None)
    assert [(pair.one, pair.other) for pair in found] == [(0, 1)]
    assert found[0].shared > 0.5
    vectors = np.eye(6, 8, dtype=np.float32)
    assert [(p.one, p.other) for p in near_identical(texts, vectors)] == [(0, 1)]


def test_differences_are_marked_word_by_word() -> None:
    rows = side_by_side("Same line\nWait an hour\nOnly left", "Same line\nWait two hours")
    assert [piece.same for piece in rows[0][0]] == [True]
    assert [p.text for p in rows[1][0] if not p.same] == ["an", "hour"]
    assert [p.text for p in rows[1][1] if not p.same] == ["two", "hours"]
    assert rows[2][1] == ()
    for left, right in rows:
        assert "".join(p.text for p in left if p.same).split() == (
            "".join(p.text for p in right if p.same).split()
        )


@pytest.fixture
def kept(bot: Deployment) -> Deployment:
    twin = STEPS.replace("an hour", "two hours")
    held = [article("reset", STEPS), article("reset-again", twin), article("empty", "<b>")]
    Articles(bot.services.store).replace("test", held, now=START)
    look(bot.services.store, bot.services.clock)
    bot.sign_in()
    return bot


def test_editors_see_compare_and_dismiss(kept: Deployment) -> None:
    page = kept.client.get("/editor/health?kind=duplicate").text
    assert "Reset-Again" in page
    named = {
        "kind": "duplicate", "article": "reset", "locale": "en",
        "other": "reset-again", "other_locale": "en",
    }  # fmt: skip
    side = kept.client.get("/editor/health/compare", params=named).text
    assert "<mark>an</mark>" in side
    assert "<mark>two</mark>" in side
    assert kept.form("/editor/health/dismiss", named).status_code == 303
    assert "Nothing of this sort" in kept.client.get("/editor/health?kind=duplicate").text
    look(kept.services.store, kept.services.clock)
    assert "Nothing of this sort" in kept.client.get("/editor/health?kind=duplicate").text
    hidden = kept.client.get("/editor/health?dismissed=true").text
    assert "Reset-Again" in hidden
    kept.form("/editor/health/restore", named)
    assert "Reset-Again" in kept.client.get("/editor/health").text
    gone = {**named, "article": "gone"}
    assert kept.client.get("/editor/health/compare", params=gone).status_code == 404


def test_files_and_api_have_the_findings(kept: Deployment) -> None:
    rows = kept.client.get("/editor/health.csv").text.splitlines()
    assert rows[1].startswith("duplicate,reset,en,Reset,reset-again,en,share ")
    found = kept.call("GET", "/v1/editor/health?kind=empty", key=kept.secret).json()
    assert [one["article"] for one in found["findings"]] == ["empty"]
    assert kept.call("GET", "/v1/editor/health?kind=x", key=kept.secret).status_code == 422


def test_translations_that_are_waited_for(kept: Deployment) -> None:
    kept.client.cookies.clear()
    for n in range(3):
        kept.suggest("zzz", locale="nl", session=f"tab-{n}")
    kept.sign_in(Role.EDITOR)
    page = kept.client.get("/editor/health").text
    assert "Nederlands" in page
    assert "no article" in page
    assert "too few to tell" in page


def test_the_server_looks_once_a_day(kept: Deployment) -> None:
    started: list[object] = []

    class Done:
        def poll(self) -> int:
            return 0

        def wait(self) -> int:
            return 0

        def terminate(self) -> None:
            pass

    def start(command: object) -> Done:
        started.append(command)
        look(kept.services.store, kept.services.clock)
        return Done()

    watch = health_watch(kept.services, start)
    assert watch.turn() == 0, "it was looked just now"
    kept.clock.pass_time(hours=25)
    assert (watch.turn(), watch.turn()) == (1, 0)
    Health(kept.services.store).want(kept.clock())
    assert (watch.turn(), watch.turn()) == (1, 0)
    assert len(started) == 2
