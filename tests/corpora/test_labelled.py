"""A labelled folder's corpus becomes articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from corpora.article import Article, Paragraph
from corpora.loaders import open_source
from corpora.report import Loaded, Skipped

Write = Callable[[dict[str, str | bytes]], Path]


def read(folder: Write, *lines: object) -> list[Loaded]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return list(open_source(str(folder({"corpus.jsonl": text, "README.md": "About"}))))


def test_a_record_is_an_article(folder: Write) -> None:
    record = {
        "id": "A b/C",
        "title": " T ",
        "body": "One\nmore.\n\n \n\nTwo <b>\u202e",
        "lang": "zh-hans",
        "url": "https://x.example",
        "section": "S",
        "more": 1,
    }
    assert read(folder, record) == [
        Article(
            id="A b/C",
            title="T",
            locale="zh-Hans",
            blocks=(Paragraph(text="One\nmore."), Paragraph(text="Two <b>")),
            url="https://x.example",
            section="S",
        )
    ]


def test_a_title_is_taken_from_the_text_if_there_is_none(folder: Write) -> None:
    long = "One two three four five six seven eight nine ten eleven"
    first, second = read(folder, {"id": 1, "body": long}, {"id": 2, "title": "", "body": "Short."})
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.title == "One two three four five six seven eight nine ten…"
    assert (second.title, second.id, second.locale) == ("Short.", "2", "en")


def test_an_article_that_is_only_a_title_stays(folder: Write) -> None:
    """Judgements may point to it."""
    (article,) = read(folder, {"id": "a", "title": "T", "body": ""})
    assert isinstance(article, Article)
    assert article.blocks == ()


def test_bad_lines_are_skipped_with_their_number(folder: Write) -> None:
    found = read(
        folder,
        "{no",
        {"id": "a", "title": "A", "body": "x"},
        "",
        [1],
        {"title": "no id", "body": "x"},
        {"id": "b", "title": "", "body": " "},
        {"id": "a", "title": "A", "body": "again"},
        "[" * 100_000,
        '{"id": "s\\ud800", "title": "S", "body": "x"}',
        json.dumps({"id": "big", "title": "B", "body": "x" * 4_000_001}),
        {"id": "z", "title": "Z", "body": "x"},
    )
    assert [one.id for one in found if isinstance(one, Article)] == ["a", "s", "z"]
    skipped = {one.name: one.reason for one in found if isinstance(one, Skipped)}
    assert list(skipped) == [f"corpus.jsonl:{line}" for line in (1, 4, 5, 6, 7, 8, 10)]
    assert "repeats id 'a' of corpus.jsonl:2" in skipped["corpus.jsonl:7"]
    assert "4,000,000 bytes" in skipped["corpus.jsonl:10"]
