"""How a question is read: unfinished words, errors, synonyms, stop words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.curation import Curation, StopWord, Synonyms
from indexer.build import build
from indexer.exam import Exam
from indexer.lexical import Lexical
from indexer.partition import Partition
from indexer.passages import Passage
from indexer.query import Query, Ranking
from indexer.reader import MOST_CORRECTED, MOST_WORDS, Reader
from indexer.searcher import Searcher, open_current
from indexer.slots import Alternative, Slot, ceiling, certain, search
from indexer.thesaurus import Thesaurus
from indexer.tokens import grams
from tests.indexer.conftest import HELP_CENTER, NOW, WORDS_ONLY, article

TERMS = st.sampled_from("abcdef")
READINGS = st.builds(
    Alternative, st.lists(TERMS, max_size=3).map(tuple), st.sampled_from([0.5, 0.9, 1.0])
)
SLOTS = st.lists(st.lists(READINGS, min_size=1, max_size=3).map(tuple), max_size=4)
PASSAGES = st.lists(st.lists(TERMS, min_size=1, max_size=6), min_size=1, max_size=6)


PLAIN = Reader.of(
    Partition.build(
        "en",
        [Passage("a", "en", "Abba R-1", (), "", "baba"), Passage("b", "en", "Ba", (), "", "éa")],
        np.arange(2, dtype=np.int32),
        [["Abba R-1", "baba"], ["Ba", "éa"]],
        None,
        None,
        Exam(),
    ),
    Thesaurus(),
)


def asked(searcher: Searcher, text: str, *, typing: bool = False, **more: object) -> Ranking:
    query = Query(text, NOW, **{"language": "en", "typing": typing, **more})  # type: ignore[arg-type]
    return searcher.search(query)


def names(ranking: Ranking) -> list[str]:
    return [hit.article for hit in ranking.hits]


@given(PASSAGES, SLOTS)
def test_a_slot_scores_as_its_best_reading(passages: list[list[str]], slots: list[Slot]) -> None:
    lexical = Lexical.build(passages)

    def slow(place: int) -> float:
        def of(reading: Alternative) -> float:
            return reading.weight * sum(float(lexical.search([t])[place]) for t in reading.terms)

        return sum(max(map(of, slot)) for slot in slots)

    expected = [slow(place) for place in range(len(passages))]
    assert search(lexical, slots) == pytest.approx(expected, abs=1e-4)


@given(PASSAGES, st.lists(TERMS, min_size=1))
def test_without_other_readings_nothing_changes(
    passages: list[list[str]], terms: list[str]
) -> None:
    lexical = Lexical.build(passages)
    assert (search(lexical, certain(terms)) == lexical.search(terms)).all()
    assert ceiling(lexical, certain(terms)) == lexical.ceiling(terms)


@pytest.mark.parametrize("text", ["pass", "my passw", "an uploa", "lar", "wher is the brow"])
def test_an_unfinished_word_finds_what_it_begins(searcher: Searcher, text: str) -> None:
    right = {"pass": "password", "my passw": "password"}.get(text, "upload")
    assert names(asked(searcher, text, typing=True))[:1] == [right]


def test_a_space_ends_a_word(searcher: Searcher) -> None:
    assert asked(searcher, "passw", typing=True).read_as == (("passw", "password"),)
    assert asked(searcher, "pass ", typing=True).read_as == ()


def test_the_words_before_say_which_word_has_begun(searcher: Searcher) -> None:
    assert asked(searcher, "discount for s", typing=True).read_as == (("s", "schools"),)
    assert asked(searcher, "forgot s", typing=True).read_as == (("s", "sign"),)


def test_a_word_with_an_error_is_read_as_the_help_center_writes_it(searcher: Searcher) -> None:
    ranking = asked(searcher, "lareg videos or brwoser")
    assert ranking.read_as == (("lareg", "large"), ("brwoser", "browser"))
    hit = ranking.hits[0]
    assert [hit.text[a:b] for a, b in hit.highlights] == ["Large", "videos", "browser"]


@pytest.mark.parametrize("text", ["password", "R-13", "2027", "パスワー", "pa", "the PAGF"])
def test_what_is_known_or_no_word_is_left_alone(searcher: Searcher, text: str) -> None:
    assert asked(searcher, text).read_as == ()


def test_no_word_is_told_that_only_hidden_articles_have(searcher: Searcher) -> None:
    partner = frozenset({"partners"})
    assert asked(searcher, "invoicex").read_as == ()
    assert asked(searcher, "invoicex", audiences=partner).read_as == (("invoicex", "invoices"),)
    assert asked(searcher, "lie inv", typing=True).read_as == (("inv", "in"),)
    seen = asked(searcher, "lie inv", typing=True, audiences=partner)
    assert seen.read_as == (("inv", "invoices"),)


def curated(root: Path, *, stop: str = "", **groups: tuple[str, ...]) -> Searcher:
    curation = Curation(
        synonyms=tuple(Synonyms(language=k, words=words) for k, words in groups.items()),
        stop_words=(StopWord(language="en", word=stop),) if stop else (),
    )
    build(HELP_CENTER, root, now=NOW, options=WORDS_ONLY, curation=curation)
    return open_current(root).searcher


@pytest.mark.parametrize("text", ["my passphrase", "the secret words", "Secret Word lost"])
def test_a_synonym_finds_what_it_stands_for(root: Path, text: str) -> None:
    searcher = curated(root, en=("password", "passphrase", "secret word"))
    ranking = asked(searcher, text)
    assert names(ranking)[:1] == ["password"]
    assert ranking.read_as == ()
    marked = {ranking.hits[0].text[a:b] for a, b in ranking.hits[0].highlights}
    assert "password" in marked


def test_a_synonym_holds_in_its_language_only(root: Path) -> None:
    assert asked(curated(root, it=("password", "mot")), "mot").translated


def test_the_word_itself_is_worth_more_than_its_synonym(root: Path) -> None:
    pages = [article("a", "Charger", "one"), article("b", "Adapter", "one")]
    curation = Curation(synonyms=(Synonyms(language="en", words=("charger", "adapter")),))
    build(pages, root, now=NOW, options=WORDS_ONLY, curation=curation)
    for text, first in (("charger", "a"), ("adapter", "b")):
        assert names(asked(open_current(root).searcher, text)) == [first, "ab".replace(first, "")]


def test_a_stop_word_is_passed_over_unless_nothing_else_is_said(root: Path) -> None:
    searcher = curated(root, stop="computer")
    assert names(asked(searcher, "computer upload")) == ["upload"]
    assert names(asked(searcher, "computer")) == ["offline"]


@given(st.text("abé'’ -R1パズド.", max_size=20))
def test_a_plain_question_is_read_as_its_pieces(text: str) -> None:
    slots = PLAIN.read(text, np.ones(2, dtype=np.bool_)).pieces
    assert [term for slot in slots for term in slot[0].terms] == grams(text)


def test_of_a_letter_the_beginning_is_read(searcher: Searcher) -> None:
    """The length of a question is its sender's choice; what it costs is not."""
    letter = "Forgot password. " + " ".join(f"wrd{chr(97 + i % 26)}{i}x" for i in range(5_000))
    allowed = np.ones(len(searcher._partitions["en"].owner), bool)
    read = searcher._readers["en"].read(letter, allowed, typing=True)
    assert len(read.words) == MOST_WORDS
    assert asked(searcher, letter, typing=True).hits[0].article == "password"


def test_only_so_many_unknown_words_are_corrected(searcher: Searcher) -> None:
    typos = " ".join(["pasword"] * (MOST_CORRECTED + 5))
    allowed = np.ones(len(searcher._partitions["en"].owner), bool)
    assert len(searcher._readers["en"].read(typos, allowed).read_as) == MOST_CORRECTED


@pytest.mark.parametrize("typing", [False, True])
@pytest.mark.parametrize(
    "text", ["inv", "invo", "invoice", "invoices", "invoic lie", "billing", "passwrod und", "bil"]
)
def test_words_of_hidden_articles_are_read_as_if_nobody_had_written_them(
    searcher: Searcher, tmp_path: Path, text: str, typing: bool
) -> None:
    public = [one for one in HELP_CENTER if one.audience == "everyone"]
    build(public, tmp_path / "public", now=NOW, options=WORDS_ONLY)
    without = open_current(tmp_path / "public").searcher
    here, there = (asked(one, text, typing=typing) for one in (searcher, without))
    assert here.read_as == there.read_as
    assert [hit.article for hit in here.hits] == [hit.article for hit in there.hits]
