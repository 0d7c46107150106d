"""/editor/gaps: an editor sees what is missing, decides, and can take it back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from answerbot.gaps.looking import Search
from answerbot.gaps.watching import gap_watch
from answerbot.store import gap_searches
from answerbot.store.articles import Articles
from answerbot.store.gap_searches import Searches
from answerbot.store.gaps import Gaps
from tests.answerbot.conftest import ORIGIN, START, Deployment
from tests.answerbot.gaps.asked import INVOICE, NOISE, REFUND, ask
from tests.indexer.conftest import HELP_CENTER


@pytest.fixture
def gappy(bot: Deployment) -> Deployment:
    store = bot.services.store
    Articles(store).replace("test", HELP_CENTER, now=START)
    ask(store, REFUND, START - timedelta(days=9), name="r", nearest="password", sure=0.3)
    ask(store, INVOICE[:5], START - timedelta(days=2), name="i", ticket=True)
    ask(store, [*NOISE, "=cmd|' /C calc'!A0"], START - timedelta(days=2), name="n")
    look(bot)
    bot.sign_in()
    return bot


def look(bot: Deployment) -> None:
    services = bot.services
    Search(services.store, "en", services.clock, services.random).look(8)


def gap_of(bot: Deployment, word: str) -> str:
    counted = Gaps(bot.services.store).counted()
    return next(name for name, one in counted.items() if word in one.samples[0])


def test_the_list_says_what_is_asked_and_why_nothing_answered(gappy: Deployment) -> None:
    page = gappy.client.get("/editor/gaps").text
    assert page.index("money back") < page.index("nvoice")
    assert "Reset your password" in page
    assert "not sure enough" in page
    assert "No article is close" in page
    assert "too few to tell (5 of 5)" in page
    assert "18 questions without an answer" in page
    assert "11 belong to a gap, 7 are like too few others" in page


def test_before_the_first_search_it_says_what_will_happen(bot: Deployment) -> None:
    bot.sign_in()
    assert "Nothing has been searched yet" in bot.client.get("/editor/gaps").text
    bot.form("/editor/gaps/find", {})
    assert "A search begins within a moment" in bot.client.get("/editor/gaps").text


def test_decisions_are_told_and_undone(gappy: Deployment) -> None:
    gap = gap_of(gappy, "money")
    for deed, fields, said in (
        ("assign", {"assignee": "link"}, "is assigned to"),
        ("dismiss", {"reason": "We pay nothing back"}, "twice the questions"),
        ("publish", {"article": "password"}, "Too early to tell"),
    ):
        answer = gappy.form(f"/editor/gaps/{gap}/{deed}", fields)
        assert answer.status_code == 303, answer.text
        assert said in gappy.client.get(answer.headers["location"]).text
        gappy.form(f"/editor/gaps/{gap}/undo", {})
        assert "What to do" in gappy.client.get(f"/editor/gaps/{gap}").text
    assert Gaps(gappy.services.store).get(gap).decision.status == "open"


@pytest.mark.parametrize(
    ("deed", "field", "value", "said"),
    [
        ("assign", "assignee", "nobody", "Choose who shall write"),
        ("dismiss", "reason", " ", "Say why no article is wanted"),
        ("dismiss", "reason", "x" * 501, "at most 500 characters"),
        ("publish", "article", "gone", "No article &#39;gone&#39; is imported"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    gappy: Deployment, deed: str, field: str, value: str, said: str
) -> None:
    answer = gappy.form(f"/editor/gaps/{gap_of(gappy, 'money')}/{deed}", {field: value})
    assert answer.status_code == 422
    assert said in answer.text


def test_an_article_that_was_there_before_is_asked_about(gappy: Deployment) -> None:
    store = gappy.services.store
    ask(store, REFUND, gappy.clock() + timedelta(days=3), name="later", nearest="password")
    gappy.clock.pass_time(days=4)
    gap = gap_of(gappy, "money")
    store.write(
        lambda db: db.execute(
            "UPDATE gaps SET first_seen = ?", ((START + timedelta(days=3)).isoformat(),)
        )
    )
    gappy.sign_in()
    asked = gappy.form(f"/editor/gaps/{gap}/publish", {"article": "password"})
    assert asked.status_code == 422
    assert "was there before the first of these questions" in asked.text
    assert "Follow it all the same" in asked.text
    sure = {"article": "password", "sure": "password"}
    assert gappy.form(f"/editor/gaps/{gap}/publish", sure).status_code == 303


def test_after_publishing_one_sees_whether_the_gap_closed(gappy: Deployment) -> None:
    gap, store = gap_of(gappy, "money"), gappy.services.store
    gappy.form(f"/editor/gaps/{gap}/publish", {"article": "password"})
    gappy.clock.pass_time(days=1)
    begin = gappy.clock()
    ask(store, REFUND[:4], begin, name="yes", offered="password", accepted=True)
    ask(store, REFUND[:2], begin, name="no", offered="password", ticket=True)
    gappy.clock.pass_time(days=20)
    look(gappy)
    gappy.sign_in()
    page = gappy.client.get(f"/editor/gaps/{gap}").text
    assert Gaps(store).offered_since("password", START) == (6, 4, 2)
    assert "2 in all" in page
    assert "The gap closed" in page
    assert gap in gappy.client.get("/editor/gaps?status=published").text


def test_a_gap_does_not_close_by_waiting(bot: Deployment) -> None:
    store, week = bot.services.store, timedelta(weeks=1)
    Articles(store).replace("test", HELP_CENTER, now=START)
    bot.sign_in()
    for number in range(-8, 0):
        ask(store, REFUND * 2, START + number * week, name=f"w{number}")
    look(bot)
    gap = gap_of(bot, "money")
    bot.form(f"/editor/gaps/{gap}/publish", {"article": "password"})
    for first, last in ((0, 4), (4, 20)):
        for number in range(first, last):
            ask(store, REFUND * 2, START + number * week, name=f"w{number}")
        bot.clock.pass_time(days=7 * (last - first))
        look(bot)
        bot.sign_in()
        page = bot.client.get(f"/editor/gaps/{gap}").text
        assert "The gap did not become smaller" in page
        assert page.count('<td class="figure">12.0</td>') == 2, "before and since"


def test_before_counts_only_the_weeks_in_which_there_was_a_bot(bot: Deployment) -> None:
    store = bot.services.store
    Articles(store).replace("test", HELP_CENTER, now=START)
    bot.sign_in()
    ask(store, REFUND * 4, START - timedelta(weeks=2), name="r")
    look(bot)
    gap = gap_of(bot, "money")
    bot.form(f"/editor/gaps/{gap}/publish", {"article": "password"})
    assert Gaps(store).get(gap).decision.rate == 12.0


def test_weeks_that_were_not_read_are_not_shown_as_empty(
    bot: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gap_searches, "MOST", 24)
    for number in range(1, 6):
        ask(bot.services.store, REFUND * 2, START - timedelta(weeks=number), name=f"w{number}")
    look(bot)
    bot.sign_in()
    told = bot.call("GET", "/v1/editor/gaps", key=bot.secret).json()
    assert list(told["gaps"][0]["weeks"].values())[:2] == [12, 12]
    assert datetime.fromisoformat(told["since"]) == START - timedelta(weeks=2)
    assert "the newest 24 questions" in bot.client.get("/editor/gaps").text


def test_files_and_api_say_the_same(gappy: Deployment) -> None:
    gap = gap_of(gappy, "money")
    rows = gappy.client.get("/editor/gaps.csv").text.splitlines()
    assert rows[1].startswith(f"{gap},")
    listed = gappy.call("GET", "/v1/editor/gaps", key=gappy.secret).json()
    assert [one["questions"] for one in listed["gaps"]] == [6, 5]
    one = gappy.call("GET", f"/v1/editor/gaps/{gap}", key=gappy.secret).json()
    assert sum(one["weeks"].values()) == len(one["asked"]) == 6
    assert one["why"] == {"not_sure": 6}
    questions = gappy.client.get(f"/editor/gaps/{gap}/questions.csv").text
    assert questions.count("enq_") == 6
    assert gappy.call("GET", "/v1/editor/gaps/none", key=gappy.secret).status_code == 404
    assert gappy.client.get("/editor/gaps/none").status_code == 404


def test_a_draft_holds_questions_and_agents_answers_and_nobody_s_data(bot: Deployment) -> None:
    bot.sign_in()
    bot.site = ORIGIN
    answers = ["Open Billing, jo@x.example. # Then save."] * 3 + ["Write to our accountants."]
    for number, text in enumerate(INVOICE):
        said = f"{text} jo{number}@shop.example"
        made = bot.ticket(subject=said, description=said, session=f"tab-{number}")
        if number < len(answers):
            sent = bot.form(f"/desk/{made['number']}/reply", {"text": f"Hi. {answers[number]}"})
            assert sent.status_code == 303
    bot.clock.pass_time(hours=1)
    look(bot)
    (gap,) = Gaps(bot.services.store).counted()
    text = bot.client.get(f"/editor/gaps/{gap}/draft.md").text
    assert text.count("Open Billing") == 1, "what was said alike"
    assert ", and 2 more like it" in text
    assert "accountants" in text
    assert "hange the address on the invoice" in text
    assert "@" not in text


def test_the_server_searches_once_a_day_and_when_asked(bot: Deployment) -> None:
    started: list[str] = []

    class Done:
        def poll(self) -> int:
            return 0

        def wait(self) -> int:
            return 0

        def terminate(self) -> None:
            pass

    def start(command: object) -> Done:
        started.append(str(command))
        look(bot)
        return Done()

    watch, searches = gap_watch(bot.services, start), Searches(bot.services.store)
    assert watch.turn() == 0, "there is too little to look at"
    searches.want(bot.clock())
    assert (watch.turn(), watch.turn()) == (1, 0)
    ask(bot.services.store, [*REFUND, *INVOICE, *NOISE, *REFUND], START, name="r")
    bot.clock.pass_time(hours=23)
    assert watch.turn() == 0
    bot.clock.pass_time(hours=2)
    assert (watch.turn(), watch.turn()) == (1, 0)
    assert "gaps', 'find', '--background', '--home'" in started[0]


def test_gaps_are_put_together_stay_so_and_are_taken_apart(gappy: Deployment) -> None:
    """What editors know of meaning outlives the next search."""
    money, invoice = gap_of(gappy, "money"), gap_of(gappy, "nvoice")
    held = Gaps(gappy.services.store)
    apart = {name: one.volume for name, one in held.counted().items()}
    answer = gappy.form(f"/editor/gaps/{money}/join", {"other": invoice})
    page = gappy.client.get(answer.headers["location"]).text
    assert "is part of this gap" in page
    assert "Put together with it" in page
    assert sum(held.get(money).failing.reasons.values()) == sum(apart.values())
    look(gappy)
    assert {name: one.volume for name, one in held.counted().items()} == {
        money: apart[money] + apart[invoice]
    }
    listed = gappy.client.get("/editor/gaps").text
    assert f"/editor/gaps/{money}" in listed
    assert f"/editor/gaps/{invoice}" not in listed
    assert gappy.client.get(f"/editor/gaps/{invoice}").url.path == f"/editor/gaps/{money}"
    texts = [one.text for _, one in held.members(money, most=99)]
    assert len(texts) == len(set(texts)) == apart[money] + apart[invoice]
    assert [one.text for _, one in held.members(money, most=99, after=2)] == texts[3:]
    said = gappy.call("GET", f"/v1/editor/gaps/{invoice}", key=gappy.secret).json()
    assert (said["id"], said["parts"], said["questions"]) == (money, [invoice], len(texts))
    assert set(said["why"]) == {"nothing_close", "not_sure"}
    for there in (money, invoice):
        again = gappy.form(f"/editor/gaps/{invoice}/join", {"other": there})
        assert again.status_code == 422
        assert "one gap already" in again.text
    gappy.form(f"/editor/gaps/{invoice}/part", {})
    assert sum(held.get(money).failing.reasons.values()) == apart[money]
    assert {name: one.volume for name, one in held.counted().items()} == apart


def test_what_is_decided_is_of_the_questions_that_a_gap_had(gappy: Deployment) -> None:
    """So neither what is decided nor what is not can be told of others' questions."""
    money, invoice = gap_of(gappy, "money"), gap_of(gappy, "nvoice")
    dismiss = {"reason": "We pay nothing back"}
    gappy.form(f"/editor/gaps/{money}/dismiss", dismiss)
    for here, there in ((money, invoice), (invoice, money)):
        refused = gappy.form(f"/editor/gaps/{here}/join", {"other": there})
        assert refused.status_code == 422
        assert "open it again first" in refused.text
    assert "Put together" not in gappy.client.get(f"/editor/gaps/{money}").text
    gappy.form(f"/editor/gaps/{money}/reopen", {})
    gappy.form(f"/editor/gaps/{money}/join", {"other": invoice})
    address = f"/editor/gaps/{invoice}"  # of a tab that was open before
    assert (
        gappy.form(f"{address}/dismiss", dismiss)
        .headers["location"]
        .startswith(f"/editor/gaps/{money}?")
    )
    assert len(gappy.client.get(f"{address}/questions.csv").text.splitlines()) == 1 + 11
    assert gappy.form(f"{address}/part", {}).status_code == 422


def test_a_dismissed_whole_comes_back_by_the_questions_of_its_parts(gappy: Deployment) -> None:
    money, invoice = gap_of(gappy, "money"), gap_of(gappy, "nvoice")
    gappy.form(f"/editor/gaps/{money}/join", {"other": invoice})
    gappy.form(f"/editor/gaps/{money}/dismiss", {"reason": "We pay nothing back"})
    gappy.clock.pass_time(weeks=7)
    ask(gappy.services.store, INVOICE[:5] * 5, gappy.clock.now - timedelta(days=2), name="more")
    look(gappy)
    whole = Gaps(gappy.services.store).get(money)
    assert whole.decision.status == "open"
    assert "came back" in whole.decision.reason
    assert set(whole.failing.reasons) == {"nothing_close"}
