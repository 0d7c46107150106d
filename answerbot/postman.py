"""Sends what is due in the outbox, a few messages a turn, the most urgent first.

Knows: when a message is tried again, when it is given up.
Must not know: SQL, SMTP, what is written in a message.

A server that cannot be reached is no message's fault: the messages keep their turn, and the
server is left alone for a while. What it refuses for good is a dead letter, which somebody
at the desk sees and may send again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

from answerbot.chores import Chores
from answerbot.clock import Clock
from answerbot.errors import BadSettings
from answerbot.mail.ours import in_ascii, ours_of
from answerbot.outgoing import GIVEN_UP_AFTER, Posted, Progress, Sender, next_try, written
from answerbot.settings import Settings, listed
from answerbot.store.outbox import Outbox
from answerbot.transport import Later, Refused, Session, Unreachable

MOST_IN_A_TURN = 20
LONGEST_TURN = 10.0
"""Seconds. A server that is slow keeps the other chores waiting for no longer than this, and
for the message that is on its way then."""

LEFT_ALONE = (timedelta(seconds=10), timedelta(minutes=5))
"""For how long a server that cannot be reached is left alone: at first, and at most."""

NOWHERE = "answerbot@answerbot.invalid"

NAME = "post"
"""What the chore is called by those who hurry it."""

log = logging.getLogger(__name__)


class Way(Protocol):
    """A way out for messages."""

    def session(self) -> AbstractContextManager[Session]:
        """Raises Unreachable."""


class Postman:
    """Without a `way`, messages stand in the outbox for people to look at: `KEPT`.

    Among `chores`, a turn ends when they stop, and one that left something is soon followed.
    """

    def __init__(
        self,
        outbox: Outbox,
        way: Way | None,
        sender: Sender,
        clock: Clock,
        jitter: Callable[[], float],
        chores: Chores | None = None,
    ) -> None:
        self._outbox = outbox
        self._way = way
        self._sender = sender
        self._clock = clock
        self._jitter = jitter
        self._chores = chores or Chores(())
        self._unreachable = 0
        self._rests_until: datetime | None = None

    def turn(self) -> int:
        """Send what is due, up to a bound; returns how many messages left us."""
        if self._rests_until and self._clock() < self._rests_until:
            return 0
        over = self._chores.shift(LONGEST_TURN)
        first = self._outbox.claim(self._clock())
        if first is None:
            return 0
        if self._way is None:
            return self._keep(first, over)
        try:
            with self._way.session() as session:
                return self._send(session, first, over)
        except Unreachable as error:
            if not self._given_up(first, str(error)):
                self._outbox.again_at(first.number, self._clock(), str(error), counts=False)
            self._rest(str(error))
            return 0

    def _keep(self, first: Posted, over: Callable[[], bool]) -> int:
        count = 0
        for posted in self._turn(first, over):
            self._outbox.done(posted.number, Progress.KEPT, self._clock())
            count += 1
        return count

    def _send(self, session: Session, first: Posted, over: Callable[[], bool]) -> int:
        count = 0
        for posted in self._turn(first, over):
            try:
                count += self._one(session, posted)
            except Unreachable as error:
                self._later(posted, str(error))
                self._rest(str(error))
                return count
        self._unreachable = 0
        return count

    def _turn(self, first: Posted, over: Callable[[], bool]) -> Iterator[Posted]:
        """The first message and those that are due after it, until the turn is full."""
        yield first
        for _ in range(MOST_IN_A_TURN - 1):
            if over():
                break
            posted = self._outbox.claim(self._clock())
            if posted is None:
                return
            yield posted
        self._chores.hurry(NAME)

    def _one(self, session: Session, posted: Posted) -> int:
        out = posted.outgoing
        try:
            message = written(out, self._sender, posted.queued_at)
        except Exception as error:
            # Whatever the library stumbles over in one message, the others go out.
            log.exception("mail %d cannot be written", posted.number)
            return self._failed(posted, f"cannot be written: {type(error).__name__}: {error}")
        try:
            session.send(message, self._sender.address, out.recipient)
        except (Refused, ValueError) as error:
            return self._failed(posted, str(error))
        except Later as error:
            self._later(posted, str(error))
            return 0
        self._outbox.done(posted.number, Progress.SENT, self._clock())
        return 1

    def _failed(self, posted: Posted, problem: str) -> int:
        self._outbox.done(posted.number, Progress.FAILED, self._clock(), problem[:300])
        log.warning("mail %d (%s) failed: %s", posted.number, posted.outgoing.sort, problem)
        return 0

    def _later(self, posted: Posted, problem: str) -> None:
        if not self._given_up(posted, problem):
            at = next_try(posted.tries, self._clock(), self._jitter())
            self._outbox.again_at(posted.number, at, problem)

    def _given_up(self, posted: Posted, problem: str) -> bool:
        old = self._clock() - posted.queued_at > GIVEN_UP_AFTER
        if old:
            said = f"given up: {problem}"
            self._outbox.done(posted.number, Progress.FAILED, self._clock(), said)
        return old

    def _rest(self, problem: str) -> None:
        shortest, longest = LEFT_ALONE
        wait = min(shortest * 2 ** min(self._unreachable, 10), longest)
        self._unreachable += 1
        self._rests_until = self._clock() + wait * (0.75 + self._jitter() / 2)
        log.warning("mail waits, no server takes it: %s", problem)


def sender_of(settings: Settings) -> Sender:
    """In whose name the deployment writes. Without any address nothing can leave: the name
    of the sender is then one that no server knows. Raises BadSettings."""
    listed_ours = listed(settings["mail_addresses"])
    try:
        ours = [in_ascii(one) for one in listed_ours]
        address = in_ascii(settings["mail_from"]) or next(iter(ours), NOWHERE)
        domain = ours_of(ours or [address]).id_domain
    except UnicodeError as error:
        said = ", ".join(filter(None, (settings["mail_from"], *listed_ours)))
        raise BadSettings(
            f"mail_from, mail_addresses = {said!r}: a domain cannot be written in ASCII"
            f" ({error}); write one that mail servers know"
        ) from error
    return Sender(settings["name"], address, next(iter(ours), address), domain)
