"""What agents do with articles: quote, pin, say what is wrong or missing, make a draft."""

from __future__ import annotations

import re
from html import unescape

import pytest

from answerbot.enquiries import Event, Kind
from answerbot.errors import Invalid
from answerbot.staff import Role
from answerbot.tasks import draft_of
from tests.answerbot.conftest import Deployment


@pytest.fixture
def desk(bot: Deployment) -> Deployment:
    bot.ticket(subject="reset my password", description="Write to ada@x.example, order 1234567.")
    bot.sign_in()
    return bot


def events(bot: Deployment, kind: Kind) -> list[Event]:
    ticket = bot.services.tickets.numbered(1)
    return [e for e in bot.services.ledger.events(ticket.enquiry) if e.kind is kind]


def offered(page: str) -> list[str]:
    return re.findall(r'form="_reply" name="article" value="([^"]+)"', page)


def flag(bot: Deployment, what: str, **more: str) -> str:
    answer = bot.client.post("/desk/1/flag", data={"what": what, **more})
    assert answer.status_code == 200, answer.text
    text: str = answer.text
    return text


def test_a_passage_is_quoted_with_its_address_and_is_an_agent_s_word(desk: Deployment) -> None:
    page = desk.client.get("/desk/1?quote=password").text
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    text = unescape(found[1])
    assert text.startswith("> Open the sign-in page")
    assert "Reset your password: http://bot.example/articles/password?locale=en" in text
    desk.client.post("/desk/1/reply", data={"text": text, "quoted": ["password", "offline"]})
    assert [e.article for e in events(desk, Kind.LINKED)] == ["password"]


def test_a_quote_that_was_taken_out_again_teaches_nothing(desk: Deployment) -> None:
    desk.client.post("/desk/1/reply", data={"text": "Never mind.", "quoted": ["password"]})
    assert events(desk, Kind.LINKED) == []


def test_a_pinned_article_stands_first_for_all_until_the_pin_is_taken_off(
    desk: Deployment,
) -> None:
    assert offered(desk.client.get("/desk/1").text)[0] == "password"
    desk.client.post("/desk/1/pin", data={"article": "offline", "locale": "en"})
    page = desk.client.get("/desk/1").text
    assert offered(page)[0] == "offline"
    assert "pinned an article" in page
    desk.client.post("/desk/1/pin", data={"article": "offline", "locale": "en"})
    assert len(events(desk, Kind.CHANGED)) == 1
    desk.client.post("/desk/1/pin", data={})
    assert "offline" not in offered(desk.client.get("/desk/1").text)


@pytest.mark.parametrize("article", ["invoice", "nothing-like-that"])
def test_what_customers_may_not_read_is_not_pinned(desk: Deployment, article: str) -> None:
    assert desk.client.post("/desk/1/pin", data={"article": article}).status_code == 422
    flagged = desk.client.post("/desk/1/flag", data={"what": "wrong", "article": article})
    assert flagged.status_code == (200 if article == "invoice" else 422), "agents read it"


@pytest.mark.parametrize(
    ("what", "asks"),
    [("wrong", "The article is wrong"), ("out_of_date", "The article is out of date")],
)
def test_editors_are_told_once_with_the_ticket(desk: Deployment, what: str, asks: str) -> None:
    for _ in range(2):
        page = flag(desk, what, article="password", locale="en", note="The menu is gone")
        assert "Editors have it" in page
    (event,) = events(desk, Kind.FLAGGED)
    assert (event.article, event.detail["what"], event.who) == ("password", what, "staff:link")
    tasks = desk.client.get("/editor/tasks").text
    assert tasks.count(asks) == 1
    for words in ("The menu is gone", "Reset your password", 'href="/desk/1"', "printed link"):
        assert words in tasks


def test_a_task_is_done_and_opened_again(desk: Deployment) -> None:
    flag(desk, "missing")
    tasks = desk.client.get("/editor/tasks").text
    assert "An article is missing" in tasks
    path = re.findall(r'action="(/editor/tasks/[^"]+/done)"', tasks)[0]
    after = desk.client.post(path).text
    assert "Nothing to do" in after
    assert "An article is missing" in desk.client.get("/editor/tasks?done=true").text
    desk.client.post(path.replace("/done", "/open"))
    assert "An article is missing" in desk.client.get("/editor/tasks").text


def test_an_agent_takes_a_flag_back(desk: Deployment) -> None:
    desk.sign_in(Role.AGENT)
    page = flag(desk, "missing")
    assert desk.client.get("/editor/tasks").status_code == 403
    task = re.findall(r'name="task" value="([^"]+)"', page)[0]
    assert desk.client.post("/desk/2/unflag", data={"task": task}).status_code == 404
    back = desk.client.post("/desk/1/unflag", data={"task": task})
    assert "editors have nothing to do" in back.text
    desk.sign_in(Role.EDITOR)
    assert "Nothing to do" in desk.client.get("/editor/tasks").text


def test_a_draft_is_made_of_answers_without_what_is_private(desk: Deployment) -> None:
    assert desk.client.post("/desk/1/flag", data={"what": "draft"}).status_code == 422
    answer = "Open Settings.\n# Then <b>choose</b> Reset.\nCall +44 20 7946 0018 or me@x.example."
    desk.client.post("/desk/1/reply", data={"text": answer, "solves": "true"})
    assert "Draft an article" in desk.client.get("/desk/1").text
    flag(desk, "draft")
    tasks = desk.client.get("/editor/tasks").text
    address = re.findall(r'href="(/editor/tasks/tsk_[^"]+)"', tasks)[0]
    assert "Draft, as Markdown" in desk.client.get(address).text
    file = desk.client.get(f"{address}/draft.md")
    assert file.headers["content-type"].startswith("text/markdown")
    assert file.text.startswith("# reset my password\n\n## Question\n\n> ")
    assert "Open Settings.\n\\# Then \\<b>choose\\</b> Reset." in file.text
    for private in ("@", "7946", "1234567"):
        assert private not in file.text
    assert desk.services.ledger.everything()[-1].kind is Kind.FLAGGED


def test_no_draft_without_an_answer(desk: Deployment) -> None:
    with pytest.raises(Invalid, match="no agent has answered"):
        draft_of(desk.services.tickets.numbered(1), ["", "me@x.example"])
