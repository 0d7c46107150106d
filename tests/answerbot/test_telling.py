"""Everybody who waits for a topic hears of it: once, together, and not before it can be undone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.announcing import Announcer
from answerbot.errors import Invalid
from answerbot.outgoing import Sort
from answerbot.store.tellings import RECIPIENTS, Tellings
from answerbot.store.topics import Follower, Topics
from answerbot.telling import LONGEST_TITLE, News, checked
from answerbot.tickets import Status
from answerbot.topics import Kind, Said, Topic
from tests.answerbot.conftest import START, Deployment

TOPIC = "top_outage"


@pytest.fixture
def outage(bot: Deployment) -> Deployment:
    """An incident with two followers, of whom one has a ticket too, and a second ticket."""
    bot.sign_in()
    said = {"en": Said(title="Uploads fail", words=("upload",)), "it": Said(title="Guasto")}
    topic = Topic(id=TOPIC, kind=Kind.INCIDENT, texts=said, starts=START)
    topics = Topics(bot.services.store)
    topics.add(topic, author="Ed", now=START)
    topics.follow(TOPIC, Follower("ada@x.example", "en", "", START))
    topics.follow(TOPIC, Follower("bea@x.example", "it", "", START))
    for email in ("ADA@x.example", "cy@x.example", ""):
        bot.ticket(subject="Upload fails", description="My upload stops", email=email)
    return bot


def post(bot: Deployment, path: str, **fields: object) -> int:
    response = bot.form(path, fields)
    return response.status_code


def tell(bot: Deployment, **fields: object) -> int:
    texts = {"title_en": "Uploads work", "text_en": "Sorry!", "title_it": "", "text_it": ""}
    return post(bot, f"/editor/topics/{TOPIC}/tell", **{**texts, **fields})


def turn(bot: Deployment) -> int:
    return Announcer(bot.services).turn()


def sent(bot: Deployment) -> list[tuple[str, str]]:
    posts = bot.services.outbox.latest(100)
    return sorted((one.outgoing.recipient.lower(), one.outgoing.sort) for one in posts)


def test_each_is_told_once_by_mail_and_on_the_ticket(outage: Deployment) -> None:
    post(outage, f"/editor/topics/{TOPIC}/gather", ticket=[1, 2, 3])
    assert tell(outage, solves="1") == 303
    assert turn(outage) == 0
    assert sent(outage) == []
    outage.clock.pass_time(minutes=10)
    assert turn(outage) == 4
    assert sent(outage) == [
        ("ada@x.example", Sort.AGENT_REPLY),
        ("bea@x.example", Sort.TOPIC_NEWS),
        ("cy@x.example", Sort.AGENT_REPLY),
    ]
    for number in (1, 2, 3):
        ticket = outage.services.tickets.numbered(number)
        assert ticket.status is Status.SOLVED
        (message,) = outage.services.tickets.messages(ticket)
        assert message.text == "Uploads work\n\nSorry!"
    assert turn(outage) == 0
    (telling,) = Tellings(outage.services.store).of_topic(TOPIC)
    assert telling.done_at is not None
    assert tell(outage) == 422


def test_who_comes_later_is_told_the_next_time_and_nobody_twice(outage: Deployment) -> None:
    tell(outage)
    outage.clock.pass_time(minutes=11)
    turn(outage)
    topics = Topics(outage.services.store)
    topics.follow(TOPIC, Follower("dee@x.example", "en", "", outage.clock()))
    assert tell(outage) == 303
    outage.clock.pass_time(minutes=11)
    assert turn(outage) == 1
    assert [who for who, _ in sent(outage)] == ["ada@x.example", "bea@x.example", "dee@x.example"]


def test_it_can_be_taken_back_until_it_goes_out(outage: Deployment) -> None:
    tell(outage)
    (telling,) = Tellings(outage.services.store).of_topic(TOPIC)
    page = outage.client.get(f"/editor/topics/{TOPIC}/tell").text
    assert "Goes out at 2026-11-01 09:10 UTC" in page
    assert post(outage, f"/editor/tellings/{telling.id}/cancel") == 303
    assert post(outage, f"/editor/tellings/{telling.id}/cancel") == 303
    outage.clock.pass_time(hours=1)
    assert turn(outage) == 0
    tell(outage)
    outage.clock.pass_time(minutes=10)
    (second, _) = Tellings(outage.services.store).of_topic(TOPIC)
    assert post(outage, f"/editor/tellings/{second.id}/cancel") == 409


def test_followers_are_not_each_held_against_each_ticket(outage: Deployment) -> None:
    sql, values = f"EXPLAIN QUERY PLAN {RECIPIENTS}", {"topic": TOPIC, "limit": 5}
    rows = outage.services.store.read().execute(sql, values).fetchall()
    correlated = {row[0] for row in rows if "CORRELATED" in row[3]}
    within = [row[3] for row in rows if row[1] in correlated]
    assert within
    assert all("told USING PRIMARY KEY (topic=? AND whom=?)" in step for step in within), within


def test_it_is_looked_at_before(outage: Deployment) -> None:
    page = outage.client.get(f"/editor/topics/{TOPIC}/tell").text
    assert "Tell 2 in 10 minutes" in page
    assert page.count('name="ticket"') == 3
    response = outage.form(
        f"/editor/topics/{TOPIC}/tell",
        {"title_en": "Works <again>", "text_en": "Sorry!", "try": "1"},
    )
    assert "Works &lt;again&gt;" in response.text
    assert "You get this once" in response.text
    assert Tellings(outage.services.store).of_topic(TOPIC) == []


def test_a_title_without_a_text_is_said_beside_its_field(outage: Deployment) -> None:
    response = outage.form(f"/editor/topics/{TOPIC}/tell", {"title_en": "Only a title"})
    assert response.status_code == 422
    assert "Write both a title and a text." in response.text
    assert "Only a title" in response.text


@given(st.dictionaries(st.sampled_from(["en", "fr"]), st.tuples(st.text(), st.text()), max_size=2))
def test_what_is_kept_can_be_sent(texts: dict[str, tuple[str, str]]) -> None:
    try:
        found = checked({locale: News(*said) for locale, said in texts.items()})
    except Invalid:
        return
    assert found
    for news in found.values():
        assert 0 < len(news.title) <= LONGEST_TITLE
        assert "\n" not in news.title
        assert news.text.strip()
