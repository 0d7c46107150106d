"""Everything that can go wrong, in one tree and one table.

    AnswerbotError              has a code of the table below
    ├── Invalid                 the request is understood and wrong
    │   ├── Repeated            what is to be added is there already
    │   └── Unreadable          a message by e-mail of which nothing can be made, now or later
    ├── Unauthorised            no key or not one of ours, or a token that proves nobody
    ├── Forbidden               a key or session that may not do this
    ├── NotFound                nothing of that name
    ├── Conflict                the same id with another content
    ├── TooMany                 a rate limit is reached
    ├── NotReady                no index serves yet
    └── BadSettings             a setting that cannot be used: the start is stopped

Knows: codes, statuses, meanings.
Must not know: HTTP frameworks, where errors are raised.
"""

from __future__ import annotations

from typing import NamedTuple


class Code(NamedTuple):
    """A row of the table: what a client may rely on."""

    status: int
    meaning: str


CODES = {
    "invalid_request": Code(422, "A field is missing, too long or of the wrong type; `field` names it."),
    "unauthorised": Code(401, "No key was sent, or it is unknown or revoked."),
    "identity_invalid": Code(401, "The customer's token cannot be used; the message says what is wrong with it."),
    "identity_key_unknown": Code(401, "The customer's token names a key that there is not, or no more."),
    "identity_expired": Code(401, "The customer's token has expired; send a new one."),
    "forbidden": Code(403, "The key or session may not do this."),
    "origin_not_allowed": Code(403, "The page's origin is not on the public key's list."),
    "not_found": Code(404, "There is no such article, enquiry, ticket or address."),
    "method_not_allowed": Code(405, "The address exists, but not for this method."),
    "conflict": Code(409, "An event of the same id but other content was sent before."),
    "body_too_large": Code(413, "The request's body is above the limit."),
    "rate_limited": Code(429, "Too many requests; `Retry-After` says how many seconds to wait."),
    "internal_error": Code(500, "Our fault; `request_id` finds it in the log."),
    "not_ready": Code(503, "No index serves yet; run `answerbot index`."),
    "bad_settings": Code(500, "A setting cannot be used; the server does not start."),
}  # fmt: skip


class AnswerbotError(Exception):
    """Base of all. `message` is for people, `field` names the part of the request."""

    code = "internal_error"

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.code

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return CODES[self.code].status


class Invalid(AnswerbotError):
    """The request is understood and wrong."""

    code = "invalid_request"


class Repeated(Invalid):
    """What is to be added is there already."""


class Unreadable(Invalid):
    """A message by e-mail of which nothing can be made, now or later."""


class Unauthorised(AnswerbotError):
    """No key or not one of ours, or a token that proves nobody."""

    code = "unauthorised"


class Forbidden(AnswerbotError):
    """A key or session that may not do this."""

    code = "forbidden"


class NotFound(AnswerbotError):
    """Nothing of that name."""

    code = "not_found"


class Conflict(AnswerbotError):
    """The same id with another content."""

    code = "conflict"


class TooMany(AnswerbotError):
    """A rate limit is reached; `retry_after` is in seconds."""

    code = "rate_limited"

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotReady(AnswerbotError):
    """No index serves yet."""

    code = "not_ready"


class BadSettings(AnswerbotError):
    """A setting that cannot be used: the start is stopped."""

    code = "bad_settings"
