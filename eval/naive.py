"""The same pipeline by hand: what a team would write in an afternoon, to compare with.

Knows: SentenceTransformer.encode, rank_bm25's get_scores, a flat FAISS index, half and half.
Must not know: our index. Only benchmarks import it: it loads torch.
"""

from __future__ import annotations

from collections.abc import Sequence

import faiss
import numpy as np
from rank_bm25 import BM25Okapi

from indexer.encoder import Vectors
from indexer.export import BUNDLED, reference


class Naive:
    """Texts, each with the article it belongs to, searched with `model`.

    `vectors` saves encoding the texts once more, where somebody has done it.
    """

    def __init__(
        self,
        texts: Sequence[str],
        owners: Sequence[str],
        *,
        model: str = BUNDLED,
        vectors: Vectors | None = None,
    ) -> None:
        self._owners = owners
        self._model = reference(model)
        if vectors is None:
            vectors = self._model.encode(list(texts), normalize_embeddings=True)
        self._vectors = faiss.IndexFlatIP(vectors.shape[1])
        self._vectors.add(np.ascontiguousarray(vectors, dtype=np.float32))
        self._words = BM25Okapi([text.lower().split() for text in texts])

    def search(self, query: str, k: int = 3) -> list[str]:
        """The ids of the best `k` articles, best first."""
        vector = self._model.encode([query], normalize_embeddings=True, show_progress_bar=False)
        cosines = np.zeros(len(self._owners))
        found, rows = self._vectors.search(vector, min(100, len(self._owners)))
        cosines[rows[0]] = found[0]
        words = self._words.get_scores(query.lower().split())
        scores = 0.5 * words / max(words.max(), 1e-9) + 0.5 * cosines
        order = np.argsort(-scores, kind="stable")
        return list(dict.fromkeys(self._owners[row] for row in order))[:k]
