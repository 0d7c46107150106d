"""Where a message stops and the one that it answers or forwards begins.

Knows: attributions ("On ... wrote:"), printed headers ("From: Sent: To:"), markers.
Must not know: signatures, what becomes of the parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from answerbot.mail.phrases import FORWARDED, HEADER_LINE, LABELS, ORIGINAL, WROTE

REST = "\x1e"
"""A line that says: from here on it is history. Cleaned out of all texts, so ours alone."""

LONGEST_ATTRIBUTION = 4
"""Lines; programs wrap them."""

_DATED = re.compile(r"\d{1,2}[:.h時点]\s?\d{2}|\b\d{4}\b|\d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}|\d{4}年")
_ADDRESS = re.compile(r"\S@\S")
_QUOTE = re.compile(r"\s{0,3}(?:>|\|\s|＞)")
_MARK = re.compile(r"\s{0,3}[>＞] ?")
_RULE = re.compile(r"\s*[_\-]{5,100}(?:.{1,60}[_\-]{5,100})?\s*")
_HEADER_LINES = 12


class Block(NamedTuple):
    """`start` is the first line of the history, `body` the first of its text."""

    start: int
    body: int
    forwards: bool = False


def is_quote(line: str) -> bool:
    """Whether the line is marked as quoted."""
    return _QUOTE.match(line) is not None


def is_forward(line: str) -> bool:
    """Whether the line announces a forwarded message."""
    return len(line) < 200 and FORWARDED.fullmatch(line) is not None


def is_history(line: str) -> bool:
    """Whether all that follows the line is an older message."""
    return line == REST or (len(line) < 200 and ORIGINAL.fullmatch(line) is not None)


def is_introduced(lines: Sequence[str]) -> bool:
    """Whether a line somewhere, quoted or not, introduces an older message."""
    bare = [_MARK.sub("", line, count=1) for line in lines]
    return any(attribution(bare, number)[0] for number in range(len(bare)))


def unquoted(lines: Sequence[str]) -> list[str]:
    """The lines without one level of quotation, if all that say something have it."""
    if all(_MARK.match(line) for line in lines if line.strip()):
        return [_MARK.sub("", line, count=1) for line in lines]
    return list(lines)


def header_block(lines: Sequence[str], first: int) -> Block | None:
    """A printed header whose first line is `first`, a rule or empty lines before it included."""
    if first >= len(lines) or not _kind(lines[first]):
        return None
    kinds, last = set[str](), first
    for number in range(first, min(len(lines), first + _HEADER_LINES)):
        kind = _kind(lines[number])
        if kind:
            kinds.add(kind)
            last = number
        elif number - last > 1:
            break
    if "from" not in kinds or len(kinds) < 3:
        return None
    start = first
    while start and first - start < 4 and _is_gap(lines[start - 1]):
        start -= 1
    return Block(start, last + 1)


def body_after(lines: Sequence[str], marker: int) -> int:
    """Where the text begins below a marker: behind the header that is printed there, if any."""
    first = marker + 1
    while first < len(lines) and first - marker < 5 and _is_gap(lines[first]):
        first += 1
    block = header_block(lines, first)
    return block.body if block else marker + 1


def _is_gap(line: str) -> bool:
    bare = line.strip("> \t")
    return not bare or line == REST or _RULE.fullmatch(bare) is not None


def _kind(line: str) -> str:
    """from, date, to or subject, or nothing if the line is no printed header."""
    match = HEADER_LINE.match(line[:100])
    return LABELS.get(re.sub(r"\s", "", match[1]).lower(), "") if match else ""


def attribution(lines: Sequence[str], start: int) -> tuple[int, bool]:
    """How many lines from `start` introduce a quote, and whether all that follows is one.

    It is one line or a wrapped one, it ends with a colon, and it is dated and signed: by
    an address or by a word for "wrote". Where no quote follows it, it must be both.
    """
    if not lines[start].strip() or is_quote(lines[start]):
        return 0, False
    for length in range(1, LONGEST_ATTRIBUTION + 1):
        part = lines[start : start + length]
        if len(part) < length or not part[-1].strip():
            return 0, False
        if part[-1].rstrip().endswith((":", "：")):
            found = _judged(" ".join(part), lines, start + length, length)
            shorter = length > 1 and _judged(" ".join(part[1:]), lines, start + length, 1)[0]
            return (0, False) if shorter else found
    return 0, False


def _judged(text: str, lines: Sequence[str], after: int, length: int) -> tuple[int, bool]:
    if len(text) > 400 or not _DATED.search(text):
        return 0, False
    address, wrote = _ADDRESS.search(text), WROTE.search(text)
    if not (address or wrote):
        return 0, False
    following = next((line for line in lines[after : after + 3] if line.strip()), "")
    if is_quote(following):
        return length, False
    return (length, True) if address or _timed(text) else (0, False)


def _timed(text: str) -> bool:
    return re.search(r"\d{1,2}[:.h]\s?\d{2}", text) is not None
