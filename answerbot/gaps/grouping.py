"""Questions that are about the same, in groups; what is like no other stays out.

Knows: how alike two questions are, which of them belong together.
Must not know: words, enquiries, the encoder, SQL.

Likeness is a mean of the cosines of words and of meaning, the latter about the centre of all
questions, so that what all have in common (a bank's customers all speak of cards) does not count.
Groups grow by average linkage: the two groups whose questions are likest to each other, on the
whole, become one, until none are like enough; then groups that point the same way, however wide
each is, are joined. Since the likeness of two groups is the product of
their sums, no table of all pairs is needed; only neighbours are tried. How it was chosen, and
against what: docs/MEASURING.md.
"""

from __future__ import annotations

import heapq
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from indexer.encoder import Vectors, unit

NEIGHBOURS = 15
CENTRE_SURE = 50
"""As if so many questions lay at the origin: the centre of a few is not to be trusted."""

FEWEST_JOINED = 3
"""Questions of a group whose sum says where it points."""

BLOCK = 512

MOST_NEAR, NEAR = 5, 0.2
"""So many groups are named as near another, from this cosine of their sums on."""

Progress = Callable[[int, int], None]


class Method(NamedTuple):
    """What can be chosen: the share of words in likeness, the rest being meaning; and the mean
    likeness from which two groups are one, by words and meaning, and by words alone; the cosine
    of their sums from which they are joined. The values are those that were measured to be good."""

    words: float = 0.5
    least: float = 0.28
    least_in_words: float = 0.2
    join: float = 0.65
    neighbours: int = NEIGHBOURS


MEASURED = Method()


class Likeness:
    """How alike questions are to each other: by rows of words and, if there is a model, of
    meaning, each a unit vector a question."""

    def __init__(
        self, words: sparse.csr_matrix, meaning: Vectors | None, share: float = MEASURED.words
    ) -> None:
        share = share if meaning is not None else 1.0
        self.words = (words * math.sqrt(share)).tocsr()
        self._turned = self.words.T.tocsc()
        self.meaning = None if meaning is None else centred(meaning) * math.sqrt(1 - share)

    def __len__(self) -> int:
        return int(self.words.shape[0])

    def rows(self, start: int, end: int) -> NDArray[np.float32]:
        """Of the questions from `start` to `end` to all."""
        found = (self.words[start:end] @ self._turned).toarray()
        if self.meaning is not None:
            found += self.meaning[start:end] @ self.meaning.T
        return np.asarray(found, np.float32)

    def within(self, group: Sequence[int]) -> NDArray[np.float32]:
        """Of the questions of a group to the whole of it: the mean likeness, itself included."""
        words = self.words[group]
        found = np.asarray(words @ words.mean(axis=0).T).ravel()
        if self.meaning is not None:
            found = found + self.meaning[group] @ self.meaning[group].mean(axis=0)
        return np.asarray(found, np.float32)


def centred(meaning: Vectors) -> Vectors:
    """The vectors seen from their common centre, of length one again."""
    n = len(meaning)
    share = n / (n + CENTRE_SURE)
    return unit(meaning - share * meaning.mean(axis=0)) if n else meaning


def grouped(
    likeness: Likeness,
    *,
    method: Method = MEASURED,
    progress: Progress | None = None,
) -> list[list[int]]:
    """The numbers of the questions in groups of two and more, the largest first; in a group what
    is likest to all of it comes first. The same questions give the same groups."""
    least = method.least if likeness.meaning is not None else method.least_in_words
    growing = _Growing(likeness)
    for one, other, sure in _neighbours(likeness, least, method.neighbours, progress):
        growing.tie(one, other, sure)
    found = _joined(likeness, growing.grown(least), method.join)
    groups = [_by_middle(likeness, group) for group in found]
    return sorted(groups, key=lambda group: (-len(group), group[0]))


def _neighbours(
    likeness: Likeness, least: float, neighbours: int, progress: Progress | None
) -> Iterator[tuple[int, int, float]]:
    """Each question with those that are nearest to it, as far as they are near enough."""
    n = len(likeness)
    for start in range(0, n, BLOCK):
        found = likeness.rows(start, min(start + BLOCK, n))
        own = np.arange(len(found))
        found[own, start + own] = -1.0
        near = (
            np.argsort(-found, axis=1, kind="stable")[:, :neighbours]
            if n <= neighbours
            else (np.argpartition(-found, neighbours, axis=1)[:, :neighbours])
        )
        sure = np.take_along_axis(found, near, axis=1)
        for row, place in zip(*np.nonzero(sure >= least), strict=True):
            yield start + int(row), int(near[row, place]), float(sure[row, place])
        if progress:
            progress(min(start + BLOCK, n), n)


