"""Vectors by text, kept from build to build beside the exported model.

Knows: texts' digests, half-precision vectors, when each was last of use.
Must not know: passages, generations, which encoder it is (its file belongs to one).

A vector is the same whether it was just made or comes from here: both are rounded to
half precision, an error of at most 0.0005 in a cosine. A damaged row is made anew.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np

from indexer.encoder import Encoder, Vectors

Item = TypeVar("Item")

FORGET_AFTER = timedelta(days=60)
BATCH = 500

_TABLE = """
    CREATE TABLE IF NOT EXISTS vectors (
        digest BLOB PRIMARY KEY,
        checksum INTEGER NOT NULL,
        vector BLOB NOT NULL,
        used INTEGER NOT NULL
    ) WITHOUT ROWID
"""

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, what is done and what there is."""


class Embedded(NamedTuple):
    """One row a text, and how many of them had to be encoded."""

    vectors: Vectors
    new: int


class VectorCache:
    """The vectors of `encoder` in `file`, which is made when missing and remade when broken."""

    def __init__(self, file: Path, encoder: Encoder, now: datetime) -> None:
        self.encoder = encoder
        self._now = int(now.timestamp())
        self._file = file
        self._connection = self._open()

    def close(self) -> None:
        """Forget what was of no use for long, and close."""
        with closing(self._connection), self._connection:
            oldest = self._now - int(FORGET_AFTER.total_seconds())
            self._connection.execute("DELETE FROM vectors WHERE used < ?", (oldest,))

    def embed(self, texts: Sequence[str], step: str, progress: Progress) -> Embedded:
        """The vectors of `texts`, shape (texts, dimensions).

        One text at a time: with int8 weights a vector depends on its neighbours in a
        batch, and the same articles would not always give the same index.
        """
        digests = [sha256(text.encode()).digest() for text in texts]
        found = self._known(digests)
        new = {d: t for d, t in zip(digests, texts, strict=True) if d not in found}
        done = 0
        for part in _batched(self._encoded(new)):
            found |= dict(part)
            self._store(part)
            done += len(part)
            progress(step, done, len(new))
        size = self.encoder.dimensions
        vectors = np.empty((len(digests), size), dtype=np.float32)
        for row, digest in enumerate(digests):
            vectors[row] = np.frombuffer(found[digest], dtype=np.float16)
        return Embedded(vectors, len(new))

    def _encoded(self, texts: dict[bytes, str]) -> Iterator[tuple[bytes, bytes]]:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            vectors = pool.map(lambda text: self.encoder.encode([text])[0], texts.values())
            for digest, vector in zip(texts, vectors, strict=True):
                yield digest, vector.astype(np.float16).tobytes()

    def _known(self, digests: Sequence[bytes]) -> dict[bytes, bytes]:
        """The sound ones of those that are stored, which thereby are of use again."""
        found: dict[bytes, bytes] = {}
        size = 2 * self.encoder.dimensions
        for part in _batched(dict.fromkeys(digests)):
            marks = ",".join("?" * len(part))
            query = f"SELECT digest, checksum, vector FROM vectors WHERE digest IN ({marks})"  # noqa: S608
            found |= {
                digest: vector
                for digest, checksum, vector in self._connection.execute(query, part)
                if zlib.crc32(vector) == checksum and len(vector) == size
            }
        with self._connection:
            rows = ((self._now, digest) for digest in found)
            self._connection.executemany("UPDATE vectors SET used = ? WHERE digest = ?", rows)
        return found

    def _store(self, pairs: Iterable[tuple[bytes, bytes]]) -> None:
        rows = ((d, zlib.crc32(v), v, self._now) for d, v in pairs)
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        try:
            return self._connected()
        except sqlite3.DatabaseError:
            with suppress(FileNotFoundError):
                self._file.unlink()
            return self._connected()

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._file)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_TABLE)
        return connection


def _batched(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    rest = iter(items)
    while part := tuple(islice(rest, BATCH)):
        yield part
