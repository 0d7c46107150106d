"""Signing in as a member of staff, as the page does it."""

from __future__ import annotations

from pathlib import Path

import httpx2 as httpx
from argon2 import PasswordHasher
from click.testing import CliRunner

from answerbot.cli import main
from answerbot.security.sessions import HEADER, form_token
from tests.answerbot.conftest import Deployment

PASSWORD = "correct horse battery staple"


CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def sign_in(bot: Deployment, email: str, password: str = PASSWORD) -> httpx.Response:
    data = {"email": email, "password": password}
    return bot.client.post("/sign-in", data=data, follow_redirects=False)


def enter(bot: Deployment, email: str, password: str = PASSWORD) -> None:
    assert sign_in(bot, email, password).status_code == 303
    bot.client.headers[HEADER] = form_token(bot.client.cookies["answerbot"])


def is_in(bot: Deployment) -> bool:
    return bot.client.get("/desk").status_code == 200


def run(home: Path, *words: str, typed: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(main, ["staff", *words, "--home", str(home)], input=typed)
    return result.exit_code, result.output
