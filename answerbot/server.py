"""The server: uvicorn, which lets go of those who only listen when it is to stop.

Knows: uvicorn's order of stopping.
Must not know: settings, addresses.
"""

from __future__ import annotations

import socket

import uvicorn

from answerbot.services import Services


class Server(uvicorn.Server):
    """uvicorn waits for open answers to end, and a stream of events has no end of its own."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop."""
        services: Services = self.config.app.state.services  # type: ignore[union-attr]
        services.feed.close()
        await super().shutdown(sockets)
