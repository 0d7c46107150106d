"""Passages hold every word of an article, under its heading, in bounded length."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpora.article import Article, Code, Heading, Paragraph
from indexer.passages import passages_of, word_count
from tests.indexer.conftest import article, headed


def test_a_passage_knows_the_headings_above_it() -> None:
    found = Article(
        id="a",
        title="Uploads",
        blocks=(
            Paragraph(text="Before."),
            Heading(level=2, text="On a Mac", anchor="mac"),
            Heading(level=3, text="Safari", anchor="safari"),
            Paragraph(text="Clear the cache."),
            Heading(level=2, text="On Windows", anchor="win"),
            Paragraph(text="Restart."),
        ),
    )
    paths = [(p.heading, p.anchor, p.text) for p in passages_of(found)]
    assert paths == [
        ((), "", "Before."),
        (("On a Mac", "Safari"), "safari", "Clear the cache."),
        (("On Windows",), "win", "Restart."),
    ]


def test_an_article_without_a_body_is_found_by_its_title() -> None:
    (only,) = passages_of(article("faq", "Is there a discount?"))
    assert (only.text, only.full_text) == ("", "Is there a discount?")


def test_headings_without_text_make_no_passage() -> None:
    assert [p.text for p in passages_of(headed("a", ("One", ""), ("Two", "words")))] == ["words"]


@given(
    st.lists(st.tuples(st.text(max_size=20), st.text(max_size=2_000)), max_size=6),
    st.integers(20, 200),
)
def test_no_word_is_lost_and_none_appears(sections: list[tuple[str, str]], size: int) -> None:
    made = headed("a", *sections)
    words = "".join("".join(text.split()) for _, text in sections)
    kept = "".join("".join(p.text.split()) for p in passages_of(made, size=size))
    assert kept == words


@given(st.lists(st.text(alphabet="abc .\n", max_size=3_000), max_size=4), st.integers(20, 100))
def test_passages_are_bounded(bodies: list[str], size: int) -> None:
    found = passages_of(article("a", "t", *bodies), size=size)
    assert all(word_count(p.text) <= 6 * size for p in found)
    assert all(len(p.text) <= 20 * size * 6 for p in found)


def test_a_text_without_spaces_is_cut_too() -> None:
    made = Article(id="a", title="t", blocks=(Paragraph(text="パスワード" * 2_000),))
    assert all(len(p.text) <= 900 for p in passages_of(made))


def test_code_stays_whole_where_it_can() -> None:
    code = "\n".join(f"set option {i}" for i in range(20))
    made = Article(id="a", title="t", blocks=(Code(text=code),))
    assert [p.text for p in passages_of(made, size=50)] == [code]
