"""Who somebody is, as a provider of identities says, and what that allows here.

Knows: claims, and how a setting maps them to roles.
Must not know: HTTP, tokens, SQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from answerbot.staff import Role

_RULE = re.compile(r"([^=\s]+):([^:=]+)=(agent|editor|admin)")


class Rule(NamedTuple):
    """Who has `value` in the claim `claim` has the role."""

    claim: str
    value: str
    role: Role


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of somebody who signed in elsewhere. `subject` is theirs for good; `email`
    is to be believed only if `is_verified`. `role` is None if no claim grants one."""

    subject: str
    email: str
    name: str
    is_verified: bool
    role: Role | None


def rules_of(setting: str) -> tuple[Rule, ...]:
    """The rules in a setting such as `groups:support=agent, realm_access.roles:boss=admin`.
    Raises ValueError."""
    rules = []
    for part in filter(None, (one.strip() for one in setting.split(","))):
        found = _RULE.fullmatch(part)
        if found is None:
            raise ValueError(part)
        rules.append(Rule(found[1], found[2].strip(), Role(found[3])))
    return tuple(rules)


def are_rules(setting: str) -> bool:
    """Whether a setting can be read."""
    try:
        rules_of(setting)
    except ValueError:
        return False
    return True


def identity(claims: Mapping[str, Any], rules: tuple[Rule, ...]) -> Identity:
    """Who the claims of a token, verified before, are about."""
    email = _text(claims, "email") or _text(claims, "preferred_username")
    verified = claims.get("email_verified") in (True, "true") or claims.get("xms_edov") in (
        True,
        "1",
        1,
    )
    granted = [rule.role for rule in rules if rule.value in _values(claims, rule.claim)]
    return Identity(
        subject=f"{_text(claims, 'iss')} {_text(claims, 'sub')}",
        email=email.strip().casefold(),
        name=_text(claims, "name") or email.partition("@")[0],
        is_verified=verified and bool(_text(claims, "email")),
        role=max(granted, key=list(Role).index, default=None),
    )


def _values(claims: Mapping[str, Any], path: str) -> list[str]:
    """What a claim holds: a text or a list, at the path's end; its name may have dots itself."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    values = found if isinstance(found, list) else [found]
    return [value for value in values if isinstance(value, str)]


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
