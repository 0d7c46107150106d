"""What people make of what they are offered: the model itself.

Knows: who opens what, whom it helps, who says so, who asks for a human.
Must not know: how offers come about, the ledger.

Each enquiry has its own draws, whatever arm it is in: what a person would have done with the
bot and without it is known of each (potential outcomes). `Chances` are the same rules without
draws: the probabilities that the draws follow, from which the true values are computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answerbot.simulation.design import Design, Flags, Floats
from answerbot.simulation.parameters import Parameters
from answerbot.simulation.wanted import Wording


@dataclass(frozen=True, slots=True)
class Offered:
    """What a wording is offered: articles in their order, none if the bot abstains; `locale` is
    what they are in."""

    articles: tuple[str, ...] = ()
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Of each enquiry, the probabilities that hold for the person who asks."""

    offered: Flags
    right: Flags
    opens: Floats
    helps: Floats
    submits: Floats
    email: Flags
    opened: Sequence[str]
    """Of each wording, the article that is opened, if one is."""


def situation(
    design: Design, wordings: Sequence[Wording], offers: Sequence[Offered], p: Parameters
) -> Situation:
    """What each person finds. Held out or not: what they would find."""
    rights = [next((a for a in o.articles if a in w.answers), "")
        for w, o in zip(wordings, offers, strict=True)]  # fmt: skip
    opened = [right or next(iter(o.articles), "")
        for right, o in zip(rights, offers, strict=True)]  # fmt: skip
    late = design.at >= p.rewritten.at * design.seconds
    before, after = (_helps(wordings, rights, p, rewritten=now) for now in (False, True))
    opens = np.array([
        (p.reading(right).opens if right else p.opens_wrong) if offer.articles else 0.0
        for right, offer in zip(rights, offers, strict=True)
    ])  # fmt: skip
    submits = np.array([p.submits[one.sort] for one in wordings])
    what = design.wording
    return Situation(
        offered=np.array([bool(offer.articles) for offer in offers])[what],
        right=np.array([bool(right) for right in rights])[what],
        opens=opens[what],
        helps=np.where(late, after[what], before[what]),
        submits=np.minimum(1.0, submits[what] * design.patience),
        email=design.channel == list(p.channels).index("email"),
        opened=opened,
    )


def _helps(
    wordings: Sequence[Wording], rights: Sequence[str], p: Parameters, *, rewritten: bool
) -> Floats:
    return np.array([
        p.reading(right, rewritten=rewritten).helps if right else 0.0
        for _, right in zip(wordings, rights, strict=True)
    ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Deeds:
    """What each person does; all of it as arrays in the order of the enquiries."""

    reads: Flags
    helped: Flags
    yes: Flags
    in_vain: Flags
    no: Flags
    submits: Flags
    late: Flags
    returns: Flags
    anew: Flags


def deeds(found: Situation, p: Parameters, u: Floats, treated: Flags) -> Deeds:
    """What they do if those `treated` see suggestions and the others do not; `u` are their
    draws, a row each of DRAWS."""
    seen = found.offered & treated
    reads = seen & (u[:, 0] < found.opens)
    helped = reads & (u[:, 1] < found.helps)
    yes = helped & (u[:, 2] < p.says_yes)
    mail = found.email
    in_vain = reads & ~helped & ~mail & (u[:, 2] < p.yes_in_vain)
    no = reads & ~helped & ~in_vain & ~mail & (u[:, 3] < p.objects)
    submits = mail | (~helped & ~in_vain & (u[:, 4] < found.submits))
    late = submits & ~mail & seen & found.right & ~reads & (u[:, 5] < p.late_yes * found.helps)
    returns = in_vain & (u[:, 5] < p.returns)
    return Deeds(reads, helped, yes, in_vain, no, submits, late, returns,
        returns & (u[:, 6] < p.asks_anew))  # fmt: skip


DRAWS = 7


@dataclass(frozen=True, slots=True)
class Chances:
    """Of each enquiry, how probable it is: that it ends confirmed, that it helped, that a human
    is asked; `anew` is that it leads to a second enquiry, which does ask for one."""

    confirmed: Floats
    helped: Floats
    submits: Floats
    anew: Floats


def chances(found: Situation, p: Parameters, treated: Flags | bool) -> Chances:
    """The probabilities that `deeds` draws by."""
    reads = np.where(found.offered & treated, found.opens, 0.0)
    helped = reads * found.helps
    vain = np.where(found.email, 0.0, (reads - helped) * p.yes_in_vain)
    asks = np.where(found.email, 1.0, (1 - helped - vain) * found.submits)
    late = np.where(
        found.offered & treated & found.right & ~found.email,
        (1 - reads) * found.submits * p.late_yes * found.helps,
        0.0,
    )
    return Chances(
        confirmed=helped * p.says_yes + vain * (1 - p.returns) + late,
        helped=helped + late,
        submits=asks + vain * p.returns * (1 - p.asks_anew),
        anew=vain * p.returns * p.asks_anew,
    )
