"""Compressed bodies, read within a bound: a bomb ends at the bound, and a broken stream leaves what came before."""

from __future__ import annotations

import zlib
from copy import copy
from typing import Any

from streams.errors import Malformed

try:
    import brotli
except ImportError:  # the extra `feeds` is not installed
    brotli = None

CODINGS = "gzip, deflate" if brotli is None else "gzip, deflate, br"
"""The codings that we ask for: Brotli where its reader is installed, for Python has none of its own."""
SLICE_BYTES = 1_024
"""The bytes that are given to Brotli's reader at once: where a stream breaks, it gives nothing of what the call held."""


class Inflater:
    """Decompresses a body piece by piece; raises Malformed for a coding that we did not ask for, and for broken streams."""

    def __init__(self, coding: str) -> None:
        self._coding = coding.strip().lower()
        if self._coding not in ("", "identity", "gzip", "x-gzip", "deflate") and (self._coding != "br" or brotli is None):
            raise Malformed(f"compressed as {self._coding[:40]!r}, which we did not ask for")
        self._brotli = _Brotli() if self._coding == "br" else None
        self._stream = self._opened()

    def read(self, piece: bytes, most: int) -> bytes:
        """Return at most `most` bytes of what a piece holds; a caller that gets as many has enough, and does not go on."""
        if self._coding in ("", "identity"):
            return piece[:most]
        if self._brotli is not None:
            return self._brotli.read(piece, most)
        found = bytearray()
        while piece and len(found) < most:
            before = self._stream.copy()
            try:
                found += self._stream.decompress(piece, most - len(found))
            except zlib.error as exc:
                if self._coding == "deflate" and self._stream.fresh:
                    self._coding, self._stream = "raw", _Stream(-zlib.MAX_WBITS)  # without zlib's frame, as some servers send it
                    continue
                raise Broken(bytes(found) + before.salvage(piece, most - len(found)), str(exc)) from None
            piece = self._stream.rest
            if self._stream.ended:
                if self._coding in ("deflate", "raw"):
                    break
                self._stream = self._opened()  # gzip may have several members
        return bytes(found)

    def _opened(self) -> _Stream:
        return _Stream(zlib.MAX_WBITS if self._coding == "deflate" else zlib.MAX_WBITS | 16)


class Broken(Malformed):
    """A stream that breaks; `found` is what its last piece held before."""

    def __init__(self, found: bytes, why: str) -> None:
        super().__init__(f"its compression is broken: {why}")
        self.found = found


class _Brotli:
    """A stream of Brotli (RFC 7932); what follows its end is passed over."""

    def __init__(self) -> None:
        self._inner: Any = brotli.Decompressor()

    def read(self, piece: bytes, most: int) -> bytes:
        found = bytearray()
        try:
            for at in range(0, len(piece), SLICE_BYTES):
                part = piece[at : at + SLICE_BYTES]
                while not self._inner.is_finished() and len(found) < most:
                    # at most a block of 32 kB more than the bound, and nothing of what would follow is made
                    found += self._inner.process(part, output_buffer_limit=most - len(found))
                    part = b""
                    if self._inner.can_accept_more_data():
                        break
        except brotli.error as exc:
            raise Broken(bytes(found[:most]), str(exc)) from None
        return bytes(found[:most])


class _Stream:
    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)
        self.rest = b""
        self.fresh = True
        """True while nothing was read."""

    def decompress(self, piece: bytes, most: int) -> bytes:
        found = self._inner.decompress(piece, most)
        self.rest = self._inner.unused_data if self._inner.eof else self._inner.unconsumed_tail
        self.fresh = False
        return found

    def copy(self) -> _Stream:
        made = copy(self)
        made._inner = self._inner.copy()
        return made

    def salvage(self, piece: bytes, most: int) -> bytes:
        """Return what a piece holds before the byte at which it breaks: zlib gives nothing of a call that fails."""
        found = bytearray()
        for at in range(len(piece)):
            try:
                found += self._inner.decompress(piece[at : at + 1], max(1, most - len(found)))
            except zlib.error:
                break
            if len(found) >= most:
                break
        return bytes(found[:most])

    @property
    def ended(self) -> bool:
        return self._inner.eof
