"""Wrong passwords lead to a growing wait."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from pathlib import Path

from answerbot.security.lockout import FIRST, LONGEST, WINDOW, locked_until
from answerbot.staff import Member
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.staff.signing import PASSWORD, enter, sign_in


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
