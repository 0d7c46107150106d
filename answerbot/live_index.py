"""The generation that serves, swapped when a new one is published.

Knows: when to look at CURRENT, and that a broken successor never replaces a
sound generation.
Must not know: how generations are made, HTTP.

A new generation is loaded and warmed in the background; then one reference is
assigned. Requests that hold the old one finish with it.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from pathlib import Path

from answerbot.errors import NotReady
from indexer.errors import GenerationDamaged, IndexerError
from indexer.generation import current
from indexer.searcher import Searcher, open_current, open_folder

log = logging.getLogger("answerbot")


class LiveIndex:
    """Watches a folder of generations. `start` it, and `stop` it at the end."""

    def __init__(self, root: Path, *, every: float) -> None:
        self._root = root
        self._every = every
        self._searcher: Searcher | None = None
        self._seen = ""
        self.warning = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="live-index", daemon=True)

    def start(self) -> None:
        """Load what there is, then watch."""
        self._load_first()
        self._thread.start()

    def stop(self) -> None:
        """Stop watching."""
        self._stopping.set()
        self._thread.join()

    @property
    def searcher(self) -> Searcher:
        """What serves now. Raises NotReady."""
        if self._searcher is None:
            raise NotReady(self.warning or "no index serves yet; run: answerbot index")
        return self._searcher

    @property
    def serving(self) -> Searcher | None:
        """What serves now, or None."""
        return self._searcher

    def look(self) -> None:
        """Swap if CURRENT names another generation than at the last look."""
        try:
            name = current(self._root)
        except IndexerError as error:
            self.warning = f"{error}{self._goes_on()}"
            return
        if name == self._seen:
            return
        if self._searcher is None:
            self._load_first()
            return
        self._seen = name
        try:
            self._swap(open_folder(self._root / name), "")
        except GenerationDamaged as error:
            self.warning = f"{error}{self._goes_on()}"
            log.error("refused %s: %s", name, error)

    def _goes_on(self) -> str:
        return f"; {self._searcher.manifest.name} goes on serving" if self._searcher else ""

    def _load_first(self) -> None:
        try:
            with suppress(IndexerError):
                self._seen = current(self._root)
            opened = open_current(self._root)
            self._swap(opened.searcher, opened.warning)
        except IndexerError as error:
            self.warning = str(error)
            log.error("no index: %s", error)

    def _swap(self, searcher: Searcher, warning: str) -> None:
        searcher.warm()
        self._searcher = searcher
        self.warning = warning or searcher.manifest.warning
        log.info("serving %s (%d articles)", searcher.manifest.name, searcher.manifest.articles)

    def _watch(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                self.look()
            except OSError as error:
                log.error("could not look for a new generation: %s", error)
