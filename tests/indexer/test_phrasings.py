"""Customers' wordings are known to the index, and count as much as there are of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from sklearn.svm import LinearSVC

from corpora.curation import Curation, Phrasing
from indexer.build import build
from indexer.classifier import VECTOR_WEIGHT, joined, ngrams
from indexer.phrasings import NEIGHBOURS, Phrasings, Wording, wordings
from indexer.query import Query
from indexer.searcher import Searcher, open_current
from indexer.training import COST, train
from tests.indexer.conftest import HELP_CENTER, NOW, WORDS_ONLY

TITLES = {"a": (0, "Passwords"), "b": (1, "Invoices"), "c": (2, "")}


def taught(root: Path, *phrasings: Phrasing) -> Searcher:
    curation = Curation(phrasings=phrasings)
    build(HELP_CENTER, root, now=NOW, curation=curation, options=WORDS_ONLY)
    return open_current(root).searcher


def first(searcher: Searcher, text: str) -> str | None:
    hits = searcher.search(Query(text, NOW, "en")).hits
    return hits[0].article if hits else None


def test_a_wording_that_no_article_has_finds_its_article(root: Path, searcher: Searcher) -> None:
    assert first(searcher, "gizmo kaput") is None
    phrasings = [Phrasing(text=f"gizmo kaput {i}", article="offline") for i in range(20)]
    assert first(taught(root, *phrasings), "my gizmo is kaput") == "offline"


def test_a_taught_article_that_may_not_be_seen_stays_hidden(root: Path) -> None:
    searcher = taught(root, Phrasing(text="gizmo kaput", article="invoice"))
    assert first(searcher, "gizmo kaput") != "invoice"
    partner = Query("gizmo kaput", NOW, "en", audiences=frozenset({"partners"}))
    assert searcher.search(partner).hits[0].article == "invoice"


def test_phrasings_of_unknown_articles_and_other_languages_are_left_out(root: Path) -> None:
    searcher = taught(
        root,
        Phrasing(text="gizmo kaput", article="no such article"),
        Phrasing(text="gizmo kaput", article="password", locale="it"),
    )
    assert searcher.considered(Query("gizmo kaput", NOW), "en") is None


def test_a_rejected_wording_counts_against_its_article(root: Path) -> None:
    asked = "the upload of a video stops"
    assert first(taught(root), asked) == "upload"
    against = [Phrasing(text=asked, article="upload", source="rejected")]
    other = [Phrasing(text=asked, article="offline")] * 5
    assert first(taught(root, *against, *other), asked) == "offline"


def test_a_rejected_wording_counts_where_nothing_else_is_known(root: Path) -> None:
    asked = "the upload of a video stops"
    before = taught(root).search(Query(asked, NOW, "en")).hits[0]
    against = [Phrasing(text=asked, article="upload", source="rejected")]
    after = taught(root, *against).search(Query(asked, NOW, "en")).hits
    (same,) = (hit for hit in after if hit.article == before.article == "upload")
    assert same.score < before.score
    assert same.confidence < before.confidence


def test_nothing_changes_without_phrasings(root: Path, searcher: Searcher) -> None:
    signals = searcher.search(Query("upload stops", NOW, "en")).hits[0].signals
    assert signals["nearest"] == signals["classified"] == 0


def test_titles_count_as_wordings_only_beside_others() -> None:
    assert wordings([], "en", TITLES) == []
    found = wordings([Phrasing(text="log in", article="a")], "en", TITLES)
    assert [w.kind for w in found] == ["phrasing", "title", "title"]


def test_rejected_wordings_stand_last_and_teach_nothing() -> None:
    found = wordings(
        [Phrasing(text="x", article="a", source="rejected"), Phrasing(text="y", article="b")],
        "en",
        TITLES,
    )
    assert found[-1].kind == "rejected"
    built = Phrasings.build(found, "en", 3, None)
    assert built is not None
    assert built.evidence.tolist() == [0, 1, 0]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.floats(0.01, 1)), min_size=1, max_size=20),
)
def test_likeness_is_the_mean_of_the_nearest_few(pairs: list[tuple[int, float]]) -> None:
    """Against a loop: vectors in the plane whose cosines are the given ones."""
    pairs = sorted(pairs)
    cosines = np.array([c for _, c in pairs], np.float32)
    vectors = np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1).astype(np.float32)
    found = [Wording(f"w{i}", a) for i, (a, _) in enumerate(pairs)]
    built = Phrasings.build(found, "en", 4, vectors)
    assert built is not None
    like = built.like("w", "en", np.array([1, 0], np.float32), 4)
    for article in range(4):
        mine = sorted((c for a, c in pairs if a == article), reverse=True)[:NEIGHBOURS]
        assert like.similar[article] == pytest.approx(np.mean(mine) if mine else 0, abs=1e-4)
        assert like.nearest[article] == pytest.approx(max(mine, default=0), abs=1e-4)


TEXTS = ["reset my password", "forgot the password", "send an invoice", "invoice by mail", "è 🎬"]
LABELS = np.array([4, 4, 7, 7, 9], np.int32)


@pytest.mark.parametrize("with_vectors", [True, False])
def test_serving_decides_as_scikit_learn_does(with_vectors: bool) -> None:
    """The oracle is the library's own decision function on the same features."""
    vectors = np.random.default_rng(0).normal(size=(5, 8)).astype(np.float32)
    model = train(TEXTS, LABELS, "en", vectors if with_vectors else None)
    assert model is not None
    indexes = (model.words, model.pieces)
    width = sum(len(index.vocabulary) for index in indexes)
    rows = [joined(indexes, ngrams(text, "en")) for text in TEXTS]
    grams = sparse.vstack(
        [sparse.csr_matrix((v, c, [0, len(c)]), shape=(1, width)) for c, v in rows]
    )
    dense = vectors * VECTOR_WEIGHT if with_vectors else np.zeros((5, 0))
    features = sparse.hstack([sparse.csr_matrix(dense), grams]).tocsr()
    oracle = LinearSVC(C=COST, random_state=0).fit(features, LABELS)
    for i, text in enumerate(TEXTS):
        decided = model.decide(text, vectors[i] if with_vectors else None)
        expected = oracle.decision_function(features[i])[0]
        assert decided == pytest.approx(expected, abs=0.05)
        assert model.labels[decided.argmax()] == LABELS[i]


def test_two_articles_get_a_function_each() -> None:
    model = train(TEXTS[:4], LABELS[:4], "en", None)
    assert model is not None
    decided = model.decide("password", None)
    assert decided[0] > 0 > decided[1]


def test_one_article_alone_cannot_be_told_from_others() -> None:
    assert train(TEXTS[:2], LABELS[:2], "en", None) is None
