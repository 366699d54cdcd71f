"""Words whose change is a change of fact, and words that house styles write in several ways.

The lists stand in `data/words.toml`. Words are known by their hashes, since the index keeps no words.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from functools import cache

from streams.clean.sketch import word_hashes
from streams.wordlist import entries, read

_DAYS = {name: (name[:3], name[:4]) for name in map(str.lower, calendar.day_name)} | {
    "tuesday": ("tue", "tues"), "wednesday": ("wed", "weds"), "thursday": ("thu", "thur", "thurs"),
}  # fmt: skip
_MONTHS = {name.lower(): (name[:3].lower(),) for name in calendar.month_name if name} | {"september": ("sep", "sept")}


@cache
def words(key: str) -> tuple[str, ...]:
    """Return a word list of `data/words.toml` in its order; raise KeyError if there is no such list."""
    return entries(read("screen", "words")[key])


AUXILIARIES = words("auxiliaries")
SHORT_FORMS = {f"{word}n't": word for word in AUXILIARIES if word not in ("can", "will", "may", "be", "been", "being")} | {
    "can't": "can", "won't": "will", "cannot": "can",
}  # fmt: skip
"""The short forms of negated auxiliaries, each with the auxiliary of its long form (`can't`: `can`)."""
NEGATIONS = frozenset((*words("negations"), *SHORT_FORMS))
UNITS = words("units")
"""The words for the numbers from 0 to 19, each at the place of its number."""
TENS = words("tens")
"""The words for 20, 30 and so on to 90."""


def hashes(forms: Iterable[str]) -> list[int]:
    """Return the hash of each word."""
    found: list[int] = word_hashes(forms).tolist()
    return found


@cache
def calendar_words() -> frozenset[int]:
    """Return the hashes of days and months in all their forms."""
    return frozenset(hashes(form for group in (_DAYS, _MONTHS) for name, short in group.items() for form in (name, *short)))


@cache
def contrasts() -> Mapping[int, tuple[tuple[str, int, bool], ...]]:
    """Return, by the hash of a word, the words that state another fact when they replace it, or are only another form of it.

    Each is given as its text, its hash, and True if it is only another form.
    """
    dates: list[list[tuple[str, ...]]] = [[(name, *short) for name, short in group.items()] for group in (_DAYS, _MONTHS)]
    groups = [*dates, *[[tuple(member.split("/")) for member in line.split()] for line in words("contrasts")]]
    found: dict[int, list[tuple[str, int, bool]]] = {}
    for number, group in enumerate(groups):
        for member in group:
            for word in member:
                others = [(form, form in member) for one in group for form in one if form != word]
                ids = hashes(form for form, _ in others)
                shown = [form.capitalize() if number < len(dates) else form for form, _ in others]
                rows = zip(shown, ids, [same for _, same in others], strict=True)
                found.setdefault(hashes([word])[0], []).extend(rows)
    return {word: tuple(others) for word, others in found.items()}


@cache
def styles() -> Mapping[int, tuple[int, ...]]:
    """Return, by the hash of a word, the hashes of the same word as other houses write it."""
    found: dict[int, list[int]] = {}
    for line in words("styles"):
        group = hashes(line.split())
        for word in group:
            found.setdefault(word, []).extend(other for other in group if other != word)
    return {word: tuple(others) for word, others in found.items()}


@cache
def no_names() -> frozenset[int]:
    """Return the hashes of capitalised words that are no place, person or subject of a report."""
    return calendar_words() | frozenset(hashes((*words("titles"), *words("agencies"))))


@cache
def negations() -> Mapping[int, str]:
    """Return, by their hashes, the words that turn a statement round."""
    told = (*words("negations"), *SHORT_FORMS)
    return dict(zip(hashes(told), told, strict=True))


@cache
def common() -> frozenset[int]:
    """Return the hashes of the words that stand side by side in most texts."""
    return frozenset(hashes(words("common")))
