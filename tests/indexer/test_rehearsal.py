"""A help center's phrasings are asked as if they were new, with and without their article."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpora.article import Article
from corpora.curation import Curation, Phrasing
from indexer import data, rehearsal
from indexer.build import build, silent
from indexer.phrasings import Phrasings, Title, Wording, wordings
from indexer.rank import Ranker
from indexer.reader import Reader
from indexer.rehearsal import FOLDS, Claimed, Rehearsal
from indexer.searcher import Searcher, open_current
from indexer.thesaurus import Thesaurus
from tests.indexer.conftest import NOW, WORDS_ONLY, article

THINGS = ("printer", "invoice", "password", "router", "camera", "webhook", "badge", "parcel",
          "coupon", "mailbox")  # fmt: skip
WAYS = ("my {} is broken", "the {} fails again 😡", "need help with {}", "{} stopped today",
        "how do i change the {}", "where is my {}", "{} does not work", "lost the {} yesterday",
        "a new {} please", "why is the {} so slow", "can i return a {}", "{}???",
        "the {} of a colleague", "ordering one more {}")  # fmt: skip
ARTICLES = [article(thing, f"All about the {thing}", f"What to do with a {thing}.")
            for thing in THINGS]  # fmt: skip


def phrasings(things: Sequence[str] = THINGS, ways: Sequence[str] = WAYS) -> list[Phrasing]:
    return [Phrasing(text=way.format(t), article=t) for t in things for way in ways]


def taught(root: Path, known: Sequence[Phrasing], articles: Sequence[Article]) -> Searcher:
    curation = Curation(phrasings=tuple(known))
    build(articles, root, now=NOW, curation=curation, options=WORDS_ONLY)
    return open_current(root).searcher


def rehearse(
    root: Path, known: Sequence[Phrasing], articles: Sequence[Article] = ARTICLES
) -> list[Claimed]:
    """What the language says of itself, with the phrasings of a generation."""
    searcher = taught(root, known, articles)
    partition = searcher._partitions["en"]
    ids = [searcher.articles[number].id for number in np.unique(partition.owner)]
    titles = [Title(card.id, card.locale, card.title) for card in searcher.articles]
    found = wordings(searcher.curation.phrasings, "en", titles)
    reader = Reader.of(partition, Thesaurus.of(searcher.curation, "en"))
    ranker = Ranker.from_json(data.ranker())
    return list(Rehearsal(partition, found, ids, reader, ranker).claims(silent))


def test_every_phrasing_is_asked_with_and_without_its_article(root: Path) -> None:
    found = rehearse(root, phrasings())
    outside = [one for one in found if not one.inside]
    assert len(outside) == len(THINGS) * len(WAYS)
    assert len(found) - len(outside) == pytest.approx(len(outside) * (1 - 1 / FOLDS), rel=0.2)
    assert not any(one.right for one in outside)
    assert np.mean([one.right for one in found if one.inside]) > 0.9


def test_questions_of_hidden_articles_look_worse(root: Path) -> None:
    found = rehearse(root, phrasings())
    looks: dict[bool, list[float]] = {True: [], False: []}
    for one in found:
        if one.features:
            looks[one.inside].append(one.features["classified"])
    assert np.mean(looks[True]) > np.mean(looks[False]) + 0.2


def test_a_hidden_article_is_not_even_seen(root: Path) -> None:
    """Nothing else has the word that its phrasings are about."""
    outside = [one.features for one in rehearse(root, phrasings()) if not one.inside]
    assert all(known is None or known["words_share"] < 0.5 for known in outside)


def test_what_is_hidden_or_held_back_is_not_learnt(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: list[Sequence[Wording]] = []
    build = Phrasings.build

    def watching(wordings: Sequence[Wording], *more: Any) -> Phrasings | None:
        learnt.append(wordings)
        return build(wordings, *more)

    monkeypatch.setattr(Phrasings, "build", staticmethod(watching))
    inside = [one for one in rehearse(root, phrasings()) if one.inside]
    whole, folds = learnt[0], learnt[-FOLDS:]
    shown = len(THINGS) - len(THINGS) // FOLDS
    assert [len({wording.article for wording in fold}) for fold in folds] == [shown] * FOLDS
    of_shown = len(whole) * shown // len(THINGS)
    assert sum(of_shown - len(fold) for fold in folds) == len(inside)


def test_the_same_words_are_held_back_together(root: Path) -> None:
    """A phrasing that three customers wrote does not answer itself."""
    thrice = [p for p in phrasings(ways=("{} zzz",)) for _ in range(3)]
    found = rehearse(root, [*thrice, *phrasings(ways=WAYS[:5])])
    again = rehearse(root, [*thrice, *phrasings(ways=WAYS[:5])])
    assert found == again
    parted = Rehearsal._split
    texts = np.array([p.text for p in thrice])
    of = np.array([p.article for p in thrice])
    one = _bare([p.text for p in thrice])
    held = parted(one, of, np.ones(len(of), bool), np.random.default_rng(3))
    assert all(len(set(held[texts == text])) == 1 for text in texts)


def _bare(texts: Sequence[str]) -> Rehearsal:
    found = [Wording(text, 0) for text in texts]
    return Rehearsal(None, found, (), None, None)  # type: ignore[arg-type]


def test_regional_variants_are_hidden_together(root: Path) -> None:
    both = [article(t, f"All about the {t}", f"What to do with a {t}.", locale=locale)
            for t in THINGS for locale in ("en-GB", "en-US")]  # fmt: skip
    found = rehearse(root, phrasings(), both)
    assert not any(one.right for one in found if not one.inside)
    assert np.mean([one.right for one in found if one.inside]) > 0.9


def test_few_articles_with_phrasings_are_not_enough(root: Path) -> None:
    assert rehearse(root, phrasings(THINGS[: FOLDS - 1])) == []


def test_many_wordings_are_asked_in_two_folds(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rehearse(root, phrasings())
    monkeypatch.setattr(rehearsal, "MANY", 100)
    calls: list[int] = []
    monkeypatch.setattr(Phrasings, "build", _counted(Phrasings.build, calls))
    few = rehearse(root.with_name("again"), phrasings())
    assert len(few) < len(whole) / 2
    assert len(calls) == 1 + 2 + 2, "once for the index, twice in its build, twice here"


def _counted(build: object, calls: list[int]) -> object:
    def counting(*args: object) -> object:
        calls.append(1)
        return build(*args)  # type: ignore[operator]

    return staticmethod(counting)
