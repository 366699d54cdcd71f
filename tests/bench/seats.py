"""Pipelines that read in turns, each in a process of its own on one thread, so that the same crowded seconds fall on all of them."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from tests.bench.cost import ONE_THREAD

TOKENS, PIECES, NETWORK, DECODE, LEMMAS, NAMES, FRAMES = (
    "tokeniser, line starts",
    "word pieces",
    "network",
    "windows, decoding",
    "lemmas",
    "names by rule",
    "frames",
)


class Seat:
    """A process with a pipeline in it; `name`: a folder, or None for the bundled one."""

    def __init__(self, name: str | None, *, stock: bool = False) -> None:
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_sit, initargs=(name, stock))

    def take(self, turn: Callable[..., Any], texts: Sequence[str]) -> Any:
        """Return the result of a function of this module, called in the process with some texts."""
        return self._pool.submit(turn, list(texts)).result()

    def close(self) -> None:
        """End the process."""
        self._pool.shutdown()


_seated: list[Any] = []


def _sit(name: str | None, stock: bool) -> None:
    os.environ.update(ONE_THREAD)  # before numpy is imported
    if stock:  # as anyone loads it: spaCy's own choice of matrix library
        import spacy

        _seated[:] = [spacy.load(name)]
    else:
        from streams.extract.model import load

        _seated[:] = [load(name)]


def stock(texts: list[str]) -> float:
    """Return the CPU seconds of `nlp.pipe` as it stands."""
    start = time.process_time()
    for _ in _seated[0].pipe(texts):
        pass
    return time.process_time() - start


def trees(texts: list[str]) -> float:
    """Return the CPU seconds of the model: names, tags, trees, lemmas."""
    start = time.process_time()
    with _seated[0].memory_zone():
        for _ in _seated[0].pipe(texts, batch_size=8):
            pass
    return time.process_time() - start


def everything(texts: list[str]) -> float:
    """Return the CPU seconds of what a child of extract does with articles: the model, names by rule and frames."""
    from streams.evaluation.model.child import article
    from streams.extract.articles import analyse

    articles = [article(text) for text in texts]
    start = time.process_time()
    for result in analyse(_seated[0], articles):
        if isinstance(result, Exception):
            raise result
    return time.process_time() - start


def eventless(texts: list[str]) -> float:
    """Return the CPU seconds of the same without the event reader."""
    component = _seated[0].get_pipe("streams_reader")
    reader, component.events = component.events, None
    try:
        return everything(texts)
    finally:
        component.events = reader


def parts(texts: list[str]) -> dict[str, float]:
    """Return the CPU seconds of each part; the clocks around the parts are in them."""
    from streams.extract.articles import sentence_spans
    from streams.extract.frames.frame import frames
    from streams.extract.names.entities import entities
    from streams.model import lemmas, lines, reader

    nlp = _seated[0]
    read, spent = nlp.get_pipe(reader.NAME), dict.fromkeys((TOKENS, PIECES, NETWORK, DECODE, LEMMAS, NAMES, FRAMES), 0.0)

    def timed(part: str, work: Callable[..., Any], *given: Any) -> Any:
        start = time.process_time()
        done = work(*given)
        spent[part] += time.process_time() - start
        return done

    network, row = read.encoder.read, read.pieces.row
    read.encoder.read, read.pieces.row = (lambda rows: timed(NETWORK, network, rows)), (lambda words: timed(PIECES, row, words))
    try:
        with nlp.memory_zone():
            for text in texts:
                doc = timed(TOKENS, nlp.make_doc, text)
                doc = timed(TOKENS, nlp.get_pipe(lines.NAME), doc)
                doc = timed(DECODE, read, doc)
                doc = timed(LEMMAS, nlp.get_pipe(lemmas.NAME), doc)
                found = timed(NAMES, entities, doc)
                timed(FRAMES, frames, doc, found, sentence_spans(doc))
    finally:
        read.encoder.read, read.pieces.row = network, row
    spent[DECODE] -= spent[NETWORK] + spent[PIECES]
    return spent
