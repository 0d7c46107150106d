"""What was known of an experiment day by day, in a picture and in words.

Knows: points, what is said of them.
Must not know: SQL, the page's form.
"""

from __future__ import annotations

from answerbot.experiments.experiment import Kind
from answerbot.experiments.reading import Point, Reading
from answerbot.experiments.sequence import Difference
from answerbot.plots.between import Spot, between_chart
from answerbot.plots.svg import Plot

TITLE = "What was known day by day"
HEADS = ("Day", "People", "Difference", "Any day", "One look")
BY_MAIL = "Answers of agents saved in 100 requests"
LABELS = {
    Kind.HOLDOUT: "Fewer in 100 people ask for a human",
    Kind.SETTING: "More in 100 people ask for a human",
    Kind.GENERATION: "More in 100 people ask for a human",
}
BAND = (
    "The band holds the truth on all days at once with probability 95 %: once it leaves zero,"
    " you may stop. The dotted lines are right for one look only."
)


def known_plot(reading: Reading) -> Plot | None:
    """None as long as nothing is known."""
    spots = [_spot(point, point.found) for point in reading.points if point.found]
    if not spots:
        return None
    last = spots[-1]
    says = f"On the last day {last.says.partition(': ')[2]}. {BAND}"
    made = reading.experiment
    label = BY_MAIL if made.by_mail else LABELS[made.kind]
    svg = between_chart(spots, label, f"{TITLE}. {says}")
    return Plot(TITLE, says, svg, HEADS, tuple(_row(point) for point in reading.points))


def _spot(point: Point, found: Difference) -> Spot:
    always = (found.always.low, found.always.high)
    fixed = (found.fixed.low, found.fixed.high)
    says = f"{point.day}: {100 * found.value:+.1f}, between {_range(always)}"
    return Spot(f"{point.day.day} {point.day:%b}", found.value, always, fixed, says)


def _row(point: Point) -> tuple[str, ...]:
    found = point.found
    if found is None:
        return (str(point.day), f"{point.n:,}", "too few to tell", "", "")
    return (
        str(point.day),
        f"{point.n:,}",
        f"{100 * found.value:+.1f}",
        _range((found.always.low, found.always.high)),
        _range((found.fixed.low, found.fixed.high)),
    )


def _range(bounds: tuple[float, float]) -> str:
    return f"{100 * bounds[0]:+.1f} and {100 * bounds[1]:+.1f}"
