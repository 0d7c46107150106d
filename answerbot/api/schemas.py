"""The public JSON contract: what may be sent and what comes back.

Knows: field names, types, lengths.
Must not know: tables, ranking.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from answerbot.enquiries import CUSTOMER_KINDS, Kind, Reason, State
from answerbot.tickets import Status
from corpora.article import Block
from corpora.locales import locale_of


def _without_controls(text: str) -> str:
    """Control characters but line breaks and tabs become spaces; lone surrogates go."""
    cleaned = "".join(c if c >= " " or c in "\n\t" else " " for c in text)
    return cleaned.encode("utf-8", "ignore").decode()


def _from_a_customer(kind: Kind) -> Kind:
    if kind not in CUSTOMER_KINDS:
        raise ValueError(
            f"{kind} is not for customers to report; they may {sorted(CUSTOMER_KINDS)}"
        )
    return kind


def _as_locale(sent: object) -> object:
    """However pages write it, `en_US` or `EN`; what names no language is refused later."""
    return locale_of(sent) or sent if isinstance(sent, str) else sent


def _without_query(address: str) -> str:
    """Behind ? and # stand what customers searched for, and sometimes who they are."""
    return re.split(r"[?#]", address, maxsplit=1)[0]


Clean = AfterValidator(_without_controls)
Line = Annotated[str, StringConstraints(max_length=500), Clean]
Body = Annotated[str, StringConstraints(max_length=20_000), Clean]
Identifier = Annotated[str, StringConstraints(max_length=300), Clean]
Locale = Annotated[
    str,
    BeforeValidator(_as_locale),
    StringConstraints(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$"),
]
Page = Annotated[str, StringConstraints(max_length=2_000), Clean, AfterValidator(_without_query)]
Tags = Annotated[
    list[Annotated[str, StringConstraints(max_length=100), Clean]], Field(max_length=20)
]
Rating = Annotated[int, Field(ge=1, le=5, strict=True)]
Email = Annotated[str, StringConstraints(pattern=r"^([^@\s]+@[^@\s]+)?$", max_length=254)]


class Sent(BaseModel):
    """Base of what clients send: unknown fields are refused, so that typing errors show."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SuggestRequest(Sent):
    """What the customer has typed so far, and where."""

    query: Annotated[str, StringConstraints(max_length=4_000), Clean] = Field(
        default="",
        description="What was typed, or the question as a whole. While one types, a space at "
        "the end says that the last word is finished.",
    )
    subject: Line = Field(default="", description="The form's subject, if there is one.")
    description: Body = Field(default="", description="The form's description, if there is one.")
    locale: Locale = Field(default="", description="The page's locale; empty: found out.")
    form: Identifier = Field(default="", description="The id of the contact form, if there is one.")
    page: Page = Field(
        default="", description="The address of the page; its query and fragment are dropped."
    )
    product: Identifier = Field(
        default="", description="What the page is about: an article's section, label or title."
    )
    tags: Tags = Field(default=[], description="Likewise, several: they match articles' labels.")
    limit: int = Field(default=3, ge=1, le=10, description="How many suggestions at most.")
    typing: bool = Field(default=False, description="Whether the customer is still typing.")
    enquiry: Identifier = Field(
        default="", description="From the first answer; then in every call."
    )


class Passage(BaseModel):
    """The part that answers. Offsets count Unicode code points, end exclusive."""

    text: str
    anchor: str
    highlights: list[tuple[int, int]]


class Suggestion(BaseModel):
    """An article offered. Of those offered at 0.8, about 80 % are right."""

    article: str
    title: str
    url: str
    locale: str
    passage: Passage
    confidence: float
    reason: Literal["words", "meaning", "both", "pinned"]


class Notice(BaseModel):
    """Something the customer should be told."""

    code: Literal["other_language"]
    message: str


class Banner(BaseModel):
    """A current incident: it stands above suggestions, and where there are none."""

    topic: str = Field(description="For `POST /v1/topics/{topic}/followers`.")
    title: str
    text: str
    until: datetime | None = Field(description="When it is expected to be over.")
    url: str = Field(description="Where there is more to read; empty if nowhere.")
    follow: bool = Field(default=True, description="Whether one may ask to be told.")


class TopicResponse(BaseModel):
    """A known question that no article answers yet: one may ask to be told."""

    id: str
    title: str
    text: str


class FollowRequest(Sent):
    """Who wants to be told when a topic is settled."""

    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$", max_length=254)]
    locale: Locale = Field(default="", description="Empty: the help center's.")
    enquiry: Identifier = Field(default="", description="What led to it, if anything.")


class SuggestResponse(BaseModel):
    """At most a few suggestions, best first; none if the bot abstains."""

    enquiry: str
    suggestions: list[Suggestion]
    abstained: bool
    notice: Notice | None = None
    banner: Banner | None = None
    topic: TopicResponse | None = Field(default=None, description="Only where nothing is offered.")
    generation: str
    took_ms: float


class EventRequest(Sent):
    """Something that the customer did. Send it again with the same id if no answer came."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")] = Field(
        description="Chosen by the sender, a UUID say."
    )
    kind: Annotated[Kind, AfterValidator(_from_a_customer)]
    article: Identifier = ""
    locale: Locale = ""
    reason: Reason | None = Field(default=None, description="Of `rejected` only.")
    text: Body = Field(default="", description="The customer's own words, with `rejected`.")
    satisfaction: Rating | None = Field(
        default=None, description="Of `rated` only: from 1, very unhappy, to 5, very happy."
    )
    effort: Rating | None = Field(
        default=None, description="Of `rated` only: from 1, very hard, to 5, very easy."
    )


