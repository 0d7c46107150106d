"""/overview: does the bot earn its place?

Knows: who reads it (an analyst, every morning), what they choose, what they take away.
Must not know: SQL, how figures are made.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from answerbot.api.callers import Acting, Shared
from answerbot.enquiries import BY_STAFF
from answerbot.errors import Invalid
from answerbot.measures import OURS, SETS, SIDE_BY_SIDE, Figure, Measure, figure
from answerbot.metrics import Summary
from answerbot.overview import added, early, funnel, marks, rows, trend
from answerbot.pages.exports import csv_file, svg_file
from answerbot.pages.overview_marks import happened, held_out
from answerbot.pages.overview_plot import trend_plot
from answerbot.pages.texts import spoken
from answerbot.pages.view import EditorsOnly, page, see
from answerbot.period import PRESETS, Period, is_day, period_of
from answerbot.security.sessions import LINK
from answerbot.services import Services
from answerbot.store.standings import DIMENSIONS, NOTHING, Among
from answerbot.store.subscriptions import Subscriptions

router = APIRouter(dependencies=[EditorsOnly])

APART = ("channel", "form", "locale", "audiences")
"""What the tables at the end tell apart, and what can be chosen."""

DAYS = 28
ANY = "*"


class Chosen(BaseModel):
    """What the reader chose; all of it is in the address, so that it can be sent on."""

    days: int = Field(default=DAYS, ge=1, le=365)
    first: str = Field(default="", max_length=40)
    last: str = Field(default="", max_length=40)
    names: Literal["ours", "zendesk"] = "ours"
    channel: str = Field(default=ANY, max_length=100)
    form: str = Field(default=ANY, max_length=100)
    locale: str = Field(default=ANY, max_length=100)
    audiences: str = Field(default=ANY, max_length=1_000)

    @property
    def only(self) -> dict[str, str]:
        """The values that are chosen."""
        return {name: value for name in APART if (value := getattr(self, name)) != ANY}

    def address(self, path: str, **other: Any) -> str:
        """The address of the same choice with something else in it."""
        told = {**self.model_dump(), **other}
        usual = {name: field.default for name, field in type(self).model_fields.items()}
        kept = {name: value for name, value in told.items() if value != usual[name]}
        return f"{path}?{urlencode(kept)}" if kept else path


@router.get("/overview")
def overview(
    request: Request, shared: Shared, member: Acting, chosen: Annotated[Chosen, Query()]
) -> HTMLResponse:
    """The headline, the funnel, the trend, and where it comes from."""
    today, wrong = shared.clock().date(), {}
    try:
        period = period_of(chosen.first, chosen.last, days=chosen.days, today=today)
    except Invalid as error:
        wrong = {error.field: error.message}
        period = period_of("", "", days=DAYS, today=today)
    among = Among(period.first, period.last, chosen.only)
    now, matures, held = shared.clock(), shared.matures, shared.standings
    told = held.several(("", "reach", *APART), now=now, matures=matures, among=among)
    summary = told[""].get("", NOTHING)
    before = Among(period.before.first, period.before.last, chosen.only)
    earlier = held.summary(now=now, matures=matures, among=before)
    ripe = period.ripe(now, matures)
    points_by_day = held.summaries("day", now=now, matures=matures, among=among)
    points = trend(points_by_day, period, ripe, SETS[chosen.names][0])
    settled = _settled(shared, points_by_day, period, ripe, chosen)
    marked = marks(happened(shared), period)
    return page(
        request,
        "overview.html",
        status=422 if wrong else 200,
        chosen=chosen,
        wrong=wrong,
        period=period,
        typed=_typed(chosen, period),
        ripe=ripe,
        early=early(points_by_day, ripe),
        presets=PRESETS,
        summary=summary,
        earlier=earlier,
        settled=settled,
        by_staff=_by_staff(shared, period, chosen.only),
        figures=[
            one._replace(change=settled.change) if settled and one.measure is OURS[0] else one
            for one in (figure(measure, summary, earlier) for measure in SETS[chosen.names])
        ],
        stages=funnel(told["reach"]),
        plot=trend_plot(points, marked) if summary.asked else None,
        marks=marked,
        held_out=held_out(shared, period, chosen.only),
        apart={name: rows(told[name], _beside(chosen)) for name in APART},
        values=held.values(APART),
        forms={form.id: form.title_in(shared.settings["locale"]) for form in shared.settings.forms},
        days=shared.settings["mature_after_days"],
        account=member.id != LINK,
        subscribed=Subscriptions(shared.store).of(member.id),
        any=ANY,
    )


@router.post("/overview/report")
def subscribe(
    request: Request, shared: Shared, member: Acting, stop: Annotated[bool, Form()] = False
) -> Response:
    """Send the weekly report to who asks, in their browser's language; or send it no more.

    Raises Invalid for the printed link, which has no address.
    """
    if member.id == LINK:
        raise Invalid("the printed link has no e-mail address; sign in with an account")
    subscriptions = Subscriptions(shared.store)
    if stop:
        subscriptions.remove(member.id)
    else:
        language = spoken(request.headers.get("accept-language", ""))
        subscriptions.add(member.id, language, shared.clock())
    return see("/overview#_report")


@router.get("/overview.csv")
def table(
    shared: Shared,
    chosen: Annotated[Chosen, Query()],
    by: Annotated[str, Query(max_length=20)] = "day",
) -> Response:
    """The figures for each day, channel, form, locale or audience. Raises Invalid."""
    if by not in DIMENSIONS or not by:
        known = sorted(name for name in DIMENSIONS if name)
        raise Invalid(f"by={by!r} is none of {known}", field="by")
    period = _period(shared, chosen)
    among = Among(period.first, period.last, chosen.only)
    found = shared.standings.summaries(by, now=shared.clock(), matures=shared.matures, among=among)
    measures = SETS[chosen.names]
    heads = [f"{m.name}_{part}" for m in measures for part in ("n", "of", "share", "low", "high")]
    lines = (
        [name, summary.asked, *(c for m in measures for c in _cells(figure(m, summary)))]
        for name, summary in sorted(found.items())
    )
    file = f"overview-{by}-{period.first}-{period.last}.csv"
    return csv_file(file, [by, "asked", *heads], lines)


@router.get("/overview.svg")
def picture(shared: Shared, chosen: Annotated[Chosen, Query()]) -> Response:
    """The trend as a file of its own. Raises Invalid."""
    period = _period(shared, chosen)
    among = Among(period.first, period.last, chosen.only)
    held, now = shared.standings, shared.clock()
    found = held.summaries("day", now=now, matures=shared.matures, among=among)
    ripe = period.ripe(now, shared.matures)
    points = trend(found, period, ripe, SETS[chosen.names][0])
    plot = trend_plot(points, marks(happened(shared), period))
    return svg_file(f"overview-{period.first}-{period.last}.svg", plot)


def _settled(
    shared: Services,
    by_day: Mapping[str, Summary],
    period: Period,
    ripe: date | None,
    chosen: Chosen,
) -> Figure | None:
    """The headline over the days that have had their time, beside as many days before; None if
    that is all of the period. Young days have confirmed nothing yet: with them every period
    would seem worse than the one before."""
    if ripe == period.last:
        return None
    old = Period(period.first, ripe or period.first)
    known = added([s for day, s in by_day.items() if ripe and date.fromisoformat(day) <= ripe])
    among = Among(old.before.first, old.before.last, chosen.only)
    earlier = shared.standings.summary(now=shared.clock(), matures=shared.matures, among=among)
    return figure(OURS[0], known, earlier)


def _by_staff(shared: Services, period: Period, only: Mapping[str, str]) -> int:
    """How many enquiries of staff the figures leave out: none where one looks at just those."""
    if only.get("channel") == BY_STAFF:
        return 0
    among = Among(period.first, period.last, {**only, "channel": BY_STAFF})
    now, matures = shared.clock(), shared.matures
    return shared.standings.summary(now=now, matures=matures, among=among).asked


def _beside(chosen: Chosen) -> list[Measure]:
    wanted = SIDE_BY_SIDE[chosen.names]
    return [measure for measure in SETS[chosen.names] if measure.name in wanted]


def _typed(chosen: Chosen, period: Period) -> dict[str, str]:
    """What the fields for days begin with: what was typed, unless it is no day."""
    days = {"first": period.first, "last": period.last}
    return {
        name: text if is_day(text := getattr(chosen, name)) else str(days[name]) for name in days
    }


def _period(shared: Services, chosen: Chosen) -> Period:
    today = shared.clock().date()
    return period_of(chosen.first, chosen.last, days=chosen.days, today=today)


def _cells(found: Figure) -> list[object]:
    share = found.interval
    figures = [f"{value:.4f}" for value in share] if share else ["", "", ""]
    return [found.part, found.whole, *figures]
