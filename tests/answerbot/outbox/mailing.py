"""An outbox, a server that records, and a postman between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from answerbot.outgoing import (
    Outgoing,
    Sort,
)
from answerbot.postman import Postman, sender_of
from answerbot.settings import Settings
from answerbot.store.db import Store
from answerbot.store.outbox import Outbox
from answerbot.transport import Server
from tests.answerbot.conftest import Clock

OURS = "support@shop.example"


SETTINGS = Settings(Path(), {"name": "Shop Hélp", "mail_addresses": OURS})


SENDER = sender_of(SETTINGS)


def mail(cause: str = "c1", **more: Any) -> Outgoing:
    first = Outgoing(
        f"{cause.replace(':', '-')}@{SENDER.id_domain}",
        cause,
        Sort.AGENT_REPLY,
        "jo@customer.example",
        "Re: Upload [#1]",
        "Try again.\n.\nFrom here",
    )
    return replace(first, **more)


def postman(store: Store, port: int, clock: Clock) -> Postman:
    way = Server("127.0.0.1", port, "none", timeout=5.0)
    return Postman(Outbox(store), way, SENDER, clock, lambda: 0.5)
