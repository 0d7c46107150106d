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
from indexer.classifier import Classifier, TfIdf
from indexer.exam import Exam
from indexer.highlight import Marks
from indexer.judge import Judge
from indexer.lexical import Lexical
from indexer.partition import Partition, starts_of
from indexer.passages import Passage
from indexer.phrasings import Phrasings
from indexer.sentences import Sentences, Terms
from indexer.surface import Surface
from indexer.vectors import VectorIndex

ARTICLES = "articles.jsonl"
BLOCKS = "blocks.jsonl"
PASSAGES = "passages.jsonl"
CONFIDENCE = "confidence.json"
CURATION = "curation.json"
RANKER = "ranker.json"
EXAM = "exam.json"
ENCODER = "encoder"

_BLOCKS = TypeAdapter(tuple[Block, ...])
_INDEXES = ("words", "pieces", "titles")
_MATRIX = ("indptr", "indices", "data")
_SENTENCES = ("bounds", "vectors", "scale")
_CLASSIFIER = ("labels", "dense", "bias")
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
    """The indexes of one language."""
    base = partition.language
    files: Files = {}
    for name in _INDEXES:
        files |= _lexical_files(f"{base}/{name}", getattr(partition, name))
    for part in _MARKS:
        files[f"{base}/marks.{part}.npy"] = _npy(getattr(partition.marks, part))
    if partition.vectors is not None:
        files[f"{base}/vectors.npy"] = _npy(partition.vectors.vectors)
    files |= _surface_files(base, partition.surface)
    files |= _sentence_files(f"{base}/sentences", partition.sentences)
    if partition.phrasings is not None:
        files |= _phrasing_files(f"{base}/phrasings", partition.phrasings)
    files[f"{base}/titled.npy"] = _npy(partition.titled)
    files[f"{base}/{EXAM}"] = json.dumps(asdict(partition.exam)).encode()
    return files


def _lexical_files(base: str, lexical: Lexical) -> Files:
    files = {f"{base}.{part}.npy": _npy(getattr(lexical.scores, part)) for part in _MATRIX}
    files[f"{base}.terms.json"] = _list(lexical.vocabulary)
    files[f"{base}.idf.npy"] = _npy(lexical.idf)
    return files


def _sentence_files(base: str, sentences: Sentences) -> Files:
    files = {f"{base}.{part}.npy": _npy(getattr(sentences, part)) for part in _SENTENCES}
    for name in ("words", "pieces"):
        for part in Terms._fields:
            files[f"{base}.{name}.{part}.npy"] = _npy(getattr(getattr(sentences, name), part))
    return files


def _phrasing_files(base: str, phrasings: Phrasings) -> Files:
    files = _lexical_files(f"{base}.words", phrasings.words)
    files |= _lexical_files(f"{base}.pieces", phrasings.pieces)
    files[f"{base}.owner.npy"] = _npy(phrasings.owner)
    files[f"{base}.evidence.npy"] = _npy(phrasings.evidence)
    files[f"{base}.rejected.npy"] = _npy(np.array([phrasings.rejected]))
    if phrasings.vectors is not None:
        files[f"{base}.vectors.npy"] = _npy(phrasings.vectors)
    if phrasings.classifier is not None:
        files |= _classifier_files(f"{base}.classifier", phrasings.classifier)
    return files


def _classifier_files(base: str, classifier: Classifier) -> Files:
    files = {f"{base}.{part}.npy": _npy(getattr(classifier, part)) for part in _CLASSIFIER}
    files |= {f"{base}.{part}.npy": _npy(getattr(classifier.weights, part)) for part in _MATRIX}
    for name in ("words", "pieces"):
        index: TfIdf = getattr(classifier, name)
        files[f"{base}.{name}.terms.json"] = _list(index.vocabulary)
        files[f"{base}.{name}.idf.npy"] = _npy(index.idf)
    return files


