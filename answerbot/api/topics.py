"""POST /v1/topics/{id}/followers, and how topics look on the wire.

Knows: what a customer may see of a topic.
Must not know: SQL, which questions match.
"""

from __future__ import annotations

from fastapi import APIRouter

from answerbot.api.callers import Customer, Known, Session, Shared, WriteLimited
from answerbot.api.schemas import Banner, FollowRequest, TopicResponse
from answerbot.asking import belongs
from answerbot.errors import NotFound
from answerbot.store.topics import Follower, Topics
from answerbot.topics import Topic

router = APIRouter(tags=["topics"])


@router.post("/v1/topics/{topic}/followers", status_code=204, dependencies=[WriteLimited])
def follow(
    topic: str,
    sent: FollowRequest,
    _who: Known,
    session: Session,
    customer: Customer,
    shared: Shared,
) -> None:
    """Tell this address when the topic is settled. Once or twice is the same, and looks it."""
    held = Topics(shared.store)
    missing = NotFound(f"no topic {topic[:80]!r}")
    try:
        found = held.get(topic).topic
    except NotFound:
        raise missing from None
    if not found.current(shared.clock(), customer.audiences):
        raise missing
    if sent.enquiry:
        belongs(shared, sent.enquiry, session, customer)
    locale = sent.locale or shared.settings["locale"]
    held.follow(topic, Follower(sent.email, locale, sent.enquiry, shared.clock()))


def banner(topic: Topic | None, locale: str, home: str) -> Banner | None:
    """An incident on the wire."""
    if topic is None:
        return None
    said = topic.said(locale or home, home)
    return Banner(topic=topic.id, title=said.title, text=said.text, until=topic.fix, url=topic.url)


def unanswered(topic: Topic | None, locale: str, home: str) -> TopicResponse | None:
    """An unanswered question on the wire."""
    if topic is None:
        return None
    said = topic.said(locale or home, home)
    return TopicResponse(id=topic.id, title=said.title, text=said.text)
