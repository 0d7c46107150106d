"""The files of a folder that may be articles, found without following links out of it.

Knows: names, sizes and kinds of files; how much of one is read.
Must not know: what is inside a file.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

MAX_BYTES = 2_000_000


class Unreadable(ValueError):
    """A file that is not read; the message is the reason."""


def files_in(root: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    """Files below `root` with one of the suffixes, in the order of their names.

    Hidden files and folders are left out. What cannot be entered, such as a link to a
    folder, is returned as well, for `read_text` to say why it is not read.
    """
    closed: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        wanted = [name for name in names if name.lower().endswith(suffixes)]
        yield from (Path(folder, name) for name in sorted(wanted + links) if name[0] != ".")
    yield from (Path(error.filename) for error in closed)


def other_kinds(root: Path, suffixes: tuple[str, ...]) -> dict[str, int]:
    """How many files below `root` have none of the suffixes, by their own suffix."""
    counts: Counter[str] = Counter()
    for _, folders, names in os.walk(root):
        folders[:] = (name for name in folders if not name.startswith("."))
        others = (name for name in names if not name.lower().endswith(suffixes))
        counts.update(Path(name).suffix.lower() or name for name in others if name[0] != ".")
    return dict(sorted(counts.items()))


def read_text(path: Path, root: Path, limit: int = MAX_BYTES) -> str:
    """The text of a file below `root`, UTF-8, at most `limit` bytes; else `Unreadable`."""
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(root.resolve()):
            raise Unreadable("a link that leaves the folder")
        data = _read(path, limit)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror or error}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"not UTF-8: byte 0x{data[error.start]:02x} at {error.start:,}; save it as UTF-8"
        ) from None


def _read(path: Path, limit: int) -> bytes:
    """The bytes of a regular file; a larger one is refused before it is read."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("not a regular file")
    if status.st_size > limit:
        raise Unreadable(f"{status.st_size:,} bytes; files of at most {limit:,} are read")
    with path.open("rb") as file:
        return file.read(limit)
