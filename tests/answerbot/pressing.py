"""A person at a customer's page: opens it, reads it, presses a button."""

from __future__ import annotations

import re

import httpx2 as httpx

from tests.answerbot.conftest import Deployment

PERSON = {
    "user-agent": (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
        " Chrome/131.0.0.0 Safari/537.36"
    ),
    "accept": "text/html,*/*;q=0.8",
    "accept-language": "en",
    "sec-fetch-mode": "navigate",
    "sec-fetch-dest": "document",
    "sec-fetch-site": "same-origin",
    "sec-fetch-user": "?1",
}
"""What a browser sends when somebody follows a link or presses a button."""

_PRESS = re.compile(r'name="press" value="([^"]+)"')


def press_in(page: str) -> str:
    """The one-time token of a page's buttons; empty if it has none."""
    found = _PRESS.search(page)
    return found[1] if found else ""


def press(
    bot: Deployment,
    path: str,
    kind: str,
    *,
    after: float = 30,
    headers: dict[str, str] = PERSON,
    **data: str,
) -> httpx.Response:
    """Open the page at `path`, wait, and press the button of this kind."""
    token = press_in(bot.client.get(path, headers=PERSON).text)
    bot.clock.pass_time(seconds=after)
    sent = {"press": token, **data}
    answer: httpx.Response = bot.client.post(f"{path}/{kind}", data=sent, headers=headers)
    return answer
