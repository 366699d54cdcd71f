"""Numbers as wires write them, in figures and in words: one grammar for where they stand and for what they say.

Bounds are what a reader takes from the words: `about 15` is rounded outward (13 to 17), `more than 30` begins at 30, for that is the
figure that the wire vouches for.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from streams.messages import NumberValue

SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
         "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ONES = {"zero": 0, **{word: at for at, word in enumerate(SMALL, start=1)}, **{word: 10 * at for at, word in enumerate(TENS, start=2)}}
_SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1_000, "lakh": 100_000, "million": 1_000_000, "crore": 10_000_000,
           "billion": 10**9, "trillion": 10**12}  # fmt: skip
_SHORT = {"k": 1_000, "mn": 1_000_000, "m": 1_000_000, "bn": 10**9}
"""Scales that are words of other kinds too: read behind a sign of money, or behind digits."""
_VAGUE: dict[str, tuple[int, int]] = {"dozens": (24, 99), "scores": (40, 199), "tens": (20, 99), "hundreds": (200, 999),
    "thousands": (2_000, 9_999), "millions": (2_000_000, 9_999_999), "billions": (2 * 10**9, 10**10 - 1)}  # fmt: skip
"""The lowest and the highest number that each plural stands for that counts nothing exactly."""
_SOME: dict[str, tuple[int, int]] = {"several": (3, 9), "a few": (3, 5), "few": (3, 5), "a handful": (3, 5), "a couple": (2, 2),
                                     "a couple of": (2, 2), "a score": (20, 20)}  # fmt: skip
"""The lowest and the highest number that other words for a few stand for, alone or before a scale (`a few hundred`)."""
_RULES: dict[str, str] = {
    "at least": "min", "no less than": "min", "not less than": "min", "no fewer than": "min", "a minimum of": "min", "minimum": "min",
    "more than": "min", "upwards of": "min", "in excess of": "min", "well over": "min", "over": "min", "above": "min",
    "fewer than": "under", "less than": "under", "under": "under", "below": "under",
    "no more than": "max", "not more than": "max", "up to": "max", "as many as": "max", "as much as": "max", "at most": "max",
    "a maximum of": "max", "about": "near", "some": "near", "around": "near", "approximately": "near", "roughly": "near",
    "an estimated": "near", "estimated": "near", "nearly": "almost", "almost": "almost", "close to": "almost",
}  # fmt: skip
"""Words before a number that loosen it: min = no upper bound, max = no lower one, near = a tenth either way, almost = a tenth less."""

DIGITS = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
WORD = rf"(?:(?:{'|'.join(TENS)})[- ](?:{'|'.join(SMALL[:9])})|{'|'.join((*SMALL, *TENS))})"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen)"
NUMBER = (
    rf"(?:(?:(?:{DIGITS}|{WORD})(?:[\s-]{_SCALE})*(?:\s+(?:and\s+)?{WORD}(?=[\s.,;]))?)"
    rf"|(?:\b(?:half\s+a|a\s+few|a\s+couple\s+of|several|half|a)\s+)?(?<!\w){_SCALE}(?:\s+{_SCALE})*(?:\s+and\s+{WORD}(?=[\s.,;]))?)"
)
"""A number in figures or words: `1,250`, `1.5 million`, `two hundred and fifty`, `a dozen`, `half a million`, `several hundred`."""
VAGUE = r"(?:(?:dozens|scores|hundreds|thousands|millions|billions|tens)(?:\s+of\s+(?:thousands|millions|billions))?)"
RANGE = rf"(?:{NUMBER}(?:\s+(?:to|or)\s+|\s?[-–]\s?){NUMBER})"

_LEADS = "|".join(re.escape(words).replace(r"\ ", r"\s+") for words in sorted(_RULES, key=len, reverse=True))
_LEAD = re.compile(rf"\b({_LEADS})\s+(?:the\s+|an?\s+)?$", re.IGNORECASE)
_BEHIND = re.compile(r"\s+or\s+more\b|\s*\+|-(odd|plus)\b|\s+(odd)\b", re.IGNORECASE)
_PARTS = re.compile(r"[\s-]+|(?<=\d)(?=[a-z])")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_BOUNDS = re.compile(rf"({NUMBER})(?:\s+(?:to|or|and)\s+|\s?[-–]\s?)({NUMBER})", re.IGNORECASE)
_REACH = 24
"""Characters before a number in which a word that loosens it stands."""
_MOST_WORDS = 12


def number(words: str) -> int | float | None:
    """Return the value of a figure or of number words (`2.5 million`, `two hundred and six`); None where they make no number."""
    total, group, seen = Decimal(0), Decimal(0), False
    parts = [part for part in _PARTS.split(words.lower().replace(",", "").strip()) if part and part != "and"]
    if not parts or len(parts) > _MOST_WORDS:
        return None
    if parts[0] in ("half", "quarter"):
        whole = number(" ".join(parts[1:]))
        return None if whole is None else plain(Decimal(whole) / (2 if parts[0] == "half" else 4))
    for at, part in enumerate(parts):
        if _FIGURE.fullmatch(part):
            if seen:
                return None
            group = Decimal(part)
        elif part in ("a", "an") and not seen and len(parts) > 1:
            group = Decimal(1)
        elif part in _ONES:
            group += _ONES[part]
        elif (scale := _SCALES.get(part) or (_SHORT.get(part) if at else None)) is not None:
            group = (group if seen else Decimal(1)) * scale
            if scale >= 1_000:
                total, group = total + group, Decimal(0)
        else:
            return None
        seen = True
    return plain(total + group)


def plain(value: Decimal) -> int | float:
    """Return a whole number as an int, any other as a float."""
    return int(value) if value == value.to_integral_value() else float(value)


def value(text: str, start: int, end: int, *, unit: str | None = None) -> NumberValue | None:
    """Return the bounds of the number at `start` to `end` of a text, with the words before and behind that loosen it; None for no number.

    `unit` goes with it. A number with bounds of 400 digits and more counts as none.
    """
    words = " ".join(text[start:end].lower().split())
    lead = _LEAD.search(text, max(0, start - _REACH), start)
    qualifier = " ".join(lead[1].lower().split()) if lead else None
    try:
        found = _ranged(words) or _vague(words)
        if found is None:
            exact = number(words)
            found = None if exact is None else (exact, exact)
        if found is None:
            return None
        low, high = found
        if (more := _BEHIND.match(text, end)) is not None:
            odd = more[1] == "odd" or more[2] == "odd"
            low, _ = _loosened(low, low, qualifier) if qualifier else (low, low)
            top = high + 10 ** (len(str(int(high))) - len(str(int(high)).rstrip("0"))) - 1 if odd else None
            return NumberValue(min=low, max=top, qualifier=more[0].strip(" -").lower(), unit=unit)
        if qualifier is None:
            return NumberValue(min=low, max=high, qualifier=None if low == high else words, unit=unit)
        least, most = _loosened(low, high, qualifier)
        return NumberValue(min=least, max=most, qualifier=qualifier, unit=unit)
    except (InvalidOperation, OverflowError, ValueError):
        return None


def _ranged(words: str) -> tuple[int | float, int | float] | None:
    """Return the bounds of `20 to 30`, `two or three`, `between 1 and 2 million`; None where the words are no range."""
    both = _BOUNDS.fullmatch(words.removeprefix("between "))
    if both is None:
        return None
    low, high = number(both[1]), number(both[2])
    if low is None or high is None or both[1][0].isdigit() != both[2][0].isdigit():  # "rose by three to 21"
        return None
    scale = _SCALES.get(both[2].split()[-1], 1)
    if low < 1_000 <= scale <= high and both[1][-1].isdigit():  # "1 to 2 million"
        low *= scale
    return (low, high) if low < high else None


def _vague(words: str) -> tuple[int | float, int | float] | None:
    """Return the bounds of `dozens`, `tens of thousands`, `several`, `a few hundred`; None for other words."""
    if words in _SOME:
        return _SOME[words]
    first, _, rest = words.partition(" of ")
    if first in _VAGUE:
        low, high = _VAGUE[first]
        if not rest:
            return low, high
        scale = _SCALES.get(rest.removesuffix("s"), 1)
        return low * scale, (high + 1) * scale - 1
    for some, (least, most) in _SOME.items():
        if words.startswith(f"{some} ") and (times := number(words[len(some) + 1 :])) is not None:
            return least * times, most * times
    return None


def _loosened(low: int | float, high: int | float, qualifier: str) -> tuple[int | float, int | float | None]:
    """Return the bounds of a number under a word of `_RULES`; an upper bound of None means that there is no limit."""
    match _RULES[qualifier]:
        case "min":
            return low, None
        case "max":
            return 0, high
        case "under":
            return 0, max(high - 1, 0)
        case _ if low != high:
            return low, high  # "nearly a few hundred" says no more than "a few hundred"
        case "near":
            return low * 9 // 10, -(-high * 11 // 10)
        case _:
            return low * 9 // 10, high
