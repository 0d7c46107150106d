"""The numbers that the made-up people live by: the true values, in one table.

Knows: shares, rates and times, each with what it means.
Must not know: how they are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from answerbot.simulation.wanted import Sort


@dataclass(frozen=True, slots=True)
class Reading:
    """What an article does to who is offered it: how many open it, and how many of those does it
    help? `outdated` of those who reject it say that it is out of date."""

    opens: float
    helps: float
    outdated: float = 0.1


@dataclass(frozen=True, slots=True)
class Rewritten:
    """An article that helps more from a moment on, counted in shares of the time."""

    article: str = "reset-your-password"
    at: float = 0.5
    before: float = 0.3
    after: float = 0.75


@dataclass(frozen=True, slots=True)
class Parameters:
    """The model. Every rate is a probability."""

    days: int = 90
    enquiries: int = 20_000
    comes_back: float = 0.3
    """Enquiries by somebody who has asked something before."""
    growth: float = 0.5
    """How much more is asked on the last day than on the first."""
    weekdays: tuple[float, ...] = (1.2, 1.15, 1.1, 1.05, 0.95, 0.45, 0.4)
    """How busy Monday to Sunday are."""
    busy: tuple[float, float] = (7, 18)
    """The hours (UTC) between which nearly everything is asked."""
    strata: Mapping[str, float] = field(
        default_factory=lambda: {"en": 0.61, "fr": 0.17, "it": 0.13, "nl": 0.06, "partners": 0.03}
    )
    sorts: Mapping[Sort, float] = field(
        default_factory=lambda: {Sort.ANSWERED: 0.65, Sort.GAP: 0.3, Sort.NOISE: 0.05}
    )
    """What is asked, but for the incident."""
    incident: float = 0.02
    """Of all enquiries, those in the hours of the incident that are about it."""
    incident_at: float = 0.41
    channels: Mapping[str, float] = field(
        default_factory=lambda: {"widget": 0.7, "form": 0.2, "api": 0.06, "email": 0.04}
    )
    rewritten: Rewritten = Rewritten()
    articles: Mapping[str, Reading] = field(
        default_factory=lambda: {
            "sign-in-problems": Reading(0.8, 0.2),
            "payment-methods": Reading(0.06, 0.7),
            "supported-formats": Reading(0.75, 0.3, outdated=0.8),
        }
    )
    """Articles of a kind of their own: opened but of no help, ignored, out of date."""
    opens: float = 0.78
    """Opens the right article when it is among those that are offered."""
    opens_wrong: float = 0.3
    """Opens an article when none of those that are offered is right."""
    says_yes: float = 0.68
    """Says so when it helped."""
    yes_in_vain: float = 0.03
    """Says Yes though it did not help."""
    returns: float = 0.8
    """Of those, who asks for a human a few days later; the others are lost without a trace."""
    asks_anew: float = 0.4
    """Of those who return, who ask as a new enquiry; the others go on with the old one."""
    objects: float = 0.45
    """Says No when it did not help."""
    submits: Mapping[Sort, float] = field(
        default_factory=lambda: {
            Sort.ANSWERED: 0.2, Sort.GAP: 0.2, Sort.NOISE: 0.1, Sort.INCIDENT: 0.1,
        }
    )  # fmt: skip
    """Asks for a human if nothing has helped, on average over people."""
    patience: tuple[float, ...] = (0.5, 0.9, 1.6)
    """By how much people of three equally frequent kinds do so more or less; the mean is 1."""
    late_yes: float = 0.25
    """Reads the right article on the ticket's page, and is helped, of those who had not looked."""
    holdout: float = 0.2
    holdout_from: float = 0.25
    holdout_until: float = 0.85
    """The share of people held out, and when, in shares of the time; in the widget only."""
    machine: float = 0.12
    """Automatic answers whose links a mail scanner follows."""
    answer_hours: float = 7.0
    solve_hours: float = 16.0
    never_solved: float = 0.07
    linked: float = 0.6
    """Tickets that an article answers where the agent links it."""
    rated: float = 0.25
    """Rates what was solved."""

    def reading(self, article: str, *, rewritten: bool = False) -> Reading:
        """What an article does, whatever the seed; `rewritten`: by then it has been."""
        if article == self.rewritten.article:
            return Reading(self.opens, (self.rewritten.before, self.rewritten.after)[rewritten])
        if article in self.articles:
            return self.articles[article]
        byte = sha256(article.encode()).digest()[0]
        return Reading(self.opens, 0.55 + 0.35 * byte / 255)


DEFAULT = Parameters()
