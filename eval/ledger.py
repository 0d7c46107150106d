"""Are the figures what the ledger says? Random histories, counted by SQL and by plain loops.

Knows: how histories happen (repeats, restarts, clocks that jump), and the definitions of
DESIGN.md section 6, written down a second time as simple loops: the oracle.
Must not know: how the figures are kept.

The oracle is told what happened in the order in which it happened, and never looks into the
database: a row that is lost, doubled or put in another order shows.

    python -m eval.ledger --histories 10000
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from answerbot.article_counts import COUNTS
from answerbot.enquiries import Event, Kind, Reason, Standing, State
from answerbot.metrics import Rated, Summary
from answerbot.period import Period
from answerbot.store.article_days import ArticleDays
from answerbot.store.db import Store
from answerbot.store.ledger import Enquiry, Ledger
from answerbot.store.standings import EVERYTHING, Among, Standings

MATURES = timedelta(days=7)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
CHANNELS = ("widget", "email", "api", "staff")
ONLY = {"channel": "email"}
STAFF = {"channel": "staff"}
ARTICLES = ("a", "b", "c", "")
LOCALES = ("en", "en-GB", "it", "")
COUNTED = (*COUNTS, "immature", "confirmed")
EVER: Mapping[str, tuple[Kind, ...]] = {
    "asked": (),
    "offered": (Kind.OFFERED,),
    "opened": (Kind.OPENED,),
    "clicked": (Kind.OPENED, Kind.ACCEPTED),
    "objected": (Kind.REJECTED,),
    "submitted": (Kind.SUBMITTED,),
    "recontacted": (Kind.RECONTACTED,),
    "excluded": (),
}
OF_OFFERED = ("clicked", "objected")
"""What counts only where something was offered."""

OFTEN = (
    Kind.OFFERED, Kind.UNOFFERED, Kind.SEEN, Kind.OPENED, Kind.ACCEPTED, Kind.ACCEPTED,
    Kind.REJECTED, Kind.SUBMITTED, Kind.REOPENED, Kind.RECONTACTED, Kind.UNDONE, Kind.RATED,
)  # fmt: skip


@dataclass
class History:
    """One enquiry as it truly went: its events in the order of happening."""

    enquiry: Enquiry
    events: list[Event] = field(default_factory=list)


@dataclass
class World:
    """Histories that are written to a store while they happen."""

    rng: random.Random
    file: Path
    histories: list[History] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    now: datetime = BEGIN

    def run(self, histories: int) -> None:
        """Let so many enquiries begin, and all that follows from them."""
        store = Store(self.file)
        while len(self.histories) < histories or self.rng.random() < 0.9:
            if self.rng.random() < 0.003:
                store.close()
                store = Store(self.file)
                self.counts["restarts"] += 1
            self._pass_time()
            if len(self.histories) < histories and self.rng.random() < 0.2:
                self._begin(Ledger(store))
            elif self.histories:
                self._go_on(Ledger(store))
        store.close()

    def customers(self) -> list[History]:
        """Those that are in figures: what staff try out is in none."""
        return [history for history in self.histories if history.enquiry.channel != "staff"]

    def _pass_time(self) -> None:
        """Mostly forward; now and then a clock is set, back or forth."""
        if self.rng.random() < 0.01:
            self.now += timedelta(hours=self.rng.uniform(-72, 72))
            self.counts["clock changes"] += 1
        self.now += timedelta(seconds=self.rng.expovariate(1 / 60))

    def _begin(self, ledger: Ledger) -> None:
        number = len(self.histories)
        channel = self.rng.choice(CHANNELS)
        locale = self.rng.choice(LOCALES)
        enquiry = Enquiry(f"enq_{number}", "", channel, locale, "", "", self.now)
        history = History(enquiry, [self._event(enquiry, Kind.ASKED)])
        ledger.open(enquiry, history.events)
        self.histories.append(history)

    def _go_on(self, ledger: Ledger) -> None:
        recent = self.histories[-200:] if self.rng.random() < 0.9 else self.histories
        history = self.rng.choice(recent)
        if self.rng.random() < 0.2:
            self.counts["repeats"] += 1
            ledger.append([self.rng.choice(history.events)], durable=False)
            return
        kind = self.rng.choice(OFTEN if self.rng.random() < 0.9 else list(Kind))
        event = self._event(history.enquiry, kind)
        ledger.append([event], durable=False)
        history.events.append(event)

    def _event(self, enquiry: Enquiry, kind: Kind) -> Event:
        self.counts["events"] += 1
        detail: Mapping[str, object] = {}
        if kind is Kind.RATED:
            name = self.rng.choice(("satisfaction", "effort"))
            detail = {name: self.rng.randint(1, 5)}
        if kind is Kind.OFFERED:
            detail = {"articles": sorted(self.rng.sample(ARTICLES[:3], 2))}
        if kind is Kind.REJECTED:
            given = self.rng.random() < 0.8
            detail = {"reason": self.rng.choice(list(Reason)).value} if given else {}
        article = "" if kind is Kind.OFFERED else self.rng.choice(ARTICLES)
        locale = self.rng.choice(LOCALES) if kind is Kind.OFFERED else ""
        number = self.counts["events"]
        return Event(f"event-{number}", enquiry.id, kind, self.now, article, locale, detail=detail)


def state_of(events: Sequence[Event]) -> tuple[State, str, Event | None]:
    """The state but for maturity, its article, and the acceptance that stands.

    The last Yes counts. What came after it first decides: nothing (it stands), the Yes taken
    back (as if it had not been), or a contradiction (revoked).
    """
    yes = max((i for i, e in enumerate(events) if e.kind is Kind.ACCEPTED), default=-1)
    if yes >= 0:
        article = events[yes].article
        after = [e for e in events[yes + 1 :] if _decides(e, article)]
        if not after:
            return State.ACCEPTED, article, events[yes]
        if after[0].kind is not Kind.UNDONE:
            return State.REVOKED, article, None
    closed = max((i for i, e in enumerate(events) if e.kind is Kind.ASSUMED), default=-1)
    spoken = (Kind.REJECTED, Kind.SUBMITTED, Kind.REOPENED, Kind.RECONTACTED, Kind.UNDONE)
    if closed >= 0 and not any(e.kind in spoken for e in events[closed:]):
        return State.ASSUMED, "", None
    for kind, state in ((Kind.SUBMITTED, State.ESCALATED), (Kind.REJECTED, State.REJECTED)):
        if any(e.kind is kind for e in events):
            return state, "", None
    return State.SILENT, "", None


def _ever(events: Sequence[Event]) -> Iterator[str]:
    """What happened in one history at least once; hits of machines each time."""
    yield "asked"
    offered = any(event.kind is Kind.OFFERED for event in events)
    for name, kinds in EVER.items():
        if any(event.kind in kinds for event in events) and (offered or name not in OF_OFFERED):
            yield name
    for event in events:
        if event.kind is Kind.EXCLUDED:
            yield "excluded"


def _decides(event: Event, article: str) -> bool:
    if event.kind is Kind.REJECTED:
        return event.article in ("", article)
    return event.kind in (Kind.UNDONE, Kind.SUBMITTED, Kind.REOPENED, Kind.RECONTACTED)


def summed(
    histories: Iterable[History], times: Mapping[str, datetime], *, now: datetime
) -> Summary:
    """The figures over histories, by a loop. `times` are those that the ledger gave."""
    ever: Counter[str] = Counter()
    states: Counter[State] = Counter()
    ratings: dict[str, list[int]] = {}
    for history in histories:
        ever.update(_ever(history.events))
        state, _, yes = state_of(history.events)
        if yes is not None and now - times[yes.id] >= MATURES:
            state = State.CONFIRMED
        states[state] += 1
        last = {
            name: n for e in history.events if e.kind is Kind.RATED for name, n in e.detail.items()
        }
        for name, rating in last.items():
            ratings.setdefault(name, []).append(rating)
    means = {name: Rated(sum(them) / len(them), len(them)) for name, them in ratings.items()}
    return Summary(states=dict(states), ratings=means, **{name: ever[name] for name in EVER})


def differences(world: World) -> Iterator[str]:
    """Where the store's figures are not the oracle's."""
    store = Store(world.file)
    ledger, standings = Ledger(store), Standings(store)
    recorded = ledger.everything()
    happened = [event.id for history in world.histories for event in history.events]
    if Counter(event.id for event in recorded) != Counter(happened):
        yield f"{len(happened)} events happened, {len(recorded)} are recorded"
    times = {event.id: event.at for event in recorded}
    yield from _summary_differences(world, times, standings)
    told = {enquiry: [event.id for event in events] for enquiry, events in ledger.states()}
    if told != {h.enquiry.id: [event.id for event in h.events] for h in world.customers()}:
        yield f"the histories of {len(told)} enquiries are not those of the customers"
    for history in world.histories:
        if (kept := standings.get(history.enquiry.id)) != (wanted := _standing(history, times)):
            yield f"{history.enquiry.id}: {kept} instead of {wanted}"
    yield from _article_differences(world, times, store)
    store.close()


def _summary_differences(
    world: World, times: Mapping[str, datetime], standings: Standings
) -> Iterator[str]:
    half = (BEGIN + (world.now - BEGIN) / 2).date()
    for now in (world.now, world.now + MATURES / 2, world.now + 2 * MATURES):
        for among in (
            EVERYTHING, Among(first=half), Among(last=half), Among(half, half, ONLY),
            Among(only=STAFF),
        ):  # fmt: skip
            begun = [h for h in world.histories if _is_among(h.enquiry, among)]
            found = standings.summary(now=now, matures=MATURES, among=among)
            if found != (wanted := summed(begun, times, now=now)):
                yield f"at {now} {among}: {found} instead of {wanted}"
            if sum(found.states.values()) != found.asked:
                yield f"at {now} {among}: the states do not add up to {found.asked}"
        for name, value in (("channel", _channel), ("day", _day), ("reach", _reach)):
            groups: dict[str, list[History]] = {}
            for history in world.customers():
                groups.setdefault(value(history), []).append(history)
            apart = {one: summed(them, times, now=now) for one, them in groups.items()}
            if (by := standings.summaries(name, now=now, matures=MATURES)) != apart:
                yield f"at {now} by {name}: {by} instead of {apart}"
        together = standings.several(("", "channel", "reach"), now=now, matures=MATURES)
        for name, by in together.items():
            if by != (one := standings.summaries(name, now=now, matures=MATURES)):
                yield f"at {now} by {name} together: {by} instead of {one}"


def _standing(history: History, times: Mapping[str, datetime]) -> Standing:
    state, article, yes = state_of(history.events)
    ever = Counter(_ever(history.events))
    rated = [event.detail for event in history.events if event.kind is Kind.RATED]
    last = {name: rating for one in rated for name, rating in one.items()}
    flags = ("offered", "opened", "clicked", "objected", "submitted", "recontacted")
    return Standing(
        state,
        article,
        times[yes.id] if yes else None,
        **{name: bool(ever[name]) for name in flags},
        satisfaction=last.get("satisfaction"),
        effort=last.get("effort"),
        excluded=ever["excluded"],
    )


def _channel(history: History) -> str:
    return history.enquiry.channel


def _day(history: History) -> str:
    return history.enquiry.asked_at.date().isoformat()


def _reach(history: History) -> str:
    kinds = [event.kind for event in history.events]
    return next((k.value for k in (Kind.OPENED, Kind.OFFERED) if k in kinds), "asked")


def _is_among(enquiry: Enquiry, among: Among) -> bool:
    day = enquiry.asked_at.date()
    if (among.first and day < among.first) or (among.last and day > among.last):
        return False
    if among.only:
        return enquiry.channel == among.only["channel"]
    return enquiry.channel != "staff"


def _article_differences(
    world: World, times: Mapping[str, datetime], store: Store
) -> Iterator[str]:
    """Of each article in two periods, with days packed and not."""
    held = ArticleDays(store)
    half = (BEGIN + (world.now - BEGIN) / 2).date()
    whole = Period(min(h.enquiry.asked_at.date() for h in world.histories), world.now.date())
    for packed in (False, True):
        while packed and held.pack(half):
            pass
        for period in (whole, Period(half, half)):
            for now in (world.now, world.now + MATURES / 2, world.now + 2 * MATURES):
                counts = held.counts(period, now=now, matures=MATURES)
                found = {
                    article: {name: int(counts[name][number]) for name in COUNTED}
                    for article, number in held.numbers().items()
                }
                wanted = _of_articles(world, times, period, now)
                for article in sorted(found.keys() | wanted.keys()):
                    have, want = found.get(article, {}), wanted[article]
                    if {n: c for n, c in have.items() if c} != {n: c for n, c in want.items() if c}:
                        yield f"{article} in {period} at {now}: {have} instead of {dict(want)}"
        for article in ARTICLES[:3]:
            by_day = held.of_article(article, whole, now=world.now, matures=MATURES)
            for day in whole.all_days():
                want = _of_articles(world, times, Period(day, day), world.now)[article]
                have = {n: c for n, c in by_day.get(day, {}).items() if c}
                if have != {n: c for n, c in want.items() if c}:
                    yield f"{article} on {day}: {have} instead of {dict(want)}"


def _of_articles(
    world: World, times: Mapping[str, datetime], period: Period, now: datetime
) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for history in world.customers():
        if period.first <= history.enquiry.asked_at.date() <= period.last:
            for article in ARTICLES[:3]:
                for name, n in _of_article(history, article, times, now):
                    found[article][name] += n
    return found


def _of_article(
    history: History, article: str, times: Mapping[str, datetime], now: datetime
) -> Iterator[tuple[str, int]]:
    """What one history says of one article, each definition once more as a search through it."""
    events = history.events
    about = [event for event in events if event.article == article]
    offers = [e for e in events if e.kind is Kind.OFFERED and article in e.detail["articles"]]
    reads = [n for n, e in enumerate(events) if e.article == article and e.kind in EVER["clicked"]]
    noes = [event for event in about if event.kind is Kind.REJECTED]
    tickets = [n for n, event in enumerate(events) if event.kind is Kind.SUBMITTED]
    state, solver, yes = state_of(events)
    ticketed = bool(reads and tickets and reads[0] < tickets[-1])
    solved = solver == article and state in (State.ACCEPTED, State.REVOKED)
    revoked = solved and state is State.REVOKED
    immature = solved and yes is not None and now - times[yes.id] < MATURES
    yield "offered", bool(offers)
    yield "seen", any(event.kind is Kind.SEEN for event in about)
    yield "linked", any(event.kind is Kind.LINKED for event in about)
    yield "opened", bool(reads)
    yield "clicked", bool(offers and reads)
    yield "accepted", solved and not revoked
    yield "revoked", revoked
    yield "immature", immature
    yield "confirmed", solved and not revoked and not immature
    yield "ticketed", ticketed
    yield "rejected", bool(noes)
    yield "failed", bool(noes) or revoked or ticketed
    if noes and noes[-1].detail:
        yield noes[-1].detail["reason"], 1
    rated = [e.detail["satisfaction"] for e in events if "satisfaction" in e.detail]
    if solved and rated:
        yield "satisfaction", rated[-1]
        yield "satisfaction_n", 1
    asked = history.enquiry.locale
    yield "elsewhere", any(o.locale and asked and o.locale[:2] != asked[:2] for o in offers)


@click.command()
@click.option("--histories", default=10_000, show_default=True, help="How many enquiries.")
@click.option("--seed", default=1, show_default=True)
def main(histories: int, seed: int) -> None:
    """Write random histories and compare every figure with a plain loop over them."""
    with tempfile.TemporaryDirectory() as folder:
        world = World(random.Random(seed), Path(folder) / "answerbot.db")  # noqa: S311
        world.run(histories)
        found = list(differences(world))
    click.echo(", ".join(f"{n} {name}" for name, n in sorted(world.counts.items())))
    for difference in found[:20]:
        click.echo(difference, err=True)
    click.echo(f"{histories} histories, {len(found)} differences")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
