"""Which article to mend next: badges by what is certain, and a table that finds and sorts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from answerbot.article_badges import STALE_DAYS, bounds
from answerbot.article_board import Board, Choice, Told, missing
from answerbot.article_counts import COUNTS, Counts
from answerbot.catalogue import Catalogue, Entry, Known
from answerbot.metrics import wilson
from corpora.article import Article

TODAY = date(2026, 11, 28)
OLD = date(2026, 1, 1)
ARTICLES = (
    Article(id="a", title="Alpha", section="Uploads"),
    Article(id="a", title="Alfa", locale="it", audience="partners"),
    Article(id="b", title="Beta", section="Money"),
    Article(id="c", title="Gamma"),
)
NUMBERS = {"b": 1, "a": 2, "gone": 3}


def board(
    counts: dict[str, dict[str, int]], *, known: dict[str, Known] | None = None, **told: object
) -> Board:
    table = np.zeros((4, len(COUNTS) + 1), np.int64)
    for article, given in counts.items():
        for name, n in given.items():
            table[NUMBERS[article], (*COUNTS, "immature").index(name)] = n
    known = known or {name: Known(OLD, None) for name in "abc"}
    catalogue = Catalogue(ARTICLES, home="en", known=known)
    facts: dict[str, object] = {"asked": 500, "lately": np.array([1, 2]), **told}
    what = Told(TODAY, since=date(2026, 9, 1), **facts)  # type: ignore[arg-type]
    return Board(catalogue, Counts(np.arange(4), table), NUMBERS, what)


def badges(found: Board, article: str) -> set[str]:
    rows = (found.row(place) for place in range(len(found.entries)))
    return next(set(row.badges) for row in rows if row.entry.id == article)


def titles(found: Board, **choice: object) -> list[str]:
    places = found.chosen(Choice(**choice))  # type: ignore[arg-type]
    return [found.entries[place].title for place in places]


def test_bounds_are_wilson_s() -> None:
    parts, wholes = np.array([0, 3, 10, 7, 0]), np.array([20, 20, 10, 9, 0])
    low, high = bounds(parts, wholes)
    for place, (part, whole) in enumerate(zip(parts.tolist(), wholes.tolist(), strict=True)):
        found = wilson(part, whole)
        expected = (found.low, found.high) if found else (0, 1)
        assert (low[place], high[place]) == pytest.approx(expected)


REST = {"offered": 1000, "clicked": 200, "opened": 200, "accepted": 60, "ticketed": 20}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"opened": 40, "accepted": 30}, {"resolves"}),
        ({"opened": 10, "accepted": 10}, set()),
        ({"opened": 40, "accepted": 14}, set()),
        ({"offered": 200, "clicked": 4, "opened": 4}, {"ignored"}),
        ({"offered": 30, "clicked": 0}, set()),
        ({"opened": 40, "ticketed": 20}, {"ticketed"}),
        ({"opened": 21, "ticketed": 4}, set()),
    ],
)
def test_a_rate_stands_out_only_where_it_is_certain(
    counts: dict[str, int], expected: set[str]
) -> None:
    found = board({"a": counts, "b": REST})
    assert badges(found, "a") == expected


def test_an_article_is_out_of_date_by_words_since_its_edit_or_by_age() -> None:
    edited = {"a": Known(OLD, date(2026, 10, 1)), "b": Known(OLD, None)}
    days = {date(2026, 9, 30): 5, date(2026, 10, 2): 2}
    counts = {"a": {"opened": 500, "out_of_date": 7}, "b": {"opened": 20, "out_of_date": 7}}
    told = board(counts, known=edited, out_of_date={"a": days, "b": days})
    assert "outdated" not in badges(told, "a"), "two since the edit"
    assert "outdated" in badges(told, "b")
    often = {"a": {"opened": 500, "out_of_date": 7}, "b": {"opened": 500, "out_of_date": 7}}
    assert "outdated" not in badges(board(often, known=edited, out_of_date={"b": days}), "b")
    assert "outdated" in badges(board({}, flagged={"a"}), "a")
    old = {"a": Known(date.fromordinal(TODAY.toordinal() - STALE_DAYS), None)}
    assert "outdated" in badges(board({"a": {"offered": 20}}, known=old), "a")
    assert "outdated" not in badges(board({"a": {"offered": 19}}, known=old), "a")


def test_never_found_means_that_there_was_time_to() -> None:
    assert [name for name in "abc" if "unfound" in badges(board({}), name)] == ["c"]
    new = {"c": Known(date(2026, 9, 2), None)}
    assert "unfound" not in badges(board({}, known=new), "c")
    assert "unfound" not in badges(board({}, asked=19), "c")


def test_a_language_is_missing_where_enough_asked_in_it() -> None:
    offered = {"a": {"offered": 100}, "b": {"offered": 100}}
    found = board(offered, wanted={"a": {"it": 50, "fr": 20, "de": 9}, "b": {"it": 10}})
    entry = next(e for e in found.entries if e.id == "a")
    assert missing(entry, {"it": 50, "fr": 20, "de": 9}, 100) == ("fr",)
    assert (badges(found, "a"), badges(found, "b")) == ({"untranslated"}, {"untranslated"})
    assert badges(board({"b": {"offered": 1000}}, wanted={"b": {"it": 50}}), "b") == set()


def test_the_table_finds_and_sorts() -> None:
    found = board(
        {
            "a": {"failed": 3, "opened": 5, "accepted": 5, "immature": 2},
            "b": {"failed": 3, "opened": 90, "accepted": 80},
        },
        excluded={"b"},
    )
    assert titles(found) == ["Alpha", "Beta", "Gamma"]
    assert titles(found, sort="nonsense") == titles(found)
    assert titles(found, sort="opened") == ["Beta", "Alpha", "Gamma"]
    assert titles(found, sort="opened", up=True) == ["Gamma", "Alpha", "Beta"]
    assert titles(found, sort="title") == ["Gamma", "Beta", "Alpha"]
    assert titles(found, sort="resolves") == ["Beta", "Alpha", "Gamma"], "few come after certain"
    assert titles(found, find="ALFA") == ["Alpha"]
    assert titles(found, find="money") == titles(found, badge="excluded") == ["Beta"]
    assert titles(found, locale="it") == titles(found, audience="partners") == ["Alpha"]
    assert titles(found, section="Uploads", badge="unfound") == []
    row = found.row(int(found.chosen(Choice(find="alpha"))[0]))
    assert (row.counts["confirmed"], row.few) == (3, True)
    assert found.badge_counts()["excluded"] == 1


def test_an_entry_is_an_article_in_all_its_languages() -> None:
    entry: Entry | None = Catalogue(ARTICLES, home="en").get("a")
    assert entry is not None
    assert (entry.title, entry.locales, entry.audiences) == (
        "Alpha", ("en", "it"), ("everyone", "partners"),
    )  # fmt: skip
