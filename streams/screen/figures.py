"""Figures that replaced others (killed 12 -> 18). The index keeps no words, so the old figure is found by trying.

The old text's figures are known by 16 bits each, and its filter knows which words stood side by side. Of all usual figures the old one is
that which has such bits and stood between the two words between which the new one stands. This is asked only where copied text lies on
both sides, for what stands between two words that both texts have by chance says nothing. The same number in another form (12, twelve;
1,250, 1 250) is no change.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from streams.clean.sketch import word_hashes
from streams.screen.context import in_row, is_framed
from streams.screen.entry import MOST_WORDS
from streams.screen.lexicon import TENS, UNITS
from streams.screen.overlap import RUN_BIGRAMS, Runs, Stored, between, unmarked
from streams.screen.text import Mask, Number, Text, Words, known, low, pairs

MOST_FIGURES = 12
_TRIED = 64
"""The largest number of new figures for which the old one is sought: a table of results has more, and nobody reads those as changes."""
_SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
"""Numbers that most house styles write out; they are no figures of a sketch, so only the filter speaks for them."""


@cache
def _usual() -> tuple[list[str], Words, npt.NDArray[np.uint16]]:
    """Return usual figures of tolls, sums, shares and years, their hashes, and the low 16 bits of those, by which all are sorted."""
    whole = [*range(10_000), *range(10_000, 100_000, 100), *range(100_000, 1_000_001, 1000)]
    values = [str(n) for n in whole] + [f"{n // 10}.{n % 10}" for n in range(1000)]
    hashes = word_hashes(values)
    order = np.argsort(low(hashes), kind="stable")
    return [values[at] for at in order.tolist()], hashes[order], low(hashes)[order]


@cache
def _whole() -> Words:
    return np.sort(_usual()[1])


@cache
def _small() -> Words:
    return np.sort(word_hashes(_SMALL))


@cache
def _months() -> Words:
    months = [name.lower() for name in (*calendar.month_name, *calendar.month_abbr, "Sept") if name]
    return np.sort(word_hashes(months))


@cache
def _small_by_hash() -> dict[int, str]:
    return {int(word_hashes([word])[0]): word for word in _SMALL}


def new_figures(text: Text, old: Stored, copies: Runs) -> tuple[tuple[int, str], ...]:
    """Return the indices of figures that the old text does not have there, counted in words, each with the old one, or "" if it is unknown.

    A figure is new if the old text has it nowhere, if it replaced another, or if it alone parts two copied passages. At most
    MOST_FIGURES are returned, those with a known old one before the others; they stand in the order of the text.
    """
    size, short = len(text.words), low(text.words)
    passed = known(old.bloom, text.bigrams)
    parted = ~np.concatenate((passed[:1], passed[1:] & passed[:-1], passed[-1:])) if size > 1 else np.ones(size, dtype=np.bool_)
    fresh = unmarked(copies, size)
    figures, strange = _among(short, text.figures), ~_among(short, old.figures)
    # A pair with a strange figure may pass the filter by chance, and its neighbours then count as copied: so not the fresh words alone.
    # And a word may have the 16 bits of a figure: where both its pairs pass, it must be one that is known whole.
    doubtful = np.flatnonzero(figures & strange & ~parted)
    figures[doubtful] = _among(text.words[doubtful], _whole())
    indices = np.flatnonzero((figures & (strange | parted)) | (_among(text.words, _small()) & parted))[:_TRIED]
    if not len(indices):
        return ()
    edged = np.concatenate(([True], fresh, [True]))
    alone = edged[indices + 1] & ~edged[indices] & ~edged[indices + 2]
    new = figures[indices] & (alone | strange[indices])
    # Where one of its pairs is known, a figure that the old text has is copied, up to a seam.
    beside = np.concatenate(([False], passed, [False]))
    replaced = strange[indices] | ~(beside[indices] | beside[indices + 1])
    framed = [bool(put) and is_framed(passed, at) for at, put in zip(indices.tolist(), replaced, strict=True)]
    stood = [before if sure else None for before, sure in zip(_stood(text.words, indices, old), framed, strict=True)]
    for at in _same_numbers(text.words, indices, old):
        stood[at], new[at] = None, False
    found = [(at, before or "") for at, before, own in zip(indices.tolist(), stood, new.tolist(), strict=True) if before is not None or own]
    return tuple(sorted(sorted(found, key=lambda item: not item[1])[:MOST_FIGURES]))


def same_number(words: tuple[int, ...]) -> Sequence[tuple[int, ...]]:
    """Return the other forms of a number in these words, by hash: `12` and `twelve`, `23` and `twenty three`, `1250` and `1 250`."""
    return _forms().get(words, ())


def number_words(value: float) -> tuple[int, ...]:
    """Return the hashes of the words that write a number in one word."""
    said = [f"{value:g}" if value < 1e6 else str(int(value))]
    if value == int(value):
        whole = int(value)
        said += UNITS[whole : whole + 1] if whole >= 0 else []
        said += [TENS[whole // 10 - 2]] if 20 <= whole < 100 and whole % 10 == 0 else []
    return tuple(word_hashes(said).tolist())


@cache
def usual_values() -> list[tuple[str, float, int]]:
    """Return the usual figures and number words, each as it is written, with its value and its hash."""
    values, hashes, _ = _usual()
    words = [*UNITS[2:], *TENS]
    numbers = [float(n) for n in (*range(2, 20), *range(20, 100, 10))]
    found = [(value, float(value), at) for value, at in zip(values, hashes.tolist(), strict=True)]
    return found + list(zip(words, numbers, word_hashes(words).tolist(), strict=True))


@cache
def _forms() -> dict[tuple[int, ...], list[tuple[int, ...]]]:
    written: list[list[tuple[str, ...]]] = [[(str(n),), (word,)] for n, word in enumerate(UNITS)]
    written += [[(str(20 + 10 * n),), (word,)] for n, word in enumerate(TENS)]
    written += [[(str(20 + 10 * n + unit),), (word, UNITS[unit])] for n, word in enumerate(TENS) for unit in range(1, 10)]
    for n in (*range(1000, 10_000), *range(10_000, 100_000, 100), *range(100_000, 1_000_000, 1000)):
        head, rest = str(n // 1000), f"{n % 1000:03}"
        written.append([(str(n),), (head, rest), (f"{head}.{rest}",)])
    words = [word for group in written for form in group for word in form]
    ids = iter(word_hashes(words).tolist())
    groups = [[tuple(next(ids) for _ in form) for form in group] for group in written]
    return {form: [other for other in group if other != form] for group in groups for form in group}


def _same_numbers(words: Words, indices: npt.NDArray[np.int64], old: Stored) -> list[int]:
    """Return the subscripts in `indices` of the words that hold a number which stood there in another form."""
    told: list[int] = words.tolist()
    found: list[int] = []
    for nth, at in enumerate(indices.tolist()):
        for start, end in ((at, at + 1), (max(0, at - 1), at + 1), (at, min(len(told), at + 2))):
            forms = same_number(tuple(told[start:end]))
            if any(in_row((*told[max(0, start - 1) : start], *form, *told[end : end + 1]), old) for form in forms):
                found.append(nth)
    return found


def retold(text: Text, figures: Sequence[tuple[int, str]], copies: Runs) -> bool:
    """Return True if a text that is otherwise the same as the old one tells other figures: a toll that rose is news, and no repeat.

    A figure of which the old one is known always counts. Others above the first and under the last copied word are the paper's own (dates,
    times, telephone numbers), unless one opens or ends a text of which all else is copied there. The paper's own, too, are days and years
    beside a month in a passage that was put in between: they date it (a post, a caption).
    """
    first, last, size = copies[0][0], copies[-1][1], len(text.words)
    dates = {at + step for at in np.flatnonzero(_among(text.words, _months())).tolist() for step in (-1, 1, 2)}
    edges = ([0] if first == 1 else []) + ([size - 1] if last == size - 1 else [])
    # A word beside the passage may have been taken in by a pair that passes the filter by chance.
    dates &= {at for start, end in between(copies, size) if end - start > RUN_BIGRAMS for at in range(start - 1, end + 1)}
    return any(before or ((first <= at < last or at in edges) and at not in dates) for at, before in figures)


def _stood(words: Words, indices: npt.NDArray[np.int64], old: Stored) -> list[str | None]:
    """Return for each index the figure that stood between the words before and behind it; None if none did, "" if several may have."""
    values, hashes, lows = _usual()
    left, right = np.searchsorted(lows, old.figures), np.searchsorted(lows, old.figures, side="right")
    some = [at for start, end in zip(left.tolist(), right.tolist(), strict=True) for at in range(start, end)]
    said = [values[at] for at in some] + [_small_by_hash()[word] for word in _small().tolist()]
    candidates = np.concatenate((hashes[some], _small()))
    inner = np.clip(indices, 1, max(1, len(words) - 2))
    count, tried = len(inner), len(candidates)
    if len(words) < 3:
        return [None] * count
    both = known(old.bloom, pairs(np.repeat(words[inner - 1], tried), np.tile(candidates, count)))
    beside = np.flatnonzero(both)  # one in twenty: only for those is the word behind looked at
    both[beside] = known(old.bloom, pairs(candidates[beside % tried], words[inner + 1][beside // tried]))
    own = set(pairwise(words.tolist())) if both.any() else set()
    for nth in np.flatnonzero(both).tolist():  # what the new text has between the same words elsewhere is not gone
        index, value = int(inner[nth // tried]), int(candidates[nth % tried])
        both[nth] = not ((int(words[index - 1]), value) in own and (value, int(words[index + 1])) in own)
    stood = both.reshape(count, tried) & (candidates != words[indices][:, None]) & (inner == indices)[:, None]
    found: list[str | None] = []
    for row in stood:
        digits, written = np.flatnonzero(row[: len(some)]), np.flatnonzero(row[len(some) :]) + len(some)
        at = digits if len(digits) else written
        found.append(None if not len(at) else said[int(at[0])] if len(at) == 1 else "")
    return found


def _among(values: npt.NDArray[Number], sorted_values: npt.NDArray[Number]) -> Mask:
    """Return a mask of the values that are among some sorted others."""
    if not len(sorted_values):
        return np.zeros(len(values), dtype=np.bool_)
    at = np.minimum(np.searchsorted(sorted_values, values), len(sorted_values) - 1)
    there: Mask = sorted_values[at] == values
    return there


def kept_figures(figures: Sequence[tuple[int, str]], size: int) -> tuple[tuple[int, str], ...]:
    """Return each index once, those of the headline first if there are more than MOST_FIGURES; indices past MOST_WORDS are left out."""
    indices = {at: before for at, before in figures if at <= MOST_WORDS}
    kept = sorted(sorted(indices, key=lambda at: (at < size, not indices[at], at))[:MOST_FIGURES])
    return tuple((at, indices[at]) for at in kept)
