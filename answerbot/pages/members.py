"""/staff: who works here, what they may do, who is locked out, what happened to accounts.

Knows: lists, forms that work without any script, undo.
Must not know: SQL, passwords.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared, address
from answerbot.errors import Invalid
from answerbot.pages.view import AdminsOnly, page, see
from answerbot.services import Services
from answerbot.signing_in import INVITED_FOR
from answerbot.staff import Member, new_member, role_of
from answerbot.store.audit import Act, Audit, Deed
from answerbot.store.tries import Tries, hashed

router = APIRouter(dependencies=[AdminsOnly])

SHOWN = 50


class News(BaseModel):
    """What was done, to whom; `was` is what undoing goes back to."""

    done: str = Field(default="", max_length=20)
    to: str = Field(default="", max_length=100)
    was: str = Field(default="", max_length=20)


class Invited(BaseModel):
    """Somebody who is to work here."""

    name: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=300)
    role: str = Field(default="agent", max_length=20)


@router.get("/staff")
def members(request: Request, shared: Shared, news: Annotated[News, Query()]) -> HTMLResponse:
    """Everybody, and what was just done."""
    return _page(request, shared, news)


@router.post("/staff/invite")
def invite(
    request: Request, shared: Shared, acting: Acting, sent: Annotated[Invited, Form()]
) -> HTMLResponse:
    """A new member, with the link by which they set their password."""
    try:
        new = new_member(f"m_{shared.random()}", name=sent.name, email=sent.email, role=sent.role)
        shared.members.add(new, by=acting.who, now=shared.clock())
    except Invalid as error:
        return _page(request, shared, News(), typed=sent, error=error)
    link = _link(request, shared, new.id, acting)
    return _page(request, shared, News(), link=link, invited=new)


@router.post("/staff/{member}/link")
def link(request: Request, shared: Shared, acting: Acting, member: str) -> HTMLResponse:
    """Another link to set a password; an earlier one is worth nothing then."""
    account = shared.members.get(member)
    made = _link(request, shared, member, acting)
    return _page(request, shared, News(), link=made, invited=account.member)


@router.post("/staff/{member}/role")
def change_role(
    request: Request,
    shared: Shared,
    acting: Acting,
    member: str,
    role: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Give another role; they sign in anew."""
    was = shared.members.get(member).member.role
    try:
        shared.members.set_role(member, role_of(role), by=acting.who, now=shared.clock())
    except Invalid as error:
        return _page(request, shared, News(), error=error)
    return see(f"/staff?done=role&to={member}&was={was}")


@router.post("/staff/{member}/disable")
def disable(request: Request, shared: Shared, acting: Acting, member: str) -> Response:
    """Sign them out, and in no more."""
    try:
        shared.members.disable(member, by=acting.who, now=shared.clock())
    except Invalid as error:
        return _page(request, shared, News(), error=error)
    return see(f"/staff?done=disabled&to={member}")


@router.post("/staff/{member}/enable")
def enable(shared: Shared, acting: Acting, member: str) -> Response:
    """Let them in again."""
    shared.members.enable(member, by=acting.who, now=shared.clock())
    return see(f"/staff?done=enabled&to={member}")


@router.post("/staff/lift")
def lift(
    shared: Shared,
    acting: Acting,
    kind: Annotated[str, Form(max_length=20)],
    value: Annotated[str, Form(max_length=100)],
) -> Response:
    """Let somebody try again who gave too many wrong passwords."""
    Tries(shared.store).lift(kind, value)
    about = _by_hash(shared).get(value, "") if kind == "address" else value
    Audit(shared.store).add(Deed(shared.clock(), acting.who, Act.LIFTED, about))
    return see("/staff?done=lifted")


def _link(request: Request, shared: Services, member: str, acting: Member) -> str:
    token, now = shared.random() + shared.random(), shared.clock()
    shared.members.invite(member, token, by=acting.who, now=now, expires=now + INVITED_FOR)
    return f"{address(request, shared)}/invitation/{token}"


def _faults(error: Invalid | None) -> dict[str, str]:
    """What to say beside the field, or above the list."""
    if error is None:
        return {}
    name = error.field if error.field == "email" else "_"
    return {name: f"{error.message[:1].upper()}{error.message[1:]}."}


def _by_hash(shared: Services) -> dict[str, str]:
    """Members' ids by the hash of their address."""
    return {hashed(one.member.email): one.member.id for one in shared.members.all()}


def _page(
    request: Request,
    shared: Services,
    news: News,
    *,
    typed: Invited | None = None,
    link: str = "",
    invited: Member | None = None,
    error: Invalid | None = None,
) -> HTMLResponse:
    accounts = shared.members.all()
    return page(
        request,
        "members.html",
        422 if error else 200,
        accounts=accounts,
        told=next((one.member for one in accounts if one.member.id == news.to), None),
        news=news,
        typed=typed or Invited(),
        link=link,
        invited=invited,
        wrong=_faults(error),
        locks=Tries(shared.store).locks(now=shared.clock()),
        by_hash=_by_hash(shared),
        deeds=Audit(shared.store).latest(SHOWN),
        names={f"staff:{id_}": name for id_, name in shared.members.names().items()}
        | {
            "staff:link": "the printed link",
            "command": "the command line",
            "oidc": "the identity provider",
        },
    )
