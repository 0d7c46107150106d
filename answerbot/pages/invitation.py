"""/invitation: whoever has the link sets their password.

Knows: the form.
Must not know: how long a link lasts, SQL.

Looking at it uses nothing up, since mail scanners look at every link; the form does.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Shared, same_site
from answerbot.errors import Forbidden, Invalid
from answerbot.pages.sign_in import entered
from answerbot.pages.view import page, visitor
from answerbot.security.passwords import LONGEST, SHORTEST
from answerbot.services import Services
from answerbot.signing_in import Door

router = APIRouter()


@router.get("/invitation/{token}")
def show(request: Request, shared: Shared, token: str) -> HTMLResponse:
    """The form."""
    return _form(request, shared, token)


@router.post("/invitation/{token}")
def accept(
    request: Request,
    shared: Shared,
    token: str,
    password: Annotated[str, Form(max_length=2 * LONGEST)] = "",
) -> Response:
    """Set the password and sign in."""
    if not same_site(request, shared):
        raise Forbidden("this form was sent from another site")
    network = visitor(request, shared)
    shared.write_limit.take(f"sign-in {network}")
    try:
        session = Door(shared, network).by_invitation(token, password)
    except Invalid as error:
        return _form(request, shared, token, error)
    return entered(request, shared, session, "/desk")


def _form(
    request: Request, shared: Services, token: str, error: Invalid | None = None
) -> HTMLResponse:
    return page(
        request,
        "invitation.html",
        422 if error else 200,
        invited=shared.members.invited(token, now=shared.clock()).member,
        token=token,
        shortest=SHORTEST,
        wrong={"password": f"{error.message[:1].upper()}{error.message[1:]}."} if error else {},
    )
