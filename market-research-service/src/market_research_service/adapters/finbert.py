"""Tone by FinBERT: an ONNX model and a tokenizer from a folder that the operator gives."""

import json
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

_MODEL_FILES = ("model_quantized.onnx", "model_int8.onnx", "model.onnx")
_BATCH = 16
_LONGEST_TOKENS = 128


class NoModel(Exception):
    """FinBERT cannot be used here, and why."""


class FinbertScorer:
    """Reads tones with FinBERT: the probability of good news less that of bad news.

    Args:
        folder: Holds `model.onnx` (or a quantised one), `tokenizer.json` and `config.json` with the labels.

    Raises:
        NoModel: The folder lacks something, or onnxruntime and tokenizers are not installed.
    """

    name = "FinBERT"
    method = "P(positive) - P(negative) of each headline; mean weighted by age (half-life 2 days)"
    note = ""

    def __init__(self, folder: Path) -> None:
        _require(folder)
        # An optional extra: the service stands without it.
        onnxruntime, tokenizers = import_module("onnxruntime"), import_module("tokenizers")
        model = next(folder / name for name in _MODEL_FILES if (folder / name).is_file())
        self._session: Any = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
        self._tokenizer: Any = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_length=_LONGEST_TOKENS)
        self._tokenizer.enable_padding()
        self._good, self._bad = _label_places(folder / "config.json")
        self._inputs = {one.name for one in self._session.get_inputs()}

    def scores(self, texts: Sequence[str]) -> list[float]:
        """Return a tone for each text, from -1 to 1."""
        found: list[float] = []
        for start in range(0, len(texts), _BATCH):
            found.extend(self._batch(list(texts[start : start + _BATCH])))
        return found

    def _batch(self, texts: list[str]) -> list[float]:
        encoded = self._tokenizer.encode_batch(texts)
        offered = {
            "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in encoded], dtype=np.int64),
            "token_type_ids": np.array([one.type_ids for one in encoded], dtype=np.int64),
        }
        asked = {name: value for name, value in offered.items() if name in self._inputs}
        logits = np.asarray(self._session.run(None, asked)[0], dtype=np.float64)
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        chances = weights / weights.sum(axis=1, keepdims=True)
        tones: list[float] = (chances[:, self._good] - chances[:, self._bad]).tolist()
        return tones


def _require(folder: Path) -> None:
    if find_spec("onnxruntime") is None or find_spec("tokenizers") is None:
        message = "onnxruntime and tokenizers are not installed (the extra `finbert`)"
        raise NoModel(message)
    lacking = [name for name in ("tokenizer.json", "config.json") if not (folder / name).is_file()]
    if not any((folder / name).is_file() for name in _MODEL_FILES):
        lacking.append("model.onnx")
    if lacking:
        message = f"FINBERT_PATH lacks {', '.join(lacking)}"
        raise NoModel(message)


def _label_places(path: Path) -> tuple[int, int]:
    labels = {str(name).lower(): int(place) for place, name in json.loads(path.read_text())["id2label"].items()}
    if not {"positive", "negative"} <= labels.keys():
        message = f"the model's labels are {', '.join(labels)}, not positive and negative"
        raise NoModel(message)
    return labels["positive"], labels["negative"]
