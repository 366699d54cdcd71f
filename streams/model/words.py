"""The table of word vectors that the networks share: seven tenths of the bytes of either, and frozen in both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "words.npz"
INPUT = "words"
"""The input of a network that takes these vectors."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """A row of small integers for each piece of the vocabulary; its vector is (row - zero) * scale."""

    rows: NDArray[np.uint8]
    scale: float
    zero: int

    def of(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors of pieces, with one axis more than `ids`."""
        return (self.rows[ids].astype(np.float32) - np.float32(self.zero)) * np.float32(self.scale)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Words)
            and (self.scale, self.zero) == (other.scale, other.zero)
            and bool(np.array_equal(self.rows, other.rows))
        )

    def save(self, path: Path) -> None:
        """Writes the table."""
        np.savez(path, rows=self.rows, scale=np.float32(self.scale), zero=np.uint8(self.zero))

    @classmethod
    def load(cls, path: Path) -> Words:
        """Reads what `save` wrote."""
        with np.load(path) as told:
            return cls(told["rows"], float(told["scale"]), int(told["zero"]))
