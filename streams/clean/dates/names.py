"""This module knows months and weekdays by name, in the languages of feeds, from the Unicode CLDR that Babel carries."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale

_LANGUAGES = (
    "en de fr es it pt nl sv da nb fi pl cs sk ru uk bg tr ar ar_LB el hu ro id ko ja he fa hi bn ur ms ca gl et lt lv sl sr sr_Latn bs mk "
    "sq is af sw ne ta te mr"
)
"""The locales whose names are read. No name (without its accents) means two months in two of them: Croatian is not among them, whose
listopad is October."""
_OTHERS = {"mrz": 3, "sept": 9, "juill": 7, "agu": 8, "des": 12, "juni": 6, "juli": 7, "mrt": 3, "set": 9}
"""Short names of months that are in use, and not in the CLDR's lists."""
_DAYS = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_PREFIX = 3
"""The number of letters from which the start of a name is the name, where all names that start so agree."""


def plain(word: str) -> str:
    """Return a word as names are compared: no case, no accents or vowel signs, no full stop at its end."""
    return without_marks(word.casefold()).strip(" .'’׳")


def without_marks(text: str) -> str:
    """Return the text without accents and vowel signs, which `\\w` takes for no part of a word, and with plain compatibility forms."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.category(char).startswith("M"))
    return unicodedata.normalize("NFC", bare)


@cache
def month_of(word: str) -> int | None:
    """Return the month (1 to 12) that a word names, in full or short, in any of our languages; None for another word."""
    name = plain(word)
    if (found := _months().get(name) or _OTHERS.get(name)) is not None:
        return found
    if len(name) < _PREFIX:
        return None
    meant = {month for known, month in _months().items() if known.startswith(name)}
    return meant.pop() if len(meant) == 1 else None


@cache
def weekday_of(word: str) -> int | None:
    """Return the weekday (0: Monday) that a word names; -1 where languages differ (`mar` is Tuesday, `sab` Saturday), else None."""
    name = plain(word)
    days = {day for known, day in _weekdays() if known == name}
    if name in _DAYS:
        days.add(_DAYS[name])
    return None if not days else days.pop() if len(days) == 1 else -1


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for code in _LANGUAGES.split():
        for widths in Locale.parse(code).months.values():
            for width in ("wide", "abbreviated"):
                found |= {plain(name): number for number, name in widths[width].items() if not re.match(r"\d", name)}
    return found


@cache
def _weekdays() -> frozenset[tuple[str, int]]:
    return frozenset(
        (plain(name), number)
        for code in _LANGUAGES.split()
        for widths in Locale.parse(code).days.values()
        for width in ("wide", "abbreviated")
        for number, name in widths[width].items()
    )
