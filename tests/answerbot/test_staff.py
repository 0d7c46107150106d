"""Staff sign in, stay signed in, and are kept out: at the level where they would notice."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import httpx2 as httpx
import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner
from fastapi import Request
from fastapi.routing import APIRoute

from answerbot.cli import main
from answerbot.errors import Invalid
from answerbot.pages.desk_events import while_staff
from answerbot.pages.view import Needs
from answerbot.security.lockout import FIRST, LONGEST, WINDOW, locked_until
from answerbot.security.passwords import Passwords, checked
from answerbot.security.sessions import ABSOLUTE, FIELD, HEADER, IDLE, form_token
from answerbot.signing_in import truncated
from answerbot.staff import Member, Role
from answerbot.store.audit import Audit
from tests.answerbot.conftest import LINK_TOKEN, START, Deployment

PASSWORD = "correct horse battery staple"
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def ada(bot: Deployment) -> Member:
    """An admin with a password."""
    member = Member("m_ada", "Ada", Role.ADMIN, "ada@shop.example")
    bot.services.members.add(member, by="test", now=START)
    bot.services.members.set_password("m_ada", CHEAP.hash(PASSWORD), by="test", now=START)
    return member


def sign_in(bot: Deployment, email: str, password: str = PASSWORD) -> httpx.Response:
    data = {"email": email, "password": password}
    return bot.client.post("/sign-in", data=data, follow_redirects=False)


def enter(bot: Deployment, email: str, password: str = PASSWORD) -> None:
    assert sign_in(bot, email, password).status_code == 303
    bot.client.headers[HEADER] = form_token(bot.client.cookies["answerbot"])


def is_in(bot: Deployment) -> bool:
    return bot.client.get("/desk").status_code == 200


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

    assert asyncio.run(told()) == ["before"]


def test_a_desk_that_is_left_open_is_no_use_of_a_session(bot: Deployment) -> None:
    bot.sign_in(Role.AGENT)
    for accept, lasts in (("text/html", True), ("text/event-stream", False)):
        bot.clock.pass_time(seconds=IDLE.total_seconds() - 60)
        Needs(Role.AGENT)(request_of(bot, accept=accept), bot.services, "")
        bot.clock.pass_time(minutes=2)
        assert is_in(bot) == lasts


# --- Wrong passwords


def test_five_wrong_passwords_lock_an_address_whether_it_exists_or_not(
    bot: Deployment, ada: Member
) -> None:
    pages = []
    for email in ("ada@shop.example", "nobody@shop.example"):
        assert [sign_in(bot, email, "wrong").status_code for _ in range(5)] == [403] * 5
        locked = sign_in(bot, email, PASSWORD)
        assert (locked.status_code, locked.headers["retry-after"]) == (429, "60")
        assert "too many wrong passwords for this address; try again in 1 minute" in locked.text
        pages.append(re.sub(r"(ada|nobody)@", "@", locked.text))
    assert pages[0] == pages[1]
    bot.clock.pass_time(seconds=61)
    assert sign_in(bot, "ada@shop.example", "wrong").status_code == 403
    assert "in 2 minutes" in sign_in(bot, "ada@shop.example").text
    bot.clock.pass_time(minutes=2)
    enter(bot, "ada@shop.example")
    assert sign_in(bot, "ada@shop.example", "wrong").status_code == 403


def test_twenty_wrong_passwords_lock_a_network(bot: Deployment, ada: Member) -> None:
    for number in range(20):
        assert sign_in(bot, f"{number}@shop.example").status_code == 403
    assert "for your network; try again in 1 minute" in sign_in(bot, "ada@shop.example").text


def test_a_lock_outlives_a_restart(bot: Deployment, ada: Member, tmp_path: Path) -> None:
    for _ in range(5):
        sign_in(bot, "ada@shop.example", "wrong")
    again = Deployment(tmp_path, ANSWERBOT_WATCH_SECONDS="3600")
    assert sign_in(again, "ada@shop.example").status_code == 429
    again.services.store.close()


def test_an_admin_sees_who_is_locked_out_and_lets_them_in(bot: Deployment, ada: Member) -> None:
    for _ in range(5):
        sign_in(bot, "ada@shop.example", "wrong")
        sign_in(bot, "nobody@shop.example", "wrong")
    bot.sign_in()
    page = html.unescape(bot.client.get("/staff").text)
    assert "Locked out" in page
    assert "An address that is nobody’s" in page
    assert "nobody@shop.example" not in page
    value = re.findall(r'name="value" value="([^"]+)"', page)
    for one in value:
        bot.client.post("/staff/lift", data={"kind": "address", "value": one})
    assert "Locked out" not in bot.client.get("/staff").text
    enter(bot, "ada@shop.example")


def test_waiting_grows_and_has_an_end() -> None:
    times = [START + timedelta(seconds=n) for n in range(5)]
    waits = []
    for _ in range(8):
        until = locked_until(times, 5)
        assert until is not None
        waits.append(until - times[-1])
        times.append(until)
    assert waits == [FIRST * 2**n for n in range(4)] + [LONGEST] * 4
    assert locked_until([*times, times[-1] + LONGEST + WINDOW * 2], 5) is None
    assert locked_until(times[:4], 5) is None
    slow = [START + timedelta(minutes=5 * n) for n in range(50)]
    assert locked_until(slow, 5) is None


# --- Accounts


def test_an_invitation_sets_a_password_once(bot: Deployment) -> None:
    bot.sign_in()
    form = {"name": " Bob  B. ", "email": "BOB@shop.example", "role": "agent"}
    made = bot.client.post("/staff/invite", data=form).text
    (path,) = re.findall(r"http://bot\.example(/invitation/[^<]+)", made)
    assert "Bob B." in made
    bot.client.cookies.clear()
    assert "bob@shop.example" in bot.client.get(path).text
    assert bot.client.get(path).status_code == 200  # a mail scanner uses nothing up
    short = bot.client.post(path, data={"password": "short"})
    assert short.status_code == 422
    assert "The password has 5 characters" in short.text
    entered = bot.client.post(path, data={"password": PASSWORD}, follow_redirects=False)
    assert entered.headers["location"] == "/desk"
    assert is_in(bot)
    assert bot.client.get(path).status_code == 404
    assert bot.client.post(path, data={"password": PASSWORD}).status_code == 404
    enter(bot, "bob@shop.example")


def test_an_invitation_ends_after_three_days_and_by_a_newer_one(bot: Deployment) -> None:
    bot.sign_in()
    bot.client.post("/staff/invite", data={"email": "bob@shop.example"})
    (bob,) = bot.services.members.all()
    links = [bot.client.post(f"/staff/{bob.member.id}/link").text for _ in range(2)]
    first, second = (re.findall(r"http://bot\.example(/invitation/[^<]+)", p)[0] for p in links)
    assert bot.client.get(first).status_code == 404
    assert bot.client.get(second).status_code == 200
    bot.clock.pass_time(days=3)
    response = bot.client.get(second)
    assert response.status_code == 404
    assert "ask an admin for another" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("form", "message"),
    [({"email": "x"}, "is no e-mail address"), ({"email": ""}, "is no e-mail address"),
     ({"email": "a@b.example", "role": "king"}, "is no role"),
     ({"email": "ada@shop.example"}, "is on the staff already")],
)  # fmt: skip
def test_what_is_wrong_with_somebody_new(
    bot: Deployment, ada: Member, form: dict[str, str], message: str
) -> None:
    bot.sign_in()
    response = bot.client.post("/staff/invite", data=form)
    assert response.status_code == 422
    assert message in html.unescape(response.text)


def test_roles_change_and_go_back(bot: Deployment, ada: Member) -> None:
    bob = bot.sign_in(Role.AGENT)
    bot.sign_in()
    page = bot.client.post(f"/staff/{bob.id}/role", data={"role": "editor"}).text
    assert "Agent is editor now" in page
    assert 'name="role" value="agent"' in page
    assert "cannot sign in any more" in bot.client.post(f"/staff/{bob.id}/disable").text
    assert "can sign in again" in bot.client.post(f"/staff/{bob.id}/enable").text
    acts = [(deed.act, deed.about) for deed in Audit(bot.services.store).latest(3)]
    assert [act for act, _ in acts] == ["enabled", "disabled", "changed the role of"]
    assert {about for _, about in acts} == {bob.id}


def test_the_last_admin_stays(bot: Deployment, ada: Member) -> None:
    enter(bot, "ada@shop.example")
    for path, data in (("role", {"role": "agent"}), ("disable", {})):
        response = bot.client.post(f"/staff/{ada.id}/{path}", data=data)
        assert response.status_code == 422
        assert "Ada is the last admin" in response.text
    assert is_in(bot)
    other = Member("m_bob", "Bob", Role.ADMIN, "bob@shop.example")
    bot.services.members.add(other, by="test", now=START)
    bot.client.post(f"/staff/{ada.id}/disable")
    assert not is_in(bot)


def test_a_refused_page_says_who_can_change_it(bot: Deployment, ada: Member) -> None:
    bot.sign_in(Role.AGENT)
    response = bot.client.get("/editor", headers={"accept": "text/html"})
    assert response.status_code == 403
    assert "this is for editors and admins, and you are signed in as agent" in response.text
    assert "Ada can change that" in response.text


@pytest.mark.parametrize("role", list(Role))
def test_menus_show_only_what_one_may_open(bot: Deployment, role: Role) -> None:
    bot.ticket(subject="password")
    bot.sign_in(role)
    for path in ("/desk", "/desk/1", "/explain?query=password&article=password"):
        page = bot.client.get(path)
        links = set(re.findall(r'href="(/[^"#?]*)', page.text))
        refused = {one for one in links if bot.client.get(one).status_code == 403}
        assert refused == set(), path


def test_signing_in_and_failing_is_on_record(bot: Deployment, ada: Member) -> None:
    sign_in(bot, "ada@shop.example", "wrong")
    sign_in(bot, "nobody@shop.example", "wrong")
    enter(bot, "ada@shop.example")
    deeds = Audit(bot.services.store).latest(3)
    assert [(deed.act, deed.who, deed.about) for deed in deeds] == [
        ("signed in", "staff:m_ada", "m_ada"),
        ("gave a wrong password for", "", ""),
        ("gave a wrong password for", "", "m_ada"),
    ]
    page = bot.client.get("/staff").text
    assert "gave a wrong password for an address that is nobody’s" in html.unescape(page)


@pytest.mark.parametrize(
    ("network", "kept"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::/64", "2001:db8:1::/48"),
     ("unknown", "")],
)  # fmt: skip
def test_of_a_network_only_the_first_part_is_kept(network: str, kept: str) -> None:
    assert truncated(network) == kept


# --- Every form carries the token


def pages_of(bot: Deployment) -> Iterator[str]:
    pending = list(bot.app.routes)
    while pending:
        route = pending.pop()
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            yield route.path
        pending += getattr(getattr(route, "original_router", None), "routes", [])


def test_every_form_that_posts_carries_the_token(bot: Deployment, ada: Member) -> None:
    bot.ticket(subject="password")
    bot.sign_in()
    bot.services.feed.close()  # a stream of events would not end
    forms = 0
    for path in pages_of(bot):
        page = bot.client.get(path.replace("{number}", "1").replace("{member}", "m_ada"))
        if not page.headers["content-type"].startswith("text/html"):
            continue
        if "sandbox" in page.headers["content-security-policy"]:  # a mail, shown as it is
            continue
        found = re.findall(r"<form[^>]*>.{0,120}", page.text.replace("\n", " "))
        posts = [form for form in found if 'method="post"' in form.lower()]
        assert all(f'name="{FIELD}" value="{bot.client.headers[HEADER]}"' in f for f in posts), path
        assert f'name="answerbot-token" content="{bot.client.headers[HEADER]}"' in page.text
        forms += len(posts)
    assert forms > 10


def test_templates_write_post_in_the_one_way_that_is_seen() -> None:
    import answerbot.pages.view as view

    assert view.ENVIRONMENT.loader
    for name in view.ENVIRONMENT.list_templates():
        source = view.ENVIRONMENT.loader.get_source(view.ENVIRONMENT, name)[0]
        for form in re.findall(r"<form[^>]*", source):
            methods = re.findall(r'method="?([^"\s>]*)"?', form)
            assert set(methods) <= {"post", "get", "dialog"}, (name, form)
            assert 'method="' in form or not methods, (name, form)
        assert "formmethod" not in source, name


def test_nobody_s_page_carries_no_token(bot: Deployment) -> None:
    assert FIELD not in bot.client.get("/").text
    assert "answerbot-token" not in bot.client.get("/sign-in").text


# --- The command line


@pytest.fixture
def home(bot: Deployment) -> Path:
    return bot.settings.home


def run(home: Path, *words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(main, ["staff", *words, "--home", str(home)], input=typed)
    return result.exit_code, result.output


def test_staff_on_the_command_line(home: Path, bot: Deployment) -> None:
    code, said = run(home, "add", "bob@shop.example", "--role", "editor", "--name", "Bob")
    assert code == 0
    (path,) = re.findall(r"http://127.0.0.1:8080(/invitation/\S+)", said)
    assert bot.client.get(path).status_code == 200
    code, said = run(home, "add", "ada@shop.example", "--role", "admin", "--ask",
                     typed=f"{PASSWORD}\n{PASSWORD}\n")  # fmt: skip
    assert (code, PASSWORD in said) == (0, False)
    enter(bot, "ada@shop.example")
    assert run(home, "role", "bob@shop.example", "agent") == (0, "Bob is agent\n")
    code, said = run(home, "list")
    assert re.search(r"ada@shop.example +admin +active +ada", said)
    assert re.search(r"bob@shop.example +agent +no password +Bob", said)
    assert run(home, "disable", "bob@shop.example")[0] == 0
    assert bot.client.get(path, follow_redirects=False).status_code == 404
    assert run(home, "enable", "bob@shop.example")[0] == 0
    code, said = run(home, "password", "ada@shop.example", typed="short\nshort\n")
    assert (code, "5 characters" in said) == (1, True)
    assert is_in(bot)
    run(home, "password", "ada@shop.example", typed=f"{PASSWORD}!\n{PASSWORD}!\n")
    assert not is_in(bot)
    enter(bot, "ada@shop.example", f"{PASSWORD}!")
    for words, message in (
        (("disable", "ada@shop.example"), "the last admin"),
        (("role", "ada@shop.example", "agent"), "the last admin"),
        (("disable", "eve@shop.example"), "nobody has the address"),
        (("add", "ada@shop.example"), "is on the staff already"),
        (("add", "ada"), "is no e-mail address"),
    ):
        code, said = run(home, *words)
        assert (code, message in said) == (1, True), said
