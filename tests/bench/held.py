"""Bytes an article in this index and in datasketch's: the same generated articles, each kept by a process of its own, and how that grows.

Pages are counted, so that nothing is forgotten, after a few articles that are let go again, so that what any process needs once falls out,
and when the allocator has given back what is free: in either index a table that grew leaves a hole.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from streams.evaluation.screen.peers import PERMUTATIONS, SHINGLE
from streams.messages import Sketch
from streams.screen import Index
from tests.bench.generated import RECENT, Wire

FIRST = 600
KEPT = ("this index", "MinHashLSH .5", "MinHashLSH .8")


def resident() -> int:
    """Return the bytes of this process that are resident in memory."""
    pages = Path("/proc/self/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def measure(name: str, articles: int) -> float:
    """Return the bytes that one article takes in one of KEPT, measured in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_growth, name, articles).result()


def _growth(name: str, articles: int) -> float:
    wire = Wire(timedelta(seconds=1))

    def make() -> Callable[[int], None]:
        return _indexed(wire) if name == "this index" else _hashed(wire, float(name.rpartition(" ")[2]))

    for _ in wire.texts(2 * RECENT):  # it keeps some to make copies of
        pass
    make()(FIRST)
    before = _trimmed()
    feed = make()
    feed(articles)
    return (_trimmed() - before) / articles


def _trimmed() -> int:
    gc.collect()
    with contextlib.suppress(AttributeError, OSError):  # not glibc
        ctypes.CDLL(None).malloc_trim(0)
    return resident()


def _indexed(wire: Wire) -> Callable[[int], None]:
    index = Index()

    def feed(count: int) -> None:
        for value in wire.sketches(count):
            index.apply(index.offset, Sketch.decode(value))

    return feed


def _hashed(wire: Wire, threshold: float) -> Callable[[int], None]:
    """Return a function that puts articles into datasketch's index, under the uris that ours has."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)

    def feed(count: int) -> None:
        for words in wire.texts(count):
            made = MinHash(num_perm=PERMUTATIONS)
            made.update_batch([run.tobytes() for run in np.lib.stride_tricks.sliding_window_view(words, SHINGLE)])
            lsh.insert(wire.uri, made)

    return feed
