"""Staff sign in with a password, and sessions end when they should."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable
from contextlib import nullcontext
from datetime import timedelta

import pytest
from fastapi import Request

from answerbot.errors import Invalid
from answerbot.pages.desk_events import while_staff
from answerbot.pages.view import Needs
from answerbot.security.passwords import Passwords, checked
from answerbot.security.sessions import ABSOLUTE, IDLE
from answerbot.staff import Member, Role
from tests.answerbot.conftest import LINK_TOKEN, START, Deployment
from tests.answerbot.staff.signing import CHEAP, PASSWORD, enter, is_in, sign_in
from tests.loops import run_apart


def test_a_password_opens_a_session(bot: Deployment, ada: Member) -> None:
    response = sign_in(bot, " ADA@shop.example ")
    cookie = response.headers["set-cookie"]
    assert response.headers["location"] == "/desk"
    assert re.match(r"answerbot=[^;]{32,}; HttpOnly; Max-Age=43200; Path=/; SameSite=lax$", cookie)
    assert is_in(bot)
    stored = b"".join(file.read_bytes() for file in bot.settings.home.glob("answerbot.db*"))
    assert bot.client.cookies["answerbot"].encode() not in stored
    assert PASSWORD.encode() not in stored


@pytest.mark.parametrize(
    ("email", "password"),
    [("ada@shop.example", "wrong"), ("ada@shop.example", ""), ("bob@shop.example", PASSWORD),
     ("", ""), ("x" * 300, "y" * 2_000)],
)  # fmt: skip
def test_what_is_wrong_is_not_said(bot: Deployment, ada: Member, email: str, password: str) -> None:
    response = sign_in(bot, email, password)
    assert response.status_code == 403
    assert "The address or the password is wrong." in response.text
    assert not response.cookies
    assert not is_in(bot)


def test_no_key_signs_anybody_in(bot: Deployment) -> None:
    for credential in (bot.public, bot.secret):
        assert sign_in(bot, credential, credential).status_code == 403
        response = bot.client.post("/sign-in", data={"link": credential})
        assert response.status_code == 403


def test_an_unknown_address_costs_as_much_as_a_known_one(
    bot: Deployment, ada: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    fits = Passwords.fits

    def counted(self: Passwords, kept: str, password: str) -> bool:
        checked.append(kept)
        return fits(self, kept, password)

    monkeypatch.setattr(Passwords, "fits", counted)
    sign_in(bot, "nobody@shop.example")
    sign_in(bot, "ada@shop.example", "wrong")
    assert len(checked) == 2
    passwords = Passwords()
    assert not passwords.fits("", "")
    assert not passwords.is_outdated(passwords._nobody)  # the parameters in force


def test_an_outdated_hash_is_renewed(bot: Deployment, ada: Member) -> None:
    enter(bot, "ada@shop.example")
    assert is_in(bot)
    kept = bot.services.members.get("m_ada").password
    assert not bot.services.passwords.is_outdated(kept)
    assert bot.services.passwords.fits(kept, PASSWORD)
    enter(bot, "ada@shop.example")


@pytest.mark.parametrize(
    ("password", "fault"),
    [("short", "5 characters"), ("x" * 11, "11 characters"), ("x" * 1_001, "longer than"),
     ("ada@shop.example", "the name or"), ("ADA LOVELACE ", "the name or"),
     (PASSWORD, ""), ("пароль из слов", ""), ("x" * 1_000, "")],
)  # fmt: skip
def test_what_a_password_must_be_like(password: str, fault: str) -> None:
    with pytest.raises(Invalid, match=fault) if fault else nullcontext():
        assert checked(password, email="ada@shop.example", name="Ada Lovelace") == password


def test_the_same_characters_are_the_same_password() -> None:
    passwords = Passwords(CHEAP)
    assert passwords.fits(passwords.hash("caf\u00e9 au lait, chaud"), "cafe\u0301 au lait, chaud")


def test_the_printed_link_makes_an_admin_for_the_first_start(bot: Deployment) -> None:
    response = bot.client.post("/sign-in", data={"link": "of yesterday"})
    assert response.status_code == 403
    assert "each prints a new one" in response.text
    bot.client.post("/sign-in", data={"link": LINK_TOKEN})
    assert "Nobody has an account yet" in bot.client.get("/staff").text


def test_signing_in_changes_the_session_and_ends_the_one_before(
    bot: Deployment, ada: Member
) -> None:
    enter(bot, "ada@shop.example")
    first = bot.client.cookies["answerbot"]
    enter(bot, "ada@shop.example")
    assert bot.client.cookies["answerbot"] != first
    bot.set_cookie(first)
    assert not is_in(bot)


def sign_out(bot: Deployment) -> None:
    session = bot.client.cookies["answerbot"]
    assert bot.client.post("/sign-out").status_code == 200
    bot.set_cookie(session)


ENDS: dict[str, Callable[[Deployment], object]] = {
    "signing out": sign_out,
    "disabling": lambda bot: bot.services.members.disable("m_bob", by="test", now=bot.clock()),
    "another role": lambda bot: bot.services.members.set_role(
        "m_bob", Role.EDITOR, by="test", now=bot.clock()
    ),
    "another password": lambda bot: bot.services.members.set_password(
        "m_bob", "hash", by="test", now=bot.clock()
    ),
    "twelve hours": lambda bot: keep_busy(bot, hours=ABSOLUTE // timedelta(hours=1)),
    "three idle hours": lambda bot: bot.clock.pass_time(seconds=IDLE.total_seconds()),
}


def keep_busy(bot: Deployment, *, hours: int) -> int:
    for _ in range(hours):
        assert is_in(bot)
        bot.clock.pass_time(hours=1)
    return hours


@pytest.mark.parametrize("why", sorted(ENDS))
def test_what_ends_a_session_at_once(bot: Deployment, ada: Member, why: str) -> None:
    member = Member("m_bob", "Bob", Role.AGENT, "bob@shop.example")
    bot.services.members.add(member, by="test", now=START)
    bot.services.members.set_password("m_bob", CHEAP.hash(PASSWORD), by="test", now=START)
    enter(bot, "bob@shop.example")
    assert is_in(bot)
    ENDS[why](bot)
    assert not is_in(bot)


@pytest.mark.parametrize("cookie", ["", "x", "0" * 64, "link"])
def test_a_made_up_cookie_is_nobody_s(bot: Deployment, cookie: str) -> None:
    bot.sign_in()
    bot.set_cookie(cookie)
    assert not is_in(bot)


def request_of(bot: Deployment, **more: str) -> Request:
    sent = {"host": "bot.example", "cookie": f"answerbot={bot.client.cookies['answerbot']}", **more}
    headers = [(name.encode(), value.encode()) for name, value in sent.items()]
    return Request({"type": "http", "method": "GET", "scheme": "http", "path": "/desk/events",
                    "query_string": b"", "headers": headers, "root_path": "",
                    "server": ("bot.example", 80)})  # fmt: skip


def test_an_open_stream_tells_nothing_more_after_the_session(bot: Deployment) -> None:
    member = bot.sign_in(Role.AGENT)
    services = bot.services

    async def two() -> AsyncGenerator[str]:
        yield "before"
        services.members.disable(member.id, by="test", now=START)
        yield "after"

    async def told() -> list[str]:
        return [text async for text in while_staff(two(), request_of(bot), services)]

    assert run_apart(told()) == ["before"]


def test_a_desk_that_is_left_open_is_no_use_of_a_session(bot: Deployment) -> None:
    bot.sign_in(Role.AGENT)
    for accept, lasts in (("text/html", True), ("text/event-stream", False)):
        bot.clock.pass_time(seconds=IDLE.total_seconds() - 60)
        Needs(Role.AGENT)(request_of(bot, accept=accept), bot.services, "")
        bot.clock.pass_time(minutes=2)
        assert is_in(bot) == lasts
