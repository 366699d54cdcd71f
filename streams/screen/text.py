"""A text in the form in which the index compares it: everything here follows from the words of its sketch."""

from __future__ import annotations

import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from streams.clean.sketch import SKETCH_VERSION
from streams.errors import Malformed
from streams.messages import Sketch

SHINGLE = 5  # in words; docs/duplicates.md, "Sketch of an article"
SAMPLE = 32  # the least number of fingerprints, taken from 32 * 2^level shingles or more
# One shingle in eight at the least, not one in 32: of 60 words quoted in a text of 1,200 that leaves two, and HITS
# of them were found one time in two.
TOP_LEVEL = 3
BLOOM_BITS = 8  # per bigram
BLOOM_HASHES = 3  # with 8 bits per bigram 3 % of foreign bigrams pass

Words = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Bits = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Number = TypeVar("Number", np.uint16, np.uint32, np.uint64, np.int64)

# Odd 64-bit multipliers (Steele, Lea, Flood 2014: SplitMix64): its increment and the two of its finaliser.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_LOW = np.uint64(0xFFFFFFFF)
_WIDE = 0xFFFFFFFFFFFFFFFF
_STEP_INT, _MIX_1_INT, _MIX_2_INT = int(_STEP), int(_MIX_1), int(_MIX_2)
_TWO_STEPS = 2 * _STEP_INT


