"""Mail by SMTP: an address to listen on, and what is answered to whom delivers there.

Knows: SMTP's replies and its threads.
Must not know: what a message says, what becomes of it.

A message is acknowledged (250) once it is committed. What can never be taken is refused
for good (5xx), so that its sender is told; everything else is to be tried again (4xx),
also what we did not expect: a bug of ours must not cost anybody a message.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sqlite3
import threading
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Protocol

from aiosmtpd.smtp import SMTP, Envelope, Session

from answerbot.errors import AnswerbotError, BadSettings, Unreadable
from answerbot.inbox import Taken
from answerbot.mail.ours import Ours

LONGEST_LINE = 65_536
"""Bytes. The rule is 1000; mail servers in front do not always keep it."""

TIMEOUT = 300.0
LATER = "451 4.3.0 Not taken, try again later"

log = logging.getLogger(__name__)


class Taker(Protocol):
    """What messages are given to."""

    def take(self, raw: bytes) -> Taken:
        """Record a message."""


class Handler:
    """Answers for aiosmtpd, which calls these methods by their names."""

    def __init__(self, inbox: Taker, ours: Ours) -> None:
        self._inbox = inbox
        self._ours = ours

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only our addresses: this server passes nothing on."""
        if not self._ours.receives(address):
            return "550 5.1.1 No such address here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the message, and only then say so."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        sender = (envelope.mail_from or "").strip("<>").encode("utf-8", "replace")
        return await asyncio.to_thread(self._taken, b"Return-Path: <%s>\r\n%s" % (sender, raw))

    async def handle_exception(self, error: Exception) -> str:
        """What nobody expected; the default would refuse the message for good."""
        log.error("mail: %s", error, exc_info=error)
        return LATER

    def _taken(self, raw: bytes) -> str:
        try:
            taken = self._inbox.take(raw)
        except Unreadable as error:
            return f"554 5.6.0 {_line(error.message)}"
        except (AnswerbotError, sqlite3.Error, OSError) as error:
            log.error("mail: %s", error)
            return LATER
        return f"250 2.0.0 {taken.became.value.replace('_', ' ')} {taken.ticket or ''}".rstrip()


class Listener(AbstractContextManager["Listener"]):
    """Listens while its context is open, in a thread of its own: mail never waits for pages."""

    def __init__(self, handler: Handler, host: str, port: int, *, limit: int) -> None:
        """Raises BadSettings if the address is taken or not ours."""
        self._handler = handler
        self._limit = limit
        self._socket = _bound(host, port)
        self._loop: asyncio.AbstractEventLoop
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="smtp", daemon=True)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port, also if the system chose the port."""
        host, port = self._socket.getsockname()[:2]
        return str(host), int(port)

    def __enter__(self) -> Listener:
        self._loop = asyncio.new_event_loop()
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(
            self._loop.create_server(self._session, sock=self._socket)
        )
        self._loop.call_soon(self._ready.set)
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._finish())
        self._loop.close()

    async def _finish(self) -> None:
        """End what is under way; what was not acknowledged will be sent again."""
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._loop.shutdown_default_executor()

    def _session(self) -> SMTP:
        return _Session(
            self._handler,
            data_size_limit=self._limit,
            enable_SMTPUTF8=True,
            hostname="answerbot",
            ident="answerbot",
            timeout=TIMEOUT,
            loop=self._loop,
        )


class _Session(SMTP):
    """Lines as long as some programs write them."""

    line_length_limit = LONGEST_LINE


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()
    except OSError as error:
        bound.close()
        raise BadSettings(
            f"cannot listen for mail on {host}:{port} ({error.strerror});"
            " choose another smtp_port, above 1023 if you are not root"
        ) from None
    return bound


def _line(text: str) -> str:
    """A reply is one short line of ASCII."""
    return " ".join(text.encode("ascii", "replace").decode("ascii").split())[:300]
