"""No input makes the parser slow, and taming changes no ordinary page."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpora import markup
from corpora.blocks import blocks_from_html, parse
from corpora.markup import tame
from corpora.names import names

N = 100_000
# Without taming, each of these takes minutes or all memory.
HOSTILE = {
    "nested divs": "<div>" * N,
    "nested divs with text": "<div>x" * N,
    "nested lists": "<ul><li>x" * N,
    "items in definitions": "<li><dd>x" * N,
    "nested tables": "<table><tr><td>" * N,
    "table hides an end tag": "<div><table></div></table>" * N,
    "form hides an end tag": "<form><div></form>" * N,
    "unclosed formatting": "<p><b>x" * N,
    "formatting of many kinds": "".join(f"<p><font a{n}>x" for n in range(N)),
    "attributes": f"<p {' '.join(f'a{n}=1' for n in range(N))}>x",
    "links around blocks": "<a href=x><div>" * N,
    "end tags": "<blockquote>" * N + "</p>" * N,
    "opening brackets": "<" * N,
    "comments": "<!--" * N,
    "quotes": '<a "' * N + "<a b='" * N + '<a b="' * N,
    "svg": "<svg><div>" * N,
    "summaries": "<details><summary>" * N,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_takes_seconds_at_most(name: str) -> None:
    started = time.process_time()
    blocks_from_html(HOSTILE[name])
    assert time.process_time() - started < 10


def depth_of(tree: LexborHTMLParser) -> int:
    stack: list[tuple[LexborNode | None, int]] = [(tree.body, 0)]
    deepest = 0
    while stack:
        node, depth = stack.pop()
        deepest = max(deepest, depth)
        stack.extend((child, depth + 1) for child in (node.iter() if node else ()))
    return deepest


@pytest.mark.parametrize("name", HOSTILE)
def test_the_tree_of_hostile_input_is_shallow(name: str) -> None:
    assert depth_of(parse(HOSTILE[name])) <= 6 * markup.MAX_DEPTH


def test_text_in_deep_nesting_stays_in_order_and_apart() -> None:
    blocks = blocks_from_html("".join(f"<div>{n}" for n in range(1_000)))
    assert [block.text for block in blocks if block.kind == "paragraph"] == [
        str(n) for n in range(1_000)
    ]


TAGS = sorted(
    names(
        "<div> </div> <p> </p> <ul> </ul> <li> </li> <table> </table> <tr> <td> </td> <h2> </h2>"
        " <a> <a/href=b> </a> <b> </b> <code> </code> <pre> </pre> <br> <details> <summary> <form>"
        " <dd> </form> <dt> <svg> </svg> <select> <option> </select> <button> </button> <!--"
        " <template> </template> <script> </script> --> <span/class=c> </span> <blockquote> x"
        " </blockquote> <caption> <main> </main> <h1> <svg/> <style> </style>"
    )
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(TAGS), max_size=8))
def test_the_depth_counted_bounds_the_depth_of_the_tree(tags: list[str]) -> None:
    html = "".join(tags) * 2_000
    tree = parse(markup._Tamer(html).run())
    assert depth_of(tree) <= 6 * markup.MAX_DEPTH


def test_a_small_document_is_left_alone() -> None:
    html = "<p onclick=x>a<b>b</b>"
    assert tame(html) == html


PAGE = """<!doctype html><html lang=fr><head><title>A &amp; <b></title><style>x</style></head><body>
<h1 id="t">A</h1><p class=x>a <b>b</b> <a href='/x/' title='a > b'>c</a><br/>d<img alt="An image">
<ul><li>a<li>b<ul><li>c</ul></ul><pre class=y><code class="language-c">a < b;
 <b>x</b></code></pre><table><thead><tr><th>a<th colspan=2>b<tbody><tr><td>c<td>d<td>e</table>
<dl><dt>t<dd>d</dl><p hidden>h</p><script>if (a < b) document.write("<p>no")</script>end"""


def test_taming_does_not_change_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = blocks_from_html(PAGE)
    monkeypatch.setattr(markup, "_SMALL_LENGTH", 0)
    assert "onclick" not in tame(PAGE)
    assert blocks_from_html(PAGE) == plain


def test_taming_does_not_change_real_pages(
    shared_data: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [path.read_text() for path in shared_data("raw/travail_emploi_html").glob("*.html")]
    monkeypatch.setattr(markup, "_SMALL_LENGTH", 0)
    tamed = [blocks_from_html(page) for page in pages]
    monkeypatch.setattr("corpora.blocks.tame", lambda html: html)
    assert tamed == [blocks_from_html(page) for page in pages]
