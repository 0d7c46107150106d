"""A folder of Markdown and HTML files becomes articles; nothing is lost without a word."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpora.article import Article, Paragraph
from corpora.loaders.files import FilesLoader
from corpora.report import Note, Skipped

Write = Callable[[dict[str, str | bytes]], Path]


def load(root: Path, **options: str) -> tuple[list[Article], list[Skipped], list[Note]]:
    found = list(FilesLoader(root, **options))  # type: ignore[arg-type]
    assert found == list(FilesLoader(root, **options)), "always the same"  # type: ignore[arg-type]
    return (
        [one for one in found if isinstance(one, Article)],
        [one for one in found if isinstance(one, Skipped)],
        [one for one in found if isinstance(one, Note)],
    )


def only(root: Path) -> Article:
    articles, skipped, _ = load(root)
    assert skipped == []
    (article,) = articles
    return article


def test_front_matter_says_everything(folder: Write) -> None:
    text = """---
title: "Sign in"
ID: 42
locale: fr_ca
section: Account
tags: [login, password, login]
audience: partner
permalink: /help/sign-in
updated_at: 2024-05-06T07:08:09+02:00
effective_from: 2024-01-01
effective-until: 2025-01-01
promoted: true
draft: yes
layout: help
---
# Sign in

Words."""
    assert only(folder({"deep/er/x.md": text})) == Article(
        id="42",
        title="Sign in",
        locale="fr-CA",
        blocks=(Paragraph(text="Words."),),
        section="Account",
        labels=("login", "password"),
        audience="partner",
        url="/help/sign-in",
        updated_at=datetime(2024, 5, 6, 5, 8, 9, tzinfo=UTC),
        effective_from=datetime(2024, 1, 1, tzinfo=UTC),
        effective_until=datetime(2025, 1, 1, tzinfo=UTC),
        promoted=True,
        draft=True,
    )


def test_the_place_says_the_rest(folder: Write) -> None:
    article = only(folder({"it-it/My Account/Sign_in-help.md": "Parole."}))
    assert article.id == "my-account/sign_in-help"
    assert article.locale == "it-IT"
    assert article.section == "My Account"
    assert article.title == "Sign in help"


@pytest.mark.parametrize(
    ("name", "locale", "section"),
    [
        ("it/a.md", "it", ""),
        ("help/zh-hans/x/a.md", "zh-Hans", "help / x"),
        ("pt_BR/a.md", "pt-BR", ""),
        ("IT/a.md", "en", "IT"),
        ("faq/a.md", "en", "faq"),
        ("api-v2/a.md", "en", "api-v2"),
        ("ios/a.md", "en", "ios"),
    ],
)
def test_a_folder_named_like_a_locale_is_one(
    folder: Write, name: str, locale: str, section: str
) -> None:
    article = only(folder({name: "Words."}))
    assert (article.id.rsplit("/")[-1], article.locale, article.section) == ("a", locale, section)


def test_translations_share_their_id_whatever_the_case(folder: Write) -> None:
    files: dict[str, str | bytes] = {"en/FAQ/Sign In.md": "a", "de/faq/sign in.md": "b"}
    articles, _, _ = load(folder(files))
    assert {article.key for article in articles} == {("faq/sign-in", "en"), ("faq/sign-in", "de")}


def test_the_default_locale_is_an_argument(folder: Write) -> None:
    articles, _, _ = load(folder({"a.md": "Wörter"}), locale="de")
    assert articles[0].locale == "de"


@pytest.mark.parametrize(
    ("text", "title", "kinds"),
    [
        ("# One\n\nWords", "One", ["paragraph"]),
        ("Before\n\n# One\n\nWords", "One", ["paragraph", "paragraph"]),
        ("## Two\n\nWords", "A b", ["heading", "paragraph"]),
        ("---\ntitle: One\n---\n# one!\n\nWords", "One", ["paragraph"]),
        ("---\ntitle: One\n---\n# Other\n\nWords", "One", ["heading", "paragraph"]),
        ("---\ntitle: 2024\n---\nWords", "2024", ["paragraph"]),
        ("---\ntitle:\n---\nWords", "A b", ["paragraph"]),
    ],
)
def test_the_title_is_found_once(folder: Write, text: str, title: str, kinds: list[str]) -> None:
    article = only(folder({"a-b.md": text}))
    assert article.title == title
    assert [block.kind for block in article.blocks] == kinds


def test_a_page_gives_its_main_content(folder: Write) -> None:
    page = """<!doctype html><html lang="fr-FR"><head><title>Démission – Ministère</title>
    <link rel=canonical href="https://x.example/demission">
    <meta property="article:modified_time" content="2024-05-06"></head>
    <body><header><h1>Ministère</h1></header><nav>Menu</nav>
    <main><h1>La démission</h1><p>Texte<br class="autobr">suite.</p></main>
    <footer>Pied</footer></body></html>"""
    assert only(folder({"d.html": page})) == Article(
        id="d",
        title="La démission",
        locale="fr-FR",
        blocks=(Paragraph(text="Texte\nsuite."),),
        url="https://x.example/demission",
        updated_at=datetime(2024, 5, 6, tzinfo=UTC),
    )


def test_a_page_without_main_content_loses_its_frame(folder: Write) -> None:
    page = "<title>T</title><header>h</header><aside>a</aside><p>Text</p><footer>f</footer>"
    article = only(folder({"d.htm": page}))
    assert (article.title, article.plain_text) == ("T", "Text")


def test_links_between_files_open_in_place(folder: Write) -> None:
    root = folder(
        {
            "en/a.md": "[1](b.md) [2](../en/c/d.html#x) [3](gone.md) [4](../../out.md) [5](/x)",
            "en/b.md": "---\nid: 77\n---\nWords",
            "en/c/d.html": "<p>Words</p>",
        }
    )
    (_, (article, _, _), _) = ((), load(root)[0], ())
    (block,) = article.blocks
    assert isinstance(block, Paragraph)
    assert [link.href for link in block.links] == [
        "article:77", "article:c/d", "gone.md", "../../out.md", "/x",
    ]  # fmt: skip


REASONS: dict[str, tuple[str | bytes, str]] = {
    "yaml.md": ("---\na: b: c\n---\nWords", "line 2"),
    "alias.md": ("---\na: &x b\nc: *x\n---\nWords", "references"),
    "latin.md": ("Wörter".encode("latin-1"), "not UTF-8: byte 0xf6 at 1"),
    "empty.md": ("", "empty"),
    "blank.html": ("<p> </p><script>x</script>", "empty"),
    "title.md": ("---\ntitle: T\n---\n\n", "no text"),
    "heading.md": ("# Title only\n", "no text"),
    "large.md": (b"x" * 2_000_001, "2,000,001 bytes; files of at most 2,000,000"),
}


@pytest.mark.parametrize("name", REASONS)
def test_a_bad_file_is_skipped_with_its_reason(folder: Write, name: str) -> None:
    content, reason = REASONS[name]
    articles, skipped, _ = load(folder({name: content, "z.md": "Words"}))
    assert [article.id for article in articles] == ["z"]
    assert [one.name for one in skipped] == [name]
    assert reason in skipped[0].reason


def test_a_large_file_is_not_read(folder: Write) -> None:
    root = folder({"a.md": "Words"})
    with (root / "huge.md").open("wb") as file:
        file.truncate(5_000_000_000)
    _, skipped, _ = load(root)
    assert skipped == [
        Skipped("huge.md", "5,000,000,000 bytes; files of at most 2,000,000 are read")
    ]


def test_a_second_article_with_the_same_id_is_skipped(folder: Write) -> None:
    root = folder({"a.md": "---\nid: x\n---\nWords", "b/c.md": "---\nid: X\n---\nOther"})
    articles, skipped, _ = load(root)
    assert len(articles) == 1
    assert skipped == [Skipped("b/c.md", "repeats id 'x' in locale en, which a.md has")]


def test_the_same_title_twice_is_two_articles(folder: Write) -> None:
    articles, skipped, _ = load(folder({"a.md": "# T\nWords", "b.md": "# T\nWords"}))
    assert (len(articles), skipped) == (2, [])


def test_links_that_leave_the_folder_are_not_followed(folder: Write, tmp_path: Path) -> None:
    root = folder({"a.md": "Words", "in/b.md": "Words"})
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.md").write_text("Secret")
    (root / "s.md").symlink_to(tmp_path / "secret" / "s.md")
    (root / "dir").symlink_to(tmp_path / "secret")
    (root / "gone.md").symlink_to(tmp_path / "nothing.md")
    (root / "loop").symlink_to(root)
    articles, skipped, _ = load(root)
    assert [article.id for article in articles] == ["a", "in/b"]
    assert {one.name for one in skipped} == {"s.md", "dir", "gone.md", "loop"}
    assert {one.reason for one in skipped} == {
        "a link that leaves the folder",
        "not a regular file",
    }


def test_a_pipe_is_not_waited_for(folder: Write) -> None:
    root = folder({"a.md": "Words"})
    os.mkfifo(root / "pipe.md")
    _, skipped, _ = load(root)
    assert skipped == [Skipped("pipe.md", "not a regular file")]


def test_files_about_the_folder_are_noted(folder: Write) -> None:
    files: dict[str, str | bytes] = {
        "README.md": "About",
        "LICENSE-docs.md": "MIT",
        "faq/readme.md": "An index",
        "license-activation.md": "Words",
        "img/a.png": b"x",
        ".git/x.md": "Hidden",
        "a.md": "Words",
    }
    articles, skipped, notes = load(folder(files))
    assert [article.id for article in articles] == ["a", "license-activation", "faq/readme"]
    assert articles[2].title == "Faq"
    assert skipped == []
    assert [note.name for note in notes] == ["LICENSE-docs.md", "README.md", "source"]
    assert notes[2].text.endswith(": 1 .png")


def test_an_audience_restricts_unless_it_is_mapped(folder: Write) -> None:
    root = folder({"a.md": "---\naudience: ITPro\n---\nx", "b.md": "---\naudience: Public\n---\nx"})
    articles, _, notes = load(root)
    assert [article.audience for article in articles] == ["ITPro", "everyone"]
    assert notes[0].name == "audience ITPro"
    mapped = list(FilesLoader(root, audiences={"ITPro": "everyone"}))
    assert {one.audience for one in mapped if isinstance(one, Article)} == {"everyone"}


def test_an_article_beyond_the_limits_is_cut_and_noted(folder: Write) -> None:
    articles, skipped, notes = load(folder({"a.md": "Words.\n\n" * 6_000}))
    assert (len(articles[0].blocks), skipped) == (5_000, [])
    assert notes == [Note("a.md", "longer than one article may be; the end is left out")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("effective_until: soon", "effective_until 'soon' is not a date"),
        ("effective_from: 31/12/2025", "effective_from '31/12/2025' is not a date"),
        ("audience: {group: partners}", "is not a name"),
        ("audience: [{name: partners}]", "is not a name"),
        ("audiences: [partners]", "audiences is not understood"),
    ],
)
def test_an_article_that_would_be_more_open_than_meant_is_left_out(
    folder: Write, line: str, reason: str
) -> None:
    articles, skipped, _ = load(folder({"a.md": f"---\n{line}\n---\nWords"}))
    assert articles == []
    assert skipped[0].name == "a.md"
    assert reason in skipped[0].reason


def test_windows_line_ends_and_byte_order_marks(folder: Write) -> None:
    text = "\ufeff---\r\ntitle: T\r\n---\r\nOne\r\n\r\nTwo\r\n"
    article = only(folder({"a.md": text}))
    assert (article.title, article.plain_text) == ("T", "One\nTwo")


def test_a_name_that_is_very_long_is_still_an_id(folder: Write) -> None:
    names = [f"{'a' * 200}/{'b' * 200}{n}.md" for n in range(2)]
    articles, _, _ = load(folder(dict.fromkeys(names, "Words")))
    assert len({article.id for article in articles}) == 2
    assert all(len(article.id) <= 300 for article in articles)


@pytest.mark.parametrize(
    ("line", "moment"),
    [
        ("ms.date: 04/21/2020", datetime(2020, 4, 21, tzinfo=UTC)),
        ("date: '2020-04-21'", datetime(2020, 4, 21, tzinfo=UTC)),
        ("date: 2020-04-21 10:00:00", datetime(2020, 4, 21, 10, tzinfo=UTC)),
        ("date: 13/13/2020", None),
        ("date: yesterday", None),
        ("date: 0001-01-01T00:00:00+14:00", None),
        ("date: true", None),
    ],
)
def test_dates_are_read_as_they_are_written(
    folder: Write, line: str, moment: datetime | None
) -> None:
    assert only(folder({"a.md": f"---\n{line}\n---\nWords"})).updated_at == moment
