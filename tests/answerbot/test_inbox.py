"""A customer's e-mail becomes a ticket, and a reply to it is added to that ticket, once."""

from __future__ import annotations

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerbot.cli import main
from answerbot.errors import Unreadable
from answerbot.inbox import Became, locale_for
from answerbot.mail.message import read
from answerbot.queue import Wanted
from answerbot.store.queue import Queues
from answerbot.tickets import Status
from tests.answerbot.conftest import Deployment
from tests.answerbot.mail.clients import file, message, multi, part, plain

HELP = "my upload stops at 40 % 😡\n\n-- \nJo"


def waiting(bot: Deployment) -> int:
    return Queues(bot.services.store).page(Wanted()).total


def answer(text: str, **heads: str) -> bytes:
    return plain(text, **{"message_id": "<m2@customer.example>", "subject": "Re: Upload", **heads})


def test_a_message_becomes_a_ticket_once(bot: Deployment) -> None:
    inbox, tickets = bot.services.inbox, bot.services.tickets
    first = inbox.take(plain(HELP, subject="Re: Upload"))
    again = inbox.take(plain(HELP, subject="Re: Upload", received="from another way"))
    assert (first.became, first.ticket) == (Became.TICKET, 1)
    assert (again.became, again.ticket) == (Became.REPEATED, 1)
    ticket = tickets.numbered(1)
    assert (ticket.subject, ticket.description) == ("Upload", "my upload stops at 40 % 😡")
    assert (ticket.name, ticket.email) == ("Jo Customer", "jo@customer.example")
    assert (ticket.channel, ticket.status, ticket.locale) == ("email", Status.OPEN, "en")
    assert [e.kind for e in bot.services.ledger.events(ticket.enquiry)] == ["submitted"]
    assert waiting(bot) == 1


@pytest.mark.parametrize(
    "heads",
    [
        {"in_reply_to": "<m1@customer.example>"},
        {"references": "<unknown@x.example> <m1@customer.example>"},
        {"in_reply_to": "<m1@customer.example>", "from": "Colleague <co@customer.example>"},
        {"subject": "Re: [#1] Upload"},
        {"subject": "Re: AW: Upload [#1]", "from": "JO@Customer.Example"},
    ],
)
def test_a_reply_is_added_to_its_ticket(bot: Deployment, heads: dict[str, str]) -> None:
    bot.services.inbox.take(plain(HELP))
    taken = bot.services.inbox.take(answer("Firefox, and still.", **heads))
    assert (taken.became, taken.ticket) == (Became.REPLY, 1)
    ticket = bot.services.tickets.numbered(1)
    (said,) = bot.services.tickets.messages(ticket)
    assert (said.author, said.text) == ("customer", "Firefox, and still.")


@pytest.mark.parametrize(
    "heads",
    [
        {},
        {"subject": "Re: [#1] Upload", "from": "stranger@other.example"},
        {"subject": "Re: [#7] Upload"},
        {"in_reply_to": "<guessed@shop.example>"},
    ],
)
def test_what_answers_nothing_is_a_ticket_of_its_own(
    bot: Deployment, heads: dict[str, str]
) -> None:
    bot.services.inbox.take(plain(HELP))
    assert bot.services.inbox.take(answer("Hello", **heads)).became is Became.TICKET


def test_the_number_is_no_key_to_a_ticket_without_an_address(bot: Deployment) -> None:
    bot.ticket(subject="From the widget")
    taken = bot.services.inbox.take(answer("me", subject="[#1]"))
    assert taken.became is Became.TICKET


def test_a_reply_to_a_reply_stays_in_the_thread(bot: Deployment) -> None:
    inbox = bot.services.inbox
    inbox.take(plain(HELP))
    inbox.take(answer("one", in_reply_to="<m1@customer.example>"))
    third = answer("two", in_reply_to="<m2@customer.example>", message_id="<m3@customer.example>")
    assert inbox.take(third).ticket == 1
    assert len(bot.services.tickets.messages(bot.services.tickets.numbered(1))) == 2


def test_a_reply_opens_a_ticket_that_an_article_had_solved(bot: Deployment) -> None:
    inbox, tickets = bot.services.inbox, bot.services.tickets
    inbox.take(plain("reset my password", subject="password"))
    path = f"/v1/tickets/{tickets.numbered(1).id}"
    accept = {"id": "event-id-1", "kind": "accepted", "article": "password"}
    assert bot.call("POST", f"{path}/events", accept).json()["state"] == "accepted"
    assert tickets.numbered(1).bot_resolved
    inbox.take(answer("no, it fails again", in_reply_to="<m1@customer.example>"))
    ticket = tickets.numbered(1)
    assert (ticket.status, ticket.tags, ticket.resolved_by) == (Status.REOPENED, (), "")
    events = bot.services.ledger.events(ticket.enquiry)
    assert [e.kind for e in events] == ["submitted", "accepted", "wrote", "reopened"]


def test_the_same_id_from_somebody_else_is_no_repeat(bot: Deployment) -> None:
    inbox = bot.services.inbox
    inbox.take(plain(HELP))
    other = plain("Mine is another", **{"from": "kim@other.example"})
    assert inbox.take(other).became is Became.TICKET
    assert inbox.take(other).became is Became.REPEATED


