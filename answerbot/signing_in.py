"""Staff come in and go: by password, by the printed link, by an invitation.

Knows: the order of the steps.
Must not know: SQL, cookies, pages.
"""

from __future__ import annotations

import hmac
import ipaddress
import math
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from answerbot.errors import AnswerbotError, Invalid, TooMany
from answerbot.identities import Identity
from answerbot.security.passwords import checked
from answerbot.services import Services
from answerbot.staff import Member, new_member
from answerbot.store.audit import Act, Audit, Deed
from answerbot.store.members import Account
from answerbot.store.sessions import BY_LINK
from answerbot.store.tries import Lock, Tries

INVITED_FOR = timedelta(days=3)
BY_PROVIDER = "oidc"


class Wrong(AnswerbotError):
    """The address or the password is wrong; which one is not said."""

    code = "forbidden"


@dataclass(frozen=True, slots=True)
class Door:
    """Where somebody comes in; `network` is where they come from."""

    shared: Services
    network: str

    def by_password(self, email: str, password: str) -> str:
        """A new session. Raises Wrong; TooMany, with the time to wait, whether or not there is
        somebody of this address."""
        shared, now = self.shared, self.shared.clock()
        tries = Tries(shared.store)
        lock = tries.begin(email, self.network, now=now)
        if lock:
            raise locked(lock, now)
        account = shared.members.by_email(email)
        kept = account.password if account and not account.disabled_at else ""
        if not shared.passwords.fits(kept, password) or account is None:
            self._note(Act.FAILED, account.member.id if account else "")
            raise Wrong("the address or the password is wrong")
        tries.forget(email)
        if shared.passwords.is_outdated(kept):
            shared.members.rehash(account.member.id, shared.passwords.hash(password))
        return self.enter(account.member)

    def by_link(self, token: str) -> str:
        """A new session of an admin, by the link that `serve` printed. Raises Wrong."""
        if not hmac.compare_digest(token.encode(), self.shared.link_token.encode()):
            raise Wrong("that link is of an earlier start: each prints a new one")
        return self.enter(BY_LINK)

    def by_invitation(self, token: str, password: str) -> str:
        """Set the password and come in. Raises NotFound, Invalid."""
        shared, now = self.shared, self.shared.clock()
        member = shared.members.invited(token, now=now).member
        kept = shared.passwords.hash(checked(password, email=member.email, name=member.name))
        return self.enter(shared.members.accept(token, kept, now=now).member)

    def by_identity(self, found: Identity) -> str:
        """A new session of who signed in elsewhere: a member, or whom a claim grants a role.
        Raises Wrong, also for whom a claim had let in, and none does any more."""
        account = self._known(found)
        if account is None:
            raise Wrong(_unknown(found))
        if account.disabled_at:
            raise Wrong("this account is disabled; ask an admin")
        made = Audit(self.shared.store).added_by(account.member.id)
        if found.role is None and made == BY_PROVIDER:
            raise Wrong("nothing that the provider says of you gives a role here; ask an admin")
        member, members, now = account.member, self.shared.members, self.shared.clock()
        if found.role and found.role is not member.role:
            with suppress(Invalid):  # the last admin stays one
                members.set_role(member.id, found.role, by=BY_PROVIDER, now=now)
        return self.enter(member)

    def _known(self, found: Identity) -> Account | None:
        """The member that this is: by what is theirs for good, else by a verified address, else
        a new one. Raises Invalid."""
        members = self.shared.members
        account = members.by_subject(found.subject)
        if account:
            return account
        account = members.by_email(found.email)
        if account:
            if not found.is_verified or account.subject:
                return None
            members.connect(account.member.id, found.subject)
            return members.get(account.member.id)
        if found.role is None:
            return None
        name, email, role = found.name, found.email, found.role
        with suppress(Invalid):
            new = new_member(f"m_{self.shared.random()}", name=name, email=email, role=role)
            members.add(new, by=BY_PROVIDER, now=self.shared.clock(), subject=found.subject)
            return members.get(new.id)
        return None

    def enter(self, member: Member) -> str:
        """A new session of somebody who has shown who they are."""
        session = self.shared.random() + self.shared.random()
        self.shared.sessions.begin(session, member.id, now=self.shared.clock())
        self._note(Act.SIGNED_IN, member.id, member.who)
        return session

    def leave(self, session: str) -> None:
        """End a session."""
        member = self.shared.sessions.member(session, now=self.shared.clock())
        if member:
            self.shared.sessions.end(session)
            self._note(Act.SIGNED_OUT, member.id, member.who)

    def _note(self, act: Act, about: str, who: str = "") -> None:
        deed = Deed(self.shared.clock(), who, act, about, truncated(self.network))
        Audit(self.shared.store).add(deed)


def _unknown(found: Identity) -> str:
    """Why somebody whom the provider knows does not come in."""
    if not found.email:
        return "the provider gave no e-mail address; ask for the scope email"
    if found.is_verified:
        return f"{found.email[:100]} has no account here; ask an admin"
    return f"{found.email[:100]} has no role here, or the provider has not verified the address"


def locked(lock: Lock, now: datetime) -> TooMany:
    """The error that says how long to wait."""
    seconds = math.ceil((lock.until - now).total_seconds())
    minutes = math.ceil(seconds / 60)
    whose = "this address" if lock.kind == "address" else "your network"
    wait = "1 minute" if minutes == 1 else f"{minutes} minutes"
    message = f"there were too many wrong passwords for {whose}; try again in {wait}"
    return TooMany(message, retry_after=seconds)


def truncated(network: str) -> str:
    """Where somebody came from, roughly: that much is kept for good."""
    try:
        ip = ipaddress.ip_network(network, strict=False).network_address
    except ValueError:
        return ""
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))
