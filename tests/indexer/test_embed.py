"""Vectors are made once, kept, and made anew where what was kept is damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from indexer.embed import FORGET_AFTER, VectorCache
from indexer.encoder import Vectors

NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Counting:
    """A real encoder of two numbers that counts what it was asked."""

    name, dimensions = "lengths", 2

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32)


def embedded(file: Path, *texts: str, now: datetime = NOW) -> tuple[Vectors, list[str]]:
    encoder = Counting()
    with closing(VectorCache(file, encoder, now)) as cache:
        found = cache.embed(texts, "Embedding", lambda *_: None)
    assert found.new == len(encoder.asked)
    return found.vectors, sorted(encoder.asked)


def test_each_text_is_encoded_once(tmp_path: Path) -> None:
    file = tmp_path / "v.db"
    vectors, asked = embedded(file, "a", "bb", "a")
    assert asked == ["a", "bb"]
    assert vectors.tolist() == [[1, 1], [2, 1], [1, 1]]
    again, asked = embedded(file, "bb", "ccc")
    assert asked == ["ccc"]
    assert again.tolist() == [[2, 1], [3, 1]]


def test_no_text_has_no_vector(tmp_path: Path) -> None:
    assert embedded(tmp_path / "v.db")[0].shape == (0, 2)


def test_a_damaged_vector_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "v.db"
    embedded(file, "a", "bb")
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE vectors SET vector = zeroblob(4)")
    vectors, asked = embedded(file, "a", "bb")
    assert asked == ["a", "bb"]
    assert vectors.tolist() == [[1, 1], [2, 1]]


def test_a_file_that_is_no_database_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "v.db"
    file.write_bytes(b"not a database" * 100)
    assert embedded(file, "a")[1] == ["a"]
    assert embedded(file, "a")[1] == []


def test_what_nobody_asks_for_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "v.db"
    embedded(file, "old", "used")
    embedded(file, "used", now=NOW + FORGET_AFTER - timedelta(days=1))
    embedded(file, now=NOW + FORGET_AFTER + timedelta(days=1))
    assert embedded(file, "old", "used", now=NOW + FORGET_AFTER)[1] == ["old"]