def judge_files(judge: Judge) -> Files:
    """The coefficients that this generation is ranked and judged by."""
    ranker, confidence = judge.to_json()
    return {RANKER: _json(ranker), CONFIDENCE: _json(confidence)}


def read_judge(folder: Path) -> Judge:
    """What `judge_files` wrote."""
    return Judge.from_json(read_json(folder / RANKER), read_json(folder / CONFIDENCE))


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
    base = folder / language
    vectors, phrasings = base / "vectors.npy", base / "phrasings.owner.npy"
    starts = starts_of(owner)
    return Partition(
        language=language,
        owner=owner,
        words=_read_lexical(base / "words", len(owner)),
        pieces=_read_lexical(base / "pieces", len(owner)),
        titles=_read_lexical(base / "titles", len(starts)),
        vectors=VectorIndex(_load(vectors)) if vectors.exists() else None,
        sentences=_read_sentences(base),
        phrasings=_read_phrasings(base, language) if phrasings.exists() else None,
        marks=Marks(*(_load(base / f"marks.{part}.npy") for part in _MARKS)),
        surface=_read_surface(base),
        exam=Exam.from_json(read_json(base / EXAM)),
        starts=starts,
        titled=_load(base / "titled.npy"),
    )


def _read_sentences(base: Path) -> Sentences:
    names = ("words", "pieces")
    words, pieces = (
        Terms(*(_load(base / f"sentences.{name}.{part}.npy") for part in Terms._fields))
        for name in names
    )
    bounds, vectors, scale = (_load(base / f"sentences.{part}.npy") for part in _SENTENCES)
    return Sentences(bounds, words, pieces, vectors, scale)


def _read_phrasings(base: Path, language: str) -> Phrasings:
    owner, vectors = _load(base / "phrasings.owner.npy"), base / "phrasings.vectors.npy"
    classifier = base / "phrasings.classifier.labels.npy"
    return Phrasings(
        owner=owner,
        rejected=int(_load(base / "phrasings.rejected.npy")[0]),
        evidence=_load(base / "phrasings.evidence.npy"),
        vectors=_load(vectors) if vectors.exists() else None,
        words=_read_lexical(base / "phrasings.words", len(owner)),
        pieces=_read_lexical(base / "phrasings.pieces", len(owner)),
        classifier=_read_classifier(base, language) if classifier.exists() else None,
    )


def _read_classifier(folder: Path, language: str) -> Classifier:
    base = folder / "phrasings.classifier"
    labels, dense, bias = (_load(_part(base, part)) for part in _CLASSIFIER)
    words, pieces = (_read_tfidf(base, name) for name in ("words", "pieces"))
    shape = (len(words.vocabulary) + len(pieces.vocabulary), len(labels))
    return Classifier(language, labels, words, pieces, dense, _read_matrix(base, shape), bias)


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


def _read_tfidf(base: Path, name: str) -> TfIdf:
    vocabulary = _numbered(base.with_name(f"{base.name}.{name}.terms.json"))
    return TfIdf(vocabulary, _load(_part(base, f"{name}.idf")))


def _read_lexical(base: Path, columns: int) -> Lexical:
    vocabulary = _numbered(base.with_name(f"{base.name}.terms.json"))
    matrix = _read_matrix(base, (len(vocabulary), columns))
    return Lexical(vocabulary, matrix, _load(_part(base, "idf")))


def _read_matrix(base: Path, shape: tuple[int, int]) -> sparse.csr_matrix:
    indptr, indices, data = (_load(_part(base, part)) for part in _MATRIX)
    return sparse.csr_matrix((data, indices, indptr), shape=shape)


def _part(base: Path, name: str) -> Path:
    return base.with_name(f"{base.name}.{name}.npy")


def _numbered(file: Path) -> dict[str, int]:
    return {term: row for row, term in enumerate(json.loads(file.read_bytes()))}


def _list(vocabulary: Iterable[str]) -> bytes:
    return json.dumps(list(vocabulary), ensure_ascii=False).encode()


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1).encode()


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
