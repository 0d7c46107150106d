"""A folder of Markdown and HTML files -> articles.

Knows: which files are articles, what their place says, which ones repeat another.
Must not know: how Markdown and HTML become blocks.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError

from corpora.article import EVERYONE, Article
from corpora.characters import clean_line
from corpora.folder import Unreadable, files_in, other_kinds, read_text
from corpora.front_matter import FrontMatterError, split_front_matter
from corpora.loaders import html, markdown
from corpora.loaders.draft import Draft
from corpora.meta import article_fields, lowered, text_of, too_open
from corpora.paths import Place, fold_id, place_of
from corpora.report import Loaded, Note, Skipped, fault_in

SUFFIXES = markdown.SUFFIXES + html.SUFFIXES
# `LICENSE-docs.md` is one; `license-activation.md` is an article.
_NOT_ARTICLES = re.compile(r"(?i:readme|license|licence)\.\w+|LICEN[CS]E(?:[-_. ][^/]*)?")


class FilesLoader:
    """Reads every Markdown and HTML file below a folder.

    A file without text below its title is skipped: there is nothing to answer with.
    """

    complete = True

    def __init__(
        self, root: Path, *, locale: str = "en", audiences: Mapping[str, str] | None = None
    ) -> None:
        self._root = root
        self._locale = locale
        self._audiences = audiences or {}
        self._restricted: Counter[str] = Counter()
        self._id_in = lru_cache(maxsize=50_000)(self._id_of_file)

    def __iter__(self) -> Iterator[Loaded]:
        """Articles in the order of the file names, and what is to be said about the rest."""
        seen: dict[tuple[str, str], str] = {}
        self._restricted.clear()
        for path in files_in(self._root, SUFFIXES):
            name = path.relative_to(self._root).as_posix()
            for loaded in self._load(path, name):
                if isinstance(loaded, Article) and loaded.key in seen:
                    yield Skipped(name, _repeats(loaded, seen[loaded.key]))
                    continue
                if isinstance(loaded, Article):
                    seen[loaded.key] = name
                    self._restricted[loaded.audience] += loaded.audience != EVERYONE
                yield loaded
        yield from self._restrictions()
        yield from self._others()

    def _load(self, path: Path, name: str) -> Iterator[Loaded]:
        if _NOT_ARTICLES.fullmatch(name):
            yield Note(name, "about the folder, not an article")
            return
        try:
            yield from self._read(path, PurePath(name))
        except (Unreadable, FrontMatterError) as error:
            yield Skipped(name, str(error))
        except ValidationError as error:
            yield Skipped(name, fault_in(error))

    def _read(self, path: Path, relative: PurePath) -> Iterator[Loaded]:
        text = read_text(path, self._root)
        draft = self._draft(text, relative)
        if not any(map(bool, draft.content.blocks)):
            yield Skipped(str(relative), "no text" if draft.title else "empty")
            return
        faults = too_open(draft.meta)
        if faults:
            yield Skipped(str(relative), "; ".join(faults))
            return
        yield self._article(draft, place_of(relative))
        if draft.content.truncated:
            yield Note(str(relative), "longer than one article may be; the end is left out")

    def _draft(self, text: str, relative: PurePath) -> Draft:
        def resolve(href: str) -> str:
            return self._resolve(href, relative)

        if relative.suffix.lower() in markdown.SUFFIXES:
            return markdown.draft_from_markdown(text, resolve)
        return html.draft_from_html(text, resolve)

    def _article(self, draft: Draft, place: Place) -> Article:
        fields = article_fields(draft.meta, self._audiences)
        fields.setdefault("section", place.section)
        return Article(
            id=_own_id(draft.meta) or place.id,
            title=draft.title or clean_line(place.title) or place.id,
            locale=draft.locale or place.locale or self._locale,
            blocks=draft.content.blocks,
            **fields,
        )

    def _resolve(self, href: str, source: PurePath) -> str:
        """A link to another file of the folder as a link to that article."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path.lower().endswith(SUFFIXES):
            return href
        target = os.path.normpath(source.parent / unquote(parts.path).lstrip("/"))
        found = self._id_in(target)
        return f"article:{found}" if found else href

    def _id_of_file(self, relative: str) -> str:
        """The id of the article in a file; empty if there is no such file."""
        path = self._root / relative
        if relative.startswith("..") or not path.is_file():
            return ""
        try:
            meta, _ = split_front_matter(read_text(path, self._root))
        except (Unreadable, FrontMatterError):
            return ""
        return _own_id(meta) or place_of(PurePath(relative)).id

    def _restrictions(self) -> Iterator[Note]:
        """Audiences are easily named by other tools for other ends: say what they do here."""
        for audience, count in sorted((+self._restricted).items()):
            text = f"{count} articles are shown to this audience only; map it if all may read them"
            yield Note(f"audience {audience}", text)

    def _others(self) -> Iterator[Note]:
        kinds = other_kinds(self._root, SUFFIXES)
        if kinds:
            listed = ", ".join(f"{count} {kind}" for kind, count in list(kinds.items())[:12])
            yield Note(self._root.name, f"files of other kinds are not read: {listed}")


def _own_id(meta: Mapping[str, object]) -> str:
    return fold_id(text_of(lowered(meta), ("id",)))


def _repeats(article: Article, first: str) -> str:
    return f"repeats id {article.id!r} in locale {article.locale}, which {first} has"
