"""Vectors for passages: those that are known are reused, only new ones are encoded.

Knows: which vectors the serving generation holds.
Must not know: how a generation is published.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from indexer import layout
from indexer.encoder import Encoder, Vectors
from indexer.generation import Manifest
from indexer.passages import Passage

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, what is done and what there is."""


class Embedded(NamedTuple):
    """One row a passage, and how many of them had to be encoded."""

    vectors: Vectors
    new: int


def embed(
    passages: Sequence[Passage],
    encoder: Encoder,
    *,
    known: Mapping[str, Vectors],
    progress: Progress,
) -> Embedded:
    """The vectors of `passages`; `known` has vectors by passage digest.

    One text at a time: with int8 weights a vector depends on its neighbours in a
    batch, and the same articles would not always give the same index.
    """
    digests = [passage.digest for passage in passages]
    new = {d: p.full_text for d, p in zip(digests, passages, strict=True) if d not in known}
    vectors = dict(known)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        encoded = pool.map(lambda text: encoder.encode([text])[0], new.values())
        for done, (digest, vector) in enumerate(zip(new, encoded, strict=True)):
            vectors[digest] = vector
            progress("Embedding passages", done + 1, len(new))
    return Embedded(np.stack([vectors[digest] for digest in digests]), len(new))


def known_vectors(folder: Path, manifest: Manifest, encoder: Encoder) -> dict[str, Vectors]:
    """The vectors of a generation by passage digest; none if another encoder made them."""
    if manifest.encoder != encoder.name:
        return {}
    known: dict[str, Vectors] = {}
    passages = layout.read_passages(folder)
    for language in manifest.languages:
        mine = (passage for passage in passages if passage.language == language)
        matrix = np.load(folder / language / "vectors.npy", allow_pickle=False)
        known |= {p.digest: row for p, row in zip(mine, matrix, strict=True)}
    return known
