"""The event reader's recipe: one reader of each fold's other texts, one of all training texts; each goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from safetensors.torch import load_file

from streams.messages import EventType
from streams.model.events.labels import NONE, Labels
from streams.model.load import WEIGHTS
from streams.model.pieces import Pieces
from streams.model.recipe import corpora, settings
from streams.model.recipe.events import corpus, folds
from streams.model.recipe.events.corpus import Text
from streams.model.recipe.events.export import export
from streams.model.recipe.events.network import EventNetwork, empty
from streams.model.recipe.events.samples import Sample, page
from streams.model.recipe.events.silver import labelled, raw_texts
from streams.model.recipe.events.train import EventRun, train
from streams.model.recipe.network import start_from
from streams.model.recipe.steps import VOCABULARY, published
from streams.model.words import FILE

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Known:
    """The words known to tell of events: base forms of single words, and verbs with a particle or the word of their object."""

    base_forms: frozenset[str] = frozenset()
    phrases: frozenset[str] = frozenset()


NOTHING = Known()
_TELLING = 0.85
"""The least share of sentences with an event among those in which a known base form stands, for such sentences to be read."""
_BESIDE = ("folds", "fold_passes", "least", "teacher", "last")
FIRST, TEACHER = "events-first", "events-teacher"


def recipe() -> tuple[EventRun, dict[str, Any]]:
    """Return the run, and the recipe's other figures: folds and their passes, the least share of a trigger word, and the figures in which
    the teacher and the last run differ from the run.
    """
    told: dict[str, Any] = settings.read()["events"]
    return EventRun(**{name: value for name, value in told.items() if name not in _BESIDE}), {name: told[name] for name in _BESIDE}


def events(work: Path, folder: Path, known: Known, tell: Tell, data: Path | None = None, **changed: Any) -> None:
    """Trains and exports the reader of all training texts of the corpus in `folder`, and one for each fold without it.

    With `data`, a folder with running text, the reader and a deeper one label that text together, and a last run goes on from the reader
    with both. `known`: words and phrases that are known to tell of events, whatever the corpus has.
    """
    run, beside = recipe()
    run = replace(run, **changed)
    whole = list(corpus.read(folder))
    texts = corpus.by_part(whole, "train")
    for number in range(beside["folds"]):
        others = [text for text in texts if folds.of(text, beside["folds"]) != number]
        labels = labels_of(others, beside["least"], known)
        fold = folds.folder(work, number)
        _exported(_trained(others, replace(run, passes=beside["fold_passes"]), labels, fold, tell), fold, labels)
    labels = labels_of(texts, beside["least"], known)
    first = _trained(texts, run, labels, work / FIRST, tell)
    if data is not None:
        teacher = _trained(texts, replace(run, **beside["teacher"]), labels, work / TEACHER, tell)
        silver = _silver(data, whole, labels, [teacher, first], tell)
        first = _trained(texts, replace(run, **beside["last"]), labels, work / folds.EVENTS, tell, first, silver)
    _exported(first, work / folds.EVENTS, labels)


def labels_of(texts: Sequence[Text], least: float, known: Known = NOTHING) -> Labels:
    """Return the classes that occur in the texts, the words that tell there, and the words `known` to tell but for those that mostly stand
    in sentences without an event."""
    modes = sorted({event.mode for text in texts for event in text.events if event.mode})
    rare = known.base_forms - corpus.quiet_words(texts, _TELLING)
    return Labels((NONE, *get_args(EventType)), (NONE, *modes), corpus.trigger_words(texts, least), rare, known.phrases)


def _trained(
    texts: Sequence[Text],
    run: EventRun,
    labels: Labels,
    target: Path,
    tell: Tell,
    start: EventNetwork | None = None,
    silver: Sequence[Sample] = (),
) -> EventNetwork:
    """Return the network of one run, with its state kept in `target`; without a `start` it begins from the published encoder's layers."""
    pieces, nlp = Pieces(published() / VOCABULARY), corpora.tokenizer()
    network = empty(run.layers, labels)
    if start is None:
        start_from(network, load_file(published() / "model.safetensors"))
    else:
        network.load_state_dict(start.state_dict())
    tell(f"{target.name}: {len(texts)} texts, {sum(len(text.events) for text in texts)} event words, {len(silver)} windows of silver")
    train(network, [page(nlp, text) for text in texts], pieces, labels, run, target / "state.pt", tell, silver)
    return network.eval()


def _exported(network: EventNetwork, target: Path, labels: Labels) -> None:
    export(network, labels, target, WEIGHTS / "streams_reader" / FILE)


def _silver(data: Path, held: Sequence[Text], labels: Labels, teachers: Sequence[EventNetwork], tell: Tell) -> list[Sample]:
    """Return running text as the teachers label it together."""
    pieces, nlp = Pieces(published() / VOCABULARY), corpora.tokenizer()
    found = list(labelled((page(nlp, text) for text in raw_texts(data, held)), pieces, labels, teachers))
    tell(f"silver: {len(found)} windows, labelled by {len(teachers)} readers")
    return found
