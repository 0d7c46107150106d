"""Records and matrices to files and back: the content of a generation's folder.

Knows: JSON lines, .npy files, what belongs in which.
Must not know: publishing, ranking.
"""

from __future__ import annotations

import io
import json
import os
import weakref
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter
from scipy import sparse

from corpora.article import Article, Block
from corpora.curation import Curation
from indexer.highlight import Marks
from indexer.lexical import Lexical
from indexer.partition import Partition
from indexer.passages import Passage
from indexer.surface import Surface
from indexer.vectors import VectorIndex

ARTICLES = "articles.jsonl"
BLOCKS = "blocks.jsonl"
PASSAGES = "passages.jsonl"
CONFIDENCE = "confidence.json"
CURATION = "curation.json"
ENCODER = "encoder"

_BLOCKS = TypeAdapter(tuple[Block, ...])
_LEXICAL = ("indptr", "indices", "data")
_MARKS = ("bounds", "rows", "starts", "ends")
_SURFACE = ("rows", "counts")

Files = dict[str, bytes]


def article_files(articles: Sequence[Article]) -> Files:
    """Cards and blocks, in the order given."""
    cards = (article.model_dump_json(exclude={"blocks"}) for article in articles)
    blocks = (_BLOCKS.dump_json(article.blocks).decode() for article in articles)
    return {ARTICLES: _lines(cards), BLOCKS: _lines(blocks)}


def passage_file(passages: Iterable[Passage]) -> Files:
    """All passages; those of one language stand together."""
    return {PASSAGES: _lines(json.dumps(asdict(p), ensure_ascii=False) for p in passages)}


def curation_file(curation: Curation) -> Files:
    """What people added to the articles."""
    return {CURATION: curation.model_dump_json(indent=1).encode()}


def partition_files(partition: Partition) -> Files:
    """The indexes of one language, and its words as written."""
    files: Files = {}
    for name, lexical in (("words", partition.words), ("pieces", partition.pieces)):
        base = f"{partition.language}/{name}"
        files[f"{base}.terms.json"] = json.dumps(
            list(lexical.vocabulary), ensure_ascii=False
        ).encode()
        files[f"{base}.idf.npy"] = _npy(lexical.idf)
        for part in _LEXICAL:
            files[f"{base}.{part}.npy"] = _npy(getattr(lexical.scores, part))
    files |= _surface_files(partition.language, partition.surface)
    for part in _MARKS:
        files[f"{partition.language}/marks.{part}.npy"] = _npy(getattr(partition.marks, part))
    if partition.vectors is not None:
        files[f"{partition.language}/vectors.npy"] = _npy(partition.vectors.vectors)
    return files


def read_curation(folder: Path) -> Curation:
    """What people added to the articles, as written."""
    return Curation.model_validate_json((folder / CURATION).read_bytes())


def read_cards(folder: Path) -> tuple[Article, ...]:
    """The articles without their blocks."""
    return tuple(Article.model_validate_json(line) for line in _read_lines(folder / ARTICLES))


def read_passages(folder: Path) -> list[Passage]:
    """All passages, as written."""
    names = {field.name for field in fields(Passage)}
    found = []
    for line in _read_lines(folder / PASSAGES):
        data = json.loads(line)
        data["heading"] = tuple(data["heading"])
        found.append(Passage(**{name: data[name] for name in names}))
    return found


def read_partition(folder: Path, language: str, owner: Any) -> Partition:
    """Load the indexes of one language."""
    vectors = folder / language / "vectors.npy"
    return Partition(
        language=language,
        owner=owner,
        words=_read_lexical(folder / language / "words", len(owner)),
        pieces=_read_lexical(folder / language / "pieces", len(owner)),
        vectors=VectorIndex(_load(vectors)) if vectors.exists() else None,
        marks=Marks(*(_load(folder / language / f"marks.{part}.npy") for part in _MARKS)),
        surface=_read_surface(folder / language),
    )


class BlockFile:
    """The blocks of each article, read from disk when asked for.

    The file stays open, so that it can be read even when its generation was removed.
    """

    def __init__(self, folder: Path) -> None:
        self._stream = (folder / BLOCKS).open("rb")
        weakref.finalize(self, self._stream.close)
        self._offsets = [0]
        for line in self._stream:
            self._offsets.append(self._offsets[-1] + len(line))

    def read(self, number: int) -> tuple[Block, ...]:
        """The blocks of article `number` (0-based). Safe in any number of threads."""
        start, end = self._offsets[number : number + 2]
        return _BLOCKS.validate_json(os.pread(self._stream.fileno(), end - start, start))


def _read_lexical(base: Path, passages: int) -> Lexical:
    terms = json.loads(base.with_name(f"{base.name}.terms.json").read_bytes())
    indptr, indices, data = (_load(base.with_name(f"{base.name}.{part}.npy")) for part in _LEXICAL)
    matrix = sparse.csr_matrix((data, indices, indptr), shape=(len(terms), passages))
    idf = _load(base.with_name(f"{base.name}.idf.npy"))
    return Lexical({term: row for row, term in enumerate(terms)}, matrix, idf)


def _surface_files(language: str, surface: Surface) -> Files:
    words = json.dumps(list(surface.words), ensure_ascii=False).encode()
    files = {f"{language}/surface.words.json": words}
    for part in _SURFACE:
        files[f"{language}/surface.{part}.npy"] = _npy(getattr(surface, part))
    return files


def _read_surface(folder: Path) -> Surface:
    words = read_json(folder / "surface.words.json")
    return Surface(words, *(_load(folder / f"surface.{part}.npy") for part in _SURFACE))


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _read_lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines()


def _npy(array: Any) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, np.ascontiguousarray(array), allow_pickle=False)
    return buffer.getvalue()


def _load(file: Path) -> Any:
    return np.load(file, allow_pickle=False)


def read_json(file: Path) -> Any:
    """A small JSON file."""
    return json.loads(file.read_bytes())
