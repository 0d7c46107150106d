"""Real help centers are read whole."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.article import Article, Heading
from corpora.loaders import open_source
from corpora.report import Skipped

EXPECTED = {
    "arduino_help_center": {"en": 414},
    "logingov_help": {"en": 55, "es": 55, "fr": 55, "zh": 55},
    "travail_emploi_html": {"fr": 299},
    "m365_support": {"ja-JP": 3025},
}


@pytest.mark.parametrize("name", EXPECTED)
def test_no_article_is_lost(shared_data: Callable[[str], Path], name: str, tmp_path: Path) -> None:
    """Of the largest, one language: all five are 15,000 articles."""
    source = shared_data(f"raw/{name}")
    if name == "m365_support":
        shutil.copytree(source / "ja-JP", tmp_path / "ja-JP")
        source = tmp_path
    locales: Counter[str] = Counter()
    ids: set[str] = set()
    for loaded in open_source(str(source)):
        assert not isinstance(loaded, Skipped), loaded
        if isinstance(loaded, Article):
            locales[loaded.locale] += 1
            ids.add(loaded.id)
            assert loaded.plain_text.strip()
            assert not any("<a name" in b.text for b in loaded.blocks if isinstance(b, Heading))
    assert locales == EXPECTED[name]
    if len(locales) > 1:
        assert len(ids) == max(locales.values()), "translations share their ids"


def test_every_labelled_corpus_is_read(shared_data: Callable[[str], Path]) -> None:
    for corpus in sorted(shared_data("dev").glob("*/corpus.jsonl")):
        lines = sum(1 for line in corpus.read_text().split("\n") if line.strip())
        found = list(open_source(str(corpus.parent)))
        assert sum(isinstance(one, Article) for one in found) == lines == len(found)