def test_a_machine_makes_no_ticket_and_is_counted(bot: Deployment) -> None:
    raw = plain("I am away", subject="Out of office", auto_submitted="auto-replied")
    taken = bot.services.inbox.take(raw)
    assert (taken.became, taken.ticket, taken.reason) == (Became.KEPT_OUT, 0, "auto_reply")
    assert bot.services.inbox.take(raw).became is Became.REPEATED
    assert waiting(bot) == 0
    assert bot.services.mails.kept_out_counts() == {"auto_reply": 1}


def test_an_agent_makes_a_ticket_of_what_was_misjudged(bot: Deployment) -> None:
    bot.services.inbox.take(plain("Where is my parcel?", subject="Automatic reply: parcel"))
    bot.sign_in()
    assert "Mail kept out" in bot.client.get("/desk").text
    page = bot.client.get("/desk/mail").text
    assert "Where is my parcel?" in page
    for _ in range(2):
        made = bot.client.post("/desk/mail", data={"mail": "m1@customer.example"})
        assert made.url.path == "/desk/1"
    assert bot.services.tickets.numbered(1).description == "Where is my parcel?"
    assert "No mail is kept out" in bot.client.get("/desk/mail").text
    assert bot.client.post("/desk/mail", data={"mail": "unknown"}).status_code == 404


def test_the_desk_shows_where_a_ticket_came_from_and_what_was_attached(bot: Deployment) -> None:
    raw = message(
        multi(part("See it.\r\n\r\n-- \r\n<b>Jo</b>"), file("<i>.png", b"x" * 2048), kind="mixed")
    )
    bot.services.inbox.take(raw)
    bot.services.inbox.take(
        answer(
            "> quote only\n> two", in_reply_to="<m1@customer.example>", **{"from": "co@c.example"}
        )
    )
    bot.sign_in()
    page = bot.client.get("/desk/1").text
    assert "by e-mail" in page
    assert "No mail server is set" in page
    assert "&lt;i&gt;.png" in page
    assert "2.0 KiB" in page
    assert "&lt;b&gt;Jo&lt;/b&gt;" in page
    assert "(no words of their own)" in page
    assert "<strong>co@c.example</strong>" in page


def test_a_message_without_words_is_a_ticket_all_the_same(bot: Deployment) -> None:
    bot.services.inbox.take(plain("", subject=""))
    assert bot.services.tickets.numbered(1).subject == "(no subject)"
    bot.services.inbox.take(plain("It is broken", subject="", message_id="<m9@x.example>"))
    assert bot.services.tickets.numbered(2).subject == "It is broken"


@pytest.mark.parametrize(
    ("text", "heads", "locale"),
    [
        ("Wie kann ich mein Passwort zurücksetzen? Es geht leider nicht.", {}, "de-AT"),
        ("Bonjour, comment puis-je changer mon mot de passe ?", {}, "fr"),
        ("ok", {"content_language": "fr"}, "fr"),
        ("ok", {"content_language": "ja"}, "en"),
        ("Where is my parcel? I have been waiting for a week.", {"content_language": "fr"}, "en"),
    ],
)
def test_a_tickets_language_is_one_of_the_help_centers(
    text: str, heads: dict[str, str], locale: str
) -> None:
    mail = read(plain(text, subject="", **heads))
    assert locale_for(mail, ["de-AT", "fr"], "en") == locale


def test_messages_at_once_are_each_taken_once(bot: Deployment) -> None:
    sent = [plain("x", message_id=f"<{n % 8}@customer.example>") for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        became = [taken.became for taken in pool.map(bot.services.inbox.take, sent)]
    assert became.count(Became.TICKET) == 8
    assert became.count(Became.REPEATED) == 16
    assert waiting(bot) == 8


def test_what_is_too_large_is_refused(bot: Deployment) -> None:
    with pytest.raises(Unreadable, match="mail_limit"):
        bot.services.inbox.take(plain("x" * bot.settings["mail_limit"]))


def pipe(home: Path, raw: bytes, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["mail", "--home", str(home), *options], input=raw)
    return result.exit_code, result.output


def test_a_mail_server_pipes_messages(tmp_path: Path) -> None:
    status, said = pipe(tmp_path, plain(HELP), "--json")
    assert (status, json.loads(said)) == (0, {"became": "ticket", "ticket": 1, "reason": ""})
    assert pipe(tmp_path, plain(HELP)) == (0, "known already\n")
    reply = answer("and still", in_reply_to="<m1@customer.example>")
    assert pipe(tmp_path, reply) == (0, "added to ticket 1\n")
    bounce = plain("x", return_path="<>", message_id="<b@x.example>")
    assert pipe(tmp_path, bounce) == (0, "kept out: bounce\n")


def test_a_mail_server_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pipe(tmp_path, b"")[0] == 65
    assert pipe(tmp_path, b"no header")[0] == 65
    monkeypatch.setattr("answerbot.store.db.BUSY_MILLISECONDS", 10)
    holder = sqlite3.connect(tmp_path / "answerbot.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    status, said = pipe(tmp_path, plain(HELP))
    holder.execute("ROLLBACK")
    holder.close()
    assert status == 75
    assert "locked" in said
    (tmp_path / "answerbot.toml").write_text("nonsense = 1")
    assert pipe(tmp_path, plain(HELP))[0] == 75
