"""The form and the page change the order among likely articles, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from answerbot.cli import main
from answerbot.context import FULL, context_of, in_context
from answerbot.errors import BadSettings
from answerbot.settings import read
from indexer.query import Hit
from tests.answerbot.conftest import Deployment
from tests.indexer.conftest import article

TOML = """
[[forms]]
id = "video"
title = { en = "Video" }
prefers = ["  VIDEO upload "]
[[forms]]
id = "remote"
title = { en = "Remote" }
only = ["Remote sessions"]
[[forms]]
id = "plain"
title = { en = "Other" }
"""

MESSAGE = "Error 31 means that the connection was closed. Try again in an hour."
ARTICLES = (
    article("remote-31", "Error 31", MESSAGE, section="Remote sessions", labels=("remote",)),
    article("video-31", "Error 31", MESSAGE, section="Video upload", labels=("clips",)),
    article("billing-31", "Error 31", MESSAGE, section="Billing"),
    article("remote-31", "Errore 31", "La connessione è chiusa.", locale="it", section="Sessioni"),
    article("video-31", "Errore 31", "La connessione è chiusa.", locale="it", section="Video"),
    article("password", "Reset your password", "Choose Forgot password.", section="Account"),
    article("invite", "Invite people", "Choose People and write an address.", section="Account"),
)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Deployment]:
    generous = {f"ANSWERBOT_{kind}_PRECISION": "0" for kind in ("TYPING", "FORM")}
    deployment = Deployment(
        tmp_path, toml=TOML, articles=ARTICLES, ANSWERBOT_SUGGEST_BURST="1000", **generous
    )
    with deployment.client:
        yield deployment


def asked(shop: Deployment, query: str = "error 31 connection closed", **where: Any) -> list[str]:
    return [one["article"] for one in shop.suggest(query, **where)["suggestions"]]


def test_without_context_the_words_alone_decide(shop: Deployment) -> None:
    alone = asked(shop)
    assert set(alone) == {"remote-31", "video-31", "billing-31"}
    assert alone == asked(shop, form="plain") == asked(shop, form="unknown") == asked(shop, page="")


def test_articles_that_the_form_prefers_come_first(shop: Deployment) -> None:
    assert asked(shop, form="video")[0] == "video-31"
    assert set(asked(shop, form="video")) == set(asked(shop))


def test_a_form_that_is_limited_shows_nothing_else(shop: Deployment) -> None:
    assert asked(shop, form="remote") == ["remote-31"]
    assert asked(shop, "reset my password", form="remote") == []
    assert asked(shop, "errore 31 connessione chiusa", form="remote", locale="it") == ["remote-31"]


@pytest.mark.parametrize(
    "where",
    [
        {"product": "Video Upload"},
        {"product": "video"},
        {"tags": ["CLIPS", "nothing"]},
        {"page": "https://shop.example/en/video-upload/new?billing=1#billing"},
    ],
)
def test_what_the_page_is_about_counts(shop: Deployment, where: dict[str, Any]) -> None:
    assert asked(shop, **where)[0] == "video-31"
    assert asked(shop, **where) == asked(shop, **where)


@pytest.mark.parametrize(
    "page",
    [
        "https://billing.example/",
        "/help/contact/index.html",
        "http://[bad",
        "/%ff%00/31/",
        "javascript:x",
        "é" * 2000,
    ],
)
def test_an_address_that_says_nothing_changes_nothing(shop: Deployment, page: str) -> None:
    assert asked(shop, page=page) == asked(shop)


def test_a_question_that_is_clear_stays_answered_whatever_the_form(shop: Deployment) -> None:
    assert asked(shop, "reset my password", form="video")[0] == "password"


def test_the_place_never_makes_a_poor_article_good_enough(tmp_path: Path) -> None:
    strict = Deployment(tmp_path, toml=TOML, articles=ARTICLES, ANSWERBOT_FORM_PRECISION="1")
    with strict.client:
        for query in ("clips", "zebra", "video", "how do I upload something"):
            alone = strict.suggest(query)["abstained"]
            assert strict.suggest(query, form="video", product="video")["abstained"] == alone


def test_explain_says_what_the_place_did(shop: Deployment) -> None:
    body = {"query": "error 31 connection closed", "article": "video-31", "form": "video"}
    found = shop.call("POST", "/v1/explain", body, key=shop.secret).json()
    assert (found["place"], found["place_by_words"]) == (1, asked(shop).index("video-31") + 1)
    assert found["clues"] == [
        {"name": "form", "weight": 1.0, "text": "the form 'video' prefers video upload"}
    ]
    assert "the form 'video' prefers video upload; by the words alone number" in found["sentence"]
    body = {**body, "form": "remote"}
    found = shop.call("POST", "/v1/explain", body, key=shop.secret).json()
    assert found["sentence"] == (
        "It is not shown: it is about clips, video, video upload; the form is for remote sessions."
    )
    shop.sign_in()
    shown = shop.client.get("/explain?query=error+31&article=video-31&form=remote").text
    assert "the form is for remote sessions" in shown


@pytest.mark.parametrize(
    ("field", "value"),
    [("tags", ["x"] * 21), ("tags", ["x" * 101]), ("tags", "x"), ("product", "x" * 301)],
)
def test_a_context_that_is_too_large_is_refused(
    shop: Deployment, field: str, value: object
) -> None:
    response = shop.call("POST", "/v1/suggest", {"query": "x", field: value})
    assert response.status_code == 422
    assert response.json()["error"]["field"].startswith(field)


def test_the_ledger_keeps_what_a_ranking_was_made_of(shop: Deployment) -> None:
    enquiry = shop.suggest("error 31", product="video", tags=["clips"])["enquiry"]
    kept = shop.services.ledger.events(enquiry)[-1].detail
    assert (kept["product"], kept["tags"]) == ("video", ["clips"])


def test_doctor_names_a_section_that_no_article_has(tmp_path: Path) -> None:
    Deployment(tmp_path, toml=TOML.replace("Remote sessions", "Remotes"), articles=ARTICLES)
    printed = CliRunner().invoke(main, ["doctor", "--home", str(tmp_path)]).output
    assert "form 'remote': no article has the section or label 'Remotes'" in " ".join(
        printed.split()
    )
    assert "'  VIDEO" not in printed


def test_doctor_says_when_nothing_can_be_offered(tmp_path: Path) -> None:
    Deployment(tmp_path, toml=f"form_precision = 1.0\n{TOML}", articles=ARTICLES)
    printed = " ".join(CliRunner().invoke(main, ["doctor", "--home", str(tmp_path)]).output.split())
    assert "form_precision = 1 is out of reach, so nothing is offered" in printed
    assert "typing_precision" not in printed


def test_a_form_with_an_unknown_field_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "answerbot.toml").write_text('[[forms]]\nid = "x"\ntitle = {}\nprefer = ["a"]\n')
    with pytest.raises(BadSettings, match="prefer"):
        read(tmp_path, {})


def hit(name: str, confidence: float) -> Hit:
    return Hit(name, "en", name, "", (), "", "", (), 0.0, confidence, "words", {})


SURE = st.lists(st.floats(0, 1), min_size=1, max_size=8).map(lambda some: sorted(some)[::-1])


@settings(deadline=None)
@given(SURE, st.lists(st.floats(0, 1), min_size=8, max_size=8), st.floats(0, 1))
def test_the_place_moves_articles_modestly(
    sure: list[float], weights: list[float], threshold: float
) -> None:
    hits = [hit(str(i), confidence) for i, confidence in enumerate(sure)]
    weigh = {str(i): weights[i] for i in range(len(hits))}
    moved = in_context(hits, lambda one: weigh[one.article], threshold)
    assert sorted(one.article for one in moved) == sorted(one.article for one in hits)
    before = {one.article: one.confidence for one in hits}
    for upper, lower in pairwise(moved):
        up, low = before[upper.article], before[lower.article]
        assert not (up < threshold <= low), "what is not good enough passed what is"
        assert up >= low / (low + (1 - low) * 2.7182819**FULL) - 1e-5, "passed one much surer"
        assert upper.confidence >= lower.confidence
    assert all(one.confidence <= before[one.article] for one in moved)
    still = in_context(hits, lambda _: 0.0, threshold)
    assert [one.article for one in still] == [one.article for one in hits]


def test_a_form_is_found_by_its_id_only(shop: Deployment) -> None:
    assert not context_of(shop.settings.forms, "Video").counts
    assert context_of(shop.settings.forms, "video").counts
    assert not context_of(shop.settings.forms, "remote").counts
