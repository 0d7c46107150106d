"""Staff sessions: a signed cookie, given for a secret key or the link that `serve` prints.

Knows: signing, expiry.
Must not know: pages, the database.

Roles and passwords come later; until then whoever holds a secret key, or sees
the server's terminal, is staff. Revoking the key ends the sessions that came by it.
"""

from __future__ import annotations

import hmac
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

COOKIE = "answerbot_staff"
LIFETIME = timedelta(hours=12)
LINK = "link"
"""Stands for a key in the cookies of those who came by the printed link."""


class StaffSessions:
    """Signs and checks cookies. `link_token` is the secret in the printed link."""

    def __init__(self, signing_key: str, link_token: str) -> None:
        self._serializer = URLSafeTimedSerializer(signing_key, salt="staff")
        self._link_token = link_token

    def is_link(self, token: str) -> bool:
        """Whether `token` is the one in the printed link, compared in constant time."""
        return hmac.compare_digest(token.encode(), self._link_token.encode())

    def issue(self, key: str) -> str:
        """A new cookie's value, for the holder of the key with this id, or of the LINK."""
        return str(self._serializer.dumps({"key": key}))

    def key_of(self, cookie: str) -> str | None:
        """Whose cookie it is; None if it is not ours or has expired."""
        try:
            found = self._serializer.loads(cookie, max_age=int(LIFETIME.total_seconds()))
            return str(found["key"])
        except (BadData, KeyError, TypeError):
            return None
