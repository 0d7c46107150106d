"""What persons did in their first week, to plan an experiment by: a sample.

Knows: the tables `enquiries`, `standings` and `daily`.
Must not know: what follows from it.

Persons are told apart as experiments do: by a verified identity, else by what their browser keeps,
else by the page that they are on. Of
the week before last the first enquiries of each six hours are looked at, so that it takes as
long with a million as with a thousand. Who had not asked in the seven days before is new; what
they did in the seven days after counts, as it would in an experiment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from answerbot.experiments.experiment import known_by, who
from answerbot.experiments.known import Known, Told, told
from answerbot.experiments.measures import Sums
from answerbot.experiments.power import Traffic
from answerbot.store.db import Store

WEEK = timedelta(days=7)
SLICE = timedelta(hours=6)
IN_SLICE = 100
"""Enquiries of six hours: at most 2,800 in all."""

_WHERE = """
    channel IN (SELECT value FROM json_each(:channels))
        AND (:forms = '[]' OR form IN (SELECT value FROM json_each(:forms)))
"""
_SAMPLE = f"""
    SELECT person, visitor, session, asked_at FROM enquiries
        WHERE asked_at >= :from AND asked_at < :until AND {_WHERE} ORDER BY asked_at LIMIT :limit
"""  # noqa: S608
_THEIRS = """
    SELECT enquiries.asked_at, standings.submitted
        FROM enquiries JOIN standings ON standings.enquiry = enquiries.id
        WHERE {key} AND enquiries.asked_at >= :from AND enquiries.asked_at < :until
"""
_BY = {
    Known.PERSON: _THEIRS.format(key="person = :who AND person <> ''"),
    Known.VISITOR: _THEIRS.format(key="visitor = :who AND visitor <> '' AND person = ''"),
    Known.SESSION: _THEIRS.format(
        key="session = :who AND session <> '' AND person = '' AND visitor = ''"
    ),
}
_ASKED = (
    f"SELECT coalesce(sum(asked), 0) FROM daily WHERE day >= :from AND day < :until AND {_WHERE}"  # noqa: S608
)


def traffic(
    store: Store, *, now: datetime, channels: Sequence[str], forms: Sequence[str] = ()
) -> Traffic:
    """The new persons of a week, and what some of them did in theirs."""
    where, began = _where(channels, forms), now - 2 * WEEK
    looked, found = 0, Sums()
    for somebody, asked_at in _sample(store, began, where):
        looked += 1
        if somebody:
            found += _first_week(store, somebody, asked_at)
    days = {"from": f"{began:%Y-%m-%d}", "until": f"{now - WEEK:%Y-%m-%d}"}
    asked = store.read().execute(_ASKED, {**days, **where}).fetchone()[0]
    return Traffic(found, round(asked * found.n / looked) if looked else 0, WEEK.days)


def told_apart(
    store: Store, *, now: datetime, channels: Sequence[str], forms: Sequence[str] = ()
) -> Told:
    """By what the people of the last seven days would be told apart."""
    sample = _sample(store, now - WEEK, _where(channels, forms))
    return told(known_by(somebody) for somebody in {one for one, _ in sample if one})


def _where(channels: Sequence[str], forms: Sequence[str]) -> Mapping[str, str]:
    return {"channels": json.dumps(channels), "forms": json.dumps(forms)}


def _sample(store: Store, began: datetime, where: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Who asked in a week, and when; some of each six hours."""
    for start in (began + SLICE * number for number in range(WEEK // SLICE)):
        among = {"from": start.isoformat(), "until": (start + SLICE).isoformat()}
        rows = store.read().execute(_SAMPLE, {**among, **where, "limit": IN_SLICE}).fetchall()
        for person, visitor, session, asked_at in rows:
            yield who(person=person, visitor=visitor, session=session), asked_at


def _first_week(store: Store, somebody: str, asked_at: str) -> Sums:
    """What somebody did from this enquiry on; nothing if it is not their first."""
    at = datetime.fromisoformat(asked_at)
    around = {
        "who": somebody.partition("\n")[2],
        "from": (at - WEEK).isoformat(),
        "until": (at + WEEK).isoformat(),
    }
    rows = store.read().execute(_BY[known_by(somebody)], around).fetchall()
    if any(when < asked_at for when, _ in rows):
        return Sums()
    asked = int(any(submitted for _, submitted in rows))
    return Sums(1, asked, 1, asked, 1, asked)
