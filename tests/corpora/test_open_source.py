"""A source is recognised by what it is; one that is nothing gets one clear answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.loaders import UNDERSTOOD, open_source
from corpora.loaders.csv_faq import CsvFaqLoader
from corpora.loaders.files import FilesLoader
from corpora.loaders.labelled import LabelledLoader
from corpora.loaders.zendesk_api import ZendeskApiLoader
from corpora.loaders.zendesk_export import ZendeskExportLoader
from corpora.report import SourceError

Write = Callable[[dict[str, str | bytes]], Path]


@pytest.mark.parametrize(
    ("file", "source", "loader"),
    [
        ("corpus.jsonl", "", LabelledLoader),
        ("corpus.jsonl", "corpus.jsonl", LabelledLoader),
        ("a/b.md", "", FilesLoader),
        ("a.HTML", "", FilesLoader),
        ("articles/a.md", "", FilesLoader),
        ("a.csv", "a.csv", CsvFaqLoader),
        ("a.TSV", "a.TSV", CsvFaqLoader),
        ("a.json", "a.json", ZendeskExportLoader),
        ("a.jsonl", "a.jsonl", ZendeskExportLoader),
    ],
)
def test_a_source_is_recognised(folder: Write, file: str, source: str, loader: type) -> None:
    root = folder({file: "x"})
    assert type(open_source(str(root / source))) is loader


def test_an_address_is_a_zendesk_host() -> None:
    assert type(open_source("HTTPS://help.example/hc/en-us")) is ZendeskApiLoader


def test_the_articles_folder_of_a_labelled_folder_is_read_alone(folder: Write) -> None:
    root = folder({"articles/en/a.md": "Words", "NOTES.md": "Not an article"})
    names = [getattr(one, "id", None) for one in open_source(str(root))]
    assert names == ["a"]


@pytest.mark.parametrize("source", ["nowhere", "", ".", "a.txt", "ftp://x.example", "a\x00b"])
def test_anything_else_is_an_error_that_says_what_is_understood(
    folder: Write, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.chdir(folder({"a.txt": "x"}))
    with pytest.raises(SourceError) as caught:
        open_source(source)
    assert UNDERSTOOD in str(caught.value)
    assert repr(source) in str(caught.value)
