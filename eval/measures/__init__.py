"""The declared measures, one a file, and all of them in one table.

Knows: which there are, in the order in which they are shown.
Must not know: how any is computed.
"""

from __future__ import annotations

from eval.measures.auroc import AUROC
from eval.measures.base import Judged, Measure
from eval.measures.ece import ECE
from eval.measures.hit import HIT_AT_1, HIT_AT_3
from eval.measures.mrr import MRR_AT_10
from eval.measures.ndcg import NDCG_AT_10
from eval.measures.offers import COVERAGE, PRECISION
from eval.measures.oos_recall import OOS_RECALL
from eval.measures.solved import SOLVED_AT_P80

MEASURES = (
    HIT_AT_1, HIT_AT_3, MRR_AT_10, NDCG_AT_10, AUROC, SOLVED_AT_P80,
    ECE, PRECISION, COVERAGE, OOS_RECALL,
)  # fmt: skip

__all__ = ["MEASURES", "Judged", "Measure"]
