"""What the tests here begin with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from answerbot.webhooks.courier import Courier
from tests.answerbot.conftest import Deployment
from tests.answerbot.receivers import (
    Receiver,
)
from tests.answerbot.webhooks.hooked import courier_of


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def bot(bot: Deployment) -> Deployment:
    """Its own courier rests: the tests say when there is a turn."""
    bot.services.courier.stop()
    return bot


@pytest.fixture
def courier(bot: Deployment) -> Courier:
    return courier_of(bot)
