"""What an article is: plain, frozen records that every other layer reads.

Knows: articles, their blocks, and how both are written as JSON.
Must not know: HTML, Markdown, files, the network, search.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

EVERYONE = "everyone"


class Record(BaseModel):
    """Base of all records: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Link(Record):
    """A link inside a text. `start` and `end` are offsets in Unicode code points."""

    start: int
    end: int
    href: str


class Text(Record):
    """Plain text with links laid over it."""

    text: str
    links: tuple[Link, ...] = ()


class Heading(Record):
    """A section heading; `anchor` is unique within its article."""

    kind: Literal["heading"] = "heading"
    level: int = Field(ge=1, le=6)
    text: str
    anchor: str


class Paragraph(Record):
    """A paragraph, or any other run of text that stands on its own."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    links: tuple[Link, ...] = ()


class ListItem(Record):
    """One item; `depth` is 0 at the outermost level, so nesting stays flat."""

    depth: int = 0
    text: str
    links: tuple[Link, ...] = ()


class ListBlock(Record):
    """An ordered or unordered list; the first outermost item of an ordered one is `start`."""

    kind: Literal["list"] = "list"
    ordered: bool = False
    start: int = 1
    items: tuple[ListItem, ...]


class Code(Record):
    """Preformatted text."""

    kind: Literal["code"] = "code"
    text: str
    language: str = ""


class Table(Record):
    """Rows of cells; the first row is a header if `header` says so."""

    kind: Literal["table"] = "table"
    header: bool = False
    rows: tuple[tuple[Text, ...], ...]


class Image(Record):
    """An image's alternative text. The picture itself is never carried along."""

    kind: Literal["image"] = "image"
    alt: str


Block = Annotated[
    Heading | Paragraph | ListBlock | Code | Table | Image, Field(discriminator="kind")
]


class Article(Record):
    """One article in one language; translations share the `id`.

    `effective_from` is inclusive, `effective_until` exclusive. A naive date is
    taken as midnight UTC.
    """

    id: str = Field(min_length=1, max_length=300)
    title: str = Field(min_length=1)
    locale: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    blocks: tuple[Block, ...] = ()
    url: str = ""
    section: str = ""
    labels: tuple[str, ...] = ()
    audience: str = EVERYONE
    updated_at: datetime | None = None
    promoted: bool = False
    draft: bool = False
    effective_from: datetime | None = None
    effective_until: datetime | None = None

    @property
    def language(self) -> str:
        """The language part of the locale: `it` of `it-IT`."""
        return self.locale.split("-")[0]

    @property
    def key(self) -> tuple[str, str]:
        """What makes this article unique in a help center: (id, locale)."""
        return self.id, self.locale

    @property
    def plain_text(self) -> str:
        """The body as plain text, a block a line."""
        return "\n".join(filter(None, map(block_text, self.blocks)))

    @property
    def digest(self) -> str:
        """sha256 of everything in the record: equal digests mean nothing changed."""
        return sha256(self.model_dump_json().encode()).hexdigest()


def block_text(block: Block) -> str:
    """The block's words, without markup: what is indexed, and what a reader sees."""
    match block:
        case ListBlock():
            return "\n".join(item.text for item in block.items)
        case Table():
            return "\n".join(" · ".join(cell.text for cell in row) for row in block.rows)
        case Image():
            return block.alt
        case _:
            return block.text


def as_utc(value: object) -> datetime | None:
    """A date, datetime or ISO 8601 text as an aware UTC datetime; None for anything else."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, datetime):
        try:
            return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
        except OverflowError:
            return None
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    return None
