"""Passwords of staff: hashed by argon2 with the library's defaults.

Knows: what a password must be like, hashing, checking at equal cost.
Must not know: members, pages, SQL.

The rules are those of NIST SP 800-63B: long, nothing else demanded, pasting allowed.
"""

from __future__ import annotations

import threading
import unicodedata
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from answerbot.errors import Invalid

SHORTEST = 12
LONGEST = 1_000
AT_ONCE = 2
"""Each check takes 64 MiB and a core: many at once would be a way to stop the server."""


class Passwords:
    """Hashes and checks."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(AT_ONCE)
        self._nobody = _unmatched(self._hasher)

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        with self._turn:
            return self._hasher.hash(_normal(password))

    def fits(self, kept: str, password: str) -> bool:
        """Whether it is the password. Without one that is kept (nobody of that address, no
        password yet) the answer is no, and takes as long."""
        try:
            with self._turn:
                return self._hasher.verify(kept or self._nobody, _normal(password))
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, kept: str) -> bool:
        """Whether it was hashed with less than is usual now."""
        return self._hasher.check_needs_rehash(kept)


def checked(password: str, *, email: str, name: str) -> str:
    """A password that may be set. Raises Invalid."""
    if len(password) < SHORTEST:
        raise Invalid(
            f"the password has {len(password)} characters; use at least {SHORTEST}, such as a"
            " few words that nobody would put together",
            field="password",
        )
    if len(password) > LONGEST:
        raise Invalid(f"the password is longer than {LONGEST} characters", field="password")
    own = {one.casefold() for one in (email, email.partition("@")[0], name)}
    if password.strip().casefold() in own:
        raise Invalid("the password is the name or the e-mail address", field="password")
    return password


def _normal(password: str) -> str:
    """The same characters are typed differently on different keyboards."""
    return unicodedata.normalize("NFKC", password)


def _unmatched(hasher: PasswordHasher) -> str:
    """A hash that no password has, with the parameters in force."""
    salt, digest = (
        b64encode(bytes(length)).rstrip(b"=").decode()
        for length in (hasher.salt_len, hasher.hash_len)
    )
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2{hasher.type.name.lower()}$v=19${cost}${salt}${digest}"
