"""Where servers listen, left in the home folder for other commands while they run.

Knows: the file, a line for each server; that one that was killed leaves its line behind.
Must not know: what is served, settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

NAME = "serving"
PATIENCE = 2.0
"""Seconds to wait for a server on this machine."""
LIVE = {"status": "live"}
"""What a server says of itself at /health/live."""


@contextmanager
def told(home: Path, address: str) -> Iterator[None]:
    """Leave the address for as long as the server runs; where no file can be written, nobody is
    told, and it serves."""
    file = home / NAME
    with suppress(OSError):
        _write(file, [*filter(_lives, _others(file, address)), address])
    try:
        yield
    finally:
        with suppress(OSError):
            _write(file, _others(file, address))


def address_in(home: Path) -> str:
    """The address of the server that runs, of several the last that began; empty if none answers
    as one does."""
    return next(filter(_lives, reversed(_lines(home / NAME))), "")


def _lives(address: str) -> bool:
    """Whether a server answers there: after a kill something else may listen."""
    with suppress(OSError, ValueError, HTTPException):
        at = urlsplit(address)
        with closing(HTTPConnection(at.hostname or "", at.port or 0, timeout=PATIENCE)) as asking:
            asking.request("GET", "/health/live")
            return bool(json.loads(asking.getresponse().read(1_000)) == LIVE)
    return False


def _others(file: Path, address: str) -> list[str]:
    return [line for line in _lines(file) if line != address]


def _lines(file: Path) -> list[str]:
    with suppress(OSError, ValueError):
        return file.read_text(encoding="utf-8").split()
    return []


def _write(file: Path, lines: Sequence[str]) -> None:
    if lines:
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    else:
        file.unlink(missing_ok=True)
