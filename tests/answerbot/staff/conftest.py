"""What the tests here begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from answerbot.staff import Member, Role
from tests.answerbot.conftest import START, Deployment
from tests.answerbot.staff.signing import CHEAP, PASSWORD


@pytest.fixture
def ada(bot: Deployment) -> Member:
    """An admin with a password."""
    member = Member("m_ada", "Ada", Role.ADMIN, "ada@shop.example")
    bot.services.members.add(member, by="test", now=START)
    bot.services.members.set_password("m_ada", CHEAP.hash(PASSWORD), by="test", now=START)
    return member


@pytest.fixture
def home(bot: Deployment) -> Path:
    return bot.settings.home
