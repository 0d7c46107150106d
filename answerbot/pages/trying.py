"""/try: ask as a customer, and what another precision would change; save it for a channel.

Knows: one form for the question and the precision, plots with the figures behind them, undo.
Must not know: SQL, how a question is searched.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.asking import Question
from answerbot.errors import Invalid
from answerbot.identity import Identity
from answerbot.pages.texts import Texts, spoken
from answerbot.pages.trying_plots import curve_plot, said_plot
from answerbot.pages.trying_texts import CATALOGUES
from answerbot.pages.view import EditorsOnly, page, see
from answerbot.precision import EXAMPLES, FEW, History, Past, change, history, line, rows
from answerbot.security.sessions import LINK
from answerbot.services import Services
from answerbot.store.precisions import Saved
from answerbot.thresholds import Channel
from answerbot.trying import Tried, tried
from answerbot.verdicts import bins, verdicts
from corpora.locales import locale_of
from indexer.calibrate import Confidence

router = APIRouter(dependencies=[EditorsOnly])

DAYS = 30
MOST_DAYS = 3650
MOST_ENQUIRIES = 2_000
"""The latest so many are looked at: enough to tell, and read in a moment."""


class Sent(BaseModel):
    """The form as it was sent; all of it stands in the address."""

    channel: Channel = Channel.TYPING
    query: str = Field(default="", max_length=20_000)
    locale: str = Field(default="", max_length=40)
    audiences: str = Field(default="", max_length=2_000)
    form: str = Field(default="", max_length=300)
    want: str = Field(default="", max_length=20)
    days: str = Field(default="", max_length=20)

    def address(self, **other: Any) -> str:
        """The address of the same with something else in it."""
        told = {name: value for name, value in {**self.model_dump(), **other}.items() if value}
        return f"/try?{urlencode(told)}"

    @property
    def wanted(self) -> float:
        """The precision to try. Raises ValueError if it is no number."""
        return float(self.want.strip().replace(",", "."))


class Typed(NamedTuple):
    """What was sent, and by field what of it cannot be read."""

    sent: Sent
    wrong: dict[str, str]

    @property
    def wanted(self) -> float | None:
        """The precision to try, if one was given."""
        return self.sent.wanted if self.sent.want.strip() and "want" not in self.wrong else None

    @property
    def since(self) -> int:
        """How many days to count."""
        return DAYS if "days" in self.wrong else int(self.sent.days.strip() or DAYS)


class Example(NamedTuple):
    """An enquiry that would change, and the number of its ticket, if it has one."""

    past: Past
    ticket: int | None


class Side(NamedTuple):
    """Those who would gain an offer, or lose it, with the latest of them."""

    name: str
    n: int
    examples: list[Example]


@router.get("/try")
def trying(request: Request, shared: Shared, sent: Annotated[Sent, Query()]) -> HTMLResponse:
    """What a customer would be shown; the precision of a channel, and what another brings."""
    language = spoken(request.headers.get("accept-language", ""))
    words = CATALOGUES[language]
    typed = Typed(sent, _wrong(sent, words))
    searcher, channel = shared.live.searcher, sent.channel
    known, current = searcher.confidence, shared.precisions.wanted(channel)
    since = shared.clock() - timedelta(days=typed.since)
    enquiries = list(shared.ledger.states(since=since, latest=MOST_ENQUIRIES))
    past, said = history(enquiries, channel), bins(verdicts(enquiries))
    wanted = typed.wanted
    spoke = sum(one.n for one in said)
    changes = shared.precisions.changes(channel)
    return page(
        request,
        "try.html",
        422 if typed.wrong else 200,
        locale=language,
        w=words,
        typed=typed,
        sent=sent,
        tried=_tried(shared, typed),
        locales=sorted({card.locale for card in searcher.articles}),
        forms={one.id: one.title_in(language) for one in shared.settings.forms},
        channels=list(Channel),
        current=current,
        set_for=shared.precisions.set_for(channel),
        changes=changes,
        names={one.member.who: one.member.name for one in shared.members.all()}
        | {f"staff:{LINK}": "the printed link"},
        most=MOST_ENQUIRIES if len(enquiries) == MOST_ENQUIRIES else 0,
        rows=rows(known, past, current),
        past=past,
        few=FEW,
        sides=[] if wanted is None else _sides(shared, known, past, current, wanted),
        wanted=wanted,
        line="" if wanted is None else line(channel, wanted),
        curve=curve_plot(known, {one: shared.precisions.wanted(one) for one in Channel}, words),
        spoke=spoke,
        said=said_plot(said, words) if spoke >= FEW else None,
    )


@router.post("/try/save")
def save(shared: Shared, member: Acting, sent: Annotated[Sent, Form()]) -> Response:
    """Want a precision of a channel from now on; without one, what the settings say.

    Raises Invalid for what is no share.
    """
    want = sent.want.strip()
    if want and not _between(want.replace(",", "."), 0, 1):
        raise Invalid(f"{want!r} is no number between 0 and 1", field="want")
    wanted = sent.wanted if want else None
    shared.precisions.save(Saved(sent.channel, wanted, member.who, shared.clock()))
    return see(sent.address(want=""))


def _wrong(sent: Sent, words: Texts) -> dict[str, str]:
    want, days = sent.want.strip().replace(",", "."), sent.days.strip()
    wrong = {}
    if want and not _between(want, 0, 1):
        wrong["want"] = words["wrong_wanted"]
    if days and not (days.isascii() and days.isdigit() and _between(days, 1, MOST_DAYS)):
        wrong["days"] = words["wrong_days"]
    if sent.locale.strip() and not locale_of(sent.locale):
        wrong["locale"] = words["wrong_locale"]
    return wrong


def _between(text: str, low: float, high: float) -> bool:
    try:
        return low <= float(text) <= high
    except ValueError:
        return False


def _tried(shared: Services, typed: Typed) -> Tried | None:
    sent = typed.sent
    if not sent.query.strip() or "locale" in typed.wrong:
        return None
    audiences = tuple(one.strip() for one in sent.audiences.split(",") if one.strip())
    question = Question(
        sent.query.strip(),
        locale=(locale_of(sent.locale) or "") if sent.locale.strip() else "",
        form=sent.form,
        customer=Identity(audiences=audiences),
    )
    return tried(shared, question, sent.channel, typed.wanted)


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
