"""Counts: number words with their bounds, as wires write them ("at least 12", "dozens", "between 20 and 30").

The bounds are our own reading of what wires mean: `about 15` is rounded outward (13 to 17).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SMALL = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen"""
UNITS = {word: value for value, word in enumerate(_SMALL.split())}
TENS = {w: 10 * i for i, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2)}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "mn": 1_000_000, "m": 1_000_000, "billion": 1_000_000_000}
VAGUE: dict[str, tuple[int, int | None]] = {
    "dozens": (24, 99), "scores": (40, 199), "hundreds": (200, 999), "thousands": (2_000, 9_999),
    "tens of thousands": (20_000, 99_999),
    "hundreds of thousands": (200_000, 999_999), "millions": (2_000_000, 9_999_999), "several": (3, 9),
    "a few": (3, 5), "a handful": (3, 5),
    "a couple": (2, 2), "a dozen": (12, 12), "half a dozen": (6, 6), "a score": (20, 20), "several dozen": (36, 108),
    "several hundred": (300, 900), "several thousand": (3_000, 9_000), "a few dozen": (36, 60),
    "a few hundred": (300, 500), "a few thousand": (3_000, 5_000),
    "no one": (0, 0), "none": (0, 0), "nobody": (0, 0), "no": (0, 0),
}  # fmt: skip
"""What a word that is no figure stands for: lowest and highest count."""

_WORD = "|".join([*UNITS, *TENS])
_FIGURE = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?=\s*(?:million|mn|m|billion|thousand)\b)|\d+(?![\d.,]*\d)"
_NUMBER = (
    rf"(?:(?:{_FIGURE})(?:[\s-]*(?:hundred|thousand|million|mn|m|billion)\b)?|(?:a\s+hundred|a\s+thousand|a\s+million)\b"
    rf"|(?:{_WORD})\b(?:[\s-]+(?:(?:and\s+)?(?:{_WORD})|hundred|thousand|million|billion)\b)*)"
)
_VAGUE = "|".join(sorted((re.escape(v).replace(r"\ ", r"\s+") for v in VAGUE), key=len, reverse=True))
_LEAD: tuple[tuple[str, str], ...] = (
    ("no more than", "max"), ("not more than", "max"), ("no less than", "min"), ("not less than", "min"), ("no fewer than", "min"),
    ("at least", "min"), ("a minimum of", "min"), ("minimum", "min"), ("more than", "over"), ("upwards of", "over"),
    ("in excess of", "over"),
    ("over", "over"), ("above", "over"), ("well over", "over"), ("fewer than", "under"), ("less than", "under"), ("under", "under"),
    ("below", "under"),
    ("up to", "max"), ("as many as", "max"), ("at most", "max"), ("a maximum of", "max"), ("about", "near"), ("some", "near"),
    ("around", "near"),
    ("approximately", "near"), ("roughly", "near"), ("an estimated", "near"), ("estimated", "near"), ("nearly", "almost"),
    ("almost", "almost"),
    ("close to", "almost"), ("exactly", "exact"), ("just", "exact"), ("only", "exact"), ("a total of", "exact"), ("another", "exact"),
)  # fmt: skip
_QUALIFIERS = dict(_LEAD)
_LEADS = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w, _ in sorted(_LEAD, key=lambda x: -len(x[0])))
COUNT = re.compile(
    rf"(?<![\w.:$€£¥#-])(?:(?P<between>between)\s+(?P<a>{_NUMBER})\s+and\s+(?P<b>{_NUMBER})"
    rf"|(?:(?P<lead>{_LEADS})\s+)?(?:(?P<c>{_NUMBER})(?:\s+(?:to|or)\s+|(?<=\d)\s*[-–]\s*(?=\d))(?P<d>{_NUMBER})|(?P<n>{_NUMBER})|(?P<vague>{_VAGUE}))(?:\s+(?P<more>or\s+more))?)"
    r"(?![\w%]|-(?!\w*(?:strong))\w|[.,]\d|:\d)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things; `high` None = no upper bound said."""

    start: int
    end: int
    low: int
    high: int | None
    qualifier: str | None = None


def find_counts(text: str, start: int = 0, end: int | None = None) -> list[Count]:
    """All counts within a stretch of text, in order; offsets are those of `text`."""
    out = []
    for m in COUNT.finditer(text, start, len(text) if end is None else end):
        low, high, qualifier = _bounds(m)
        if low is not None:
            out.append(Count(m.start(), m.end(), low, high, qualifier))
    return out


def number(words: str) -> int | None:
    """The value of a figure or of number words; None where they make no number."""
    total = group = 0
    seen = False
    for part in re.split(r"[\s-]+", words.lower().replace(",", "")):
        if part in ("", "and"):
            continue
        if re.fullmatch(r"\d+(?:\.\d+)?", part):
            value = float(part)
            if seen:
                return None
            group = int(value) if value.is_integer() else 0
            fraction = value
        elif part == "a" and not seen:
            group, fraction = 1, 1.0
        elif part in UNITS or part in TENS:
            group += UNITS.get(part, 0) + TENS.get(part, 0)
            fraction = float(group)
        elif part in SCALES and seen:
            scaled = round((fraction if not float(fraction).is_integer() else group) * SCALES[part])
            if SCALES[part] == 100:
                group, fraction = scaled, float(scaled)
            else:
                total, group, fraction = total + scaled, 0, 0.0
        else:
            return None
        seen = True
    return total + group if seen else None


def bounded(value: int, qualifier: str | None) -> tuple[int, int | None]:
    """The bounds of a number under a qualifier of the table."""
    match _QUALIFIERS.get(qualifier or "", "exact"):
        case "min":
            return value, None
        case "over":
            return value + 1, None
        case "under":
            return 0, max(value - 1, 0)
        case "max":
            return 0, value
        case "near":
            return value * 9 // 10, -(-value * 11 // 10)
        case "almost":
            return value * 9 // 10, value
        case _:
            return value, value


def _bounds(m: re.Match[str]) -> tuple[int | None, int | None, str | None]:
    lead = re.sub(r"\s+", " ", m["lead"].lower()) if m["lead"] else None
    for one, two in ((m["a"], m["b"]), (m["c"], m["d"])):
        if one is not None:
            low, high = number(one), number(two)
            if low is None or high is None or high < low:
                return (low, low, lead)
            if high >= 1_000_000 > low and re.search("million|m\b", two, re.I) and not re.search("million", one, re.I):
                low *= 1_000_000
            return low, high, "between" if m["between"] else "to"
    if m["vague"] is not None:
        word = re.sub(r"\s+", " ", m["vague"].lower())
        low, high = VAGUE[word]
        if lead is None:
            return low, high, word
        rule = _QUALIFIERS[lead]
        if rule in ("min", "over"):
            return low + (rule == "over" and low == high), None, lead
        if rule == "max":
            return 0, high, lead
        if low == high and rule in ("under", "near", "almost"):
            return *bounded(low, lead), lead
        return low, high, lead
    value = number(m["n"])
    if value is None:
        return None, None, None
    if m["more"]:
        return value, None, "or more"
    low, high = bounded(value, lead)
    return low, high, lead
