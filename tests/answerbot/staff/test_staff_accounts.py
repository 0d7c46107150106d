"""Accounts are made, changed and ended by admins."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from answerbot.commands.serving import NAME, told
from answerbot.signing_in import truncated
from answerbot.staff import Member, Role
from answerbot.store.audit import Audit
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.staff.signing import PASSWORD, enter, is_in, run, sign_in


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


@contextmanager
def answering(body: bytes) -> Iterator[str]:
    """Something that listens and says this at every address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_printed_link_leads_to_the_server_that_runs(home: Path, bot: Deployment) -> None:
    live = bot.client.get("/health/live").content
    with answering(live) as one, answering(live) as other, answering(b"{}") as stranger:
        with told(home, one):
            with told(home, other):
                assert f"{other}/invitation/" in run(home, "add", "eve@shop.example")[1]
            assert f"{one}/invitation/" in run(home, "add", "sue@shop.example")[1]
        assert not (home / NAME).exists()
        (home / NAME).write_text(f"http://127.0.0.1:1\n{stranger}\n", encoding="utf-8")
        said = run(home, "add", "joe@shop.example")[1]
        assert "http://127.0.0.1:8080/invitation/" in said, "a server that was killed"
        assert "No server runs here" in said
        with told(home, one):
            assert (home / NAME).read_text(encoding="utf-8") == f"{one}\n"
    with told(home / "nowhere", "http://127.0.0.1:1"):
        pass


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
