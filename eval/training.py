"""Known phrasings for measuring: which may be used, and a few of them.

Knows: phrasings that would give the answer away, choice by chance.
Must not know: the index, what phrasings are good for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from corpora.curation import Curation, Phrasing
from eval.errors import BadLabels
from eval.folder import Folder
from eval.records import read_phrasings


class Training(NamedTuple):
    """The phrasings that may be used, and what is said about the others."""

    name: str
    phrasings: tuple[Phrasing, ...]
    warnings: tuple[str, ...]


def read_training(folder: Folder, file: str) -> Training:
    """The phrasings of `file`, a name in the folder or a path; see `usable`.

    Raises BadLabels.
    """
    inside = folder.path / file
    path = inside if inside.exists() else Path(file)
    if not path.exists():
        raise BadLabels(inside, None, f"is not there, and there is no file {file!r} either")
    return usable(folder, path.name, read_phrasings(path))


def usable(folder: Folder, name: str, phrasings: Sequence[Phrasing]) -> Training:
    """Left out are phrasings equal to a question that is asked, which would give its answer
    away, and those of articles that the folder does not have."""
    asked = {_plain(query.text) for query in (*folder.queries, *folder.oos)}
    known = {article.id for article in folder.articles}
    given_away = [p for p in phrasings if _plain(p.text) in asked]
    unknown = [p for p in phrasings if p.article not in known]
    kept = tuple(p for p in phrasings if _plain(p.text) not in asked and p.article in known)
    warnings = [
        f"{len(found)} phrasings of {name} {why} and are left out"
        for found, why in (
            (given_away, "are questions of the folder"),
            (unknown, "belong to no article of the folder"),
        )
        if found
    ]
    return Training(name, kept, tuple(warnings))


def at_most(phrasings: Sequence[Phrasing], per_article: int, seed: int) -> tuple[Phrasing, ...]:
    """At most so many phrasings an article, by chance. More of them always hold the fewer,
    so that a curve grows by what is added alone."""
    chosen = {
        place
        for article, places in _by_article(phrasings)
        for place in _shuffled(places, f"{seed} {article}")[:per_article]
    }
    return tuple(p for place, p in enumerate(phrasings) if place in chosen)


def curation_of(phrasings: Sequence[Phrasing], folder: Folder) -> Curation | None:
    """Phrasings as they go into an index of the folder's articles; None without any."""
    known = {article.id for article in folder.articles}
    kept = tuple(phrasing for phrasing in phrasings if phrasing.article in known)
    return Curation(phrasings=kept) if kept else None


def most_of_one(phrasings: Sequence[Phrasing]) -> int:
    """The number of phrasings of the article that has most."""
    return max((len(places) for _, places in _by_article(phrasings)), default=0)


def _by_article(phrasings: Sequence[Phrasing]) -> Iterator[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for place, phrasing in enumerate(phrasings):
        found.setdefault(phrasing.article, []).append(place)
    yield from found.items()


def _shuffled(places: list[int], seed: str) -> list[int]:
    return random.Random(seed).sample(places, len(places))  # noqa: S311 - no secret


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
