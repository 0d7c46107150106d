"""Admins manage webhooks on the page and on the command line."""

from __future__ import annotations

import html
import re
from pathlib import Path

from click.testing import CliRunner
from standardwebhooks import Webhook

from answerbot.cli import main
from answerbot.store.audit import Audit
from answerbot.store.webhooks import Webhooks
from answerbot.webhooks.courier import Courier
from answerbot.webhooks.retries import TRIES
from tests.answerbot.conftest import Deployment
from tests.answerbot.receivers import (
    Got,
    Receiver,
    answer,
)
from tests.answerbot.webhooks.hooked import only, tell


def test_the_same_form_sent_again_adds_nothing(bot: Deployment) -> None:
    bot.sign_in()
    (fresh,) = re.findall(r'name="made" value="([^"]+)"', bot.client.get("/staff/webhooks").text)
    form = {"url": "https://shop.example/hook", "label": "Shop", "made": fresh}
    assert "whsec_" in bot.client.post("/staff/webhooks/add", data=form).text
    again = bot.client.post("/staff/webhooks/add", data=form).text
    assert "It was added before" in again
    assert "whsec_" not in again
    (one,) = Webhooks(bot.services.store).all()
    here = f"/staff/webhooks/{one.id}"
    (sign,) = re.findall(r'name="message" value="([^"]+)"', bot.client.get(here).text)
    assert "whsec_" in bot.client.post(f"{here}/rotate", data={"message": sign}).text
    assert "this made no other" in bot.client.post(f"{here}/rotate", data={"message": sign}).text


def test_an_admin_adds_tests_and_removes_a_webhook(bot: Deployment, receiver: Receiver) -> None:
    bot.sign_in()
    assert "Nobody is told yet" in bot.client.get("/staff/webhooks").text
    wrong = bot.client.post("/staff/webhooks/add", data={"url": "http://shop.example/"})
    assert wrong.status_code == 422
    assert "must begin with https://" in html.unescape(wrong.text)
    form = {"url": "https://shop.example/hook?key=secret-path", "label": "Shop",
            "events": ["ticket.created", "ticket.solved"], "words": "true"}  # fmt: skip
    made = bot.client.post("/staff/webhooks/add", data=form).text
    (secret,) = re.findall(r"whsec_[A-Za-z0-9+/=]+", made)
    (one,) = Webhooks(bot.services.store).all()
    assert (one.secret, one.events, one.words) == (secret, tuple(form["events"]), True)
    here = f"/staff/webhooks/{one.id}"
    for path in ("/staff/webhooks", here):
        page = bot.client.get(path).text
        assert secret not in page
        assert "secret-path" not in page
    assert "A test is on its way" in bot.client.post(f"{here}/test").text
    rotated = bot.client.post(f"{here}/rotate").text
    assert re.findall(r"whsec_[A-Za-z0-9+/=]+", rotated) != [secret]
    assert "disabled" in bot.client.post(f"{here}/disable").text
    assert "It is told again" in bot.client.post(f"{here}/enable").text
    assert "Removed, with its secrets" in bot.client.post(f"{here}/remove").text
    assert bot.client.get(here).status_code == 404
    stored = bot.services.store.read().execute("SELECT record FROM webhooks").fetchall()
    assert "whsec_" not in str(stored)
    acts = [deed.about for deed in Audit(bot.services.store).latest(5)]
    assert acts == [
        "removed Shop",
        "enabled Shop",
        "disabled Shop",
        "new secret of Shop",
        "added Shop",
    ]


def test_dead_letters_are_seen_and_sent_again_from_the_page(
    bot: Deployment, courier: Courier, receiver: Receiver
) -> None:
    receiver.behaviour = answer(500, b"<b>down</b>")
    tell(bot, receiver.url)
    bot.ticket(subject="x")
    for _ in range(TRIES):
        courier.turn()
        bot.clock.pass_time(hours=12)
    bot.sign_in()
    page = bot.client.get("/staff/webhooks/wh_1").text
    assert "given up" in page
    assert "&lt;b&gt;down&lt;/b&gt;" in page
    bot.client.post("/staff/webhooks/wh_1/again", data={"message": only(bot).id})
    receiver.behaviour = answer(200)
    courier.turn()
    assert only(bot).state == "done"
    assert bot.client.post("/staff/webhooks/wh_1/again", data={"message": "x"}).status_code == 404


def run(home: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        main,
        ["webhooks", *words, "--home", str(home)],
        env={"ANSWERBOT_WEBHOOK_HOSTS": "127.0.0.1"},
    )
    return result.exit_code, result.output


def test_webhooks_on_the_command_line(bot: Deployment, receiver: Receiver) -> None:
    home = bot.settings.home
    code, said = run(home, "add", "http://shop.example/")
    assert (code, "must begin with https://" in said) == (1, True)
    code, said = run(home, "add", receiver.url, "--event", "ticket.created", "--label", "Mine")
    webhook, secret = said.split()[:2]
    assert (code, secret[:6]) == (0, "whsec_")
    code, said = run(home, "test", webhook)
    assert (code, "Mine answered 204" in said) == (0, True)
    got: Got = receiver.got[0]
    assert got.json["type"] == "webhook.test"
    assert Webhook(secret).verify(got.body, got.headers)
    receiver.behaviour = answer(500, b"broken")
    code, said = run(home, "test", webhook)
    assert (code, "answered 500: broken" in said) == (1, True)
    code, said = run(home, "list")
    assert re.search(rf"{webhook} +standard +Mine +active +1 arrived, 1 waiting, 0 given up", said)
    assert run(home, "rotate", webhook)[1].startswith("whsec_")
    assert run(home, "again", webhook) == (0, "0 messages wait to be sent\n")
    assert run(home, "remove", webhook)[0] == 0
    assert run(home, "test", webhook)[0] == 1
