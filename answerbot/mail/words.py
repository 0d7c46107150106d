"""The customer's own words: a message's text without quotes, signatures and disclaimers.

Knows: lines, what is quoted, what is history, what belongs below a name.
Must not know: MIME, HTML, headers of the message itself.

What is taken away is never lost: it comes back as `quoted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from answerbot.mail.history import (
    REST,
    Block,
    attribution,
    body_after,
    header_block,
    is_forward,
    is_history,
    is_introduced,
    is_quote,
    unquoted,
)
from answerbot.mail.phrases import BANNER, CLOSING, CONFIDENTIAL, CONTACT, MOBILE, THIS_MESSAGE
from corpora.characters import clean

NEXT_TO_NOTHING = 60
"""Characters above a forwarded text: with no more, that text is the question."""

DEEPEST = 6
"""How often a forwarded text is followed into another."""

MOST_LINES = 20_000
"""Lines that are looked at; the rest is kept unread."""

LONGEST_SIGNATURE = 40
"""Lines. More than this below `-- ` is no signature but a text with a rule in it."""

_CARD = 12
"""Lines below a closing that may be a business card."""

_RULE = re.compile(r"[_\-=*]{8,}")
_GAPS = re.compile(r"\n{3,}")


class Words(NamedTuple):
    """What the customer wrote, and everything else."""

    own: str
    quoted: str


def lines_of(text: str) -> list[str]:
    """The lines of untrusted text, as `split` wants them."""
    return [line.rstrip() for line in clean(text).replace("\xa0", " ").expandtabs(4).split("\n")]


def split(lines: Sequence[str], *, forwarded: bool = False, answers: bool = True) -> Words:
    """The customer's words in a message's text. `forwarded`: its subject says that it is one.

    A line `REST` (of `history`) says that all that follows is older. In a message that
    `answers` none, what is marked as quoted is what its sender quotes: their own words,
    unless something introduces it as an older message.
    """
    read = list(lines[:MOST_LINES])
    marks = answers or forwarded or is_introduced(read)
    own, rest = _read(read, forwarded, DEEPEST, marks=marks)
    rest += lines[MOST_LINES:]
    return Words(own, _joined(line for line in rest if line != REST))


def _read(
    lines: list[str], forwarded: bool, deepest: int, *, marks: bool = True
) -> tuple[str, list[str]]:
    """Own words and the rest; a forwarded text is read likewise, and no deeper than `deepest`."""
    history = _history(lines, forwarded)
    stretches, rest = _stretches(lines[: history.start], marks=marks)
    said = []
    for stretch in stretches:
        kept, dropped = _without_signature(stretch)
        said.append(_joined(kept))
        rest += dropped
    own = "\n\n".join(filter(None, said))
    old = lines[history.start :]
    passed_on = forwarded or history.forwards
    if not (deepest and passed_on and history.body > history.start and len(own) <= NEXT_TO_NOTHING):
        return own, [*rest, *old]
    inner, more = _read(unquoted(lines[history.body :]), True, deepest - 1)
    head = lines[history.start : history.body]
    return "\n\n".join(filter(None, (own, inner))), [*rest, *head, *more]


def _history(lines: Sequence[str], forwarded: bool) -> Block:
    """Where the messages begin that this one answers or forwards, and where their text does.

    What stands inside a quote counts only if the whole is forwarded: own words may follow.
    """
    for number, line in enumerate(lines):
        if is_quote(line) and not forwarded:
            continue
        if is_forward(line):
            return Block(number, body_after(lines, number), forwards=True)
        if is_history(line):
            return Block(number, body_after(lines, number))
        block = header_block(lines, number)
        if block:
            return block
    return Block(len(lines), len(lines))


def _stretches(lines: Sequence[str], *, marks: bool) -> tuple[list[list[str]], list[str]]:
    """The own lines, a list between two quotes each, and the quoted ones.

    `marks`: lines with a mark are quoted, whether or not something introduces them.
    """
    own: list[list[str]] = [[]]
    rest: list[str] = []
    number = _banner(lines)
    rest += lines[:number]
    lone = _lone(lines)
    while number < len(lines):
        length, whole = attribution(lines, number)
        if whole:
            rest += lines[number:]
            break
        if length or (marks and is_quote(lines[number]) and number != lone):
            length = length or 1
            rest += lines[number : number + length]
            own.append([])
        else:
            own[-1].append(lines[number])
        number += length or 1
        lone = -1 if length else lone
    return own, rest


def _banner(lines: Sequence[str]) -> int:
    """How many lines a gateway has put on top, if it did and something follows them."""
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    end = start
    while end < len(lines) and end - start < 6 and lines[end].strip():
        end += 1
    follows = any(line.strip() for line in lines[end:])
    return end if follows and BANNER.match(" ".join(lines[start:end])[:500]) else 0


def _lone(lines: Sequence[str]) -> int:
    """A single line with a mark: unless something introduces it, it is the customer's own."""
    marked = [number for number, line in enumerate(lines) if is_quote(line)]
    return marked[0] if len(marked) == 1 else -1


def _without_signature(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines above a signature, and those of it."""
    end = len(lines)
    for number, line in enumerate(lines):
        if line.strip() in ("--", "—") and len(lines) - number <= LONGEST_SIGNATURE:
            end = number
            break
    end = _card(lines, _above(lines, end))
    return lines[:end], lines[end:]


def _above(lines: Sequence[str], end: int) -> int:
    """Where the text ends once trailing mobile signatures, rules and disclaimers are gone."""
    for _ in range(LONGEST_SIGNATURE):
        end = _content(lines, end)
        start = _paragraph(lines, end)
        last = lines[end - 1].strip() if end else ""
        if (MOBILE.fullmatch(last) and not last.endswith("?")) or _RULE.fullmatch(last):
            end -= 1
        elif _is_disclaimer(lines[start:end]):
            end = start
        else:
            break
    return end


def _card(lines: Sequence[str], end: int) -> int:
    """Where the name below a closing ends, if contact data follow it."""
    for number in range(end - 1, max(-1, end - _CARD - 2), -1):
        if CLOSING.fullmatch(lines[number].strip()):
            below = [place for place in range(number + 1, end) if lines[place].strip()]
            after_name = below[0] + 1 if below else end
            told = any(CONTACT.search(line) for line in lines[after_name:end])
            return _content(lines, after_name) if told else end
    return end


def _is_disclaimer(lines: Iterable[str]) -> bool:
    text = " ".join(lines)[:2_000]
    return bool(CONFIDENTIAL.search(text) and THIS_MESSAGE.search(text))


def _content(lines: Sequence[str], end: int) -> int:
    while end and not lines[end - 1].strip():
        end -= 1
    return end


def _paragraph(lines: Sequence[str], end: int) -> int:
    start = end
    while start and end - start < LONGEST_SIGNATURE and lines[start - 1].strip():
        start -= 1
    return start


def _joined(lines: Iterable[str]) -> str:
    """Lines as a text: no empty ones at the ends, never two in a row."""
    return _GAPS.sub("\n\n", "\n".join(lines)).strip("\n")
