"""What editors see of articles, and what they do about them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from threading import Thread

import pytest
from sqlite_utils import Database

from answerbot.chores import Chore, Chores
from answerbot.period import last_days
from answerbot.staff import Role
from answerbot.store.article_days import EVERY, SHIFT, pack_days
from answerbot.store.article_days import NAME as PACKING
from answerbot.store.articles import Articles
from answerbot.store.audit import Act, Audit
from answerbot.store.curation import Wordings
from tests.answerbot.conftest import Deployment
from tests.indexer.conftest import HELP_CENTER

TABLE = "/editor/articles"


def row_of(page: str, title: str) -> list[str]:
    """The figures of an article's row."""
    (row,) = (row for row in page.split("<tr>") if f">{title}</a>" in row)
    return re.findall(r'<td class="figure">([^<]*?)\s*(?:<span|</td>)', row)


def asked(bot: Deployment, number: int, *kinds: str, **more: str) -> str:
    """An enquiry about passwords in which these things happened to that article."""
    enquiry: str = bot.suggest("reset password", session=f"tab-{number}", **more)["enquiry"]
    for step, kind in enumerate(kinds):
        said = {"reason": "did_not_answer"} if kind == "rejected" else {}
        session = f"tab-{number}"
        for again in ("", "-again"):
            event = f"event-{number}-{step}{again}"
            assert bot.event(
                enquiry, kind, event, article="password", session=session, **said
            ).status_code in (200, 202, 204)
    return enquiry


def test_the_table_counts_enquiries_once(bot: Deployment) -> None:
    asked(bot, 1, "seen", "opened", "accepted")
    asked(bot, 2, "opened", "rejected")
    ticketed = asked(bot, 3, "opened")
    bot.ticket(subject="still locked", enquiry=ticketed, session="tab-3")
    asked(bot, 4)
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(TABLE).text
    assert row_of(page, "Reset your password") == ["2", "4", "3", "1", "–", "1", "1", "–", "–"]
    bot.clock.pass_time(days=8)
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(TABLE).text
    assert row_of(page, "Reset your password") == ["2", "4", "3", "1", "1", "1", "1", "–", "–"]
    assert "There are no articles" not in page
    later = bot.client.get(TABLE, params={"days": 7}).text
    assert set(row_of(later, "Reset your password")) == {"–"}


def test_what_is_chosen_is_shown_and_taken_away(bot: Deployment) -> None:
    asked(bot, 1, "opened")
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(TABLE, params={"find": "PASSWORD", "sort": "title", "up": "true"}).text
    assert 'aria-sort="ascending"' in page
    assert "1 to 1 of 1 that fit" in page
    assert "No article fits" in bot.client.get(TABLE, params={"badge": "excluded"}).text
    file = bot.client.get(f"{TABLE}.csv", params={"sort": "opened"})
    lines = list(csv.DictReader(io.StringIO(file.text)))
    assert (lines[0]["article"], lines[0]["opened"], lines[0]["offered"]) == ("password", "1", "1")
    assert len(lines) == len(bot.services.shelf.of(bot.services.live.searcher).entries)


@pytest.mark.parametrize("query", ["first=x", "first=2026-02-02&last=2026-01-01"])
def test_a_period_that_is_none_is_named(bot: Deployment, query: str) -> None:
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(f"{TABLE}?{query}")
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert bot.client.get(f"{TABLE}.csv?{query}").status_code == 422


def test_the_old_address_leads_here(bot: Deployment) -> None:
    bot.sign_in(Role.EDITOR)
    response = bot.client.get("/editor", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, TABLE)


ONE = f"{TABLE}/password"


