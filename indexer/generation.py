"""A generation on disk: its layout, its manifest, how it is published and opened.

Knows: files, checksums, the pointer CURRENT.
Must not know: how passages are made or ranked.

    index/CURRENT               the name of the generation that serves
    index/gen-000007/
        manifest.json           format, counts, settings, sha256 of every other file
        articles.jsonl          articles without their blocks
        blocks.jsonl            the blocks, one line an article, in the same order
        passages.jsonl          passages, by language, in the order of the matrices
        en/words.{terms.json,idf.npy,indptr.npy,indices.npy,data.npy}
        en/pieces.*             likewise
        en/marks.*.npy          the places of words in passages, for highlights
        en/vectors.npy          (passages, dimensions) float32; absent without a model
        encoder/                the exported model; absent without one
        confidence.json         fitted coefficients

A generation is written aside, synced, renamed, and only then named in CURRENT.
Nothing in it is pickled and nothing in it ever changes.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.errors import GenerationDamaged, IndexerError, NoGeneration
from indexer.fs import FileSystem

FORMAT = 10
KEEP = "KEEP"
"""An empty file in a generation that somebody still needs; it is none of the generation's own."""

KEPT = 2
"""Generations that stay on disk: the one that serves and the one before."""

MANIFEST = "manifest.json"
MEND = "run: answerbot index --force"
CURRENT = "CURRENT"
_NAME = re.compile(r"^gen-(\d{6,})$")


class Manifest(BaseModel):
    """What a generation says of itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    name: str
    created_at: datetime
    source: str
    articles: int
    passages: int
    languages: tuple[str, ...]
    encoder: str | None
    warning: str = ""
    files: dict[str, str]


def existing(root: Path) -> list[str]:
    """The names of the generations in `root`, newest first."""
    if not root.is_dir():
        return []
    names = [p.name for p in root.iterdir() if p.is_dir() and _NAME.match(p.name)]
    return sorted(names, key=lambda name: int(name[4:]), reverse=True)


def current(root: Path) -> str:
    """The name in CURRENT.

    Raises NoGeneration if there is none, GenerationDamaged if it holds something else.
    """
    try:
        text = (root / CURRENT).read_bytes()
    except FileNotFoundError:
        raise NoGeneration("nothing is indexed yet; run: answerbot index") from None
    name = text.decode("ascii", "replace").strip()
    if not _NAME.match(name):
        raise GenerationDamaged(f"{root / CURRENT} holds {text[:40]!r}; {MEND}")
    return name


def next_name(root: Path) -> str:
    """A name above all that exist."""
    numbers = [int(name[4:]) for name in existing(root)]
    return f"gen-{max(numbers, default=0) + 1:06d}"


def write_manifest(manifest: Manifest) -> bytes:
    """The manifest as it is stored: its own checksum on the first line."""
    text = manifest.model_dump_json(indent=1).encode()
    return sha256(text).hexdigest().encode() + b"\n" + text


def read_manifest(folder: Path) -> Manifest:
    """Raises GenerationDamaged if it is missing, not what was written, or of another format."""
    file = folder / MANIFEST
    try:
        checksum, _, text = file.read_bytes().partition(b"\n")
    except OSError as error:
        raise GenerationDamaged(f"{file} cannot be read ({error.strerror}); {MEND}") from None
    if sha256(text).hexdigest().encode() != checksum:
        raise GenerationDamaged(f"{file} is not what was written; {MEND}")
    try:
        found = json.loads(text).get("format")
        if found != FORMAT:
            reads = f"this version reads {FORMAT}"
            raise GenerationDamaged(f"{file} has format {found}, {reads}; {MEND}")
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise GenerationDamaged(f"{file} is not understood ({error.title}); {MEND}") from None


def verify(folder: Path) -> Manifest:
    """Compare every file with its checksum. Raises GenerationDamaged."""
    manifest = read_manifest(folder)
    for name, expected in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise GenerationDamaged(f"{file} is missing; {MEND}")
        if sha256_of(file) != expected:
            raise GenerationDamaged(f"{file} is not what was written; {MEND}")
    return manifest


def sha256_of(file: Path) -> str:
    """The checksum of a file's content."""
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def publish(aside: Path, root: Path, name: str, fs: FileSystem) -> None:
    """Make the finished folder `aside` the generation `name`, and the one that serves."""
    for folder in [*(p for p in aside.rglob("*") if p.is_dir()), aside]:
        fs.sync_folder(folder)
    fs.rename(aside, root / name)
    fs.sync_folder(root)
    point(root, name, fs)


def point(root: Path, name: str, fs: FileSystem) -> None:
    """Let CURRENT name the generation `name`."""
    pointer = root / f".{CURRENT}.tmp"
    fs.write(pointer, f"{name}\n".encode())
    fs.rename(pointer, root / CURRENT)
    fs.sync_folder(root)


def collect_garbage(root: Path, *, keep: int = KEPT) -> list[str]:
    """Remove what interrupted builds left and all but the newest `keep` generations.

    The one that CURRENT names always stays, and so does one that holds a file KEEP. Returns
    the names removed.
    """
    kept = set(existing(root)[:keep])
    kept |= {name for name in existing(root) if (root / name / KEEP).exists()}
    with suppress(IndexerError):
        kept.add(current(root))
    stale = [name for name in existing(root) if name not in kept]
    stale += [p.name for p in root.iterdir() if p.is_dir() and p.name.startswith(".gen-")]
    for name in stale:
        shutil.rmtree(root / name)
    return stale


@contextmanager
def building(root: Path) -> Iterator[None]:
    """Hold the right to build in `root`; waits while another process builds."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
