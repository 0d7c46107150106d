"""An explanation agrees with the ranking that it explains."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.build import build
from indexer.explain import SIGNALS, Explanation, explain
from indexer.query import Query
from indexer.searcher import Searcher, open_current
from tests.indexer.conftest import HELP_CENTER, NOW, WORDS_ONLY, article

CENTRE = (
    *HELP_CENTER,
    article("soon", "Passkeys", "A passkey.", effective_from=NOW + timedelta(days=2)),
    article("late", "A sale", "The sale of May.", effective_until=NOW, labels=("sale", "may")),
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    root: Path = tmp_path_factory.mktemp("explain")
    build(CENTRE, root, now=NOW, options=WORDS_ONLY)
    return open_current(root).searcher


def asked(searcher: Searcher, text: str, name: str, **more: object) -> Explanation:
    query = Query(text=text, now=NOW, **{"language": "en", **more})  # type: ignore[arg-type]
    return explain(searcher, query, name)


def test_every_word_of_the_question_says_where_it_stands(opened: Searcher) -> None:
    found = asked(opened, "Resetting passwords, the browser, passwords quantum", "password")
    assert [(t.typed, t.places, t.idf is None) for t in found.terms] == [
        ("Resetting", ("title",), False),
        ("passwords", ("title", "body"), False),
        ("the", ("body",), False),
        ("browser", (), False),
        ("quantum", (), True),
    ]
    assert found.terms[1].idf == opened.idf("password", "en")


def test_words_that_were_read_otherwise_say_so(
    opened: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = opened.search
    monkeypatch.setattr(
        opened, "search", lambda q: replace(search(q), read_as=(("pasword", "password"),))
    )
    (found,) = asked(opened, "Pasword", "password").terms
    assert (found.typed, found.read_as, found.places) == ("Pasword", "password", ("title", "body"))


@pytest.mark.parametrize(
    ("name", "more", "unmet", "says"),
    [
        ("password", {}, [], "this index has it"),
        ("nowhere", {}, ["indexed"], "does not have it"),
        ("invoice", {}, ["audience"], "for partners; who asks is everyone"),
        ("invoice", {"audiences": frozenset({"partners"})}, [], "everyone, partners"),
        ("soon", {}, ["dates"], "from 2026-11-03 00:00 UTC"),
        ("late", {}, ["dates"], "until 2026-11-01 00:00 UTC"),
        ("late", {"labels_none": frozenset({"may"})}, ["dates", "labels"], "it has may"),
        ("password", {"labels_all": frozenset({"x"})}, ["labels"], "it lacks x"),
        ("password", {"labels_any": frozenset("yx")}, ["labels"], "it has none of x, y"),
        ("fatture", {}, ["language"], "it is in it; the question is read as en"),
    ],
)
def test_each_filter_that_keeps_it_out_is_named(
    opened: Searcher, name: str, more: dict[str, object], unmet: list[str], says: str
) -> None:
    found = asked(opened, "may I reset it", name, **more)
    assert [f.name for f in found.filters if not f.met] == unmet
    assert any(says in f.text for f in found.filters)
    assert (found.missed is None) == (unmet in ([], ["language"]))


def test_an_article_of_another_language_is_ranked_among_those(opened: Searcher) -> None:
    found = asked(opened, "password fatture", "fatture")
    assert found.translated
    assert found.hit
    assert (found.locale, found.hit.locale) == ("it", "it")


def test_nothing_can_be_explained_of_what_no_arm_found(opened: Searcher) -> None:
    found = asked(opened, "zzzz", "password")
    assert (found.rank, found.hit, found.neighbours) == (None, None, ())


def test_every_signal_has_a_help_text_and_no_text_is_left_over(opened: Searcher) -> None:
    hits = opened.search(Query(text="reset my password", now=NOW, language="en")).hits
    assert hits
    for hit in hits:
        assert set(hit.signals) == set(SIGNALS)
    assert all(text[0].isupper() and text.endswith(".") for text in SIGNALS.values())


QUESTIONS = st.lists(
    st.sampled_from(("reset", "password", "video", "computer", "may", "page", "xx")), min_size=1
).map(" ".join)


@given(QUESTIONS, st.sampled_from(CENTRE), st.sampled_from(("en", "it", "ja")))
def test_rank_and_neighbours_against_the_ranking_itself(
    opened: Searcher, text: str, card: object, language: str
) -> None:
    name = card.id  # type: ignore[attr-defined]
    query = Query(text=text, now=NOW, language=language, limit=100)
    found = explain(opened, replace(query, limit=1), name)
    ranking = opened.elsewhere(query) if found.translated else opened.search(query)
    names = [hit.article for hit in ranking.hits]
    assert found.ranked == len(names)
    assert found.rank == (names.index(name) + 1 if name in names else None)
    for near in found.neighbours:
        hit = ranking.hits[near.rank - 1]
        assert (near.article, near.confidence) == (hit.article, hit.confidence)
        assert near.article != name
        if found.hit:
            assert near.ahead == hit.score - found.hit.score
    if found.hit:
        places = [near.rank for near in found.neighbours]
        around = {1, *range(names.index(name) - 1, names.index(name) + 4)} - {found.rank}
        assert places == sorted(p for p in around if 1 <= p <= len(names))
