"""This module writes a trained network as the files that the reader component reads: int8 weights for onnxruntime, relations, classes and
vocabulary."""

from __future__ import annotations

import shutil
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from streams.model import encoder, reader, relations, words
from streams.model.inventory import Inventory
from streams.model.recipe.network import Network

OPSET = 17


class _Plain(nn.Module):
    """The network with a tuple for its output, as the exporter wants it."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, cases: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        """Return the scores in the order of streams.model.encoder.HEADS."""
        scores = self.network(ids, cases, first)
        return tuple(scores[name] for name in encoder.HEADS)


def export(network: Network, classes: Inventory, vocabulary: Path, target: Path) -> None:
    """Writes encoder, relations, classes and vocabulary of a trained network into `target`."""
    network.cpu().eval()
    target.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        ids = torch.randint(1000, 2000, (2, 7))
        first = torch.tensor([[1, 2, 4], [1, 3, 5]])
        axes = {"ids": {0: "batch", 1: "pieces"}, "cases": {0: "batch", 1: "pieces"}, "first": {0: "batch", 1: "words"}}
        outputs = {head: {0: "batch", 1: "words"} for head in encoder.HEADS}
        outputs["arcs"][2] = "heads"
        with warnings.catch_warnings():
            # of the older exporter, that it is old (the newer one needs onnxscript), and that it does not fold a constant
            warnings.simplefilter("ignore")
            torch.onnx.export(
                _Plain(network),
                (ids, torch.ones_like(ids), first),
                str(whole),
                input_names=list(axes),
                output_names=list(encoder.HEADS),
                dynamic_axes=axes | outputs,
                opset_version=OPSET,
                dynamo=False,
            )
        quantize_dynamic(whole, target / encoder.FILE, per_channel=True, weight_type=QuantType.QInt8)
        part_words(target / encoder.FILE, target / words.FILE)
    weights = network.state_dict()
    np.savez(
        target / relations.FILE,
        weight=weights["relations.weight"].numpy(),
        bias=weights["relations.bias"].numpy(),
        root=weights["relation_root"].numpy(),
    )
    classes.save(target / reader.CLASSES)
    shutil.copyfile(vocabulary, target / reader.PIECES)
    onnx.checker.check_model(str(target / encoder.FILE))


def part_words(path: Path, table: Path) -> None:
    """Takes the table of word vectors out of a quantised network into a file of its own, which several networks share.

    The network gets the vectors of its pieces as an input, `words`. Raises ValueError where the table is there already and is another.
    """
    model = onnx.load(str(path))
    graph = model.graph
    held = {one.name: one for one in graph.initializer}
    gather = next(node for node in graph.node if node.op_type == "Gather" and node.input[1] == "ids")
    dequantised = next(node for node in graph.node if node.op_type == "DequantizeLinear" and node.input[0] == gather.output[0])
    rows, scale, zero = (onnx.numpy_helper.to_array(held[name]) for name in (gather.input[0], *dequantised.input[1:]))
    made = words.Words(rows, float(scale), int(zero))
    if table.exists() and words.Words.load(table) != made:
        raise ValueError(f"{table} holds other vectors")
    made.save(table)
    output = dequantised.output[0]
    for node in graph.node:
        for index, name in enumerate(node.input):
            if name == output:
                node.input[index] = words.INPUT
    graph.node.remove(gather)
    graph.node.remove(dequantised)
    for name in (gather.input[0], *dequantised.input[1:]):
        graph.initializer.remove(held[name])
    graph.input.append(onnx.helper.make_tensor_value_info(words.INPUT, onnx.TensorProto.FLOAT, ["batch", "pieces", rows.shape[1]]))
    onnx.save(model, str(path))
