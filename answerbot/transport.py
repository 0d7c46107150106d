"""How a message leaves: by an SMTP server, or not at all.

Knows: SMTP's answers, and which of them are for good.
Must not know: SQL, when a message is tried again.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

from answerbot.errors import BadSettings
from answerbot.outgoing import WIDE, deliverable
from answerbot.settings import Settings

TIMEOUT = 20.0
"""Seconds. Chores take turns in one thread: a server that hangs must not hold them long."""


class Refused(Exception):
    """The server will never take this message."""


class Later(Exception):
    """The server may take this message another time."""


class Unreachable(Exception):
    """No server to talk to, or one that talks to us not at all: it is not the message's fault."""


class Session(Protocol):
    """An open way out."""

    def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Raises Refused, Later, Unreachable."""


@dataclass(frozen=True, slots=True)
class Server:
    """An SMTP server. `security` is none, starttls or tls; certificates are checked."""

    host: str
    port: int
    security: str = "starttls"
    user: str = ""
    password: str = ""
    timeout: float = TIMEOUT

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A connection, signed in. Raises Unreachable."""
        try:
            client = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"{self.host}:{self.port}: {_said(error)}") from error
        try:
            yield _Connection(client)
        finally:
            _end(client)

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.security == "tls":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout, context=context
            )
        else:
            client = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        try:
            if self.security == "starttls":
                client.starttls(context=context)
            if self.user:
                client.login(self.user, self.password)
            else:
                client.ehlo_or_helo_if_needed()
        except BaseException:
            client.close()
            raise
        return client


class _Connection:
    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        to = deliverable(recipient)
        wide = not (to.isascii() and sender.isascii())
        options = ("SMTPUTF8", "BODY=8BITMIME") if wide else ()
        # `send_message` would write ">From" where a line begins so.
        raw = message.as_bytes(policy=WIDE.clone(utf8=wide))
        try:
            self._client.sendmail(sender, [to], raw, options)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _judged(code, said) from error
        except (smtplib.SMTPSenderRefused, smtplib.SMTPServerDisconnected) as error:
            # Whom it does not let send, it lets send nothing: a matter of our settings.
            raise Unreachable(_said(error)) from error
        except smtplib.SMTPResponseException as error:
            raise _judged(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPNotSupportedError, UnicodeError, ValueError) as error:
            raise Refused(_said(error)) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(_said(error)) from error


def server_of(settings: Settings) -> Server | None:
    """The server of a deployment; None if it has set none. Raises BadSettings."""
    host = settings["smtp_out_host"]
    if not host:
        return None
    if not (settings["mail_from"] or settings["mail_addresses"]):
        raise BadSettings(
            f"smtp_out_host = {host!r} needs mail_addresses or mail_from: who writes?"
            ' Such as mail_addresses = "support@shop.example"'
        )
    names = ("port", "security", "user", "password")
    return Server(host, *(settings[f"smtp_out_{name}"] for name in names))


def _judged(code: int, said: bytes | str) -> Exception:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    kind = Refused if 500 <= code < 600 else Later
    return kind(f"{code} {' '.join(text.split())}"[:300])


def _said(error: BaseException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_judged(error.smtp_code, error.smtp_error))
    return f"{type(error).__name__}: {error}"[:300]


def _end(client: smtplib.SMTP) -> None:
    """Whatever happens while we say good-bye, what was acknowledged is."""
    try:
        client.quit()
    except (smtplib.SMTPException, OSError):
        client.close()
