"""The learning curve: how much better with more known phrasings?

Knows: the steps, and what is measured at each.
Must not know: how phrasings are chosen, how they are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from corpora.curation import Phrasing
from eval.folder import Folder
from eval.index import Setup, open_index
from eval.runner import ask, judged, measured
from eval.training import at_most, curation_of, most_of_one
from indexer.build import silent
from indexer.embed import Progress

STEPS = (0, 1, 2, 5, 10)
MEASURES = ("hit@1", "hit@3")


def learning_curve(
    folder: Folder,
    setup: Setup,
    phrasings: Sequence[Phrasing],
    *,
    seed: int,
    progress: Progress = silent,
) -> list[dict[str, Any]]:
    """hit@1 and hit@3 of the folder's questions with at most so many phrasings an article,
    and with all (`per_article` None). A step that would hold all already is left out.

    Raises NoAnswers if an index cannot be built.
    """
    most = most_of_one(phrasings)
    found = []
    for per_article in (*(step for step in STEPS if step < most or step == 0), None):
        used = phrasings if per_article is None else at_most(phrasings, per_article, seed)
        curation = curation_of(used, folder)
        searcher = open_index(
            folder.name, folder.articles, setup, curation=curation, progress=progress
        )
        step = f"Asking with {'all' if per_article is None else per_article} phrasings"
        asked = ask(searcher, folder.queries, setup, progress=progress, step=step)
        figures = measured(judged(folder, asked.run), MEASURES)
        found.append({"per_article": per_article, "phrasings": len(used), **figures})
    return found
