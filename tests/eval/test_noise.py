"""Typing errors: what they may do to a text, and what they cost."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.article import Article
from eval.evaluation import Wanted, evaluate
from eval.folder import read_folder
from eval.index import Setup
from eval.noise import NEIGHBOURS, PER_ERROR, double, drop, generator, neighbour, noisy, swap
from eval.plain_words import PlainWords

RNG = random.Random(0)


def distance(a: str, b: str) -> int:
    """Optimal string alignment: each of the four errors is one step."""
    rows = [list(range(len(b) + 1))]
    for i in range(1, len(a) + 1):
        row = [i]
        for j in range(1, len(b) + 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def test_the_four_errors() -> None:
    assert swap("card", 1, RNG) == "crad"
    assert drop("card", 1, RNG) == "crd"
    assert double("card", 1, RNG) == "caard"
    assert neighbour("Card", 0, RNG)[0] in "XDFV"


def test_neighbours_touch_each_other() -> None:
    assert set(NEIGHBOURS["s"]) == set("awedxz")
    assert set(NEIGHBOURS["p"]) == set("ol")
    assert all(key in NEIGHBOURS[other] for key, near in NEIGHBOURS.items() for other in near)


@given(st.text(max_size=80), st.integers())
def test_as_many_errors_as_the_length_allows(text: str, seed: int) -> None:
    most = len(text) // PER_ERROR + 1
    assert distance(text, noisy(text, random.Random(seed))) <= 2 * most


def test_whole_errors_are_always_made() -> None:
    text = "how do I change the card that is charged"
    found = {noisy(text, generator(seed, "q")) for seed in range(200)}
    assert text not in found
    assert len(found) == 200


@given(st.text(alphabet="0123456789 -?.", max_size=60), st.integers())
def test_only_letters_are_touched(text: str, seed: int) -> None:
    assert noisy(text, random.Random(seed)) == text


@given(st.text(alphabet="パスワード", min_size=12, max_size=40), st.integers())
def test_other_scripts_get_no_foreign_letter(text: str, seed: int) -> None:
    assert set(noisy(text, random.Random(seed))) <= set(text)


def test_a_question_has_its_own_errors() -> None:
    text = "how do I change the address on my invoice"
    assert noisy(text, generator(1, "q")) == noisy(text, generator(1, "q"))
    assert len({noisy(text, generator(seed, "q")) for seed in range(5)}) == 5


def test_errors_come_at_their_rate() -> None:
    """Single words of six letters: one in two gets its error."""
    changed = sum(noisy("invoic", generator(0, str(i))) != "invoic" for i in range(2000))
    assert changed == pytest.approx(1000, abs=100)


def test_the_report_has_both_losses(labelled: Path, setup: Setup) -> None:
    report = evaluate(read_folder(labelled), setup, Wanted(noise=True)).report
    found = report["noise"]
    assert found["hit@3"] == report["hit@3"]
    assert found["queries"] == 3
    assert 1 <= found["changed"] <= 3
    for side in (found, found["bm25"]):
        assert side["loss"] == pytest.approx(side["hit@3"] - side["noisy"], abs=1e-4)


def test_plain_words_find_by_stems_and_nothing_without_a_word() -> None:
    titles = ("Resetting passwords", "Uploads", "Invoices", "Billing")
    words = PlainWords([Article(id=title.lower(), title=title) for title in titles])
    assert words.search("reset my password", "en") == ("resetting passwords",)
    assert words.search("xyzzy", None) == ()
    assert PlainWords([Article(id="a", title="???")]).search("reset", "en") == ()
