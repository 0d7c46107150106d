"""Tickets replayed: the same offers as live, figures as counted by hand, texts masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot import asking
from answerbot.app import make_services
from answerbot.metrics import wilson
from answerbot.settings import Settings
from eval.replay.asking import Past, Replayed
from eval.replay.forecast import ACCEPTANCE, Acceptance, chances, forecast
from eval.replay.gaps import gaps, report, text_of
from eval.replay.groups import Likeness, grouped
from eval.replay.samples import LENGTH, masked, sample
from eval.replay.shares import offered, places, right, right_offers, slices
from eval.replay.ticket import PastTicket
from eval.replay.tickets import read_tickets
from eval.replay.vocabulary import Vocabulary
from indexer.query import Hit
from tests.eval.replay.conftest import NOW
from tests.eval.replay.test_tickets import EXPORTS

TICKETS = read_tickets(EXPORTS / "tickets.jsonl").tickets


@pytest.fixture(scope="module")
def replayed(past: Past) -> list[Replayed]:
    return past.replay(TICKETS)


def by_id(replayed: Sequence[Replayed]) -> dict[str, Replayed]:
    return {one.ticket.id: one for one in replayed}


def test_offers_are_those_of_the_running_product(
    replayed: list[Replayed], settings: Settings, tmp_path: Path
) -> None:
    own = Settings(tmp_path, {"model": ""})
    (tmp_path / "index").symlink_to(settings.index)
    services = make_services(own, lambda: NOW, lambda: "id", lambda: 0.0)
    services.live.look()
    for one in replayed:
        question = asking.Question(one.ticket.text, locale=one.ticket.locale)
        assert asking.search(services, question).offer.hits == one.offered
    services.store.close()


def test_what_is_known_of_a_ticket(replayed: list[Replayed]) -> None:
    found = by_id(replayed)
    assert found["4101"].right
    assert found["4101"].rank == 1
    assert found["4102"].newer
    assert found["4104"].solutions == ("refunds",)
    assert not found["4103"].offered
    assert found["4107"].solutions == ("black-screen",)
    assert not found["4108"].known


def hit(article: str, confidence: float) -> Hit:
    return Hit(article, "en", article, "", (), "", "", (), 0, confidence, "words", {})


def ticket(number: int, *, form: str = "", week: int = 1, text: str = "x") -> PastTicket:
    moment = datetime(2026, 9, 7 * week, tzinfo=UTC)
    return PastTicket(f"t{number}", text, "", moment, form)


def one(
    number: int,
    *shown: tuple[str, float],
    solved: str = "",
    rank: int | None = None,
    **more: object,
) -> Replayed:
    hits = tuple(hit(*pair) for pair in shown)
    known = (solved,) if solved else ()
    nearest = hits[0] if hits else None
    return Replayed(ticket(number, **more), "en", hits, nearest, known, rank, newer=False)  # type: ignore[arg-type]


MIXED = [
    one(1, ("a", 0.9), solved="a", rank=1, form="web"),
    one(2, ("b", 0.8), ("a", 0.5), solved="a", rank=2, form="web", week=2),
    one(3, ("b", 0.6), solved="a", rank=7, week=2),
    one(4, solved="a"),
    one(5, ("c", 0.4)),
    one(6),
]


def test_shares_are_counts_with_wilson_intervals() -> None:
    assert (offered(MIXED).count, offered(MIXED).n) == (4, 6)
    assert (right(MIXED).count, right(MIXED).n) == (2, 4)
    assert (right_offers(MIXED).count, right_offers(MIXED).n) == (2, 3)
    found = offered(MIXED).report
    interval = wilson(4, 6)
    assert interval is not None
    assert (found["share"], found["low"], found["high"]) == tuple(round(x, 4) for x in interval)
    assert not found["enough"]
    assert offered(MIXED * 4).report["enough"]
    assert right([]).report["share"] is None
    assert places(MIXED) == {"1": 1, "2": 1, "3": 0, "4-10": 1, "11 and on": 0, "not found": 1}


def test_slices_divide_the_tickets() -> None:
    found = slices(MIXED)
    assert {row["slice"] for row in found} == {"form", "week"}, "one language says nothing"
    for kind in ("form", "week"):
        assert sum(row["offered"]["n"] for row in found if row["slice"] == kind) == len(MIXED)
    weeks = [row["value"] for row in found if row["slice"] == "week"]
    assert weeks == sorted(weeks) == ["2026-W37", "2026-W38"]


def test_a_chance_is_truth_where_known_and_else_confidence() -> None:
    assert chances(MIXED).tolist() == [1, 1, 0, 0, 0.4, 0]


def test_a_forecast_is_the_plain_bootstrap_times_acceptance() -> None:
    many = MIXED * 10
    found = forecast(many, Acceptance(0.1, 0.5), seed=1)
    values, random = chances(many).tolist(), Random(2)
    means = [sum(random.choices(values, k=len(values))) / len(values) for _ in range(4000)]
    low, high = np.percentile(means, [2.5, 97.5])
    assert found["right_offers"]["share"] == pytest.approx(sum(values) / len(values), abs=1e-4)
    assert found["right_offers"]["low"] == pytest.approx(low, abs=0.015)
    assert found["right_offers"]["high"] == pytest.approx(high, abs=0.015)
    assert found["low"] == pytest.approx(found["right_offers"]["low"] * 0.1, abs=1e-4)
    assert found["high"] == pytest.approx(found["right_offers"]["high"] * 0.5, abs=1e-4)
    assert found["tickets_high"] == round(60 * found["high"])
    assert forecast(many, Acceptance(0.1, 0.5), seed=1) == found


def test_a_forecast_says_what_it_assumes_and_never_that_a_ticket_is_resolved() -> None:
    found = forecast(MIXED)
    assert not found["enough"]
    assert "No ticket here is resolved" in found["assumptions"][0]
    assert any("12% to 44%" in line for line in found["assumptions"])
    assert found["check"] == {
        "n": 3, "enough": False, "claimed": 0.7667, "first_right": 0.3333, "right": 0.6667,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["0.5", "0.5-0.2", "a-b", "-1-2", "0.1-1.2", "", "nan-nan"])
def test_an_acceptance_that_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match="LOW-HIGH"):
        Acceptance.parse(text)


def test_an_acceptance_in_shares_or_percent() -> None:
    assert Acceptance.parse("12%-44%") == Acceptance.parse("0.12 - 0.44") == ACCEPTANCE


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("mail anna.meier+x@example.co.uk now", "mail [e-mail] now"),
        ("call +41 44 668 18 00.", "call [number]."),
        ("(020) 7946-0958 or 0049/30/1234567", "[number] or [number]"),
        ("card 4111 1111 1111 1111", "card [number]"),
        ("on 2026-10-05 12:30, error 417", "on 2026-10-05 12:30, error 417"),
        ("الهاتف ‎+971 50 123 4567", "الهاتف ‎[number]"),
    ],
)  # fmt: skip
def test_addresses_and_numbers_are_masked(written: str, shown: str) -> None:
    assert masked(written) == shown


@given(st.text())
def test_a_sample_is_one_short_line(text: str) -> None:
    found = sample(text)
    assert len(found) <= LENGTH + 1
    assert found == " ".join(found.split())


def slowly(alike: list[list[float]], least: float) -> list[list[int]]:
    """Butina's clusters, as the paper says it."""
    n = len(alike)
    near = [[b for b in range(n) if alike[a][b] >= least] for a in range(n)]
    groups, free = [], set(range(n))
    for centre in sorted(range(n), key=lambda a: (-len(near[a]), a)):
        if centre in free:
            own = sorted(
                (free & set(near[centre])) - {centre}, key=lambda b: (-alike[centre][b], b)
            )
            groups.append([centre, *own])
            free -= {centre, *own}
    return sorted(groups, key=lambda g: (-len(g), g[0]))


