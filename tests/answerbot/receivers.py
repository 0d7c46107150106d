"""A real server on loopback that is told things, and behaves as badly as it is asked to."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Got:
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Behaviour = Callable[[BaseHTTPRequestHandler], None]


def answer(status: int, body: bytes = b"ok", **headers: str) -> Behaviour:
    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def raw(*pieces: bytes, pause: float = 0.0) -> Behaviour:
    """Bytes as they are, with a pause after each, until the other side hangs up."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        server: Receiver = handler.server.receiver  # type: ignore[attr-defined]
        with suppress(OSError):
            for piece in pieces:
                handler.wfile.write(piece)
                handler.wfile.flush()
                if pause and server.over.wait(pause):
                    break
        handler.close_connection = True

    return behave


HANG = raw(b"", pause=30)
DRIP_HEADERS = raw(b"HTTP/1.1 200 OK\r\nx-slow: ", *[b"x"] * 600, pause=0.05)
DRIP_BODY = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n", *[b"x"] * 600, pause=0.05)
ENDLESS = raw(b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n", *[b"y" * 65_536] * 2_000)


@dataclass
class Receiver:
    """Answers by `behaviour`; `got` is what came."""

    behaviour: Behaviour = field(default_factory=lambda: answer(204, b""))
    got: list[Got] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.got.append(Got(self.command, self.path, headers, body))
                with suppress(OSError):
                    receiver.behaviour(self)

            do_POST = do_GET = _take  # noqa: N815

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.receiver = self  # type: ignore[attr-defined]
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


def closed_port() -> int:
    """A port of loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
