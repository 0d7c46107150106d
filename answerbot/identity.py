"""Who a customer is, and what of it is proven.

Knows: what a site may say of a customer, and what of a person an enquiry or ticket keeps.
Must not know: how it was proven, HTTP, SQL.

Only what a site signed counts as proven. What a customer types into a form, and the From of an
e-mail, are claims: whom to answer, never what to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corpora.article import EVERYONE

Claim = str | int | float | bool
"""What a rule may ask of a token, beside what every token has."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A customer as the site vouches for them. `person` is the site's own id, empty: nobody said
    who it is. `claims` are further ones of the token, single values or lists of them."""

    person: str = ""
    audiences: tuple[str, ...] = ()
    email: str = ""
    name: str = ""
    locale: str = ""
    claims: Mapping[str, Claim | tuple[Claim, ...]] = field(default_factory=dict)

    @property
    def proven(self) -> bool:
        """Whether it is known who it is."""
        return bool(self.person)

    @property
    def may_see(self) -> frozenset[str]:
        """The audiences whose articles they may be shown."""
        return frozenset(self.audiences) | {EVERYONE}


NOBODY = Identity()
"""A customer of whom nothing is proven: everyone, and nobody more."""