def test_one_article_tells_what_became_of_its_questions(bot: Deployment) -> None:
    asked(bot, 1, "opened", "accepted")
    asked(bot, 2, "opened", "rejected")
    bot.event(
        bot.suggest("reset password to teams", session="tab-9")["enquiry"],
        "rejected",
        "event-9-9-9",
        article="password",
        session="tab-9",
        reason="out_of_date",
        text="the menu is gone, mail me at ada@x.example",
    )
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(ONE).text
    assert "“reset password”" in page
    assert "“reset password to teams”" in page
    assert "because out of date" in page
    assert "the menu is gone, mail me at" in page
    assert "ada@x.example" not in page
    assert "<svg" in bot.client.get(f"{ONE}/trend.svg").text
    assert bot.client.get(f"{TABLE}/nothing-here").status_code == 404
    assert "No enquiry met it in this time" in bot.client.get(f"{TABLE}/invoice").text


def test_what_is_taught_here_can_be_taken_back(bot: Deployment) -> None:
    member = bot.sign_in(Role.EDITOR)
    store = bot.services.store
    Articles(store).replace("x", HELP_CENTER, now=bot.clock())
    for kind, words, scope in (
        ("phrasing", "sesame does not open", ""),
        ("pin", "sesame, open", ""),
        ("synonyms", "sesame, password", "en"),
    ):
        sent = bot.form(f"{ONE}/teach", {"kind": kind, "words": words, "scope": scope})
        assert sent.status_code == 303, sent.text
        told = bot.client.get(sent.headers["location"]).text
        assert f"Added: “{words}”" in told
        number = {"number": re.findall(r'name="number" value="(\d+)"', told)[0]}
        assert bot.form(f"{ONE}/unteach", number).status_code == 303
        assert not Wordings(store).all()
        assert bot.form(f"{ONE}/reteach", number).status_code == 303
        assert bot.form(f"{ONE}/unteach", number).status_code == 303
    refused = bot.form(f"{ONE}/teach", {"kind": "synonyms", "words": "sesame", "scope": "en"})
    assert refused.status_code == 422
    assert 'value="sesame, "' in refused.text
    for wrong in ("0", "x", str(2**70)):
        assert bot.form(f"{ONE}/unteach", {"number": wrong}).status_code == 422
        assert bot.client.get(f"{ONE}?done=taught&number={wrong}").status_code < 500
    assert bot.form(f"{ONE}/unteach", {"number": "999"}).status_code == 404
    acts = {(deed.who, deed.act, deed.about) for deed in Audit(store).latest(50)}
    assert {(member.who, act, "password") for act in (Act.CURATED, Act.UNCURATED)} <= acts


def test_an_excluded_article_is_not_offered_from_the_next_question_on(bot: Deployment) -> None:
    def offered() -> list[str]:
        return [one["article"] for one in bot.suggest("reset password")["suggestions"]]

    assert "password" in offered()
    member = bot.sign_in(Role.EDITOR)
    told = bot.client.get(bot.form(f"{ONE}/exclude", {}).headers["location"]).text
    assert "The bot no longer offers this article" in told
    assert "password" not in offered()
    body = {"query": "reset password", "article": "password"}
    why = bot.call("POST", "/v1/explain", body, key=bot.secret).json()
    assert why["sentence"] == "It is not shown: an editor excluded it from the bot."
    assert "excluded (1)" in bot.client.get(TABLE).text
    assert bot.form(f"{ONE}/include", {}).status_code == 303
    assert "password" in offered()
    acts = [deed.act for deed in Audit(bot.services.store).latest(9) if deed.who == member.who]
    assert acts[:2] == [Act.INCLUDED, Act.EXCLUDED]
    assert bot.form(f"{TABLE}/nothing-here/exclude", {}).status_code == 404


def test_an_editor_asks_for_an_update_or_a_translation_once(bot: Deployment) -> None:
    bot.sign_in(Role.EDITOR)
    wish = {"what": "translation", "locale": "de"}
    first, again = (bot.form(f"{ONE}/wish", wish).headers["location"] for _ in range(2))
    assert first == again
    bot.form(f"{ONE}/wish", {"what": "out_of_date", "note": "the menu moved"})
    assert "outdated" in bot.client.get(f"{TABLE}.csv").text
    tasks = bot.client.get("/editor/tasks").text
    assert "A translation is wanted in Deutsch" in tasks
    assert "the menu moved" in tasks
    task = first.partition("task=")[2]
    assert bot.form(f"{ONE}/unwish", {"task": task}).status_code == 303
    assert "A translation is wanted" not in bot.client.get("/editor/tasks").text
    assert bot.form(f"{ONE}/wish", {"what": "translation"}).status_code == 422
    assert bot.form(f"{TABLE}/invoice/unwish", {"task": task}).status_code == 404


