"""Signatures of the Standard Webhooks scheme.

Knows: the three headers.
Must not know: what is signed, where it goes.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import datetime

from answerbot.webhooks.endpoint import PREFIX


def headers(message: str, body: bytes, keys: Iterable[str], now: datetime) -> dict[str, str]:
    """The headers of a message with this id: one signature for each secret, so that receivers
    can change theirs while both are good."""
    at = int(now.timestamp())
    signed = f"{message}.{at}.".encode() + body
    signatures = (b64encode(hmac.digest(_bytes(key), signed, "sha256")).decode() for key in keys)
    return {
        "webhook-id": message,
        "webhook-timestamp": str(at),
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }


def _bytes(secret: str) -> bytes:
    return b64decode(secret.removeprefix(PREFIX))
