"""The two plots of the precision page, with what they say in words.

Knows: the reference curve, verdicts, the words of the page.
Must not know: SQL, the page's form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answerbot.pages.texts import Texts
from answerbot.plots.offers import Mark, offers_chart
from answerbot.plots.reliability import reliability_chart
from answerbot.plots.svg import Plot, percent
from answerbot.thresholds import Channel
from answerbot.verdicts import Bin
from indexer.calibrate import Confidence


def curve_plot(known: Confidence, wanted: Mapping[Channel, float], words: Texts) -> Plot | None:
    """Precision against coverage, with a mark a channel; None without a reference curve."""
    points = known.curve.points
    if not points:
        return None
    own = known.curve.own
    source = words["source_own"].format(n=f"{own:,}") if own else words["source_others"]
    says, marks = [words["curve_says"].format(source=source)], list[Mark]()
    for number, (channel, precision) in enumerate(wanted.items(), 1):
        reached = known.curve.reaching(precision)
        told = {"channel": f"{number}. {words[channel]}", "precision": f"{precision:g}"}
        if reached:
            marks.append(Mark(reached.coverage, reached.precision, str(number), "middle"))
            says.append(words["curve_point"].format(**told, coverage=percent(reached.coverage)))
        else:
            says.append(words["curve_none"].format(**told))
    labels = words["curve_x"], words["curve_y"]
    chart = offers_chart([(p.coverage, p.precision) for p in points], marks, labels)
    rows = [
        (f"{point.threshold:g}", percent(point.precision), percent(point.coverage))
        for point in points[::5]
    ]
    heads = words["threshold"], words["curve_y"], words["curve_x"]
    title, text = words["curve"], " ".join(says)
    return Plot(title, text, chart.svg(title, text), heads, tuple(rows))


def said_plot(said: Sequence[Bin], words: Texts) -> Plot:
    """What customers said, by confidence; at least one bin."""
    chart = reliability_chart(said, (words["said_x"], words["said_y"]))
    rows = tuple(
        (
            words["to"].format(low=percent(one.low), high=percent(one.high)),
            f"{one.n:,}",
            percent(one.claimed),
            percent(one.right),
            words["to"].format(low=percent(one.interval.low), high=percent(one.interval.high)),
        )
        for one in said
    )
    heads = tuple(words[h] for h in ("confidence", "verdicts", "claimed", "yes", "interval"))
    title, says = words["said"], words["said_says"]
    return Plot(title, says, chart.svg(title, says), heads, rows)
