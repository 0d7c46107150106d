"""Text to vectors while serving: ONNX Runtime and tokenizers, never torch.

Knows: an exported model's folder, batches, padding.
Must not know: passages, indexes, how the model was exported (`export.py`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
CARD_FILE = "encoder.json"

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Anything that turns texts into unit vectors."""

    @property
    def name(self) -> str:
        """What made the vectors; vectors of different names do not mix."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (texts, dimensions), float32."""
        ...


REMEMBERED = 4
"""A question is asked of its own language, then of the others: that long its vector is kept."""

FEW = 4
"""Readings of a question; a larger batch is of passages, which nobody asks for twice."""


class OnnxEncoder:
    """An exported sentence-transformers model.

    One thread by default: a second one gains little on a short text, and while it spins
    in wait for more it takes the core from whoever serves the answer.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        self.name: str = card["name"]
        self.dimensions: int = card["dimensions"]
        self.folder = folder
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            folder / MODEL_FILE, options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {i.name for i in self._session.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.enable_truncation(card["max_tokens"])
        self._tokenizer.enable_padding(pad_id=card["pad_id"], pad_token=card["pad_token"])
        self._remembered = lru_cache(REMEMBERED)(self._encoded)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode one batch; the longest text decides its padding."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        given = tuple(texts)
        return self._remembered(given) if len(given) <= FEW else self._encoded(given)

    def _encoded(self, texts: tuple[str, ...]) -> Vectors:
        batch = self._tokenizer.encode_batch(list(texts))
        feed: dict[str, Any] = {
            "input_ids": np.array([e.ids for e in batch], dtype=np.int64),
            "attention_mask": np.array([e.attention_mask for e in batch], dtype=np.int64),
        }
        if "token_type_ids" in self._inputs:
            feed["token_type_ids"] = np.zeros_like(feed["input_ids"])
        (vectors,) = self._session.run(None, feed)
        found = unit(vectors)
        found.flags.writeable = False
        return found


def unit(vectors: NDArray[Any]) -> Vectors:
    """Rows scaled to length one; a row of zeros stays as it is."""
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = np.divide(
        vectors, norms, out=np.zeros_like(vectors, dtype=np.float32), where=norms > 0
    )
    return scaled
