"""An agent's answer reaches the customer's mailbox, in their thread, and theirs comes back."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest

from answerbot.letters.compose import friendly
from answerbot.letters.render import BadTemplate, rendered, strictly
from answerbot.outgoing import Sort, written
from answerbot.postman import sender_of
from tests.answerbot.conftest import TOML, Deployment
from tests.answerbot.mail.clients import plain

OURS = "support@shop.example"


@pytest.fixture
def mailing(tmp_path: object) -> Deployment:
    return Deployment(tmp_path, toml=TOML, ANSWERBOT_MAIL_ADDRESSES=OURS)  # type: ignore[arg-type]


def test_an_agent_s_reply_is_sent_in_the_customer_s_thread(mailing: Deployment) -> None:
    mailing.services.inbox.take(plain("It stops at 40 %", subject="Upload"))
    mailing.sign_in()
    mailing.client.post("/desk/1/reply", data={"text": "Try <b>Firefox</b>:\nhttps://x.example/a"})
    (posted,) = mailing.services.outbox.latest(9)
    out = posted.outgoing
    assert (out.sort, out.recipient, out.ticket) == (Sort.AGENT_REPLY, "jo@customer.example", 1)
    assert out.subject == "Re: Upload [#1]"
    assert out.answers == ("m1@customer.example",)
    assert out.text.startswith("Try <b>Firefox</b>:\nhttps://x.example/a\n")
    assert "Try &lt;b&gt;Firefox&lt;/b&gt;" in out.html
    ticket = mailing.services.tickets.numbered(1)
    assert f"http://127.0.0.1:8080/tickets/{ticket.id}" in out.text
    assert f"/desk/outbox/{posted.number}" in mailing.client.get("/desk/1").text
    raw = written(out, sender_of(mailing.settings), mailing.clock()).as_bytes()
    sent = message_from_bytes(raw, policy=default)
    mailing.clock.pass_time(hours=1)
    back = plain(
        "Works!\n\n> Try Firefox",
        message_id="<m2@customer.example>",
        subject="AW: no number here",
        in_reply_to=str(sent["message-id"]),
    )
    assert mailing.services.inbox.take(back).ticket == 1
    mailing.clock.pass_time(hours=1)
    mailing.client.post("/desk/1/reply", data={"text": "Glad to hear."})
    assert mailing.services.outbox.latest(1)[0].outgoing.answers == (
        "m1@customer.example",
        out.id,
        "m2@customer.example",
    )


def test_who_left_no_address_or_ours_gets_no_mail(mailing: Deployment) -> None:
    mailing.ticket(subject="No address")
    mailing.ticket(subject="A loop", email="Support+x@shop.example")
    mailing.sign_in()
    for number in (1, 2):
        mailing.client.post(f"/desk/{number}/reply", data={"text": "Hello"})
    assert mailing.services.outbox.latest(9) == []
    assert len(mailing.services.tickets.messages(mailing.services.tickets.numbered(2))) == 1


@pytest.mark.parametrize("locale", ["en", "fr", "it", "fr-CA", "de", "../../etc"])
@pytest.mark.parametrize("own", ["", "mail/fr", "mail"])
def test_templates_of_the_home_folder_stand_before_ours(
    mailing: Deployment, locale: str, own: str
) -> None:
    home = mailing.settings.home
    if own:
        (home / own).mkdir(parents=True)
        (home / own / "agent_reply.txt").write_text("OWN {{ said }}", encoding="utf-8")
    data = {"help_center": "H", "link": "L", "said": "<i>", "number": 1, "name": ""}
    letter = rendered(home, "agent_reply", locale, data)
    mine = own == "mail" or (own == "mail/fr" and locale.startswith("fr"))
    assert letter.own is mine
    assert letter.text.startswith("OWN <i>" if mine else "<i>")
    assert "&lt;i&gt;" in letter.html


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("Hello\n{% if %}", "line 2"),
        ("Hello\n\n{{ unknown }}", "line 3"),
        ("Hello\n{{ ''.__class__.__mro__ }}", "line 2"),
        ("{{ 1 // 0 }}", "line 1"),
    ],
)
def test_a_broken_template_is_told_and_ours_is_used(
    mailing: Deployment, template: str, told: str
) -> None:
    home = mailing.settings.home
    (home / "mail").mkdir()
    (home / "mail" / "agent_reply.txt").write_text(template, encoding="utf-8")
    data = {"help_center": "H", "link": "L", "said": "Hi"}
    with pytest.raises(BadTemplate, match=rf"agent_reply\.txt, {told}"):
        strictly(home, "agent_reply", "en", data)
    assert rendered(home, "agent_reply", "en", data).text.startswith("Hi\n")


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Jo  Customer", "Jo Customer"),
        ("J. R. Smith", "J. R. Smith"),
        ("Win at evil.example now", ""),
        ("http://evil", ""),
        ("x" * 61, ""),
        ("O'Brien\r\nBcc: x@y", ""),
    ],
)
def test_a_name_is_no_place_for_an_advert(name: str, greeted: str) -> None:
    assert friendly(name) == greeted


@pytest.mark.parametrize("locale", ["en", "fr", "it"])
@pytest.mark.parametrize("template", ["auto_reply", "agent_reply", "confirmation", "reminder"])
def test_editors_see_each_message_in_each_language(
    mailing: Deployment, template: str, locale: str
) -> None:
    mailing.sign_in()
    path = f"template={template}&locale={locale}"
    page = mailing.client.get(f"/editor/mail?{path}")
    assert page.status_code == 200
    assert 'sandbox=""' in page.text
    html = mailing.client.get(f"/editor/mail/html?{path}")
    assert html.headers["content-security-policy"].startswith("sandbox;")
    assert f'<html lang="{locale}">' in html.text


def test_editors_see_what_is_wrong_with_a_template(mailing: Deployment) -> None:
    mailing.sign_in()
    folder = mailing.settings.home / "mail" / "fr"
    folder.mkdir(parents=True)
    (folder / "auto_reply.html").write_text("<p>\n{{ nobody }}</p>", encoding="utf-8")
    wrong = mailing.client.get("/editor/mail?locale=fr").text
    assert "auto_reply.html, line 2: UndefinedError" in wrong
    assert "cannot be used" not in mailing.client.get("/editor/mail?locale=it").text
    assert mailing.client.get("/editor/mail?template=../../secret").status_code == 422
