"""Sources of articles. `open_source` picks the loader that understands one.

Knows: how a source is recognised.
Must not know: formats, the store, the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from corpora.fetch import Fetcher
from corpora.folder import files_in
from corpora.loaders import csv_faq, files, labelled, zendesk_export
from corpora.loaders.csv_faq import CsvFaqLoader
from corpora.loaders.files import FilesLoader
from corpora.loaders.labelled import LabelledLoader
from corpora.loaders.zendesk_api import ZendeskApiLoader
from corpora.loaders.zendesk_export import ZendeskExportLoader
from corpora.report import Loaded, SourceError

__all__ = ["Loader", "Options", "SourceError", "open_source"]

UNDERSTOOD = (
    "a folder with corpus.jsonl, a folder of .md and .html files,"
    " a .csv file of questions and answers, a Zendesk export (.json or .jsonl),"
    " or the address of a Zendesk help center (https://company.zendesk.com)"
)


class Loader(Protocol):
    """Yields articles, and what there is to say about what is not one.

    The order is always the same, and one bad file never ends the reading. `complete` says
    that everything is read, so that an article which is not there has been deleted.
    """

    @property
    def complete(self) -> bool:
        """False where only changes are read."""
        ...

    def __iter__(self) -> Iterator[Loaded]:
        """Read the source from its beginning."""
        ...


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a source cannot say about itself.

    `locale` holds where nothing else names one; `audiences` maps the source's names of
    audiences (for Zendesk: user segment ids) to ours. The rest is for the Zendesk API:
    an agent's e-mail address and token, `since` in Unix seconds for changes only, and
    whether addresses of the own network may be read.
    """

    locale: str = "en"
    audiences: Mapping[str, str] = field(default_factory=dict)
    email: str = ""
    token: str = field(default="", repr=False)
    since: int | None = None
    allow_private: bool = False


def open_source(source: str, options: Options | None = None) -> Loader:
    """The loader for a folder, file or address; `SourceError` if there is none."""
    options = options or Options()
    if source.lower().startswith(("http://", "https://")):
        return _open_address(source, options)
    path = Path(source)
    if source and path.is_dir():
        return _open_folder(path, options)
    if path.is_file() and (loader := _open_file(path, options)):
        return loader
    reason = "is of another kind" if source and path.exists() else "does not exist"
    raise SourceError(f"{source!r} {reason}; understood are {UNDERSTOOD}")


def _open_folder(path: Path, options: Options) -> Loader:
    if (path / labelled.FILE).is_file():
        return LabelledLoader(path, locale=options.locale)
    root = path / "articles" if (path / "articles").is_dir() else path
    if next(files_in(root, files.SUFFIXES), None) is None:
        raise SourceError(f"{str(path)!r} holds no .md or .html file; understood are {UNDERSTOOD}")
    return FilesLoader(root, locale=options.locale, audiences=options.audiences)


def _open_file(path: Path, options: Options) -> Loader | None:
    name = path.name.lower()
    if name == labelled.FILE:
        return LabelledLoader(path, locale=options.locale)
    if name.endswith(zendesk_export.SUFFIXES):
        return ZendeskExportLoader(path, locale=options.locale, audiences=options.audiences)
    if name.endswith(csv_faq.SUFFIXES):
        return CsvFaqLoader(path, locale=options.locale, audiences=options.audiences)
    return None


def _open_address(address: str, options: Options) -> Loader:
    credentials = (f"{options.email}/token", options.token) if options.email else None
    return ZendeskApiLoader(
        address,
        Fetcher(auth=credentials, allow_private=options.allow_private),
        locale=options.locale,
        audiences=options.audiences,
        since=options.since,
    )