class _Growing:
    """Groups that grow. Each has the sums of its questions' vectors, and its neighbours."""

    def __init__(self, likeness: Likeness) -> None:
        n, words = len(likeness), likeness.words
        ends = words.indptr
        self._words: list[dict[int, float]] = [
            dict(zip(words.indices[a:b].tolist(), words.data[a:b].tolist(), strict=True))
            for a, b in itertools.pairwise(ends)
        ]
        self._meaning = None if likeness.meaning is None else likeness.meaning.copy()
        self._members = [[number] for number in range(n)]
        self._near: list[set[int]] = [set() for _ in range(n)]
        self._stamp = [0] * n
        self._pairs: list[tuple[float, int, int, int, int]] = []

    def tie(self, one: int, other: int, likeness: float) -> None:
        """The two are neighbours."""
        if other not in self._near[one]:
            self._near[one].add(other)
            self._near[other].add(one)
            self._push(one, other, likeness)

    def grown(self, least: float) -> list[list[int]]:
        """The groups of two and more in the end."""
        while self._pairs and -self._pairs[0][0] >= least:
            _, one, other, first, second = heapq.heappop(self._pairs)
            if (self._stamp[one], self._stamp[other]) == (first, second):
                self._join(one, other, least)
        return [sorted(group) for group in self._members if len(group) > 1]

    def _join(self, one: int, other: int, least: float) -> None:
        if len(self._words[one]) < len(self._words[other]):
            one, other = other, one
        sums = self._words[one]
        for term, value in self._words[other].items():
            sums[term] = sums.get(term, 0.0) + value
        if self._meaning is not None:
            self._meaning[one] += self._meaning[other]
        self._members[one] += self._members[other]
        self._members[other], self._words[other] = [], {}
        self._stamp[one] += 1
        self._stamp[other] = -1
        near = (self._near[one] | self._near[other]) - {one, other}
        for neighbour in self._near[other]:
            self._near[neighbour].discard(other)
        self._near[one], self._near[other] = near, set()
        for neighbour in sorted(near):
            self._near[neighbour].add(one)
            found = self._likeness(one, neighbour)
            if found >= least:
                self._push(one, neighbour, found)

    def _likeness(self, one: int, other: int) -> float:
        """The mean over all pairs of a question of the one and a question of the other."""
        some, more = sorted((self._words[one], self._words[other]), key=len)
        found = sum(value * more[term] for term, value in some.items() if term in more)
        if self._meaning is not None:
            found += float(self._meaning[one] @ self._meaning[other])
        return found / (len(self._members[one]) * len(self._members[other]))

    def _push(self, one: int, other: int, likeness: float) -> None:
        one, other = min(one, other), max(one, other)
        heapq.heappush(self._pairs, (-likeness, one, other, self._stamp[one], self._stamp[other]))


def _joined(likeness: Likeness, groups: list[list[int]], least: float) -> list[list[int]]:
    """The groups, those made one whose sums have such a cosine: the mean likeness of the two by
    that within each, so that a matter which is asked in many ways is not left in pieces."""
    wide = [group for group in groups if len(group) >= FEWEST_JOINED]
    if len(wide) < 2:
        return groups
    apart = np.maximum(0.0, 1.0 - cosines(likeness, wide))
    np.fill_diagonal(apart, 0.0)
    tree = linkage(squareform(apart, checks=False), "average")
    joined: dict[int, list[int]] = {}
    for group, number in zip(wide, fcluster(tree, 1.0 - least, "distance"), strict=True):
        joined.setdefault(int(number), []).extend(group)
    narrow = [group for group in groups if len(group) < FEWEST_JOINED]
    return [sorted(group) for group in (*joined.values(), *narrow)]


def cosines(likeness: Likeness, groups: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """Of the sums of groups to each other, shape (groups, groups)."""
    words = sparse.vstack(
        [sparse.csr_matrix(likeness.words[group].sum(axis=0)) for group in groups]
    )
    found = np.asarray((words @ words.T).toarray(), np.float64)
    if likeness.meaning is not None:
        meaning = np.stack([likeness.meaning[group].sum(axis=0) for group in groups])
        found += meaning @ meaning.T
    lengths = np.maximum(np.sqrt(np.diag(found)), 1e-9)  # a text may have no word
    return np.asarray(found / np.outer(lengths, lengths), np.float64)


def nearest(likeness: Likeness, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """For each group the numbers of those that may be of the same matter, the likest first: not
    near enough to be joined, but nearer than others are."""
    if len(groups) < 2:
        return [[] for _ in groups]
    found = cosines(likeness, groups)
    np.fill_diagonal(found, 0.0)
    order = np.argsort(-found, axis=1, kind="stable")[:, :MOST_NEAR]
    return [[int(n) for n in row if found[number, n] >= NEAR] for number, row in enumerate(order)]


def _by_middle(likeness: Likeness, group: Sequence[int]) -> list[int]:
    order = np.argsort(-likeness.within(group), kind="stable")
    return [group[place] for place in order]
