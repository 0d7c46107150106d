"""Words are found however customers write them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.tokens import SNOWBALL, grams, normalise, terms, tokens


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "I can't log in", "i cant LOG in"),
        ("en", "the customer’s invoices", "customer's invoice"),
        ("en", "error R-35", "error r35"),
        ("it", "L'accesso è negato", "l’accesso e negato"),
        ("it", "fatture dell’account", "fattura dell'account"),
        ("fr", "mot de passe oublié", "mots de passe oublie"),
        ("fr", "FACTURÉ deux fois", "facture deux fois"),
        ("ja", "ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("de", "Rechnungen", "RECHNUNG"),
    ],
)
def test_two_ways_of_writing_share_their_terms(language: str, one: str, other: str) -> None:
    assert set(terms(other, language)) - {"the", "l", "dell"} <= set(terms(one, language))


def test_scripts_without_spaces_become_pairs() -> None:
    assert terms("Windowsを再起動", "ja") == ["windows", "を再", "再起", "起動"]
    assert terms("如何重置", "zh") == ["如何", "何重", "重置"]
    assert len(terms("ไม่สามารถเข้าสู่ระบบ", "th")) > 5
    assert terms("비밀번호", "ko") == ["비밀", "밀번", "번호"]


def test_marks_belong_to_their_words() -> None:
    assert [t.term for t in tokens("हिन्दी में", "xx")] == ["हिन्दी", "में"]


def test_marks_alone_are_no_words() -> None:
    assert terms("\u0300 \u0301\u0302", "ca") == []
    assert terms("e\u0301cran \u0300", "fr") == terms("écran", "fr")


def test_text_without_words_has_no_terms() -> None:
    assert terms("👩‍💻🔥 !!! — …", "en") == []
    assert terms("", "en") == grams("") == []


def test_pieces_survive_a_typing_error() -> None:
    right, wrong = set(grams("password")), set(grams("pasword"))
    assert len(right & wrong) >= 4


@given(st.text(max_size=300), st.sampled_from([*SNOWBALL, "ja", "th", "vi", "xx", ""]))
def test_offsets_lie_in_the_text_and_ascend(text: str, language: str) -> None:
    found = list(tokens(text, language))
    assert all(0 <= t.start < t.end <= len(text) and t.term for t in found)
    assert [t.start for t in found] == sorted(t.start for t in found)


@given(st.text(max_size=300))
def test_pieces_are_at_most_four_characters_and_the_edges(text: str) -> None:
    assert all(len(piece) >= 1 for piece in grams(text))


def test_threads_do_not_spoil_each_other_s_stems() -> None:
    words = [f"{stem}{ending}" for stem in ("connect", "relat", "nation") for ending in ENDINGS]
    words = [f"{word}{number}" if number else word for word in words for number in range(120)]
    expected = [normalise.__wrapped__(word, "en") for word in words]
    with ThreadPoolExecutor(8) as pool:
        rounds = list(pool.map(lambda _: [normalise.__wrapped__(w, "en") for w in words], range(8)))
    assert all(found == expected for found in rounds)


ENDINGS = ("ing", "ions", "ed", "ional", "ization", "ively")
