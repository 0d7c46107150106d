"""/sign-in: staff get their cookie.

Knows: the printed link's token, secret keys.
Must not know: what staff do then.

The link that `serve` prints carries its token behind a `#`, which browsers do not
send and logs do not keep; a script on the page posts it.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Shared, address
from answerbot.pages.view import page, see, visitor
from answerbot.security.sessions import COOKIE, LIFETIME, LINK
from answerbot.services import Services

router = APIRouter()


@router.get("/sign-in")
def show(request: Request, after: str = "/desk") -> HTMLResponse:
    """The form."""
    return page(request, "sign_in.html", after=local(after), wrong=False)


@router.post("/sign-in")
def sign_in(
    request: Request,
    shared: Shared,
    credential: Annotated[str, Form(max_length=200)] = "",
    after: Annotated[str, Form(max_length=200)] = "/desk",
) -> Response:
    """A secret key or the link's token for a cookie."""
    shared.write_limit.take(f"sign-in {visitor(request, shared)}")
    holder = _holder(shared, credential.strip())
    if holder is None:
        return page(request, "sign_in.html", status=403, after=local(after), wrong=True)
    response = see(local(after))
    response.set_cookie(
        COOKIE,
        shared.staff.issue(holder),
        max_age=int(LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=address(request, shared).startswith("https:"),
    )
    return response


def _holder(shared: Services, credential: str) -> str | None:
    """The id of the secret key, or LINK for the link's token; None for anything else."""
    if shared.staff.is_link(credential):
        return LINK
    key = shared.keys.find(credential)
    return key.id if key and key.kind == "secret" else None


@router.post("/sign-out")
def sign_out() -> Response:
    """Forget the cookie."""
    response = see("/sign-in")
    response.delete_cookie(COOKIE)
    return response


def local(address: str) -> str:
    """`address` if it is a path on this server, else the desk."""
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if plain and "\n" not in address and "\r" not in address else "/desk"
