"""Sending one request to an address that somebody typed in.

Knows: limits, that no redirect is followed, that the own network is not reached.
Must not know: what is sent, when it is tried again.

The whole exchange has one time limit, whatever the server does: hang, drip, send for ever.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

import httpx2 as httpx

from answerbot.webhooks.endpoint import host_of
from answerbot.webhooks.messages import Message
from answerbot.webhooks.retries import Answer
from corpora.guard import FetchError, Lookup, checked_address, lookup, parsed, retry_after

AGENT = "answerbot"
HINT = "; webhook_hosts lists hosts of your own network that may be told"


@dataclass(frozen=True, slots=True)
class Limits:
    """In seconds and bytes; `kept` characters of an answer are remembered."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 15.0
    bytes: int = 65_536
    kept: int = 300


@dataclass(frozen=True, slots=True)
class Post:
    """Sends. `hosts` may be of the own network."""

    hosts: tuple[str, ...] = ()
    limits: Limits = Limits()
    lookup: Lookup = lookup

    async def send(self, message: Message) -> tuple[Answer, bytes]:
        """The answer, or why there is none, and its body."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(self.limits.total):
                response, body = await self._send(message)
        except TimeoutError:
            return Answer(0, f"no answer within {self.limits.total:g} s"), b""
        except (FetchError, httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            text = str(error) or type(error).__name__
            # An address may be a secret, as Slack's are: people see the host only.
            hidden = text.replace(message.url, host_of(message.url))
            return Answer(0, _plain(hidden, self.limits.kept)), b""
        took = int(1000 * (time.monotonic() - began))
        wait = retry_after(response.headers.get("retry-after", ""))
        text = _plain(body.decode("utf-8", "replace"), self.limits.kept)
        return Answer(response.status_code, text, wait, took), body

    async def _send(self, message: Message) -> tuple[httpx.Response, bytes]:
        url = parsed(message.url)
        private = url.host in self.hosts
        if url.scheme != "https" and not private:
            raise FetchError(f"{url.host}: only https:// addresses are told")
        address = await asyncio.to_thread(
            checked_address, url, self.lookup, allow_private=private, hint=HINT
        )
        request = httpx.Request(
            message.method,
            url.copy_with(host=address),
            content=message.body or None,
            headers={
                "Host": url.netloc.decode(),
                "User-Agent": AGENT,
                "Accept-Encoding": "identity",
                **message.headers,
            },
            extensions={"sni_hostname": url.host},
        )
        timeout = httpx.Timeout(self.limits.read, connect=self.limits.connect)
        async with httpx.AsyncClient(trust_env=False, timeout=timeout) as client:
            response = await client.send(request, stream=True, follow_redirects=False)
            return response, await self._body(response)

    async def _body(self, response: httpx.Response) -> bytes:
        """The beginning; what a server sends beyond the limit is left unread."""
        body = b""
        async for part in response.aiter_raw():
            body += part
            if len(body) >= self.limits.bytes:
                break
        await response.aclose()
        return body[: self.limits.bytes]


def _plain(text: str, longest: int) -> str:
    """A text that can be shown in a list."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:longest]
