"""A deployment whose help center answers some of the tickets in `exports/`, by words alone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from answerbot.settings import Settings, read
from eval.replay.asking import Past
from indexer.build import build
from indexer.searcher import open_current
from tests.indexer.conftest import WORDS_ONLY, article

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SITE = "https://help.farview.example"

ARTICLES = (
    article(
        "reset-your-password",
        "Sign in after a new password",
        "Sign in with the new password that you have changed.",
        url=f"{SITE}/articles/reset-your-password",
    ),
    article(
        "upload-fails",
        "An upload stops",
        "An upload stops at 97 % when the connection times out. Retry the chunk.",
        url=f"{SITE}/articles/upload-fails",
        updated_at=datetime(2026, 10, 20, tzinfo=UTC),
    ),
    article("black-screen", "Black screen", "You connect and see a black screen without picture."),
    article(
        "refunds",
        "Remboursement",
        "Demandez le remboursement d'un abonnement annuel payé.",
        locale="fr",
    ),
    article(
        "360042",
        "Where your data lies",
        "We keep data in Europe.",
        url=f"{SITE}/hc/en-us/articles/360042-Where-your-data-lies",
    ),
    article("video-stuck-processing", "A video is stuck at processing", "Wait, then upload again."),
)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an index and nothing else; do not change it."""
    home = tmp_path_factory.mktemp("replayed")
    (home / "answerbot.toml").write_text('name = "Test"\nmodel = ""\n', encoding="utf-8")
    build(ARTICLES, read(home, {}).index, now=NOW, options=WORDS_ONLY)
    return home


@pytest.fixture(scope="session")
def settings(built: Path) -> Settings:
    return read(built, {})


@pytest.fixture(scope="session")
def past(settings: Settings) -> Past:
    return Past(open_current(settings.index).searcher, settings, NOW)
