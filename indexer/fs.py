"""The few file operations that publishing needs, each durable when it returns.

Knows: files, folders, fsync.
Must not know: what is written.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Protocol


class FileSystem(Protocol):
    """What a publisher may do. Tests replace it by one that fails or forgets."""

    def write(self, file: Path, data: bytes) -> None:
        """Write a new file and make its content durable."""
        ...

    def copy(self, source: Path, file: Path) -> None:
        """Copy a file and make the copy durable."""
        ...

    def sync_folder(self, folder: Path) -> None:
        """Make the names in a folder durable."""
        ...

    def rename(self, source: Path, target: Path) -> None:
        """Rename, replacing `target`; durable only after its folder is synced."""
        ...


class RealFileSystem:
    """The operating system's."""

    def write(self, file: Path, data: bytes) -> None:
        """Write, flush, fsync."""
        with file.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    def copy(self, source: Path, file: Path) -> None:
        """Copy, flush, fsync."""
        with source.open("rb") as read, file.open("wb") as write:
            shutil.copyfileobj(read, write)
            write.flush()
            os.fsync(write.fileno())

    def sync_folder(self, folder: Path) -> None:
        """Fsync the folder itself."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def rename(self, source: Path, target: Path) -> None:
        """os.replace: atomic within one file system."""
        source.replace(target)
