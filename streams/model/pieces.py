"""This module cuts words into word pieces of the encoder's own vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from streams.model.shapes import PAD, shape

LONGEST = 12
"""The largest number of pieces of one word that are read; a URL of 200 letters says nothing more in its tail."""
_CACHE = 100_000  # words; 10 MB when full; an article has a few hundred, a day's news some 100,000


@dataclass(frozen=True, slots=True)
class Row:
    """One window as the encoder reads it: piece ids with [CLS] and [SEP], their words' shapes, and the index of each word's first piece."""

    ids: tuple[int, ...]
    shapes: tuple[int, ...]
    first: tuple[int, ...]


class Pieces:
    """The word pieces of a vocabulary: a file of the `tokenizers` library."""

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        numbers = self._tokenizer.get_vocab()
        self.cls, self.sep, self.unknown = (numbers[name] for name in ("[CLS]", "[SEP]", "[UNK]"))
        self.of = lru_cache(_CACHE)(self._of)

    def _of(self, word: str) -> tuple[int, ...]:
        """Return the pieces of one word: at least one, at most LONGEST."""
        return tuple(self._tokenizer.encode(word, add_special_tokens=False).ids[:LONGEST]) or (self.unknown,)

    def frequent(self, count: int) -> list[str]:
        """Return the first `count` whole words of the vocabulary, which are its most frequent."""
        words = sorted((number, piece) for piece, number in self._tokenizer.get_vocab().items() if piece.isascii() and piece.isalpha())
        return [piece for _, piece in words[:count]]

    def row(self, words: Sequence[str]) -> Row:
        """Return the row of a window's words."""
        ids, shapes, first = [self.cls], [PAD], list[int]()
        for word in words:
            pieces = self.of(word)
            first.append(len(ids))
            ids += pieces
            shapes += [shape(word)] * len(pieces)
        return Row((*ids, self.sep), (*shapes, PAD), tuple(first))
