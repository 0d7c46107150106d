"""Staff sessions: a signed cookie, given for a secret key or the link that `serve` prints.

Knows: signing, expiry.
Must not know: pages, the database.

Roles and passwords come later; until then whoever holds a secret key, or sees
the server's terminal, is staff.
"""

from __future__ import annotations

import hmac
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

COOKIE = "answerbot_staff"
LIFETIME = timedelta(hours=12)


class StaffSessions:
    """Signs and checks cookies. `link_token` is the secret in the printed link."""

    def __init__(self, signing_key: str, link_token: str) -> None:
        self._serializer = URLSafeTimedSerializer(signing_key, salt="staff")
        self._link_token = link_token

    def is_link(self, token: str) -> bool:
        """Whether `token` is the one in the printed link, compared in constant time."""
        return hmac.compare_digest(token.encode(), self._link_token.encode())

    def issue(self) -> str:
        """A new cookie's value."""
        return str(self._serializer.dumps({"role": "staff"}))

    def valid(self, cookie: str) -> bool:
        """Whether the cookie is ours and not expired."""
        try:
            self._serializer.loads(cookie, max_age=int(LIFETIME.total_seconds()))
        except BadData:
            return False
        return True
