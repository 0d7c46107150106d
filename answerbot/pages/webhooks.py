"""/staff/webhooks: who is told of what happens, and what came of it.

Knows: lists, forms that work without any script.
Must not know: SQL, HTTP, formats.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.errors import Invalid
from answerbot.pages.view import AdminsOnly, page, see
from answerbot.services import Services
from answerbot.settings import listed
from answerbot.store.deliveries import Deliveries
from answerbot.store.webhooks import Webhooks
from answerbot.webhooks.endpoint import Endpoint, Format, Jira, checked, new_secret
from answerbot.webhooks.happenings import HAPPENINGS, TEST

router = APIRouter(dependencies=[AdminsOnly])

SHOWN = 100


class Sent(BaseModel):
    """The form for one more; a Jira needs the last four. `made` is the id that it gets, made with
    the form: the same form sent again adds nothing."""

    made: str = Field(default="", pattern="^(wh_[A-Za-z0-9_-]{8,64})?$")
    label: str = Field(default="", max_length=100)
    url: str = Field(default="", max_length=2_000)
    format: Format = Format.STANDARD
    events: list[str] = Field(default=[], max_length=50)
    words: bool = False
    project: str = Field(default="", max_length=50)
    issue_type: str = Field(default="Task", max_length=100)
    email: str = Field(default="", max_length=300)
    token: str = Field(default="", max_length=1_000)

    def endpoint(self, identifier: str) -> Endpoint:
        """What it stands for, not checked yet."""
        jira = Jira(self.project.strip(), self.issue_type.strip(), self.email.strip(), self.token)
        return Endpoint(
            identifier,
            self.url.strip(),
            self.format,
            self.label.strip(),
            tuple(self.events),
            self.words,
            new_secret() if self.format is Format.STANDARD else "",
            jira=jira if self.format is Format.JIRA else Jira(),
        )


@router.get("/staff/webhooks")
def webhooks(
    request: Request, shared: Shared, done: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """All of them, and the form for one more."""
    return _list(request, shared, done=done)


@router.post("/staff/webhooks/add")
def add(
    request: Request, shared: Shared, acting: Acting, sent: Annotated[Sent, Form()]
) -> Response:
    """Keep one; its secret is shown now, and no more if the form comes again."""
    try:
        hosts = listed(shared.settings["webhook_hosts"])
        made = checked(sent.endpoint(sent.made or f"wh_{shared.random()}"), hosts=hosts)
    except Invalid as error:
        return _list(request, shared, typed=sent, error=error)
    if not Webhooks(shared.store).add(made, by=acting.who, now=shared.clock()):
        return see("/staff/webhooks?done=there")
    return _list(request, shared, made=made, done="added")


@router.get("/staff/webhooks/{webhook}")
def webhook(
    request: Request, shared: Shared, webhook: str, done: Annotated[str, Query(max_length=20)] = ""
) -> HTMLResponse:
    """One, with what it was told and what it answered."""
    return _one(request, shared, webhook, done=done)


@router.post("/staff/webhooks/{webhook}/test")
def test(shared: Shared, webhook: str) -> Response:
    """Send a message that says it is a test."""
    Webhooks(shared.store).get(webhook)
    message, now = f"msg_{shared.random()}", shared.clock()
    Deliveries(shared.store).add(webhook, TEST, message, ticket=None, now=now)
    shared.courier.hurry()
    return see(f"/staff/webhooks/{webhook}?done=test")


@router.post("/staff/webhooks/{webhook}/rotate")
def rotate(
    request: Request,
    shared: Shared,
    acting: Acting,
    webhook: str,
    message: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Another secret, shown now; the one before signs for a day more. `message` says in place of
    which secret: the same form sent again makes no other."""
    held, secret = Webhooks(shared.store), new_secret()
    if message and message != _sign_of(held.get(webhook)):
        return see(f"/staff/webhooks/{webhook}?done=there")
    made = held.rotate(webhook, secret, by=acting.who, now=shared.clock())
    return _one(request, shared, webhook, done="rotated", made=made)


@router.post("/staff/webhooks/{webhook}/disable")
def disable(shared: Shared, acting: Acting, webhook: str) -> Response:
    """Tell it nothing for now."""
    why = f"{acting.name} disabled it"
    Webhooks(shared.store).disable(webhook, why, by=acting.who, now=shared.clock())
    return see(f"/staff/webhooks/{webhook}?done=disabled")


@router.post("/staff/webhooks/{webhook}/enable")
def enable(shared: Shared, acting: Acting, webhook: str) -> Response:
    """Tell it again, first of what waited when it was disabled."""
    Webhooks(shared.store).enable(webhook, by=acting.who, now=shared.clock())
    shared.courier.hurry()
    return see(f"/staff/webhooks/{webhook}?done=enabled")


@router.post("/staff/webhooks/{webhook}/remove")
def remove(shared: Shared, acting: Acting, webhook: str) -> Response:
    """Tell it nothing more."""
    Webhooks(shared.store).remove(webhook, by=acting.who, now=shared.clock())
    return see("/staff/webhooks?done=removed")


@router.post("/staff/webhooks/{webhook}/again")
def again(
    shared: Shared, webhook: str, message: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    """Send what was given up once more: one message, or all."""
    Deliveries(shared.store).again(webhook, now=shared.clock(), message=message)
    shared.courier.hurry()
    return see(f"/staff/webhooks/{webhook}?done=again")


def _sign_of(webhook: Endpoint) -> str:
    """What tells a secret from the next, and nothing else of it."""
    return sha256(webhook.secret.encode()).hexdigest()[:16]


def _list(
    request: Request,
    shared: Services,
    *,
    typed: Sent | None = None,
    error: Invalid | None = None,
    made: Endpoint | None = None,
    done: str = "",
) -> HTMLResponse:
    return page(
        request,
        "webhooks.html",
        422 if error else 200,
        webhooks=Webhooks(shared.store).all(),
        counts=Deliveries(shared.store).counts(),
        happenings=HAPPENINGS,
        formats=Format,
        typed=typed or Sent(),
        fresh=f"wh_{shared.random()}",
        wrong={error.field: f"{error.message[:1].upper()}{error.message[1:]}."} if error else {},
        made=made,
        done=done,
    )


def _one(
    request: Request, shared: Services, webhook: str, *, done: str, made: Endpoint | None = None
) -> HTMLResponse:
    found = Webhooks(shared.store).get(webhook)
    return page(
        request,
        "webhook.html",
        webhook=found,
        sign=_sign_of(found),
        deliveries=Deliveries(shared.store).latest(webhook, SHOWN),
        counts=Deliveries(shared.store).counts().get(webhook, {}),
        shown=SHOWN,
        made=made,
        done=done,
    )
