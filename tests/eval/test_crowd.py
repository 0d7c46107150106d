"""The large deployment of a benchmark is one that the rules could have made."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import numpy as np

from answerbot.period import last_days
from answerbot.settings import read
from answerbot.store.article_days import ArticleDays
from answerbot.store.db import Store
from answerbot.store.ledger import Ledger
from answerbot.store.standings import Standings
from eval.crowd import COPIES, DAYS, deploy, differs
from tests.answerbot.conftest import START

MATURES = timedelta(days=7)


def test_copies_are_counted_as_the_ledger_says(tmp_path: Path) -> None:
    settings = read(tmp_path, {})
    crowd = deploy(settings, enquiries=800, articles=200, until=START)
    with closing(Store(settings.database)) as store:
        assert not differs(store, now=START, matures=MATURES)
        year = last_days(DAYS + 7, START.date())
        held, standings = ArticleDays(store), Standings(store)
        before = held.counts(year, now=START, matures=MATURES)
        daily = standings.summaries("day", now=START, matures=MATURES)
        assert len(daily) > 0.8 * DAYS
        _forget(store)
        assert Ledger(store).settle() == crowd.enquiries
        after = held.counts(year, now=START, matures=MATURES)
        np.testing.assert_equal(asdict(after), asdict(before))
        assert standings.summaries("day", now=START, matures=MATURES) == daily
    assert crowd.enquiries >= 800 == 80 * COPIES


def _forget(store: Store) -> None:
    """As if the rules had changed."""
    store.write(lambda db: db.execute("DELETE FROM meta WHERE name = 'standings'"))
