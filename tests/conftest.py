"""What all tests share: where the shared data lies, and what happens where it does not."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

from answerbot.commands.serve import ensure_public_key, prepare
from answerbot.settings import read
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from corpora.article import Article
from corpora.loaders import Options as Reading
from corpora.loaders import open_source
from indexer.build import Options, build
from indexer.generation import current

os.environ["HF_HUB_OFFLINE"] = "1"  # tests never reach for a hub

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault
settings.load_profile("untimed")

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLE = REPOSITORY / "corpora" / "samples" / "farview"


def missing(reason: str) -> NoReturn:
    """Skip the test; fail it where everything is required."""
    if os.environ.get("ANSWERBOT_REQUIRE_ALL"):
        pytest.fail(reason)
    pytest.skip(reason)


def data_folder(name: str) -> Path:
    """A folder of the shared data, such as `raw/logingov_help`.

    Without it the test is skipped; where everything is required, it fails.
    """
    root = Path(os.environ.get("ANSWERBOT_DATA") or REPOSITORY.parent / "shared" / "data")
    folder = root / name
    if folder.is_dir():
        return folder
    missing(f"no shared data at {folder}; set ANSWERBOT_DATA to the folder that holds {name}")


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """`data_folder`, for tests."""
    return data_folder


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The folder of the sample's generations and of the exported model: do not change it.

    It is kept in pytest's cache. `build` itself finds out whether it is still the right
    one, and embeds only passages that are new.
    """
    cache = request.config.cache
    kept = cache.mkdir("sample_index") if cache else tmp_path_factory.mktemp("sample_index")
    built = build(sample_articles(), kept, now=datetime.now(UTC), options=Options())
    if built.manifest.warning:
        missing(built.manifest.warning)
    return kept


def sample_articles() -> list[Article]:
    """Those of the sample help center."""
    found = open_source(str(SAMPLE), Reading(locale="en"))
    return [item for item in found if isinstance(item, Article)]


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, sample_index: Path) -> Path:
    """The sample help center, imported and indexed with the model: copy it, do not change it."""
    home = tmp_path_factory.mktemp("sample")
    prepare(home, SAMPLE)
    settings = read(home, {})
    store = Store(settings.database)
    Articles(store).replace("sample", sample_articles(), now=datetime.now(UTC))
    store.close()
    ensure_public_key(settings)
    serving = current(sample_index)
    shutil.copytree(sample_index / serving, settings.index / serving)
    shutil.copy(sample_index / "CURRENT", settings.index)
    return home


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where tests keep exported models, so that each is exported once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def _no_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """A browser that another test of this process opened leaves its event loop running: what has
    no browser must not see it, or it could run none of its own."""
    loop = asyncio._get_running_loop()
    if loop is None or "chromium" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(loop)
