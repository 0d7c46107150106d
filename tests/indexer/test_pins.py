"""What an editor pins stands first for those who may see it, against a loop over the pins."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.curation import Curation, Pin
from indexer.build import build
from indexer.pins import PINNED, Pins, put_first
from indexer.query import Hit, Query
from indexer.searcher import Searcher, open_current
from tests.indexer.conftest import HELP_CENTER, NOW, WORDS_ONLY, article


def hit(name: str, confidence: float) -> Hit:
    return Hit(name, "en", "A", "", (), "", "text", (), 1.0, confidence, "both", {})


@pytest.fixture(scope="module")
def pinned(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    root: Path = tmp_path_factory.mktemp("pins")
    pins = (
        Pin(article="offline", words=("video",)),
        Pin(article="empty", words=("Videos", "browser")),
        Pin(article="invoice", words=("videos",)),
        Pin(article="gone", words=("videos",)),
        Pin(article="password", words=("video",), locale="it"),
        Pin(article="empty", words=("zzz",), locale="en-GB"),
        Pin(article="upload", words=("kk",)),
    )
    centre = (*HELP_CENTER, article("drift", "Videos drift", "The video and its sound."))
    build(centre, root, now=NOW, options=WORDS_ONLY, curation=Curation(pins=pins))
    return open_current(root).searcher


def found(searcher: Searcher, text: str, **more: object) -> list[str]:
    query = Query(text=text, now=NOW, **{"language": "en", **more})  # type: ignore[arg-type]
    return [hit.article for hit in searcher.search(query).hits]


def test_pins_with_more_words_come_first_and_stems_count(pinned: Searcher) -> None:
    assert found(pinned, "my video stops")[0] == "offline"
    assert found(pinned, "which browser for a video")[:2] == ["empty", "offline"]
    assert "offline" not in found(pinned, "which browser is best for me")


def test_a_pin_needs_no_word_in_its_article_and_no_other_hit(pinned: Searcher) -> None:
    query = Query(text="kk", now=NOW, language="en")
    (only,) = pinned.search(query).hits
    assert (only.article, only.reason, only.confidence) == ("upload", PINNED, 0.0)
    assert only.text
    assert only.title == "An upload stops"


def test_filters_hold_for_pins(pinned: Searcher) -> None:
    assert "invoice" not in found(pinned, "videos")
    seen = found(pinned, "videos", audiences=frozenset({"partners"}))
    assert seen[:2] == ["offline", "invoice"]
    assert found(pinned, "videos", labels_any=frozenset({"none"})) == []


def test_the_limit_holds_and_no_article_comes_twice(pinned: Searcher) -> None:
    assert found(pinned, "a video in the browser", limit=1) == ["empty"]
    all_of_them = found(pinned, "videos drift in the browser", limit=9)
    assert len(all_of_them) == len(set(all_of_them))
    assert "drift" in all_of_them


def test_while_typing_only_finished_words_pin(pinned: Searcher) -> None:
    assert found(pinned, "a video", typing=True)[0] != "offline"
    assert found(pinned, "a video ", typing=True)[0] == "offline"
    assert found(pinned, "a video i", typing=True)[0] == "offline"
    assert found(pinned, "kk", typing=True) == ["upload"], "no article has a word that begins so"
    assert found(pinned, "kk-1", typing=True) != ["upload"]


def test_a_pin_of_one_locale_holds_there_only(pinned: Searcher) -> None:
    assert found(pinned, "un video", language="it")[0] == "password"
    assert "password" not in found(pinned, "video")
    assert found(pinned, "zzz", locale="en-GB") == ["empty"]
    assert found(pinned, "zzz") == ["empty"]
    assert found(pinned, "zzz", locale="en-US") == []


def test_confidence_is_that_of_what_is_displaced(pinned: Searcher) -> None:
    ranking = pinned.search(Query(text="a video", now=NOW, language="en"))
    sure = [hit.confidence for hit in ranking.hits]
    assert ranking.hits[0].reason == PINNED
    assert sure[0] == sure[1] > 0
    assert sure == sorted(sure, reverse=True)


def test_a_question_in_another_language_finds_what_is_pinned_everywhere(root: Path) -> None:
    pin = Pin(article="offline", words=("störung",))
    build(HELP_CENTER, root, now=NOW, options=WORDS_ONLY, curation=Curation(pins=(pin,)))
    ranking = open_current(root).searcher.search(Query(text="Störung!", now=NOW, language="de"))
    assert ranking.hits[0].article == "offline"
    assert ranking.translated


def test_the_own_language_is_pinned_before_another_is_searched(root: Path) -> None:
    pin = Pin(article="fatture", words=("billing",))
    build(HELP_CENTER, root, now=NOW, options=WORDS_ONLY, curation=Curation(pins=(pin,)))
    query = Query(text="browser billing zzzz", now=NOW, language="it")
    ranking = open_current(root).searcher.search(query)
    assert (ranking.hits[0].article, ranking.translated) == ("fatture", False)


WORDS = ("red", "blue", "Green", "yellow")
SOME = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)
PIN = st.builds(
    Pin, article=st.sampled_from("abc"), words=SOME, locale=st.sampled_from(("", "xx", "yy"))
)


def slow(pins: list[Pin], text: str, typing: bool) -> list[str]:
    words = re.findall("[a-z]+", text.lower())
    if typing and words and not text.endswith(" "):
        words = words[:-1]
    met = list[tuple[int, str]]()
    for pin in pins:
        wanted = {word.lower() for word in pin.words}
        if all(word in words for word in wanted) and pin.locale in ("", "xx"):
            met.append((len(wanted), pin.article))
    order = [name for size in (3, 2, 1) for length, name in met if length == size]
    return [name for i, name in enumerate(order) if name not in order[:i]]


@given(
    st.lists(PIN, max_size=5),
    st.lists(st.sampled_from((*WORDS, "x")), max_size=5),
    st.booleans(),
    st.booleans(),
)
def test_which_articles_are_pinned(
    pins: list[Pin], words: list[str], typing: bool, space: bool
) -> None:
    text = " ".join(words) + " " * space
    query = Query(text=text, now=NOW, typing=typing)
    assert list(Pins(pins).articles(query, "xx")) == slow(pins, text, typing)


FIGURES = st.floats(0, 1)


@given(
    st.dictionaries(st.sampled_from("abcdef"), FIGURES),
    st.dictionaries(st.sampled_from("abcdef"), FIGURES, max_size=3),
)
def test_the_order_and_the_figures_of_a_list_with_pins(
    ranked: dict[str, float], pins: dict[str, float]
) -> None:
    sure = dict(zip(ranked, sorted(ranked.values(), reverse=True), strict=True))
    hits = [hit(name, figure) for name, figure in sure.items()]
    first = [hit(name, sure.get(name, figure)) for name, figure in pins.items()]
    listed = put_first(hits, first)
    assert [h.article for h in listed] == [*pins, *(name for name in sure if name not in pins)]
    figures = [h.confidence for h in listed]
    assert figures == sorted(figures, reverse=True)
    assert all(h.confidence >= before.confidence for h, before in zip(listed, first, strict=False))
    assert [h.reason for h in listed] == [PINNED] * len(pins) + ["both"] * (len(listed) - len(pins))
