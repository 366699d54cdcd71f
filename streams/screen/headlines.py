"""The facts that are new in another headline or dateline over the same text."""

from __future__ import annotations

from functools import cache

import numpy as np

from streams.clean.sketch import normal, word_hashes, word_spans
from streams.screen.changed import REMOVED
from streams.screen.facts import Told
from streams.screen.figures import number_words, usual_values
from streams.screen.lexicon import TENS, UNITS, words
from streams.screen.match import headline_words
from streams.screen.text import Text, Words

_YEARS = range(1900, 2101)
_ROUND = words("round")
"""Words before a figure that is rounded, or that counts no people and no things."""
_LISTS = words("listed")
_NOT = words("negated")
_SHARED, _SHARED_SHARE = 2, 0.5
"""The least number of words that two headlines must have in common, and the least share of the old one's words.

With fewer a `not` is not the difference between them. Own choice.
"""


def kept_words(headline: str | None, located: str | None) -> Words:
    """Return the hashes that the index keeps: those of the headline's telling words, and that of the dateline's place behind a mark."""
    place = _place(located)
    words = headline_words(headline)
    return words if place is None else np.concatenate((words, [_mark(), place])).astype(np.uint32)


def headline_changes(headline: str | None, located: str | None, text: Text, old: Words) -> Told:
    """Return the facts that differ in a headline and dateline over the same text, at indices counted on from the text's last word.

    A fact differs if it is a figure that neither the old headline nor the text has, a negation put in or taken out of a headline that is
    otherwise alike, or another place in the dateline where both have one. `old` is what kept_words gave for the old headline and dateline.
    """
    marked = np.flatnonzero(old == _mark())
    dateline, before = (old[marked[0] + 1 :].tolist(), old[: marked[0]]) if len(marked) else ([], old)
    words = [normal(headline[start:end]) for start, end in word_spans(headline)] if headline else []
    size = len(text.words)
    found = [(size + at, said) for at, said in (*_figures(words, text, before), *_negations(words, before))] if len(before) else []
    place = _place(located)
    if place is not None and dateline and place not in dateline:
        found.append((size + len(words), ""))
    return tuple(sorted(found))


def _figures(words: list[str], text: Text, old: Words) -> list[tuple[int, str]]:
    """Return the figures of a headline that neither the old one nor the text has, each with the one that only the old one had."""
    kept = set(old.tolist())
    before = {value: said for said, value, at in usual_values() if at in kept}
    body = set(text.words.tolist())
    numbers = _numbers(words)
    now = {value for _, value in numbers}
    gone = [said for value, said in before.items() if value not in now]
    fresh = [
        at for at, value in numbers
        if value not in before and not body.intersection(number_words(value)) and not _says_nothing(words, at, value)
        and not (20 < value < 100 and {value - value % 10, value % 10} <= before.keys())
    ]  # fmt: skip
    return [(at, gone[0] if len(gone) == len(fresh) == 1 else "") for at in fresh]


def _says_nothing(words: list[str], at: int, value: float) -> bool:
    """Return True if a figure is rounded, a year, or the number of points of a list."""
    return value in _YEARS or (at > 0 and words[at - 1] in _ROUND) or any(word in _LISTS for word in words[at + 1 : at + 3])


def _negations(words: list[str], old: Words) -> list[tuple[int, str]]:
    said = [at for at, word in enumerate(words) if word in _NOT]
    kept = set(old.tolist())
    stood = [word for word, at in zip(_NOT, word_hashes(_NOT).tolist(), strict=True) if at in kept]
    shared = len(kept.intersection(word_hashes(set(words)).tolist()))
    if bool(said) == bool(stood) or shared < max(_SHARED, _SHARED_SHARE * len(kept)):
        return []
    return [(said[0], "")] if said else [(0, stood[0] + REMOVED)]


def _numbers(words: list[str]) -> list[tuple[int, float]]:
    """Return the figures and number words as their indices and values; `twenty three` is one number."""
    found: list[tuple[int, float]] = []
    for at, word in enumerate(words):
        if word[0].isdecimal() and word.replace(".", "", 1).isdecimal():
            found.append((at, float(word)))
        elif word in UNITS[2:]:
            tens = words[at - 1] if at else ""
            if tens in TENS and word in UNITS[:10]:
                found[-1] = (at - 1, found[-1][1] + UNITS.index(word))
            else:
                found.append((at, float(UNITS.index(word))))
        elif word in TENS:
            found.append((at, 20.0 + 10 * TENS.index(word)))
    return found


@cache
def _mark() -> int:
    return int(word_hashes(["dateline:"])[0])


def _place(located: str | None) -> int | None:
    """Return the hash of a dateline's town without its country; None if there is no town."""
    spans = word_spans(town := (located or "").partition(",")[0])
    return int(word_hashes([" ".join(normal(town[start:end]) for start, end in spans)])[0]) if spans else None
