"""The number of texts of the log that have a word, counted on from the bundled table: what is rare in the world may be common in a feed.

Words like `defendant` and `felony` are rare in the corpus; without this count 1,190 of 1,500 press releases of prosecutors fell into one
story by them, with it 243. The counts follow from the log alone and are whole numbers, so that every worker weighs words alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from streams.screen.text import Words

MOST_TEXTS = 1 << 18
"""The number of texts at which all counts are halved, so that what was common long ago is forgotten: five days of 50,000 articles."""
_SLOTS = 1 << 20
"""The number of counts: two words that share one are as rare as both together."""


class Seen:
    """The counts so far."""

    def __init__(self) -> None:
        self.texts = 0
        self._counts = np.zeros(_SLOTS, dtype=np.uint32)

    def add(self, words: Words) -> None:
        """Count one more text, which has these words."""
        self.texts += 1
        self._counts[np.unique(words & np.uint32(_SLOTS - 1))] += 1
        if self.texts >= MOST_TEXTS:
            self.texts >>= 1
            self._counts >>= 1

    def of(self, words: Words) -> npt.NDArray[np.int64]:
        """Return how many texts have each word."""
        found: npt.NDArray[np.int64] = self._counts[words & np.uint32(_SLOTS - 1)].astype(np.int64)
        return found

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return all counts but those of 0 as arrays, for a snapshot."""
        (slots,) = self._counts.nonzero()
        return {
            "seen": np.array([self.texts], dtype=np.int64),
            "seen.places": slots.astype(np.uint32),
            "seen.counts": self._counts[slots],
        }

    @classmethod
    def read(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> Self:
        """Return the counts that were written as these arrays."""
        seen = cls()
        seen.texts = int(arrays["seen"][0])
        seen._counts[arrays["seen.places"]] = arrays["seen.counts"]
        return seen
