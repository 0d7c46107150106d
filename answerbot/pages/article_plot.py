"""How an article fared over time, in a picture and in words.

Knows: counts by day, edits, what is said of them.
Must not know: SQL, the page's form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from answerbot.edits import Days, parts
from answerbot.measures import FEW
from answerbot.overview import Mark
from answerbot.pages.overview_plot import letter
from answerbot.period import Period
from answerbot.plots.svg import Plot, percent
from answerbot.plots.trend import Flag, Spot, trend_chart

HEADS = ("From", "Offered", "Opened", "Solved", "Failed", "Solved of opened", "95 % interval")
TITLE = "Solved of opened over time"
BAND = "The band is the 95 % interval; where it breaks off there are too few to tell."
MOST_POINTS = 30
LONGEST = 4


def article_plot(days: Days, period: Period, happened: Sequence[Mark]) -> Plot:
    """The rate by day or by some weeks, so that most points have enough to tell."""
    step = _step(sum(counts["opened"] for counts in days.values()), period.days)
    firsts = period.all_days()[::step]
    ends = [*(firsts[1:]), date.fromordinal(period.last.toordinal() + 1)]
    spans = [(a, date.fromordinal(b.toordinal() - 1)) for a, b in zip(firsts, ends, strict=True)]
    spots = [_spot(days, *span) for span in spans]
    at: dict[int, list[str]] = {}
    for number, mark in enumerate(happened):
        place = max(n for n, first in enumerate(firsts) if first <= mark.day)
        at.setdefault(place, []).append(letter(number))
    flags = [Flag(spot, " ".join(letters)) for spot, letters in at.items()]
    every = "day" if step == 1 else ("week" if step == 7 else f"{step // 7} weeks")
    says = f"By {every}. {BAND}"
    most = max(spot.n for spot in spots)
    labels = (
        "Solved of opened",
        f"Opened in {every if step > 7 else f'a {every}'}, {most:,} at most",
    )
    svg = trend_chart(spots, flags, labels, f"{TITLE}. {says}")
    rows = tuple(_row(days, *span) for span in spans)
    return Plot(TITLE, says, svg, HEADS, rows)


def _step(opened: int, days: int) -> int:
    """Days of a point: one, or whole weeks up to LONGEST, so that there are about twice FEW."""
    if days <= MOST_POINTS and opened >= 2 * FEW * days:
        return 1
    for_many = -(-days // (7 * MOST_POINTS))
    for_enough = -(-2 * FEW * days // (7 * max(1, opened)))
    return 7 * min(max(for_many, for_enough, 1), LONGEST)


def _spot(days: Days, first: date, last: date) -> Spot:
    solved = parts(days, first, last)[0]
    share = solved.interval if not solved.few else None
    told = f"{first}: opened in {solved.whole} enquiries"
    if share:
        told += f", solved {solved.n}, {percent(share.share)}"
    known = (share.share, share.low, share.high) if share else None
    return Spot(f"{first.day} {first:%b}", solved.whole, known, told)


def _row(days: Days, first: date, last: date) -> tuple[str, ...]:
    there: list[Mapping[str, int]] = [c for day, c in days.items() if first <= day <= last]
    names = ("offered", "opened", "accepted", "failed")
    counts = [str(sum(c[name] for c in there)) for name in names]
    solved = parts(days, first, last)[0]
    share = solved.interval
    if share is None or solved.few:
        return (str(first), *counts, "too few to tell", "")
    rate, low, high = map(percent, share)
    return (str(first), *counts, rate, f"{low} to {high}")
