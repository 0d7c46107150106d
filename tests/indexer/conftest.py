"""A small help center in three languages, built without a model: fast, and enough for most."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpora.article import Article, Heading, Paragraph
from indexer.build import Options, build
from indexer.searcher import Searcher, open_current

NOW = datetime(2026, 11, 1, tzinfo=UTC)
WORDS_ONLY = Options(model="")


def article(name: str, title: str, *bodies: str, locale: str = "en", **more: object) -> Article:
    blocks = tuple(Paragraph(text=body) for body in bodies)
    return Article.model_validate(
        {"id": name, "title": title, "locale": locale, "blocks": blocks, **more}
    )


HELP_CENTER = (
    article("password", "Reset your password", "Open the sign-in page and choose Forgot password."),
    article("upload", "An upload stops", "Large videos may stop. 🎬 Try another browser."),
    article("offline", "Computer offline (R-12)", "Wake the computer, then connect again."),
    article("invoice", "Invoices", "Invoices lie under Billing.", audience="partners"),
    article("password", "Reimposta la password", "Apri la pagina di accesso.", locale="it"),
    article(
        "fatture", "Fatture e l'imposta", "Le fatture sono nella sezione Pagamenti.", locale="it"
    ),
    article("ログイン", "パスワードを再設定する", "ログイン画面で設定します。", locale="ja"),
    article("empty", "Is there a discount for schools?"),
)


def headed(name: str, *sections: tuple[str, str]) -> Article:
    blocks: list[object] = []
    for number, (heading, text) in enumerate(sections):
        blocks.append(Heading(level=2, text=heading, anchor=f"s{number}"))
        blocks.append(Paragraph(text=text))
    return Article.model_validate({"id": name, "title": name, "blocks": tuple(blocks)})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def searcher(root: Path) -> Searcher:
    build(HELP_CENTER, root, now=NOW, options=WORDS_ONLY)
    return open_current(root).searcher
