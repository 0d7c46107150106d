"""/precision: how often what is offered shall be right, and what another wish would change.

Knows: a form that saves nothing, plots with the figures behind them.
Must not know: SQL, how a question is searched.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Shared
from answerbot.pages.precision_plots import curve_plot, said_plot
from answerbot.pages.precision_texts import CATALOGUES
from answerbot.pages.texts import Texts, spoken
from answerbot.pages.view import EditorsOnly, page
from answerbot.precision import EXAMPLES, FEW, History, Past, change, history, line, rows
from answerbot.services import Services
from answerbot.thresholds import Channel
from answerbot.verdicts import bins, verdicts
from indexer.calibrate import Confidence

router = APIRouter(dependencies=[EditorsOnly])

DAYS = 30
MOST_DAYS = 3650


class Typed(NamedTuple):
    """The form as it was sent; `wrong` says by field what cannot be read."""

    channel: Channel
    want: str
    days: str
    wrong: dict[str, str]

    @property
    def wanted(self) -> float | None:
        """The precision to try, if one was given."""
        return float(self.want.replace(",", ".")) if self.want and not self.wrong else None

    @property
    def since(self) -> int:
        """How many days to count."""
        return DAYS if "days" in self.wrong else int(self.days or DAYS)


class Example(NamedTuple):
    """An enquiry that would change, and the number of its ticket, if it has one."""

    past: Past
    ticket: int | None


class Side(NamedTuple):
    """Those who would gain an offer, or lose it, with the latest of them."""

    name: str
    n: int
    examples: list[Example]


@router.get("/precision")
def precision(
    request: Request,
    shared: Shared,
    channel: Channel = Channel.TYPING,
    want: Annotated[str, Query(max_length=20)] = "",
    days: Annotated[str, Query(max_length=20)] = "",
) -> HTMLResponse:
    """The precision of a channel: what it brings now, and what another would."""
    language = spoken(request.headers.get("accept-language", ""))
    words = CATALOGUES[language]
    typed = _typed(channel, want.strip(), days.strip(), words)
    known = shared.live.searcher.confidence
    current: float = shared.settings[channel.setting]
    since = shared.clock() - timedelta(days=typed.since)
    enquiries = list(shared.ledger.states(since=since))
    past, said = history(enquiries, channel), bins(verdicts(enquiries))
    wanted = typed.wanted
    spoke = sum(one.n for one in said)
    return page(
        request,
        "precision.html",
        422 if typed.wrong else 200,
        locale=language,
        w=words,
        typed=typed,
        channels=list(Channel),
        current=current,
        rows=rows(known, past, current),
        past=past,
        few=FEW,
        sides=[] if wanted is None else _sides(shared, known, past, current, wanted),
        wanted=wanted,
        line="" if wanted is None else line(channel, wanted),
        curve=curve_plot(known, _wanted_now(shared), words),
        spoke=spoke,
        said=said_plot(said, words) if spoke >= FEW else None,
    )


def _typed(channel: Channel, want: str, days: str, words: Texts) -> Typed:
    wrong = {}
    if want and not _between(want.replace(",", "."), 0, 1):
        wrong["want"] = words["wrong_wanted"]
    if days and not (days.isascii() and days.isdigit() and _between(days, 1, MOST_DAYS)):
        wrong["days"] = words["wrong_days"]
    return Typed(channel, want, days, wrong)


def _between(text: str, low: float, high: float) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False


def _wanted_now(shared: Services) -> dict[Channel, float]:
    return {channel: shared.settings[channel.setting] for channel in Channel}


def _sides(
    shared: Services, known: Confidence, past: History, current: float, wanted: float
) -> list[Side]:
    found = change(known, past, current, wanted)
    return [
        Side(name, len(ones), [_example(shared, one) for one in ones[:EXAMPLES]])
        for name, ones in (("gain", found.gained), ("lose", found.lost))
    ]


def _example(shared: Services, past: Past) -> Example:
    tickets = shared.tickets.of_enquiry(past.enquiry)
    return Example(past, tickets[0].number if tickets else None)
