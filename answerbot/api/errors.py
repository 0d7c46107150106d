"""Every failure as the one JSON shape.

Knows: exceptions and how they look on the wire.
Must not know: where they were raised.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.responses import Response

from answerbot.errors import CODES, AnswerbotError, TooMany

log = logging.getLogger("answerbot")

BY_STATUS = {401: "unauthorised", 403: "forbidden", 404: "not_found", 405: "method_not_allowed"}


NOT_JSON = "body: send a JSON object, with Content-Type: application/json"

Page = Callable[[Request, str, str, str], Response | None]
"""Renders an error (request, code, message, request id) for people, or declines."""


def answer(
    request_id: str, code: str, message: str, *, field: str = "", retry_after: int = 0
) -> JSONResponse:
    """One error as it goes out."""
    problem: dict[str, Any] = {"code": code, "message": message}
    if field:
        problem["field"] = field
    problem["request_id"] = request_id
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    if code == "not_ready":
        headers["Retry-After"] = "5"
    return JSONResponse({"error": problem}, status_code=CODES[code].status, headers=headers)


Words = Callable[[Mapping[str, Any]], str]
"""A fault that pydantic found, in a sentence for people."""


def install(app: FastAPI, page: Page, in_words: Words) -> None:
    """Handle every kind of exception we know; `page` may render it for a browser, which is told
    of what it sent wrongly `in_words`."""

    def reply(
        request: Request, code: str, message: str, field: str = "", wait: int = 0
    ) -> Response:
        identifier = request_id(request)
        return page(request, code, message, identifier) or answer(
            identifier, code, message, field=field, retry_after=wait
        )

    async def ours(request: Request, error: Exception) -> Response:
        wait = error.retry_after if isinstance(error, TooMany) else 0
        field = getattr(error, "field", "")
        return reply(request, getattr(error, "code", "internal_error"), str(error), field, wait)

    async def invalid(request: Request, error: Exception) -> Response:
        first = error.errors()[0] if isinstance(error, RequestValidationError) else {}
        field = _field(first.get("loc", ()))
        if field == "body" or first.get("type") == "json_invalid":
            return reply(request, "invalid_request", NOT_JSON, "body")
        identifier = request_id(request)
        return page(request, "invalid_request", in_words(first), identifier) or answer(
            identifier, "invalid_request", f"{field}: {first.get('msg', '')}", field=field
        )

    async def http(request: Request, error: Exception) -> Response:
        code = BY_STATUS.get(getattr(error, "status_code", 400), "invalid_request")
        where = f"{request.method} {request.url.path[:200]}"
        return reply(request, code, f"{where}: {CODES[code].meaning}")

    app.add_exception_handler(AnswerbotError, ours)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http)


def unexpected(page: Page) -> Callable[[Request, Exception], Response]:
    """What to answer to an exception that nobody expected: an id, never its text."""

    def answered(request: Request, error: Exception) -> Response:
        identifier = request_id(request)
        log.error("request %s failed", identifier, exc_info=error)
        message = f"something went wrong on our side; the log has it under {identifier}"
        rendered = page(request, "internal_error", message, identifier)
        return rendered or answer(identifier, "internal_error", message)

    return answered


def request_id(request: Request) -> str:
    """The id given by the middleware; it stands in the log too."""
    return str(getattr(request.state, "request_id", ""))


def _field(location: Sequence[int | str]) -> str:
    where, *parts = location or ("body",)
    return ".".join(map(str, parts)) or str(where)
