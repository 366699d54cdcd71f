"""The measures of what a new text shares with a stored one, taken on the words of the new text and the filter of the old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from streams.screen.text import Bits, Mask, Text, distinct, known, low

Runs = Sequence[tuple[int, int]]
"""Stretches of words, from and to (exclusive), in order, of which none touches the next."""

# A run of copied words is four words or three bigrams: of two bigrams in a row that pass by chance (the filter lets
# 3 % through, and `of the` is in every text) there are several an article, of three hardly any.
RUN_BIGRAMS = 3
# A gap as long as this is a new passage, not an edit of the old; docs/duplicates.md, rule 7.
GAP_WORDS = 30
# Names that can speak for figures too, in texts without figures: one or two that differ may be a correction. Own choice.
NAME_COUNT = 3
PASSAGE_WORDS = 8  # own choice: twice the shortest run


@dataclass(frozen=True, slots=True)
class Stored:
    """The part of a text that the index keeps: about 500 bytes for 400 words."""

    size: int
    """The number of words."""
    bloom: Bits
    figures: npt.NDArray[np.uint16]
    names: npt.NDArray[np.uint16]
    """The low 16 bits of the hash of each name. Of texts with 30 names against 30 others one in 70 has a name that agrees by chance."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """The measures that verdict.py judges; shares are 0 to 1, lengths are words."""

    size: int
    """The number of words of the new text."""
    old_size: int
    copied: int
    longest: int
    """The length of the longest run of words that is copied verbatim."""
    fresh: int
    """The length of the longest stretch of new words that is not boilerplate."""
    density: float
    """Share of copied words in the stretches from a first copied word to a last that have no new passage in them."""
    figures: float
    """Agreement of the figures; that of the names if there are no figures to compare, so that NAME_COUNT names or more decide alone."""
    figure_count: int
    """The number of figures that were compared."""
    names: float
    joint: float
    """Agreement of the figures and names together."""
    lead: float
    """Share of the names in the first 45 words of the new text that the old one has anywhere."""

    @property
    def of_new(self) -> float:
        """Share of the new text that is copied (covq)."""
        return self.copied / self.size if self.size else 0.0

    @property
    def of_old(self) -> float:
        """Share of the old text that is copied (covd)."""
        return min(1.0, self.copied / self.old_size) if self.old_size else 0.0


def stored(text: Text) -> Stored:
    """Return the part of a text that the index keeps."""
    return Stored(size=len(text.words), bloom=text.bloom(), figures=text.figures, names=distinct(low(text.names)))


def copied_runs(text: Text, old: Stored) -> Runs:
    """Return the stretches of the new text that the old one has too."""
    found: list[tuple[int, int]] = []
    for start, end in runs(known(old.bloom, text.bigrams)):
        if end - start < RUN_BIGRAMS:
            continue
        if found and found[-1][1] == start:  # one run ends in the word before that with which the next begins
            start = found.pop()[0]
        found.append((start, end + 1))
    return found


def length(stretches: Runs) -> int:
    """Return the number of words in some stretches."""
    return sum(end - start for start, end in stretches)


def between(stretches: Runs, size: int) -> list[tuple[int, int]]:
    """Return the stretches of a text of `size` words that lie between the given ones, before the first and behind the last."""
    edges = [0, *(edge for stretch in stretches for edge in stretch), size]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if end > start]


def measure(text: Text, old: Stored, copies: Runs, boilerplate: Mask | None = None) -> Overlap:
    """Return the measures of one pair; `copies` are those of copied_runs, `boilerplate` marks the words that many stories have."""
    size, copied = len(text.words), length(copies)
    small = copied < 0.5 * size and copied < 0.5 * old.size
    # In a text that is mostly other matter the short runs are turns of phrase.
    passages = [(start, end) for start, end in copies if end - start >= PASSAGE_WORDS] if small else copies
    hull = _hull(passages)
    # Of two long texts that share one passage only that passage can agree; else the smaller side must.
    new_figures, new_names = text.figure_set, text.name_set
    if small:
        within = _within(text, hull)
        new_figures, new_names = new_figures & within, new_names & within
    old_names = set(old.names.tolist())
    figures, names = len(new_figures.intersection(old.figures.tolist())), len(new_names & old_names)
    of_figures = len(new_figures) if small else min(len(new_figures), len(old.figures))
    of_names = len(new_names) if small else min(len(new_names), len(old_names))
    lead = len(text.lead_set & old_names)
    fresh = between(copies, size) if boilerplate is None else runs(unmarked(copies, size) & ~boilerplate)
    return Overlap(
        size=size,
        old_size=old.size,
        copied=copied,
        longest=max((end - start for start, end in copies), default=0),
        fresh=max((end - start for start, end in fresh), default=0),
        density=length(passages) / max(1, length(hull)),
        figures=_share(figures, of_figures) if of_figures or of_names < NAME_COUNT else _share(names, of_names),
        figure_count=of_figures,
        names=_share(names, of_names),
        joint=_share(figures + names, of_figures + of_names),
        lead=_share(lead, len(text.lead_set)),
    )


def runs(mask: Mask) -> list[tuple[int, int]]:
    """Return the stretches of a mask that are true, from and to (exclusive)."""
    edges = ((mask[1:] != mask[:-1]).nonzero()[0] + 1).tolist()
    if len(mask) and mask[0]:
        edges.insert(0, 0)
    if len(mask) and mask[-1]:
        edges.append(len(mask))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _hull(passages: Runs) -> list[tuple[int, int]]:
    """Return the stretches that the passages make up with the short gaps between them, of less than GAP_WORDS."""
    hull: list[tuple[int, int]] = []
    for start, end in passages:
        if hull and start - hull[-1][1] < GAP_WORDS:
            start = hull.pop()[0]
        hull.append((start, end))
    return hull


def unmarked(stretches: Runs, size: int) -> Mask:
    """Return a mask of those words of a text of `size` words that lie in none of the stretches."""
    mask = np.ones(size, dtype=np.bool_)
    for start, end in stretches:
        mask[start:end] = False
    return mask


def _within(text: Text, parts: Runs) -> set[int]:
    """Return the low 16 bits of the words of some parts: figures and names are kept as hashes of words, so these tell where they stand."""
    words: set[int] = set()
    for start, end in parts:
        words.update(low(text.words[start:end]).tolist())
    return words


def _share(part: int, whole: int) -> float:
    return min(1.0, part / whole) if whole else 1.0
