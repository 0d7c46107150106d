"""Enquiries as the server would have recorded them, written straight into the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from answerbot.enquiries import Event, Kind
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, insert_enquiry, insert_events

REFUND = (
    "get my money back", "how do I get my money back", "I want my money back",
    "money back", "can I have my money back", "when is my money back",
)  # fmt: skip
INVOICE = (
    "change the address on the invoice", "wrong address on my invoice", "invoice address change",
    "new address for the invoice", "correct the invoice address", "the invoice has an old address",
)  # fmt: skip
NOISE = (
    "is the moon made of cheese", "who wrote hamlet", "sing something", "horoscope for aries",
    "tallest building on earth", "tell a joke",
)  # fmt: skip


def ask(
    store: Store,
    texts: Iterable[str],
    at: datetime,
    *,
    name: str,
    locale: str = "en",
    nearest: str = "",
    sure: float = 0.0,
    offered: str = "",
    withheld: str = "",
    rejected: str = "",
    accepted: bool = False,
    ticket: bool = False,
) -> None:
    """One enquiry a text, an hour apart."""

    def work(db: Database) -> None:
        for number, text in enumerate(texts):
            enquiry, moment = f"enq_{name}_{number}", at + timedelta(hours=number)
            insert_enquiry(db, Enquiry(enquiry, "", "widget", locale, "", "", moment))
            detail: dict[str, Any] = {"query": text, "typing": False, "best": [sure]}
            detail |= {"articles": [offered]} if offered else {"nearest": nearest}
            detail |= {"withheld": [withheld]} if withheld else {}
            kinds = [
                (Kind.ASKED, {}, ""),
                (Kind.OFFERED if offered else Kind.UNOFFERED, detail, ""),
            ]
            if rejected:
                kinds.append((Kind.REJECTED, {"reason": rejected}, offered))
            if accepted:
                kinds.append((Kind.ACCEPTED, {}, offered))
            if ticket:
                kinds.append((Kind.SUBMITTED, {"ticket": f"tic_{name}_{number}"}, ""))
            insert_events(
                db,
                [
                    Event(f"{enquiry}_{k}", enquiry, kind, moment, article=article, detail=said)
                    for k, (kind, said, article) in enumerate(kinds)
                ],
            )

    store.write(work)
