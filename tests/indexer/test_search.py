"""What a customer gets for a question."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.build import build
from indexer.filters import Eligibility, may_be_shown
from indexer.query import Query
from indexer.searcher import Searcher, open_current
from tests.indexer.conftest import HELP_CENTER, NOW, WORDS_ONLY, article


def found(searcher: Searcher, text: str, **more: object) -> list[str]:
    query = Query(text, NOW, **{"language": "en", **more})  # type: ignore[arg-type]
    return [hit.article for hit in searcher.search(query).hits]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("how do i reset my password", "password"),
        ("pasword resett", "password"),
        ("R-12", "offline"),
        ("computer r12", "offline"),
        ("my upload STOPS!!!", "upload"),
        ("discount schools", "empty"),
    ],
)
def test_the_right_article_is_first(searcher: Searcher, text: str, right: str) -> None:
    assert found(searcher, text)[:1] == [right]


def test_another_audience_is_never_ranked(searcher: Searcher) -> None:
    assert "invoice" not in found(searcher, "invoices billing")
    assert found(searcher, "invoices", audiences=frozenset({"partners"}))[0] == "invoice"


def test_the_language_is_found_out(searcher: Searcher) -> None:
    ranking = searcher.search(Query("dove trovo le fatture?", NOW))
    assert (ranking.language, ranking.hits[0].article) == ("it", "fatture")
    assert searcher.search(Query("パスワード", NOW)).hits[0].locale == "ja"


def test_another_language_is_offered_only_when_nothing_fits(searcher: Searcher) -> None:
    ranking = searcher.search(Query("R-12", NOW, language="it"))
    assert ranking.translated
    assert ranking.hits[0].article == "offline"
    assert not searcher.search(Query("password", NOW, language="it")).translated


def test_a_language_without_articles_gets_the_others(searcher: Searcher) -> None:
    ranking = searcher.search(Query("reset password", NOW, language="sv"))
    assert ranking.translated
    assert ranking.hits[0].article == "password"


def test_of_several_translations_one_is_shown(searcher: Searcher) -> None:
    hits = searcher.search(Query("password", NOW, language="sv", limit=10)).hits
    assert len({hit.article for hit in hits}) == len(hits)


def test_highlights_are_the_matched_words(searcher: Searcher) -> None:
    hit = searcher.search(Query("uploads of large video in a BROWSER", NOW, language="en")).hits[0]
    assert [hit.text[a:b] for a, b in hit.highlights] == ["Large", "videos", "browser"]


@pytest.mark.parametrize(
    ("begins", "ends", "shown"),
    [(None, None, 1), (-1, 1, 1), (1, None, 0), (None, -1, 0), (0, 0, 0)],
)
def test_articles_are_shown_within_their_dates(
    root: Path, begins: int | None, ends: int | None, shown: int
) -> None:
    def day(offset: int | None) -> datetime | None:
        return None if offset is None else NOW + timedelta(days=offset)

    dated = article("sale", "Sale", "half", effective_from=day(begins), effective_until=day(ends))
    build([dated], root, now=NOW, options=WORDS_ONLY)
    assert len(found(open_current(root).searcher, "sale")) == shown


def test_an_only_article_that_has_the_words_stands_out(root: Path) -> None:
    build([article("sale", "Sale", "half")], root, now=NOW, options=WORDS_ONLY)
    (hit,) = open_current(root).searcher.search(Query("sale", NOW, "en")).hits
    assert hit.signals["words_standing"] > 0


def test_labels_any_all_none(root: Path) -> None:
    made = [article(name, "Upload", labels=tuple(name)) for name in ("a", "ab", "abc")]
    build(made, root, now=NOW, options=WORDS_ONLY)
    searcher = open_current(root).searcher
    assert set(found(searcher, "upload", labels_all=frozenset("ab"))) == {"ab", "abc"}
    assert set(found(searcher, "upload", labels_none=frozenset("b"))) == {"a"}
    assert set(found(searcher, "upload", labels_any=frozenset("cx"))) == {"abc"}


@pytest.mark.parametrize(
    "text", ["", "   ", "👩‍💻🔥", "\x00\x07", "?", "a", "ok", "x" * 10_000, "ไม่" * 3_000]
)
def test_odd_questions_get_nothing_and_break_nothing(searcher: Searcher, text: str) -> None:
    assert found(searcher, text) == []


@settings(max_examples=150)
@given(text=st.text(max_size=200))
def test_any_text_gets_an_answer_twice_the_same(text: str) -> None:
    searcher = SHARED[0]
    query = Query(text, NOW)
    first = searcher.search(query)
    assert first == searcher.search(query)
    for hit in first.hits:
        assert 0 <= hit.confidence <= 1
        assert all(0 <= a < b <= len(hit.text) for a, b in hit.highlights)


SHARED: list[Searcher] = []


@pytest.fixture(autouse=True, scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("shared")
    build(HELP_CENTER, root, now=NOW, options=WORDS_ONLY)
    SHARED.append(open_current(root).searcher)


def test_a_question_plainly_in_another_language_than_the_page_gets_its_own(
    searcher: Searcher,
) -> None:
    ranking = searcher.search(
        Query("vorrei trovare le fatture del mio account", NOW, language="en")
    )
    assert (ranking.hits[0].locale, ranking.translated) == ("it", False)
    english = searcher.search(Query("how do I reset my password please", NOW, language="it"))
    assert english.hits[0].locale == "en"


def test_no_hit_is_surer_than_the_one_before_it(searcher: Searcher) -> None:
    for text in ("computer upload password", "wake the large computer", "forgot video"):
        found_ = [h.confidence for h in searcher.search(Query(text, NOW, language="en")).hits]
        assert found_ == sorted(found_, reverse=True)


@pytest.mark.parametrize("locale", ["pt-PT", "pt-BR"])
def test_of_two_variants_of_a_language_the_asker_s_is_shown(root: Path, locale: str) -> None:
    made = [
        article("fatura", "Ver a sua fatura", "Abra a faturação.", locale="pt-PT"),
        article("fatura", "Veja sua fatura", "Abra o faturamento.", locale="pt-BR"),
        article("senha", "Mudar a senha", "Abra a conta.", locale="pt-BR"),
    ]
    build(made, root, now=NOW, options=WORDS_ONLY)
    query = Query("onde vejo a minha fatura", NOW, language="pt", locale=locale)
    hits = open_current(root).searcher.search(query).hits
    assert (hits[0].article, hits[0].locale) == ("fatura", locale)
    assert [hit.article for hit in hits].count("fatura") == 1


NAMES = st.frozensets(st.sampled_from(["a", "b", "c"]), max_size=2)
DAYS = st.none() | st.integers(-2, 2).map(lambda day: NOW + timedelta(days=day))


@given(
    st.lists(st.tuples(st.sampled_from(["everyone", "x", "y"]), DAYS, DAYS, NAMES), max_size=6),
    st.tuples(NAMES, NAMES, NAMES, NAMES),
    st.frozensets(st.sampled_from(["x", "y"])),
)
def test_filtering_by_arrays_is_filtering_one_by_one(
    rows: list[tuple[str, datetime | None, datetime | None, frozenset[str]]],
    labels: tuple[frozenset[str], ...],
    audiences: frozenset[str],
) -> None:
    made = [
        article(f"{i}", "t", audience=who, effective_from=f, effective_until=u, labels=tuple(names))
        for i, (who, f, u, names) in enumerate(rows)
    ]
    some, every, none, within = labels
    query = Query(
        "t", NOW, audiences=audiences, labels_any=some, labels_all=every, labels_none=none,
        within=within,
    )  # fmt: skip
    expected = [may_be_shown(one, query, frozenset(one.labels)) for one in made]
    assert Eligibility(made).allowed(query).tolist() == expected
