"""Latency: how long one search takes, as a histogram.

Knows: times in milliseconds.
Must not know: other plots, the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from answerbot.plots.svg import Axis, Chart, Plot, shares

TITLE = "Latency"
BINS = 20


def latency_plot(took_ms: Sequence[float]) -> Plot | None:
    """None where nothing was timed. The slowest hundredth stands in the last bar."""
    if not len(took_ms):
        return None
    times = np.asarray(took_ms, dtype=float)
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    high = max(float(p99), 1e-3)
    counts, edges = np.histogram(np.minimum(times, high), bins=BINS, range=(0, high))
    tallest = float(counts.max()) / len(times)
    axis = Axis("milliseconds", 0, high, tuple(np.linspace(0, high, 5)), lambda v: f"{v:.1f}")
    top = shares("of the questions")._replace(high=tallest, ticks=tuple(np.linspace(0, tallest, 3)))
    chart = Chart(axis, top)
    for count, low, end in zip(counts, edges[:-1], edges[1:], strict=True):
        chart.bar(float(low), float(end), float(count) / len(times), "one")
    says = (
        f"One search in process: half take less than {p50:.1f} ms, 95 % less than {p95:.1f} ms, "
        f"99 % less than {p99:.1f} ms; what took longer stands in the last bar."
    )
    rows = tuple(
        (f"{low:.2f} to {end:.2f}", f"{count:,}")
        for count, low, end in zip(counts, edges[:-1], edges[1:], strict=True)
    )
    return Plot(TITLE, says, chart.svg(TITLE, says), ("milliseconds", "questions"), rows)
