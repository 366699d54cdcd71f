"""Bytes an article in this index and in datasketch's: the same generated articles, each kept by a process of its own, and how that grows.

Counted is the second half of them, so that what any process needs once falls out, and pages, so that nothing is forgotten.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from streams.messages import Sketch
from streams.screen import Index
from streams.screen.peers import PERMUTATIONS, SHINGLE
from tests.bench.generated import Wire

KEPT = ("this index", "MinHashLSH .5", "MinHashLSH .8")


def resident() -> int:
    """Bytes of this process in memory."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def measure(name: str, articles: int) -> float:
    """Bytes an article, of one of KEPT."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_growth, name, articles).result()


def _growth(name: str, articles: int) -> float:
    wire, half = Wire(timedelta(seconds=1)), articles // 2
    feed = _indexed(wire) if name == "this index" else _hashed(wire, float(name.rpartition(" ")[2]))
    feed(half)
    before = resident()
    feed(articles - half)
    return (resident() - before) / (articles - half)


def _indexed(wire: Wire) -> Callable[[int], None]:
    index = Index()

    def feed(count: int) -> None:
        for value in wire.sketches(count):
            index.apply(index.offset, Sketch.decode(value))

    return feed


def _hashed(wire: Wire, threshold: float) -> Callable[[int], None]:
    """Into datasketch's index, under the uris that ours has."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)

    def feed(count: int) -> None:
        for words in wire.texts(count):
            made = MinHash(num_perm=PERMUTATIONS)
            made.update_batch([run.tobytes() for run in np.lib.stride_tricks.sliding_window_view(words, SHINGLE)])
            lsh.insert(wire.uri, made)

    return feed
