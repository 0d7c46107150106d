"""A labelled folder to a report: build, ask every query, measure what is wanted.

Knows: the order of the steps and the shape of the report (DESIGN.md, section 7).
Must not know: how figures are shown, how a measure is computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from eval.folder import Folder, limited, without_dropped
from eval.index import Setup, open_index
from eval.keystrokes import measure_typing
from eval.learning import learning_curve
from eval.measures import Judged
from eval.misses import misses
from eval.robustness import robustness
from eval.runner import Asked, ask, judged, measured, percentiles
from eval.slices import slices
from eval.training import Training, curation_of, read_training
from indexer.build import silent
from indexer.embed import Progress
from indexer.searcher import Searcher

SILVER_MEASURES = ("auroc", "solved@p80")

PARTS = ("typing", "noise", "slices", "misses", "learning_curve")

UNTRAINED = Training("", (), ())


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to measure. `limit`: only the first queries. `typing`: so many are typed
    character by character; 0 for none. `noise`: what typing errors cost. `slices`: parts of
    the questions. `misses`: how many of the worst. `train`: a file of phrasings that are
    known, `learning_curve`: what more of them bring. `seed` decides whatever is drawn by chance."""

    limit: int | None = None
    typing: int = 0
    noise: bool = False
    slices: bool = False
    misses: int = 0
    train: str | None = None
    learning_curve: bool = False
    seed: int = 0


class Found(NamedTuple):
    """A folder's questions, the answers, both side by side, and the phrasings known."""

    folder: Folder
    asked: Asked
    judged: Judged
    training: Training


class Evaluation(NamedTuple):
    """The report of one folder, and what is behind it."""

    report: dict[str, Any]
    found: Found


def evaluate(
    folder: Folder,
    setup: Setup,
    wanted: Wanted | None = None,
    *,
    progress: Progress = silent,
) -> Evaluation:
    """Measure one folder. Raises NoAnswers if nothing can be asked."""
    wanted = wanted or Wanted()
    training = read_training(folder, wanted.train) if wanted.train else UNTRAINED
    curation = curation_of(training.phrasings, folder)
    searcher = open_index(folder.name, folder.articles, setup, curation=curation, progress=progress)
    scored = limited(folder, wanted.limit)
    if wanted.train:
        scored = scored._replace(phrasings=training.phrasings)
    asked = ask(searcher, (*scored.queries, *scored.oos), setup, progress=progress)
    threshold = searcher.threshold(setup.form_precision)
    found = Found(scored, asked, judged(scored, asked.run, threshold), training)
    manifest = searcher.manifest
    report = {
        "dataset": folder.name,
        "queries": len(scored.queries),
        "oos": len(scored.oos),
        "documents": manifest.articles,
        "passages": manifest.passages,
        **measured(found.judged),
        **_silver(folder, setup, wanted.limit, training, progress),
        **_wanted(searcher, setup, wanted, found, progress),
        "baselines": {
            name: measured(judged(scored, run)) for name, run in scored.baselines.items()
        },
        "latency_ms": percentiles(asked.took_ms),
        "generation": manifest.name,
        "settings": {
            **setup.settings,
            "threshold": threshold,
            "encoder": manifest.encoder,
            "limit": wanted.limit,
            "seed": wanted.seed,
            "train": training.name or None,
            "phrasings": len(training.phrasings),
        },
        "warnings": [*folder.warnings, *training.warnings, *filter(None, [manifest.warning])],
    }
    return Evaluation(report, found)


def _wanted(
    searcher: Searcher, setup: Setup, wanted: Wanted, found: Found, progress: Progress
) -> dict[str, Any]:
    """What is measured only when asked for; else None."""
    folder, asked, answers, training = found
    parts: dict[str, Any] = dict.fromkeys(PARTS)
    seed = wanted.seed
    if wanted.typing:
        typed = measure_typing(
            searcher, folder, setup, most=wanted.typing, seed=seed, progress=progress
        )
        parts["typing"] = typed.report
    if wanted.noise:
        parts["noise"] = robustness(
            searcher, folder, setup, asked.run, seed=seed, progress=progress
        )
    if wanted.slices:
        parts["slices"] = [one.report for one in slices(folder, answers)]
    if wanted.misses:
        worst = misses(searcher, folder, setup, asked, answers, most=wanted.misses)
        parts["misses"] = [miss.report for miss in worst]
    if wanted.learning_curve:
        parts["learning_curve"] = learning_curve(
            folder, setup, training.phrasings, seed=seed, progress=progress
        )
    return parts


def _silver(
    folder: Folder, setup: Setup, limit: int | None, training: Training, progress: Progress
) -> dict[str, float | None]:
    """The measures of confidence where some articles were left out of the index."""
    part = without_dropped(folder)
    if part is None:
        return {f"{name}_silver": None for name in SILVER_MEASURES}
    curation = curation_of(training.phrasings, part)
    searcher = open_index(
        part.name, part.articles, setup, part=True, curation=curation, progress=progress
    )
    part = limited(part, limit)
    asked = ask(searcher, (*part.queries, *part.oos), setup, progress=progress)
    figures = measured(judged(part, asked.run), SILVER_MEASURES)
    return {f"{name}_silver": value for name, value in figures.items()}