def test_days_gone_by_are_packed_by_the_server_and_say_the_same(
    bot: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A transaction packs one day, as customers wait for it, and a turn ends when it was long."""
    for number in range(5):
        asked(bot, number, "opened")
        bot.clock.pass_time(days=1)
    bot.sign_in(Role.EDITOR)
    before = bot.client.get(f"{TABLE}.csv?days=90").text
    store, at_once = bot.services.store, set[int]()
    write = store.write

    def loose() -> int:
        sql = "SELECT count(*) FROM article_packs WHERE counts IS NULL"
        return int(store.read().execute(sql).fetchone()[0])

    def slowly(work: Callable[[Database], object], *, durable: bool = True) -> object:
        had, done = loose(), write(work, durable=durable)
        at_once.add(had - loose())
        bot.clock.pass_time(seconds=SHIFT / 2)
        return done

    bot.services.chores.stop()  # the server's own thread would take turns as well
    chores = Chores([], bot.clock.monotonic)
    packing = partial(pack_days, bot.services.article_days, chores, bot.clock)
    chores.add(Chore(PACKING, EVERY, packing))
    monkeypatch.setattr(store, "write", slowly)
    left = [loose()]
    for _ in range(3):
        chores.turn()
        left.append(loose())
    monkeypatch.undo()
    assert left == [5, 3, 1, 0]
    assert at_once <= {0, 1}
    assert bot.client.get(f"{TABLE}.csv?days=90").text == before
    bot.client.cookies.clear()  # what staff ask meets no article
    asked(bot, 99, "opened")
    assert loose() == 1
    bot.sign_in(Role.EDITOR)
    assert bot.client.get(f"{TABLE}.csv?days=90").text != before


def test_a_day_that_is_packed_while_it_is_read_counts_once(bot: Deployment) -> None:
    """And so does one that a late event unpacks."""
    asked(bot, 1, "opened")
    bot.clock.pass_time(days=1)
    days, now, store = bot.services.article_days, bot.clock.now, bot.services.store
    late = "UPDATE article_daily SET linked = linked"
    meanwhile = [lambda: store.write(lambda db: db.execute(late)), lambda: days.pack(now.date())]
    pending: list[Callable[[], object]] = []

    def between(sql: str) -> None:
        if "counts IS NULL" in sql and pending:
            other = Thread(target=pending.pop())
            other.start()
            other.join()

    store.read().conn.set_trace_callback(between)
    days.pack(now.date())
    for happens in meanwhile:
        pending.append(happens)
        counts = days.counts(last_days(7, now.date()), now=now, matures=timedelta(days=7))
        assert not pending
        assert counts["opened"].sum() == 1


def test_other_programs_get_the_same(bot: Deployment) -> None:
    asked(bot, 1, "opened", "accepted")
    found = bot.call("GET", "/v1/editor/articles?sort=opened", key=bot.secret).json()
    assert (found["total"], found["pages"]) == (len(found["articles"]), 1)
    first = found["articles"][0]
    assert (first["article"], first["counts"]["accepted"]) == ("password", 1)
    assert first["solved_of_opened"]["of"] == 1
    one = bot.call("GET", "/v1/editor/articles/password", key=bot.secret).json()
    assert one["figures"] == first
    assert one["questions"] == [
        {"text": "reset password", "locale": "", "n": 1, "fates": {"resolved": 1}, "reasons": {}}
    ]
    assert one["sections"][0]["shown"] == 1
    wrong = bot.call("GET", "/v1/editor/articles?first=x", key=bot.secret)
    assert (wrong.status_code, wrong.json()["error"]["field"]) == (422, "first")
    assert bot.call("GET", "/v1/editor/articles/gone", key=bot.secret).status_code == 404
