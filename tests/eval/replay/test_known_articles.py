"""Which article a link means, however people write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.replay.known_articles import KnownArticles
from tests.eval.replay.conftest import ARTICLES, SITE
from tests.indexer.conftest import article

KNOWN = KnownArticles(ARTICLES)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("refunds", "refunds"),
        (" 360042 ", "360042"),
        ("article:refunds#top", "refunds"),
        (f"{SITE}/articles/upload-fails", "upload-fails"),
        (f"{SITE.replace('https', 'http')}/articles/upload-fails/?utm=x#end", "upload-fails"),
        ("HTTPS://WWW.HELP.FARVIEW.EXAMPLE/articles/upload-fails", "upload-fails"),
        (f"{SITE}/hc/fr/articles/360042-O%C3%B9-sont-vos-donn%C3%A9es", "360042"),
        ("https://other.example/articles/black-screen", "black-screen"),
        (f"{SITE}/articles/black-screen-2", None),
        (f"{SITE}/hc/en-us/articles/3600421", None),
        (f"{SITE}/privacy", None),
        ("https://[bad", None),
        ("", None),
    ],
)
def test_a_reference_is_an_id_or_an_address(written: str, meant: str | None) -> None:
    assert KNOWN.find(written) == meant


def test_an_address_that_two_articles_share_means_none() -> None:
    shared = KnownArticles(
        article(name, name, url=f"https://x.example/faq?id={name}") for name in ("a", "b")
    )
    assert shared.find("https://x.example/faq") is None
    assert shared.find("https://x.example/faq?id=b") == "b"


def test_translations_are_one_article() -> None:
    both = [article("a", "a", locale=x, url=f"https://x.example/{x}/a") for x in ("en", "fr")]
    assert KnownArticles(both).all(["https://x.example/fr/a", "a", "x"]) == ("a",)


@given(st.text())
def test_any_text_means_an_article_of_the_index_or_none(text: str) -> None:
    found = KNOWN.find(text)
    assert found is None or found in {one.id for one in ARTICLES}
