"""Headers of untrusted messages, read so that none of them can raise.

Knows: how names, addresses, message ids, dates and subjects are written.
Must not know: bodies, what the headers mean for a ticket.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from corpora.characters import clean_line

LONGEST_HEADER = 20_000
LONGEST_ADDRESS = 254
LONGEST_SUBJECT = 500
MOST_REFERENCES = 100

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]]{1,64}@[^\s@<>,;:\"()]{1,189}")
_ID = re.compile(r"<\s*([^<>\s]{1,500})\s*>")
_PREFIX = re.compile(
    r"\s*(?:\[[^\]]{1,30}\]\s*(?=\S{1,5}\s?[:：]))?"
    r"(?:(?P<forward>fwd?|wg|tr|trans|rv|enc|doorst|vb|vs|pd|i|fyi|iletilen|转发|轉寄|轉發|転送|전달)"
    r"|re|aw|antw|antwort|r|rif|ref|res|rép|sv|vá|odp|ynt|atb|bls|回复|回覆|答复|返信|답장|رد|תשובה|отв)"
    r"(?:\s?[\[(]\d{1,3}[\])]|\s?\d{1,3})?\s?[:：]\s*",
    re.IGNORECASE,
)


class Address(NamedTuple):
    """Who: a name, perhaps empty, and an address in lower case."""

    name: str
    address: str


class Subject(NamedTuple):
    """A subject without `Re:` and its kin; what they said of the message."""

    text: str
    forwarded: bool
    answers: bool


def raw_header(message: Message, name: str) -> str:
    """A header as it came, all of its bytes readable; empty if there is none."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return _text(str(value)[:LONGEST_HEADER])
    return ""


def header(message: Message, name: str) -> str:
    """A header's words in one line, encoded words decoded."""
    return clean_line(words_of(raw_header(message, name)))


def addresses(message: Message, *names: str) -> list[Address]:
    """All addresses in these headers, in their order; what is no address is left out."""
    found = []
    for name in names:
        raw = " ".join(raw_header(message, name).split())
        for said, address in _pairs(raw):
            match = _ADDRESS.fullmatch(address.strip())
            if match and len(match[0]) <= LONGEST_ADDRESS:
                found.append(Address(clean_line(words_of(said))[:200], match[0].lower()))
    return found


def ids(message: Message, name: str) -> tuple[str, ...]:
    """The message ids in a header, without brackets; the last ones, where there are many."""
    raw = raw_header(message, name)
    found = _ID.findall(raw) or ([raw.strip()] if re.fullmatch(r"\s*\S{1,500}\s*", raw) else [])
    return tuple(dict.fromkeys(found[-MOST_REFERENCES:]))


def date(message: Message) -> datetime | None:
    """When it says that it was written, in UTC."""
    try:
        at = parsedate_to_datetime(raw_header(message, "date"))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError, AttributeError):
        return None


def subject(message: Message) -> Subject:
    """The subject without what mail programs put before it, in any language."""
    text, kinds = header(message, "subject")[: 4 * LONGEST_SUBJECT], set[bool]()
    while match := _PREFIX.match(text):
        kinds.add(match["forward"] is not None)
        text = text[match.end() :]
    return Subject(text.strip()[:LONGEST_SUBJECT], True in kinds, False in kinds)


def _pairs(raw: str) -> Iterable[tuple[str, str]]:
    try:
        return getaddresses([raw])
    except (ValueError, IndexError, AttributeError, RecursionError):
        return [("", address) for address in _ADDRESS.findall(raw)]


def words_of(raw: str) -> str:
    """Encoded words as text; one that cannot be read stays as it is."""
    try:
        parts = decode_header(" ".join(raw.split()))
    except (ValueError, LookupError):
        return raw
    return "".join(_word(data, charset) for data, charset in parts)


def _word(data: str | bytes, charset: str | None) -> str:
    if isinstance(data, str):
        return data
    return decoded(data, charset or "utf-8")


def decoded(data: bytes, charset: str) -> str:
    """Bytes as text, whatever they say of themselves."""
    for name in (_alias(charset), "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return data.decode("cp1252", errors="replace")


def _alias(charset: str) -> str:
    """The codec that really reads what is sent under a name: its superset."""
    name = charset.strip().strip("'\"").lower()
    return {
        "gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin1": "cp1252",
        "us-ascii": "utf-8", "ascii": "utf-8", "iso-2022-jp": "iso2022_jp_ext",
        "shift_jis": "cp932", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "utf8mb4": "utf-8",
        "big5": "big5hkscs", "iso-8859-8-i": "iso-8859-8", "iso-8859-9": "cp1254",
    }.get(name, name)  # fmt: skip


def _text(value: str) -> str:
    """Bytes that were no ASCII, as text."""
    return decoded(value.encode("utf-8", "surrogateescape"), "utf-8")
