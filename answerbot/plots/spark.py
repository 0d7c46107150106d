"""A few bars in a line of text: how something went from week to week.

Knows: how figures become bars; what they say is read out.
Must not know: what is counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup

BAR, GAP, HEIGHT = 8, 2, 28

FRAME = Markup(
    '<svg class="spark" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img"'
    ' aria-label="{2}">{3}</svg>'
)


def spark(weeks: Mapping[date, int]) -> Markup:
    """One bar a week, the highest as high as the picture."""
    most = max(weeks.values(), default=0) or 1
    bars = []
    for number, n in enumerate(weeks.values()):
        high = max(1.0, HEIGHT * n / most) if n else 0.5
        shape = Markup('<rect class="bar" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>')
        bars.append(shape.format(number * (BAR + GAP), HEIGHT - high, BAR, high))
    says = ", ".join(f"{n} in the week of {week}" for week, n in weeks.items())
    width = max(1, len(weeks)) * (BAR + GAP) - GAP
    return FRAME.format(width, HEIGHT, says or "no question", Markup("").join(bars))
