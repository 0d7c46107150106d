"""Articles to a published generation: the pipeline, in order.

Knows: every step and what can be reused from the generation before.
Must not know: where articles come from, who serves the result.

Runs in its own process, never in the server's.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from corpora.article import Article
from corpora.curation import Curation
from indexer import data, layout
from indexer.adaptation import adapted
from indexer.assemble import Cut, assembled
from indexer.embed import Progress, VectorCache
from indexer.encoder import Encoder, OnnxEncoder
from indexer.errors import IndexerError, ModelUnavailable, NothingToIndex
from indexer.export import BUNDLED, Precision, export
from indexer.fs import FileSystem, RealFileSystem
from indexer.generation import (
    FORMAT,
    MANIFEST,
    Manifest,
    building,
    collect_garbage,
    current,
    next_name,
    publish,
    sha256_of,
    verify,
    write_manifest,
)
from indexer.judge import Judge
from indexer.partition import languages_of
from indexer.passages import WORDS_PER_PASSAGE, passages_of


def silent(_step: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. `model` empty means words only.

    Exported models are kept in `models`, by default beside the generations.
    `coefficients` is a folder of other ones than those that ship.
    """

    model: str = BUNDLED
    precision: Precision = "int8"
    words_per_passage: int = WORDS_PER_PASSAGE
    force: bool = False
    models: Path | None = None
    coefficients: Path | None = None
    fs: FileSystem = field(default_factory=RealFileSystem)


class Built(NamedTuple):
    """The manifest that serves now, whether this build made it, how many passages it had to
    encode, and how many drafts it left out."""

    manifest: Manifest
    changed: bool
    embedded: int
    drafts: int


class Prepared(NamedTuple):
    """A generation that is complete in `folder`, but does not serve yet."""

    built: Built
    folder: Path
    root: Path
    fs: FileSystem

    def publish(self) -> Built:
        """Let it serve; nothing to do if it is the one that serves."""
        if self.built.changed:
            publish(self.folder, self.root, self.built.manifest.name, self.fs)
            collect_garbage(self.root)
        return self.built


def build(
    articles: Sequence[Article],
    root: Path,
    *,
    now: datetime,
    curation: Curation | None = None,
    options: Options | None = None,
    progress: Progress = silent,
) -> Built:
    """Publish a generation of `articles`, and what people added to them, in the folder `root`.

    Nothing is published if articles, additions and options are those of the generation
    that serves. Drafts are left out; articles with dates are kept, since what may
    be shown is decided per query. Raises NothingToIndex, ModelRefused.
    """
    with prepared(
        articles, root, now=now, curation=curation, options=options, progress=progress
    ) as made:
        return made.publish()


@contextmanager
def prepared(
    articles: Sequence[Article],
    root: Path,
    *,
    now: datetime,
    curation: Curation | None = None,
    options: Options | None = None,
    progress: Progress = silent,
) -> Iterator[Prepared]:
    """The generation that `build` would publish, made aside to be looked at first.

    It is gone after the block unless it was published. Others who build in `root` wait
    until then. Raises NothingToIndex, ModelRefused.
    """
    options, curation = options or Options(), curation or Curation()
    served = sorted((a for a in articles if not a.draft), key=lambda a: (a.language, a.key))
    drafts = len(articles) - len(served)
    if not served:
        raise NothingToIndex("there is no published article; run: answerbot import SOURCE")
    with building(root):
        encoder, warning = _encoder(root, options)
        source = _source(served, curation, options, encoder)
        serving = _serving(root)
        if serving and serving.source == source and not options.force:
            built = Built(serving, False, 0, drafts)
            yield Prepared(built, root / serving.name, root, options.fs)
            return
        cut = _cut(served, options, progress)
        judge = Judge.fitted(bool(encoder), options.coefficients)
        with _cache(root, options, encoder, now) as cache:
            files, embedded, claimed = assembled(cut, curation, cache, judge.ranker, progress)
        judge = judge._replace(taught=adapted(judge.taught, claimed) or judge.taught)
        manifest = Manifest(
            name=next_name(root),
            created_at=now,
            source=source,
            articles=len(served),
            passages=len(cut.passages),
            languages=tuple(languages_of(cut.passages)),
            encoder=encoder.name if encoder else None,
            warning=warning,
            files={},
        )
        files |= layout.article_files(served) | layout.passage_file(cut.passages)
        files |= layout.curation_file(curation) | layout.judge_files(judge)
        with _aside(root, manifest.name) as aside:
            manifest = _complete(aside, manifest, files, encoder, options.fs)
            yield Prepared(Built(manifest, True, embedded, drafts), aside, root, options.fs)


