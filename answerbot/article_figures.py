"""The board of articles over a period, put together from what is kept.

Knows: which stores know what the board asks for.
Must not know: SQL, HTTP, how a badge is decided.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from answerbot.article_badges import UNFOUND_DAYS, wanted_perhaps
from answerbot.article_board import Board, Told
from answerbot.period import Period
from answerbot.services import Services
from answerbot.store.exclusions import Exclusions
from answerbot.store.standings import Among
from answerbot.store.tasks import Tasks


def board(services: Services, period: Period) -> Board:
    """The articles that serve, with what enquiries of the period made of them. Raises NotReady."""
    days, now, matures = services.article_days, services.clock(), services.matures
    catalogue = services.shelf.of(services.live.searcher)
    counts = days.counts(period, now=now, matures=matures)
    today = now.date()
    first = services.standings.first_day() or today
    since = max(first, today - timedelta(UNFOUND_DAYS - 1))
    recent = services.standings.summary(now=now, matures=matures, among=Among(since))
    told = Told(
        today=today,
        since=since,
        asked=recent.asked,
        lately=days.offered_since(since),
        out_of_date=days.told_out_of_date(period),
        flagged=Tasks(services.store).out_of_date(),
        wanted=days.wanted(np.flatnonzero(wanted_perhaps(counts)), period),
        excluded=Exclusions(services.store).current(),
    )
    return Board(catalogue, counts, days.numbers(), told)
