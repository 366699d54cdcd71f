"""A sequence of bytes that grows at its end, kept in chunks so that growing copies little and a snapshot copies only the last of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

CHUNK = 1 << 18
"""The size in bytes at which a chunk is closed."""


class Blob:
    """A sequence of bytes that grows at its end; what one call of `add` appends lies in one chunk and is read in one piece."""

    def __init__(self, chunks: Sequence[bytes] = ()) -> None:
        self._closed = list(chunks)
        self._starts = [0]
        for chunk in self._closed:
            self._starts.append(self._starts[-1] + len(chunk))
        self._open = bytearray()

    def __len__(self) -> int:
        return self._starts[-1] + len(self._open)

    def add(self, value: bytes) -> None:
        """Append some bytes."""
        self._open += value
        if len(self._open) >= CHUNK:
            self._starts.append(len(self))
            self._closed.append(bytes(self._open))
            self._open = bytearray()

    def read(self, start: int, end: int) -> bytes:
        """Return the bytes from `start` to `end` (exclusive), which one call of `add` must have appended."""
        at = bisect_right(self._starts, start) - 1
        chunk = self._closed[at] if at < len(self._closed) else self._open
        return bytes(chunk[start - self._starts[at] : end - self._starts[at]])

    def chunks(self) -> list[bytes]:
        """Return all bytes, in chunks that are never written to again."""
        return [*self._closed, bytes(self._open)] if self._open else list(self._closed)
