"""The parts of a MIME message: the text that is meant to be read, and what is attached.

Knows: multiparts, transfer encodings, format=flowed.
Must not know: headers of the whole, what is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import NamedTuple

from answerbot.mail.headers import decoded, raw_header, words_of
from answerbot.mail.markup import lines_from_html
from answerbot.mail.words import lines_of
from corpora.characters import clean_line

MOST_TEXT = 1_000_000
"""Characters. What is attached does not count: only its name is kept."""

MOST_PARTS = 500
MOST_ATTACHMENTS = 100

_CONTAINER = "multipart/"


class Attachment(NamedTuple):
    """Something that came along: its name, type and size in bytes. Its content is not kept."""

    name: str
    kind: str
    size: int


@dataclass(slots=True)
class Parts:
    """What was found. `texts` are lists of lines; `inner` are whole messages within."""

    texts: list[list[str]] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    inner: list[Message] = field(default_factory=list)
    length: int = 0
    html: bool = False

    @property
    def lines(self) -> list[str]:
        """All that is to be read, an empty line between two parts."""
        return [line for text in self.texts for line in (*text, "")]


def parts_of(message: Message) -> Parts:
    """The parts of a message, visited without recursion and never more than MOST_PARTS.

    They end where `length` gets above MOST_TEXT.
    """
    found = Parts()
    for part in _leaves(message):
        if found.length > MOST_TEXT:
            break
        kind = part.get_content_type()
        if kind == "message/rfc822":
            found.inner += _children(part)[:1]
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            text = text_of(part)
            found.length += len(text)
            found.html = found.html or kind == "text/html"
            if found.length <= MOST_TEXT:
                found.texts.append(_lines(part, kind, text))
        elif len(found.attachments) < MOST_ATTACHMENTS:
            found.attachments.append(_attachment(part, kind))
    return found


def _leaves(message: Message) -> Iterator[Message]:
    """The parts to look at, in reading order; of alternatives, the one to read."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part, seen = waiting.pop(), seen + 1
        children = _children(part)
        if not part.get_content_type().startswith(_CONTAINER) or not children:
            yield part
        elif part.get_content_subtype() == "alternative":
            waiting += _alternative(children)
        elif part.get_content_subtype() != "report":
            waiting += reversed(children)
        else:
            waiting += children[:1]


def _alternative(children: list[Message]) -> list[Message]:
    """Plain text if it says something, else the last that we can read."""
    for part in children:
        if part.get_content_type() == "text/plain" and text_of(part).strip():
            return [part]
    for part in reversed(children):
        if part.get_content_type() == "text/html" or _children(part):
            return [part]
    return children[:1]


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [p for p in payload if isinstance(p, Message)] if isinstance(payload, list) else []


def _lines(part: Message, kind: str, text: str) -> list[str]:
    if kind == "text/html":
        return lines_from_html(text)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = unflowed(text, delsp=str(part.get_param("delsp", "")).lower() == "yes")
    return lines_of(text)


def text_of(part: Message) -> str:
    """A part's text, whatever is wrong with its encoding or its charset."""
    charset = part.get_param("charset", "utf-8")
    name = charset[2] if isinstance(charset, tuple) else str(charset)
    return decoded(_data(part), name)


def _data(part: Message) -> bytes:
    """The bytes of a part, as many as can be read."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def unflowed(text: str, *, delsp: bool = False) -> str:
    """Text of format=flowed (RFC 3676) with its soft line ends taken out."""
    lines: list[str] = []
    open_depth = -1
    for line in text.replace("\r\n", "\n").split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        flows = content.endswith(" ") and content != "-- "
        said = content[:-1] if flows and delsp else content
        if open_depth == depth and content != "-- ":
            lines[-1] += said
        else:
            lines.append(f"{'>' * depth} {said}" if depth else said)
        open_depth = depth if flows else -1
    return "\n".join(lines)


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _attachment(part: Message, kind: str) -> Attachment:
    return Attachment(_name(part) or _called(kind), kind[:100], len(_data(part)))


def _name(part: Message) -> str:
    """The file's name without folders, or nothing."""
    told = Message()  # the library would replace bytes that are no ASCII
    for header in ("content-disposition", "content-type"):
        told[header] = " ".join(raw_header(part, header).split())
    try:
        name = words_of(told.get_filename("") or "")
    except (ValueError, LookupError, TypeError, AttributeError):
        return ""
    return clean_line(re.split(r"[/\\]", name)[-1])[:200]


def _called(kind: str) -> str:
    return f"unnamed {kind.split('/')[0]}"[:60]
