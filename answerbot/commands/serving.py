"""Where the server listens, left in the home folder for other commands while it runs.

Knows: the file, and that a server that was killed leaves it behind.
Must not know: what is served, settings.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

NAME = "serving"
PATIENCE = 0.5
"""Seconds to wait for a server on this machine."""


@contextmanager
def told(home: Path, address: str) -> Iterator[None]:
    """Leave the address for as long as the server runs."""
    file = home / NAME
    file.write_text(f"{address}\n", encoding="utf-8")
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def address_in(home: Path) -> str:
    """The address of the server that runs; empty if none answers there."""
    with suppress(OSError, ValueError):
        address = (home / NAME).read_text(encoding="utf-8").strip()
        at = urlsplit(address)
        with socket.create_connection((at.hostname or "", at.port or 0), PATIENCE):
            return address
    return ""
