"""What reads texts in commands that run aside: the model of the generation that serves.

Knows: where the model lies, where vectors are kept.
Must not know: what texts are read for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from answerbot.commands.common import utc_now
from answerbot.settings import Settings
from indexer.embed import VectorCache
from indexer.encoder import OnnxEncoder, Vectors
from indexer.errors import IndexerError
from indexer.generation import current, read_manifest
from indexer.layout import ENCODER

Told = Callable[[int, int], None]


class Embed(Protocol):
    """Texts to unit vectors."""

    def __call__(self, texts: Sequence[str], told: Told) -> Vectors:
        """`told` how many are done of how many."""
        ...


@contextmanager
def reader(settings: Settings, folder: str) -> Iterator[tuple[Embed | None, str]]:
    """What turns texts into vectors, kept in a folder of the home, and the model's name; None
    without a model or an index."""
    model = _model(settings.index)
    if model is None:
        yield None, ""
        return
    encoder = OnnxEncoder(model)
    digest = sha256(encoder.name.encode()).hexdigest()[:16]
    kept = settings.home / folder
    kept.mkdir(parents=True, exist_ok=True)
    with closing(VectorCache(kept / f"{digest}.vectors.db", encoder, utc_now())) as cache:

        def embed(texts: Sequence[str], told: Told) -> Vectors:
            return cache.embed(texts, "", lambda _step, done, all_: told(done, all_)).vectors

        yield embed, encoder.name


def _model(root: Path) -> Path | None:
    with suppress(IndexerError):
        folder = root / current(root)
        if read_manifest(folder).encoder:
            return folder / ENCODER
    return None
