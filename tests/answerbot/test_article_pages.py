"""What editors see of articles, and what they do about them."""

from __future__ import annotations

import csv
import io
import re

import pytest

from answerbot.staff import Role
from tests.answerbot.conftest import Deployment

TABLE = "/editor/articles"


def row_of(page: str, title: str) -> list[str]:
    """The figures of an article's row."""
    (row,) = (row for row in page.split("<tr>") if f">{title}</a>" in row)
    return re.findall(r'<td class="figure">([^<]*?)\s*(?:<span|</td>)', row)


def asked(bot: Deployment, number: int, *kinds: str, **more: str) -> str:
    """An enquiry about passwords in which these things happened to that article."""
    enquiry: str = bot.suggest("reset password", session=f"tab-{number}", **more)["enquiry"]
    for step, kind in enumerate(kinds):
        said = {"reason": "did_not_answer"} if kind == "rejected" else {}
        session = f"tab-{number}"
        for again in ("", "-again"):
            event = f"event-{number}-{step}{again}"
            assert bot.event(
                enquiry, kind, event, article="password", session=session, **said
            ).status_code in (200, 202, 204)
    return enquiry


def test_the_table_counts_enquiries_once(bot: Deployment) -> None:
    asked(bot, 1, "seen", "opened", "accepted")
    asked(bot, 2, "opened", "rejected")
    ticketed = asked(bot, 3, "opened")
    bot.ticket(subject="still locked", enquiry=ticketed, session="tab-3")
    asked(bot, 4)
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(TABLE).text
    assert row_of(page, "Reset your password") == ["2", "4", "3", "1", "–", "1", "1", "–", "–"]
    bot.clock.pass_time(days=8)
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(TABLE).text
    assert row_of(page, "Reset your password") == ["2", "4", "3", "1", "1", "1", "1", "–", "–"]
    assert "There are no articles" not in page
    later = bot.client.get(TABLE, params={"days": 7}).text
    assert set(row_of(later, "Reset your password")) == {"–"}


def test_what_is_chosen_is_shown_and_taken_away(bot: Deployment) -> None:
    asked(bot, 1, "opened")
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(TABLE, params={"find": "PASSWORD", "sort": "title", "up": "true"}).text
    assert 'aria-sort="ascending"' in page
    assert "1 to 1 of 1 that fit" in page
    assert "No article fits" in bot.client.get(TABLE, params={"badge": "excluded"}).text
    file = bot.client.get(f"{TABLE}.csv", params={"sort": "opened"})
    lines = list(csv.DictReader(io.StringIO(file.text)))
    assert (lines[0]["article"], lines[0]["opened"], lines[0]["offered"]) == ("password", "1", "1")
    assert len(lines) == len(bot.services.shelf.of(bot.services.live.searcher).entries)


@pytest.mark.parametrize("query", ["first=x", "first=2026-02-02&last=2026-01-01"])
def test_a_period_that_is_none_is_named(bot: Deployment, query: str) -> None:
    bot.sign_in(Role.EDITOR)
    page = bot.client.get(f"{TABLE}?{query}")
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert bot.client.get(f"{TABLE}.csv?{query}").status_code == 422


def test_the_old_address_leads_here(bot: Deployment) -> None:
    bot.sign_in(Role.EDITOR)
    response = bot.client.get("/editor", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (303, TABLE)