class BeaconEvent(Sent):
    """An event and the enquiry that it belongs to."""

    enquiry: Identifier
    event: EventRequest


class Beacon(Sent):
    """The last events of a page that is being left. A beacon has no headers of its own, so
    that key and session stand in the body, which is sent as `text/plain`."""

    key: Annotated[str, StringConstraints(min_length=1, max_length=200)] = Field(
        description="What would stand after `Authorization: Bearer`."
    )
    session: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="", description="What would stand in `X-Answerbot-Session`."
    )
    identity: Annotated[str, StringConstraints(max_length=10_000)] = Field(
        default="", description="What would stand in `X-Answerbot-Identity`."
    )
    events: Annotated[list[BeaconEvent], Field(min_length=1, max_length=100)]


class EventResponse(BaseModel):
    """The event as kept, and what became of the enquiry."""

    event: str
    kind: Kind
    enquiry: str
    state: State
    article: str = Field(description="The accepted article, if any.")


class ArticleResponse(BaseModel):
    """An article as blocks, never as HTML."""

    id: str
    title: str
    locale: str
    locales: list[str]
    url: str
    section: str
    updated_at: datetime | None
    blocks: list[Block]


class TicketRequest(Sent):
    """A request for a human. Send it again with the same id if no answer came."""

    id: Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9_-]{8,64})?$")] = Field(
        default="", description="Chosen by the sender, a UUID say: of one id there is one ticket."
    )
    enquiry: Identifier = Field(
        default="", description="What led to it; its session must be yours."
    )
    subject: Line = Field(default="", description="Empty: the first line of the description.")
    description: Body = Field(default="", description="This or the subject must say something.")
    name: Line = Field(default="", description="The customer's name.")
    email: Email = Field(default="", description="Where the answer goes.")
    form: Identifier = Field(default="", description="The id of the contact form.")
    locale: Locale = Field(default="", description="Empty: the help center's.")


class AgentRequest(Sent):
    """A ticket in a help desk of your own, as its agent sees it."""

    subject: Line = Field(default="", description="This or the description must say something.")
    description: Body = Field(default="", description="What the customer wrote first.")
    messages: list[Body] = Field(
        default=[], max_length=50, description="What the customer wrote later, oldest first."
    )
    locale: Locale = Field(default="", description="The ticket's locale; empty: found out.")
    audiences: Annotated[list[Identifier], Field(max_length=20)] = Field(
        default=[],
        description="What the customer belongs to, by your word: articles for it may come too."
        " On this server such an article opens for customers who prove it.",
    )


class Snippet(BaseModel):
    """A passage with its title and address, for a reply."""

    text: str
    html: str


class AgentSuggestion(Suggestion):
    """An article for an agent; `link` is its page on this server."""

    link: str
    snippet: Snippet


class AgentResponse(BaseModel):
    """At most a few articles, or none. Nothing was recorded."""

    suggestions: list[AgentSuggestion]
    abstained: bool
    generation: str
    took_ms: float


class TicketResponse(BaseModel):
    """A ticket as its customer sees it. `url` is the customer's page."""

    ticket: str
    number: int
    enquiry: str
    url: str
    subject: str
    description: str
    status: Status
    tags: list[str]
    resolved_by: str
    created_at: datetime
    updated_at: datetime


class FormResponse(BaseModel):
    """A contact form, with the articles to show before anything is typed."""

    id: str
    title: str
    quick_links: list[dict[str, str]]


class ContactResponse(BaseModel):
    """The ways to reach a human besides the form; empty where there is none."""

    email: str
    phone: str
    hours: str


class ConfigResponse(BaseModel):
    """What the widget needs to know at its start."""

    name: str
    locale: str
    languages: list[str]
    forms: list[FormResponse]
    contact: ContactResponse
    banners: list[Banner] = Field(description="Incidents that concern everybody.")


class Problem(BaseModel):
    """The inside of every error."""

    code: str
    message: str
    field: str | None = None
    request_id: str


class ErrorResponse(BaseModel):
    """The one shape of all errors."""

    error: Problem
