"""Partner or user? Which ticket is how urgent, and whose: rules, the first that fits decides.

Knows: what rules may ask, and what they may decide.
Must not know: SQL, HTTP, files.

A rule may grant an audience, and so open its articles to the ticket's customer, only for what is
proven: claims of a signed token, or the domain of an e-mail address in one. An address that was
typed into a form, and the From of a message, anybody can write. By them a ticket may become
urgent or go to another team, where a lie gains little and an agent sees it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from answerbot.identity import Claim, Identity
from answerbot.tickets import Priority


@dataclass(frozen=True, slots=True)
class Asking:
    """What is known of a ticket when it comes. `email` is proven only where the customer's is the
    same."""

    customer: Identity
    email: str = ""
    form: str = ""
    channel: str = ""
    locale: str = ""

    @property
    def domain(self) -> str:
        """Behind the last @ of the address, in small letters."""
        return self.email.rpartition("@")[2].casefold().rstrip(".")

    @property
    def domain_proven(self) -> bool:
        """Whether the site vouches for the address."""
        same = self.customer.email.casefold() == self.email.casefold()
        return self.customer.proven and bool(self.email) and same


class Route(BaseModel):
    """A rule as it stands in answerbot.toml: what must be so, and what follows. Everything that
    is asked must be so; a rule that asks nothing is for the rest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    audiences: tuple[str, ...] = ()
    audiences_all: tuple[str, ...] = ()
    claims: Mapping[str, Claim] = {}
    domains: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()

    grant: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    team: str = ""
    tags: tuple[str, ...] = ()

    @field_validator("domains")
    @classmethod
    def _plain_domains(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for domain in given:
            if "@" in domain or "*" in domain or not domain.strip("."):
                raise ValueError(f"{domain!r} is no domain; write shop.example")
        return tuple(domain.casefold().strip(".") for domain in given)

    @model_validator(mode="after")
    def _grants_for_what_is_proven(self) -> Self:
        if self.grant and not (self.audiences or self.audiences_all or self.claims or self.domains):
            raise ValueError(
                f"route {self.id!r} grants {', '.join(self.grant)} for nothing that is proven; "
                "let it ask audiences, audiences_all, claims or domains as well"
            )
        return self

    @property
    def for_the_rest(self) -> bool:
        """Whether it asks nothing."""
        asked = (self.audiences, self.audiences_all, self.claims, self.domains)
        return not any((*asked, self.forms, self.channels, self.locales))


class Reason(NamedTuple):
    """Whether a rule fits: `why` says what of it was so, or what was not."""

    route: str
    fits: bool
    why: str


class Routed(NamedTuple):
    """What follows for a ticket. `route` is the rule's id, empty if none fits; `withheld` are
    audiences that it would grant if what it asks were proven."""

    route: str = ""
    audiences: tuple[str, ...] = ()
    priority: Priority = Priority.NORMAL
    team: str = ""
    tags: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def routed(routes: Iterable[Route], asking: Asking) -> Routed:
    """What the first rule that fits decides. The audiences of the token stay in any case."""
    for route in routes:
        if not _fault(route, asking):
            granted = route.grant if _proven(route, asking) else ()
            return Routed(
                route.id,
                audiences=tuple(dict.fromkeys((*asking.customer.audiences, *granted))),
                priority=route.priority,
                team=route.team,
                tags=route.tags,
                withheld=() if granted else route.grant,
            )
    return Routed(audiences=asking.customer.audiences)


def reasons(routes: Iterable[Route], asking: Asking) -> list[Reason]:
    """Each rule up to the one that decides, and why it fits or not."""
    found = list[Reason]()
    for route in routes:
        fault = _fault(route, asking)
        found.append(Reason(route.id, not fault, fault or _fitting(route, asking)))
        if not fault:
            break
    return found


def checked(routes: tuple[Route, ...]) -> tuple[Route, ...]:
    """The rules, if each can ever decide. Raises ValueError."""
    seen = set[str]()
    for place, route in enumerate(routes, start=1):
        if route.id in seen:
            raise ValueError(f"two routes have the id {route.id!r}")
        seen.add(route.id)
        if route.for_the_rest and place < len(routes):
            raise ValueError(
                f"route {route.id!r} asks nothing, so that {routes[place].id!r} and what comes "
                "after never decides; put it last"
            )
    return routes


def _fault(route: Route, asking: Asking) -> str:
    """The first thing that the rule asks and that is not so; empty if it fits."""
    have = asking.customer.audiences
    asked: tuple[tuple[bool, str], ...] = (
        (_among(route.audiences, have), f"no audience of {_list(route.audiences)}"),
        (
            all(name in have for name in route.audiences_all),
            f"not all audiences of {_list(route.audiences_all)}",
        ),
        *(
            (_says(asking.customer, n, v), f"claim {n} is not {v!r}")
            for n, v in route.claims.items()
        ),
        (_in_domains(route.domains, asking.domain), f"e-mail is not of {_list(route.domains)}"),
        (_among(route.forms, (asking.form,)), f"form is none of {_list(route.forms)}"),
        (_among(route.channels, (asking.channel,)), f"channel is none of {_list(route.channels)}"),
        (_of_locales(route.locales, asking.locale), f"locale is none of {_list(route.locales)}"),
    )
    return next((fault for so, fault in asked if not so), "")


def _fitting(route: Route, asking: Asking) -> str:
    """What the rule asks, in words."""
    if route.for_the_rest:
        return "it is for all that no rule before it is for"
    vouched = "proven" if asking.domain_proven else "as typed, not proven"
    claims = ", ".join(f"{name} = {value!r}" for name, value in route.claims.items())
    parts = {
        f"an audience of {_list(route.audiences)}": route.audiences,
        f"all audiences of {_list(route.audiences_all)}": route.audiences_all,
        f"claim {claims}": route.claims,
        f"e-mail of {asking.domain} ({vouched})": route.domains,
        f"form {asking.form}": route.forms,
        f"channel {asking.channel}": route.channels,
        f"locale {asking.locale}": route.locales,
    }
    return ", ".join(words for words, given in parts.items() if given)


def _proven(route: Route, asking: Asking) -> bool:
    """Whether all that was proven about the asker is what the rule asks about them: audiences and
    claims are, by the token; a domain if the token has the address."""
    if route.domains and not asking.domain_proven:
        return False
    return asking.customer.proven


def _among(wanted: Iterable[str], have: Iterable[str]) -> bool:
    return not wanted or bool(set(wanted) & set(have))


def _says(customer: Identity, name: str, wanted: Claim) -> bool:
    """True is not 1: types must be equal too."""
    given: Any = customer.claims.get(name)
    values = given if isinstance(given, tuple) else (given,)
    return any(type(one) is type(wanted) and one == wanted for one in values)


def _in_domains(wanted: Iterable[str], domain: str) -> bool:
    """A domain holds those below it: mail.shop.example is of shop.example."""
    wanted = tuple(wanted)
    return not wanted or any(domain == one or domain.endswith(f".{one}") for one in wanted)


def _of_locales(wanted: tuple[str, ...], locale: str) -> bool:
    """A language holds its locales: pt-BR is of pt."""
    return not wanted or locale in wanted or locale.split("-")[0] in wanted


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
