"""A courier that has its turn when a test says so, and what it told."""

from __future__ import annotations

from typing import Any

from answerbot.store.deliveries import Deliveries
from answerbot.store.webhooks import Webhooks
from answerbot.webhooks.courier import Courier
from answerbot.webhooks.endpoint import Endpoint, Jira, new_secret
from answerbot.webhooks.post import Post
from tests.answerbot.conftest import Deployment

SECRET = new_secret()


def courier_of(bot: Deployment) -> Courier:
    post = Post(("127.0.0.1",))
    shared = bot.services
    return Courier(
        shared.store, post, "https://help.example", bot.clock, shared.random, lambda: 0.5
    )


def tell(bot: Deployment, url: str, **more: Any) -> Endpoint:
    made = Endpoint(more.pop("id", "wh_1"), url, secret=more.pop("secret", SECRET), **more)
    Webhooks(bot.services.store).add(made, by="test", now=bot.clock())
    return made


def messages(bot: Deployment, webhook: str = "wh_1") -> list[Any]:
    return Deliveries(bot.services.store).latest(webhook, 1_000)


def only(bot: Deployment, webhook: str = "wh_1") -> Any:
    (message,) = messages(bot, webhook)
    return message


JIRA = Jira("SUP", "Bug", "bot@shop.example", "the-token")
