"""New tickets get one automatic answer where the rules say so, and only what is sure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from answerbot import answering
from answerbot.answering import MOST_TO_ONE, AutoReply
from answerbot.auto_reply import Facts, Outcome, Rule, decide, mismatch
from answerbot.cli import main
from answerbot.enquiries import Kind
from answerbot.errors import BadSettings
from answerbot.experiments.experiment import Arm, Experiment, arm_of, who
from answerbot.experiments.experiment import Kind as Holdout
from answerbot.outgoing import Sort
from answerbot.settings import read
from answerbot.store import auto_replies
from answerbot.store.auto_replies import AutoReplies
from answerbot.store.experiments import Experiments
from answerbot.store.topics import Topics
from answerbot.topics import Kind as TopicKind
from answerbot.topics import Said, Topic
from tests.answerbot.conftest import START, TOML, Deployment
from tests.answerbot.mail.clients import plain

RULE = '[[auto_reply]]\nname = "all"\nchannels = ["email", "form"]\n'
QUESTION = "How do I reset my password?"


@pytest.fixture
def deploy(tmp_path: Path) -> Iterator[Callable[..., Deployment]]:
    """Makes a deployment with an index but without chores: tests take their turns."""
    made: list[Deployment] = []

    def make(rules: str = RULE, precision: str = "0.45") -> Deployment:
        bot = Deployment(
            tmp_path,
            toml=TOML + rules,
            ANSWERBOT_MAIL_ADDRESSES="support@shop.example",
            ANSWERBOT_EMAIL_PRECISION=precision,
            ANSWERBOT_WATCH_SECONDS="3600",
        )
        bot.services.live.start()
        made.append(bot)
        return bot

    yield make
    for bot in made:
        bot.services.live.stop()


def ask(bot: Deployment, text: str = QUESTION, subject: str = "Help", **heads: str) -> int:
    return bot.services.inbox.take(plain(text, subject=subject, **heads)).ticket


def outcome(bot: Deployment, ticket: int = 1) -> Outcome | None:
    AutoReply(bot.services).turn()
    found = AutoReplies(bot.services.store).of_ticket(ticket)
    return found.outcome if found else None


def test_a_ticket_is_answered_once_with_articles_and_the_ledger_knows(
    deploy: Callable[..., Deployment],
) -> None:
    bot = deploy()
    ask(bot)
    assert outcome(bot) is Outcome.SENT
    AutoReply(bot.services).turn()
    (posted,) = bot.services.outbox.latest(9)
    out = posted.outgoing
    assert (out.sort, out.recipient) == (Sort.AUTO_REPLY, "jo@customer.example")
    assert out.answers == ("m1@customer.example",)
    assert "Hello Jo Customer," in out.text
    assert "http://127.0.0.1:8080/a/" in out.text
    assert "http://127.0.0.1:8080/a/" in out.html
    assert "?" not in out.text.split("http://127.0.0.1:8080/a/")[1].split()[0]
    ticket = bot.services.tickets.numbered(1)
    events = bot.services.ledger.events(ticket.enquiry)
    (offered,) = [event for event in events if event.kind is Kind.OFFERED]
    assert (offered.channel, offered.who) == ("email", "bot")
    assert offered.detail["articles"][0] == "password"
    assert len(offered.detail["articles"]) <= 3
    bot.sign_in()
    assert "Was sent by e-mail" in bot.client.get("/desk/1").text


def test_it_is_in_the_customer_s_language(deploy: Callable[..., Deployment]) -> None:
    bot = deploy("[[auto_reply]]\nchannels = []\n")
    bot.ticket(description="reimposta la password", locale="it", email="jo@c.example", name="Jo")
    assert outcome(bot) is Outcome.SENT
    out = bot.services.outbox.latest(1)[0].outgoing
    assert "Buongiorno Jo," in out.text
    assert "* Reimposta la password\n" in out.text
    assert '<html lang="it">' in out.html


@pytest.mark.parametrize(
    ("rules", "more", "expected"),
    [
        (RULE, {"text": "zzz qqq xxx"}, Outcome.ABSTAINED),
        (RULE, {"precision": "0.999"}, Outcome.ABSTAINED),
        ('[[auto_reply]]\nchannels = ["form"]\n', {}, Outcome.NO_RULE),
        (f"[[auto_reply]]\nsend = false\n{RULE}", {}, Outcome.FORBIDDEN),
        (f'{RULE}labels_all = ["none has this"]\n', {}, Outcome.ABSTAINED),
        ("", {}, None),
    ],
)
def test_it_says_nothing_rather_than_something_wrong(
    deploy: Callable[..., Deployment], rules: str, more: dict[str, str], expected: Outcome | None
) -> None:
    bot = deploy(rules, **{k: v for k, v in more.items() if k == "precision"})
    ask(bot, more.get("text", QUESTION))
    assert outcome(bot) is expected
    assert bot.services.outbox.latest(9) == []


def test_nothing_is_sent_where_it_would_come_too_late_or_twice(
    deploy: Callable[..., Deployment],
) -> None:
    bot = deploy()
    bot.ticket(description=QUESTION)
    bot.services.tickets.numbered(1)
    ask(bot)
    bot.sign_in()
    bot.client.post("/desk/2/reply", data={"text": "Like this."})
    assert outcome(bot, 2) is Outcome.ANSWERED
    assert AutoReplies(bot.services.store).of_ticket(1).outcome is Outcome.NO_RULE  # type: ignore[union-attr]
    ask(bot, message_id="<late@customer.example>")
    bot.clock.pass_time(days=1)
    assert outcome(bot, 3) is None


def test_one_address_gets_only_so_many(deploy: Callable[..., Deployment]) -> None:
    bot = deploy()
    for n in range(MOST_TO_ONE + 1):
        ask(bot, message_id=f"<n{n}@customer.example>")
    AutoReply(bot.services).turn()
    found = [AutoReplies(bot.services.store).of_ticket(n) for n in range(1, MOST_TO_ONE + 2)]
    assert [d.outcome for d in found if d] == [*[Outcome.SENT] * MOST_TO_ONE, Outcome.TOO_MANY]


@pytest.mark.parametrize(
    ("place", "name"), [(answering, "articles_of"), (auto_replies, "insert_outgoing")]
)
def test_a_ticket_that_cannot_be_answered_holds_up_no_other(
    deploy: Callable[..., Deployment], monkeypatch: pytest.MonkeyPatch, place: Any, name: str
) -> None:
    bot = deploy()
    ask(bot)
    ask(bot, message_id="<m2@customer.example>")

    first = iter([True])

    def once(*args: Any) -> Any:
        if next(first, False):
            raise IndexError("first")
        return kept(*args)

    kept = getattr(place, name)
    monkeypatch.setattr(place, name, once)
    assert outcome(bot, 1) is Outcome.FAILED
    assert outcome(bot, 2) is Outcome.SENT


def test_a_mailbox_is_one_however_it_is_written(deploy: Callable[..., Deployment]) -> None:
    bot = deploy("[[auto_reply]]\nchannels = []\n")
    names = ["victim", "Victim", "vICTIM", "victim+a", "VICTIM+b", "victim+c", "vIctim", "ViCtim+d"]
    for name in names:
        bot.ticket(description=QUESTION, email=f"{name}@Shop2.Example")
    bot.ticket(description=QUESTION, email="victima@shop2.example")
    AutoReply(bot.services).turn()
    found = [AutoReplies(bot.services.store).of_ticket(n) for n in range(1, len(names) + 2)]
    outcomes = [d.outcome for d in found if d]
    refused = [Outcome.TOO_MANY] * (len(names) - MOST_TO_ONE)
    assert outcomes == [*[Outcome.SENT] * MOST_TO_ONE, *refused, Outcome.SENT]


@contextmanager
def incident(bot: Deployment) -> Iterator[None]:
    said = {"en": Said(title="Sign-in is down", text="We are on it.", words=("password",))}
    topic = Topic(id="down", kind=TopicKind.INCIDENT, texts=said, starts=START)
    Topics(bot.services.store).add(topic, author="x", now=START)
    yield


@pytest.mark.parametrize(
    ("incident_rule", "question", "expected"),
    [
        ("pause", QUESTION, Outcome.PAUSED),
        ("ignore", QUESTION, Outcome.SENT),
        ("first", QUESTION, Outcome.SENT),
        ("first", "zzz password qqq", Outcome.SENT),
        ("pause", "An upload of a large video stops", Outcome.SENT),
    ],
)
def test_an_incident_pauses_or_comes_first(
    deploy: Callable[..., Deployment], incident_rule: str, question: str, expected: Outcome
) -> None:
    bot = deploy(f'{RULE}incident = "{incident_rule}"\n')
    with incident(bot):
        ask(bot, question)
        assert outcome(bot) is expected
    texts = [one.outgoing.text for one in bot.services.outbox.latest(9)]
    assert any("Sign-in is down" in text for text in texts) is (incident_rule == "first")


PARIS = {"hours": "18:00-08:00", "timezone": "Europe/Paris"}


@pytest.mark.parametrize(
    ("rule", "at", "matches"),
    [
        ({}, "2026-11-02T12:00", True),
        ({"channels": []}, "2026-11-02T12:00", True),
        ({"channels": ["form"]}, "2026-11-02T12:00", False),
        ({"forms": ["video"]}, "2026-11-02T12:00", False),
        ({"audiences": ["everyone"]}, "2026-11-02T12:00", True),
        ({"audiences": ["partner"]}, "2026-11-02T12:00", False),
        (PARIS, "2026-11-02T17:00", True),  # 18:00 in Paris
        (PARIS, "2026-11-02T16:59", False),
        (PARIS, "2026-11-02T06:59", True),
        (PARIS, "2026-11-02T07:00", False),
        (PARIS, "2026-07-02T16:00", True),  # summer time
        ({"hours": "09:00-17:30"}, "2026-11-02T17:30", False),
        ({"weekdays": ["mon"]}, "2026-11-02T12:00", True),
        ({"weekdays": ["sat", "sun"]}, "2026-11-02T12:00", False),
        # the night of Sunday goes on until Monday morning
        ({**PARIS, "weekdays": ["sun"]}, "2026-11-02T06:00", True),
        ({**PARIS, "weekdays": ["mon"]}, "2026-11-02T06:00", False),
    ],
)
def test_a_rule_matches_by_channel_form_audience_and_time(
    rule: dict[str, Any], at: str, matches: bool
) -> None:
    facts = Facts("email", "account", frozenset(), datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert (mismatch(Rule(**rule), facts) == "") is matches


def test_the_first_rule_that_matches_decides_and_the_others_say_why_not() -> None:
    rules = [Rule(name="forms", channels=("form",)), Rule(name="mail"), Rule(name="all")]
    decision = decide(rules, Facts("email", "", frozenset(), START))
    assert decision.rule is rules[1]
    assert [tuple(one) for one in decision.considered] == [
        ("forms", "channel email, not form"),
        ("mail", ""),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": "9-17"},
        {"hours": "09:00-09:00"},
        {"timezone": "Mars/Olympus"},
        {"weekdays": ["Monday"]},
        {"chanels": ["email"]},
        {"incident": "maybe"},
    ],
)
def test_a_rule_that_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Rule(**wrong)


def test_settings_name_what_is_wrong_with_a_rule(tmp_path: Path) -> None:
    for text in ('forms = ["nope"]', 'hours = "x"'):
        (tmp_path / "answerbot.toml").write_text(f"[[auto_reply]]\n{text}\n", encoding="utf-8")
        with pytest.raises(BadSettings, match="auto_reply"):
            read(tmp_path, {})


def test_the_command_says_which_rule_applied(deploy: Callable[..., Deployment]) -> None:
    bot = deploy('[[auto_reply]]\nname = "web"\nchannels = ["form"]\n' + RULE)
    ask(bot)
    command = ["auto-reply", "1", "--home", str(bot.settings.home)]
    before = CliRunner().invoke(main, command)
    assert "not decided" in before.output
    assert outcome(bot) is Outcome.SENT
    told = CliRunner().invoke(main, command)
    assert "web: channel email, not form\n  all: applies" in told.output
    data = json.loads(CliRunner().invoke(main, [*command, "--json"]).output)
    assert (data["outcome"], data["rule"]) == ("sent", "all")
    article, confidence = next(iter(data["articles"].items()))
    assert f"  {article}: confidence {confidence:.2f}" in told.output
    assert CliRunner().invoke(main, ["auto-reply", "9", *command[2:]]).exit_code == 1


def test_a_page_s_nothing_is_not_told_twice(deploy: Callable[..., Deployment]) -> None:
    bot = deploy(precision="0.999")
    bot.client.post("/contact", data={"description": QUESTION, "email": "jo@c.example"})
    ask(bot)
    assert (outcome(bot, 1), outcome(bot, 2)) == (Outcome.ABSTAINED, Outcome.ABSTAINED)
    for number, channel in ((1, "ticket"), (2, "email")):
        ticket = bot.services.tickets.numbered(number)
        said = (Kind.OFFERED, Kind.UNOFFERED)
        events = bot.services.ledger.events(ticket.enquiry)
        assert [event.channel for event in events if event.kind in said] == [channel]


def test_a_hold_out_sends_none_to_its_arm_and_counts_who_had_to_answer(
    deploy: Callable[..., Deployment],
) -> None:
    bot = deploy()
    made = Experiment(
        "exp_1", "Worth it?", Holdout.HOLDOUT, 500_000, "salt", START, START + timedelta(days=30),
        channels=("email",),
    )  # fmt: skip
    held = Experiments(bot.services.store)
    held.add(made, now=START)
    arms = {}
    for number in range(12):
        sender = f"jo{number}@customer.example"
        ask(bot, **{"from": f"Jo <{sender}>", "message_id": f"<m{number}@customer.example>"})
        arms[number + 1] = arm_of(made, who(person="", email=sender.upper()))
    AutoReply(bot.services).turn()
    for number, arm in arms.items():
        expected = Outcome.WITHHELD if arm is Arm.OTHER else Outcome.SENT
        assert outcome(bot, number) is expected
    assert set(arms.values()) == set(Arm)
    assert len(bot.services.outbox.latest(50)) == list(arms.values()).count(Arm.USUAL)
    bot.sign_in()
    bot.form("/desk/1/reply", {"text": "Like this."})
    assert "an experiment kept back" in bot.client.get(
        f"/desk/{next(n for n, arm in arms.items() if arm is Arm.OTHER)}"
    ).text  # fmt: skip
    bot.clock.pass_time(days=8)
    assert held.count(now=bot.clock(), limit=50) == 12
    counted = [person for _, _, person, _ in held.everybody(made.id)]
    assert sum(person.answered for person in counted) == 1
    assert all(person.enquiries == person.submitted == person.offered == 1 for person in counted)