@given(st.integers(1, 25), st.integers(0, 1000), st.sampled_from([0.0, 0.3, 0.7]))
def test_groups_are_butinas(n: int, seed: int, least: float) -> None:
    vectors = np.random.default_rng(seed).normal(size=(n, 3)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    likeness = Likeness(vectors, vectors)
    assert grouped(likeness, least=least) == slowly(likeness.rows(0, n).tolist(), least)
    groups = grouped(likeness, least=least)
    assert sorted(number for group in groups for number in group) == list(range(n))


GAPS = [
    "Do you sell an espresso machine? anna@example.org",
    "do you sell an espresso machine for kitchens",
    "Which espresso machine do you sell, call me +41 44 668 18 00",
    "my parrot ate the manual",
    "...",
]


def without_offers(past: Past, texts: Sequence[str]) -> list[Replayed]:
    """Replayed tickets, as if nothing had been good enough."""
    found = past.replay([ticket(n, text=t)._replace(locale="en") for n, t in enumerate(texts)])
    return [replace(one, offered=()) for one in found]


def test_gaps_are_named_in_customers_words(past: Past) -> None:
    found = without_offers(past, GAPS)
    vocabulary = Vocabulary([text_of(one) for one in found])
    known = gaps(found, vocabulary, None)
    said = report(known, vocabulary, past.searcher, most=5, texts=True)
    (group,) = said["groups"]
    assert group["tickets"] == 3
    assert {"espresso", "machine"} <= set(group["name"].split(", "))
    assert "@example" not in str(said)
    assert "668" not in str(said)
    assert "[number]" in str(said)
    assert "mail" not in group["name"]
    assert (said["rare"], said["empty"]) == (1, 1)


def test_without_texts_a_name_holds_only_words_of_the_help_center(past: Past) -> None:
    texts = ["Anna Zzyzx wants data exported", "data of Anna Zzyzx please", "data, Anna Zzyzx"]
    found = without_offers(past, texts)
    vocabulary = Vocabulary([text_of(one) for one in found])
    said = report(gaps(found, vocabulary, None), vocabulary, past.searcher, most=5, texts=False)
    assert said["groups"][0]["name"] == "data"
    assert said["groups"][0]["samples"] is None
    assert "Zzyzx".casefold() not in str(said).casefold()
