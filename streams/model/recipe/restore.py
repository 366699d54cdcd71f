"""Exported weights as a network to go on from: int8 back to float, by the names that the export leaves on its operators."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from streams.model import encoder, reader, relations
from streams.model.inventory import Inventory
from streams.model.recipe.network import Network

_PRODUCT = re.compile(r"/network/(.+)/MatMul_quant")
_LAYER = re.compile(r"layers\.(\d+)\.")
_QUANTIZED = "_quantized"


def restored(folder: Path) -> tuple[Network, Inventory]:
    """The network that an exported folder (or the reader's folder of a package) holds; its rounding to int8 stays in it."""
    classes = Inventory.load(folder / reader.CLASSES)
    graph = onnx.load(str(folder / encoder.FILE)).graph
    held = {part.name: numpy_helper.to_array(part) for part in graph.initializer}
    weights = {
        name.removeprefix("network."): value
        for name, value in held.items()
        if name.startswith("network.") and name.endswith((".weight", ".bias"))
    }
    weights |= {
        name.removeprefix("network.").removesuffix(_QUANTIZED): _floats(held, name.removesuffix(_QUANTIZED))
        for name in held
        if name.startswith("network.") and name.endswith(_QUANTIZED)
    }
    for node in graph.node:
        if node.op_type == "MatMulInteger" and (found := _PRODUCT.fullmatch(node.name)):
            weights[found[1].replace("/", ".") + ".weight"] = _floats(held, node.input[1].removesuffix(_QUANTIZED)).T
    beside = np.load(folder / relations.FILE)
    weights |= {"relations.weight": beside["weight"], "relations.bias": beside["bias"], "relation_root": beside["root"]}
    [weights["root"]] = [value for name, value in held.items() if name.startswith("onnx::Expand")]
    layers = {int(found[1]) for name in weights if (found := _LAYER.match(name))}
    network = Network(len(layers), classes)
    network.load_state_dict({name: torch.tensor(value) for name, value in weights.items()})
    return network, classes


def _floats(held: dict[str, NDArray[np.generic]], name: str) -> NDArray[np.float32]:
    """A quantised weight times its scale, one a tensor or one a column."""
    whole, zero, scale = (held[name + end].astype(np.float32) for end in (_QUANTIZED, "_zero_point", "_scale"))
    return (whole - zero) * scale
