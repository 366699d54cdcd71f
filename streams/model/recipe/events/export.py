"""This module writes a trained event reader as the files that run: int8 weights for onnxruntime without the table of words, and labels."""

from __future__ import annotations

import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from streams.model.events import reader
from streams.model.events.labels import Labels
from streams.model.recipe.events.network import HEADS, EventNetwork, Plain
from streams.model.recipe.export import OPSET, part_words
from streams.model.words import FILE


def export(network: EventNetwork, labels: Labels, target: Path, table: Path) -> None:
    """Writes network and labels into `target`; raises ValueError where its word vectors are not those of `table`."""
    network.cpu().eval()
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        whole, small = Path(folder) / "float.onnx", Path(folder) / reader.FILE
        ids = torch.randint(1000, 2000, (2, 7))
        first = torch.tensor([[1, 2, 4], [1, 3, 5]])
        axes = {name: {0: "batch", 1: "pieces"} for name in ("ids", "cases", "parts")} | {"first": {0: "batch", 1: "words"}}
        outputs = {head: {0: "batch", 1: "words"} for head in HEADS} | {"kinds": {0: "batch"}}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as in streams.model.recipe.export
            torch.onnx.export(
                Plain(network),
                (ids, torch.ones_like(ids), torch.ones_like(ids), first),
                str(whole),
                input_names=list(axes),
                output_names=list(HEADS),
                dynamic_axes=axes | outputs,
                opset_version=OPSET,
                dynamo=False,
            )
        quantize_dynamic(whole, small, per_channel=True, weight_type=QuantType.QInt8)
        shared = Path(folder) / FILE
        shared.write_bytes(table.read_bytes())
        part_words(small, shared)
        (target / reader.FILE).write_bytes(small.read_bytes())
    labels.save(target / reader.LABELS)
    onnx.checker.check_model(str(target / reader.FILE))
