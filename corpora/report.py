"""What a loader yields besides articles.

Knows: that a file was left out, or that something about it should be known.
Must not know: how files are read.
"""

from __future__ import annotations

from typing import NamedTuple

from pydantic import ValidationError

from corpora.article import Article


class Skipped(NamedTuple):
    """Something that should have been an article and is not: `name` is a file or row."""

    name: str
    reason: str


class Note(NamedTuple):
    """Something worth knowing about what was read; nothing is lost."""

    name: str
    text: str


class SourceError(ValueError):
    """A source that cannot be read at all; the message names it and the way out.

    Raised rather than yielded, so that half a source is never taken for the whole.
    """


def fault_in(error: ValidationError) -> str:
    """The first thing that is wrong with an article's fields, in one line."""
    fault = error.errors()[0]
    field = ".".join(map(str, fault["loc"]))
    return f"{field} {str(fault['input'])[:60]!r}: {fault['msg']}"


Loaded = Article | Skipped | Note
