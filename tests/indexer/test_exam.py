"""A help center's self-examination says which arm finds its own articles."""

from __future__ import annotations

import numpy as np

from indexer.exam import PASSAGES, Exam, paper
from indexer.passages import Passage

SUBJECTS = ("cats", "dogs", "boats", "trains")


def passages(title: str = "All about {}") -> list[Passage]:
    return [Passage(s, "en", title.format(s), (), "", f"Text on {s} and more.") for s in SUBJECTS]


def test_questions_are_titles_and_bodies_have_none() -> None:
    found = paper(passages(), np.arange(4, dtype=np.int32), "en")
    assert sorted(found.titles) == sorted(f"All about {s}" for s in SUBJECTS)
    assert not any("All about" in body for body in found.bodies)


def test_the_arm_that_finds_more_is_trusted() -> None:
    found = paper(passages("{}"), np.arange(4, dtype=np.int32), "en")
    right = np.eye(4, dtype=np.float32)
    order = [int(o) for o in found.owner]
    titles, bodies = right[found.asked], right[order]
    both = found.sat(titles, bodies)
    assert both.words == both.vectors == 1
    assert both.trust == 0
    assert found.sat(np.roll(titles, 1, axis=0), bodies).trust < 0
    worded = paper(passages("Something else"), np.arange(4, dtype=np.int32), "en")
    assert worded.sat(right[worded.asked], right[worded.owner]).trust > 0


def test_few_questions_say_little() -> None:
    assert 0 < Exam(2, 0.5, 1.0).trust < Exam(100, 0.5, 1.0).trust
    assert Exam().trust == 0


def test_an_arm_that_finds_nothing_gives_no_infinite_trust() -> None:
    assert np.isfinite(Exam(10, 0.0, 1.0).trust)


def test_no_more_is_read_than_needed_and_the_draw_is_repeatable() -> None:
    many = [Passage(str(i), "en", f"t{i}", (), "", "body") for i in range(2000)]
    owner = np.arange(2000, dtype=np.int32)
    found = paper(many, owner, "en")
    assert len(found.bodies) == PASSAGES
    assert found.bodies == paper(many, owner, "en").bodies


def test_articles_without_title_or_body_ask_nothing() -> None:
    bare = [Passage("a", "en", "", (), "", "text"), Passage("b", "en", "Title", (), "", "")]
    found = paper(bare, np.arange(2, dtype=np.int32), "en")
    assert found.titles == []
    assert found.sat(np.zeros((0, 2), np.float32), np.zeros((1, 2), np.float32)) == Exam()
