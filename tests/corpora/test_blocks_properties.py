"""What holds for the blocks of any text at all."""

from __future__ import annotations

import re
import unicodedata
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpora.article import (
    Article,
    Block,
    Code,
    Heading,
    Image,
    Link,
    ListBlock,
    Paragraph,
    Table,
    block_text,
)
from corpora.blocks import blocks_from_html
from corpora.markdown import blocks_from_markdown
from corpora.names import names

TAGS = sorted(
    names("p div h1 h2 ul ol li table tr td th pre code a b br img details summary button span")
)
ATTRIBUTES = [
    "",
    " href=javascript:x",
    " href='/a b'",
    " href=https://x.example",
    " href=#y",
    " id=' z'",
    " alt='Two words'",
    " colspan=3",
    " rowspan=9",
    " hidden",
    " start=7",
    " class=language-c",
]
_TAG = st.builds(
    "<{}{}{}>".format,
    st.sampled_from(["", "/"]),
    st.sampled_from(TAGS),
    st.sampled_from(ATTRIBUTES),
)
_MARKS = st.sampled_from(
    ["&#8238;", "&#0;", "&#x200d;", "&nbsp;", "👩", "é", "\u202e", "\x1b", "\ud800", "\n", "<", "&"]
)
SOUP = st.lists(_TAG | _MARKS | st.text(max_size=8), max_size=40).map("".join)
TABLE = "|a|b|\n|-|-|\n"
MARKS = names(
    "# * 1. > ``` ` [x]( ) ![ ] {% %} {{ }} {:.x} [!NOTE] ::: --- <div> </div>"
    " javascript: https://x.example ** ~~ \\ &"
)
_PIECE = st.sampled_from([*sorted(MARKS), TABLE, " ", "    ", "\n", "\n\n"])
DOWN = st.lists(_PIECE | st.text(max_size=6), max_size=30).map("".join)
ALLOWED = ("http", "https", "mailto", "tel", "article")


def spans(block: Block) -> list[tuple[str, tuple[Link, ...]]]:
    match block:
        case Paragraph():
            return [(block.text, block.links)]
        case ListBlock():
            return [(item.text, item.links) for item in block.items]
        case Table():
            return [(cell.text, cell.links) for row in block.rows for cell in row]
        case _:
            return [(block_text(block), ())]


def check(blocks: tuple[Block, ...]) -> None:
    anchors = [block.anchor for block in blocks if isinstance(block, Heading)]
    assert len(anchors) == len(set(anchors))
    for text in anchors:
        check_text(text, lines=False)
    for block in blocks:
        for text, links in spans(block):
            check_text(text, lines=not isinstance(block, Heading | Image))
            check_links(text, links)
        assert block_text(block).strip(), "a block has words"
        if isinstance(block, Table):
            assert len({len(row) for row in block.rows}) == 1
    Article.model_validate_json(Article(id="a", title="a", blocks=blocks).model_dump_json())


def check_text(text: str, *, lines: bool) -> None:
    allowed = "\n" if lines else ""
    control = [char for char in text if unicodedata.category(char) in ("Cc", "Cs")]
    assert set(control) <= set(allowed)
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]", text)


def check_links(text: str, links: tuple[Link, ...]) -> None:
    end = 0
    for link in links:
        assert end <= link.start < link.end <= len(text)
        assert text[link.start : link.end].strip() == text[link.start : link.end]
        scheme = re.match(r"([^/?#]*?):", link.href)
        assert scheme is None or scheme[1] in ALLOWED
        assert not link.href.startswith("//")
        end = link.end


@given(SOUP)
@example("<table><tr><td><img alt='\u202eTwo words'>")
@example("<a href=x>a<pre>b</a>c")
def test_blocks_of_any_html_are_clean(html: str) -> None:
    check(blocks_from_html(html))


@given(st.text())
def test_blocks_of_any_text_are_clean(text: str) -> None:
    check(blocks_from_html(text))
    check(blocks_from_markdown(text))


@given(DOWN)
def test_blocks_of_any_markdown_are_clean(text: str) -> None:
    check(blocks_from_markdown(text, {"items": ["a", "b"]}))


@given(SOUP)
def test_the_words_of_blocks_read_as_html_are_the_same_words(html: str) -> None:
    """Whatever came out is plain text: as HTML again, it comes out unchanged."""
    for block in blocks_from_html(html):
        if isinstance(block, Paragraph):
            again = f"<p>{escape(block.text).replace(chr(10), '<br>')}</p>"
            assert [block_text(one) for one in blocks_from_html(again)] == [block.text]
        if isinstance(block, Code):
            again = f"<pre>\n{escape(block.text)}</pre>"
            assert [block_text(one) for one in blocks_from_html(again)] == [block.text]


@given(st.lists(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1), min_size=1))
def test_no_word_is_lost_or_moved(words: list[str]) -> None:
    html = "".join(f"<div><p>{word}</p><ul><li>{word}</ul>{word}</div>" for word in words)
    found = "\n".join(map(block_text, blocks_from_html(html))).split("\n")
    assert found == [word for word in words for _ in range(3)]


@pytest.mark.parametrize("html", ["<p>a", "<ul><li>a<li>b", "<table><tr><td>a<td>b", "<h2>a"])
def test_the_same_html_gives_the_same_blocks(html: str) -> None:
    assert blocks_from_html(html) == blocks_from_html(html)