def _complete(
    aside: Path,
    manifest: Manifest,
    files: layout.Files,
    encoder: OnnxEncoder | None,
    fs: FileSystem,
) -> Manifest:
    """Write everything; returns the manifest with its checksums."""
    _write(aside, files, encoder, fs)
    complete = manifest.model_copy(update={"files": _checksums(aside)})
    fs.write(aside / MANIFEST, write_manifest(complete))
    return complete


@contextmanager
def _cache(
    root: Path, options: Options, encoder: OnnxEncoder | None, now: datetime
) -> Iterator[VectorCache | None]:
    """The vectors that earlier builds made; None without an encoder."""
    if encoder is None:
        yield None
        return
    folder = _models(root, options) / _model_folder(options)
    with closing(VectorCache(folder.with_name(f"{folder.name}.vectors.db"), encoder, now)) as cache:
        yield cache


@contextmanager
def _aside(root: Path, name: str) -> Iterator[Path]:
    """A folder to write in that is gone afterwards, unless it was published."""
    folder = root / f".{name}.tmp"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _encoder(root: Path, options: Options) -> tuple[OnnxEncoder | None, str]:
    if not options.model:
        return None, "no model is set: articles are found by their words only"
    folder = _models(root, options) / _model_folder(options)
    try:
        return export(options.model, folder, precision=options.precision), ""
    except ModelUnavailable as error:
        return None, f"{error}; until then articles are found by their words only"


def _models(root: Path, options: Options) -> Path:
    return options.models or root / "models"


def _model_folder(options: Options) -> str:
    safe = "".join(c if c.isalnum() or c in "-._" else "_" for c in options.model)
    return f"{safe}-{options.precision}"


def _source(
    articles: Sequence[Article], curation: Curation, options: Options, encoder: Encoder | None
) -> str:
    """What the generation is made of, as one checksum."""
    made_by = f"{FORMAT} {options.words_per_passage} {encoder and encoder.name}"
    digest = sha256(made_by.encode())
    fitted = [data.ranker(options.coefficients), data.confidence(options.coefficients)]
    digest.update(json.dumps(fitted, sort_keys=True).encode())
    digest.update(curation.digest.encode())
    for article in articles:
        digest.update(article.digest.encode())
    return digest.hexdigest()


def _serving(root: Path) -> Manifest | None:
    with suppress(IndexerError):
        return verify(root / current(root))
    return None


def _cut(articles: Sequence[Article], options: Options, progress: Progress) -> Cut:
    cut = Cut(articles, [], [])
    for number, article in enumerate(articles):
        parts = passages_of(article, size=options.words_per_passage)
        cut.passages.extend(parts)
        cut.owner.extend([number] * len(parts))
        progress("Cutting passages", number + 1, len(articles))
    return cut


def _write(aside: Path, files: layout.Files, encoder: OnnxEncoder | None, fs: FileSystem) -> None:
    for name, content in files.items():
        (aside / name).parent.mkdir(exist_ok=True)
        fs.write(aside / name, content)
    if encoder:
        (aside / layout.ENCODER).mkdir()
        for file in sorted(encoder.folder.iterdir()):
            fs.copy(file, aside / layout.ENCODER / file.name)


def _checksums(folder: Path) -> dict[str, str]:
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): sha256_of(p) for p in files}
