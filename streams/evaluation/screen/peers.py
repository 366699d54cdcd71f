"""Other methods of finding near duplicates, tried on the same texts: datasketch's MinHashLSH, SimHash, and a hash of the whole text.

They are for evaluate.py only; datasketch is a development dependency, and without it its lines are left out.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
import xxhash

from streams.clean.sketch import normal, word_spans

PERMUTATIONS = 128
SHINGLE = 3  # in words; of 3, 5 and single words the best for MinHash on these edits
SIMHASH_BITS = 3  # of 64 that may differ, as for web pages (Manku, Jain, Das Sarma 2007, https://doi.org/10.1145/1242572.1242592)


class Keeper(Protocol):
    """A detector that keeps the texts put into it."""

    def put(self, name: str, text: str) -> None:
        """Add a text."""


class Peer(Keeper, Protocol):
    """A detector that finds what a text is like among those put in before."""

    def find(self, text: str) -> set[str]:
        """Return the names of the texts that are alike."""


class Exact:
    """A detector that compares a hash of the normalised words."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}

    def find(self, text: str) -> set[str]:
        name = self._names.get(self._hash(text))
        return {name} if name is not None else set()

    def put(self, name: str, text: str) -> None:
        self._names.setdefault(self._hash(text), name)

    def _hash(self, text: str) -> int:
        return xxhash.xxh3_64_intdigest(" ".join(_words(text)).encode())


class SimHash:
    """A detector that compares 64 bits of word shingles with all others (Charikar 2002; Manku, Jain, Das Sarma 2007: 3 bits)."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._bits = np.empty(0, dtype=np.uint64)

    def find(self, text: str) -> set[str]:
        bits = self._bits[: len(self._names)] ^ self._hash(text)
        return {self._names[at] for at in np.flatnonzero(np.bitwise_count(bits) <= SIMHASH_BITS).tolist()}

    def put(self, name: str, text: str) -> None:
        if len(self._names) == len(self._bits):
            self._bits = np.concatenate((self._bits, np.zeros(max(64, len(self._bits)), dtype=np.uint64)))
        self._bits[len(self._names)] = self._hash(text)
        self._names.append(name)

    def _hash(self, text: str) -> np.uint64:
        hashes = np.array([xxhash.xxh3_64_intdigest(part) for part in _shingles(text)], dtype=np.uint64)
        ones = (hashes[:, None] >> np.arange(64, dtype=np.uint64)) & np.uint64(1)
        return np.uint64(int((ones.mean(axis=0) > 0.5).astype(np.uint64) @ (np.uint64(1) << np.arange(64, dtype=np.uint64))))


class MinHash:
    """A detector made of datasketch's MinHashLSH with 128 permutations."""

    def __init__(self, threshold: float) -> None:
        from datasketch import MinHashLSH

        self._lsh: Any = MinHashLSH(threshold=threshold, num_perm=PERMUTATIONS)

    def find(self, text: str) -> set[str]:
        return set(self._lsh.query(self._hash(text)))

    def put(self, name: str, text: str) -> None:
        self._lsh.insert(name, self._hash(text))

    def _hash(self, text: str) -> Any:
        from datasketch import MinHash as Hash

        made = Hash(num_perm=PERMUTATIONS)
        made.update_batch(_shingles(text))
        return made


def peers() -> dict[str, Callable[[], Peer]]:
    """Return, by name, the makers of those detectors that are installed here."""
    found: dict[str, Callable[[], Peer]] = {"exact hash": Exact, "SimHash": SimHash}
    if find_spec("datasketch") is not None:
        found |= {"MinHashLSH .5": lambda: MinHash(0.5), "MinHashLSH .8": lambda: MinHash(0.8)}
    return found


def bytes_each(make: Callable[[], Keeper], texts: Sequence[str]) -> float:
    """Return the bytes that a text takes in the memory of Python, numpy's arrays included: the growth over the second half of the texts."""
    half, held = len(texts) // 2, [0, 0]
    tracemalloc.start()
    kept = make()
    for turn, part in enumerate((texts[:half], texts[half:])):
        for at, text in enumerate(part):
            kept.put(f"https://news.example/{turn}/{at}", text)
        gc.collect()
        held[turn] = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return round((held[1] - held[0]) / max(1, len(texts) - half), 1)


def _words(text: str) -> list[str]:
    return [normal(text[start:end]) for start, end in word_spans(text)]


def _shingles(text: str) -> list[bytes]:
    words = _words(text)
    return [" ".join(words[at : at + SHINGLE]).encode() for at in range(max(1, len(words) - SHINGLE + 1))]
