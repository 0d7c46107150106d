"""The figures about enquiries, each with its definition: one table for pages, exports and the API.

Knows: what is counted over what, and why; intervals, differences.
Must not know: SQL, pages.

Two sets of names: ours (DESIGN.md section 6), and those of Zendesk's Article Recommendations,
so that a team that moves over can compare. The same enquiries are counted in both.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from answerbot.enquiries import State
from answerbot.metrics import Interval, Summary, wilson

FEW = 20
"""Below this many a rate says more about chance than about the articles."""

Count = Callable[[Summary], int]


class Measure(NamedTuple):
    """A rate: `part` of `whole`. `good` is whether more of it is better, None if neither."""

    name: str
    label: str
    definition: str
    part: Count
    whole: Count
    good: bool | None


def _state(*states: State) -> Count:
    return lambda summary: sum(summary.states.get(state, 0) for state in states)


def _asked(summary: Summary) -> int:
    return summary.asked


def _offered(summary: Summary) -> int:
    return summary.offered


def _clicked(summary: Summary) -> int:
    return summary.clicked


def _accepted(summary: Summary) -> int:
    return _state(State.CONFIRMED, State.ACCEPTED, State.REVOKED)(summary)


OURS = (
    Measure("confirmed", "Confirmed resolution rate", "Enquiries whose customer said that an article solved it, and who did not reject it, reopen or come back about the same thing in the days after, of all that were asked.", _state(State.CONFIRMED), _asked, True),
    Measure("offered", "Offer rate", "Enquiries that were offered at least one article, of all that were asked.", _offered, _asked, None),
    Measure("clicked", "Click-through rate", "Enquiries in which an article was opened or accepted, of those that were offered one.", _clicked, _offered, True),
    Measure("objected", "Rejection rate", "Enquiries in which an article was said not to help, of those that were offered one.", lambda s: s.objected, _offered, False),
    Measure("revoked", "Revoked", "Acceptances that were contradicted later, of all acceptances that were not taken back at once.", _state(State.REVOKED), _accepted, False),
    Measure("submitted", "Submit rate", "Enquiries that led to a ticket, of all that were asked.", lambda s: s.submitted, _asked, False),
    Measure("recontacted", "Re-contact rate", "Accepted enquiries whose customer came back about the same thing, of all accepted ones.", lambda s: s.recontacted, _accepted, False),
    Measure("silent", "Silent", "Enquiries that ended without a word: not known, and never counted as success. Of all that were asked.", _state(State.SILENT), _asked, None),
    Measure("assumed", "Assumed", "Tickets closed because nobody answered, where a setting does that: never counted as success. Of all that were asked.", _state(State.ASSUMED), _asked, None),
)  # fmt: skip
"""The first is the headline."""

ZENDESK = (
    Measure("resolution_rate", "Resolution rate", "Resolutions of answers. Resolutions: requests that the customer closed with an article; one that was contradicted later still counts. The denominator is what was offered, not what was asked, so a stricter threshold raises it.", _accepted, _offered, True),
    Measure("suggestion_rate", "Suggestion rate", "Answers of attempts. Attempts: enquiries for which recommendations were available. Answers: those for which an article was found and suggested.", _offered, _asked, None),
    Measure("unsuccessful", "Unsuccessful attempts", "Attempts for which nothing relevant was found and nothing shown.", lambda s: s.asked - s.offered, _asked, None),
    Measure("click_through_rate", "Click-through rate", "Clicks of answers. Clicks: answers of which a suggestion was clicked; a resolution counts as a click.", _clicked, _offered, True),
    Measure("rejection_rate", "Rejection rate", "Answers of which an article was rejected. Zendesk does not publish its formula; this is of all answers.", lambda s: s.objected, _offered, False),
)  # fmt: skip

"""The first is the headline here too."""

SETS = {"ours": OURS, "zendesk": ZENDESK}

SIDE_BY_SIDE = {
    "ours": ("confirmed", "offered", "clicked", "silent"),
    "zendesk": ("resolution_rate", "suggestion_rate", "click_through_rate", "rejection_rate"),
}
"""Of each set what is compared between channels, forms, languages and audiences."""


class Figure(NamedTuple):
    """A measure over some enquiries, and over those before, if there were any."""

    measure: Measure
    part: int
    whole: int
    interval: Interval | None
    change: Change | None = None

    @property
    def few(self) -> bool:
        """Whether a percentage would say more about chance."""
        return self.whole < FEW


class Change(NamedTuple):
    """The difference of two shares with its 95 % interval, all in [-1, 1]."""

    difference: float
    low: float
    high: float
    before: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def figure(measure: Measure, summary: Summary, before: Summary | None = None) -> Figure:
    """What a measure says of a summary, compared with one `before`."""
    part, whole = measure.part(summary), measure.whole(summary)
    interval = wilson(min(part, whole), whole)
    earlier = None
    if before is not None:
        n = measure.whole(before)
        earlier = wilson(min(measure.part(before), n), n) if n >= FEW and whole >= FEW else None
    return Figure(measure, part, whole, interval, difference(interval, earlier))


def difference(now: Interval | None, before: Interval | None) -> Change | None:
    """The difference of two independent shares by Newcombe's hybrid score interval.

    R. G. Newcombe, "Interval estimation for the difference between independent proportions",
    Statistics in Medicine 17 (1998), method 10.
    """
    if now is None or before is None:
        return None
    d = now.share - before.share
    low = math.hypot(now.share - now.low, before.high - before.share)
    high = math.hypot(now.high - now.share, before.share - before.low)
    return Change(d, d - low, d + high, before.share)
