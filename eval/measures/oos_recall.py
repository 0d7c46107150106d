"""OOS recall: is the bot silent where it has no answer?

Knows: the share of abstentions out of scope.
Must not know: other measures.
"""

from __future__ import annotations

from eval.measures.base import Judged, Measure


def _of(judged: Judged) -> float | None:
    if judged.threshold is None or not judged.out_of_scope:
        return None
    silent = sum(not judged.offered(query) for query in judged.out_of_scope)
    return silent / len(judged.out_of_scope)


OOS_RECALL = Measure(
    name="oos_recall",
    meaning="Share of questions out of scope on which the bot abstains at the threshold in force.",
    citation="Larson et al., An Evaluation Dataset for Intent Classification and "
    "Out-of-Scope Prediction, EMNLP 2019",
    of=_of,
)
