"""The ranker's weights, by coordinate ascent on what is to be had: hit@3 and MRR@10.

Knows: trials, weights, the steps that are tried.
Must not know: how signals are made, confidence.

Coordinate ascent as in Metzler & Croft, "Linear feature-based models for information
retrieval" (2007): one weight after the other is moved to the value of its grid at which
the figures are best. Folders weigh the same. Free weights by logistic regression over
pairs were tried and lost: ten folders are too few (docs/MEASURING.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from eval.fitting.trials import Question, Trial
from indexer.rank import Ranker

START = Ranker(
    words=0.5, pieces=0.5, sentence_words=0.2, sentence_pieces=0.2,
    cosine=0.5, sentence_cosine=0.4, sentence_standing=0.2, title=0.1, share=0.6, trust=0.7,
    similar=0.5, classified=2.0, refused=0.5, doubt=8.0,
)  # fmt: skip
STEPS: Mapping[str, Sequence[float]] = {
    "share": (0.5, 0.55, 0.6, 0.65, 0.7),
    "trust": (0.5, 0.7, 1.0, 1.3),
    "sentence_cosine": (0.0, 0.2, 0.4, 0.6),
    "sentence_standing": (0.0, 0.1, 0.2, 0.4),
    "sentence_pieces": (0.0, 0.15, 0.3),
    "sentence_words": (0.0, 0.1, 0.2, 0.3),
    "title": (0.0, 0.05, 0.1, 0.15),
    "words": (0.3, 0.5, 0.7),
}

TAUGHT_STEPS: Mapping[str, Sequence[float]] = {
    "classified": (0.5, 1.0, 1.5, 2.0, 3.0),
    "similar": (0.0, 0.25, 0.5, 1.0),
    "doubt": (2.0, 4.0, 8.0),
}

LEAST = 1e-3
"""What a step must gain to be taken."""

ROUNDS = 2


def fitted(trials: Sequence[Trial]) -> Ranker:
    """The weights that serve these trials best, from START."""
    plain = [trial for trial in trials if trial.kind == "plain"]
    ranker = ascended(START, STEPS, plain, ROUNDS)
    taught = [trial for trial in trials if trial.taught]
    return ascended(ranker, TAUGHT_STEPS, taught, ROUNDS) if taught else ranker


def ascended(
    ranker: Ranker, steps: Mapping[str, Sequence[float]], trials: Sequence[Trial], rounds: int
) -> Ranker:
    """Move one weight after the other, `rounds` times or until nothing gains."""
    best = value(ranker, trials)
    for _ in range(rounds):
        before = ranker
        for name, grid in steps.items():
            for step in grid:
                moved = replace(ranker, **{name: step})
                reached = value(moved, trials)
                if reached > best + LEAST:
                    ranker, best = moved, reached
        if ranker == before:
            break
    return ranker


def value(ranker: Ranker, trials: Sequence[Trial]) -> float:
    """hit@3 + MRR@10 / 2, the mean over folders of the mean over their trials."""
    by_folder: dict[str, list[float]] = {}
    for trial in trials:
        found = figures(ranker, trial)
        by_folder.setdefault(trial.folder, []).append(found["hit@3"] + found["mrr@10"] / 2)
    return float(np.mean([np.mean(values) for values in by_folder.values()]))


def figures(ranker: Ranker, trial: Trial) -> dict[str, float]:
    """hit@1, hit@3 and MRR@10 of the questions in scope."""
    ranks = np.array(list(_ranks(ranker, trial.questions)))
    reciprocal = np.where(ranks <= 10, 1 / ranks, 0)
    return {
        "hit@1": float(np.mean(ranks == 1)),
        "hit@3": float(np.mean(ranks <= 3)),
        "mrr@10": float(np.mean(reciprocal)),
    }


def _ranks(ranker: Ranker, questions: Sequence[Question | None]) -> Iterator[float]:
    """Of each question in scope the rank of its first right article; inf if not found."""
    for question in questions:
        if question is None or not question.right.any():
            if question is None or question.in_scope:
                yield np.inf
            continue
        scores = ranker.scores(question.signals)
        best = scores[question.right].max()
        yield 1.0 + float(np.sum(scores[~question.right] > best))
