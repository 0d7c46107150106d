"""A table of questions and answers becomes articles."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpora.article import Article, Link, ListBlock, Paragraph
from corpora.loaders import open_source
from corpora.report import Loaded, Skipped, SourceError

Write = Callable[[dict[str, str | bytes]], Path]


def read(folder: Write, content: str | bytes, name: str = "faq.csv") -> list[Loaded]:
    return list(open_source(str(folder({name: content}) / name)))


def test_all_columns(folder: Write) -> None:
    text = (
        "\ufeffid;Locale;Section;Labels;URL;Audience;Question;Answer;Remark\r\n"
        'f-1;it;Conto;"a, b";https://x.example/1;partner;Come accedo?;'
        '"Prima.\r\n\r\nPoi; così.";x\r\n'
    )
    assert read(folder, text) == [
        Article(
            id="f-1",
            title="Come accedo?",
            locale="it",
            blocks=(Paragraph(text="Prima."), Paragraph(text="Poi; così.")),
            section="Conto",
            labels=("a", "b"),
            url="https://x.example/1",
            audience="partner",
        )
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(folder: Write, delimiter: str) -> None:
    text = f"question{delimiter}answer\nHow?{delimiter}So.\n"
    (article,) = read(folder, text)
    assert isinstance(article, Article)
    assert (article.id, article.title, article.plain_text) == ("how", "How?", "So.")


def test_an_answer_may_be_html(folder: Write) -> None:
    text = 'question,answer\nHow?,"<p onclick=x>See <a href=""/x"">y</a></p><ul><li>a</ul>"\n'
    (article,) = read(folder, text)
    assert isinstance(article, Article)
    paragraph, items = article.blocks
    assert paragraph == Paragraph(text="See y", links=(Link(start=4, end=5, href="/x"),))
    assert isinstance(items, ListBlock)


def test_an_answer_with_angle_brackets_is_text(folder: Write) -> None:
    (article,) = read(folder, "question,answer\nHow?,if a < b and <name> is *x*\n")
    assert isinstance(article, Article)
    assert article.plain_text == "if a < b and <name> is *x*"


def test_bad_rows_are_skipped_with_their_line(folder: Write) -> None:
    text = (
        "question,answer,id\n"
        'Good?,"Two\nlines.",1\n'
        ",No question.,2\n"
        "No answer?,,3\n"
        "\n"
        "Too,many,fields,here\n"
        "Short?,Fine.\n"
        "Again?,Same id.,1\n"
        f"Huge?,{'x' * 200_000},9\n"
        "Last?,Yes.,10\n"
    )
    found = read(folder, text)
    assert [one.id for one in found if isinstance(one, Article)] == ["1", "short", "10"]
    reasons = {one.name: one.reason for one in found if isinstance(one, Skipped)}
    assert list(reasons) == [f"faq.csv:{line}" for line in (4, 5, 7, 9, 10)]
    assert reasons["faq.csv:4"] == "no question"
    assert reasons["faq.csv:5"] == "no answer"
    assert reasons["faq.csv:7"].startswith("4 fields under 3 columns")
    assert reasons["faq.csv:9"] == "repeats id '1' of faq.csv:2"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "it is empty"),
        ("a,b\n1,2\n", "it is a, b"),
        ("question,b\n1,2\n", "`answer`"),
        ("frage;antwort\n", "frage; antwort|frage, antwort"),
        ("question,answer\nWörter,x".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_file_without_questions_and_answers_is_an_error(
    folder: Write, content: str | bytes, message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        read(folder, content)
