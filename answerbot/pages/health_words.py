"""The articles' health in words, for staff.

Knows: plain English.
Must not know: SQL, HTML.
"""

from __future__ import annotations

from typing import NamedTuple

from answerbot.health.checks import FEWEST_WORDS, MOST_WORDS, STALE, UNREAD
from answerbot.health.finding import Kind
from answerbot.health.near import LEAST_SHARED, SEQUENCE, SHARED_BY_MEANING, VERY_NEAR


class Words(NamedTuple):
    """A kind of finding: its name, what to do, and what counts as one."""

    name: str
    do: str
    definition: str


KINDS = {
    Kind.DUPLICATE: Words(
        "Said twice",
        "Make one article of two, or say that both are wanted.",
        f"Two articles of one language that share {100 * LEAST_SHARED:.0f} % of the sequences of"
        f" {SEQUENCE} words that either has, or {100 * SHARED_BY_MEANING:.0f} % and a cosine of"
        f" their meanings of {VERY_NEAR}.",
    ),
    Kind.STALE: Words(
        "Stale",
        "Read it, and correct it or save it anew.",
        f"Not changed for {STALE.days} days by its source, and offered in the last 90 days; how"
        " long and how often decide the order. Articles whose source gives no date are left out.",
    ),
    Kind.DATES: Words(
        "Dates",
        "Correct the date, or take the article away.",
        "An article that ends before it begins, one that has ended and is still imported, or one"
        " whose text says “until” or the like with a year that is past. The last may be right:"
        " read it.",
    ),
    Kind.LINK: Words(
        "Broken links",
        "Correct the link.",
        "A link to an article that there is not among those imported, or that is a draft. Places"
        " within articles are not checked, and links to other sites are not followed.",
    ),
    Kind.EMPTY: Words(
        "Empty",
        "Write the answer, or take the article away.",
        f"Fewer than {FEWEST_WORDS} words besides the title.",
    ),
    Kind.LONG: Words(
        "Too long",
        "Make several articles of it: a question each.",
        f"More than {MOST_WORDS:,} words: whoever has one question does not find the place.",
    ),
    Kind.UNREAD: Words(
        "Unread",
        "Does anybody need it? Does it use the customers’ words?",
        f"Known for {UNREAD.days} days, and not offered to anybody in the last {UNREAD.days}.",
    ),
}
