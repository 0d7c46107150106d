"""What happens to every request: an id, headers, body limit, CORS.

Knows: ASGI.
Must not know: resources.

Written as plain ASGI: a body is refused at the byte that is too many, and answers
are not buffered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from answerbot.api.errors import answer
from answerbot.security.headers import for_path
from answerbot.security.origins import permitted

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": (
        "Authorization, Content-Type, X-Answerbot-Identity, X-Answerbot-Session,"
        " X-Answerbot-Visitor"
    ),
    "Access-Control-Max-Age": "600",
}


class Envelope:
    """`origins` gives the origins of all public keys, `new_id` a request's id,
    `failed` the answer to an exception that nobody expected, `address` the server's own
    public one if it is set."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        origins: Callable[[], Iterable[str]],
        new_id: Callable[[], str],
        failed: Callable[[Request, Exception], Response],
        body_limit: int,
        address: str,
    ) -> None:
        self._app = app
        self._origins = origins
        self._new_id = new_id
        self._failed = failed
        self._limit = body_limit
        self._address = address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = self._new_id()[:16]
        scope.setdefault("state", {})["request_id"] = request_id
        headers = Headers(scope=scope)
        cors = self._cors(scope["path"], headers)
        sender = _adding(send, {**for_path(scope["path"]), **cors, "X-Request-Id": request_id})
        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            allowed = PREFLIGHT if "Access-Control-Allow-Origin" in cors else {}
            await Response(status_code=204, headers=allowed)(scope, receive, sender)
            return
        try:
            body = await self._body(headers, receive)
        except ClientDisconnect:
            return  # half a request is none, and nobody waits for an answer
        if body is None:
            message = f"the body is larger than {self._limit} bytes"
            await answer(request_id, "body_too_large", message)(scope, receive, sender)
            return
        await self._answered(scope, _replayed(body, receive), sender)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except Exception as error:  # noqa: BLE001  the one place that may
            await self._failed(Request(scope), error)(scope, receive, send)

    def _cors(self, path: str, headers: Headers) -> dict[str, str]:
        origin = headers.get("origin", "")
        if not path.startswith("/v1/") or not origin:
            return {}
        own = self._address or f"{urlsplit(origin).scheme}://{headers.get('host', '')}"
        if not permitted(origin, own, self._origins()):
            return {"Vary": "Origin"}
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Expose-Headers": "Retry-After, X-Request-Id",
            "Vary": "Origin",
        }

    async def _body(self, headers: Headers, receive: Receive) -> bytes | None:
        """The whole body, which is small; None as soon as it is too large."""
        declared = headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > self._limit:
            return None
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            body += bytes(message.get("body", b""))
            if len(body) > self._limit:
                return None
            if not message.get("more_body", False):
                return body


def _replayed(body: bytes, receive: Receive) -> Receive:
    """The body once more, then whatever comes after it."""
    given = False

    async def replayed() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replayed


def _adding(send: Send, headers: dict[str, str]) -> Send:
    async def adding(message: Message) -> None:
        if message["type"] == "http.response.start":
            found = MutableHeaders(scope=message)
            for name, value in headers.items():
                found.setdefault(name, value)
        await send(message)

    return adding
