"""Figures by their form: CARDINAL, PERCENT, QUANTITY, MONEY, TIME. The span is the figure without `more than`, `at least`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streams.extract.mentions import Mention

_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_BIG = r"(?:hundred|thousand|million|billion|trillion|lakh|crore|dozen)"
_DIGITS = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS_WORD = "|".join(_SMALL + _TENS)
_WORD = rf"(?:(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_SMALL[:9])})|{_UNITS_WORD})"
# "two hundred and fifty", "1.5 million", "hundreds of thousands", "a dozen", "dozens"
_NUMBER = rf"(?:(?:(?:{_DIGITS}|{_WORD})(?:[\s-]{_BIG})*(?:\s+(?:and\s+)?{_WORD}(?=[\s.,;]))?)|(?:\ba\s+)?(?<![\w]){_BIG}(?:\s+{_BIG})*)"
_VAGUE = r"(?:(?:dozens|scores|hundreds|thousands|millions|billions|tens)(?:\s+of\s+(?:thousands|millions|billions))?)"
_CURRENCY = (
    r"(?:dollars?|euros?|pounds?|rupees?|yen|yuan|rubles?|roubles?|naira|shillings?|pesos?|francs?|rand|riyals?|dirhams?|"
    r"lira|won|baht|ringgit|cents?|USD|EUR|GBP|INR)"
)
_SYMBOL = r"(?:US\$|A\$|C\$|HK\$|NZ\$|R\$|[$€£¥₹₦₱]|Rs\.?\s?|USD\s?|EUR\s?|GBP\s?)"
_MEASURE = (
    r"(?:(?:cubic|nautical)\s+\w+|kilomet(?:re|er)s?|km/h|km[²2³3]?|miles?|met(?:re|er)s?|centimet(?:re|er)s?|cm|mm|feet|foot|ft|inch(?:es)?|yards?|hectares?|acres?|square\s+\w+|sq\.?\s+\w+|"
    r"tonnes?|tons?|kilograms?|kilos?|kg|grams?|ounces?|pounds?|lbs?|lit(?:re|er)s?|gallons?|barrels?|degrees?(?:\s+(?:Celsius|Fahrenheit))?|°[CF]?|mph|kph|knots?|megawatts?|MW|GW|kilowatts?|kilotons?)"
)
_ZONE = r"(?:\s?(?:GMT|UTC|EST|EDT|CET|IST|BST|local time))?"
_CLOCK = (
    rf"(?:\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?\s?(?:a\.?m\.?|p\.?m\.?|AM|PM)?{_ZONE}|"
    rf"\d{{1,2}}\s?(?:a\.m\.|p\.m\.|am\b|pm\b){_ZONE}|\d{{4}}\s?(?:GMT|UTC|hours|hrs)\b|\bmidnight\b|\bnoon\b|"
    rf"\b(?:\d{{1,2}}|{'|'.join(_SMALL[:12])})\s+o['’]clock\b)"
)

# Looked at first, for most words begin with none of these: the first letters of _NUMBER and _VAGUE, of _CLOCK.
_OPENING = r"(?=[\dabcdefhlmnost])"
_CLOCK_OPENING = r"(?=[\defmnost])"

_CLOCK_AT = re.compile(rf"(?<![\d.,$€£]){_CLOCK_OPENING}{_CLOCK}(?![\d])", re.IGNORECASE)
_MONEY_AT = re.compile(
    rf"{_SYMBOL}\s?(?:{_DIGITS})(?:[\s-]?(?:hundred|thousand|million|billion|trillion|bn|m|k|lakh|crore)\b)*|\b{_NUMBER}\s+(?:US\s+|American\s+|Canadian\s+|Australian\s+)?{_CURRENCY}\b"
)
_PERCENT_AT = re.compile(
    rf"(?<![\w.]){_OPENING}{_NUMBER}(?:\s?%|\s?(?-i:pct?)\b|[\s-](?:percent|per\s+cent|percentage\s+points?|basis\s+points?)\b)",
    re.IGNORECASE,
)
_QUANTITY_AT = re.compile(rf"(?<![\w.]){_OPENING}{_NUMBER}[\s-]?{_MEASURE}(?!\w)", re.IGNORECASE)
_CARDINAL_AT = re.compile(rf"(?<![\w.]){_OPENING}(?:{_VAGUE}|{_NUMBER})(?![\w]|[.,:/]\d|[%])", re.IGNORECASE)
_NAME_BEFORE = re.compile(
    r"(?:\b(?:No|Flight|Route|Highway|Article|Section|Chapter|Covid|COVID|Type|Boeing|Airbus|Group|Channel|Unit|Room|Gate|Block|Sector|Phase|Part)\.?[\s-]*|[A-Za-z]-|#)$"
)
_ONE = re.compile(r"one", re.IGNORECASE)
# "one" counts only before what can be counted.
_COUNTED = re.compile(r"\s+(?!of\b|another\b|day\b|can\b|is\b|was\b|has\b|who\b|that\b|or\b|and\b)[a-z]{3,}")


def figures(text: str) -> Iterator[Mention]:
    """Figures, the more telling classes first; a cardinal inside a percentage overlaps it and is for the caller to drop."""
    for match in _PERCENT_AT.finditer(text):
        yield Mention(match.start(), match.end(), "PERCENT")
    for match in _MONEY_AT.finditer(text):
        yield Mention(match.start(), match.end(), "MONEY")
    for match in _CLOCK_AT.finditer(text):
        if not re.fullmatch(r"\d{1,2}\.\d{2}", match.group()):
            yield Mention(match.start(), match.start() + len(match.group().rstrip()), "TIME")
    for match in _QUANTITY_AT.finditer(text):
        yield Mention(match.start(), match.end(), "QUANTITY")
    for match in _CARDINAL_AT.finditer(text):
        if _NAME_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
            continue
        words = match.group()
        if _ONE.fullmatch(words) and not _COUNTED.match(text, match.end()):
            continue
        yield Mention(match.start(), match.end(), "CARDINAL")
