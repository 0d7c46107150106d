"""The replay as one HTML page that needs nothing else: no script, no network.

Knows: the template and what it is given.
Must not know: how anything is measured or drawn.

Texts of tickets are hostile: the template escapes everything, and the page forbids itself
to load or run anything.
"""

from __future__ import annotations

from datetime import datetime

from eval.page import TEMPLATES
from eval.replay.plots import plots, written
from eval.replay.report import Replay
from eval.replay.tables import said

NAME = "replay.html"


def page(replay: Replay, *, now: datetime) -> str:
    """The whole page as text. `now` is when it was measured."""
    return TEMPLATES.get_template(NAME).render(
        report=replay.report,
        plots=plots(replay.report, replay.replayed),
        forecast=said(replay.report["forecast"]),
        written=written,
        now=now.strftime("%Y-%m-%d %H:%M %Z").strip(),
    )
