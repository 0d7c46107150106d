"""Only safe addresses are linked, whatever they are disguised as."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.article import Paragraph
from corpora.blocks import blocks_from_html
from corpora.hrefs import safe_href

REFUSED = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\r\nscript:alert(1)",
    "java\x00script:alert(1)",
    "java\u200bscript:alert(1)",
    "javascript\u202e:alert(1)",
    "javascript :alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "blob:https://x.example/1",
    "file:///etc/passwd",
    "view-source:https://x.example",
    "ftp://x.example/a",
    "ｊavascript:alert(1)",
    "https://",
    "http:///",
    "https://user@x.example/",
    "https://bank.example@evil.example/",
    "https://[::1",
    "https://x.example:99999999/",
    "mailto:",
    "article:",
    "",
    "   ",
    "https://x.example/" + "a" * 3000,
]
KEPT = [
    ("https://x.example/a?b=c&d=%20#e", "https://x.example/a?b=c&d=%20#e"),
    ("HTTPS://x.example/", "https://x.example/"),
    (" https://x.example/a b ", "https://x.example/a%20b"),
    ("http:\\\\x.example\\a", "http://x.example/a"),
    ("//x.example/a", "https://x.example/a"),
    ("/\\x.example/a", "https://x.example/a"),
    ("https://пример.example/путь", "https://пример.example/путь"),
    ('https://x.example/"><b>', "https://x.example/%22%3E%3Cb%3E"),
    ("mailto:help@x.example?subject=a", "mailto:help@x.example?subject=a"),
    ("tel:+39 06 1234", "tel:+39%2006%201234"),
    ("article:sign-in/lost", "article:sign-in/lost"),
    ("/hc/en/articles/1", "/hc/en/articles/1"),
    ("../other.html?x=1#y", "../other.html?x=1#y"),
    ("#part:1", "#part:1"),
    ("page?next=a:b", "page?next=a:b"),
]


@pytest.mark.parametrize("href", REFUSED)
def test_an_unsafe_address_is_refused(href: str) -> None:
    assert safe_href(href) is None


@pytest.mark.parametrize(("href", "safe"), KEPT)
def test_a_safe_address_is_kept(href: str, safe: str) -> None:
    assert safe_href(href) == safe


@pytest.mark.parametrize(
    "markup",
    [
        "<a href=javascript:alert(1)>x</a>",
        "<a href='&#106;&#97;&#118;&#97;script:alert(1)'>x</a>",
        "<a href='&#x6A&#x61&#x76&#x61script&colon;alert(1)'>x</a>",
        "<a href='java&Tab;script&colon;alert(1)'>x</a>",
        "<a href='java&NewLine;script:alert(1)'>x</a>",
        "<A HREF=' &#14; javascript:alert(1)'>x</A>",
        "<a xlink:href='javascript:alert(1)'>x</a>",
        "<a href='vb&#x09;script:x'>x</a>",
    ],
)
def test_the_words_of_an_unsafe_link_stay_and_the_link_goes(markup: str) -> None:
    assert blocks_from_html(f"<p>{markup}</p>") == (Paragraph(text="x"),)


@given(st.text() | st.from_regex(r"[a-z\t\n \x00]{0,12}:?/{0,3}.{0,20}"))
def test_an_address_is_stable_and_has_an_allowed_scheme(href: str) -> None:
    safe = safe_href(href)
    if safe is None:
        return
    assert safe_href(safe) == safe
    scheme, colon, _ = safe.partition(":")
    if colon and scheme.isalpha():
        assert scheme in ("http", "https", "mailto", "tel", "article")
