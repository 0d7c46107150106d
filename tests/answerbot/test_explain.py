"""Why something is not shown, in a sentence that is true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerbot.asking import Question, search
from answerbot.cli import main
from answerbot.explain import judged
from answerbot.store.articles import Articles
from corpora.curation import Curation, Pin
from indexer.build import build
from indexer.query import Query
from tests.answerbot.conftest import START, Deployment
from tests.indexer.conftest import HELP_CENTER, WORDS_ONLY, article


def explained(bot: Deployment, query: str, name: str, **more: Any) -> dict[str, Any]:
    body = {"query": query, "article": name, **more}
    response = bot.call("POST", "/v1/explain", body, key=bot.secret)
    assert response.status_code == 200, response.text
    data: dict[str, Any] = response.json()
    return data


def imported(bot: Deployment, *more: Any) -> None:
    Articles(bot.services.store).replace("s", [*HELP_CENTER, *more], now=START)


@pytest.mark.parametrize(
    ("query", "name", "more", "says"),
    [
        ("reset my password", "password", {}, "It is shown, as number 1."),
        ("reset my password", "empty", {}, "no word of the question stands in it"),
        ("reset my password", "gone", {}, "no article 'gone'; import it"),
        ("invoices", "invoice", {}, "it is for partners; who asks is everyone"),
        ("invoices", "invoice", {"audiences": ["partners"]}, "It is shown, as number 1."),
        ("reset my password", "fatture", {"locale": "en"}, "no word of the question"),
    ],
)
def test_the_sentence(
    bot: Deployment, query: str, name: str, more: dict[str, Any], says: str
) -> None:
    imported(bot)
    found = explained(bot, query, name, **more)
    assert says in found["sentence"]
    assert found["shown"] == found["sentence"].startswith("It is shown")


def test_what_the_deployment_knows_of_it_is_told(bot: Deployment) -> None:
    imported(bot, article("new", "A passkey"), article("draft", "A draft", draft=True))
    assert "imported after gen-000001" in explained(bot, "passkey", "new")["sentence"]
    draft = explained(bot, "draft", "draft")
    assert "it is a draft" in draft["sentence"]
    assert (draft["draft"], draft["imported"]) == (True, ["en"])


def test_below_the_threshold_the_surest_is_named(
    bot: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(bot)
    monkeypatch.setitem(bot.settings._values, "form_precision", 0.999)
    monkeypatch.setitem(bot.settings._values, "typing_precision", 0.4)
    found = explained(bot, "page", "password")
    assert found["threshold"] == 1.0
    assert "below the threshold of 100 %, so nothing is shown" in found["sentence"]
    assert explained(bot, "page", "password", typing=True, locale="en")["shown"]


def test_a_pin_is_named_as_the_reason(bot: Deployment) -> None:
    imported(bot)
    curation = Curation(pins=(Pin(article="empty", words=("outage",)),))
    build(HELP_CENTER, bot.settings.index, now=START, options=WORDS_ONLY, curation=curation)
    bot.services.live.look()
    found = explained(bot, "outage", "empty")
    assert found["sentence"] == "It is shown, as number 1 because an editor pinned it."
    assert found["reason"] == "pinned"


def test_signals_come_with_their_meaning(bot: Deployment) -> None:
    found = explained(bot, "reset my password", "password")
    assert found["signals"]
    assert set(found["signals"]) == set(found["signals_help"])
    assert found["terms"][0] == {
        "typed": "reset", "read_as": "", "idf": found["terms"][0]["idf"], "places": ["title"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("body", "field"),
    [({"query": " ", "article": "x"}, "query"), ({"query": "x", "article": ""}, "article")],
)
def test_half_a_question_is_refused(bot: Deployment, body: dict[str, str], field: str) -> None:
    response = bot.call("POST", "/v1/explain", body, key=bot.secret)
    assert (response.status_code, response.json()["error"]["field"]) == (422, field)


WORDS = ("reset", "password", "video", "computer", "discount", "page", "fatture", "xx")
QUESTIONS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(QUESTIONS, st.sampled_from(HELP_CENTER), st.sampled_from(("en", "it", "")))
def test_shown_means_that_the_customer_sees_it_there(
    bot: Deployment, text: str, card: Any, locale: str
) -> None:
    offered = search(bot.services, Question(text, locale=locale)).offer
    names = [hit.article for hit in offered.hits]
    query = Query(text=text, now=bot.clock(), language=locale or None, locale=locale)
    verdict = judged(
        bot.services.live.searcher,
        query,
        card.id,
        versions=[card],
        precision=bot.settings["form_precision"],
        limit=bot.settings["suggestions"],
    )
    assert verdict.place == (names.index(card.id) + 1 if card.id in names else None)
    assert verdict.sentence.startswith("It is shown" if verdict.place else "It is not shown: ")


def test_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANSWERBOT_HOME", str(tmp_path))
    (tmp_path / "zoo").mkdir()
    (tmp_path / "zoo" / "yak.md").write_text("---\nid: yak\ntitle: Our yak\n---\nIt eats.\n")
    monkeypatch.setenv("ANSWERBOT_MODEL", "")
    monkeypatch.setenv("ANSWERBOT_FORM_PRECISION", "0.4")  # one article is little to go by

    def run(*arguments: str, status: int = 0) -> str:
        result = CliRunner().invoke(main, list(arguments))
        assert result.exit_code == status, result.output
        return result.output

    run("import", str(tmp_path / "zoo"))
    run("index")
    printed = run("explain", "what does the yak eat", "--article", "yak")
    for part in ("It is shown", "Our yak", "words_share", "title"):
        assert part in printed
    told = json.loads(run("explain", "yak", "--article", "gnu", "--json"))
    assert "no article 'gnu'" in told["sentence"]
    run("explain", " ", "--article", "yak", status=2)
    run("explain", "yak", status=2)
