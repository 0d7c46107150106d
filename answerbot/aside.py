"""The generations that experiments compare with the one that serves, loaded beside it.

Knows: which are needed, and that those are not to be removed.
Must not know: how generations are made, what experiments are for.

A chore: once an experiment is made its generation is marked as needed, so that no new build
removes it, and loaded; until it is, and if it is damaged, the one that serves answers for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from answerbot.clock import Clock
from answerbot.store.experiments import Experiments
from indexer.generation import KEEP, existing
from indexer.searcher import Searcher, open_folder

NAME = "generations"
EVERY = 5.0


class Aside:
    """Searchers by the names of their generations."""

    def __init__(self, root: Path, held: Experiments, clock: Clock) -> None:
        self._root = root
        self._held = held
        self._clock = clock
        self._loaded: Mapping[str, Searcher] = {}

    def searcher(self, name: str) -> Searcher | None:
        """One that is loaded; None for no name too."""
        return self._loaded.get(name)

    def turn(self) -> int:
        """Load what is needed, let go of the rest; returns how many were loaded. Raises
        IndexerError for one that is damaged or gone."""
        unfinished = self._held.unfinished(self._clock())
        needed = {one.generation for one in unfinished if one.generation}
        self._mark(needed)
        kept = {name: one for name, one in self._loaded.items() if name in needed}
        self._loaded = kept
        missing = sorted(needed - kept.keys())
        for name in missing:
            opened = open_folder(self._root / name)
            opened.warm()
            self._loaded = {**self._loaded, name: opened}
        return len(missing)

    def _mark(self, needed: set[str]) -> None:
        for name in existing(self._root):
            mark = self._root / name / KEEP
            if name in needed:
                mark.touch()
            else:
                mark.unlink(missing_ok=True)
