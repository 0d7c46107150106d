"""Typing errors, as fingers make them.

Knows: keyboards, the four kinds of error.
Must not know: who asks the noisy questions, what is measured.

The kinds are those of F. J. Damerau, "A technique for computer detection and correction
of spelling errors", CACM 7 (1964), with substitution by a neighbouring key alone, and
insertion as a key struck twice. Only letters are touched.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

PER_ERROR = 12
"""Characters for each error."""

ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def _neighbours() -> dict[str, str]:
    """Of each key those that touch it; each row of a QWERTY keyboard stands half a key
    to the right of the one above."""
    place = {key: (row, column) for row, keys in enumerate(ROWS) for column, key in enumerate(keys)}
    touching = ((0, -1), (0, 1), (-1, 0), (-1, 1), (1, -1), (1, 0))
    key_at = {where: key for key, where in place.items()}
    return {
        key: "".join(key_at.get((row + down, column + right), "") for down, right in touching)
        for key, (row, column) in place.items()
    }


NEIGHBOURS = _neighbours()


def noisy(text: str, rng: random.Random) -> str:
    """`text` with one error for every PER_ERROR characters, in places chosen by `rng`.

    A fraction of an error is made with that chance, so that short texts suffer no more
    than long ones. A text with too few letters stays as it is.
    """
    letters = [place for place, char in enumerate(text) if char.isalpha()]
    whole, part = divmod(len(text), PER_ERROR)
    errors = whole + (rng.random() < part / PER_ERROR)
    chosen = rng.sample(letters, min(errors, len(letters)))
    for place in sorted(chosen, reverse=True):
        text = rng.choice(list(_possible(text, place)))(text, place, rng)
    return text


Error = Callable[[str, int, random.Random], str]


def _possible(text: str, place: int) -> Iterator[Error]:
    """The kinds of error that change the letter at `place`."""
    yield drop
    yield double
    following = text[place + 1 : place + 2]
    if following.isalpha() and following != text[place]:
        yield swap
    if text[place].lower() in NEIGHBOURS:
        yield neighbour


def swap(text: str, place: int, _rng: random.Random) -> str:
    """A letter and the next in the wrong order."""
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def drop(text: str, place: int, _rng: random.Random) -> str:
    """A letter missed."""
    return text[:place] + text[place + 1 :]


def double(text: str, place: int, _rng: random.Random) -> str:
    """A letter struck twice."""
    return text[: place + 1] + text[place:]


def neighbour(text: str, place: int, rng: random.Random) -> str:
    """The key beside the one that was meant, in the same case."""
    key = rng.choice(NEIGHBOURS[text[place].lower()])
    return text[:place] + (key.upper() if text[place].isupper() else key) + text[place + 1 :]


def generator(seed: int, query: str) -> random.Random:
    """A query's own generator: its errors do not depend on which others are asked."""
    return random.Random(f"{seed} {query}")  # noqa: S311 - no secret
