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
from contextlib import contextmanager
from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.errors import GenerationDamaged, NoGeneration
from indexer.fs import FileSystem

FORMAT = 2
KEPT = 2
"""Generations that stay on disk: the one that serves and the one before."""

MANIFEST = "manifest.json"
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
    """The name in CURRENT. Raises NoGeneration if there is none."""
    try:
        return (root / CURRENT).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoGeneration("nothing is indexed yet; run: answerbot index") from None


def next_name(root: Path) -> str:
    """A name above all that exist."""
    numbers = [int(name[4:]) for name in existing(root)]
    return f"gen-{max(numbers, default=0) + 1:06d}"


def read_manifest(folder: Path) -> Manifest:
    """Raises GenerationDamaged if it is missing, unreadable or of another format."""
    file = folder / MANIFEST
    mend = "run: answerbot index --force"
    try:
        data = json.loads(file.read_bytes())
        if data.get("format") != FORMAT:
            found = data.get("format")
            raise GenerationDamaged(f"{file}: format {found}, this version reads {FORMAT}; {mend}")
        return Manifest.model_validate(data)
    except (OSError, ValueError, AttributeError, ValidationError) as error:
        raise GenerationDamaged(f"{file} cannot be read ({type(error).__name__}); {mend}") from None


def verify(folder: Path) -> Manifest:
    """Compare every file with its checksum. Raises GenerationDamaged."""
    manifest = read_manifest(folder)
    for name, expected in manifest.files.items():
        file = folder / name
        if not file.is_file():
            raise GenerationDamaged(f"{file} is missing; run: answerbot index --force")
        if sha256_of(file) != expected:
            raise GenerationDamaged(f"{file} is not what was written; run: answerbot index --force")
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

    The one that CURRENT names always stays. Returns the names removed.
    """
    serving = current(root)
    stale = [name for name in existing(root)[keep:] if name != serving]
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
