"""What customers did over HTTP becomes what the next index is taught."""

from __future__ import annotations

from datetime import timedelta

import pytest

from answerbot.lessons import evidence
from answerbot.store.articles import Articles
from answerbot.store.curation import Wordings
from answerbot.store.encounters import Encounters
from answerbot.store.lessons import Telling
from answerbot.teaching import taught
from corpora.article import Article, Paragraph
from corpora.curation import Phrasing
from tests.answerbot.conftest import START, Deployment
from tests.indexer.conftest import HELP_CENTER

AGREEING = 4


@pytest.fixture
def used(bot: Deployment) -> Deployment:
    """Several visitors, each in a tab of its own, accepted an article for the same words."""
    Articles(bot.services.store).replace("test", HELP_CENTER, now=START - timedelta(days=1))
    for visitor in range(AGREEING):
        accept(bot, f"tab-{visitor}", "upload")
    return bot


def accept(bot: Deployment, session: str, article: str, *, query: str = "large videos") -> str:
    enquiry: str = bot.suggest(query, session=session)["enquiry"]
    event = f"accept-{session}"
    answer = bot.event(enquiry, "accepted", event, article=article, session=session)
    assert answer.status_code == 200, answer.text
    return enquiry


def learnt(bot: Deployment, *, until: int | None = None) -> list[Phrasing]:
    return list(taught(bot.services.store, bot.settings, until=until).learnt)


def newest(bot: Deployment) -> int:
    return Telling(bot.services.store).newest()


def import_again(bot: Deployment, *, body: str) -> None:
    edited = [
        a.model_copy(update={"blocks": (Paragraph(text=body),)}) if a.id == "upload" else a
        for a in HELP_CENTER
    ]
    Articles(bot.services.store).replace("test", edited, now=bot.clock())


def test_nothing_is_taught_until_it_was_learnt_and_then_each_time(used: Deployment) -> None:
    assert learnt(used) == []
    found = learnt(used, until=newest(used))
    phrasing = Phrasing(text="large videos", article="upload", locale="en", source="accepted")
    assert found == [phrasing] * AGREEING
    Telling(used.services.store).learn(newest(used))
    accept(used, "tab-later", "upload")
    assert learnt(used) == found


def test_what_editors_set_is_taught_beside_it(used: Deployment) -> None:
    own = Phrasing(text="clip will not finish", article="upload", source="editor")
    Wordings(used.services.store).add(own, author="me", now=START)
    found = taught(used.services.store, used.settings, until=newest(used)).curation.phrasings
    assert found == (own, *learnt(used, until=newest(used)))


def test_an_acceptance_that_is_undone_is_forgotten(used: Deployment) -> None:
    enquiries = [accept(used, f"again-{n}", "upload", query="videos stop") for n in range(3)]
    before = learnt(used, until=newest(used))
    used.event(enquiries[0], "undone", "undo-id-1", session="again-0")
    after = learnt(used, until=newest(used))
    assert len(before) - len(after) in (1, 3)
    assert len([p for p in after if p.text == "large videos"]) == AGREEING


def test_a_small_edit_keeps_lessons_a_large_one_drops_them(used: Deployment) -> None:
    used.clock.pass_time(days=1)
    import_again(used, body="Large videos may stop. 🎬 Try another browser, please.")
    assert len(learnt(used, until=newest(used))) == AGREEING
    used.clock.pass_time(days=1)
    import_again(used, body="Uploading was removed in June; use the folder that is synchronised.")
    assert learnt(used, until=newest(used)) == []
    used.clock.pass_time(days=1)
    for visitor in range(AGREEING):
        accept(used, f"new-{visitor}", "upload")
    assert len(learnt(used, until=newest(used))) == AGREEING


def test_a_forgotten_source_takes_its_lessons_along_for_good(used: Deployment) -> None:
    articles = Articles(used.services.store)
    used.clock.pass_time(days=1)
    articles.replace("test", list[Article](), now=used.clock())
    assert learnt(used, until=newest(used)) == []
    articles.replace("test", HELP_CENTER, now=used.clock())
    assert learnt(used, until=newest(used)) == []


def test_without_a_session_all_are_one_visitor(bot: Deployment) -> None:
    Articles(bot.services.store).replace("test", HELP_CENTER, now=START - timedelta(days=1))
    for _ in range(AGREEING):
        enquiry = bot.suggest("large videos", session="")["enquiry"]
        bot.event(enquiry, "accepted", f"id-{enquiry}", article="upload", session="")
    assert learnt(bot, until=newest(bot)) == []


def test_the_store_tells_what_a_loop_over_the_ledger_finds(used: Deployment) -> None:
    bot = used
    ticket = bot.ticket(subject="Videos stop", description="Halfway, always.", session="tab-t")
    bot.sign_in()
    sent = {"text": "See this", "article": "upload", "locale": "en"}
    answer = bot.client.post(f"/desk/{ticket['number']}/reply", data=sent)
    assert answer.status_code in (200, 303), answer.text
    ledger, telling = bot.services.ledger, Telling(bot.services.store)
    for until in (0, newest(bot) // 2, newest(bot)):
        slow = []
        for enquiry, events in ledger.states():
            arrived = [e for e in ledger.everything()[:until] if e.enquiry == enquiry]
            assert arrived == events[: len(arrived)]
            if any(e.article and e.kind in ("accepted", "rejected", "linked") for e in arrived):
                slow.append(arrived)
        found = list(telling.enquiries(until))
        assert [list(told.events) for told in found] == slow
    last = [one for told in found for one in evidence(told) if one.source == "agent"]
    assert [(e.text, e.article) for e in last] == [("Videos stop Halfway, always.", "upload")]


def test_what_staff_try_out_teaches_nothing_and_is_no_past(bot: Deployment) -> None:
    Articles(bot.services.store).replace("test", HELP_CENTER, now=START - timedelta(days=1))
    bot.sign_in()
    for tab in range(AGREEING):
        accept(bot, f"tab-{tab}", "upload")
    assert learnt(bot, until=newest(bot)) == []
    assert list(bot.services.ledger.states()) == []
    assert Encounters(bot.services.store).latest_questions(99) == []
