"""Buttons of customers' pages that only a person can press, in the browser that shows them.

Knows: cookies, headers, what is recorded of a machine.
Must not know: what a button does, by which headers a machine is told.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from fastapi import Request, Response

from answerbot.api.callers import address
from answerbot.asking import event_of
from answerbot.enquiries import Kind
from answerbot.scanners import Machine, Sign, machine, too_soon
from answerbot.security.presses import COOKIE, LIFETIME
from answerbot.services import Services
from answerbot.tickets import Ticket

_LOCAL = ("127.0.0.1", "localhost", "::1")


class Refused(Exception):
    """A button was pressed by what is no person, or not on a page of ours."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine.sign)
        self.machine = machine


def shown_to(request: Request, shared: Services, subject: str) -> tuple[str, str]:
    """The cookie to set with a page, and the token of its buttons."""
    held = shared.presses.cookie(request.cookies.get(COOKIE, ""))
    return held, shared.presses.token(subject, held)


def remember(answer: Response, request: Request, shared: Services, held: str, path: str) -> None:
    """Bind the buttons to this browser; to pages under `path`, and to nobody else's.

    Not "strict": the browser would then hide the cookie from whoever comes by a link in
    webmail, the page would set another, and the buttons in a tab that is open already would
    be no more its own. With "lax" it comes along when a link is followed, and still with no
    POST from elsewhere.
    """
    answer.set_cookie(
        COOKIE,
        held,
        max_age=int(LIFETIME.total_seconds()),
        path=path,
        secure=address(request, shared).startswith("https:"),
        httponly=True,
        samesite="lax",
    )


def pressed(request: Request, shared: Services, token: str, subject: str) -> str:
    """The id of a press by a person, for the event that it becomes. Raises Refused."""
    if found := _machine(request, shared):
        raise Refused(found)
    press = shared.presses.check(token, subject, request.cookies.get(COOKIE, ""))
    if press is None:
        raise Refused(Machine(Sign.UNBOUND))
    if too_soon(press.waited, timedelta(seconds=shared.settings["machine_seconds"])):
        raise Refused(Machine(Sign.TOO_SOON))
    if shared.ledger.known(press.id):
        raise Refused(Machine(Sign.REPLAYED))
    return press.id


def excluded(
    request: Request,
    shared: Services,
    ticket: Ticket,
    *,
    article: str = "",
    told: Machine | None = None,
    channel: str = "email",
) -> None:
    """Record a machine's hit, once a minute for each kind; nothing for a person's."""
    found = told or _machine(request, shared)
    if found is None:
        return
    now = shared.clock()
    same = f"{ticket.id} {article} {found} {request.method} {now:%Y%m%d%H%M}"
    event = event_of(
        shared,
        ticket.enquiry,
        Kind.EXCLUDED,
        identifier=f"exc:{sha256(same.encode()).hexdigest()[:32]}",
        article=article,
        channel=channel,
        detail={"sign": found.sign, "machine": found.name, "method": request.method},
    )
    shared.ledger.append([event], durable=False)


def _machine(request: Request, shared: Services) -> Machine | None:
    ours = address(request, shared)
    secure = ours.startswith("https:") or request.url.hostname in _LOCAL
    return machine(request.method, request.headers, secure=secure)
