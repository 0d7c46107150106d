"""The declared measures, one a file, and all of them in one table.

Knows: which there are, in the order in which they are shown.
Must not know: how any is computed.
"""

from __future__ import annotations

from eval.measures.auroc import AUROC
from eval.measures.base import Judged, Measure
from eval.measures.ece import ECE
from eval.measures.effort import EFFORT_AT_3
from eval.measures.flicker import FLICKER
from eval.measures.half_hit import HALF_HIT_AT_3
from eval.measures.hit import HIT_AT_1, HIT_AT_3
from eval.measures.mrr import MRR_AT_10
from eval.measures.ndcg import NDCG_AT_10
from eval.measures.offers import COVERAGE, PRECISION
from eval.measures.oos_recall import OOS_RECALL
from eval.measures.solved import SOLVED_AT_P80
from eval.measures.typed import Typed, TypingMeasure

MEASURES = (
    HIT_AT_1, HIT_AT_3, MRR_AT_10, NDCG_AT_10, AUROC, SOLVED_AT_P80,
    ECE, PRECISION, COVERAGE, OOS_RECALL,
)  # fmt: skip

TYPING_MEASURES = (EFFORT_AT_3, FLICKER, HALF_HIT_AT_3)

__all__ = ["MEASURES", "TYPING_MEASURES", "Judged", "Measure", "Typed", "TypingMeasure"]
