"""The built widget: its files, their hashes, and how they are sent.

Knows: `widget/dist` and its manifest.
Must not know: HTTP, what the files do.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LOADER = "embed.js"
VERSION_LENGTH = 8


@dataclass(frozen=True, slots=True)
class BundledFile:
    """One file that a browser may load."""

    path: str
    content: bytes
    packed: bytes
    sha256: str
    integrity: str

    @property
    def version(self) -> str:
        """What stands behind `?v=` where this very content is meant."""
        return self.integrity.removeprefix("sha256-")[:VERSION_LENGTH]


@cache
def manifest() -> dict[str, Any]:
    """What the build wrote down: versions, files and sources with their hashes."""
    found: dict[str, Any] = json.loads((_folder() / "manifest.json").read_text("utf-8"))
    return found


def bundled(path: str) -> BundledFile | None:
    """The file, or None if the build made no such file: only files are kept in memory."""
    return _read(path) if path in manifest()["files"] else None


@cache
def _read(path: str) -> BundledFile:
    known = manifest()["files"][path]
    content = _folder().joinpath(*path.split("/")).read_bytes()
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    return BundledFile(path, content, packed, known["sha256"], known["integrity"])


def _folder() -> Any:
    return files("widget") / "dist"