@dataclass(frozen=True, slots=True)
class Text:
    """One article on its way through the index; it is dropped when its verdict is found."""

    words: Words
    bigrams: Hashes
    """Three hashes (rows, 32 bits each) of each pair of neighbours, so one column less than words."""
    keys: Words
    """Fingerprints: the low 32 bits of the sampled shingle hashes, in order, repeats included."""
    positions: npt.NDArray[np.int64]
    """The position of the word at which the shingle of each key begins."""
    figures: npt.NDArray[np.uint16]
    """The low 16 bits of the hashes of those words that are figures, sorted, each once."""
    names: Words
    """The hashes of those words that are names, sorted, each once."""
    figure_set: frozenset[int]
    """The figures as a set, since a text is measured against several; `name_set` holds the low 16 bits of the names likewise."""
    name_set: frozenset[int]
    lead_set: frozenset[int]
    """The low 16 bits of those names that stand among the first 45 words."""

    def bloom(self) -> Bits:
        """Return the Bloom filter of its bigrams: 8 bits for each distinct bigram, in whole bytes."""
        # By the hash that all three come from: a bigram that stands twice needs its bits once.
        size = max(1, len(distinct(self.bigrams[0] | (self.bigrams[1] << np.uint64(32)))) * BLOOM_BITS // 8)
        bits = np.zeros(size * 8, dtype=np.uint8)
        bits[_bits_of(self.bigrams, size * 8)] = 1
        return np.packbits(bits, bitorder="little")


def read(sketch: Sketch) -> Text:
    """Return the text of a sketch. Raises Malformed if the sketch is of another version or holds no base64 of whole words."""
    if sketch.version != SKETCH_VERSION:
        raise Malformed(f"sketch version {sketch.version}, this worker reads {SKETCH_VERSION}", field="version")
    words = _unpacked(sketch.words, "<u4", "words").astype(np.uint32)
    wide = words.astype(np.uint64)
    keys, positions = _sampled(_rolled(wide, SHINGLE))
    figures = _unpacked(sketch.figures, "<u2", "figures").astype(np.uint16)
    names = _unpacked(sketch.names, "<u4", "names").astype(np.uint32)
    lead_names = _unpacked(sketch.lead_names, "<u4", "leadNames").astype(np.uint32)
    return Text(
        words=words,
        bigrams=_tripled(_rolled(wide, 2)),
        keys=keys,
        positions=positions,
        figures=figures,
        names=names,
        figure_set=frozenset(figures.tolist()),
        name_set=frozenset(low(names).tolist()),
        lead_set=frozenset(low(lead_names).tolist()),
    )


def known(bloom: Bits, bigrams: Hashes) -> Mask:
    """Return a mask of the bigrams that pass a filter."""
    bits = np.unpackbits(bloom, bitorder="little").view(np.bool_)
    one, two, three = bits[_bits_of(bigrams, len(bits))]
    passed: Mask = one & two & three
    return passed


def pairs(first: Words, second: Words) -> Hashes:
    """Return the hashes of bigrams, as in Text.bigrams, of words that need not stand side by side."""
    return _tripled(_mixed([first.astype(np.uint64), second.astype(np.uint64)]))


def stands(bloom: Bits, first: int, second: int) -> bool:
    """Return True if one bigram passes a filter, like `known` of its `pairs` but in 3 % of the time."""
    mixed = ((_TWO_STEPS + first) * _STEP_INT + second) & _WIDE
    mixed = ((mixed ^ mixed >> 30) * _MIX_1_INT) & _WIDE
    mixed = ((mixed ^ mixed >> 27) * _MIX_2_INT) & _WIDE
    mixed ^= mixed >> 31
    low, high, bits = mixed & 0xFFFFFFFF, mixed >> 32, len(bloom) * 8
    for _ in range(BLOOM_HASHES):
        bit = low * bits >> 32
        if not bloom[bit >> 3] >> (bit & 7) & 1:
            return False
        low = (low + high) & 0xFFFFFFFF
    return True


def low(hashes: Words) -> npt.NDArray[np.uint16]:
    """Return the low 16 bits of each hash."""
    return (hashes & np.uint32(0xFFFF)).astype(np.uint16)


def distinct(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """Return the values sorted, each once; this is several times faster than numpy's `unique` on the tens of values that a text has."""
    values = np.sort(values)
    first = np.ones(len(values), dtype=np.bool_)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return values[first]


def _bits_of(bigrams: Hashes, bits: int) -> Hashes:
    """Return the bit of each hash in a filter of `bits` bits: its 32 bits scaled down."""
    found: Hashes = (bigrams * np.uint64(bits)) >> np.uint64(32)
    return found


def _tripled(bigrams: Hashes) -> Hashes:
    """Return three hashes of each bigram for the filter, all made from two (Kirsch and Mitzenmacher 2006), here the halves of one."""
    low, high = bigrams & _LOW, bigrams >> np.uint64(32)
    return np.stack([(low + high * np.uint64(i)) & _LOW for i in range(BLOOM_HASHES)])


def _rolled(words: Hashes, size: int) -> Hashes:
    """Return one well mixed hash of each run of `size` words; an empty array if there are fewer words than that."""
    count = len(words) - size + 1
    if count <= 0:
        return np.empty(0, dtype=np.uint64)
    return _mixed([words[at : at + count] for at in range(size)])


def _mixed(columns: Sequence[Hashes]) -> Hashes:
    sums = np.full(len(columns[0]), len(columns), dtype=np.uint64)
    for column in columns:
        sums *= _STEP
        sums += column
    sums ^= sums >> np.uint64(30)
    sums *= _MIX_1
    sums ^= sums >> np.uint64(27)
    sums *= _MIX_2
    sums ^= sums >> np.uint64(31)
    return sums


def _sampled(shingles: Hashes) -> tuple[Words, npt.NDArray[np.int64]]:
    """Return the low 32 bits of the shingles under 2^64 / 2^level, and their positions.

    The samples are nested, so two texts of any lengths share what both of them sampled.
    """
    level = 0
    while level < TOP_LEVEL and len(shingles) >= SAMPLE << (level + 1):
        level += 1
    positions = np.flatnonzero(shingles >> np.uint64(64 - level) == 0) if level else np.arange(len(shingles))
    return (shingles[positions] & _LOW).astype(np.uint32), positions


def _unpacked(value: str, form: str, field: str) -> npt.NDArray[Any]:
    try:
        return np.frombuffer(binascii.a2b_base64(value, strict_mode=True), dtype=form)
    except (binascii.Error, ValueError) as exc:
        raise Malformed(f"not base64 of {form}: {exc}", field=field) from None
