"""Figures by their form: CARDINAL, PERCENT, QUANTITY, MONEY, TIME. The span is the figure without `more than`, `at least`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from streams.extract.mentions import Mention
from streams.extract.values.numbers import DIGITS, NUMBER, RANGE, SMALL, VAGUE, value
from streams.messages import EntityLabel, NumberValue

_CURRENCIES = {
    "dollar": "USD", "us$": "USD", "$": "USD", "usd": "USD", "euro": "EUR", "€": "EUR", "eur": "EUR", "pound": "GBP", "£": "GBP",
    "gbp": "GBP", "rupee": "INR", "rs": "INR", "rs.": "INR", "₹": "INR", "inr": "INR", "yen": "JPY", "¥": "JPY", "yuan": "CNY",
    "ruble": "RUB", "rouble": "RUB", "naira": "NGN", "₦": "NGN", "₱": "PHP", "₩": "KRW", "won": "KRW", "baht": "THB", "ringgit": "MYR",
    "lira": "TRY", "rand": "ZAR", "r$": "BRL", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "nz$": "NZD", "riyal": "SAR", "dirham": "AED",
}  # fmt: skip
"""The ISO 4217 code by each name or sign that wires write; shillings, pesos and francs are of several countries and stay as written."""
_CURRENCY = (
    r"(?:dollars?|euros?|pounds?|rupees?|yen|yuan|rubles?|roubles?|naira|shillings?|pesos?|francs?|rand|riyals?|dirhams?|"
    r"lira|won|baht|ringgit|cents?|USD|EUR|GBP|INR)"
)
_SYMBOL = r"(?:US\$|A\$|C\$|HK\$|NZ\$|R\$|[$€£¥₹₦₱]|Rs\.?\s?|USD\s?|EUR\s?|GBP\s?)"
_MEASURE = (
    r"(?:(?:cubic|nautical)\s+\w+|kilomet(?:re|er)s?|km/h|km[²2³3]?|miles?|met(?:re|er)s?|centimet(?:re|er)s?|cm|mm|feet|foot|ft|inch(?:es)?|yards?"
    r"|hectares?|acres?|square\s+\w+|sq\.?\s+\w+|"
    r"tonnes?|tons?|kilograms?|kilos?|kg|grams?|ounces?|pounds?|lbs?|lit(?:re|er)s?|gallons?"
    r"|barrels?|degrees?(?:\s+(?:Celsius|Fahrenheit))?|°[CF]?|mph|kph|knots?|megawatts?|MW|GW|kilowatts?|kilotons?)"
)
_ZONE = r"(?:\s?(?:GMT|UTC|EST|EDT|CET|IST|BST|local time))?"
_CLOCK = (
    rf"(?:\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?\s?(?:a\.?m\.?|p\.?m\.?|AM|PM)?{_ZONE}|"
    rf"\d{{1,2}}\s?(?:a\.m\.|p\.m\.|am\b|pm\b){_ZONE}|\d{{4}}\s?(?:GMT|UTC|hours|hrs)\b|\bmidnight\b|\bnoon\b|"
    rf"\b(?:\d{{1,2}}|{'|'.join(SMALL[:12])})\s+o['’]clock\b)"
)

# Looked at first, for most words begin with none of these: the first letters of numbers, of _CLOCK.
_OPENING = r"(?=[\dabcdefhlmnost])"
_CLOCK_OPENING = r"(?=[\defmnost])"

_CLOCK_AT = re.compile(rf"(?<![\d.,$€£]){_CLOCK_OPENING}{_CLOCK}(?![\d])", re.IGNORECASE)
_MONEY_AT = re.compile(
    rf"{_SYMBOL}\s?(?:{DIGITS})(?:[\s-]?(?:hundred|thousand|million|billion|trillion|bn|m|k|lakh|crore)\b)*"
    rf"|\b{NUMBER}\s+(?:US\s+|American\s+|Canadian\s+|Australian\s+)?{_CURRENCY}\b"
)
_PERCENT_AT = re.compile(
    rf"(?<![\w.]){_OPENING}{NUMBER}(?:\s?%|\s?(?-i:pct?)\b|[\s-](?:percent|per\s+cent|percentage\s+points?|basis\s+points?)\b)",
    re.IGNORECASE,
)
_QUANTITY_AT = re.compile(rf"(?<![\w.]){_OPENING}{NUMBER}[\s-]?{_MEASURE}(?!\w)", re.IGNORECASE)
_CARDINAL_AT = re.compile(
    rf"(?<![\w.]){_OPENING}(?:{VAGUE}|(?:between\s+{NUMBER}\s+and\s+{NUMBER}|(?<!from\s)(?<!by\s){RANGE}|{NUMBER})(?![\w]|[.,:/]\d|[%])"
    r"|(?:several|a\s+few|a\s+handful|a\s+couple|a\s+score(?=\s+(?:of|were|more|are|have)\b))(?!\w))",
    re.IGNORECASE,
)
_NUMBER_AT = re.compile(rf"(?<![\w.]){NUMBER}(?!\w)", re.IGNORECASE)
_NAME_BEFORE = re.compile(
    r"(?:\b(?:No|Flight|Route|Highway|Article|Section|Chapter|Covid|COVID|Type"
    r"|Boeing|Airbus|Group|Channel|Unit|Room|Gate|Block|Sector|Phase|Part)\.?[\s-]*|[A-Za-z]-|#)$"
)
_ONE = re.compile(r"one", re.IGNORECASE)
# "one" counts only before what can be counted.
_COUNTED = re.compile(r"\s+(?!of\b|another\b|day\b|can\b|is\b|was\b|has\b|who\b|that\b|or\b|and\b)[a-z]{3,}")
_FIGURE_IN = {
    "MONEY": re.compile(rf"{DIGITS}(?:[\s-]?(?:hundred|thousand|million|billion|trillion|bn|m|k|lakh|crore)\b)*|{NUMBER}", re.IGNORECASE),
    "PERCENT": re.compile(NUMBER, re.IGNORECASE),
    "QUANTITY": re.compile(NUMBER, re.IGNORECASE),
    "CARDINAL": re.compile(r".+", re.DOTALL),
}


def figures(text: str) -> Iterator[Mention]:
    """Yield figures, the more telling classes first; a cardinal inside a percentage overlaps it and is for the caller to drop."""
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
        if value(text, match.start(), match.end()) is None:  # "won 3-1" is no range
            parts = list(_NUMBER_AT.finditer(text, match.start(), match.end()))
            yield from (Mention(part.start(), part.end(), "CARDINAL") for part in parts)
            continue
        yield Mention(match.start(), match.end(), "CARDINAL")


def figure_value(text: str, start: int, end: int, label: EntityLabel) -> NumberValue | None:
    """Return the value of a CARDINAL, PERCENT, QUANTITY or MONEY with its unit; None where its words hold no number that can be read."""
    inside = _FIGURE_IN[label].search(text, start, end)
    if inside is None:
        return None
    unit = (text[start : inside.start()] + text[inside.end() : end]).strip(" \t\n-").lower() or None
    if unit is not None and label == "MONEY":
        unit = " ".join(unit.split())
        unit = _CURRENCIES.get(unit) or _CURRENCIES.get(unit.removesuffix("s"), unit)
    if label == "PERCENT":
        unit = "%"
    return value(text, inside.start(), inside.end(), unit=unit)
