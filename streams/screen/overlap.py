"""What a new text shares with a stored one, measured on the words of the new and the filter of the old."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from streams.screen.text import Bits, Mask, Text, Words, known

# A run of copied words is four words or three bigrams: of two bigrams in a row that pass by chance (the filter lets
# 3 % through, and `of the` is in every text) there are several an article, of three hardly any.
RUN_BIGRAMS = 3
# A gap as long as this is a new passage, not an edit of the old; duplicates.md, rule 7: "new >= 30 words".
GAP_WORDS = 30
# Names that can speak for figures too, where there are none: one or two that differ may be a correction. Own choice.
NAME_COUNT = 3
PASSAGE_WORDS = 8  # own choice: twice the shortest run


@dataclass(frozen=True, slots=True)
class Stored:
    """What the index keeps of a text: about 600 bytes of 400 words."""

    size: int
    """Words."""
    bloom: Bits
    figures: npt.NDArray[np.uint16]
    names: Words


@dataclass(frozen=True, slots=True)
class Overlap:
    """The measures that verdict.py judges; shares are 0 to 1, lengths are words."""

    size: int
    """The new text."""
    old_size: int
    copied: int
    longest: int
    """Longest verbatim run."""
    fresh: int
    """Longest stretch of new words that is not boilerplate."""
    density: float
    """Copied words among those from a first copied to a last without a new passage between."""
    figures: float
    """Agreement of figures; that of the names where one side has no figures, so that names alone decide."""
    figure_count: int
    """Figures that were compared."""
    names: float
    joint: float
    """Agreement of figures and names together."""
    lead: float
    """Names of the first 45 words of the new that the old has anywhere."""

    @property
    def of_new(self) -> float:
        """covq: share of the new one that is copied."""
        return self.copied / self.size if self.size else 0.0

    @property
    def of_old(self) -> float:
        """covd: share of the old one that is copied."""
        return min(1.0, self.copied / self.old_size) if self.old_size else 0.0


def stored(text: Text) -> Stored:
    """What to keep of a text."""
    return Stored(size=len(text.words), bloom=text.bloom(), figures=text.figures, names=text.names)


def copied_words(text: Text, old: Stored) -> Mask:
    """Which words of the new text stand in a run that the old one has."""
    mask = np.zeros(len(text.words), dtype=np.bool_)
    for start, end in runs(known(old.bloom, text.bigrams)):
        if end - start >= RUN_BIGRAMS:
            mask[start : end + 1] = True
    return mask


def measure(text: Text, old: Stored, mask: Mask, boilerplate: Mask) -> Overlap:
    """Measure one pair; `mask` as from copied_words, `boilerplate` marks words that many stories have."""
    copied = int(mask.sum())
    copies = runs(mask)
    small = copied < 0.5 * len(mask) and copied < 0.5 * old.size
    passages = _passages(mask, copies) if small else mask
    hull = _hull(passages)
    # Of two long texts that share one passage only that passage can agree; else the smaller side must.
    new_figures, new_names = _within(text, hull) if small else (set(text.figures.tolist()), set(text.names.tolist()))
    old_names = set(old.names.tolist())
    figures, names = len(new_figures.intersection(old.figures.tolist())), len(new_names & old_names)
    of_figures = len(new_figures) if small else min(len(new_figures), len(old.figures))
    of_names = len(new_names) if small else min(len(new_names), len(old_names))
    lead = len(old_names.intersection(text.lead_names.tolist()))
    return Overlap(
        size=len(mask),
        old_size=old.size,
        copied=copied,
        longest=max((end - start for start, end in copies), default=0),
        fresh=max((end - start for start, end in runs(~mask & ~boilerplate)), default=0),
        density=int(passages.sum()) / max(1, int(hull.sum())),
        figures=_share(figures, of_figures) if of_figures or of_names < NAME_COUNT else _share(names, of_names),
        figure_count=of_figures,
        names=_share(names, of_names),
        joint=_share(figures + names, of_figures + of_names),
        lead=_share(lead, len(text.lead_names)),
    )


def runs(mask: Mask) -> list[tuple[int, int]]:
    """The stretches of true, end exclusive."""
    edges = ((mask[1:] != mask[:-1]).nonzero()[0] + 1).tolist()
    if len(mask) and mask[0]:
        edges.insert(0, 0)
    if len(mask) and mask[-1]:
        edges.append(len(mask))
    return list(zip(edges[::2], edges[1::2], strict=True))


def _passages(mask: Mask, copies: list[tuple[int, int]]) -> Mask:
    """The long runs only: in a text that is mostly other matter the short ones are turns of phrase."""
    passages = mask.copy()
    for start, end in copies:
        if end - start < PASSAGE_WORDS:
            passages[start:end] = False
    return passages


def _hull(mask: Mask) -> Mask:
    """The copied words and the short gaps between them."""
    hull = mask.copy()
    for start, end in runs(~mask):
        if start > 0 and end < len(mask) and end - start < GAP_WORDS:
            hull[start:end] = True
    return hull


def _within(text: Text, part: Mask) -> tuple[set[int], set[int]]:
    """Figures and names of a part: their hashes are those of the words, so the words tell where they stand."""
    words = text.words[part]
    return set(text.figures.tolist()).intersection((words & 0xFFFF).tolist()), set(text.names.tolist()).intersection(words.tolist())


def _share(part: int, whole: int) -> float:
    return min(1.0, part / whole) if whole else 1.0
