"""What of a customer's words may teach: nothing that points at one person or one case.

Knows: e-mail addresses, web addresses, long numbers; how long a question may be.
Must not know: where the words come from, what is done with them.

Names of people are not recognised: they look like any other word.
"""

from __future__ import annotations

import re

from corpora.characters import clean_line
from indexer.sentences import split
from indexer.tokens import says_something

LONGEST = 200
"""Characters. What is asked stands in the first sentences; the rest is circumstance."""

MOST_DIGITS = 4
"""Years, versions and error codes have no more; telephone, card and order numbers do."""

_NUMBER = re.compile(r"\+?\d(?:[ ().\-/]{0,2}\d){" + str(MOST_DIGITS) + ",}")


def teachable(text: str) -> str:
    """The first sentences of a question without what is private; empty if that says too little."""
    found, length = list[str](), 0
    for sentence in map(impersonal, split(text)):
        length += len(sentence) + 1
        if found and length > LONGEST + 1:
            break
        found.append(sentence)
    line = _shortened(clean_line(" ".join(found)))
    return line if says_something(line) else ""


def impersonal(text: str) -> str:
    """The text without addresses and long numbers, in one line."""
    words = (word for word in clean_line(text).split() if not _private(word))
    return clean_line(_NUMBER.sub(" ", " ".join(words)))


def _private(word: str) -> bool:
    address = "@" in word or "://" in word or word.casefold().startswith("www.")
    return address or sum(map(str.isdigit, word)) > MOST_DIGITS


def _shortened(line: str) -> str:
    """At most LONGEST characters, cut between words where there are any."""
    if len(line) <= LONGEST:
        return line
    head, space, _ = line[: LONGEST + 1].rpartition(" ")
    return head if space else line[:LONGEST]
