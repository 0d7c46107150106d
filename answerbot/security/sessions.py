"""Staff sessions: how long they last, their cookie, and the token of their forms.

Knows: names, lifetimes, how a form's token follows from a session.
Must not know: where sessions are kept, pages.

The cookie holds a random id; what is known of the session is in the database, so that it can
be ended at once. Over https its name begins with `__Host-`: browsers then take it from this
host alone, for all of its paths. Over plain http they would refuse such a name.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256

IDLE = timedelta(hours=3)
ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(minutes=1)
"""How exactly it is known when a session was used last: a write each time would be many."""

LINK = "link"
"""Stands for a member's id in the sessions of those who came by the printed link."""

FIELD = "form_token"
HEADER = "x-answerbot-token"


def cookie_name(*, secure: bool) -> str:
    """The name of the cookie, over https or not."""
    return "__Host-answerbot" if secure else "answerbot"


def digest(session: str) -> str:
    """What is kept of a session's id."""
    return sha256(session.encode()).hexdigest()


def form_token(session: str) -> str:
    """What each form of this session carries; another site cannot know it."""
    return hmac.digest(session.encode(), b"form", "sha256").hex()


def is_form_token(sent: str, session: str) -> bool:
    """Whether it is this session's, compared in constant time."""
    return hmac.compare_digest(sent.encode(), form_token(session).encode())
